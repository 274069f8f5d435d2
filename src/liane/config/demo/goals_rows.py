"""What the persons of the demonstration aim at: one to four goals for most of them, with the writings that serve them."""

import tomllib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from liane.config.demo.places_rows import unit_id
from liane.config.demo.residents import Passage, Resident
from liane.config.demo.seed import chance, dated_id
from liane.config.demo.staff import Team, Worker
from liane.config.demo.tables import Tables
from liane.journal.kinds import Kind
from liane.kit.dates import at_clock

FILE = Path(__file__).parent / "goals.toml"
_AIM = 0.7  # share of the persons whose project is begun
_LINK = 0.65  # share of the writings on the subject of a goal that are linked to it
_SAM = {
    "wording": "Je veux prendre le bus seule",
    "proof": "Elle fait le trajet de la ligne 14 ; je l’attends à l’arrêt.",
    "focus": ["bus"],
}
_REACHED = ("Tenu depuis un mois.", "C’est fait, on en a parlé ensemble.", "Plus besoin d’aide.")
_STOPPED = (
    "Ce n’est plus son souhait.",
    "Trop tôt : on en reparle au prochain point.",
    "Autre chose compte plus pour le moment.",
)


@dataclass(frozen=True, slots=True)
class Aim:
    """One goal: when it runs, and the subjects it is about."""

    id: UUID
    focus: frozenset[str]
    starts: datetime
    ends: datetime | None


@cache
def _corpus() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def _settled(now: datetime) -> date:
    """Who is here since a season knows her well enough to write what she aims at."""
    return now.date() - timedelta(days=100)


class Aims:
    """The goals of one organisme, as they are written, then as the writings ask for them."""

    def __init__(self, tables: Tables, house: UUID, now: datetime, trace: Callable[..., None]) -> None:
        self.tables, self.house, self.now, self.trace = tables, house, now, trace
        self.known: dict[tuple[UUID, str], list[Aim]] = defaultdict(list)

    def add(self, resident: Resident, passage: Passage, team: Team) -> None:
        """What she aims at with the team that accompanies her at home."""
        rng = chance("projet", resident.key)
        is_sam = "sam" in resident.tags
        if passage.ends is not None or (rng.random() > _AIM and not is_sam):
            return
        writers = [w for w, role in team.members if role in _SETS and w.until is None and w.since < _settled(self.now)]
        pool = list(_corpus().get(passage.facility.pack, []))
        if not writers or not pool:
            return
        rng.shuffle(pool)
        chosen = pool[: rng.choice((1, 1, 2, 2, 2, 3, 4))]
        if is_sam:
            writers = [w for w in writers if w.slug == "karim"]
            chosen = [_SAM, *[aim for aim in pool if "sommeil" in aim["focus"] or "achats" in aim["focus"]][:2]]
        for rank, row in enumerate(chosen):
            self._write(resident, passage, row, writers[rng.randrange(len(writers))], rank, is_sam=is_sam)

    def _write(
        self, resident: Resident, passage: Passage, row: dict[str, Any], author: Worker, rank: int, *, is_sam: bool
    ) -> None:
        rng = chance("objectif", resident.key, rank)
        oldest = (self.now.date() - max(passage.starts, author.since)).days
        since = self.now.date() - timedelta(
            days=max(0, min(60 + rank * 40 if is_sam else rng.randint(40, 400), oldest))
        )
        written = min(at_clock(since, time(rng.randint(9, 17), rng.choice((0, 15, 30)))), self.now)
        draw = rng.random()
        voice, voice_of = ("SELF", "")
        if draw > 0.75 and not is_sam:
            voice, voice_of = ("HELPED" if draw < 0.9 else "OBSERVED"), author.name
        key = dated_id(rng, written)
        words = row["wording"].replace("{e}", "e" if resident.feminine else "")
        until = None if rng.random() < 0.4 else self.now.date() + timedelta(days=rng.randint(30, 200))
        common = (words, row["proof"], voice, voice_of, since, until)
        self._row(key, resident, passage, common, "ACTIVE", "", author, written, key, 1)
        state, ended = self._end(rng, written, still=is_sam or rank == 0)
        if ended:
            reason = rng.choice(_REACHED if state == "REACHED" else _STOPPED)
            self._row(dated_id(rng, ended), resident, passage, common, state, reason, author, ended, key, 2)
        aim = Aim(key, frozenset(row["focus"]), written, ended)
        self.known[resident.record_id, passage.unit.key].append(aim)

    def _end(self, rng: Any, written: datetime, *, still: bool) -> tuple[str, datetime | None]:
        days = (self.now - written).days
        if still or days < 120 or rng.random() < 0.7:
            return "ACTIVE", None
        ended = written + timedelta(days=rng.randint(90, days - 10))
        return ("REACHED" if rng.random() < 0.65 else "STOPPED"), ended

    def _row(
        self, key: UUID, resident: Resident, passage: Passage, words: tuple[str, str, str, str, date, date | None],
        state: str, reason: str, author: Worker, at: datetime, thread: UUID, version: int,
    ) -> None:  # fmt: skip
        self.tables.goal.add(
            key, self.house, resident.record_id, unit_id(passage.unit.key), *words, state, reason, author.id,
            author.name, author.job, at, thread, version,
        )  # fmt: skip
        kind = Kind.GOAL_SET if version == 1 else Kind.GOAL_CLOSED
        self.trace(chance("trace", key), at, kind, author, resident.record_id, key)

    def of_writing(self, record: UUID, unit: str, focus: str, at: datetime) -> UUID | None:
        """The goal that a writing on this subject serves, when its author linked it."""
        if not focus:
            return None
        for aim in self.known.get((record, unit), ()):
            if focus in aim.focus and aim.starts <= at and (aim.ends is None or at < aim.ends):
                linked = focus == "bus" or chance("lien", record, at.isoformat()).random() < _LINK
                return aim.id if linked else None
        return None


_SETS = {"educateur", "moniteur", "aes", "ide", "psychologue", "assistante_sociale", "chef_de_service", "tisf"}
