"""Propose what each column of a list is, from its title and from what it holds. A human being decides."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import IntEnum
from typing import Any

from liane.kit.tables import Cell, Formula, Table
from liane.kit.text import clean_line, fold
from liane.people.importing.dates import read_date
from liane.people.importing.fields import (
    CONTACT_FIELDS,
    IGNORED,
    LEFT_OUT,
    MOST_CONTACTS,
    RIGHT_FIELDS,
    Field,
    Target,
)
from liane.people.importing.headers import NEXT, Reading, read_header
from liane.people.importing.nir import has_nir, without_nir
from liane.people.importing.refusals import ValueRefused, quoted
from liane.people.importing.rights import is_right
from liane.people.importing.values import FEMALE, MALE, PHONE, plain, read_finess, read_rank

DATED = (
    Field.BIRTH_DATE, Field.STARTS_ON, Field.ENDS_ON, Field.PLANNED_ENDS_ON, Field.MEASURE_STARTS, Field.MEASURE_ENDS,
)  # fmt: skip
SAMPLE = 200
EXAMPLES = 3
FEW_RANKS, LARGEST_FAMILY = 5, 12
SEVERAL = frozenset({Field.IGNORED, Field.FIRST_NAMES, Field.NIR, Field.PHONE, Field.ADDRESS, Field.EMAIL, Field.AGE})


class Certainty(IntEnum):
    """How far a proposal may be trusted; a page shows the doubtful ones first."""

    NONE = 0
    GUESS = 1
    LIKELY = 2
    SURE = 3


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the file and what it is taken for; `examples` never show a social security number."""

    index: int
    header: str
    target: Target
    certainty: Certainty
    why: str
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mapping:
    """What every column is taken for, with the remarks that a human being should read."""

    columns: tuple[Column, ...]
    notes: tuple[str, ...] = ()

    def of(self, field: Field, rank: int = 1) -> list[int]:
        """Columns that hold a field, in the order of the file."""
        return [c.index for c in self.columns if c.target == Target(field, rank)]

    def with_targets(self, targets: dict[int, Target]) -> "Mapping":
        """The same mapping once a human being has chosen."""
        columns = tuple(
            replace(column, target=targets.get(column.index, column.target), certainty=Certainty.SURE)
            for column in self.columns
        )
        return Mapping(columns, _notes(columns))

    @property
    def missing(self) -> list[str]:
        """What nobody can do without, in words."""
        has = {column.target.field for column in self.columns}
        missing = []
        if not has & {Field.BIRTH_NAME, Field.USED_NAME, Field.FULL_NAME}:
            missing.append("Indiquez quelle colonne contient le nom.")
        if not has & {Field.FIRST_NAMES, Field.PREFERRED_NAME, Field.FULL_NAME}:
            missing.append("Indiquez quelle colonne contient le prénom.")
        return missing


def propose_mapping(table: Table, today: date) -> Mapping:
    """Read every title, look at what the column holds, and settle the conflicts."""
    samples = [_sample(table, index) for index in range(len(table.headers))]
    readings = [read_header(header) for header in table.headers]
    columns = []
    ranks = _ContactRanks()
    for index, (header, reading, sample) in enumerate(zip(table.headers, readings, samples, strict=True)):
        target, certainty, why = _by_title(reading, ranks)
        target, certainty, why = _by_content(target, certainty, why, sample, today)
        examples = tuple(_example(cell) for cell in dict.fromkeys(sample[:20]))[:EXAMPLES]
        columns.append(Column(index, header, target, certainty, why, examples))
    columns = _settle_names(columns, readings, samples)
    columns = _one_each(columns)
    return Mapping(tuple(columns), _notes(columns))


class _ContactRanks:
    """Gives each person around her own rank, in the order of the columns."""

    def __init__(self) -> None:
        self.ranks: dict[str, int] = {}
        self.seen: set[tuple[str, Field]] = set()
        self.current = ""

    def rank(self, group: str, field: Field) -> int:
        """Rank of a contact; the same title twice is a second person."""
        name = self.current or group if group == NEXT else group
        while (name, field) in self.seen:
            name += "+"
        self.seen.add((name, field))
        self.current = name
        return self.ranks.setdefault(name, len(self.ranks) + 1)


def _by_title(reading: Reading | None, ranks: _ContactRanks) -> tuple[Target, Certainty, str]:
    """What the title says."""
    if reading is None:
        ranks.current = ""
        return IGNORED, Certainty.NONE, "titre inconnu"
    field, group = reading.field, reading.group
    if field in (Field.PHONE, Field.EMAIL, Field.ADDRESS) and ranks.current:
        field = {
            Field.PHONE: Field.CONTACT_PHONE,
            Field.EMAIL: Field.CONTACT_EMAIL,
            Field.ADDRESS: Field.CONTACT_ADDRESS,
        }[field]
        group = NEXT
    if field in CONTACT_FIELDS:
        rank = ranks.rank(group, field)
        if rank > MOST_CONTACTS:
            return IGNORED, Certainty.LIKELY, f"plus de {MOST_CONTACTS} personnes à prévenir"
        return Target(field, rank), Certainty.SURE if reading.exact else Certainty.LIKELY, "d’après le titre"
    ranks.current = ""
    certain = reading.exact and not reading.generic
    return Target(field), Certainty.SURE if certain else Certainty.LIKELY, "d’après le titre"


def _by_content(
    target: Target, certainty: Certainty, why: str, sample: list[Cell], today: date
) -> tuple[Target, Certainty, str]:
    """What the cells say: they may warn, help when the title says nothing, and always unmask a NIR."""
    texts = [plain(cell) for cell in sample if not isinstance(cell, Formula)]
    if target.field is not Field.NIR and texts and _share(texts, has_nir) > 0.3:
        return Target(Field.NIR), Certainty.SURE, "d’après le contenu : des numéros de Sécurité sociale"
    if not texts:
        return target, min(certainty, Certainty.LIKELY), "colonne vide" if not sample else why
    if target.field in RIGHT_FIELDS and _share(sample, lambda cell: is_right(cell, today)) < 0.5:
        return IGNORED, Certainty.GUESS, "son titre dit un droit, mais on n’y lit ni date, ni oui ou non"
    if target.field is Field.BIRTH_ORDER:
        return _by_rank(target, certainty, why, texts)
    if target.field in DATED:
        if _share(sample, lambda cell: _is_date(cell, today)) < 0.5:
            return target, Certainty.GUESS, "d’après le titre, mais peu de dates lisibles"
        return target, certainty, why
    if target.field is not Field.IGNORED:
        return target, certainty, why
    if _share(texts, lambda text: fold(text) in FEMALE | MALE) > 0.9 and len(set(texts)) <= 6:
        return Target(Field.SEX), Certainty.GUESS, "d’après le contenu"
    if _share(texts, _is_finess) > 0.9:
        return Target(Field.FINESS), Certainty.GUESS, "d’après le contenu"
    if _share(sample, lambda cell: isinstance(cell, date) or _is_old_date(cell, today)) > 0.8 and _births(
        sample, today
    ):
        return Target(Field.BIRTH_DATE), Certainty.GUESS, "d’après le contenu"
    if _share(texts, lambda text: bool(PHONE.fullmatch(text))) > 0.8:
        return Target(Field.PHONE), Certainty.GUESS, "d’après le contenu"
    return target, certainty, why


def _by_rank(target: Target, certainty: Certainty, why: str, texts: list[str]) -> tuple[Target, Certainty, str]:
    """The rank in the register of a day; a house may mean the first, second or third child of a family."""
    if _share(texts, _is_rank) < 0.5:
        return IGNORED, Certainty.GUESS, "son titre dit un rang, mais on n’y lit pas de nombre de 1 à 999"
    if len(texts) >= FEW_RANKS and all(_is_rank(text) and int(text) <= LARGEST_FAMILY for text in texts):
        return IGNORED, Certainty.GUESS, "ces nombres ressemblent au rang dans la fratrie, pas à celui du registre"
    return target, certainty, why


def _settle_names(columns: list[Column], readings: Sequence[Reading | None], samples: list[list[Cell]]) -> list[Column]:
    """«Nom» alone is the name of birth, unless another column says so; «Nom» that holds both is told apart."""
    fields = [column.target.field for column in columns]
    generic = [
        column.index
        for column, reading in zip(columns, readings, strict=True)
        if reading and reading.generic and column.target.field is Field.BIRTH_NAME
    ]
    settled = list(columns)
    if generic and fields.count(Field.BIRTH_NAME) > len(generic) and Field.USED_NAME not in fields:
        first = generic[0]
        settled[first] = replace(
            settled[first], target=Target(Field.USED_NAME), why="un autre titre dit «\u00a0de naissance\u00a0»"
        )
    no_first = not {Field.FIRST_NAMES, Field.PREFERRED_NAME, Field.FULL_NAME} & set(fields)
    if no_first and len(generic) == 1:
        texts = [plain(cell) for cell in samples[generic[0]]]
        if texts and _share(texts, lambda text: " " in text) > 0.7:
            settled[generic[0]] = replace(
                settled[generic[0]], target=Target(Field.FULL_NAME), certainty=Certainty.GUESS, why="d’après le contenu"
            )
    if Field.FIRST_NAMES not in fields and Field.PREFERRED_NAME in fields and Field.FULL_NAME not in fields:
        index = fields.index(Field.PREFERRED_NAME)
        settled[index] = replace(settled[index], target=Target(Field.FIRST_NAMES), certainty=Certainty.LIKELY)
    return settled


def _one_each(columns: list[Column]) -> list[Column]:
    """Two columns cannot both be the birth date: the surest stays, the others are left to the human being."""
    best: dict[Target, int] = {}
    for column in columns:
        if column.target.field in SEVERAL:
            continue
        holder = best.get(column.target)
        if holder is None or column.certainty > columns[holder].certainty:
            best[column.target] = column.index
    settled = []
    for column in columns:
        if column.target.field in SEVERAL or best[column.target] == column.index:
            settled.append(column)
        else:
            other = columns[best[column.target]].header
            settled.append(
                replace(column, target=IGNORED, certainty=Certainty.GUESS, why=f"déjà lu dans {quoted(other)}")
            )
    return settled


def _notes(columns: Sequence[Column]) -> tuple[str, ...]:
    """What is left out, and why: nothing leaves in silence."""
    notes = [
        f"Colonne {quoted(column.header)} : {LEFT_OUT[column.target.field]}"
        for column in columns
        if column.target.field in LEFT_OUT
    ]
    unread = [quoted(column.header) for column in columns if column.target.field is Field.IGNORED and column.examples]
    if unread:
        notes.append(f"Colonnes non importées : {', '.join(unread)}.")
    fields = {column.target.field for column in columns}
    if Field.BIRTH_NAME in fields and Field.USED_NAME not in fields:
        header = next(column.header for column in columns if column.target.field is Field.BIRTH_NAME)
        if fold(header) == "NOM":
            notes.append(
                "La colonne «\u00a0Nom\u00a0» est lue comme le nom de naissance. Corrigez si c’est le nom d’usage."
            )
    return tuple(notes)


def _sample(table: Table, index: int) -> list[Cell]:
    """The first filled cells of a column."""
    cells: list[Cell] = []
    for row in table.rows:
        if row.cells[index] not in (None, ""):
            cells.append(row.cells[index])
            if len(cells) >= SAMPLE:
                break
    return cells


def _example(cell: Cell) -> str:
    """A cell as a page may show it: short, and without any social security number."""
    if isinstance(cell, Formula):
        return "formule"
    if isinstance(cell, datetime | date):
        return f"{cell:%d/%m}/{cell.year:04d}"
    text = without_nir(clean_line(str(cell)))
    return text if len(text) <= 40 else text[:39] + "…"


def _share(items: Sequence[Any], test: Callable[[Any], bool]) -> float:
    """Part of the items that pass a test."""
    return sum(1 for item in items if test(item)) / len(items) if items else 0.0


def _is_rank(text: str) -> bool:
    try:
        return read_rank(text) is not None
    except ValueRefused:
        return False


def _is_finess(text: str) -> bool:
    try:
        return bool(read_finess(text)) and len(text) >= 8
    except ValueRefused:
        return False


def _is_date(cell: Cell, today: date) -> bool:
    try:
        return read_date(cell, today=today) is not None
    except ValueRefused:
        return False


def _is_old_date(cell: Cell, today: date) -> bool:
    """A text with separators or a typed date; a bare number may be anything."""
    return isinstance(cell, str) and any(sign in cell for sign in "/-. ") and _is_date(cell, today)


def _births(sample: list[Cell], today: date) -> bool:
    """Dates spread over more than twelve years are births rather than entries."""
    years = sorted(
        found.value.year for cell in sample if _is_date(cell, today) and (found := read_date(cell, today=today))
    )
    return bool(years) and years[-1] - years[0] > 12
