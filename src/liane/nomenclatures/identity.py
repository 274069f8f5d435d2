"""Lists of identitovigilance copied as facts: moves of a status, papers that are seen, places of birth, family situations.

Each row carries its source, its edition and a mark of honesty: V read, M from memory, D our own choice.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from liane.nomenclatures.codes import read_rows
from liane.nomenclatures.communes import communes_of

ANY, SAME, FORBIDDEN = "*", "=", "INTERDIT"
_COG = re.compile(r"^(?:\d{2}|2[AB])\d{3}$")
OVERSEAS = ("97", "98")


@dataclass(frozen=True, slots=True)
class StatusMove:
    """One line of the transition table of the RNIV. `needed` and `barred`: attributes that must, or may not, be there."""

    before: str
    after: str
    event: str
    needed: frozenset[str]
    barred: frozenset[str]
    trigger: str
    guard: str
    effect: str
    source: str
    edition: str
    mark: str


@dataclass(frozen=True, slots=True)
class IdentityDocument:
    """A paper by which an identity is checked; `is_high`: enough to validate."""

    code: str
    label: str
    detail: str
    is_high: bool
    fr_core: str
    source: str
    edition: str
    mark: str


def _set(text: str) -> frozenset[str]:
    return frozenset(part for part in text.split("|") if part)


@lru_cache(maxsize=1)
def status_moves() -> tuple[StatusMove, ...]:
    """Every move of the table."""
    return tuple(
        StatusMove(
            row["de"], row["vers"], row["evenement"], _set(row["requis"]), _set(row["exclus"]), row["declencheur"],
            row["garde"], row["effet"], row["source"], row["edition"], row["marque"],
        )
        for row in read_rows("ins_status_transitions.csv")
    )  # fmt: skip


@lru_cache(maxsize=1)
def identity_documents() -> dict[str, IdentityDocument]:
    """Papers by code, those that validate first."""
    return {
        row["code"]: IdentityDocument(
            row["code"], row["libelle"], row["precision"], row["niveau"] == "HAUT", row["fr_core"], row["source"], row["edition"],
            row["marque"],
        )
        for row in read_rows("identity_documents.csv")
    }  # fmt: skip


@lru_cache(maxsize=1)
def family_situations() -> dict[str, str]:
    """Labels by code."""
    return {row["code"]: row["libelle"] for row in read_rows("family_situations.csv")}


@lru_cache(maxsize=1)
def birth_places() -> dict[str, str]:
    """Départements and countries by code."""
    return {row["code"]: row["libelle"] for row in read_rows("birth_places.csv")}


def department_of(code: str) -> str:
    """The département of a commune code («13055» → «13», «97411» → «974»); empty for a country."""
    if not _COG.match(code) or code.startswith("99"):
        return ""
    return code[:3] if code.startswith(OVERSEAS) else code[:2]


def place_fault(code: str) -> str:
    """Why this code of a place of birth never existed; empty when it may exist.

    Old codes are codes: somebody born at Saint-Denis in 1950 was born in 75066. Overseas and abroad, where the list of former
    codes is not whole, what cannot be is refused and the rest is only to be checked (`people.ins.places`).
    """
    if not _COG.match(code):
        return "Un code de lieu a 5 caractères\u00a0: 13055 pour Marseille, 99352 pour l’Algérie."
    if code.startswith("99"):
        if code == "99999" or code[2] in "12345":
            return ""
        return f"Aucun pays ne porte le code {code}. Vérifiez le code, ou écrivez 99999 si le lieu n’est pas connu."
    if code.startswith(OVERSEAS):
        department = department_of(code)
        if department not in birth_places():
            return f"Aucun département ne porte le numéro {department}. Vérifiez le code du lieu."
        if int(code[3:]) > 0:
            return ""
    elif communes_of(code):
        return ""
    return f"Aucune commune n’a porté le code {code} depuis 1943. Vérifiez le code du lieu."
