"""Find the unit that a line names: by FINESS, by the name of the house, by the name of the unit, slips allowed."""

import difflib
import re
from dataclasses import dataclass
from uuid import UUID

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.kit.text import fold
from liane.organizations.models import Unit
from liane.organizations.queries import units_by_facility
from liane.people.importing.fields import Field
from liane.people.importing.refusals import ValueRefused, quoted
from liane.people.importing.rows import PersonLine

# Words that a list puts before the name of a unit, or of a house.
COMMON = frozenset(
    "UNITE GROUPE SERVICE PAVILLON FOYER MAISON RESIDENCE SECTEUR EQUIPE DE DU DES LA LE LES L D ETAGE".split()
)


_DIGITS = re.compile(r"[0-9]{8,9}")


class PlaceRefused(ValueRefused):
    """No unit, or several: the sentence names the column to correct."""

    def __init__(self, column: Field, wrong: str, to_do: str = "") -> None:
        self.column = column
        super().__init__(wrong, to_do)


@dataclass(frozen=True, slots=True)
class Found:
    """A unit, and the remark that a guess deserves."""

    unit: Unit
    remark: str = ""


class Places:
    """The units in which somebody may import, found once for all the lines that name them alike."""

    def __init__(self, actor: Actor, default: UUID | None = None) -> None:
        self.units = units_by_facility(actor.units_with(Right.PERSONS_IMPORT))
        self.default = next((unit for unit in self.units if unit.pk == default), None)
        self.answers: dict[tuple[str, str, str], Found | PlaceRefused] = {}

    def find(self, line: PersonLine) -> Found:
        """The unit of a line, or PlaceRefused with the sentence."""
        key = (line.finess, fold(line.facility), fold(line.unit))
        if key not in self.answers:
            try:
                self.answers[key] = self._find(line)
            except PlaceRefused as refused:
                self.answers[key] = refused
        answer = self.answers[key]
        if isinstance(answer, PlaceRefused):
            raise answer
        return answer

    def _find(self, line: PersonLine) -> Found:
        units = self.units
        remarks: list[str] = []
        if line.finess:
            units = self._of_finess(units, line.finess)
        if line.facility and not line.finess:
            units, remark = self._of_facility(units, line.facility)
            remarks.append(remark)
        if line.unit:
            units, remark = self._of_unit(units, line.unit, named=bool(line.finess or line.facility))
            remarks.append(remark)
        if len(units) == 1:
            return Found(units[0], " ".join(filter(None, remarks)))
        if self.default is not None and (self.default in units):
            return Found(self.default, " ".join(filter(None, remarks)))
        raise self._ambiguous(units, line)

    def _of_finess(self, units: list[Unit], finess: str, column: Field = Field.FINESS) -> list[Unit]:
        found = [unit for unit in units if unit.facility.finess_et == finess]
        if not found:
            raise PlaceRefused(
                column, f"{finess} n’est le numéro d’aucun établissement où vous pouvez importer.", "Vérifiez-le."
            )
        return found

    def _of_facility(self, units: list[Unit], name: str) -> tuple[list[Unit], str]:
        """By its name; a column «établissement» that in fact gives a FINESS number, or names a unit, is understood too."""
        if _DIGITS.fullmatch(name):
            return self._of_finess(units, name.zfill(9), Field.FACILITY), ""
        by_name = {fold(unit.facility.name): unit.facility.name for unit in units}
        key, remark = _closest(name, by_name)
        if key:
            return [unit for unit in units if fold(unit.facility.name) == key], remark
        as_unit, _ = _closest(name, {fold(unit.name): unit.name for unit in units})
        if as_unit:
            return [unit for unit in units if fold(unit.name) == as_unit], ""
        raise PlaceRefused(
            Field.FACILITY, f"{quoted(name)} n’est pas un établissement où vous pouvez importer.",
            f"Choisissez parmi : {_said(sorted(set(by_name.values())))}.",
        )  # fmt: skip

    def _of_unit(self, units: list[Unit], name: str, *, named: bool) -> tuple[list[Unit], str]:
        """By its name; a column «service» that in fact names the house is understood too."""
        names = {fold(unit.name): unit.name for unit in units}
        key, remark = _closest(name, names)
        if key:
            return [unit for unit in units if fold(unit.name) == key], remark
        if not named:
            as_facility, remark = _closest(name, {fold(unit.facility.name): unit.facility.name for unit in units})
            if as_facility:
                return [unit for unit in units if fold(unit.facility.name) == as_facility], remark
        raise PlaceRefused(
            Field.UNIT, f"{quoted(name)} n’est pas une unité où vous pouvez importer.",
            f"Choisissez parmi : {_said(sorted(set(names.values())))}.",
        )  # fmt: skip

    def _ambiguous(self, units: list[Unit], line: PersonLine) -> PlaceRefused:
        if not units:
            return PlaceRefused(
                Field.UNIT, "vous ne pouvez importer dans aucune unité.", "Demandez à votre chef de service."
            )
        shown = sorted({f"{unit.name} ({unit.facility.name})" for unit in units})
        if line.unit:
            return PlaceRefused(
                Field.FACILITY, f"plusieurs unités s’appellent {quoted(line.unit)}.", f"Précisez : {_said(shown)}."
            )
        return PlaceRefused(Field.UNIT, "la case est vide.", f"Choisissez parmi : {_said(shown)}.")


def _closest(name: str, known: dict[str, str]) -> tuple[str, str]:
    """The known name meant by a written one, and a remark when it was not written so."""
    key = fold(name)
    if key in known:
        return key, ""
    bare = _bare(key)
    same = [one for one in known if _bare(one) == bare]
    if not same and len(bare) > 2:
        words = set(bare.split())
        same = [one for one in known if words <= set(_bare(one).split()) or set(_bare(one).split()) <= words]
    if len(same) == 1:
        return same[0], ""
    close = difflib.get_close_matches(bare, [_bare(one) for one in known], n=2, cutoff=0.8)
    if len(close) == 1:
        found = next(one for one in known if _bare(one) == close[0])
        return found, f"À vérifier : {quoted(name)} est lu {quoted(known[found])}."
    return "", ""


def _bare(key: str) -> str:
    """A folded name without the common words, unless nothing else is left."""
    return " ".join(word for word in key.split() if word not in COMMON) or key


def _said(names: list[str]) -> str:
    """A few names in a sentence."""
    return ", ".join(names[:6]) + (f" et {len(names) - 6} autres" if len(names) > 6 else "")
