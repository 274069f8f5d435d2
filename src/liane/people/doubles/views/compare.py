"""Side by side (screen 19): ← → choose a side, stacked on a telephone. One gesture joins, one answers «two persons»."""

from typing import Any
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
from liane.people.doubles.actions.answering import ask_again, records_of, say_two_persons
from liane.people.doubles.actions.joining import Joining, join_records
from liane.people.doubles.comparing import Sheet, better, find_double, rows, sheet_of
from liane.people.doubles.forms import AnswerForm, JoinForm
from liane.people.doubles.models import Double, DoubleState, Regrouping
from liane.people.doubles.words import how_near, in_words
from liane.people.words import age_and_birth

_SAME = "Même personne, deux dossiers"


@page(Right.IDENTITY_MERGE)
def show(request: HttpRequest, double_id: UUID) -> HttpResponse:
    """Both records are opened, and both journals say it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return _show(request, find_double(actor, double_id))


def _show(request: HttpRequest, double: Double, fault: str = "", status: int = 200) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    records = records_of(actor, double)
    if len(set(records)) < 2:
        for record_id in records or [double.pk]:  # whoever may not open the one that is left is told nothing
            open_record(actor, record_id, to=Right.IDENTITY_MERGE, kind=Kind.DOUBLE_COMPARED, object_id=double.pk)
        return render(request, "people/doubles/gone.html", {"home": reverse("people:doubles")}, status=status)
    one, other = (sheet_of(actor, record_id, double.pk) for record_id in records)
    word, tone = how_near(double.points)
    proposed = better(one, other)
    context: dict[str, Any] = {
        "double_id": double.pk,
        "form": JoinForm(),
        "sides": [_side(sheet, side, sheet is proposed) for sheet, side in ((one, "gauche"), (other, "droite"))],
        "rows": rows(actor, one, other),
        "why": in_words(double.reasons),
        "tag": {"word": word, "tone": tone, "icon": "gens"},
        "is_open": double.state == DoubleState.OPEN,
        "answered": _answered(double),
        "fault": fault,
        "may_mark": all(may_here(actor, sheet.facts, Right.IDENTITY_VERIFY) for sheet in (one, other)),
    }
    return render(request, "people/doubles/compare.html", context, status=status)


def _side(sheet: Sheet, side: str, is_proposed: bool) -> dict[str, Any]:
    person = sheet.person
    return {
        "side": side,
        "name": person.full_name,
        "initials": person.initials,
        "born": age_and_birth(person),
        "photo": reverse("people:photo", kwargs={"record_id": sheet.facts.id}) if sheet.facts.has_portrait else "",
        "url": reverse("timeline:record", kwargs={"record_id": sheet.facts.id}),
        "record_id": sheet.facts.id,
        "version": person.version,
        "is_proposed": is_proposed,
    }


def _answered(double: Double) -> str:
    if double.state != DoubleState.APART or double.answered_at is None:
        return ""
    why = f"\u00a0: {double.answer}" if double.answer else ""
    return f"{double.author_name} a répondu que ce sont deux personnes, {when(double.answered_at)}{why}."


@page(Right.IDENTITY_MERGE, methods=("POST",), recent=True)
def join(request: HttpRequest, double_id: UUID) -> HttpResponse:
    """One person: the record chosen keeps its identity, the other one goes into it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    double = find_double(actor, double_id)
    form = JoinForm(request.POST)
    records = records_of(actor, double)
    if not form.is_valid():
        return _show(request, double, next(iter(form.errors.values()))[0], status=422)
    data = form.cleaned_data
    if Regrouping.objects.filter(pk=data["id"]).exists():  # sent twice
        return redirect(reverse("people:regrouping", kwargs={"regrouping_id": data["id"]}))
    versions = {record: data[name] for record, name in zip(records, ("one_version", "other_version"), strict=False)}
    gone = next((record for record in records if record != data["keep"]), None)
    try:
        if data["keep"] not in versions or gone is None:
            raise Refused("Ces deux dossiers ne sont plus à comparer. Regardez de nouveau la liste.")
        reason = data["reason"] or _SAME
        join_records(actor, data["id"], Joining(data["keep"], gone, reason, versions[data["keep"]], versions[gone]))
    except Refused as refusal:
        return _show(request, double, str(refusal), status=422)
    messages.success(request, "Les deux dossiers sont réunis. Cette réunion peut être annulée.")
    return redirect(reverse("people:regrouping", kwargs={"regrouping_id": data["id"]}))


@page(Right.IDENTITY_MERGE, methods=("POST",), recent=True)
def apart(request: HttpRequest, double_id: UUID) -> HttpResponse:
    """Two persons: kept, never asked again."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _show(request, find_double(actor, double_id), next(iter(form.errors.values()))[0], status=422)
    try:
        data = form.cleaned_data
        say_two_persons(actor, double_id, data["reason"], homonym=data["homonym"])
    except Refused as refusal:
        return _show(request, find_double(actor, double_id), str(refusal), status=422)
    messages.success(request, "C’est noté : ce sont deux personnes. La question ne sera plus posée.")
    return redirect(reverse("people:doubles"))


@page(Right.IDENTITY_MERGE, methods=("POST",), recent=True)
def again(request: HttpRequest, double_id: UUID) -> HttpResponse:
    """The answer was a mistake: the pair is asked again."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    ask_again(actor, double_id)
    messages.success(request, "La paire est de nouveau à comparer.")
    return redirect(reverse("people:double", kwargs={"double_id": double_id}))
