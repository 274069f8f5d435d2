"""Those whom the houses accompany: imaginary persons who fit each place, with stays, relatives and protections."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from liane.config.demo import names
from liane.config.demo.plan import FacilityPlan, OrganizationPlan, UnitPlan
from liane.config.demo.seed import chance, fixed_id, years_before
from liane.config.demo.text.writer import Hero

_NICKNAMES = {
    False: ("Momo", "Le Breton", "Tonton", "Doc", "Nico", "Kader", "Petit Jean", "Bill", "Zizou", "Maestro"),
    True: ("La Marraine", "Nana", "Mimi", "Lili", "La Chef", "Zaza"),
}
_SHORT = {
    "Emmanuel": "Manu",
    "Mohamed": "Momo",
    "Isabelle": "Isa",
    "Christophe": "Chris",
    "Stéphanie": "Steph",
    "Nathalie": "Nath",
    "Dominique": "Dom",
    "Sébastien": "Seb",
    "Caroline": "Caro",
    "Raphaël": "Raph",
    "Fatoumata": "Fatou",
    "Marie-Louise": "Malou",
}
_CITIES = (
    "Marseille",
    "Aubagne",
    "Toulon",
    "Lyon",
    "Saint-Étienne",
    "Avignon",
    "Nîmes",
    "Paris",
    "Lille",
    "Gap",
    "Ajaccio",
    "Béziers",
)
_ABROAD = {
    "maghreb": ("Oran", "Alger", "Sfax", "Fès", "Constantine"),
    "afrique": ("Dakar", "Conakry", "Bamako", "Asmara", "Kinshasa"),
    "mediterranee": ("Naples", "Porto", "Séville", "Erevan"),
    "ailleurs": ("Hanoï", "Izmir", "Cluj", "Moroni", "Kaboul", "Lviv"),
}
_MOTHER, _FATHER, _SISTER, _BROTHER = ("MTH", "Mère"), ("FTH", "Père"), ("SIS", "Sœur"), ("BRO", "Frère")
_DAUGHTER, _SON, _NIECE, _FRIEND = ("DAUC", "Fille"), ("SONC", "Fils"), ("NIECE", "Nièce"), ("FRND", "Amie, ami")
_SPOUSE, _AUNT, _GRANDMOTHER = ("SIGOTHR", "Conjoint"), ("AUNT", "Tante"), ("GRMTH", "Grand-mère")
_HERS = {
    "MTH": "sa mère",
    "FTH": "son père",
    "SIS": "sa sœur",
    "BRO": "son frère",
    "DAUC": "sa fille",
    "SONC": "son fils",
}
_HERS |= {"NIECE": "sa nièce", "AUNT": "sa tante", "GRMTH": "sa grand-mère"}
_FEMININE = {"MTH", "SIS", "DAUC", "NIECE", "AUNT", "GRMTH"}
CHILDREN = ("ime", "mecs_aemo", "cmpp")


@dataclass(frozen=True, slots=True)
class Kin:
    """Somebody who counts for the person."""

    name: str
    code: str
    label: str
    feminine: bool
    is_legal: bool = False
    is_trusted: bool = False
    phone: str = ""
    shared: str = ""  # one contact for several persons: the mother of two children

    @property
    def kind(self) -> str:
        """Somebody, a doctor, or a tutor’s office."""
        if self.code == "MEDECIN":
            return "DOCTOR"
        return "GUARDIAN" if self.is_legal and self.code in ("TUTEUR", "CURATEUR") else "PERSON"

    @property
    def hers(self) -> str:
        """«sa sœur», as a colleague writes it."""
        if self.code == "SIGOTHR":
            return "sa femme" if self.feminine else "son mari"
        return _HERS.get(self.code, "son amie" if self.feminine else "son ami")


@dataclass(frozen=True, slots=True)
class Away:
    """One absence that is told: its motive, from when to when, and where."""

    motive: str
    starts: datetime
    ends: datetime
    place: str


@dataclass(slots=True)
class Passage:
    """One stay. What is not told is imagined: `away` None, no `entry`."""

    facility: FacilityPlan
    unit: UnitPlan
    place: str
    starts: date
    ends: date | None
    presence: str = "PRESENT"
    again: int = 0  # she came back to the same unit
    entry: str = ""
    origin: str = ""
    exit: str = ""
    destination: str = ""
    signed: date | None = None
    away: tuple[Away, ...] | None = None


@dataclass(slots=True)
class Resident:
    """One person, one record."""

    key: str
    id: UUID
    record_id: UUID
    first_name: str
    last_name: str
    used_name: str
    preferred: str
    feminine: bool
    born: date | None
    precision: str
    birth_place: str
    origin: str
    passages: list[Passage]
    kin: list[Kin] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)
    is_protected: bool = False
    numbers: list[tuple[str, str, str]] = field(default_factory=list)  # (kind, value, facility key)
    is_alias: bool = False
    life: str = ""  # key of the path that is told, in `lives.toml`

    @property
    def called(self) -> str:
        """How the team speaks of her."""
        return self.preferred or self.first_name

    def age(self, today: date) -> int:
        """Years, as far as they are known."""
        born = self.born or years_before(today, 35)
        return today.year - born.year - ((today.month, today.day) < (born.month, born.day))

    def hero(self, passage: Passage, neighbour: str, referent: str, today: date) -> Hero:
        """What the texts must know."""
        kin = next((k for k in self.kin if not k.is_legal and k.code != "MEDECIN"), None)
        legal = next((k for k in self.kin if k.is_legal and k.code in ("TUTEUR", "CURATEUR")), None)
        tags = self.tags | passage.unit.tags | ({"proche"} if kin else set()) | ({"tuteur"} if legal else set())
        f = self.feminine
        words = {
            "prenom": self.called,
            "surnom": self.called,
            "il": "elle" if f else "il",
            "Il": "Elle" if f else "Il",
            "lui": "elle" if f else "lui",
            "le": "la" if f else "le",
            "voisin": neighbour,
            "referent": referent,
            "unite": passage.unit.name,
            "poids": str(62 if "sam" in self.tags else chance("poids", self.key).randint(48, 82)),
            "proche": kin.hers if kin else "sa famille",
            "proche_prenom": kin.name.split(" ")[0] if kin else "la famille",
            "tuteur": ("son curateur" if legal.code == "CURATEUR" else "son tuteur") if legal else "la direction",
        }
        relative_feminine = kin.feminine if kin else True
        return Hero(words, f, relative_feminine, self.age(today), frozenset(tags))


def populate(plan: OrganizationPlan, today: date) -> list[Resident]:
    """Everybody of one organisme, unit by unit."""
    return [
        _resident(plan, facility, unit, number, today)
        for facility in plan.facilities
        for unit in facility.units
        for number in range(unit.persons)
    ]


def _resident(plan: OrganizationPlan, facility: FacilityPlan, unit: UnitPlan, number: int, today: date) -> Resident:
    key = f"{plan.key}/{unit.key}/{number}"
    rng = chance("personne", key)
    feminine = rng.random() < unit.women
    years = rng.randint(*unit.ages)
    first, last, origin = names.draw(rng, years, feminine, facility.pack)
    born = years_before(today, years) - timedelta(days=rng.randint(0, 364))
    born, precision = _known_birth(rng, facility.pack, born)
    used = (
        names.last_name(rng, origin) if feminine and years > 24 and rng.random() < (0.8 if years > 65 else 0.3) else ""
    )
    starts, ends = _dates(rng, facility, born, years, today)
    passage = Passage(facility, unit, _place(facility, unit, number), starts, ends, _presence(rng, unit, ends))
    abroad = _ABROAD.get(origin)
    resident = Resident(
        key=key,
        id=fixed_id(plan.key, "personne", unit.key, number),
        record_id=fixed_id(plan.key, "dossier", unit.key, number),
        first_name=first,
        last_name=last,
        used_name="" if used == last else used,
        preferred=_preferred(rng, facility.pack, first, feminine),
        feminine=feminine,
        born=born,
        precision=precision,
        birth_place=rng.choice(abroad if abroad and rng.random() < 0.55 else _CITIES),
        origin=origin,
        passages=[passage],
        is_protected=facility.pack in ("mecs_aemo", "chrs") and rng.random() < 0.06,
        numbers=[("LOCAL_RECORD", f"{starts.year}-{rng.randint(1, 9999):04d}-{number:02d}", facility.key)],
    )
    if facility.pack in ("fam_mas", "ime", "esat", "savs") and rng.random() < 0.6:
        resident.numbers.append(("MDPH", f"13{rng.randint(100000, 999999)}{number:02d}", facility.key))
    resident.kin = _kin(rng, resident, facility.pack, years)
    if "rue" in unit.tags:
        _unnamed(rng, resident)
    resident.tags = {t for t, share in (("epilepsie", 0.14), ("diabete", 0.12), ("chute", 0.2)) if rng.random() < share}
    return resident


def _unnamed(rng: Random, person: Resident) -> None:
    """Met in the street: a nickname is all that is known."""
    person.is_alias, person.preferred = True, rng.choice(_NICKNAMES[person.feminine])
    person.first_name = person.last_name = person.used_name = person.birth_place = ""
    person.born, person.precision, person.kin = None, "UNKNOWN", []


def _known_birth(rng: Random, pack: str, born: date) -> tuple[date | None, str]:
    draw = rng.random()
    if pack == "chrs" and draw < 0.1:
        return None, "UNKNOWN"
    if (pack == "chrs" and draw < 0.35) or (pack == "ehpad" and draw < 0.03):
        return born.replace(month=1, day=1), "YEAR"
    if pack == "csapa" and draw < 0.1:
        return born.replace(day=1), "MONTH"
    return born, "DAY"


def _dates(rng: Random, facility: FacilityPlan, born: date | None, years: int, today: date) -> tuple[date, date | None]:
    longest = {"chrs": 620, "csapa": 1100, "cmpp": 900, "mecs_aemo": 1100, "ehpad": 1700, "ssiad_saad": 1300}.get(
        facility.pack, 3800
    )
    starts = today - timedelta(days=int(20 + longest * rng.random() ** 1.2))
    if facility.pack in CHILDREN and born and starts < born + timedelta(days=1100):
        starts = max(starts, born + timedelta(days=min(1100, (today - born).days - 30)))
    ends = None
    if rng.random() < 0.07 and (today - starts).days > 200:
        ends = today - timedelta(days=rng.randint(15, min(500, (today - starts).days - 60)))
    return starts, ends


def _presence(rng: Random, unit: UnitPlan, ends: date | None) -> str:
    if ends or unit.mode not in ("FULL", "SEMI"):
        return "PRESENT"
    return rng.choices(["PRESENT", "HOSPITAL", "FAMILY", "ABSENT"], [93, 3, 3, 1])[0]


def _place(facility: FacilityPlan, unit: UnitPlan, number: int) -> str:
    if not unit.places:
        return ""
    if facility.pack in ("fam_mas", "ehpad"):
        return f"Chambre {number + 1}"
    if facility.pack == "chrs":
        return f"Chambre {number // 2 + 101}, lit {'AB'[number % 2]}"
    return ""


def _preferred(rng: Random, pack: str, first: str, feminine: bool) -> str:
    if pack == "chrs" and rng.random() < 0.35:
        return rng.choice(_NICKNAMES[feminine])
    return _SHORT.get(first, "") if rng.random() < 0.4 else ""


def _phone(rng: Random) -> str:
    """A number of the range kept for fiction by the regulator (06 39 98 …)."""
    return f"06 39 98 {rng.randint(0, 99):02d} {rng.randint(0, 99):02d}"


def _kin(rng: Random, person: Resident, pack: str, years: int) -> list[Kin]:
    if pack in CHILDREN:
        choices = [_MOTHER, _FATHER, _GRANDMOTHER, _AUNT]
    elif years > 66:
        choices = [_DAUGHTER, _SON, _NIECE, _SPOUSE]
    else:
        choices = [_SISTER, _MOTHER, _BROTHER, _FATHER, _FRIEND]
    alone = {"chrs": 0.45, "csapa": 0.4}.get(pack, 0.08)
    wanted = 0 if rng.random() < alone else rng.choice((1, 2, 2, 3))
    kin = []
    for code, label in rng.sample(choices, k=min(wanted, len(choices))):
        feminine = code in _FEMININE or (
            code not in ("FTH", "BRO", "SONC") and (not person.feminine if code == "SIGOTHR" else rng.random() < 0.5)
        )
        generation = person.origin if years < 60 or person.origin != "france_ancien" else "france"
        name = f"{names.first_name(rng, generation, feminine)} {person.last_name if rng.random() < 0.7 else names.last_name(rng, generation)}"
        parent = pack in CHILDREN and code in ("MTH", "FTH")
        shown = {"SIGOTHR": "Épouse" if feminine else "Mari", "FRND": "Amie" if feminine else "Ami"}.get(code, label)
        kin.append(Kin(name, code, shown, feminine, parent, not kin and years > 18 and rng.random() < 0.4, _phone(rng)))
    legal = {"fam_mas": 0.62, "savs": 0.5, "esat": 0.35, "ehpad": 0.22, "chrs": 0.1}.get(pack, 0)
    if rng.random() < legal:
        paul = rng.random() < 0.6
        name = (
            "Paul Arnaud" if paul else rng.choice(("Association tutélaire du Midi", "Catherine Besson", "UDAF du Val"))
        )
        code = rng.choice(("CURATEUR", "CURATEUR", "TUTEUR"))
        label = "Curateur, mandataire judiciaire" if code == "CURATEUR" else "Tuteur, mandataire judiciaire"
        kin.append(Kin(name, code, label, False, True, False, "06 39 98 10 70" if paul else _phone(rng)))
    if rng.random() < 0.7:
        kin.append(Kin(f"Dr {names.last_name(rng, 'france')}", "MEDECIN", "Médecin traitant", False, phone=_phone(rng)))
    return kin
