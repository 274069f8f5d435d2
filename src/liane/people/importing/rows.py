"""Read one line of a list as one person: her traits, where she is accompanied, who to call. Nothing is written here."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from liane.kit.tables import Cell, Formula, Row, Table
from liane.kit.text import fold
from liane.people.entitlements.rules import RightDraft
from liane.people.enums import IdentifierKind, Precision, Sex
from liane.people.importing.columns import Column, Mapping
from liane.people.importing.contacts import Contact, read_contacts
from liane.people.importing.dates import KnownDate, holds_elders, read_date
from liane.people.importing.fields import CONTACT_FIELDS, LABELS, LEFT_OUT, MOST_CONTACTS, Field
from liane.people.importing.nir import without_nir
from liane.people.importing.refusals import ValueRefused, at_line, quoted
from liane.people.importing.relations import DOCTOR, LEGAL, UNKNOWN, relation_in
from liane.people.importing.rights import MeasureLine, last_day, read_measure_line, read_rights
from liane.people.importing.values import (
    plain,
    read_finess,
    read_first_names,
    read_full_name,
    read_names,
    read_phones,
    read_place_code,
    read_rank,
    read_sex,
    read_text,
)  # fmt: skip
from liane.people.ins.columns import LONGEST_LIST
from liane.people.ins.places import place_doubt
from liane.people.traits import Traits

EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s.]{2,}")
NUMBERS = {
    Field.LOCAL_ID: IdentifierKind.LOCAL_RECORD,
    Field.MDPH_ID: IdentifierKind.MDPH,
    Field.ASE_ID: IdentifierKind.ASE,
}
PATH = {Field.ENTRY_MODE: 200, Field.ORIGIN: 200, Field.EXIT_MODE: 200, Field.DESTINATION: 200}


@dataclass(slots=True)
class PersonLine:
    """One line understood. `errors` refuse the line; `remarks` are shown and do not."""

    line: int
    traits: Traits = field(default_factory=lambda: Traits(""))
    birth_place_code: str = ""
    numbers: dict[IdentifierKind, str] = field(default_factory=dict)
    contacts: list[Contact] = field(default_factory=list)
    key_worker: str = ""
    finess: str = ""
    facility: str = ""
    unit: str = ""
    place: str = ""
    starts_on: KnownDate | None = None
    ends_on: KnownDate | None = None
    planned_ends_on: KnownDate | None = None
    path: dict[Field, str] = field(default_factory=dict)
    rights: list[RightDraft] = field(default_factory=list)
    measure: MeasureLine = MeasureLine()
    errors: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def who(self) -> str:
        """How the line is called on a page: «Samia BELKACEM», or its number."""
        first = re.split(r"[ ,]", self.traits.first_names)[0] or self.traits.preferred_name
        return f"{first} {self.traits.used_name or self.traits.birth_name}".strip() or f"Ligne {self.line}"


def read_lines(table: Table, mapping: Mapping, today: date) -> list[PersonLine]:
    """Read every line of the table under one mapping."""
    reader = _Reader(table, mapping, today)
    return [reader.read(row) for row in table.rows]


class _Reader:
    """Knows which columns hold what; reads one line after the other."""

    def __init__(self, table: Table, mapping: Mapping, today: date) -> None:
        self.today = today
        self.columns: dict[Field, list[Column]] = {}
        for column in mapping.columns:
            self.columns.setdefault(column.target.field, []).append(column)
        births = self.columns.get(Field.BIRTH_DATE, [])
        self.elders = bool(births) and holds_elders([row.cells[births[0].index] for row in table.rows], today)

    def read(self, row: Row) -> PersonLine:
        """One line: the first refusal of each column is kept, so that all is corrected at once."""
        line = PersonLine(row.line)
        if self._formulas(line, row):
            return line
        self._identity(line, row)
        self._place(line, row)
        self._around(line, row)
        self._rights(line, row)
        return line

    def _formulas(self, line: PersonLine, row: Row) -> bool:
        for name, columns in self.columns.items():
            if not name or name in LEFT_OUT:
                continue
            for column in columns:
                if isinstance(row.cells[column.index], Formula):
                    said = "la case contient une formule. Remplacez-la par sa valeur."
                    line.errors.append(at_line(line.line, LABELS[name], said))
        return bool(line.errors)

    def _cell(self, row: Row, name: Field, rank: int = 1) -> Cell:
        column = self._column(name, rank)
        return row.cells[column.index] if column else None

    def _column(self, name: Field, rank: int = 1) -> Column | None:
        return next((c for c in self.columns.get(name, ()) if c.target.rank == rank), None)

    def _take(self, line: PersonLine, row: Row, name: Field, read: Callable[[Cell], Any], empty: Any) -> Any:
        """Read one cell; a refusal becomes the sentence of the line."""
        try:
            return read(self._cell(row, name))
        except ValueRefused as refused:
            line.errors.append(at_line(line.line, LABELS[name], str(refused)))
            return empty

    def _identity(self, line: PersonLine, row: Row) -> None:
        """Names, sex, birth. The name of birth is the one that is known, when only one is."""
        full = self._take(line, row, Field.FULL_NAME, read_full_name, None)
        birth = self._take(line, row, Field.BIRTH_NAME, read_names, None)
        used = self._take(line, row, Field.USED_NAME, read_names, None)
        names, first, doubt = full if full else (None, "", "")
        if doubt:
            line.remarks.append(f"À vérifier : {without_nir(doubt)}.")
        birth_name = (birth and birth.birth) or (names and names.birth) or ""
        used_name = (used and (used.used or used.birth)) or (birth and birth.used) or (names and names.used) or ""
        if not birth_name and used and used.used:
            birth_name = used.birth
        if not birth_name and used_name:
            birth_name, used_name = used_name, ""
        first_names = self._first_names(line, row) or first
        preferred = self._take(line, row, Field.PREFERRED_NAME, lambda cell: read_first_names(cell, 100), "")
        born = self._take(line, row, Field.BIRTH_DATE, self._birth, None)
        if born and born.doubt:
            line.remarks.append(f"À vérifier : {born.doubt}.")
        line.traits = Traits(
            birth_name=birth_name,
            first_names=first_names,
            used_name="" if fold(used_name) == fold(birth_name) else used_name,
            preferred_name=preferred if fold(preferred) != fold(first_names) else "",
            sex=self._take(line, row, Field.SEX, read_sex, Sex.UNKNOWN),
            birth_date=born.value if born else None,
            birth_precision=born.precision if born else Precision.UNKNOWN,
            birth_order=self._take(line, row, Field.BIRTH_ORDER, read_rank, None),
            birth_place=self._take(line, row, Field.BIRTH_PLACE, lambda cell: read_text(cell, 120), ""),
        )
        line.birth_place_code = self._take(line, row, Field.BIRTH_PLACE_CODE, read_place_code, "")
        if line.errors:
            return
        if doubt := place_doubt(line.birth_place_code, line.traits.birth_date, line.traits.birth_precision):
            line.remarks.append(doubt)
        if not birth_name:
            line.errors.append(at_line(line.line, LABELS[Field.BIRTH_NAME], "la case est vide. Écrivez le nom."))
        elif not first_names and not preferred:
            line.remarks.append("À vérifier : le prénom manque.")
        if not born:
            line.remarks.append("À vérifier : la date de naissance manque.")

    def _birth(self, cell: Cell) -> KnownDate | None:
        return read_date(cell, today=self.today, is_birth=True, elders=self.elders)

    def _first_names(self, line: PersonLine, row: Row) -> str:
        """First names may be spread over several columns."""
        names = []
        for column in self.columns.get(Field.FIRST_NAMES, ()):
            try:
                names.append(read_first_names(row.cells[column.index]))
            except ValueRefused as refused:
                line.errors.append(at_line(line.line, LABELS[Field.FIRST_NAMES], str(refused)))
        joined = ", ".join(filter(None, names))
        if len(joined) > LONGEST_LIST:
            said = f"les prénoms dépassent {LONGEST_LIST} lettres. Raccourcissez-les."
            line.errors.append(at_line(line.line, LABELS[Field.FIRST_NAMES], said))
            return ""
        return joined

    def _place(self, line: PersonLine, row: Row) -> None:
        """Where and since when she is accompanied, and her numbers."""
        line.finess = self._take(line, row, Field.FINESS, read_finess, "")
        line.facility = self._take(line, row, Field.FACILITY, lambda cell: read_text(cell, 200), "")
        line.unit = self._take(line, row, Field.UNIT, lambda cell: read_text(cell, 120), "")
        line.place = self._take(line, row, Field.PLACE, lambda cell: read_text(cell, 60), "")
        line.starts_on = self._take(line, row, Field.STARTS_ON, self._day, None)
        line.ends_on = self._take(line, row, Field.ENDS_ON, self._day, None)
        line.planned_ends_on = self._take(line, row, Field.PLANNED_ENDS_ON, self._day, None)
        for name, most in PATH.items():
            line.path[name] = self._take(line, row, name, lambda cell, most=most: read_text(cell, most), "")  # type: ignore[misc]
        for name, kind in NUMBERS.items():
            if number := self._take(line, row, name, lambda cell: read_text(cell, 40), ""):
                line.numbers[kind] = number
        start, end, birth = line.starts_on, line.ends_on, line.traits.birth_date
        if start and end and end.value < start.value:
            line.errors.append(
                at_line(line.line, LABELS[Field.ENDS_ON], "elle est avant la date d’entrée. Vérifiez les deux.")
            )
        if start and line.planned_ends_on and last_day(line.planned_ends_on) < start.value:
            said = "elle est avant la date d’entrée. Vérifiez les deux."
            line.errors.append(at_line(line.line, LABELS[Field.PLANNED_ENDS_ON], said))
        if start and birth and start.value < birth and line.traits.birth_precision == Precision.DAY:
            line.errors.append(
                at_line(line.line, LABELS[Field.STARTS_ON], "elle est avant la naissance. Vérifiez les deux.")
            )
        if start and start.precision != Precision.DAY:
            line.remarks.append(f"Date d’entrée incomplète : le {start.value:%d/%m/%Y} est retenu.")

    def _day(self, cell: Cell) -> KnownDate | None:
        return read_date(cell, today=self.today)

    def _around(self, line: PersonLine, row: Row) -> None:
        """Who to call, in order; the legal representative; the doctor; the referent. Their slips never refuse a line."""
        for rank in range(1, MOST_CONTACTS + 1):
            line.contacts.extend(self._contacts(line, row, rank))
        legal = self._legal(row)
        doctor = self._doctor(row)
        line.contacts.extend(contact for contact in (legal, doctor) if contact)
        line.key_worker = plain(self._cell(row, Field.KEY_WORKER))[:200]

    def _rights(self, line: PersonLine, row: Row) -> None:
        """Until when each right runs, and what is said of a measure. Their slips never refuse a line either."""
        found = read_rights(lambda name: self._cell(row, name), line.traits.birth_date, self.today)
        line.rights = found.rights
        line.remarks.extend(found.remarks)
        holder = next((contact.name for contact in line.contacts if contact.is_legal), "")
        line.measure = read_measure_line(lambda name: self._cell(row, name), holder, self.today, line.remarks)

    def _contacts(self, line: PersonLine, row: Row, rank: int) -> list[Contact]:
        """Everybody that the columns of one rank name."""
        columns = {name: self._column(name, rank) for name in CONTACT_FIELDS}
        if not any(columns.values()):
            return []
        text = {name: plain(row.cells[column.index]) if column else "" for name, column in columns.items()}
        name_cell = self._cell(row, Field.CONTACT_NAME, rank)
        found = read_contacts(name_cell) or ([Contact()] if any(text.values()) else [])
        if not found:
            return []
        first = found[0]
        said = text[Field.CONTACT_RELATION]
        titled = next((c.header for c in columns.values() if c and relation_in(c.header)), "") if not said else ""
        code = relation_in(said) or first.relation or relation_in(titled) or UNKNOWN
        phone, other = read_phones(self._cell(row, Field.CONTACT_PHONE, rank))
        email = text[Field.CONTACT_EMAIL]
        if email and (len(email) > 254 or not EMAIL.fullmatch(email)):
            line.remarks.append(f"Courriel illisible, laissé de côté : {quoted(without_nir(email))}.")
            email = ""
        full = " ".join(filter(None, (text[Field.CONTACT_FIRST_NAME], first.name)))
        label = said or first.relation_label
        found[0] = replace(
            first,
            name=without_nir(full or label or "Personne à prévenir")[:200],
            relation=code,
            relation_label=without_nir(label)[:120],
            phone=phone or first.phone,
            other_phone=other or (first.phone if phone and first.phone != phone else first.other_phone),
            email=email,
            address=without_nir(text[Field.CONTACT_ADDRESS])[:250],
            is_legal=code in LEGAL,
        )
        return [c if c.relation else replace(c, relation=UNKNOWN) for c in found if c.name]

    def _legal(self, row: Row) -> Contact | None:
        """Tutor or curator, from their own columns."""
        found = read_contacts(self._cell(row, Field.LEGAL_NAME))
        kind = plain(self._cell(row, Field.LEGAL_KIND))
        if not found:
            return None
        column = self._column(Field.LEGAL_NAME)
        code = relation_in(kind) or found[0].relation or (relation_in(column.header) if column else None)
        code = code if code in LEGAL else "TUTEUR"
        phone, other = read_phones(self._cell(row, Field.LEGAL_PHONE))
        return replace(
            found[0],
            name=found[0].name or "Représentant légal",
            relation=code,
            relation_label=kind[:120],
            phone=phone or found[0].phone,
            other_phone=other,
            is_legal=True,
        )

    def _doctor(self, row: Row) -> Contact | None:
        """The doctor is somebody to call, not an emergency contact."""
        found = read_contacts(self._cell(row, Field.DOCTOR_NAME))
        if not found or not found[0].name:
            return None
        phone, other = read_phones(self._cell(row, Field.DOCTOR_PHONE))
        return replace(
            found[0], relation=DOCTOR, relation_label="Médecin traitant", phone=phone or found[0].phone, other_phone=other,
            is_doctor=True,
        )  # fmt: skip
