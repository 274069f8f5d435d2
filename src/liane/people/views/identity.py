"""Identité: correct it, and choose between two versions when a colleague was faster."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.kit.addresses import reverse
from liane.kit.door import Refused, Stale
from liane.kit.pages import page, redirect, render
from liane.kit.versions import two_versions
from liane.nomenclatures.communes import communes_edition
from liane.people.actions.identity import change_identity
from liane.people.banner import frame
from liane.people.door import open_record
from liane.people.doubles.queries import alike
from liane.people.facts import RecordFacts
from liane.people.forms.identity import ChangeIdentityForm
from liane.people.ins.moves import LOCKED
from liane.people.ins.policies import locked_traits
from liane.people.ins.showing import sees_care
from liane.people.models import Person
from liane.people.policies import may_read_addresses


@page(Right.RECORD_EDIT, methods=("GET", "POST"))
def edit(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """The form of identity."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    facts = open_record(actor, record_id, to=Right.RECORD_EDIT)
    hidden = [] if sees_care(actor, facts) else ["death_cause"]
    kept = [] if may_read_addresses(actor, facts) else ["is_protected"]
    if request.method != "POST":
        person = Person.objects.get(pk=facts.person.pk)
        initial = ChangeIdentityForm.initial_of(person) | {"is_protected": facts.is_protected}
        form = ChangeIdentityForm(initial=initial, hidden=[*hidden, *kept], is_alias=person.is_alias)
        return _show(request, facts, form, person.version)
    form = ChangeIdentityForm(request.POST, hidden=[*hidden, *kept], is_alias=facts.person.is_alias)
    if not form.is_valid():
        return _show(request, facts, form, form.data.get("version", ""), status=422)
    version, is_protected = form.cleaned_data.get("version") or 0, form.cleaned_data.get("is_protected", True)
    try:
        change_identity(actor, record_id, form.traits(), version=version, is_protected=is_protected, unseen=hidden)
    except Stale as stale:
        facts = open_record(actor, record_id, to=Right.RECORD_EDIT)
        theirs = ChangeIdentityForm.initial_of(stale.current) | {"is_protected": facts.is_protected}
        two = two_versions(form, theirs, but=[*hidden, *kept])
        return _show(request, facts, form, stale.current.version, status=422, conflict=str(stale), two=two)
    except Refused as refused:
        form.say(None, str(refused))
        return _show(request, facts, form, version, status=422)
    messages.success(request, "L’identité est enregistrée.")
    if is_protected and not facts.is_protected:
        messages.warning(request, _READ_AGAIN)
    if names := alike(actor, facts.person.pk):
        trace(actor, Kind.PERSONS_SEARCHED, found=len(names))
        messages.warning(request, _ALIKE.format(names=" et ".join(names)))
    if doubt := form.place_doubt():
        messages.warning(request, doubt)
    return redirect(reverse("people:identity_sheet", kwargs={"record_id": record_id}))


_READ_AGAIN = "Ses coordonnées sont protégées. Ce que disent déjà les écrits et les papiers de son dossier n’est pas caché\u00a0: relisez-les."

_ALIKE = "Déjà dans une de vos unités, avec presque la même identité\u00a0: {names}. Est-ce la même personne\u00a0? Les dossiers sont à comparer."


def _show(
    request: HttpRequest, facts: RecordFacts, form: ChangeIdentityForm, version: Any, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "facts": facts,
        "frame": frame(facts, request.actor, "essential"),  # type: ignore[attr-defined]
        "form": form,
        "version": version,
        "edition": communes_edition(),
        "locked": LOCKED if locked_traits(facts.person) else "",
        "conflict": "",
        "two": [],
        **more,
    }
    return render(request, "people/identity.html", context, status=status)
