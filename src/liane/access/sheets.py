"""What the page of rights shows for each professional."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liane.access import words
from liane.access.models import Role
from liane.kit.text import initials
from liane.professionals.models import Practitioner, PractitionerRole


@dataclass(frozen=True, slots=True)
class PostSheet:
    """One post: role, place, dates, and its sentences (none when it is over or still to come)."""

    id: UUID
    role: str
    where: str
    when: str
    is_running: bool
    sentences: list[str]
    facility_id: UUID | None
    unit_id: UUID | None


@dataclass(frozen=True, slots=True)
class PersonSheet:
    """One professional and her posts."""

    id: UUID
    name: str
    profession: str
    initials: str
    posts: list[PostSheet]
    first_name: str

    @property
    def is_working(self) -> bool:
        """Has she a post now?"""
        return any(post.is_running for post in self.posts)


def person_sheets(
    people: Iterable[Practitioner], posts: Iterable[PractitionerRole], roles: Mapping[str, Role], now: datetime
) -> list[PersonSheet]:
    """In the order of the people; a post whose role no longer exists gives no right, and says so."""
    by_person: dict[object, list[PostSheet]] = {}
    names = {p.pk: p.first_name for p in people}
    for post in posts:
        sheet = _post(post, roles.get(post.role_code), names[post.practitioner_id], now)
        by_person.setdefault(post.practitioner_id, []).append(sheet)
    return [
        PersonSheet(p.pk, str(p), p.profession, initials(str(p)), by_person.get(p.pk, []), p.first_name) for p in people
    ]


def _post(post: PractitionerRole, role: Role | None, name: str, now: datetime) -> PostSheet:
    running = post.starts_at <= now and (post.ends_at is None or post.ends_at > now)
    when = words.period(post.starts_at, post.ends_at, now)
    place = (post.facility_id, post.unit_id)
    if role is None:
        gone = ["Ce rôle n’existe plus : il ne donne aucun droit."]
        return PostSheet(post.pk, post.role_code, where(post), when, False, gone, *place)
    sentences = words.explained(name, role.short, role.rights, role.reads, role.writes) if running else []
    return PostSheet(post.pk, role.label, where(post), when, running, sentences, *place)


def where(post: PractitionerRole) -> str:
    """«Mimosa, FAM Les Tilleuls», «FAM Les Tilleuls, toutes les unités», «tout l’organisme»."""
    if post.unit is not None:
        unit, facility = post.unit.name, post.unit.facility.name
        return unit if unit == facility else f"{unit}, {facility}"
    if post.facility is not None:
        return f"{post.facility.name}, toutes les unités"
    return "tout l’organisme"
