"""What was joined or parted: what passed, by whom, why; and the way back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.kinds import Kind
from liane.kit.addresses import reverse
from liane.kit.dates import when
from liane.kit.door import Refused
from liane.kit.pages import page, redirect, render
from liane.people.banner import may_here
from liane.people.door import open_record
from liane.people.doubles.actions.joining import find_regrouping, take_apart
from liane.people.doubles.actions.parting import put_back
from liane.people.doubles.comparing import said_otherwise
from liane.people.doubles.forms import UndoForm
from liane.people.doubles.models import Regrouping, RegroupingKind
from liane.people.doubles.regroupings import what_passed
from liane.people.models import Person


@page(Right.IDENTITY_MERGE)
def show(request: HttpRequest, regrouping_id: UUID) -> HttpResponse:
    """One joining or parting."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return _show(request, find_regrouping(actor, regrouping_id), UndoForm())


def _show(request: HttpRequest, done: Regrouping, form: UndoForm, status: int = 200) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    facts = open_record(actor, done.target_id, to=Right.IDENTITY_MERGE, kind=Kind.DOUBLE_COMPARED, object_id=done.pk)
    is_join = done.kind == RegroupingKind.JOIN
    if not is_join or done.undone_at:
        open_record(actor, done.source_id, to=Right.IDENTITY_MERGE, kind=Kind.DOUBLE_COMPARED, object_id=done.pk)
    names = {
        p.pk: f"{p.full_name}, {p.born} {p.birth_text}"
        for p in Person.objects.filter(pk__in=[done.source_person_id, done.target_person_id])
    }
    context = {
        "done": done,
        "is_join": is_join,
        "kept": names[done.target_person_id],
        "gone": names[done.source_person_id],
        "kept_url": reverse("timeline:record", kwargs={"record_id": facts.id}),
        "when": when(done.at),
        "undone_when": when(done.undone_at) if done.undone_at else "",
        "passed": what_passed(done.pk),
        "unsaid": said_otherwise(actor, facts, done.source_person_id) if is_join and not done.undone_at else [],
        "form": form,
        "protects": done.raised_protection,
        "still_protected": done.raised_protection and bool(done.undone_at) and facts.is_protected,
        "identity_url": reverse("people:identity", kwargs={"record_id": facts.id}),
        "may_edit": may_here(actor, facts, Right.RECORD_EDIT),
    }
    return render(request, "people/doubles/regrouping.html", context, status=status)


@page(Right.IDENTITY_MERGE, methods=("POST",), recent=True)
def undo(request: HttpRequest, regrouping_id: UUID) -> HttpResponse:
    """Back to what there was."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    done, form = find_regrouping(actor, regrouping_id), UndoForm(request.POST)
    if not form.is_valid():
        return _show(request, done, form, status=422)
    try:
        if done.kind == RegroupingKind.JOIN:
            take_apart(actor, regrouping_id, form.cleaned_data["reason"])
            messages.success(request, "La réunion est annulée : chaque personne a retrouvé son dossier.")
        else:
            put_back(actor, regrouping_id, form.cleaned_data["reason"])
            messages.success(request, "La séparation est annulée : tout est de nouveau dans un seul dossier.")
            return redirect(reverse("people:doubles"))
    except Refused as refusal:
        form.say(None, str(refusal))
        return _show(request, done, form, status=422)
    return redirect(reverse("people:regrouping", kwargs={"regrouping_id": regrouping_id}))
