"""Measures of the demonstration: adults under protection as their flags say; children entrusted or followed, their parents, a hearing."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from liane.config.demo.clocks_rows import authors_of
from liane.config.demo.lives_rows import told_records
from liane.config.demo.seed import chance, fixed_id
from liane.kit.dates import today
from liane.kit.tenancy import acting_for
from liane.nomenclatures.legal_measures import measure_kinds
from liane.people.enums import FlagKind
from liane.people.models import Flag, Relative
from liane.people.protection.enums import Authority, Visits
from liane.people.protection.models import Hearing, LegalMeasure, ParentalAuthority
from liane.stays.models import Stay

_OF_ADULTS = {
    "Curatelle renforcée": "curatelle_renforcee",
    "Curatelle simple": "curatelle_simple",
    "Tutelle": "tutelle",
    "Habilitation familiale": "habilitation_representation",
}
_ASE = "Département : aide sociale à l’enfance"
_JUDGE_OF_CHILDREN, _JUDGE = "Juge des enfants", "Juge des contentieux de la protection"
# At home or in the house; the judge most often, else the département with the parents.
_OF_CHILDREN = {True: ("aemo", "aed", 0.85), False: ("placement_judiciaire", "accueil_provisoire", 0.8)}
Author = tuple[UUID, str]


def protect(organization_id: UUID) -> None:
    """What judges and the département decided about the persons who are there, in the name of somebody of the house."""
    with acting_for(organization_id):
        authors, flags, legal, mothers_fathers = authors_of(), _flags(), _legal(), _mothers_fathers()
        measures: dict[UUID, LegalMeasure] = {}
        elsewhere = told_records()
        hearings, parents = [], []
        stays = Stay.objects.filter(ends_on=None, starts_on__isnull=False, unit__facility__is_discreet=False)
        for stay in stays.select_related("unit__facility", "record__person").order_by("pk"):
            author = authors.get(stay.unit.facility_id)
            if author is None or stay.record_id in measures or stay.record_id in elsewhere:
                continue
            if stay.unit.facility.pack == "mecs_aemo":
                measure = _of_a_child(stay, author)
                if measure is not None:
                    hearings += [_hearing(measure)] if measure.authority_name == _JUDGE_OF_CHILDREN else []
                    parents += _parents(stay, author, measure, mothers_fathers.get(stay.record_id, []))
            else:
                measure = _of_an_adult(stay, author, flags.get(stay.record_id, ""), legal.get(stay.record_id))
            if measure is not None:
                measures[stay.record_id] = measure
        LegalMeasure.objects.bulk_create(measures.values(), batch_size=2000)
        Hearing.objects.bulk_create(hearings, batch_size=2000)
        ParentalAuthority.objects.bulk_create(parents, batch_size=2000)


def _flags() -> dict[UUID, str]:
    rows = Flag.objects.filter(kind=FlagKind.LEGAL, label__in=_OF_ADULTS).values_list("record_id", "label")
    return {record: _OF_ADULTS[label] for record, label in rows}


def _legal() -> dict[UUID, Relative]:
    return {link.record_id: link for link in Relative.objects.filter(is_legal=True).select_related("contact")}


def _mothers_fathers() -> dict[UUID, list[Relative]]:
    found: dict[UUID, list[Relative]] = {}
    links = Relative.objects.filter(relation__in=("MTH", "FTH"), record__held_by__unit__facility__pack="mecs_aemo")
    for link in links.select_related("contact").distinct().order_by("relation", "pk"):
        found.setdefault(link.record_id, []).append(link)
    return found


def _of_an_adult(stay: Stay, author: Author, code: str, link: Relative | None) -> LegalMeasure | None:
    """Five years at most; one in ten ends within three months."""
    born, rng = stay.record.person.birth_date, chance("measure", stay.record_id)
    left = timedelta(days=rng.randrange(15, 88) if rng.random() < 0.1 else rng.randrange(120, 1500))
    ends = today() + left
    starts = ends - relativedelta(years=5) + timedelta(days=1)
    if not code or born is None or starts < born + relativedelta(years=18):
        return None
    holder: dict[str, Any] = {"holder_name": link.contact.name, "holder_id": link.contact_id} if link else {}
    return LegalMeasure(
        **_line(stay, author, "measure", code, starts), kind=code, authority_name=_JUDGE, decided_on=starts - timedelta(days=9),
        starts_on=starts, ends_on=ends, report_due_on=_next_report(starts, ends), **holder,
    )  # fmt: skip


def _of_a_child(stay: Stay, author: Author) -> LegalMeasure | None:
    born, rng = stay.record.person.birth_date, chance("measure", stay.record_id)
    at_home = "aemo" in stay.unit.facility.name.lower()
    by_judge, agreed, share = _OF_CHILDREN[at_home]
    code = by_judge if rng.random() < share else agreed
    months = 24 if code == by_judge else 12
    ends = today() + timedelta(days=rng.randrange(20, 340))
    starts = ends - relativedelta(months=months) + timedelta(days=1)
    if born is None or ends >= born + relativedelta(years=18) or starts < born:
        return None
    return LegalMeasure(
        **_line(stay, author, "measure", code, starts), kind=code,
        authority_name=_JUDGE_OF_CHILDREN if code == by_judge else _ASE, decided_on=starts - timedelta(days=6),
        starts_on=starts, ends_on=ends, report_due_on=_next_report(starts, ends),
        holder_name=stay.unit.facility.name if at_home else _ASE,
        reference=f"{rng.choice('ABC')}{starts:%y}/{rng.randrange(1000, 9999)}",
    )  # fmt: skip


def _hearing(measure: LegalMeasure) -> Hearing:
    """The judge hears the child and her parents before the measure ends."""
    key, held = fixed_id("hearing", measure.pk), max(measure.ends_on - timedelta(days=21), today() + timedelta(days=6))
    same = ("organization_id", "record_id", "unit_id", "volet", "author_id", "author_name", "written_at")
    return Hearing(
        id=key, thread_id=key, measure_thread_id=measure.thread_id, held_at=_moment(held, time(9, 30)),
        place="Tribunal judiciaire, cabinet du juge des enfants", called="L’enfant, ses parents, le service",
        **{name: getattr(measure, name) for name in same},
    )  # fmt: skip


def _parents(stay: Stay, author: Author, measure: LegalMeasure, links: list[Relative]) -> Iterator[ParentalAuthority]:
    """Most keep their authority together; of one child in eight it was withdrawn from one of them."""
    rng = chance("authority", stay.record_id)
    if len(links) != 2:
        return
    lost = rng.randrange(2) if rng.random() < 0.125 else None
    for rank, link in enumerate(links):
        status = Authority.SHARED if lost is None else Authority.WITHDRAWN if rank == lost else Authority.SOLE
        visits = (
            Visits.MEDIATED
            if status == Authority.WITHDRAWN
            else Visits.LODGING
            if rng.random() < 0.6
            else Visits.ESCORTED
        )
        yield ParentalAuthority(
            **_line(stay, author, "authority", str(link.pk), measure.starts_on), name=link.contact.name,
            contact_id=link.contact_id, relation_label=link.relation_label, status=status, visits=visits,
            authority_name="Tribunal judiciaire" if lost is not None else "", starts_on=measure.starts_on if lost is not None else None,
        )  # fmt: skip


def _line(stay: Stay, author: Author, what: str, code: str, since: date) -> dict[str, Any]:
    """First and only version of a line."""
    key = fixed_id(what, stay.record_id, code)
    volet = measure_kinds()[code].volet if what == "measure" else "JUDICIAL"
    return {
        "id": key, "thread_id": key, "organization_id": stay.organization_id, "record_id": stay.record_id, "unit_id": stay.unit_id,
        "volet": volet, "author_id": author[0], "author_name": author[1],
        "written_at": _moment(min(max(since, stay.begins_on), today()), time(11)),
    }  # fmt: skip


def _next_report(starts: date, ends: date) -> date:
    """Each year, on the day on which it began."""
    year = next(n for n in range(1, 7) if starts + relativedelta(years=n) > today())
    return min(starts + relativedelta(years=year), ends)


def _moment(on: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(on, hour))
