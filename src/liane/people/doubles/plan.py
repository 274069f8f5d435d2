"""What follows somebody in this room: who holds the record, what must be known, the circle, the numbers, the photo."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet

from liane.access.actor import Actor
from liane.access.queries import unsaid_to
from liane.kit.dates import short
from liane.people.circle.enums import HomeKind
from liane.people.circle.places import places_of
from liane.people.circle.queries import circle_of
from liane.people.doubles.following import CHOSEN, WITH, Chosen, Follow, Part, Plan
from liane.people.enums import FlagKind, IdentifierKind
from liane.people.facts import RecordFacts
from liane.people.identity import index_person
from liane.people.models import (
    EssentialAnswer,
    FamilyTie,
    Flag,
    Home,
    KeyWorker,
    LocalIdentifier,
    Person,
    RecordUnit,
    Relative,
)
from liane.people.queries.told import told_to

_HOLDS = """
SELECT gone.id, kept.id FROM people_recordunit gone JOIN people_recordunit kept ON kept.unit_id = gone.unit_id
WHERE ((gone.record_id = %(source)s AND kept.record_id = %(target)s)
        OR (gone.record_id = %(target)s AND kept.record_id = %(source)s))
    AND kept.since <= gone.since AND coalesce(kept.until, 'infinity') >= coalesce(gone.until, 'infinity')
    AND (gone.record_id = %(source)s OR kept.since < gone.since OR coalesce(kept.until, 'infinity') > coalesce(gone.until, 'infinity'))
LIMIT 1
"""
_WORKERS = """
SELECT gone.id, kept.id FROM people_keyworker gone JOIN people_keyworker kept ON kept.practitioner_id = gone.practitioner_id
WHERE gone.record_id = %(source)s AND kept.record_id = %(target)s AND kept.since <= gone.since
    AND coalesce(kept.until, 'infinity') >= coalesce(gone.until, 'infinity') LIMIT 1
"""
_RELATIVES = """
SELECT gone.id, kept.id FROM people_relative gone JOIN people_relative kept ON kept.contact_id = gone.contact_id
WHERE gone.record_id = %(source)s AND kept.record_id = %(target)s AND kept.unit_id IS NOT DISTINCT FROM gone.unit_id
    AND kept.ended_on IS NOT DISTINCT FROM gone.ended_on
    AND (kept.relation, kept.is_shared, kept.is_emergency_contact, kept.is_trusted, kept.is_trusted_care, kept.is_legal, kept.is_caregiver)
        = (gone.relation, gone.is_shared, gone.is_emergency_contact, gone.is_trusted, gone.is_trusted_care, gone.is_legal, gone.is_caregiver)
LIMIT 1
"""
_FOLLOWS = (
    Follow("people_recordunit", WITH, twins=_HOLDS),
    Follow("people_flag", CHOSEN),
    Follow("people_relative", CHOSEN, twins=_RELATIVES),
    Follow("people_contact", "a relative who is also accompanied: it is said on her own sheet", column="person_id"),
    Follow("people_home", CHOSEN),
    Follow("people_familytie", WITH),
    Follow("people_keyworker", CHOSEN, twins=_WORKERS),
    Follow("people_essentialanswer", CHOSEN),
    Follow("people_localidentifier", CHOSEN, column="person_id"),
    Follow("people_portrait", "la photo reste : on la change d’un geste", column="person_id", once=True),
)
_KEEPS = {
    "journal_journalentry.record_id": "a sealed line is never changed: «Qui a vu» reads both identifiers",
    "journal_legalhold.record_id": "it holds the lines written under that identifier; the kept record gets its own hold",
    "access_emergency.record_id": "it was opened on that record; it ends by itself, and «Qui a vu» reads both",
    "people_record.person_id": "a record is the one of its person; the closed one is kept in the ledger",
    "people_double.first_id": "a pair is told by its two persons",
    "people_double.second_id": "a pair is told by its two persons",
    "people_identityevidence.person_id": "a paper proves the identity that was written when it was seen",
    "people_identitystep.person_id": "the moves of an identity stay with it",
    "people_formerins.person_id": "an INS stays with the identity that bore it",
    "people_regrouping.source_person_id": "who was joined or parted stays written",
    "people_regrouping.target_person_id": "who was joined or parted stays written",
}
_TABLES: dict[str, type[Model]] = {
    "FLAG": Flag, "RELATIVE": Relative, "KEY_WORKER": KeyWorker, "ESSENTIAL": EssentialAnswer, "NUMBER": LocalIdentifier,
    "HOME": Home,
}  # fmt: skip


def plan() -> Plan:
    """Hung in `Slot.MERGE`."""
    return Plan("people", _FOLLOWS, _KEEPS, parts=_parts, rows=_rows, settle=_settle)


def _parts(actor: Actor, facts: RecordFacts) -> list[Part]:
    """What she is told of, and nothing else."""
    mine, unsaid = {"record_id": facts.id}, unsaid_to(actor).practitioner_ids
    found = [
        Part("FLAG", f.pk, "À savoir avant d’agir", f.label, f"{FlagKind(f.kind).label}, depuis le {short(f.since)}")
        for f in told_to(actor, Flag.objects.filter(**mine))
    ]
    found += [
        Part("RELATIVE", someone.id, "Entourage", someone.name, someone.relation_label)
        for someone in circle_of(actor, facts.id)
    ]
    found += [
        Part("HOME", p.home.pk, "Lieux de vie", p.home.household.name, HomeKind(p.home.kind).label)
        for p in places_of(actor, facts)
    ]
    found += [
        Part("ESSENTIAL", e.pk, "L’essentiel", e.text[:160], _written(e, unsaid))
        for e in told_to(actor, EssentialAnswer.objects.filter(**mine)).order_by("-written_at")
    ]
    shown = {UUID(worker["id"]) for worker in facts.key_workers}
    workers: QuerySet[KeyWorker] = KeyWorker.objects.filter(**mine, practitioner_id__in=shown)
    found += [
        Part("KEY_WORKER", k.pk, "Référents", str(k.practitioner), f"depuis le {short(k.since)}")
        for k in workers.select_related("practitioner")
    ]
    numbers = LocalIdentifier.objects.filter(person_id=facts.person.pk).select_related("facility")
    hidden = {
        u.unit_id
        for u in RecordUnit.objects.filter(**mine).select_related("unit__facility")
        if u.unit.facility.is_discreet
    } - actor.unit_ids
    found += [
        Part("NUMBER", n.pk, "Numéros", n.value, IdentifierKind(n.kind).label)
        for n in numbers
        if not (n.facility and n.facility.is_discreet and hidden)
    ]
    return found


def _written(answer: EssentialAnswer, unsaid: list[UUID]) -> str:
    """Who wrote it, unless she works only where this reader may not know that somebody is followed."""
    when = f"le {short(answer.written_at)}"
    return when if answer.author_id in unsaid else f"{answer.author_name}, {when}"


def _rows(record_id: UUID, chosen: Chosen) -> dict[str, list[UUID]]:
    found: dict[str, list[UUID]] = {}
    for kind, model in _TABLES.items():
        mine: dict[str, Any] = {"person__record": record_id} if kind == "NUMBER" else {"record_id": record_id}
        if ids := chosen.get(kind):
            rows: Iterable[UUID] = model._default_manager.filter(pk__in=ids, **mine).values_list("pk", flat=True)
            found[model._meta.db_table] = list(rows)
    if relatives := found.get("people_relative"):  # what two of them are to each other goes with both
        ties = FamilyTie.objects.filter(record_id=record_id, one_id__in=relatives, other_id__in=relatives)
        found["people_familytie"] = list(ties.values_list("pk", flat=True))
    return found


def _settle(one: UUID, other: UUID) -> None:
    """Found by the numbers that each bears now; a form of identity opened before is told that it has aged."""
    for person in Person.objects.select_for_update().filter(record__in=[one, other]).order_by("pk"):
        numbers = LocalIdentifier.objects.filter(person=person).values_list("value", flat=True)
        person.version += 1
        index_person(person, numbers).save()
