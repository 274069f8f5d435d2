"""Rows of the circles: each contact once in its organisme, and her links to those whom the houses accompany."""

from datetime import datetime, time
from uuid import UUID

from liane.config.demo.places_rows import unit_id
from liane.config.demo.residents import Kin, Resident
from liane.config.demo.seed import fixed_id
from liane.config.demo.tables import Tables
from liane.kit.dates import at_clock
from liane.kit.text import fold
from liane.people.circle.models import phone_key


class ContactBook:
    """The contacts of one organisme: a tutor’s office or a doctor is one for all those who have her."""

    def __init__(self, tables: Tables, house: UUID) -> None:
        self.tables, self.house = tables, house
        self.written: set[UUID] = set()

    def add_circle(self, resident: Resident) -> None:
        """Relatives in call order, doctor, legal protection."""
        order, since = 0, resident.passages[0].starts
        unit, moment = unit_id(resident.passages[0].unit.key), at_clock(since, time(10, 20))
        for rank, kin in enumerate(resident.kin):
            emergency = kin.kind == "PERSON"
            order += emergency
            contact = self._contact(resident, rank, kin, moment)
            self.tables.relative.add(
                fixed_id("proche", resident.id, rank), self.house, resident.record_id, contact, kin.code, kin.label,
                emergency, order if emergency else None, kin.is_trusted, kin.is_legal, "", moment, unit,
            )  # fmt: skip

    def _contact(self, resident: Resident, rank: int, kin: Kin, moment: datetime) -> UUID:
        body = kin.kind != "PERSON"
        key = fixed_id("annuaire", self.house, kin.name) if body else fixed_id("contact", resident.id, rank)
        if key not in self.written:
            self.written.add(key)
            gender = "" if body else "F" if kin.feminine else "M"
            self.tables.contact.add(
                key, self.house, kin.kind, kin.name, kin.phone, "", "", "", gender, "", "", fold(kin.name),
                phone_key(kin.phone), moment,
            )  # fmt: skip
        return key
