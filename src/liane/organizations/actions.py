"""Open a facility, a unit, its places and its shifts. The right and the trace are the affair of access, above."""

from datetime import time
from hashlib import sha256
from uuid import UUID

from liane.kit.door import Refused
from liane.kit.ids import uuid7
from liane.kit.once import insert
from liane.nomenclatures.codes import is_finess
from liane.nomenclatures.packs import load_pack
from liane.organizations.models import Facility, Organization, Place, Shift, Unit

MOST_PLACES = 500


def check_finess(number: str) -> None:
    """A FINESS number carries a key: a digit typed wrong is told, an empty one is allowed (not known yet)."""
    if number and not is_finess(number):
        raise Refused("Ce numéro FINESS n’est pas juste : il a 9 chiffres et une clé. Recopiez-le depuis l’arrêté.")


def found_organization(organization_id: UUID, *, name: str, finess_ej: str) -> Organization:
    """An organisme gestionnaire: the house that all the rest belongs to. The wall must already be on its identifier."""
    check_finess(finess_ej)
    return Organization.objects.create(id=organization_id, name=name, finess_ej=finess_ej)


def open_facility(
    organization_id: UUID,
    facility_id: UUID,
    *,
    name: str,
    pack: str,
    finess_et: str = "",
    category: str = "",
    is_discreet: bool = False,
) -> Facility:
    """An établissement or service, with the words of its sector. Its name is written once in the organisme."""
    known = Facility.objects.filter(pk=facility_id).first()
    if known is not None:
        return known
    check_finess(finess_et)
    if Facility.objects.filter(organization_id=organization_id, name__iexact=name).exists():
        raise Refused(f"«\u00a0{name}\u00a0» existe déjà. Donnez un autre nom, ou ajoutez une unité.")
    facility = Facility(
        id=facility_id, organization_id=organization_id, name=name, pack=pack, finess_et=finess_et, category=category,
        is_discreet=is_discreet, rank=Facility.objects.filter(organization_id=organization_id).count(),
    )  # fmt: skip
    insert(facility)
    return facility


def open_unit(facility: Facility, unit_id: UUID, *, name: str, places: int = 0) -> Unit:
    """A unit of a facility: the shifts usual in its sector come with it, and its places when it has some."""
    known = Unit.objects.filter(pk=unit_id).first()
    if known is not None:
        return known
    if Unit.objects.filter(facility=facility, name__iexact=name).exists():
        raise Refused(f"L’unité «\u00a0{name}\u00a0» existe déjà dans cet établissement.")
    rank = Unit.objects.filter(facility=facility).count()
    organization = facility.organization_id
    unit = Unit(id=unit_id, organization_id=organization, facility=facility, name=name, rank=rank)
    insert(unit)
    pack = load_pack(facility.pack)
    Place.objects.bulk_create(
        Place(
            id=uuid7(), organization_id=organization, unit=unit, name=f"{pack.vocabulary.place.capitalize()} {number}"
        )
        for number in range(1, min(places, MOST_PLACES) + 1)
    )
    set_shifts(unit, [(shift.name, shift.start, shift.end) for shift in pack.shifts])
    return unit


def shifts_now(unit: Unit) -> list[tuple[str, time, time]]:
    """Name, beginning and end of each shift, in the order of the day."""
    return list(Shift.objects.filter(unit=unit).order_by("starts").values_list("name", "starts", "ends"))


def shifts_version(shifts: list[tuple[str, time, time]]) -> str:
    """What the form carries, to know over which hours it was written."""
    text = "|".join(f"{name} {starts:%H:%M} {ends:%H:%M}" for name, starts, ends in sorted(shifts, key=lambda s: s[1]))
    return sha256(text.encode()).hexdigest()[:24]


def set_shifts(unit: Unit, shifts: list[tuple[str, time, time]]) -> None:
    """When this team hands over. A shift that ends before it starts is a night. The same hours again change nothing."""
    if sorted(shifts, key=lambda shift: shift[1]) == shifts_now(unit):
        return
    if len({starts for _, starts, _ in shifts}) != len(shifts):
        raise Refused("Deux équipes ne peuvent pas commencer à la même heure.")
    Shift.objects.filter(unit=unit).delete()
    Shift.objects.bulk_create(
        Shift(id=uuid7(), organization_id=unit.organization_id, unit=unit, name=name, starts=starts, ends=ends)
        for name, starts, ends in shifts
    )
