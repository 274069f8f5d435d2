"""Rows of the house itself: organismes, facilities, units, shifts, roles, accounts and posts."""

from datetime import date, datetime, time
from uuid import UUID

from liane.access.roles import default_roles
from liane.config.demo.plan import FacilityPlan, OrganizationPlan, UnitPlan
from liane.config.demo.seed import fixed_id
from liane.config.demo.staff import Worker
from liane.config.demo.tables import Tables
from liane.kit.dates import at_clock
from liane.nomenclatures.packs import load_pack


def organization_id(plan: OrganizationPlan) -> UUID:
    """The identifier of an organisme."""
    return fixed_id("organisme", plan.key)


def facility_id(key: str) -> UUID:
    """The identifier of a facility, by its key in the plan."""
    return fixed_id("établissement", key)


def unit_id(key: str) -> UUID:
    """The identifier of a unit, by its key in the plan."""
    return fixed_id("unité", key)


def add_house(tables: Tables, plan: OrganizationPlan) -> None:
    """The organisme, its facilities with their units, places and shifts, and the proposed roles."""
    house = organization_id(plan)
    tables.organization.add(house, plan.name, plan.finess)
    for role in default_roles():
        tables.role.add(
            fixed_id(plan.key, "rôle", role.code), house, role.code, role.label, role.short, role.family,
            role.rights, role.reads, role.writes,
        )  # fmt: skip
    for rank, facility in enumerate(plan.facilities):
        tables.facility.add(
            facility_id(facility.key), house, facility.name, facility.finess, facility.category, facility.pack,
            facility.discreet, rank,
        )  # fmt: skip
        _add_units(tables, house, facility)


def _add_units(tables: Tables, house: UUID, facility: FacilityPlan) -> None:
    for rank, unit in enumerate(facility.units):
        tables.unit.add(unit_id(unit.key), house, facility_id(facility.key), unit.name, rank)
        for shift in load_pack(facility.pack).shifts:
            if shift.spans_midnight and not any(line.night for line in facility.staff):
                continue
            key = fixed_id("poste de travail", unit.key, shift.code)
            tables.shift.add(key, house, unit_id(unit.key), shift.name, shift.start, shift.end)
        if unit.mode == "FULL":
            for name in place_names(facility, unit):
                tables.place.add(fixed_id("place", unit.key, name), house, unit_id(unit.key), name)


def place_names(facility: FacilityPlan, unit: UnitPlan) -> list[str]:
    """Rooms, two beds in each at the CHRS."""
    if facility.pack == "chrs":
        return [f"Chambre {rank // 2 + 101}, lit {'AB'[rank % 2]}" for rank in range(unit.places)]
    return [f"Chambre {number}" for number in range(1, unit.places + 1)]


def add_workers(tables: Tables, plan: OrganizationPlan, workers: list[Worker], password: str, done: set[UUID]) -> None:
    """Professionals, their account (one human being, one account) and their dated posts."""
    house = organization_id(plan)
    facilities = {facility.key for facility in plan.facilities}
    units = {
        unit.key: facility.key for facility in plan.facilities for unit in facility.units if unit.key not in facilities
    }
    for worker in workers:
        if worker.account_id not in done:
            done.add(worker.account_id)
            email = f"{worker.slug or worker.login}@deux-rives.example"
            tables.account.add(
                worker.account_id, worker.login, email, worker.slug, password, False, midnight(worker.since)
            )
        tables.practitioner.add(
            worker.id, house, worker.account_id, worker.first_name, worker.last_name, worker.job, ""
        )
        for rank, (role, place) in enumerate(worker.posts):
            key = fixed_id(plan.key, "poste", worker.id, rank)
            facility = units.get(place, place) if place else ""
            tables.post.add(
                key, house, worker.id, role, facility_id(facility) if facility else None,
                unit_id(place) if place in units else None, midnight(worker.since),
                midnight(worker.until) if worker.until else None,
            )  # fmt: skip


def midnight(day: date) -> datetime:
    """The first moment of a day, on the clock of the house."""
    return at_clock(day, time(0))
