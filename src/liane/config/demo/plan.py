"""The house as described by `house.toml`: organismes, facilities, units, staff lines and named colleagues."""

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from liane.nomenclatures.codes import finess_key

FILE = Path(__file__).parent / "house.toml"
_MORE_UNITS = (
    *("Lavande", "Romarin", "Tamaris", "Genêt", "Bleuet", "Jasmin", "Cyprès", "Olivier", "Figuier", "Pinède", "Sauge"),
    *("Garrigue", "Mistral", "Calanque", "Cigale", "Verveine", "Coquelicot", "Amandier", "Laurier", "Thym"),
)
# Size m: the same house eight times as many, in as many organismes, each unit beside four more of its kind.
_TOWNS = (
    "Les Deux Vallées",
    "Le Pays d’Aigues",
    "Le Val Fleuri",
    "La Rive Haute",
    "Les Quatre Vents",
    "Le Grand Large",
    "Les Terrasses",
)


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """One unit and how many persons it accompanies."""

    key: str
    name: str
    places: int
    persons: int
    ages: tuple[int, int]
    women: float
    tags: frozenset[str]
    mode: str


@dataclass(frozen=True, slots=True)
class StaffLine:
    """So many professionals of one trade; the job is written in both genders."""

    role: str
    job: str
    count: int
    night: bool


@dataclass(frozen=True, slots=True)
class FacilityPlan:
    """One facility or service."""

    key: str
    name: str
    pack: str
    category: str
    finess: str
    discreet: bool
    units: tuple[UnitPlan, ...]
    staff: tuple[StaffLine, ...]


@dataclass(frozen=True, slots=True)
class NamedPlan:
    """A colleague who has a name in the story."""

    slug: str
    first_name: str
    last_name: str
    job: str
    night: bool
    posts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OrganizationPlan:
    """One organisme gestionnaire."""

    key: str
    name: str
    finess: str
    facilities: tuple[FacilityPlan, ...]
    named: tuple[NamedPlan, ...]


@cache
def organizations(size: str) -> tuple[OrganizationPlan, ...]:
    """The organismes of a size: s is the house of the contract, m about a hundred facilities and 10 000 persons."""
    raw = tomllib.loads(FILE.read_text(encoding="utf-8"))
    made = tuple(_organization(row, raw["named"]) for row in raw["organization"])
    if size == "s":
        return made
    wide = replace(made[0], facilities=tuple(_widened(f) for f in made[0].facilities))
    twins = tuple(_twin(wide, number, town) for number, town in enumerate(_TOWNS, start=2))
    return (wide, *made[1:], *twins)


def _organization(row: dict[str, Any], named: list[dict[str, Any]]) -> OrganizationPlan:
    mine = [n for n in named if row["key"] in n.get("organizations", ["deux_rives"])]
    return OrganizationPlan(
        row["key"], row["name"], row["finess"] + finess_key(row["finess"]),
        tuple(_facility(facility) for facility in row["facility"]), tuple(_named(n) for n in mine),
    )  # fmt: skip


def _named(row: dict[str, Any]) -> NamedPlan:
    first, last = row["name"].split(" ", 1)
    return NamedPlan(row["slug"], first, last, row["job"], row.get("night", False), tuple(map(tuple, row["posts"])))


def _facility(row: dict[str, Any]) -> FacilityPlan:
    units = tuple(
        UnitPlan(
            unit["key"], unit["name"], unit["places"], unit["persons"], tuple(unit.get("ages", row["ages"])),
            unit.get("women", row["women"]), frozenset([*row["tags"], *unit.get("tags", [])]),
            unit.get("mode", row["mode"]),
        )
        for unit in row["units"]
    )  # fmt: skip
    staff = tuple(StaffLine(role, job, count, when == "nuit") for role, job, count, when in row["staff"])
    return FacilityPlan(
        row["key"], row["name"], row["pack"], row["category"], row["finess"] + finess_key(row["finess"]),
        row.get("discreet", False), units, staff,
    )  # fmt: skip


def _widened(facility: FacilityPlan, times: int = 5) -> FacilityPlan:
    units = list(facility.units)
    for index, unit in enumerate(facility.units):
        for more in range(1, times):
            name = _MORE_UNITS[(index * times + more) % len(_MORE_UNITS)]
            units.append(replace(unit, key=f"{unit.key}_{more}", name=name))
    staff = tuple(replace(line, count=line.count * (times - 2)) for line in facility.staff)
    return replace(facility, units=tuple(units), staff=staff)


def _twin(model: OrganizationPlan, number: int, town: str) -> OrganizationPlan:
    facilities = []
    for rank, facility in enumerate(model.facilities):
        eight = f"9900{number + 1}1{rank:02d}"
        name = f"{facility.name.split(' ')[0]} {town}"
        units = tuple(replace(u, key=f"{u.key}@{number}") for u in facility.units)
        key = f"{facility.key}@{number}"
        facilities.append(replace(facility, key=key, name=name, finess=eight + finess_key(eight), units=units))
    finess = f"9900000{number + 1}"
    return OrganizationPlan(
        f"jumeau{number}", f"Association {town}", finess + finess_key(finess), tuple(facilities), ()
    )
