"""Rights and measure of a line: «31/08/2027», «oui», «sans limite», «curatelle renforcée». Nothing is written here."""

import calendar
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from liane.kit.tables import Cell, Formula
from liane.kit.text import fold
from liane.nomenclatures.legal_measures import measure_kinds
from liane.people.entitlements.rules import RightDraft
from liane.people.enums import Precision
from liane.people.importing.dates import EXAMPLE, KnownDate, read_date
from liane.people.importing.fields import LABELS, RIGHT_FIELDS, Field
from liane.people.importing.refusals import ValueRefused
from liane.people.importing.values import plain
from liane.people.protection.data import MeasureDraft

NOTE = "Repris d’un tableau."
ADULT = 20  # our choice, not a text: between eighteen and twenty-two the line is to be checked
KINDS: dict[Field, str] = {
    Field.RIGHT_AAH: "aah", Field.RIGHT_AEEH: "aeeh", Field.RIGHT_PCH: "pch", Field.RIGHT_CMI: "cmi", Field.RIGHT_RQTH: "rqth",
    Field.RIGHT_ALD: "ald", Field.RIGHT_AMC: "amc", Field.RIGHT_CSS: "amc", Field.RIGHT_AME: "ame", Field.RIGHT_APA: "apa",
    Field.RIGHT_ASH: "ash", Field.RIGHT_HOUSING: "aide_logement", Field.RIGHT_SIAO: "siao",
    Field.RIGHT_RESIDENCE: "titre_sejour", Field.RIGHT_PAPER: "piece_identite",
}  # fmt: skip
_YES = frozenset("OUI O OK YES ACQUIS ACQUISE VALIDE ACCORDE ACCORDEE".split())
_NO = frozenset(
    ("NON", "N", "PAS DE DROIT", "NEANT", "AUCUN", "AUCUNE", "NON CONCERNE", "NON CONCERNEE", "REFUS", "REFUSE")
)
_ENDLESS = frozenset(
    ("SANS LIMITE", "SANS LIMITE DE DUREE", "ILLIMITE", "ILLIMITEE", "A VIE", "DEFINITIF", "DEFINITIVE", "PERMANENT", "PERMANENTE")
)  # fmt: skip
# What a list says of a measure → its code; None when the words are those of two measures.
_MEASURES: dict[str, str | None] = {
    "CURATELLE RENFORCEE": "curatelle_renforcee", "CURATELLE AGGRAVEE": "curatelle_renforcee", "CR": "curatelle_renforcee",
    "CURATELLE SIMPLE": "curatelle_simple", "CURATELLE": None, "TUTELLE": "tutelle", "SAUVEGARDE DE JUSTICE": "sauvegarde",
    "SAUVEGARDE": "sauvegarde", "HABILITATION FAMILIALE": None, "MAJ": "maj", "MASP": "masp", "MAJPM": None,
    "MANDAT DE PROTECTION FUTURE": "mandat_protection_future", "AEMO": "aemo", "AED": "aed", "OPP": "opp",
    "PLACEMENT": "placement_judiciaire", "PUPILLE": "pupille_etat", "AEMO RENFORCEE": "aemo_renforcee",
}  # fmt: skip


@dataclass(slots=True)
class RightsLine:
    """What one line says of rights: what may be kept, and the remarks."""

    rights: list[RightDraft] = field(default_factory=list)
    measure: MeasureDraft | None = None
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """What a line says of a measure: its words, who exercises it, since when, until when."""

    said: str = ""
    holder: str = ""
    starts_on: KnownDate | None = None
    ends_on: KnownDate | None = None


def is_right(cell: Cell, today: date) -> bool:
    """Does this cell say until when, or yes or no?"""
    try:
        return not isinstance(cell, Formula) and _until(cell, today) is not None
    except ValueRefused:
        return False


@dataclass(frozen=True, slots=True)
class _Until:
    """The last day of a right, or what is known instead."""

    on: date | None = None
    is_held: bool = True
    is_endless: bool = False
    doubt: str = ""


def _until(cell: Cell, today: date) -> _Until | None:
    """None: the cell is empty. ValueRefused: it says something else."""
    said = fold(plain(cell))
    if said in _YES:
        return _Until()
    if said in _NO:
        return _Until(is_held=False)
    if said in _ENDLESS:
        return _Until(is_endless=True)
    if isinstance(cell, str) and not said:
        return None
    found = read_date(cell, today=today)
    if found is None:
        return None
    if found.value < date(today.year - 10, 1, 1):
        raise ValueRefused(f"le {found.value:%d/%m/%Y} est trop ancien.", EXAMPLE)
    last = last_day(found)
    return _Until(last, doubt="" if last == found.value else f"la fin est lue le {last:%d/%m/%Y}")


def last_day(found: KnownDate) -> date:
    """«2027» as an end is the last of December, «06/2027» the last of June."""
    if found.precision == Precision.YEAR:
        return date(found.value.year, 12, 31)
    if found.precision == Precision.MONTH:
        return found.value.replace(day=calendar.monthrange(found.value.year, found.value.month)[1])
    return found.value


def read_rights(cell_of: Callable[[Field], Cell], birth: date | None, today: date) -> RightsLine:
    """Every right of a line. A cell that cannot be read never refuses the person: it is left aside, and said."""
    line = RightsLine()
    for name in RIGHT_FIELDS:
        cell = cell_of(name)
        try:
            until = None if cell is None or isinstance(cell, Formula) else _until(cell, today)
        except ValueRefused as refused:
            line.remarks.append(f"À vérifier : {LABELS[name]} : {refused} Ce droit n’est pas repris.")
            continue
        if until is None or not until.is_held:
            continue
        if until.doubt:
            line.remarks.append(f"À vérifier : {LABELS[name]} : {until.doubt}.")
        kind, doubt = _kind(name, birth, today)
        if doubt:
            line.remarks.append(doubt)
        answers: dict[str, Any] = {"solidarity": "oui"} if name is Field.RIGHT_CSS else {}
        draft = RightDraft(kind, expires_on=until.on, is_endless=until.is_endless, answers=answers, note=NOTE)
        line.rights.append(draft)
    return line


def _kind(name: Field, birth: date | None, today: date) -> tuple[str, str]:
    """The kind of right; the orientation is that of an adult or of a child by her age."""
    if name is not Field.RIGHT_ORIENTATION:
        return KINDS[name], ""
    if birth is None:
        return "orientation_adulte", "À vérifier : âge inconnu, l’orientation est lue comme celle d’un adulte."
    years = today.year - birth.year
    kind, word = ("orientation_adulte", "adulte") if years >= ADULT else ("orientation_enfant", "enfant")
    return kind, f"À vérifier : l’orientation est lue comme celle d’un {word}." if abs(years - ADULT) <= 2 else ""


def read_measure_line(cell_of: Callable[[Field], Cell], holder: str, today: date, remarks: list[str]) -> MeasureLine:
    """What the columns of a line say; a date that cannot be read is left aside, and said."""
    days: dict[Field, KnownDate | None] = {}
    for name in (Field.MEASURE_STARTS, Field.MEASURE_ENDS):
        try:
            days[name] = read_date(cell_of(name), today=today)
        except ValueRefused as refused:
            remarks.append(f"À vérifier : {LABELS[name]} : {refused} Cette date est laissée de côté.")
    said = plain(cell_of(Field.LEGAL_KIND))
    return MeasureLine(said, holder, days.get(Field.MEASURE_STARTS), days.get(Field.MEASURE_ENDS))


def read_measure(line: MeasureLine, today: date, majority: date | None) -> tuple[MeasureDraft | None, list[str]]:
    """The measure that a line names, when it says since when or until when; else the representative alone is kept, as before."""
    starts, ends = line.starts_on, line.ends_on
    if starts is None and ends is None:
        return None, []
    kind, doubt = _measure(line.said, is_minor=majority is not None and majority > today)
    if not kind:
        return None, [f"À vérifier : {doubt} La mesure n’est pas reprise."]
    remarks = []
    note = NOTE
    if starts is None:
        remarks.append(f"À vérifier : on ne sait pas depuis quand court la mesure : le {today:%d/%m/%Y} est retenu.")
        note = f"{NOTE} Sa date d’effet n’y était pas : la date écrite est celle de la reprise."
    first = starts.value if starts else today
    last = last_day(ends) if ends else None
    if last is not None and last < first:
        when = "est déjà finie" if starts is None else "finit avant de commencer"
        return None, [f"À vérifier : la mesure {when} (le {last:%d/%m/%Y}). Elle n’est pas reprise."]
    return MeasureDraft(kind, first, last, holder_name=line.holder[:200], note=note), remarks


def _measure(said: str, *, is_minor: bool) -> tuple[str, str]:
    """Its code, or why it is not known."""
    words = fold(said)
    if not words:
        return "", "une date de mesure est écrite, mais pas laquelle."
    for code, kind in measure_kinds().items():
        if words in (fold(kind.label), fold(code)):
            return ("tutelle_mineur" if code == "tutelle" and is_minor else code), ""
    held = [wording for wording in _MEASURES if f" {wording} " in f" {words} "]
    found = _MEASURES[max(held, key=len)] if held else None
    if found is None:
        return "", "la mesure n’est pas assez précise (simple ou renforcée, représentation ou assistance…)."
    return ("tutelle_mineur" if found == "tutelle" and is_minor else found), ""
