"""What the journal tells: in sentences, newest first, page after page by date and key (never by offset)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.fields.json import KT

from liane.journal.kinds import GESTURES, OF_A_UNIT, READ_THEN, REFUSED_INSIDE, SENTENCES, Kind
from liane.journal.models import JournalEntry
from liane.kit.dates import local
from liane.kit.text import of

_OF_A_UNIT = [str(kind) for kind in OF_A_UNIT]
_APART = 8  # spans of one unit that are read apart; the older ones together


@dataclass(frozen=True, slots=True)
class Line:
    """One line of «Qui a vu»."""

    id: UUID
    at: datetime
    kind: str
    who: str
    role: str
    sentence: str
    why: str


@dataclass(frozen=True, slots=True)
class Period:
    """A unit that held the record from a moment until another: what was read there for the whole unit was read of her too."""

    unit_id: UUID
    unit: str
    since: datetime
    until: datetime | None = None


def sentence(entry: JournalEntry, units: Mapping[UUID, str] = MappingProxyType({})) -> str:
    """The plain sentence of a trace; a kind that this version no longer knows is still told. `units`: names, by identifier."""
    text = SENTENCES.get(entry.kind, "{who} a agi sur le dossier.")
    unit = units.get(entry.object_id, "") if entry.record_id is None and entry.object_id else ""
    if unit and entry.kind in OF_A_UNIT:
        text = OF_A_UNIT[entry.kind]
    if entry.kind == Kind.RECORD_REFUSED and entry.detail.get("inside"):
        text = REFUSED_INSIDE.format(
            who="{who}", what=GESTURES.get(entry.detail.get("right", ""), "de lire cette partie du dossier")
        )
    return text.format(who=entry.actor_name or "Quelqu’un", unit=unit, of_unit=of(unit))


@dataclass(frozen=True, slots=True)
class Asked:
    """What an inspection asks about the accesses to one record; empty = everything."""

    since: datetime | None = None
    until: datetime | None = None
    who: str = ""
    kinds: tuple[str, ...] = ()
    but_units: tuple[UUID, ...] = ()
    but_actors: tuple[UUID, ...] = ()


def _about(record: UUID | Collection[UUID]) -> QuerySet[JournalEntry]:
    ids = [record] if isinstance(record, UUID) else list(record)
    return (
        JournalEntry.objects.filter(record_id=ids[0])
        if len(ids) == 1
        else JournalEntry.objects.filter(record_id__in=ids)
    )


def _read_of_units(periods: Iterable[Period], but_units: Collection[UUID]) -> list[Any]:
    """What was read for a whole unit while it held the record, one source for each span, so that what this team read before and
    since is never gone through (index `journal_of_unit`)."""
    mine: dict[UUID, list[Period]] = {}
    for period in sorted(periods, key=lambda one: one.since):
        if period.unit_id in but_units:
            continue
        known = mine.setdefault(period.unit_id, [])
        if known and (known[-1].until is None or known[-1].until >= period.since):  # two stays that touch are one span
            ends = None if None in (known[-1].until, period.until) else max(known[-1].until, period.until)  # type: ignore[type-var]
            known[-1] = replace(known[-1], until=ends)
        else:
            known.append(period)
    sources: list[Any] = []
    for unit_id, spans in mine.items():
        of_unit = JournalEntry.objects.filter(record_id=None, object_id=unit_id)
        sources += [_read_during(of_unit, [span]) for span in spans[-_APART:]]
        if older := spans[:-_APART]:
            sources.append(_read_during(of_unit, older))
        sources.append(_lists_of(of_unit, spans))
    return sources


def _read_during(of_unit: QuerySet[JournalEntry], spans: list[Period]) -> Any:
    then = Q()
    for one in spans:
        then |= Q(at__gte=one.since, at__lt=one.until) if one.until else Q(at__gte=one.since)
    lines = of_unit.filter(then, kind__in=READ_THEN, at__gte=spans[0].since)
    return lines.filter(at__lt=spans[-1].until) if spans[-1].until else lines


def _lists_of(of_unit: QuerySet[JournalEntry], spans: list[Period]) -> Any:
    """Who was there: about the day that the list shows, whenever it is read (index `journal_census`)."""
    then = Q()
    for one in spans:
        days = Q(day__gte=local(one.since).date().isoformat())
        then |= days & Q(day__lte=local(one.until).date().isoformat()) if one.until else days
    lines = of_unit.alias(day=KT("detail__day"))
    return lines.filter(then, kind=Kind.CENSUS_READ.value, at__gte=spans[0].since)


def _newest(
    sources: list[QuerySet[JournalEntry]],
    names: Mapping[UUID, str],
    before: tuple[datetime, UUID] | None,
    limit: int,
) -> list[Line]:
    """The newest lines of all the sources together, each read no further than the page asked: one query."""
    if before is not None:
        at, key = before
        sources = [lines.filter(Q(at__lt=at) | Q(at=at, id__lt=key), at__lte=at) for lines in sources]
    first, *others = [lines.order_by("-at", "-id")[:limit] for lines in sources]
    entries = first.union(*others, all=True).order_by("-at", "-id")[:limit] if others else first
    return [
        Line(e.id, e.at, e.kind, e.actor_name or "Quelqu’un", e.actor_role, sentence(e, names), e.reason)
        for e in entries
    ]


def lines_of_record(
    record_id: UUID | Collection[UUID],
    *,
    periods: Collection[Period] = (),
    before: tuple[datetime, UUID] | None = None,
    since: datetime | None = None,
    kinds: Iterable[Kind] = (),
    but_units: Iterable[UUID] = (),
    but_actors: Iterable[UUID] = (),
    limit: int = 50,
) -> list[Line]:
    """Who touched a record, newest first. `before`, the date and key of the last line, continues the list. Refusals are told too.

    `periods`: the units that held it, whose hand-overs and lists told of her. `but_units` and `but_actors`: what a colleague may
    not learn (a discreet facility); the person herself sees all. Several identifiers: the record took in another one, whose
    lines were never changed.
    """
    asked = Asked(
        since=since, kinds=tuple(kind.value for kind in kinds), but_units=tuple(but_units), but_actors=tuple(but_actors)
    )
    return accesses_of_record(record_id, asked, periods=periods, before=before, limit=limit)


def openers_sql(records: str) -> str:
    """SQL array of those who opened a record in the last seven days, each once: it travels with what the door brings.
    `records`: «ANY(…)», since a record may have taken in another one, whose lines keep its identifier."""
    return f"""ARRAY(SELECT DISTINCT j.actor_id FROM journal_journalentry j WHERE j.record_id = {records}
        AND j.at >= now() - interval '7 days' AND j.kind = '{Kind.RECORD_OPENED.value}' AND j.actor_id IS NOT NULL)"""  # noqa: S608 - our own words


def records_last_opened(organization_id: UUID | None, actor_id: UUID | None, *, among: int = 200) -> list[UUID]:
    """Records that somebody touched last, the latest first: what she is offered before she types a name."""
    entries = JournalEntry.objects.filter(organization_id=organization_id, actor_id=actor_id).order_by("-at")
    entries = entries.exclude(kind=Kind.WRITINGS_SEARCHED.value)  # an extract in a search is not an opening
    touched = entries.values_list("record_id", flat=True)[:among]
    return list(dict.fromkeys(record_id for record_id in touched if record_id))


def accesses_of_record(
    record_id: UUID | Collection[UUID],
    asked: Asked,
    *,
    periods: Collection[Period] = (),
    before: tuple[datetime, UUID] | None = None,
    limit: int = 50,
) -> list[Line]:
    """Every trace of a record, extracts seen in a search included, newest first: the answer to an inspection."""
    about = _about(record_id)
    if units := [str(unit) for unit in asked.but_units]:
        about = about.filter(~Q(detail__has_key="through") | ~Q(detail__through__in=units))
    sources = [about]
    if not asked.kinds or set(asked.kinds) & set(_OF_A_UNIT):
        sources += _read_of_units(periods, asked.but_units)
    names = {period.unit_id: period.unit for period in periods}
    return _newest([_answering(lines, asked) for lines in sources], names, before, limit)


def _answering(entries: QuerySet[JournalEntry], asked: Asked) -> QuerySet[JournalEntry]:
    if asked.since:
        entries = entries.filter(at__gte=asked.since)
    if asked.until:
        entries = entries.filter(at__lt=asked.until)
    if asked.who:
        entries = entries.filter(actor_name__icontains=asked.who)
    if asked.kinds:
        entries = entries.filter(kind__in=asked.kinds)
    if asked.but_actors:
        entries = entries.exclude(actor_id__in=asked.but_actors)
    return entries
