"""Sa famille: the generations said in sentences, and drawn. No script, one page of paper."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.kit.addresses import reverse
from liane.kit.door import Refused
from liane.kit.pages import page, redirect, render
from liane.people.banner import frame, may_here
from liane.people.circle import ties as actions
from liane.people.circle.enums import TieKind
from liane.people.circle.family import ROW_OF, Member, family_of
from liane.people.circle.family_forms import TieForm
from liane.people.circle.models import FamilyTie
from liane.people.circle.queries import Around, circle_of
from liane.people.door import open_record
from liane.people.facts import RecordFacts


def _home(record_id: UUID) -> str:
    return reverse("people:family", kwargs={"record_id": record_id})


@page(Right.RECORD_READ)
def show(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """The family, from the eldest generation."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    facts = open_record(actor, record_id, to=Right.RECORD_READ)
    return _page(request, facts, circle_of(actor, record_id))


def _page(request: HttpRequest, facts: RecordFacts, circle: list[Around], form: TieForm | None = None) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    person = facts.person
    born = f"{person.birth_date:%d/%m/%Y}" if person.birth_date and person.birth_precision == "DAY" else ""
    me = Member(person.pk, person.full_name, "", person.sex if person.sex in ("F", "M") else "", born, is_self=True)
    ties, named = actions.ties_of(actor, facts.id), {a.id: a.name for a in circle}
    open_ties = actions.running(ties)
    able = [a for a in circle if a.relation in ROW_OF]
    may_write = may_here(actor, facts, Right.CIRCLE_WRITE)
    context = {
        "facts": facts,
        "frame": frame(facts, actor, "circle"),
        "family": family_of(me, circle, open_ties),
        "is_alone": not able,
        "ties": [_tie(facts, tie, named) for tie in open_ties if {tie.one_id, tie.other_id} <= named.keys()],
        "former": [_tie(facts, tie, named) for tie in ties if tie.until and {tie.one_id, tie.other_id} <= named.keys()],
        "form": form or TieForm(circle=_choices(able)),
        "may_tie": may_write and len(able) > 1,
        "may_write": may_write,
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "people/circle/family.html", context, status=status)


def _choices(circle: list[Around]) -> list[tuple[str, str]]:
    return [(str(a.id), f"{a.name}, {a.relation_label}") for a in circle]


def _tie(facts: RecordFacts, tie: FamilyTie, named: dict[UUID, str]) -> dict[str, Any]:
    one, other, kind = named[tie.one_id], named[tie.other_id], TieKind(tie.kind)
    said = f"{one} est parent de {other}" if kind == TieKind.PARENT else f"{one} et {other} : {kind.label.lower()}"
    keys = {"record_id": facts.id, "tie_id": tie.pk}
    said += f", {tie.since}" if tie.since else ""
    return {"text": said, "until": tie.until, "url": reverse("people:untie", kwargs=keys)}


@page(Right.CIRCLE_WRITE, methods=("POST",))
def tie(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """What two of them are to each other."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    facts = open_record(actor, record_id, to=Right.CIRCLE_WRITE)
    circle = circle_of(actor, record_id)
    form = TieForm(request.POST, circle=_choices([a for a in circle if a.relation in ROW_OF]))
    if form.is_valid():
        data = form.cleaned_data
        try:
            one, other = UUID(data["one"]), UUID(data["other"])
            actions.tie(actor, record_id, data["id"], one, other, data["kind"], data["since"])
        except Refused as problem:
            form.say(None, str(problem))
        else:
            messages.success(request, "Le lien est ajouté à l’arbre.")
            return redirect(_home(record_id))
    return _page(request, facts, circle, form)


@page(Right.CIRCLE_WRITE, methods=("POST",))
def untie(request: HttpRequest, record_id: UUID, tie_id: UUID) -> HttpResponse:
    """It is no longer so: it stays among the ties of before."""
    actions.untie(request.actor, record_id, tie_id)  # type: ignore[attr-defined]
    messages.success(request, "Le lien est retiré de l’arbre. Il reste écrit parmi les liens d’avant.")
    return redirect(_home(record_id))
