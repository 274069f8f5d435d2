"""The undo of an import, in this room: what it created goes, what it filled is emptied, nothing else is touched."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from liane.people.identity import index_person
from liane.people.importing.writing import save_traits
from liane.people.ins.policies import kept_by_a_list
from liane.people.models import Contact, ContactJoin, KeyWorker, LocalIdentifier, Person, Record, RecordUnit, Relative

EMPTY: dict[str, Any] = {"sex": "I", "birth_date": None, "birth_order": None, "birth_precision": "DAY"}


def unwrite(wrote: Sequence[dict[str, Any]]) -> None:
    """`wrote` holds, for each line, the identifiers of what the import wrote. Checked before: nobody wrote since."""
    KeyWorker.objects.filter(pk__in=_ids(wrote, "key_worker")).delete()
    RecordUnit.objects.filter(pk__in=_ids(wrote, "stay")).delete()
    Relative.objects.filter(pk__in=_many(wrote, "relatives")).delete()
    unused = Contact.objects.filter(pk__in=_many(wrote, "contacts"), links=None, joined_to=None)
    unused.exclude(pk__in=ContactJoin.objects.values("kept")).exclude(
        pk__in=ContactJoin.objects.values("gone")
    ).delete()
    LocalIdentifier.objects.filter(pk__in=_many(wrote, "numbers")).delete()
    Record.objects.filter(pk__in=_ids(wrote, "record")).delete()
    Person.objects.filter(pk__in=_ids(wrote, "person")).delete()
    _empty_again({UUID(one["person_filled"]): one["filled"] for one in wrote if one.get("filled")})


def _empty_again(filled: dict[UUID, dict[str, str]]) -> None:
    """Empty what the import filled, if it still says what the import wrote."""
    people = list(Person.objects.select_for_update().filter(pk__in=filled))
    numbers: dict[UUID, list[str]] = {}
    for person_id, value in LocalIdentifier.objects.filter(person_id__in=filled).values_list("person_id", "value"):
        numbers.setdefault(person_id, []).append(value)
    for person in people:
        fixed = kept_by_a_list(person)
        for name, value in filled[person.pk].items():
            if name not in fixed and str(getattr(person, name)) == value:
                setattr(person, name, EMPTY.get(name, ""))
        person.version += 1
        index_person(person, numbers.get(person.pk, []))
    save_traits(people)


def _ids(wrote: Iterable[dict[str, Any]], name: str) -> list[UUID]:
    return [UUID(one[name]) for one in wrote if one.get(name)]


def _many(wrote: Iterable[dict[str, Any]], name: str) -> list[UUID]:
    return [UUID(value) for one in wrote for value in one.get(name, ())]
