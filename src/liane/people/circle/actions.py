"""Keep the circle up to date: add, correct without overwriting, and say when somebody no longer counts."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import transaction

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.kit.dates import today
from liane.kit.door import NotVisible, Refusal, Refused, Stale
from liane.kit.once import already, insert
from liane.people.actions.identity import who_changed
from liane.people.circle.data import REACH, RelativeData, values_of
from liane.people.circle.loops import refuse_herself, refuse_loop
from liane.people.circle.models import Contact, Relative
from liane.people.circle.queries import links_told, shareable
from liane.people.circle.sharing import copy_of, others_of, stays_apart
from liane.people.door import open_record, opens_quietly
from liane.people.facts import RecordFacts
from liane.people.models import Record
from liane.people.policies import may_read_addresses, may_share, writes_for

MOST_RELATIVES = 60
_ONLY_ONE = {
    "is_trusted": "personne de confiance (accompagnement)",
    "is_trusted_care": "personne de confiance (santé)",
}


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody chosen among those already known: a contact, or a person accompanied here (by her record)."""

    contact_id: UUID | None = None
    record_id: UUID | None = None


NOBODY = Known()


@transaction.atomic
def add_relative(
    actor: Actor,
    record_id: UUID,
    relative_id: UUID,
    data: RelativeData,
    *,
    known: Known = NOBODY,
    is_shared: bool = False,
) -> None:
    """Somebody who counts for her, new or already known. `is_shared`: told to the other teams, when the writer’s facility is
    discreet."""
    if already(Relative, relative_id, record_id=record_id) and opens_quietly(actor, record_id):
        return
    facts = open_record(actor, record_id, to=Right.CIRCLE_WRITE, kind=Kind.RELATIVE_ADDED, object_id=relative_id)
    there = list(links_told(actor, Relative.objects.filter(record_id=record_id, ended_on=None)))
    if len(there) >= MOST_RELATIVES:
        raise Refused("L’entourage compte déjà 60 personnes. Retirez d’abord celles qui n’y sont plus.")
    contact = _contact(actor, facts, data, known)
    if any(link.contact_id == contact.pk for link in there):
        raise Refused(f"{contact.name} est déjà dans cet entourage. Corrigez sa fiche.")
    refuse_herself(facts.person, contact.name, contact.born_on, contact.person_id)
    refuse_loop(actor, facts.person, data.relation, contact.person_id)
    _refuse_second(data, there)
    unit_id = writes_for(actor, facts, Right.CIRCLE_WRITE).unit_id
    if contact._state.adding:
        contact.save(force_insert=True)
    link = Relative(id=relative_id, organization_id=facts.organization_id, record_id=record_id, unit_id=unit_id)
    link.contact, link.is_shared = contact, is_shared
    insert(_put(link, data.of_link()))


def _put(link: Relative, values: dict[str, Any]) -> Relative:
    for name, value in values.items():
        setattr(link, name, value)
    return link


def _contact(actor: Actor, facts: RecordFacts, data: RelativeData, known: Known) -> Contact:
    """The one that was chosen, as far as this reader may put it in this circle; else a new one."""
    if known.record_id is not None:
        return _of_person(actor, facts, known.record_id)
    if known.contact_id is None:
        return Contact(organization_id=facts.organization_id).put(**data.of_contact())
    contact = Contact.objects.filter(pk=known.contact_id, organization_id=facts.organization_id, joined_to=None).first()
    if contact is None:
        raise NotVisible(Refusal(facts.id, Right.CIRCLE_WRITE, "Contact inconnu"), actor)
    if contact.is_body:
        return contact
    links = list(shareable(actor, is_protected=facts.is_protected).filter(contact_id=contact.pk))
    if not links or any(link.is_kept for link in links):  # type: ignore[attr-defined]
        raise NotVisible(Refusal(facts.id, Right.CIRCLE_WRITE, "Contact inconnu"), actor)
    everywhere = Relative.objects.filter(contact_id=contact.pk).select_related("record")
    if facts.is_protected and not all(link.record.is_protected for link in everywhere):
        return copy_of(contact)  # what is written here from now on must not be read where she is known openly
    return contact


def _of_person(actor: Actor, facts: RecordFacts, chosen_id: UUID) -> Contact:
    """A person accompanied here, whose record this reader opens too: one contact stands for her, apart when protected."""
    record = Record.objects.visible_to(actor).filter(pk=chosen_id).select_related("person").first()
    if record is None:
        raise NotVisible(Refusal(facts.id, Right.CIRCLE_WRITE, "Personne inconnue"), actor)
    person = record.person
    own = Contact(organization_id=facts.organization_id, person_id=person.pk)
    born = f"{person.birth_date:%d/%m/%Y}" if person.birth_date and person.birth_precision == "DAY" else ""
    return own.put(name=person.full_name, gender=person.sex if person.sex in ("F", "M") else "", born_on=born)


def _refuse_second(data: RelativeData, others: list[Relative]) -> None:
    """One person of confidence at a time, for each of the two laws."""
    for role, label in _ONLY_ONE.items():
        other = next((link for link in others if getattr(link, role)), None) if getattr(data, role) else None
        if other is not None:
            raise Refused(f"{other.name} est déjà sa {label}. Retirez-lui d’abord ce rôle.")


@transaction.atomic
def change_relative(
    actor: Actor, record_id: UUID, relative_id: UUID, data: RelativeData, *, version: int, is_shared: bool = False
) -> None:
    """Correct what is known of somebody, wherever she is known openly. A stale version is given back, never written."""
    facts = open_record(actor, record_id, to=Right.CIRCLE_WRITE, kind=Kind.RELATIVE_CHANGED, object_id=relative_id)
    link = _link(actor, record_id, relative_id)
    data = _as_she_sees(actor, facts, link, data)
    if not may_share(actor, link.unit_id):
        is_shared = link.is_shared
    same = RelativeData.of(link) == data
    if link.sheet_version != version:
        if same and link.is_shared == is_shared:
            return
        raise Stale(who_changed(actor, record_id, Kind.RELATIVE_CHANGED), link)
    there = links_told(actor, Relative.objects.filter(record_id=record_id, ended_on=None).exclude(pk=link.pk))
    _refuse_second(data, list(there))
    refuse_herself(facts.person, data.name, data.born_on, link.contact.person_id)
    refuse_loop(actor, facts.person, data.relation, link.contact.person_id)
    _put(link, data.of_link())
    link.is_shared = is_shared
    if values_of(link.contact) == data.of_contact():
        link.version += 1
    else:
        _correct_contact(actor, link, data)
    link.save()


def _as_she_sees(actor: Actor, facts: RecordFacts, link: Relative, data: RelativeData) -> RelativeData:
    """What she does not see, she does not erase: the ways to reach somebody that are kept from her, and the words beside
    them, stay as they are."""
    data = replace(data, kind=link.contact.kind)  # what she is does not change by correcting her sheet
    if not link.is_kept:  # type: ignore[attr-defined]
        return data
    if not data.note:
        data = replace(data, note=link.note)
    typed = any(getattr(data, name) for name in REACH)
    if typed and may_read_addresses(actor, facts):  # kept because of another circle: she writes what this one knows
        return data
    return replace(data, **{name: getattr(link.contact, name) for name in REACH})


def _correct_contact(actor: Actor, link: Relative, data: RelativeData) -> None:
    """Here alone, or in every circle where this contact is; each of these records keeps the trace of it."""
    others = others_of(link)
    unseen = link.is_kept and any(getattr(data, n) != getattr(link.contact, n) for n in REACH)  # type: ignore[attr-defined]
    if others and (unseen or stays_apart(link, others)):
        link.contact = copy_of(link.contact)
        link.contact.version += 1
        link.contact.put(**data.of_contact()).save(force_insert=True)
        return
    contact = Contact.objects.select_for_update().get(pk=link.contact_id)
    contact.put(**data.of_contact())
    contact.version += 1
    contact.save()
    link.contact = contact
    if not contact.is_body:
        for other in {other.record_id: other for other in others if other.record_id != link.record_id}.values():
            trace(actor, Kind.RELATIVE_CHANGED, record_id=other.record_id, object_id=other.pk, reason=_ELSEWHERE)


_ELSEWHERE = "Corrigé depuis l’entourage d’une autre personne"


@transaction.atomic
def end_relative(actor: Actor, record_id: UUID, relative_id: UUID) -> None:
    """She is no longer part of the circle; who she was stays known."""
    open_record(actor, record_id, to=Right.CIRCLE_WRITE, kind=Kind.RELATIVE_CHANGED, object_id=relative_id)
    link = _link(actor, record_id, relative_id)
    if link.ended_on is None:
        _date_end(link, ended=True)


@transaction.atomic
def restore_relative(actor: Actor, record_id: UUID, relative_id: UUID) -> None:
    """She was taken away by mistake, or she is back."""
    open_record(actor, record_id, to=Right.CIRCLE_WRITE, kind=Kind.RELATIVE_CHANGED, object_id=relative_id)
    link = _link(actor, record_id, relative_id)
    if link.ended_on is not None:
        _date_end(link, ended=False)


def _date_end(link: Relative, *, ended: bool) -> None:
    link.ended_on = today() if ended else None
    link.version += 1
    link.save(update_fields=["ended_on", "version", "changed_at"])


def _link(actor: Actor, record_id: UUID, relative_id: UUID) -> Relative:
    mine = Relative.objects.filter(pk=relative_id, record_id=record_id).select_for_update(of=("self", "contact"))
    found = links_told(actor, mine).select_related("contact", "unit__facility", "record").first()
    if found is None:
        raise NotVisible(Refusal(record_id, Right.CIRCLE_WRITE, "Personne de tel dans cet entourage"), actor)
    return found
