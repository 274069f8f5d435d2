"""Three years of writings about one person, in the order in which her team lived them."""

from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from random import Random

from liane.config.demo.residents import Passage, Resident
from liane.config.demo.seed import chance
from liane.config.demo.staff import Team, Worker, on_duty
from liane.config.demo.text.corpus import LEVELS, Arc, Corpus, Situation, load_corpus
from liane.config.demo.text.writer import Hero, Writing, fits, write
from liane.kit.dates import at_clock
from liane.nomenclatures.packs import Pack, load_pack

HISTORY = 1095  # days
_HOURS = {"matin": (8, 11), "midi": (13, 14), "apres_midi": (15, 18), "soir": (19, 21), "nuit": (5, 7)}
_EVERY_DAY = frozenset({"FULL"})
# How many lines a person of that sector is written, compared with the others.
_PACE = {
    "ehpad": 1.5,
    "fam_mas": 1.5,
    "mecs_aemo": 1.2,
    "ime": 1.1,
    "chrs": 1.1,
    "cmpp": 0.5,
    "csapa": 0.7,
    "esat": 0.6,
    "savs": 0.8,
}


@dataclass(frozen=True, slots=True)
class Told:
    """One writing with its author and its moments."""

    writing: Writing
    author: Worker
    happened_at: datetime
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Planned:
    """Something that will be told on a day."""

    day: date
    situation: Situation
    drawn: dict[str, str] | None


def weight_of(passage: Passage, today: date) -> float:
    """How much of the house's writings this stay receives: its days, the recent ones counting more."""
    if "rue" in passage.unit.tags:  # only what is told of them: a street is not a house
        return 0.0
    first, last = _window(passage, today)
    days = [(today - first).days, (today - last).days]
    if days[0] < days[1]:
        return 0.0
    return (_mass(days[0] + 1) - _mass(days[1])) * _PACE.get(passage.facility.pack, 1.0)


def _mass(days: int) -> float:
    """Writings of the last `days` days: a house keeps more of the last fortnight in sight."""
    return 7.0 * min(days, 14) + 2.2 * max(0, min(days, 90) - 14) + max(0, days - 90)


def _window(passage: Passage, today: date) -> tuple[date, date]:
    first = max(passage.starts, today - timedelta(days=HISTORY))
    return first, min(passage.ends or today, today)


def _words(told: Told) -> str:
    return told.writing.text or told.writing.observation + told.writing.action + told.writing.outcome


class Diary:
    """The writings of one unit's team about one person."""

    def __init__(
        self, person: Resident, passage: Passage, hero: Hero, team: Team, now: datetime, told: set[int] | None = None
    ) -> None:
        self.already = set[int]() if told is None else told
        self.passage, self.hero, self.team, self.now = passage, hero, team, now
        self.today = now.date()
        self.pack: Pack = load_pack(passage.facility.pack)
        self.corpus: Corpus = load_corpus(passage.facility.pack)
        self.rng: Random = chance("journal", person.key, passage.unit.key)
        self.situations = [s for s in self.corpus.situations if fits(s, hero) and self._moments(s)]
        self.weights = list(accumulate(s.weight for s in self.situations))
        self.arcs = [a for a in self.corpus.arcs if a.needs <= hero.tags and a.ages[0] <= hero.age <= a.ages[1]]
        self.until = now
        if "sam" in hero.tags:  # her last days and her bus are told by `mimosa`
            self.until = at_clock(self.today - timedelta(days=2), time(0))
            self.arcs = [a for a in self.arcs if a.code == "chambre"]
            self.situations = [s for s in self.situations if s.focus not in ("bus", "poids", "hospitalisation")]
            self.weights = list(accumulate(s.weight for s in self.situations))

    def tell(self, count: int) -> Iterator[Told]:
        """About `count` writings, in order."""
        if not self.situations:
            return
        planned = self._stories(count // 7)
        planned += [self._ordinary() for _ in range(max(0, count - len(planned)))]
        planned.sort(key=lambda p: p.day)
        for item in planned:
            told = self._write(item)
            for _ in range(4):  # two colleagues do not write the same words: another thing happened that day
                if told is None or hash(_words(told)) not in self.already or item.drawn is not None:
                    break
                told = self._write(Planned(item.day, self._pick(), None))
            if told:
                self.already.add(hash(_words(told)))
                yield told

    def _ordinary(self) -> Planned:
        return Planned(self._day(), self._pick(), None)

    def _pick(self) -> Situation:
        return self.situations[bisect(self.weights, self.rng.random() * self.weights[-1])]

    def _day(self) -> date:
        first, last = _window(self.passage, self.today)
        newest, oldest = (self.today - last).days, (self.today - first).days + 1
        low, high = _mass(newest), _mass(oldest)
        wanted = low + self.rng.random() * (high - low)
        if wanted < 98:
            ago = wanted / 7.0
        elif wanted < 98 + 2.2 * 76:
            ago = 14 + (wanted - 98) / 2.2
        else:
            ago = 90 + wanted - 98 - 2.2 * 76
        return self.today - timedelta(days=int(ago))

    def _stories(self, budget: int) -> list[Planned]:
        first, last = _window(self.passage, self.today)
        planned: list[Planned] = []
        left = list(self.arcs)  # a story happens once to somebody
        while left and len(planned) < budget:
            arc = self.rng.choices(left, [a.weight for a in left])[0]
            left.remove(arc)
            start = self._story_start(arc, first, last)
            if start is None:
                continue
            drawn: dict[str, str] = {}
            planned += [Planned(start + timedelta(days=s.day), s.situation, drawn) for s in arc.steps]
        return [p for p in planned if p.day <= last]

    def _story_start(self, arc: Arc, first: date, last: date) -> date | None:
        if arc.code == "arrivee":
            return first if self.passage.starts == first else None
        if arc.code == "rentree":
            year = self.rng.randint(first.year, last.year)
            start = date(year, 9, 1 + self.rng.randint(0, 3))
        else:
            start = min(self._day(), last - timedelta(days=arc.days)) - timedelta(days=self.rng.randint(0, 20))
        return start if first <= start <= last else None

    def _moments(self, situation: Situation) -> list[str]:
        focus = self.pack.focus(situation.focus)
        if focus is None:
            return []
        return [m for m in situation.at if self.team.authors(situation.by, focus.volet, m == "nuit")]

    def _write(self, item: Planned) -> Told | None:
        moments = self._moments(item.situation)
        if not moments:
            return None
        moment = moments[int(self.rng.random() * len(moments))]
        at = self._clock(item.day, moment)
        return self._tell_at(item, moment, at) if at else None

    def _tell_at(self, item: Planned, moment: str, at: datetime) -> Told | None:
        focus = self.pack.focus(item.situation.focus)
        if focus is None:
            return None
        night = moment == "nuit"
        authors = self.team.authors(item.situation.by, focus.volet, night)
        author = on_duty(authors, at.date() - timedelta(days=night), self.rng)
        if author is None:
            return None
        writing = write(item.situation, self.hero, focus, self.corpus, self.rng, at, author.feminine, item.drawn)
        late = self.rng.random()
        written = at + timedelta(minutes=int(late * 40), hours=3 if late > 0.97 and 8 <= at.hour < 19 else 0)
        return Told(writing, author, at, min(written, self.now))

    def to_read(self, moment: str, at: datetime) -> Told | None:
        """Something that a colleague must read, at that very moment."""
        able = [s for s in self.situations if s.level == LEVELS["TO_READ"] and moment in self._moments(s)]
        if not able or at > self.now:
            return None
        return self._tell_at(Planned(at.date(), self.rng.choice(able), None), moment, at)

    def _clock(self, day: date, moment: str) -> datetime | None:
        if (
            self.passage.unit.mode not in _EVERY_DAY
            and self.passage.facility.pack != "ssiad_saad"
            and day.weekday() > 4
        ):
            day -= timedelta(days=day.weekday() - 4)
        low, high = _HOURS[moment]
        minutes = low * 60 + int(self.rng.random() * (high - low) * 60)
        minutes -= minutes % 5
        at = at_clock(day, time(minutes // 60, minutes % 60))
        if at > self.now - timedelta(minutes=3):
            at -= timedelta(days=1)
        return at if at <= self.until and at.date() >= self.passage.starts else None
