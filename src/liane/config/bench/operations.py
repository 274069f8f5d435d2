"""The gestures of a working day that are measured, with the aims of the house (one client, a quiet machine of 2 cores)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from liane.access.actor import Actor
from liane.access.queries import signed_in
from liane.config.bench.browsers import Ask, Unexpected, sign_in
from liane.kit.dates import short, today
from liane.kit.ids import uuid7
from liane.kit.tenancy import acting_for
from liane.notes.actions.writing import write_note
from liane.notes.drafts import Draft
from liane.notes.models import Level
from liane.notes.queries.handover import persons_of_unit, waiting
from liane.organizations.queries import unit_names
from liane.people.queries.listing import ALL, persons_in_order
from liane.professionals.limits import lend
from liane.professionals.models import Account

READER, NURSE, COLLEAGUE, HEAD = "karim", "maud", "ines", "marc"
TEXT = "A mangé la moitié de son assiette, puis s’est reposé une heure. Il dit : « je veux voir ma sœur dimanche »."


@dataclass(frozen=True, slots=True)
class Operation:
    """One gesture: who makes it, what is asked each time, how often, and what we aim at."""

    key: str
    label: str
    who: str
    ask: Callable[[], Ask]
    aim: float | None = None
    budget: int | None = None
    runs: int = 200
    before: Callable[[int], None] = field(default=lambda times: None)
    crowd: bool = True  # eight people may do it at once, as often as they like


def page(address: str) -> Callable[[], Ask]:
    """A page that is only opened."""
    return lambda: Ask(address)


def actor(slug: str) -> Actor:
    """Somebody of the cast, as the first query of a page finds her: posts of this moment, chosen place."""
    key = sign_in(Account.objects.get(slug=slug)).cookies[settings.SESSION_COOKIE_NAME].value
    with transaction.atomic():
        found = signed_in(key)
    if found is None or found.actor is None:
        raise Unexpected(f"{slug} n’a pas pu se connecter")
    return found.actor


class House:
    """What the gestures need to name: a unit with its persons, a record, a name to search, writings to read."""

    def __init__(self) -> None:
        self.reader, self.colleague = actor(READER), actor(COLLEAGUE)
        for window in ("search", "typing"):
            lend(window, self.reader.account_id, 1_000_000)
        with acting_for(self.reader.organization_id):
            cards = persons_in_order(self.reader, ALL, limit=400)
            sam = [card for card in cards if card.person.preferred_name == "Sam"]
            self.card = (sam or cards)[0]
            units = [unit for unit in sorted(self.reader.unit_ids & self.colleague.unit_ids) if self._holds(unit)]
            self.unit_id = units[0]
            unit = unit_names(frozenset({self.unit_id}))[0]
            self.unit = unit.name.split()[-1].lower()
            self._waiting_list = reverse("stays:waiting_list", kwargs={"facility_id": unit.facility_id})
            self.records = [person.record_id for person in persons_of_unit(self.unit_id, timezone.now())]
        self.threads: Iterator[UUID] = iter(())

    def _holds(self, unit_id: UUID) -> bool:
        return any(p.record_id == self.card.record_id for p in persons_of_unit(unit_id, timezone.now()))

    def leave_unread(self, times: int) -> None:
        """A colleague writes as many «À lire» as the reader will read."""
        with acting_for(self.colleague.organization_id):
            for turn in range(times):
                draft = Draft(text=TEXT, level=Level.TO_READ, unit_id=self.unit_id)
                write_note(self.colleague, self.records[turn % len(self.records)], uuid7(), draft)
        with acting_for(self.reader.organization_id):
            lines = waiting(self.reader, limit=times + 200)
            self.threads = iter([line.source_id for line in reversed(lines)])

    def next_note(self) -> Ask:
        """The composer, sent with an identifier of its own each time."""
        fields = {"id": str(uuid7()), "kind": "transmission", "text": TEXT, "focus": "Repas", "level": "1"}
        return Ask(self._record("notes:write"), {**fields, "unit": str(self.unit_id)}, status=303)

    def next_reading(self) -> Ask:
        """«J’ai lu» on the next writing that waits: the page stays, its card answers."""
        address = reverse("notes:read", kwargs={"thread_id": next(self.threads)})
        return Ask(address, {}, headers={"HX-Request": "true"})

    def _record(self, name: str) -> str:
        return reverse(name, kwargs={"record_id": self.card.record_id})

    def operations(self) -> list[Operation]:
        """In the order in which they are measured: what writes comes last."""
        write = Operation("write", "Écrire une transmission", READER, self.next_note, 6, 10)
        read = Operation("read", "J’ai lu", READER, self.next_reading, before=self.leave_unread, crowd=False)
        return [*self._lists(), *self._of_one(), *self._of_a_house(), write, read]

    def _lists(self) -> list[Operation]:
        """Finding somebody, or what was written."""
        people, everywhere = reverse("people:list"), reverse("timeline:search")
        name = self.card.person.birth_name.lower()
        palette, writings = f"{reverse('timeline:palette')}?q={name[:3]}", f"?partie=ecrits&q=dans%3A{self.unit}+repas"
        return [
            Operation("list", "Liste de 50 personnes", NURSE, page(f"{people}?vue=tous"), 6, 4),
            Operation("search", "Recherche d’une personne", READER, page(f"{people}?q={name}"), 4, 3),
            Operation("palette", "Recherche rapide (Ctrl K)", READER, page(palette), 8, 6),
            Operation("person", "Recherche : personne", READER, page(f"{everywhere}?partie=personnes&q={name}"), 6, 5),
            Operation("writings", "Recherche : écrits dans une unité", READER, page(f"{everywhere}{writings}"), 15, 10),
        ]

    def _of_one(self) -> list[Operation]:
        """The record of one person, and her unit."""
        handover = f"{reverse('notes:handover')}?unite={self.unit_id}"
        essential, departure = self._record("people:essential_pdf"), self._record("stays:departure_pdf")
        return [
            Operation("record", "Ouvrir un dossier", READER, page(self._record("timeline:record")), 10, 11),
            Operation("handover", "Relève", READER, page(handover), 15, 10),
            Operation("home", "Ma journée", READER, page(reverse("notes:home"))),
            Operation("pdf", "L’essentiel en PDF", READER, page(essential), 1000, runs=20, crowd=False),
            Operation("departure", "Papiers d’un départ en PDF", NURSE, page(departure), 1000, runs=20, crowd=False),
        ]

    def _of_a_house(self) -> list[Operation]:
        """What a head of service looks at: the same questions whatever the size of the house."""
        census = f"{reverse('stays:census')}?unite={self.unit_id}&le={short(today() - timedelta(days=200))}"
        return [
            Operation("delays", "Délais à tenir", READER, page(reverse("stays:clocks")), None, 8),
            Operation("waiting_list", "Liste d’attente", NURSE, page(self._waiting_list), None, 8),
            Operation("census", "Qui était là, un jour passé", HEAD, page(census), None, 8),
            Operation("places", "Places et occupation", HEAD, page(reverse("stays:places")), None, 8),
            Operation("expiries", "Échéances", HEAD, page(reverse("people:expiries")), None, 8),
        ]
