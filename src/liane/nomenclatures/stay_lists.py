"""Lists of a stay, copied as facts: how one comes in and goes out, why one is away, which contract, what follows an exit.

`certainty` is the honesty mark of the row: V read, V° read in an old edition, M from memory, D our own design.
"""

from dataclasses import dataclass
from functools import lru_cache

from liane.nomenclatures.codes import read_rows

MOVE, NEVER_CAME, HOSPITAL = "MOVE", "NEVER_CAME", "HOSPITAL"


@dataclass(frozen=True, slots=True)
class EntryMode:
    """From where somebody comes (F-024); `asks_origin`: the name of that place is worth asking."""

    code: str
    label: str
    asks_origin: bool
    national_code: str
    national_system: str
    certainty: str


@dataclass(frozen=True, slots=True)
class ExitMode:
    """How somebody leaves (F-024); `asks_destination`: one says where."""

    code: str
    label: str
    asks_destination: bool
    is_death: bool
    national_code: str
    national_system: str
    certainty: str


@dataclass(frozen=True, slots=True)
class AbsenceMotive:
    """Why somebody is away (F-065). `presence` is what lists show; `keeps_place`: under 72 h the day still counts as
    occupied (formula A-03); `leaving` and `back` are the lines of the fil; `asks_note`:
    coming back asks for a note (document type 60280-5, J07)."""

    code: str
    label: str
    presence: str
    keeps_place: bool
    leaving: str
    back: str
    asks_note: bool
    certainty: str


@dataclass(frozen=True, slots=True)
class ContractKind:
    """Contrat de séjour, DIPC…, with the article that asks for it."""

    code: str
    label: str
    article: str
    certainty: str


@dataclass(frozen=True, slots=True)
class FollowUpRule:
    """So many months after the exit, the facility asks what has become of the young person."""

    category: str
    months: int
    article: str
    certainty: str


@lru_cache(maxsize=1)
def entry_modes() -> dict[str, EntryMode]:
    """By code, in the order of the file."""
    return {
        r["code"]: EntryMode(
            r["code"], r["libelle"], r["provenance"] == "oui", r["code_nos"], r["systeme_nos"], r["certitude"]
        )
        for r in read_rows("stay_entry_modes.csv")
    }


@lru_cache(maxsize=1)
def exit_modes() -> dict[str, ExitMode]:
    """By code, in the order of the file."""
    return {
        r["code"]: ExitMode(
            r["code"], r["libelle"], r["destination"] == "oui", r["deces"] == "oui", r["code_nos"], r["systeme_nos"],
            r["certitude"],
        )
        for r in read_rows("stay_exit_modes.csv")
    }  # fmt: skip


@lru_cache(maxsize=1)
def absence_motives() -> dict[str, AbsenceMotive]:
    """By code, in the order of the file."""
    return {
        r["code"]: AbsenceMotive(
            r["code"], r["libelle"], r["presence"], r["ouvre_occupation"] == "oui", r["depart"], r["retour"],
            r["note_retour"] == "oui", r["certitude"],
        )
        for r in read_rows("absence_motives.csv")
    }  # fmt: skip


@lru_cache(maxsize=1)
def contract_kinds() -> dict[str, ContractKind]:
    """By code, in the order of the file."""
    return {
        r["code"]: ContractKind(r["code"], r["libelle"], r["article"], r["certitude"])
        for r in read_rows("stay_contracts.csv")
    }


@lru_cache(maxsize=1)
def follow_up_rules() -> tuple[FollowUpRule, ...]:
    """Every rule of following after an exit, by FINESS category of the facility."""
    return tuple(
        FollowUpRule(r["categorie"], int(r["mois"]), r["article"], r["certitude"])
        for r in read_rows("stay_follow_ups.csv")
    )
