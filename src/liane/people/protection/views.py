"""«Qui peut quoi»: the page at a date, its paper, its history, and the choice of a measure."""

from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from liane.access.actor import Actor
from liane.access.enums import VOLET_LABELS, Right, Volet
from liane.access.queries import audience, unsaid_to
from liane.kit import dates
from liane.kit.addresses import reverse
from liane.kit.forms import FrenchDateField
from liane.kit.pages import page, render
from liane.nomenclatures.legal_measures import measure_kinds
from liane.people.banner import frame, may_here
from liane.people.door import open_record
from liane.people.facts import RecordFacts
from liane.people.protection import keeping, words
from liane.people.protection.enums import Limit, Visits
from liane.people.protection.models import Hearing, LegalMeasure, ParentalAuthority
from liane.people.protection.policies import majority_of
from liane.people.protection.rules import fits_age
from liane.people.protection.showing import page_context
from liane.people.protection.unsaid import lines_shown
from liane.people.words import age_and_birth

_FAMILIES = {
    "adult": "Protection d’un adulte", "parental": "Autorité confiée à quelqu’un d’autre", "child": "Protection de l’enfance",
    "youth": "Jeune majeur", "pjj": "Justice pénale des mineurs",
}  # fmt: skip


def home(record_id: UUID) -> str:
    """«Qui peut quoi»."""
    return reverse("people:standing", kwargs={"record_id": record_id})


def framed(request: HttpRequest, facts: RecordFacts, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """A page of the protection, under the banner."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    common = {"facts": facts, "frame": frame(facts, actor, "circle"), "home": home(facts.id), "conflict": "", "two": []}
    return render(request, f"people/protection/{template}", {**common, **context}, status=status)


def asked_day(request: HttpRequest) -> tuple[date, str, str]:
    """The day chosen, what was typed, and the sentence when it is not a day: the page then shows today."""
    typed = request.GET.get("au", "")[:20]
    try:
        found = FrenchDateField(required=False, latest=lambda: date(2200, 1, 1)).clean(typed)
    except Exception as problem:
        return dates.today(), typed, " ".join(getattr(problem, "messages", ["Cette date ne se lit pas."]))
    return found or dates.today(), typed or dates.short(dates.today()), ""


def asked_uuid(typed: str) -> UUID | None:
    """The identifier of an address; None when it is not one."""
    try:
        return UUID(typed)
    except ValueError:
        return None


@page(Right.RECORD_READ)
def show(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Who may be informed, read, sign, consent: today, or on the day chosen (`?au=12/03/2027`)."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    facts = open_record(actor, record_id, to=Right.RECORD_READ)
    on, typed, wrong = asked_day(request)
    context = page_context(actor, facts, on, asked_uuid(request.GET.get("qui", "")))
    keeps = may_here(actor, facts, Right.PROTECTION_WRITE)
    parents = keeps and keeping.unit_to_keep(actor, facts, Volet.JUDICIAL) is not None
    return framed(
        request, facts, "standing.html", 422 if wrong else 200, on=on, typed=typed, wrong=wrong,
        is_today=on == dates.today(), told_day=dates.day(on, year=True), may_write=keeps, may_name_parent=parents,
        may_print=may_here(actor, facts, Right.RECORD_PRINT), **context,
    )  # fmt: skip


@page(Right.RECORD_PRINT)
def printed(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """The same on paper, as this reader sees it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    facts = open_record(actor, record_id, to=Right.RECORD_PRINT)
    on, _, _ = asked_day(request)
    now = timezone.now()
    context = {
        "sheet_title": f"Qui peut quoi pour {facts.person.called}, au {dates.short(on)}",
        "who": f"{facts.person.full_name}, {age_and_birth(facts.person)}",
        "printed": f"imprimé par {actor.name} le {dates.day(now, year=True)} à {dates.hour(now)}",
        "back_url": home(record_id),
        **page_context(actor, facts, on),
    }
    return render(request, "people/protection/standing_print.html", context)


@page(Right.PROTECTION_WRITE)
def choose(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Which measure, of those that may begin at her age on the day chosen (`?au=12/03/2024`)?"""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    facts = open_record(actor, record_id, to=Right.PROTECTION_WRITE)
    on, typed, wrong = asked_day(request)
    majority = majority_of(facts)
    kept = [kind for kind in measure_kinds().values() if keeping.unit_to_keep(actor, facts, kind.volet)]
    able = [kind for kind in kept if fits_age(kind, on, majority)]
    groups = [
        {
            "title": title,
            "links": [
                {"label": kind.label, "url": reverse("people:measure_add", kwargs={"record_id": record_id, "measure": kind.code})}
                for kind in able
                if kind.family == family
            ],
        }
        for family, title in _FAMILIES.items()
    ]  # fmt: skip
    age = "" if majority is None else "mineure" if on < majority else "majeure"
    return framed(
        request, facts, "choose.html", 422 if wrong else 200, groups=[group for group in groups if group["links"]],
        keeps=bool(kept), typed=typed, wrong=wrong, age=age, told_day=dates.day(on, year=True),
    )  # fmt: skip


@page(Right.RECORD_READ)
def history(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Every version of everything that she reads: who wrote it, when, why it changed."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    facts = open_record(actor, record_id, to=Right.RECORD_READ)
    unsaid = unsaid_to(actor).practitioner_ids
    rows = [
        row
        for model in (LegalMeasure, ParentalAuthority, Hearing)
        for row in lines_shown(actor, facts, keeping.readable(actor, facts, model))  # type: ignore[type-var]
    ]
    rows.sort(key=lambda row: (row.written_at, row.version), reverse=True)
    lines = [
        {
            "day": dates.local(row.written_at).date(),
            "title": _title(row),
            "detail": _detail(row),
            "tag": "Écrit par erreur" if row.is_struck else "" if row.is_current else "Version d’avant",
            "why": row.reason,
            "signed": ", ".join(filter(None, ["" if row.author_id in unsaid else row.author_name, dates.hour(row.written_at)])),
        }
        for row in rows[:200]
    ]  # fmt: skip
    days = [
        {"heading": dates.day_heading(day), "lines": list(group)} for day, group in groupby(lines, lambda x: x["day"])
    ]
    return framed(request, facts, "history.html", days=days)


def _title(row: Any) -> str:
    if isinstance(row, LegalMeasure):
        return words.measure_label(row.kind)
    return f"Autorité parentale\u00a0: {row.name}" if isinstance(row, ParentalAuthority) else "Audience"


def _detail(row: Any) -> str:
    if isinstance(row, Hearing):
        return ", ".join(filter(None, [dates.when(row.held_at), row.place, row.called]))
    since = f"du {dates.short(row.starts_on)}" if row.starts_on else ""
    until = f"au {dates.short(row.ends_on)}" if row.ends_on else ""
    if isinstance(row, LegalMeasure):
        report = f"rapport le {dates.short(row.report_due_on)}" if row.report_due_on else ""
        told = [row.authority_name, row.reference, f"{since} {until}".strip(), report, row.holder_name, row.note]
        return ", ".join(filter(None, told))
    visits = f"visites : {Visits(row.visits).label.lower()}" if row.visits else ""
    limit = Limit(row.limit).label.lower() if row.limit else ""
    said = [words.authority_label(row.status), row.remains, visits, row.visits_note, limit, f"{since} {until}".strip()]
    return ", ".join(filter(None, said))


def visible(actor: Actor, facts: RecordFacts, volet: str) -> dict[str, Any]:
    """Before saving: who will read it."""
    held = keeping.unit_to_keep(actor, facts, volet)
    told = f"{audience(held.unit_id, volet)} (partie {VOLET_LABELS[volet].lower()})" if held else ""
    return {"visible": told, "shares": bool(held and held.is_discreet)}
