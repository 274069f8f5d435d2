"""What goes with a house that moves: its organisme, its facilities, units, places and hours of teams."""

from collections.abc import Iterable
from typing import Any

from liane.kit.moving.nouns import Noun, Rows
from liane.nomenclatures.codes import is_finess
from liane.nomenclatures.packs import pack_codes
from liane.organizations.models import Facility, Organization, Place, Shift, Unit


def _finess(number: str) -> Iterable[str]:
    if number and not is_finess(number):
        yield f"le numéro FINESS {number} n’est pas juste (9 chiffres et une clé)."


def _organization_faults(row: Any, rows: Rows) -> Iterable[str]:
    yield from _finess(row.finess_ej)


def _facility_faults(row: Any, rows: Rows) -> Iterable[str]:
    yield from _finess(row.finess_et)
    if row.pack not in pack_codes():
        yield f"le secteur «\u00a0{row.pack}\u00a0» n’existe pas dans cette version de Liane."


ORGANIZATION = Noun(
    "organisme", "organisme", Organization,
    {
        "name": "nom", "finess_ej": "finess_juridique",
    },
    faults=_organization_faults,
)  # fmt: skip
FACILITIES = Noun(
    "etablissements", "établissements et services", Facility,
    {
        "name": "nom", "finess_et": "finess_geographique", "category": "categorie_finess", "pack": "secteur",
        "is_discreet": "secret_renforce", "rank": "ordre",
    },
    faults=_facility_faults,
    refusals={"facility_name_once": "un autre établissement porte déjà ce nom ici."},
)  # fmt: skip
UNITS = Noun(
    "unites", "unités", Unit,
    {
        "facility": "etablissement", "name": "nom", "is_open": "ouverte", "rank": "ordre",
    },
    shown={"pour_lire": lambda unit: f"{unit.name}, {unit.facility.name}"},
    related=("facility",),
    refusals={"unit_name_once": "une autre unité porte déjà ce nom dans cet établissement."},
)  # fmt: skip
PLACES = Noun(
    "places", "places", Place,
    {
        "unit": "unite", "name": "nom",
    },
    shown={"pour_lire": lambda place: place.unit.name},
    related=("unit",),
    refusals={"place_name_once": "une autre place porte déjà ce nom dans cette unité."},
)  # fmt: skip
SHIFTS = Noun(
    "horaires", "horaires des équipes", Shift,
    {
        "unit": "unite", "name": "nom", "starts": "debut", "ends": "fin",
    },
    shown={"pour_lire": lambda shift: shift.unit.name},
    related=("unit",),
    within="unit_id",
)  # fmt: skip


def nouns() -> list[Noun]:
    """In the order of their links."""
    return [ORGANIZATION, FACILITIES, UNITS, PLACES, SHIFTS]
