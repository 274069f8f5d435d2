"""The roles of the organisme: the list, the matrix on paper, one role to change, one more from another."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from liane.access import role_desk, words
from liane.access.actor import Actor
from liane.access.enums import RIGHT_LABELS, VOLET_LABELS, Right
from liane.access.models import Role, RoleChange
from liane.access.queries import managed_by
from liane.access.role_forms import RoleForm
from liane.access.role_news import role_news
from liane.access.role_rules import named
from liane.kit.addresses import reverse
from liane.kit.dates import when
from liane.kit.door import Refused, Stale
from liane.kit.pages import page, redirect, render
from liane.kit.text import clean_line
from liane.kit.versions import two_versions


@page(Right.RIGHTS_READ)
def roles(request: HttpRequest) -> HttpResponse:
    """What each role gives, in sentences, and how many hold it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    may_change = actor.may(Right.HOUSE_MANAGE) and managed_by(actor).whole
    found = role_desk.roles_of(actor)
    lines = [
        {
            "id": line.role.pk,
            "label": line.role.label,
            "family": line.role.family,
            "holders": line.holders,
            "sentences": words.explained(
                "Qui tient ce rôle", line.role.short, line.role.rights, line.role.reads, line.role.writes
            ),
        }
        for line in found
    ]
    news = role_news(actor, [line.role for line in found])
    context = {"lines": lines, "may_change": may_change, "news": sum(len(one.things) for one in news)}
    return render(request, "access/roles.html", context)


@page(Right.RIGHTS_READ)
def matrix(request: HttpRequest) -> HttpResponse:
    """Roles × rights and roles × volets, on paper: what an inspector or a works council is shown."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    shown = [line.role for line in role_desk.roles_of(actor)]
    mark = {(True, True): "L É", (True, False): "L", (False, False): "–", (False, True): "É"}
    context = {
        "roles": [{"short": role.short, "label": role.label} for role in shown],
        "gestures": [
            [label[0].upper() + label[1:], *("oui" if right in role.rights else "–" for role in shown)]
            for right, label in RIGHT_LABELS.items()
        ],
        "volets": [
            [label, *(mark[volet in role.reads, volet in role.writes] for role in shown)]
            for volet, label in VOLET_LABELS.items()
        ],
        "printed": f"Imprimé par {actor.name}, {when(timezone.now())}",
        "organization": actor.organization_name,
    }
    return render(request, "access/roles_matrix.html", context)


@page(Right.HOUSE_MANAGE, methods=("GET", "POST"), recent=True)
def role_edit(request: HttpRequest, role_id: UUID) -> HttpResponse:
    """Change a role: the sentence of the page says how many people it changes."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    role = role_desk.role_kept(actor, role_id)
    form = RoleForm(request.POST if request.method == "POST" else None, initial=_now(role))
    conflict: dict[str, Any] = {}
    if form.is_bound and form.is_valid():
        try:
            role_desk.change_role(actor, role_id, form.spec(), version=form.cleaned_data["version"] or 0)
            messages.success(request, "Le rôle est enregistré. Il vaut dès la prochaine page de chacun.")
            return redirect(reverse("access:roles"))
        except Stale as stale:
            two = two_versions(form, _now(stale.current), labels=_PARTS)
            conflict = {"conflict": str(stale), "two": two, "version": stale.current.version}
        except Refused as refusal:
            form.say(None, str(refusal))
    return _form_page(request, form, role, is_new=False, **conflict)


_PARTS = {"rights": "Il permet de", "reads": "Il lit", "writes": "Il écrit dans"}


def _now(role: Role) -> dict[str, Any]:
    return {name: getattr(role, name) for name in ("label", "short", "rights", "reads", "writes")}


@page(Right.HOUSE_MANAGE, methods=("GET", "POST"), recent=True)
def role_copy(request: HttpRequest, role_id: UUID) -> HttpResponse:
    """One more role, from this one."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    source = role_desk.role_kept(actor, role_id)
    form = RoleForm(request.POST if request.method == "POST" else None, initial={"label": "", "short": ""})
    if form.is_bound and form.is_valid():
        try:
            created = role_desk.create_role(actor, form.cleaned_data["id"], role_id, form.spec())
            messages.success(request, f"Le rôle « {created.label} » existe. Donnez-le avec un poste.")
            return redirect(reverse("access:roles"))
        except Refused as refusal:
            form.say(None, str(refusal))
    return _form_page(request, form, source, is_new=True)


def _form_page(request: HttpRequest, form: RoleForm, role: Role, *, is_new: bool, **conflict: Any) -> HttpResponse:
    changes = [] if is_new else RoleChange.objects.filter(role=role).order_by("-at", "-id")[:20]
    context = {
        "form": form, "role": role, "is_new": is_new, "boxes": form.boxes(role),
        "version": clean_line(str(form.data.get("version", ""))[:12]) if form.is_bound else role.version,
        "changes": [_change(change) for change in changes],
        "conflict": "", "two": [], **conflict,
    }  # fmt: skip
    return render(request, "access/role_edit.html", context, status=422 if form.is_bound else 200)


def _change(change: RoleChange) -> dict[str, Any]:
    """«Marc Estève a ajouté : lire « Soin »; retiré : …»."""
    before, after = _given(change.before), _given(change.after)
    return {
        "who": change.author_name,
        "when": when(change.at),
        "added": words.listed(named(thing) for thing in sorted(after - before)) if before else "",
        "removed": words.listed(named(thing) for thing in sorted(before - after)),
        "is_new": not before,
        "set_aside": words.listed(named((verb, code)) for verb, code in change.after.get("set_aside", ())),
        "is_retired": bool(change.after.get("retired")),
    }


def _given(told: dict[str, Any]) -> set[tuple[str, str]]:
    parts = (("fait", "rights", RIGHT_LABELS), ("lit", "reads", VOLET_LABELS), ("écrit", "writes", VOLET_LABELS))
    return {(verb, code) for verb, key, known in parts for code in told.get(key, ()) if code in known}


@page(Right.HOUSE_MANAGE, methods=("POST",), recent=True)
def role_retire(request: HttpRequest, role_id: UUID) -> HttpResponse:
    """No longer proposed."""
    try:
        role = role_desk.retire_role(request.actor, role_id)  # type: ignore[attr-defined]
        messages.success(request, f"Le rôle « {role.label} » n’est plus proposé.")
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect(reverse("access:roles"))
