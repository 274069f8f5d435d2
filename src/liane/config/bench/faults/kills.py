"""The long run: people write and read, and every moment something is killed."""

import random
import statistics
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db import connections

from liane.config.bench.browsers import Browser
from liane.config.bench.faults.checks import Verdict, check, work_goes_on
from liane.config.bench.faults.parts import AT_ONCE, BACKEND, DATABASE, WEB, WEB_WORKER, WORK, Parts
from liane.config.bench.faults.small_house import SmallHouse
from liane.config.bench.faults.writers import Log, Person, Reader, Writer
from liane.config.cli.house import say

WRITERS, READERS = 6, 2
EVERY = 100  # rounds between two checks of the whole house
_LIVES = 8  # writings acknowledged again before the next blow
PATIENCE = 60.0
# The web server takes the longest to come back: it falls whole one time in ten, by one of its processes more often.
ORDER = (
    BACKEND, WORK, DATABASE, WEB_WORKER, AT_ONCE, WORK, BACKEND, DATABASE, WEB_WORKER, WEB,
)  # fmt: skip


@dataclass
class Struck:
    """What the blows did."""

    blows: Counter[str] = field(default_factory=Counter)
    back: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    verdicts: list[Verdict] = field(default_factory=list)


class Mender(threading.Thread):
    """Starts again what falls, at once and all the time, and says how long the house was not whole."""

    def __init__(self, parts: Parts, struck: Struck) -> None:
        super().__init__(daemon=True)
        self.parts, self.record = parts, struck
        self.fallen: tuple[str, float] | None = None
        self.problem: Exception | None = None
        self.done = threading.Event()

    def struck(self, victim: str) -> None:
        """A blow is coming: the time runs from the first that is not mended yet."""
        self.record.blows[victim] += 1
        self.fallen = self.fallen or (victim, time.monotonic())

    def run(self) -> None:
        """Until told that it is over."""
        try:
            while not self.done.wait(0.05):
                fallen = self.fallen
                self.parts.repair()
                if fallen:
                    self.record.back[fallen[0]].append(time.monotonic() - fallen[1])
                    self.fallen = None
        except Exception as problem:
            self.problem = problem


class KillRun:
    """One run over one house."""

    def __init__(self, parts: Parts, house: SmallHouse, seed: int) -> None:
        self.parts, self.house, self.seed = parts, house, seed
        self.chance = random.Random(seed)
        self.log = Log()
        self.struck = Struck()
        self.mender = Mender(parts, self.struck)
        self.goes_on = False

    def run(self, rounds: int) -> dict[str, Any]:
        """So many blows; the house is compared with what was acknowledged every now and then, and at the end."""
        begun = time.monotonic()
        self.mender.start()
        done = 0
        while done < rounds:
            people = self._people(done)
            for person in people:
                person.start()
            for _ in range(min(EVERY, rounds - done)):
                self._blow(done)
                done += 1
            for person in people:
                person.leave()
            for person in people:
                person.join(120)
            self.struck.verdicts.append(check(self.log.kept))
            say(f"{done} coups, {len(self.log.kept)} écritures confirmées : {_told(self.struck.verdicts[-1])}")
        self.goes_on = work_goes_on(PATIENCE)
        self.mender.done.set()
        self.mender.join(PATIENCE)
        return self._figures(rounds, time.monotonic() - begun)

    def _people(self, done: int) -> list[Person]:
        turn = done // EVERY * WRITERS  # others each time: nobody sends more files a day than the house takes
        browsers = [Browser(self.parts.port, self.house.browser(turn + n)) for n in range(WRITERS + READERS)]
        seeds = [f"{self.seed}/{done}/{n}" for n in range(len(browsers))]
        people: list[Person] = [
            (Writer if n < WRITERS else Reader)(self.house, browser, self.log, seeds[n])
            for n, browser in enumerate(browsers)
        ]
        connections.close_all()
        return people

    def _blow(self, done: int) -> None:
        """Something falls at a moment nobody chose; the next blow may come before everything is up again."""
        victim = ORDER[done % len(ORDER)]
        time.sleep(self.chance.random() * 0.5)
        self.mender.struck(victim)
        self.parts.kill(victim, self.chance)
        before, limit = len(self.log.kept), time.monotonic() + PATIENCE
        while len(self.log.kept) < before + _LIVES and time.monotonic() < limit:
            if self.mender.problem:
                raise self.mender.problem
            time.sleep(0.02)

    def _figures(self, rounds: int, seconds: float) -> dict[str, Any]:
        last = self.struck.verdicts[-1]
        outages = sorted(self.log.outages, reverse=True)
        return {
            "seed": self.seed,
            "rounds": rounds,
            "seconds": round(seconds, 1),
            "blows": dict(self.struck.blows),
            "back_seconds": {
                victim: {"p50": round(statistics.median(found), 2), "max": round(max(found), 2)}
                for victim, found in self.struck.back.items()
            },
            **last.figures(),
            "holds": all(v.holds for v in self.struck.verdicts) and self.goes_on and not self.log.refused,
            "work_goes_on": self.goes_on,
            "gestures": dict(Counter(k.kind for k in self.log.kept)),
            "sent_again": self.log.retries,
            "refused": self.log.refused[:20],
            "statuses": {str(status): count for status, count in sorted(self.log.statuses.items())},
            "failures_without_words": self.log.wordless,
            "reader_longest_wait": round(outages[0], 2) if outages else 0.0,
        }


def _told(verdict: Verdict) -> str:
    if verdict.holds:
        return "rien de perdu, rien en double, rien à moitié, journal entier."
    return f"perdu {verdict.lost}, doublé {verdict.doubled}, à moitié {verdict.half_written}, journal {verdict.journal[:3]}"
