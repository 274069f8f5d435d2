"""What the told paths hold beside their stays: measures and hearings, a paper seen, and their lines in the fil."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.utils import timezone

from liane.access.actor import Actor
from liane.access.enums import Volet
from liane.config.demo.clocks_rows import authors_of
from liane.config.demo.lives import lives, record_id_of, told
from liane.config.demo.places_rows import unit_id
from liane.config.demo.referrals_rows import somebody_of
from liane.config.demo.seed import fixed_id
from liane.kit.dates import local, today
from liane.kit.tenancy import acting_for
from liane.nomenclatures.identity import identity_documents
from liane.nomenclatures.legal_measures import measure_kinds
from liane.nomenclatures.stay_lists import absence_motives
from liane.organizations.models import Unit
from liane.people.enums import IdentityStatus
from liane.people.ins.moves import Event
from liane.people.models import (
    Contact,
    Hearing,
    IdentityEvidence,
    IdentityStep,
    LegalMeasure,
    ParentalAuthority,
    Person,
    Record,
    Relative,
)
from liane.stays.models import Absence, Stay
from liane.timeline.actions import Announcement, announce

Author = tuple[UUID, str]


def tell_lives(organization_id: UUID) -> None:
    """In the organisme where they live; nothing in the others."""
    with acting_for(organization_id):
        authors = authors_of()
        units = {unit.pk: unit for unit in Unit.objects.select_related("facility")}
        _mothers()
        for life in lives():
            record = Record.objects.select_related("person").filter(pk=life.record_id).first()
            if record is None:
                continue
            row = told()[life.key]
            _measures(record, row, units, authors)
            if "evidence" in row:
                _paper_seen(record.person, row["evidence"], authors[units[unit_id(life.unit)].facility_id])
            for stay in Stay.objects.filter(record=record).select_related("unit__facility"):
                _lines(stay, somebody_of(stay.unit.facility))


def told_records() -> set[UUID]:
    """Those whose measures are told here, and drawn nowhere else."""
    return {life.record_id for life in lives()}


def _mothers() -> None:
    """A mother who is accompanied here too: one contact stands for her in the circle of her child."""
    for row in told().values():
        child = Record.objects.filter(pk=record_id_of(row)).first() if "mother" in row else None
        if child is None:
            continue
        mother = Record.objects.select_related("person").get(pk=record_id_of(told()[row["mother"]])).person
        contact = Contact(id=fixed_id("contact", mother.pk), organization_id=child.organization_id, person=mother)
        contact.put(name=mother.full_name, gender="F", born_on=f"{mother.birth_date:%d/%m/%Y}").save(force_insert=True)
        Relative.objects.create(
            id=fixed_id("proche", child.pk, "mother"), organization_id=child.organization_id, record=child, contact=contact,
            unit_id=unit_id(row["unit"]), relation="MTH", relation_label="Mère", is_emergency_contact=True, call_order=1,
            is_legal=True,
        )  # fmt: skip


def _day(days: int) -> date:
    return today() - timedelta(days=days)


def _measures(record: Record, row: dict[str, Any], units: dict[UUID, Unit], authors: dict[UUID, Author]) -> None:
    relatives = list(Relative.objects.filter(record=record).select_related("contact").order_by("call_order", "pk"))
    for measure in row.get("measures", ()):
        unit = units[unit_id(measure["written"])]
        line = _line(
            record,
            unit,
            authors[unit.facility_id],
            measure["kind"],
            measure_kinds()[measure["kind"]].volet,
            measure["from"],
        )
        holder = relatives[measure["held"]] if isinstance(measure["held"], int) else None
        written = LegalMeasure.objects.create(
            **line, kind=measure["kind"], authority_name=measure["by"], reference=measure.get("reference", ""),
            decided_on=_day(measure["from"] + 5), starts_on=_day(measure["from"]), ends_on=_day(measure["to"]),
            report_due_on=_day(measure["report"]) if "report" in measure else None,
            holder_name=holder.contact.name if holder else measure["held"], holder=holder.contact if holder else None,
        )  # fmt: skip
        if "hearing" in measure:
            _hearing(written, measure["hearing"])
        if "report" in measure:
            _parents(record, unit, authors[unit.facility_id], row["parents"], relatives)


def _hearing(measure: LegalMeasure, days: int) -> None:
    key = fixed_id("hearing", measure.pk)
    same = ("organization_id", "record_id", "unit_id", "volet", "author_id", "author_name", "written_at")
    Hearing.objects.create(
        id=key, thread_id=key, measure_thread_id=measure.thread_id, held_at=_moment(_day(days), time(9, 30)),
        place="Tribunal judiciaire, cabinet du juge des enfants", called="L’enfant, ses parents, le service",
        **{name: getattr(measure, name) for name in same},
    )  # fmt: skip


def _parents(record: Record, unit: Unit, author: Author, rows: list[dict[str, Any]], relatives: list[Relative]) -> None:
    for row in rows:
        link = relatives[row["rank"]]
        ParentalAuthority.objects.create(
            **_line(record, unit, author, f"authority {row['rank']}", "JUDICIAL", 470), name=link.contact.name,
            contact=link.contact, relation_label=link.relation_label, status=row["status"], visits=row["visits"],
            visits_note=row["note"],
        )  # fmt: skip


def _line(record: Record, unit: Unit, author: Author, what: str, volet: str, days: int) -> dict[str, Any]:
    key = fixed_id("parcours", record.pk, what)
    return {
        "id": key, "thread_id": key, "organization_id": record.organization_id, "record": record, "unit": unit, "volet": volet,
        "author_id": author[0], "author_name": author[1], "written_at": _moment(_day(max(days - 2, 0)), time(11)),
    }  # fmt: skip


def _paper_seen(person: Person, row: dict[str, Any], author: Author) -> None:
    paper, at = identity_documents()[row["kind"]], _moment(_day(row["days"]), time(10, 30))
    seen = IdentityEvidence.objects.create(
        id=fixed_id("pièce", person.pk), organization_id=person.organization_id, person=person, kind=paper.code,
        label=paper.label, is_high=paper.is_high, seen_on=local(at).date(), author_id=author[0], author_name=author[1],
        written_at=at,
    )  # fmt: skip
    IdentityStep.objects.create(
        id=fixed_id("étape", person.pk), organization_id=person.organization_id, person=person, event=Event.EVIDENCE_SEEN,
        before=IdentityStatus.PROVISIONAL, after=IdentityStatus.VALIDATED, evidence=seen, author_id=author[0],
        author_name=author[1], at=at,
    )  # fmt: skip
    Person.objects.filter(pk=person.pk).update(identity_status=IdentityStatus.VALIDATED)


def _lines(stay: Stay, actor: Actor | None) -> None:
    """Departures, returns and the end, as the gestures announce them."""
    if actor is None:
        return
    for source, kind, at, title in _facts(stay):
        announce(actor, Announcement(stay.record_id, stay.unit_id, Volet.SUPPORT, kind, source, at, title))


def _facts(stay: Stay) -> Iterator[tuple[UUID, str, datetime, str]]:
    for absence in Absence.objects.filter(stay=stay):
        motive = absence_motives()[absence.motive]
        yield absence.pk, "ABSENCE", absence.starts_at, motive.leaving
        if absence.ends_at is not None:
            yield uuid5(absence.pk, "back"), "ABSENCE", absence.ends_at, motive.back
    if stay.ends_on is not None:
        yield uuid5(stay.pk, "end"), "STAY", _moment(stay.ends_on, time(16)), "Fin de l’accompagnement"


def _moment(on: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(on, hour))
