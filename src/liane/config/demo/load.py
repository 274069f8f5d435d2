"""Load the demonstration: one house, the same each time, dated from today; written in bulk by the owner of the tables."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import connections, transaction
from django.utils import timezone

from liane.config.demo import finish
from liane.config.demo.apart import Outbox, imagined
from liane.config.demo.cast import PASSWORD
from liane.config.demo.circle_rows import ContactBook
from liane.config.demo.clocks_rows import meet_delays
from liane.config.demo.departed_rows import remember_the_departed
from liane.config.demo.diary import Diary, weight_of
from liane.config.demo.doubles_rows import add_doubles
from liane.config.demo.expected_rows import expect_some
from liane.config.demo.lives import told_in
from liane.config.demo.lives_rows import tell_lives
from liane.config.demo.mimosa import last_hours, tell_mimosa
from liane.config.demo.notes_rows import Scribe
from liane.config.demo.papers import Archive
from liane.config.demo.persons_rows import add_essentials, add_followed, add_person, referent_of
from liane.config.demo.places_rows import add_house, add_workers, organization_id
from liane.config.demo.plan import OrganizationPlan, organizations
from liane.config.demo.protection_rows import protect
from liane.config.demo.referrals_rows import ask_to_come
from liane.config.demo.residents import Passage, Resident, populate
from liane.config.demo.rights_rows import open_rights
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

    def units(self) -> dict[str, tuple[Team, list[tuple[Resident, Passage]]]]:
        """Each unit by its key: who works for it, and those it follows or followed."""
        found: dict[str, tuple[Team, list[tuple[Resident, Passage]]]] = {}
        for resident in self.people:
            for passage in resident.passages:
                key = passage.unit.key
                if key not in found:
                    found[key] = (Team(self.workers, passage.facility, key), [])
                found[key][1].append((resident, passage))
        return found


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
        if size == "s":
            for member in members:
                loading.member(cursor, member)
        else:
            loading.members_apart(cursor, members)
        tell_progress("le fil se compose")
        finish.announce(cursor, [organization_id(m.plan) for m in members])
    finish.analyze()  # what follows asks its questions: the planner must know the house already
    tell_progress("les délais se comptent")
    for member in members:
        remember_the_departed(organization_id(member.plan))
        meet_delays(organization_id(member.plan))
        open_rights(organization_id(member.plan))
        protect(organization_id(member.plan))
        tell_lives(organization_id(member.plan))
        ask_to_come(organization_id(member.plan), size)
        expect_some(organization_id(member.plan))
        add_doubles(organization_id(member.plan), now)
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
        self.unit_written: Callable[[int], None] = lambda count: None
        self.prints = True

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

    def members_apart(self, cursor: Any, members: list[Member], hands: int | None = None) -> None:
        """The same, each organisme imagined in a process: none of its persons lives in another."""

        def work(outbox: Outbox, index: int, tell_written: Callable[[int], None]) -> None:
            alone = _Loading(self.size, lambda *args, **kwargs: None, self.now, self.share)
            alone.unit_written, alone.prints = tell_written, False
            alone.member(outbox, members[index])

        def written(count: int) -> None:
            self.written += count
            self.progress("trois ans d’écrits", self.written, NOTES[self.size])

        imagined(work, [_weight(m, self.now.date()) for m in members], cursor, written, hands)
        for member in members:
            self._papers(member)
            self.tables.send(cursor)

    def _papers(self, member: Member) -> None:
        """The papers of those who live first in each unit, printed here: what prints keeps threads, and cannot be forked."""
        archive = Archive(self.tables, organization_id(member.plan), self.now)
        for key, (team, followed) in member.units().items():
            for rank, (resident, passage) in enumerate(followed):
                if passage is resident.passages[0] and _keeps_papers(key, rank):
                    archive.add(resident, passage, team, every="sam" in resident.tags)

    def member(self, cursor: Any, member: Member) -> None:
        """Persons and writings of one organisme, unit by unit."""
        scribe = Scribe(self.tables, organization_id(member.plan), self.now, TRACED_DAYS[self.size])
        self.book = ContactBook(self.tables, scribe.house)
        for resident in member.people:
            add_person(self.tables, scribe.house, resident, self.now)
        for key, (team, followed) in member.units().items():
            if self.size != "s":
                self.told.clear()
            before = self.written
            self._unit(scribe, member, team, key, followed)
            self.tables.send(cursor)
            self.unit_written(self.written - before)

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
                self.book.add_circle(resident)
                add_followed(self.tables, scribe.house, resident, team)
                add_essentials(self.tables, scribe.house, resident, hero, referent, self.now)
                scribe.aims.add(resident, passage, team)
                if self.prints and _keeps_papers(key, rank):
                    archive.add(resident, passage, team, every="sam" in resident.tags)
            count = round(weight_of(passage, self.now.date()) * self.share)
            diary = Diary(resident, passage, hero, team, self.now, self.told)
            self.written += scribe.diary(resident, passage, diary, count)
            for told in told_in(resident, passage, team, self.now):
                scribe.note(chance("parcours", resident.key, told.happened_at), resident, key, told, team)
                self.written += 1
            if key in _BUSY_NIGHT and rank < 5 and home and passage.ends is None:
                last_hours(scribe, resident, diary, rank)
            self.progress("trois ans d’écrits", self.written, NOTES[self.size])
        if key == "mimosa":
            tell_mimosa(scribe, team, [r for r, p in followed if p.ends is None][:20], member.workers)
        scribe.shifts(key, team, [r for r, p in followed if p.ends is None and p.presence == "PRESENT"])


def _keeps_papers(key: str, rank: int) -> bool:
    return rank == 0 or key == "mimosa"


def _neighbour(present: list[Resident], resident: Resident, rank: int) -> str:
    others = [r for r in present if r is not resident]
    if not others:
        return "un voisin"
    return others[chance("voisin", resident.key, rank).randrange(len(others))].called
