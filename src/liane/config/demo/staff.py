"""Who works in the house: dated posts that cover days and nights, the named cast, and a few who have left."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from uuid import UUID

from liane.access.roles import default_roles
from liane.config.demo import names
from liane.config.demo.plan import FacilityPlan, NamedPlan, OrganizationPlan, StaffLine
from liane.config.demo.seed import chance, fixed_id

_FAMILIES = {
    "kinésithérapeute": "kine",
    "orthophoniste": "orthophoniste",
    **dict.fromkeys(("psychomotricien", "psychomotricienne"), "psychomotricien"),
    **dict.fromkeys(("enseignant spécialisé", "enseignante spécialisée", "psychopédagogue"), "enseignant"),
    "aide à domicile": "aide_domicile",
}


_TOLD = {"Leïla Belkacem", "Samia Belkacem", "Paul Arnaud", "Claire Monti", "Jean-Marc Vidal", "Paul Lemaire"}


@dataclass(slots=True)
class Worker:
    """One professional, and where the posts open."""

    id: UUID
    account_id: UUID
    slug: str
    login: str
    first_name: str
    last_name: str
    job: str
    feminine: bool
    night: bool
    since: date
    until: date | None = None
    posts: list[tuple[str, str]] = field(default_factory=list)  # (role, key of facility or unit, "" = organisme)

    @property
    def name(self) -> str:
        """As the house writes it beside a text."""
        return f"{self.first_name} {self.last_name}"

    @property
    def family(self) -> str:
        """The kind of author that the situations know."""
        if self.night:
            return "veilleur"
        return _FAMILIES.get(self.job) or {"interimaire": "aes"}.get(self.posts[0][0], self.posts[0][0])

    def here(self, day: date) -> bool:
        """Whether the post was open that day."""
        return self.since <= day and (self.until is None or day < self.until)


def hire(plan: OrganizationPlan, today: date) -> list[Worker]:
    """Everybody of one organisme: the named first."""
    workers = [_named(n, plan, today) for n in plan.named]
    taken = {w.name for w in workers} | _TOLD
    for facility in plan.facilities:
        for rank, line in enumerate(facility.staff):
            for number in range(line.count):
                worker = _worker(plan, facility, line, rank, number, today, taken)
                taken.add(worker.name)
                workers.append(worker)
    return workers


def _named(plan: NamedPlan, house: OrganizationPlan, today: date) -> Worker:
    rng = chance("nommé", plan.slug)
    here = {f.key for f in house.facilities} | {u.key for f in house.facilities for u in f.units}
    posts = [(role, place) for role, place in plan.posts if place == "" or place in here]
    since = today - timedelta(days=12) if plan.slug == "tom" else today - timedelta(days=rng.randint(1200, 2600))
    feminine = plan.first_name in {"Inès", "Maud", "Sophie", "Nicole", "Fatou", "Hélène", "Nadia", "Aurélie"}
    return Worker(
        fixed_id(house.key, "professionnel", plan.slug), fixed_id("compte", plan.slug), plan.slug, plan.slug,
        plan.first_name, plan.last_name, plan.job, feminine, plan.night, since, None, posts,
    )  # fmt: skip


def _worker(
    plan: OrganizationPlan,
    facility: FacilityPlan,
    line: StaffLine,
    rank: int,
    number: int,
    today: date,
    taken: set[str],
) -> Worker:
    rng = chance("professionnel", plan.key, facility.key, rank, number)
    feminine = rng.random() < 0.72
    age = rng.randint(24, 62)
    first, last, _ = names.draw(rng, age, feminine)
    while f"{first} {last}" in taken:
        first, last, _ = names.draw(rng, age, feminine)
    job = line.job.split("|")[-1 if feminine else 0]
    since = today - timedelta(days=1300 if number == 0 else rng.randint(150, 2400))
    until = None
    if number > 1 and rng.random() < 0.14:  # somebody who has left: the writings stay
        since, until = today - timedelta(days=1500), today - timedelta(days=rng.randint(60, 600))
    place = facility.key
    shared = line.role in ("aes", "aide_soignant", "tisf") and not line.night and len(facility.units) > 1
    if shared and _FAMILIES.get(job, "aide_domicile") == "aide_domicile":
        place = _unit(facility, job, number)
    key = fixed_id(plan.key, "professionnel", facility.key, rank, number)
    login = f"{first}.{last}.{str(key)[:4]}".lower().replace(" ", "-").replace("’", "")
    account = fixed_id("compte", plan.key, facility.key, rank, number)
    return Worker(key, account, "", login, first, last, job, feminine, line.night, since, until, [(line.role, place)])


def _unit(facility: FacilityPlan, job: str, number: int) -> str:
    """Home helpers and TISF each have their own unit; others are shared out."""
    units = facility.units
    if job in ("TISF", "aide à domicile"):
        mine = [u for u in units if ("tisf" in u.tags) == (job == "TISF")]
        return mine[number % len(mine)].key
    return units[number % len(units)].key


class Team:
    """Who may write for a unit, by kind of author; who is on duty on a given day."""

    def __init__(self, workers: list[Worker], facility: FacilityPlan, unit_key: str) -> None:
        self.writes = {role.code: frozenset(role.writes) for role in default_roles()}
        self.reads = {role.code: frozenset(role.reads) for role in default_roles()}
        self.takes = {role.code for role in default_roles() if "handover.take" in role.rights}
        self.members: list[tuple[Worker, str]] = []
        self._able: dict[tuple[frozenset[str], str, bool], list[Worker]] = {}
        for worker in workers:
            role = next((r for r, place in worker.posts if place in (facility.key, unit_key)), "")
            if role:
                self.members.append((worker, role))

    def authors(self, families: frozenset[str], volet: str, night: bool) -> list[Worker]:
        """Those whose trade tells this and whose role writes in this volet, at that time of the day."""
        key = (families, volet, night)
        if key not in self._able:
            self._able[key] = [
                worker
                for worker, role in self.members
                if volet in self.writes[role]
                and worker.night == night
                and (worker.family in families or (night and role in families))
            ]
        return self._able[key]

    def readers(self, volet: str, but: UUID, day: date, *, by_day: bool = False) -> list[Worker]:
        """The team expected to read what this volet says, without the author; the day team alone when asked."""
        return [
            worker
            for worker, role in self.members
            if volet in self.reads[role]
            and role in self.takes
            and worker.id != but
            and worker.here(day)
            and not (by_day and worker.night)
        ]


def on_duty(workers: list[Worker], day: date, rng: Random) -> Worker | None:
    """One of the two colleagues of that trade on duty that day; somebody of the team when both had not come yet."""
    if not workers:
        return None
    start = day.toordinal() * 7 + (rng.random() < 0.35)
    for step in range(len(workers)):
        worker = workers[(start + step) % len(workers)]
        if worker.here(day):
            return worker
    return None
