"""What stands behind a list of persons: the named ones, namesakes, second houses and earlier stays."""

from datetime import date, timedelta

from liane.config.demo.lives import give_lives
from liane.config.demo.plan import OrganizationPlan
from liane.config.demo.residents import Kin, Passage, Resident
from liane.config.demo.seed import chance, years_before

# Mimosa as on the mock-ups: room, first name, name, woman?
MIMOSA = (
    (1, "Aïcha", "Benali", True), (2, "Bruno", "Caron", False), (3, "Chloé", "Petit", True), (4, "Jean-Marc", "Vidal", False),
    (5, "Denis", "Roux", False), (6, "Élodie", "Martin", True), (7, "Paul", "Lemaire", False), (8, "Farid", "Haddad", False),
    (9, "Gaëlle", "Noël", True), (10, "Hugo", "Faure", False), (12, "Samia", "Belkacem", True),
)  # fmt: skip
# (from, to, how many): followed by both at once, or there before coming here.
_TOGETHER = (
    ("savs", "esat", 6),
    ("ssiad", "secteur_nord", 5),
    ("chrs", "csapa", 3),
    ("lucioles", "cmpp", 2),
    ("petits", "cmpp", 2),
    ("acacia", "esat", 2),
)
_BEFORE = (
    ("mimosa", "hirondelles", 3),
    ("acacia", "savs", 3),
    ("conditionnement", "hirondelles", 2),
    ("savs", "chrs", 2),
    ("jardin", "secteur_nord", 4),
)
_NAMESAKES = (("jardin", 3, "etage", 5), ("chrs", 2, "chrs", 9), ("grands", 1, "aemo", 4))


def tell(plan: OrganizationPlan, people: list[Resident], today: date) -> None:
    """Give the house of the contract its story: who lives in Mimosa, who bears the same name, who goes where."""
    units = {u.key: (f, u) for f in plan.facilities for u in f.units}
    by_unit: dict[str, list[Resident]] = {}
    for person in people:
        by_unit.setdefault(person.passages[0].unit.key, []).append(person)
    if "mimosa" in units:
        _mimosa(by_unit["mimosa"], today)
        for here, mine, there, hers in _NAMESAKES:
            _same_name(by_unit[here][mine], by_unit[there][hers])
        give_lives(by_unit, units, today)
    for here, there, count in _TOGETHER:
        _second_house(by_unit, units, here, there, count, today)
    for here, there, count in _BEFORE:
        _earlier_house(by_unit, units, here, there, count)


def _mimosa(people: list[Resident], today: date) -> None:
    places = [room for room, *_ in MIMOSA] + [room for room in range(1, 22) if room not in {r for r, *_ in MIMOSA}]
    for person, room in zip(people, places, strict=False):
        passage = person.passages[0]
        passage.place, passage.ends, passage.presence = f"Chambre {room}", None, "PRESENT"
    for person, (_, first, last, feminine) in zip(people, MIMOSA, strict=False):
        person.first_name, person.last_name, person.used_name, person.preferred = first, last, "", ""
        person.feminine = feminine
        person.passages[0].starts = min(person.passages[0].starts, today - timedelta(days=500))
    people[15].passages[0].presence, people[17].passages[0].presence = "HOSPITAL", "FAMILY"
    jean_marc, paul = people[3], people[6]
    jean_marc.born, jean_marc.tags = years_before(today, 52) - timedelta(days=80), {"chute"}
    jean_marc.kin = [Kin("Paul Arnaud", "TUTEUR", "Tuteur, mandataire judiciaire", False, True, phone="06 39 98 10 70")]
    paul.tags = set()
    _sam(people[10])


def _sam(sam: Resident) -> None:
    """Samia Belkacem, «Sam»: mock-up 1."""
    sam.preferred, sam.born, sam.precision = "Sam", date(1992, 3, 12), "DAY"
    sam.birth_place, sam.origin, sam.tags, sam.is_protected = "Marseille", "maghreb", {"sam"}, False
    sam.kin = [
        Kin("Leïla Belkacem", "SIS", "Sœur", True, False, True, "06 39 98 12 34"),
        Kin("Zohra Belkacem", "MTH", "Mère", True, phone="06 39 98 12 40"),
        Kin("Paul Arnaud", "CURATEUR", "Curateur, mandataire judiciaire", False, True, phone="06 39 98 10 70"),
        Kin("Dr Bonnet", "MEDECIN", "Médecin traitant", False, phone="06 39 98 20 11"),
    ]


def _same_name(one: Resident, other: Resident) -> None:
    other.first_name, other.last_name, other.used_name = one.first_name, one.last_name, one.used_name
    other.feminine, other.preferred = one.feminine, ""


def _second_house(
    by_unit: dict[str, list[Resident]], units: dict, here: str, there: str, count: int, today: date
) -> None:  # type: ignore[type-arg]
    if here not in units or there not in units:
        return
    facility, unit = units[there]
    for person in [p for p in by_unit[here] if p.passages[0].ends is None and "sam" not in p.tags][2 : 2 + count]:
        rng = chance("ensemble", person.key, there)
        days = min((today - person.passages[0].starts).days, 900)
        starts = today - timedelta(days=rng.randint(min(30, days), max(30, days)))
        person.passages.append(Passage(facility, unit, "", max(starts, person.passages[0].starts), None))


def _earlier_house(by_unit: dict[str, list[Resident]], units: dict, here: str, there: str, count: int) -> None:  # type: ignore[type-arg]
    if here not in units or there not in units:
        return
    facility, unit = units[there]
    for person in by_unit[here][8 : 8 + count]:
        rng = chance("avant", person.key, there)
        ends = person.passages[0].starts - timedelta(days=rng.randint(1, 40))
        starts = ends - timedelta(days=rng.randint(300, 1500))
        if person.born and unit.ages[1] < 22:  # a house for the young is left at twenty
            ends = min(ends, person.born + timedelta(days=20 * 365 + rng.randint(0, 300)))
            starts = max(ends - timedelta(days=rng.randint(900, 2600)), person.born + timedelta(days=7 * 365))
        person.passages.append(Passage(facility, unit, "", starts, ends))
