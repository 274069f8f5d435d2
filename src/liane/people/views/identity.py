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
from liane.kit.versions import two_versions
from liane.people.actions.identity import change_identity
from liane.people.banner import frame
from liane.people.door import open_record
from liane.people.facts import RecordFacts
from liane.people.forms.identity import ChangeIdentityForm


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
        theirs = ChangeIdentityForm.initial_of(stale.current) | {"is_protected": facts.is_protected}
        two = two_versions(form, theirs)
        return _show(request, facts, form, stale.current.version, status=422, conflict=str(stale), two=two)
    messages.success(request, "L’identité est enregistrée.")
    return redirect(reverse("people:essential", kwargs={"record_id": record_id}))


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
