"""«Nouveaux droits proposés»: what a new version proposes for the roles of the house, accepted in one gesture or set aside."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.access.role_desk import keeps_whole
from liane.access.role_news import News, decide_news, may_accept, role_news
from liane.access.role_rules import named
from liane.kit.addresses import reverse
from liane.kit.door import Refused
from liane.kit.pages import page, redirect, render


@page(Right.HOUSE_MANAGE, methods=("GET", "POST"), recent=True)
def news(request: HttpRequest) -> HttpResponse:
    """Everything is ticked; what is unticked waits."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    keeps_whole(actor)
    if request.method == "POST":
        return _decide(request, actor)
    return render(request, "access/role_news.html", {"lines": [_line(actor, one) for one in role_news(actor)]})


def _line(actor: Actor, one: News) -> dict[str, Any]:
    return {
        "label": one.role.label,
        "is_own": not may_accept(actor, one.role),
        "things": [
            {"value": f"{one.role.pk}~{verb}~{code}", "label": _said((verb, code))} for verb, code in one.things
        ],
    }


def _said(thing: tuple[str, str]) -> str:
    said = named(thing)
    return said[:1].upper() + said[1:]


def _decide(request: HttpRequest, actor: Actor) -> HttpResponse:
    accept = request.POST.get("geste") != "ecarter"
    picked = [found for value in request.POST.getlist("choix") if (found := _picked(value))]
    home = reverse("access:role_news")
    if not picked:
        messages.warning(request, "Cochez au moins un droit.")
        return redirect(home)
    try:
        count = decide_news(actor, picked, accept=accept)
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect(home)
    if accept:
        done = "Les droits cochés sont donnés. Ils valent dès la prochaine page de chacun."
    else:
        done = "Les droits cochés ne seront plus proposés. On peut toujours les donner en changeant le rôle."
    messages.success(request, done if count else "Ces droits ne sont plus proposés : rien n’a changé.")
    return redirect(reverse("access:roles"))


def _picked(value: str) -> tuple[UUID, str, str] | None:
    key, _, thing = value[:120].partition("~")
    verb, _, code = thing.partition("~")
    try:
        return UUID(key), verb, code
    except ValueError:
        return None
