"""Correct an identity: nothing is overwritten without having been seen."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from django.db import transaction

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.access.queries import unsaid_to
from liane.journal.kinds import Kind
from liane.journal.queries import lines_of_record
from liane.kit.dates import hour, local, short, today
from liane.kit.door import Stale
from liane.people.actions.waiting import named_at_last
from liane.people.circle.sharing import keep_apart
from liane.people.door import open_record
from liane.people.doubles.watch import notice
from liane.people.identity import index_person
from liane.people.ins.moves import Event
from liane.people.ins.policies import STRICT
from liane.people.ins.writing import happen
from liane.people.models import LocalIdentifier, Person, Record
from liane.people.policies import may_read_addresses
from liane.people.traits import Traits

IDENTITY_KINDS = (
    Kind.RECORD_CHANGED, Kind.IDENTITY_CHECKED, Kind.EVIDENCE_CANCELLED, Kind.IDENTITY_MARKED, Kind.INS_RECEIVED,
)  # fmt: skip


@transaction.atomic
def change_identity(
    actor: Actor, record_id: UUID, traits: Traits, *, version: int, is_protected: bool, unseen: Iterable[str] = ()
) -> None:
    """Write a corrected identity, if the one that was read is still the current one; else Stale gives the current one.

    `unseen`: what this reader does not see, and so cannot erase. A strict trait that changes moves the status (RNIV).
    Anybody who corrects an identity may protect; who may not read the addresses cannot lift what keeps them from her.
    """
    facts = open_record(actor, record_id, to=Right.RECORD_EDIT, kind=Kind.RECORD_CHANGED)
    is_protected = is_protected or not may_read_addresses(actor, facts)
    person = Person.objects.select_for_update().get(pk=facts.person.pk)
    traits = named_at_last(replace(traits, **{name: getattr(person, name) for name in unseen}))
    if person.version != version:
        same = Traits.of(person) == traits and facts.is_protected == is_protected
        if same:  # sent twice, or written alike by two colleagues
            return
        raise Stale(who_changed(actor, record_id, *IDENTITY_KINDS), person)
    before = {name: getattr(person, name) for name in STRICT}
    traits.put_on(person)
    if person.is_alias and person.birth_name:  # she has told who she is: nothing of her record is lost
        person.is_alias = False
    if any(getattr(person, name) != value for name, value in before.items()):
        happen(actor, person, Event.TRAIT_CHANGED)
        notice(person)  # an alias that says her name may be somebody already known
    else:
        numbers = LocalIdentifier.objects.filter(person=person).values_list("value", flat=True)
        person.version += 1
        index_person(person, numbers).save()
    if facts.is_protected != is_protected:
        Record.objects.filter(pk=record_id).update(is_protected=is_protected)
        if is_protected:
            keep_apart(record_id)


def who_changed(actor: Actor, record_id: UUID, *kinds: Kind) -> str:
    """«Karim Duval a modifié cette fiche à 14 h 02. Voici les deux versions…» (ux §12, conflict).

    Asked once the door is open: the latest line is the attempt being refused, the one before is the colleague’s.
    """
    lines = lines_of_record(record_id, kinds=kinds, but_actors=unsaid_to(actor).practitioner_ids, limit=2)
    last = lines[1] if len(lines) > 1 else None
    if last is None:
        return "Cette fiche a été modifiée entre-temps. Voici les deux versions\u00a0: choisissez, ou gardez les deux."
    day = local(last.at).date()
    moment = f"à {hour(last.at)}" if day == today() else f"le {short(day)} à {hour(last.at)}"
    return f"{last.who} a modifié cette fiche {moment}. Voici les deux versions\u00a0: choisissez, ou gardez les deux."
