"""Load the demonstration: one house, the same each time, dated from today; written in bulk by the owner of the tables."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import connections, transaction
from django.utils import timezone

from liane.config.demo import finish
from liane.config.demo.cast import PASSWORD
from liane.config.demo.diary import Diary, weight_of
from liane.config.demo.mimosa import last_hours, tell_mimosa
from liane.config.demo.notes_rows import Scribe
from liane.config.demo.papers import Archive
from liane.config.demo.persons_rows import add_circle, add_essentials, add_person, referent_of
from liane.config.demo.places_rows import add_house, add_workers, organization_id
from liane.config.demo.plan import FacilityPlan, OrganizationPlan, UnitPlan, organizations
from liane.config.demo.residents import Passage, Resident, populate
from liane.config.demo.seed import chance, fixed_id
from liane.config.demo.staff import Team, Worker, hire
from liane.config.demo.stories import tell
from liane.config.demo.tables import Tables
from liane.kit.dates import local
from liane.organizations.models import Organization

NOTES = {"s": 20_000, "m": 2_000_000}
TRACED_DAYS = {"s": 1200, "m": 60}
Progress = Callable[..., None]


@dataclass
class Member:
    """One organisme, with those who work there and those who live there."""

    plan: OrganizationPlan
    workers: list[Worker]
    people: list[Resident]

    def team(self, facility: FacilityPlan, unit: UnitPlan) -> Team:
        """Who works for a unit."""
        return Team(self.workers, facility, unit.key)


def load_demo(size: str = "s", progress: Progress | None = None, now: datetime | None = None) -> int:
    """Make the house of the contract, unless it is there already. Answers how many writings were made."""
    tell_progress = progress or (lambda *args, **kwargs: None)
    if Organization.objects.using("owner").exists():
        return 0
    now = local(now or timezone.now()).replace(second=0, microsecond=0)
    members = [_member(plan, now.date()) for plan in organizations(size)]
    share = NOTES[size] / sum(_weight(m, now.date()) for m in members)
    loading = _Loading(size, tell_progress, now, share)
    connection = connections["owner"]
    with transaction.atomic(using="owner"), connection.cursor() as cursor, finish.quick(cursor, size == "m"):
        loading.places(cursor, members)
        for member in members:
            loading.member(cursor, member)
        tell_progress("le fil se compose")
        finish.announce(cursor, [organization_id(m.plan) for m in members])
    finish.analyze()
    return loading.written


def _member(plan: OrganizationPlan, today: date) -> Member:
    people = populate(plan, today)
    tell(plan, people, today)
    return Member(plan, hire(plan, today), people)


def _weight(member: Member, today: date) -> float:
    return sum(weight_of(p, today) for r in member.people for p in r.passages)


_BUSY_NIGHT = ("jardin", "etage")  # EHPAD Les Glycines: about eight writings wait for Maud


class _Loading:
    """What is being written, and how far."""

    def __init__(self, size: str, progress: Progress, now: datetime, share: float) -> None:
        self.size, self.progress, self.now, self.share = size, progress, now, share
        self.tables = Tables()
        self.told: set[int] = set()
        self.written = 0

    def places(self, cursor: Any, members: list[Member]) -> None:
        """Organismes, facilities, units, professionals: little, and first."""
        self.progress("la maison, ses équipes")
        password, done = make_password(PASSWORD), set[UUID]()
        self.tables.account.add(
            fixed_id("compte", "admin"), "admin", "admin@deux-rives.example", "admin", password, True, self.now
        )
        for member in members:
            add_house(self.tables, member.plan)
            add_workers(self.tables, member.plan, member.workers, password, done)
        self.tables.send(cursor)

    def member(self, cursor: Any, member: Member) -> None:
        """Persons and writings of one organisme, unit by unit."""
        scribe = Scribe(self.tables, organization_id(member.plan), self.now, TRACED_DAYS[self.size])
        held: dict[str, list[tuple[Resident, Passage]]] = defaultdict(list)
        places: dict[str, tuple[FacilityPlan, UnitPlan]] = {}
        for resident in member.people:
            add_person(self.tables, scribe.house, resident)
            for passage in resident.passages:
                held[passage.unit.key].append((resident, passage))
                places[passage.unit.key] = (passage.facility, passage.unit)
        for key, followed in held.items():
            if self.size != "s":
                self.told.clear()
            self._unit(scribe, member, member.team(*places[key]), key, followed)
            self.tables.send(cursor)

    def _unit(
        self, scribe: Scribe, member: Member, team: Team, key: str, followed: list[tuple[Resident, Passage]]
    ) -> None:
        present = [r for r, p in followed if p.ends is None]
        archive = Archive(self.tables, scribe.house, self.now)
        for rank, (resident, passage) in enumerate(followed):
            home = passage is resident.passages[0]
            referent = referent_of(resident, team)
            neighbour = _neighbour(present, resident, rank)
            hero = resident.hero(passage, neighbour, referent.first_name if referent else "l’équipe", self.now.date())
            if home:
                add_circle(self.tables, scribe.house, resident, team)
                add_essentials(self.tables, scribe.house, resident, hero, referent, self.now)
                scribe.aims.add(resident, passage, team)
                if rank == 0 or key == "mimosa":
                    archive.add(resident, passage, team, every="sam" in resident.tags)
            count = round(weight_of(passage, self.now.date()) * self.share)
            diary = Diary(resident, passage, hero, team, self.now, self.told)
            self.written += scribe.diary(resident, passage, diary, count)
            if key in _BUSY_NIGHT and rank < 5 and home and passage.ends is None:
                last_hours(scribe, resident, diary, rank)
            self.progress("trois ans d’écrits", self.written, NOTES[self.size])
        if key == "mimosa":
            tell_mimosa(scribe, team, [r for r, p in followed if p.ends is None][:20], member.workers)
        scribe.shifts(key, team, [r for r, p in followed if p.ends is None and p.presence == "PRESENT"])


def _neighbour(present: list[Resident], resident: Resident, rank: int) -> str:
    others = [r for r in present if r is not resident]
    if not others:
        return "un voisin"
    return others[chance("voisin", resident.key, rank).randrange(len(others))].called
