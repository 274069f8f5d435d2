"""Write what an accepted import brings to the file: persons, records, numbers, people around. By batches, never one by one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model

from liane.access.actor import Actor
from liane.kit.ids import uuid7
from liane.nomenclatures.codes import relations
from liane.nomenclatures.entitlements import kinds
from liane.nomenclatures.legal_measures import measure_kinds
from liane.organizations.models import Facility, Unit
from liane.people.circle.enums import ContactKind
from liane.people.circle.models import Contact as KnownContact
from liane.people.circle.models import phone_key
from liane.people.circle.queries import shareable
from liane.people.entitlements.actions import added, written
from liane.people.entitlements.actions import signed as signed_right
from liane.people.entitlements.rules import RightDraft
from liane.people.identity import index_person
from liane.people.importing.contacts import Contact
from liane.people.importing.relations import DOCTOR, OTHER
from liane.people.importing.rows import PersonLine
from liane.people.ins.policies import kept_by_a_list
from liane.people.models import (
    Entitlement,
    KeyWorker,
    LegalMeasure,
    LocalIdentifier,
    Person,
    Record,
    RecordUnit,
    Relative,
)
from liane.people.protection import keeping
from liane.people.protection.actions import told
from liane.people.protection.data import MeasureDraft
from liane.people.telling import Told

BATCH = 500


@dataclass(slots=True)
class Writing:
    """Everything that one import writes in this room, gathered before the first statement."""

    organization_id: UUID
    persons: list[Person] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    held: list[RecordUnit] = field(default_factory=list)
    numbers: list[LocalIdentifier] = field(default_factory=list)
    contacts: list[KnownContact] = field(default_factory=list)
    known: dict[tuple[str, str, str], KnownContact] = field(default_factory=dict)
    apart: set[UUID] = field(
        default_factory=set
    )  # protected records and discreet units: what is there is shared with nobody
    relatives: list[Relative] = field(default_factory=list)
    key_workers: list[KeyWorker] = field(default_factory=list)
    rights: list[Entitlement] = field(default_factory=list)
    measures: list[LegalMeasure] = field(default_factory=list)

    def newcomer(self, line: PersonLine) -> tuple[Person, Record]:
        """A person and her record."""
        person = line.traits.put_on(Person(id=uuid7(), organization_id=self.organization_id))
        person.birth_place_code = line.birth_place_code
        index_person(person, line.numbers.values())
        record = Record(id=uuid7(), organization_id=self.organization_id, person_id=person.pk)
        self.persons.append(person)
        self.records.append(record)
        return person, record

    def hold(
        self, stay_id: UUID, record_id: UUID, unit_id: UUID, place: str, since: datetime, until: datetime | None
    ) -> None:
        """The unit that holds the record from now on; its line has the identifier of its stay (see actions.holding)."""
        held = RecordUnit(
            id=stay_id, organization_id=self.organization_id, record_id=record_id, unit_id=unit_id, place=place, since=since,
            until=until,
        )  # fmt: skip
        self.held.append(held)

    def number(self, person_id: UUID, kind: str, value: str, facility_id: UUID) -> UUID:
        """A number by which a house knows her."""
        row = LocalIdentifier(
            id=uuid7(), organization_id=self.organization_id, person_id=person_id, kind=kind, value=value,
            facility_id=facility_id,
        )  # fmt: skip
        self.numbers.append(row)
        return row.pk

    def relative(self, record_id: UUID, unit_id: UUID, contact: Contact, order: int | None) -> UUID:
        """Somebody around her, as the list of that unit says; `order` = when to call, nothing for the doctor and the tutor."""
        known = relations().get(contact.relation)
        row = Relative(
            id=uuid7(),
            organization_id=self.organization_id,
            record_id=record_id,
            unit_id=unit_id,
            contact=self._contact(contact, {record_id, unit_id}),
            relation=contact.relation if known else OTHER,
            relation_label=_label(contact, known.shown if known else "Proche"),
            is_emergency_contact=order is not None,
            call_order=order,
            is_legal=contact.is_legal,
        )
        self.relatives.append(row)
        return row.pk

    def contacts_made(self, relatives: Iterable[str]) -> list[str]:
        """Those of these links whose contact is written by this import: they go with it when it is undone."""
        made, wanted = {contact.pk for contact in self.contacts}, set(relatives)
        return [str(r.contact_id) for r in self.relatives if str(r.pk) in wanted and r.contact_id in made]

    def know(self, actor: Actor, contacts: Iterable[Contact]) -> None:
        """Those of the file whom whoever imports already knows openly, and what stays apart. Before the first line."""
        numbers = {phone_key(contact.phone) for contact in contacts} - {""}
        for link in shareable(actor, is_protected=False).filter(contact__phone_key__in=numbers):
            if not link.is_kept:  # type: ignore[attr-defined]
                self.known[link.contact.kind, link.contact.key, link.contact.phone_key] = link.contact
        mine = {"organization_id": self.organization_id}
        self.apart = set(Record.objects.filter(is_protected=True, **mine).values_list("pk", flat=True))
        self.apart |= set(Unit.objects.filter(facility__is_discreet=True, **mine).values_list("pk", flat=True))

    def _contact(self, contact: Contact, where: set[UUID]) -> KnownContact:
        """Somebody new; or the same, by name and number, when the file adds nothing to what is known: one mother of three
        children is one. Around a protected person, or in a discreet facility, always somebody new."""
        kind = ContactKind.DOCTOR if contact.is_doctor else ContactKind.PERSON
        made = KnownContact(id=uuid7(), organization_id=self.organization_id).put(
            kind=kind, name=contact.name[:200], phone=contact.phone[:30], other_phone=contact.other_phone[:30],
            email=contact.email, address=contact.address,
        )  # fmt: skip
        key, is_open = (kind, made.key, made.phone_key), not where & self.apart
        same = self.known.get(key) if is_open and made.phone_key else None
        if same is not None and all(
            getattr(made, n) in ("", getattr(same, n)) for n in ("other_phone", "email", "address")
        ):
            return same
        self.contacts.append(made)
        if is_open and made.phone_key:
            self.known.setdefault(key, made)
        return made

    def key_worker(self, record_id: UUID, practitioner_id: UUID, since: Any) -> UUID:
        """The professional to whom she can turn."""
        row = KeyWorker(
            id=uuid7(),
            organization_id=self.organization_id,
            record_id=record_id,
            practitioner_id=practitioner_id,
            since=since,
        )
        self.key_workers.append(row)
        return row.pk

    def right(self, actor: Actor, record_id: UUID, unit_id: UUID, draft: RightDraft) -> Told:
        """A right that the list tells, signed by whoever imports."""
        row = Entitlement(organization_id=self.organization_id, record_id=record_id, unit_id=unit_id, kind=draft.kind)
        row.thread_id, row.volet = row.pk, kinds()[draft.kind].volet
        self.rights.append(signed_right(actor, written(row, draft)))
        return added(row)

    def measure(self, actor: Actor, record_id: UUID, unit_id: UUID, draft: MeasureDraft) -> Told:
        """The same for a measure."""
        row = LegalMeasure(organization_id=self.organization_id, record_id=record_id, unit_id=unit_id)
        row.thread_id, row.volet = row.pk, measure_kinds()[draft.kind].volet
        self.measures.append(keeping.signed(actor, keeping.filled(row, draft)))
        return told(row, "Mesure")

    def write(self) -> None:
        """All of it, in the order of the links."""
        finess = dict(
            Facility.objects.filter(pk__in={n.facility_id for n in self.numbers}).values_list("pk", "finess_et")
        )
        for number in self.numbers:
            number.finess = finess.get(number.facility_id, "") if number.facility_id else ""
        for rows in (
            self.persons,
            self.records,
            self.held,
            self.numbers,
            self.contacts,
            self.relatives,
            self.key_workers,
            self.rights,
            self.measures,
        ):
            _insert(rows)


def _label(contact: Contact, official: str) -> str:
    """The words of the house when it has some («tutrice UDAF»), else the official ones."""
    said = contact.relation_label.strip()
    return (said[:1].upper() + said[1:] if said else official)[:120]


def _insert(rows: Sequence[Model]) -> None:
    if rows:
        type(rows[0])._default_manager.bulk_create(rows, batch_size=BATCH)


def called_in_order(contacts: Iterable[Contact]) -> list[tuple[Contact, int | None]]:
    """Give each person to call her order; the doctor is not somebody to call in an emergency."""
    order = 0
    ordered: list[tuple[Contact, int | None]] = []
    for contact in contacts:
        if contact.is_doctor or contact.relation == DOCTOR or (contact.is_legal and not contact.phone):
            ordered.append((contact, None))
        else:
            order += 1
            ordered.append((contact, order))
    return ordered


def fill_empty(fills: dict[UUID, dict[str, Any]]) -> dict[UUID, dict[str, Any]]:
    """Complete persons already known, only where nothing is written at this very moment; says what was really filled."""
    if not fills:
        return {}
    people = {person.pk: person for person in Person.objects.select_for_update().filter(pk__in=fills)}
    numbers: dict[UUID, list[str]] = {}
    for person_id, value in LocalIdentifier.objects.filter(person_id__in=fills).values_list("person_id", "value"):
        numbers.setdefault(person_id, []).append(value)
    filled: dict[UUID, dict[str, Any]] = {}
    for person_id, person in people.items():
        fixed = kept_by_a_list(person)
        done = {
            name: value for name, value in fills[person_id].items() if name not in fixed and _is_empty(person, name)
        }
        for name, value in done.items():
            setattr(person, name, value)
        if done:
            person.version += 1
            index_person(person, numbers.get(person_id, []))
            filled[person_id] = done
    save_traits(list(people.values()))
    return filled


def _is_empty(person: Person, name: str) -> bool:
    value = getattr(person, name)
    return (
        value in ("", None)
        or (name == "sex" and value == "I")
        or (name == "birth_precision" and person.birth_date is None)
    )


def save_traits(people: list[Person]) -> None:
    """Everything that a list may fill, and what is computed from it."""
    names = [
        "used_name",
        "first_names",
        "preferred_name",
        "sex",
        "birth_date",
        "birth_precision",
        "birth_order",
        "birth_place",
    ]
    computed = ["birth_place_code", "version", "key", "sound_key", "sort_key", "search"]
    Person.objects.bulk_update(people, [*names, *computed], batch_size=BATCH)
