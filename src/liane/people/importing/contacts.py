"""People around the person, often typed in one cell: «Mme Belkacem Leïla (sœur) 06 12 34 56 78»."""

import re
from dataclasses import dataclass

from liane.kit.tables import Cell
from liane.kit.text import clean, clean_line, fold
from liane.people.importing.nir import without_nir
from liane.people.importing.relations import WORDS, relation_in
from liane.people.importing.values import PHONE, plain, shown_phone

SEPARATORS = re.compile(r"\n+|\s*;\s*|\s+/\s+(?=\D{4,})")
PARTS = re.compile(r"\s*[,:()\[\]]+\s*|\s+[-–]\s*|\s*[-–]\s+")
POSSESSIVE = re.compile(r"\A(?:SA|SON|SES|LA|LE) ")
PHONE_WORDS = re.compile(
    r"\b(?:t[ée]l(?:[ée]phone)?|port(?:able)?|mobile|fixe|dom(?:icile)?)\b\.?\s*:?\s*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to call, as far as the list tells."""

    name: str = ""
    relation: str = ""
    relation_label: str = ""
    phone: str = ""
    other_phone: str = ""
    email: str = ""
    address: str = ""
    is_legal: bool = False
    is_doctor: bool = False


def read_contacts(cell: Cell) -> list[Contact]:
    """Everybody named in one cell, in the order of the cell."""
    if not plain(cell):
        return []
    pieces = [piece for piece in SEPARATORS.split(clean(str(cell)).strip()) if piece.strip(" -/;,")]
    contacts: list[Contact] = []
    for piece in pieces:
        contact = _one(clean_line(without_nir(piece)))
        if contact.name or not contacts:
            contacts.append(contact)
        elif contact.phone and not contacts[-1].phone:
            last = contacts.pop()
            contacts.append(Contact(last.name, last.relation, last.relation_label, contact.phone, contact.other_phone))
    return contacts


def _one(text: str) -> Contact:
    """One person: telephones out, relation out, the rest is the name."""
    phones = [shown_phone(match.group(0)) for match in PHONE.finditer(text)]
    rest = PHONE_WORDS.sub("", PHONE.sub(" ", text))
    code, label = "", ""
    names = []
    for part in filter(None, (part.strip(" -–;/.") for part in PARTS.split(rest))):
        found = _relation(part, in_brackets=f"({part}" in rest)
        if found and not code:
            code, label = found, part
        else:
            names.append(part)
    return Contact(
        name=", ".join(names)[:200],
        relation=code,
        relation_label=label[:120],
        phone=phones[0] if phones else "",
        other_phone=phones[1] if len(phones) > 1 else "",
    )


def _relation(part: str, *, in_brackets: bool) -> str | None:
    """A part is a relation when it says nothing else; between brackets it may say a little more."""
    if in_brackets:
        return relation_in(part)
    return WORDS.get(POSSESSIVE.sub("", fold(part)))
