"""Identité: correct it, and choose between two versions when a colleague was faster."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.kit.addresses import reverse
from liane.kit.door import Stale
from liane.kit.pages import page, redirect, render
from liane.people.actions.identity import change_identity
from liane.people.banner import frame
from liane.people.door import open_record
from liane.people.facts import RecordFacts
from liane.people.forms.identity import ChangeIdentityForm
from liane.people.models import Person
from liane.people.traits import Traits


@page(Right.RECORD_EDIT, methods=("GET", "POST"))
def edit(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """The form of identity."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if request.method != "POST":
        facts = open_record(actor, record_id, to=Right.RECORD_EDIT)
        initial = ChangeIdentityForm.initial_of(facts.person) | {"is_protected": facts.is_protected}
        return _show(request, facts, ChangeIdentityForm(initial=initial), facts.person.version)
    form = ChangeIdentityForm(request.POST)
    if not form.is_valid():
        facts = open_record(actor, record_id, to=Right.RECORD_EDIT)
        return _show(request, facts, form, form.data.get("version", ""), status=422)
    version = form.cleaned_data.get("version") or 0
    try:
        change_identity(
            actor, record_id, form.traits(), version=version, is_protected=form.cleaned_data["is_protected"]
        )
    except Stale as stale:
        facts = open_record(actor, record_id, to=Right.RECORD_EDIT)
        two = two_versions(Traits.of(stale.current), form.traits())
        return _show(request, facts, form, stale.current.version, status=422, conflict=str(stale), two=two)
    messages.success(request, "L’identité est enregistrée.")
    return redirect(reverse("people:essential", kwargs={"record_id": record_id}))


def two_versions(current: Traits, written: Traits) -> list[dict[str, str]]:
    """Line by line, what is recorded now and what was just written; only what differs."""
    now, mine = Person(), Person()
    current.put_on(now)
    written.put_on(mine)
    lines = []
    for name in ("birth_name", "first_names", "used_name", "preferred_name", "sex", "birth_date", "birth_place"):
        before, after = _said(now, name), _said(mine, name)
        if before != after:
            label = str(Person._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            lines.append({"label": label.capitalize(), "now": before or "rien", "mine": after or "rien"})
    return lines


def _said(person: Person, name: str) -> str:
    if name == "birth_date":
        return person.birth_text
    return str(person.get_sex_display() if name == "sex" else getattr(person, name))


def _show(
    request: HttpRequest, facts: RecordFacts, form: ChangeIdentityForm, version: Any, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "facts": facts,
        "frame": frame(facts, request.actor, "essential"),  # type: ignore[attr-defined]
        "form": form,
        "version": version,
        "conflict": "",
        "two": [],
        **more,
    }
    return render(request, "people/identity.html", context, status=status)
