"""What the journal tells: in sentences, newest first, page after page by date and key (never by offset)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from liane.journal.kinds import GESTURES, REFUSED_INSIDE, SENTENCES, Kind
from liane.journal.models import JournalEntry


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


def sentence(entry: JournalEntry) -> str:
    """The plain sentence of a trace; a kind that this version no longer knows is still told."""
    text = SENTENCES.get(entry.kind, "{who} a agi sur le dossier.")
    if entry.kind == Kind.RECORD_REFUSED and entry.detail.get("inside"):
        text = REFUSED_INSIDE.format(
            who="{who}", what=GESTURES.get(entry.detail.get("right", ""), "de lire cette partie du dossier")
        )
    return text.format(who=entry.actor_name or "Quelqu’un")


def _about(record: UUID | Collection[UUID]) -> QuerySet[JournalEntry]:
    ids = [record] if isinstance(record, UUID) else list(record)
    return (
        JournalEntry.objects.filter(record_id=ids[0])
        if len(ids) == 1
        else JournalEntry.objects.filter(record_id__in=ids)
    )


def lines_of_record(
    record_id: UUID | Collection[UUID],
    *,
    before: tuple[datetime, UUID] | None = None,
    since: datetime | None = None,
    kinds: Iterable[Kind] = (),
    but_units: Iterable[UUID] = (),
    but_actors: Iterable[UUID] = (),
    limit: int = 50,
) -> list[Line]:
    """Who touched a record, newest first. `before`, the date and key of the last line, continues the list. Refusals are told too.

    `but_units` and `but_actors`: what a colleague may not learn (a discreet facility); the person herself sees all.
    Several identifiers: the record took in another one, whose lines were never changed.
    """
    entries = _about(record_id)
    if units := [str(unit) for unit in but_units]:
        entries = entries.filter(~Q(detail__has_key="through") | ~Q(detail__through__in=units))
    if actors := list(but_actors):
        entries = entries.exclude(actor_id__in=actors)
    if before is not None:
        at, key = before
        entries = entries.filter(Q(at__lt=at) | Q(at=at, id__lt=key), at__lte=at)
    if since is not None:
        entries = entries.filter(at__gte=since)
    if kinds:
        entries = entries.filter(kind__in=[kind.value for kind in kinds])
    return [
        Line(e.id, e.at, e.kind, e.actor_name or "Quelqu’un", e.actor_role, sentence(e), e.reason)
        for e in entries.order_by("-at", "-id")[:limit]
    ]


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


@dataclass(frozen=True, slots=True)
class Asked:
    """What an inspection asks about the accesses to one record; empty = everything."""

    since: datetime | None = None
    until: datetime | None = None
    who: str = ""
    kinds: tuple[str, ...] = ()
    but_units: tuple[UUID, ...] = ()
    but_actors: tuple[UUID, ...] = ()


def accesses_of_record(
    record_id: UUID | Collection[UUID], asked: Asked, *, before: tuple[datetime, UUID] | None = None, limit: int = 50
) -> list[Line]:
    """Every trace of a record, extracts seen in a search included, newest first: the answer to an inspection."""
    entries = _about(record_id)
    if asked.since:
        entries = entries.filter(at__gte=asked.since)
    if asked.until:
        entries = entries.filter(at__lt=asked.until)
    if asked.who:
        entries = entries.filter(actor_name__icontains=asked.who)
    if asked.kinds:
        entries = entries.filter(kind__in=asked.kinds)
    if units := [str(unit) for unit in asked.but_units]:
        entries = entries.filter(~Q(detail__has_key="through") | ~Q(detail__through__in=units))
    if asked.but_actors:
        entries = entries.exclude(actor_id__in=asked.but_actors)
    if before is not None:
        at, key = before
        entries = entries.filter(Q(at__lt=at) | Q(at=at, id__lt=key), at__lte=at)
    return [
        Line(e.id, e.at, e.kind, e.actor_name or "Quelqu’un", e.actor_role, sentence(e), e.reason)
        for e in entries.order_by("-at", "-id")[:limit]
    ]
