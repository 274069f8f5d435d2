"""The INS on what leaves the house: one text for the datamatrix, one block for the paper, both through `policies.releasable`."""

from typing import Any

from liane.people.enums import Sex
from liane.people.ins.datamatrix import first_names_field, written
from liane.people.ins.drawing import TO_SCAN, svg
from liane.people.ins.matricule import OIDS, read_matricule
from liane.people.ins.names import NameRefused, for_the_service
from liane.people.ins.policies import releasable
from liane.people.models import Person


def code_text(person: Person) -> str:
    """The text of her INS datamatrix; empty unless her identity is qualified."""
    ins = releasable(person)
    if ins is None or person.birth_date is None:
        return ""
    try:
        return written(
            matricule=ins.matricule, oid=ins.oid, first_names=person.first_names, birth_name=person.birth_name,
            sex=person.sex, birth_date=person.birth_date, place_code=person.birth_place_code,
        )  # fmt: skip
    except NameRefused:  # a sign that the format does not know: no code rather than a wrong one
        return ""


def paper_block(person: Person) -> dict[str, Any] | None:
    """What the first page of a health document says of a qualified identity (EXI DIF 02), with its drawing."""
    ins, text = releasable(person), code_text(person)
    if ins is None or not text or person.birth_date is None:
        return None
    lines = (
        ("Matricule INS", f"{read_matricule(ins.matricule).shown} ({OIDS[ins.oid]})"),
        ("Nom de naissance", for_the_service(person.birth_name)),
        ("Prénoms", first_names_field(person.first_names)),
        ("Sexe", Sex(person.sex).label),
        ("Né(e) le", f"{person.birth_date:%d/%m/%Y}"),
        ("Code du lieu", person.birth_place_code),
    )
    return {
        "lines": [{"label": label, "text": said} for label, said in lines],
        "drawing": svg(text),
        "caption": TO_SCAN,
    }
