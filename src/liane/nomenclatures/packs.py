"""Sector packs: the words, targets, flags and shifts a kind of house uses, read from files a professional can correct.

A sector is never an `if` in the code (architecture §2): it is one TOML file of `packs/`, with an edition and a source.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from liane.nomenclatures.entitlements import kinds

FOLDER = Path(__file__).parent / "packs"
VOLETS = ("ADMIN", "SUPPORT", "CARE", "PSY", "SOCIAL", "JUDICIAL", "FAMILY")
IDENTITIES = ("health", "social", "anonymous")
FLAG_KINDS = ("DANGER", "COMMUNICATION", "LEGAL", "IDENTITY")
# Codes of the roles proposed to a new organisme (access/data/roles.toml): who is asked to read.
ROLES = (
    "aes", "aide_soignant", "educateur", "moniteur", "ide", "medecin", "psychologue", "assistante_sociale",
    "chef_de_service", "directeur", "secretaire", "tisf",
)  # fmt: skip
ICONS = (
    "alerte", "balance", "bouclier", "cadenas", "coeur", "famille", "gens", "message", "oeil", "papier", "poids", "repas", "son",
)  # fmt: skip

# Parts of an admission, in the order in which they are proposed (ux §6, screen 18).
PARTS = {
    "decision": "La décision",
    "identite": "Son identité",
    "contacts": "Son entourage",
    "droits": "Ses droits",
    "besoins": "Ses premiers besoins",
    "papiers": "Les papiers",
    "arrivee": "Le jour de l’arrivée",
}


class PackError(Exception):
    """A pack file that cannot be used; the sentence names the file, the line of the pack and what to correct."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The house's own words; nothing else changes name from one sector to another (ux.md §4)."""

    person: str
    person_feminine: str
    persons: str
    referent: str
    referent_feminine: str
    unit: str
    place: str
    project: str


@dataclass(frozen=True, slots=True)
class Focus:
    """One usual answer to «De quoi s’agit-il ?», with the volet it belongs to and the trades asked to read it."""

    code: str
    label: str
    volet: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flag:
    """One usual «À savoir avant d’agir»; kinds are shown danger first, identity last."""

    code: str
    kind: str
    label: str
    icon: str


@dataclass(frozen=True, slots=True)
class Shift:
    """Usual hours of a team. A night starts one day and ends the next."""

    code: str
    name: str
    start: time
    end: time

    @property
    def spans_midnight(self) -> bool:
        """True for a night: its end is read on the following day."""
        return self.end <= self.start


@dataclass(frozen=True, slots=True)
class Question:
    """One question of «L’essentiel», with what helps to answer it."""

    code: str
    label: str
    hint: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence with gaps («phrase à trous»), for someone who would rather not start from nothing."""

    code: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """One task of an admission, in one of its parts, with what helps to do it together with the person."""

    code: str
    part: str
    label: str
    hint: str


@dataclass(frozen=True, slots=True)
class Expected:
    """A right or a paper that this sector expects in a record, and why. `papers`: sorts of papers of the room documents."""

    code: str
    label: str
    why: str
    volet: str
    rights: tuple[str, ...]
    papers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything that changes from one sector to another."""

    code: str
    name: str
    edition: str
    date: date
    source: str
    finess_categories: tuple[str, ...]
    vocabulary: Vocabulary
    focuses: tuple[Focus, ...]
    flags: tuple[Flag, ...]
    shifts: tuple[Shift, ...]
    questions: tuple[Question, ...]
    phrases: tuple[Phrase, ...]
    expected: tuple[Expected, ...]
    admission: tuple[Step, ...]
    identity: str = "social"  # how strict: see people.ins.policies.regime_of

    def focus(self, code: str) -> Focus | None:
        """The target of that code, or None when the house wrote its own words."""
        return next((focus for focus in self.focuses if focus.code == code), None)


@cache
def load_pack(code: str) -> Pack:
    """The pack of that code, read once. Raises PackError with a sentence a professional understands."""
    path = FOLDER / f"{code}.toml"
    if not code.isidentifier() or not path.is_file():
        raise PackError(f"Le secteur «\u00a0{code}\u00a0» n’existe pas. Connus\u00a0: {', '.join(pack_codes())}.")
    return read_pack(path)


@lru_cache(maxsize=1)
def all_packs() -> tuple[Pack, ...]:
    """Every pack, in alphabetical order of code."""
    return tuple(load_pack(code) for code in pack_codes())


@cache
def pack_of_category(category: str) -> Pack | None:
    """The pack proposed for a facility of that FINESS category, or None when no pack claims it."""
    return next((pack for pack in all_packs() if category in pack.finess_categories), None)


def pack_codes() -> list[str]:
    """Codes of the packs present in the folder."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def read_pack(path: Path) -> Pack:
    """Reads and checks one file; a house may keep its own beside ours."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise PackError(f"{path.name}\u00a0: le fichier ne se lit pas ({problem}).") from problem
    head = _table(path, raw, "pack")
    if head.get("code") != path.stem:
        raise PackError(
            f"{path.name}\u00a0: le code du secteur doit être «\u00a0{path.stem}\u00a0», comme le nom du fichier."
        )
    pack = Pack(
        **_fields(path, "pack", head, code=str, name=str, edition=str, date=date, source=str),
        finess_categories=tuple(_strings(path, "pack", head, "finess_categories")),
        vocabulary=Vocabulary(
            **_fields(
                path,
                "vocabulary",
                raw.get("vocabulary", {}),
                **Vocabulary.__annotations__,
            )
        ),
        focuses=tuple(
            Focus(
                code,
                **_fields(path, code, row, label=str, volet=str),
                roles=tuple(_strings(path, code, row, "roles")),
            )
            for code, row in _rows(path, raw, "focus")
        ),
        flags=tuple(_each(path, raw, "flag", Flag, kind=str, label=str, icon=str)),
        shifts=tuple(_each(path, raw, "shift", Shift, name=str, start=time, end=time)),
        questions=tuple(_each(path, raw, "question", Question, label=str, hint=str)),
        phrases=tuple(_each(path, raw, "phrase", Phrase, label=str, text=str)),
        expected=tuple(_expected(path, code, row) for code, row in _rows(path, raw, "expected")),
        admission=tuple(_each(path, raw, "admission", Step, part=str, label=str, hint=str)),
        identity=str(head.get("identity", "social")),
    )
    _check_choices(path, pack)
    return pack


def _expected(path: Path, code: str, row: dict[str, Any]) -> Expected:
    rights, papers = (tuple(_strings(path, code, row, name)) for name in ("rights", "papers"))
    return Expected(code, **_fields(path, code, row, label=str, why=str, volet=str), rights=rights, papers=papers)


def _check_choices(path: Path, pack: Pack) -> None:
    _among(path, "pack", "régime d’identité", pack.identity, IDENTITIES)
    for focus in pack.focuses:
        _among(path, focus.code, "volet", focus.volet, VOLETS)
        for role in focus.roles:
            _among(path, focus.code, "métier", role, ROLES)
    for step in pack.admission:
        _among(path, step.code, "partie", step.part, tuple(PARTS))
    for flag in pack.flags:
        _among(path, flag.code, "genre", flag.kind, FLAG_KINDS)
        _among(path, flag.code, "icône", flag.icon, ICONS)
    for one in pack.expected:
        _among(path, one.code, "volet", one.volet, VOLETS)
        for right in one.rights:
            _among(path, one.code, "droit", right, tuple(kinds()))


def _among(path: Path, row: str, what: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise PackError(
            f"{path.name}, «\u00a0{row}\u00a0»\u00a0: {what} «\u00a0{value}\u00a0» inconnu. Possibles\u00a0: {', '.join(allowed)}."
        )


def _table(path: Path, raw: dict[str, Any], name: str) -> dict[str, Any]:
    table = raw.get(name)
    if not isinstance(table, dict) or not table:
        raise PackError(f"{path.name}\u00a0: la partie [{name}] manque ou elle est vide.")
    return table


def _rows(path: Path, raw: dict[str, Any], name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for code, row in _table(path, raw, name).items():
        if not isinstance(row, dict):
            raise PackError(
                f"{path.name}, «\u00a0{code}\u00a0»\u00a0: écrivez la ligne entre accolades, comme ses voisines."
            )
        yield code, row


def _each(path: Path, raw: dict[str, Any], name: str, made: type, /, **types: type) -> Iterator[Any]:
    for code, row in _rows(path, raw, name):
        yield made(code, **_fields(path, code, row, **types))


def _fields(path: Path, where: str, row: dict[str, Any], /, **types: type) -> dict[str, Any]:
    for key, kind in types.items():
        if not isinstance(row.get(key), kind) or row[key] == "":
            raise PackError(
                f"{path.name}, «\u00a0{where}\u00a0»\u00a0: «\u00a0{key}\u00a0» manque ou n’a pas la forme attendue."
            )
    return {key: row[key] for key in types}


def _strings(path: Path, where: str, row: dict[str, Any], key: str) -> list[str]:
    value = row.get(key)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise PackError(
            f"{path.name}, «\u00a0{where}\u00a0»\u00a0: «\u00a0{key}\u00a0» doit être une liste entre crochets."
        )
    return value
