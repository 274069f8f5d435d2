"""Records whose accesses somebody answers for (DPO, direction): that they exist, whose they are, and nothing of their content."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from liane.kit.text import fold
from liane.people.models import Person, Record, RecordUnit

MATCHES = 10
_NEAR = 200


def records_under(organization_id: UUID | None, units: Iterable[UUID]) -> QuerySet[Record]:
    """Records that one of these units holds or has held. The caller has checked the right, and leaves a trace."""
    held = RecordUnit.objects.filter(record_id=OuterRef("pk"), unit_id__in=list(units))
    return Record.objects.filter(Exists(held), organization_id=organization_id).select_related("person")


def named_exactly(records: QuerySet[Record], typed: str) -> list[Record]:
    """By the whole first name and family name, in any order, as an inspection gives them. Part of a name finds nobody."""
    words = fold(typed)
    parts = words.split()
    if not 1 < len(parts) < 9:
        return []
    starts = {" ".join(parts[:at]) for at in range(1, len(parts))} | {
        " ".join(parts[at:]) for at in range(1, len(parts))
    }
    names = Q()
    for start in sorted(starts):
        names |= Q(person__key__startswith=f"{start}|") | Q(person__sort_key__startswith=f"{start}|")
    near = records.filter(names).order_by("person__sort_key", "id")[:_NEAR]
    return [record for record in near if _is(record.person, words)][:MATCHES]


def _is(person: Person, words: str) -> bool:
    families = {fold(name) for name in (person.birth_name, person.used_name) if name}
    firsts = {fold(name) for name in (person.preferred_name, person.first_names) if name}
    firsts |= {first.split()[0] for first in firsts if first}
    return any(words in (f"{family} {first}", f"{first} {family}") for family in families for first in firsts)
