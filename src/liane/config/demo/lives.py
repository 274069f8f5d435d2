"""Paths that a reader can follow on the ribbon: who they are, where they went, what was written on the way (`lives.toml`)."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from liane.config.demo.diary import Told
from liane.config.demo.plan import FacilityPlan, UnitPlan
from liane.config.demo.residents import Away, Kin, Passage, Resident
from liane.config.demo.seed import chance, fixed_id, years_before
from liane.config.demo.staff import Team, on_duty
from liane.config.demo.text.writer import Quoted, Writing
from liane.kit.dates import at_clock
from liane.nomenclatures.packs import load_pack

FILE = Path(__file__).parent / "lives.toml"
HOUSE = "deux_rives"
_QUOTE = re.compile("«\u00a0(.+?)\u00a0»")
Places = Mapping[str, tuple[FacilityPlan, UnitPlan]]


@dataclass(frozen=True, slots=True)
class Life:
    """One path as the pages of the demonstration propose it: whose, who can read it, and what to look at."""

    key: str
    title: str
    name: str
    read_by: str
    follow: str
    unit: str
    rank: int

    @property
    def record_id(self) -> UUID:
        """Her record."""
        return record_id_of(told()[self.key])


@cache
def told() -> dict[str, dict[str, Any]]:
    """Everybody of the file, by key."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {row["key"]: row for part in ("life", "also") for row in rows[part]}


def record_id_of(row: dict[str, Any]) -> UUID:
    """The record of somebody of the file."""
    return fixed_id(HOUSE, "dossier", row["unit"], row["rank"])


@cache
def lives() -> tuple[Life, ...]:
    """The paths to follow, in the order of the file."""
    return tuple(
        Life(
            row["key"], row["title"], " ".join(row["name"]), row["read_by"], row["follow"], row["unit"], row["rank"]
        )
        for row in told().values()
        if "title" in row
    )  # fmt: skip


def give_lives(by_unit: Mapping[str, list[Resident]], places: Places, today: date) -> None:
    """Some of those who were imagined become those of the file."""
    for row in told().values():
        person = by_unit[row["unit"]][row["rank"]]
        person.life, person.tags = row["key"], set()
        person.is_protected = False
        if "name" in row:
            _name(person, row, today)
        place, presence = person.passages[0].place, "PRESENT"
        seen: dict[str, int] = {}
        person.passages = []
        for stay in row["stays"]:
            facility, unit = places[stay["unit"]]
            again = seen[stay["unit"]] = seen.get(stay["unit"], -1) + 1
            passage = _passage(facility, unit, stay, today)
            passage.place, passage.presence, passage.again = "" if person.passages else place, presence, again
            person.passages.append(passage)


def _name(person: Resident, row: dict[str, Any], today: date) -> None:
    years, days = row["age"]
    person.first_name, person.last_name = row["name"]
    person.used_name, person.preferred = row.get("used_name", ""), row.get("preferred", "")
    person.feminine, person.birth_place = row["feminine"], row["birth_place"]
    person.born, person.precision = years_before(today, years) - timedelta(days=days), "DAY"
    child = years < 18
    person.kin = [
        Kin(
            name,
            code,
            label,
            feminine,
            child and code in ("MTH", "FTH"),
            row.get("trusted") == rank,
            phone,
            shared=phone,
        )
        for rank, (name, code, label, feminine, phone) in enumerate(row["kin"])
    ]


def _passage(facility: FacilityPlan, unit: UnitPlan, stay: dict[str, Any], today: date) -> Passage:
    starts = today - timedelta(days=stay["from"])
    return Passage(
        facility, unit, "", starts, today - timedelta(days=stay["to"]) if "to" in stay else None,
        entry=stay["entry"], origin=stay.get("origin", ""), exit=stay.get("exit", ""),
        destination=stay.get("destination", ""),
        signed=starts + timedelta(days=stay["signed"]) if "signed" in stay else None,
        away=tuple(_away(one, today) for one in stay.get("away", ())),
    )  # fmt: skip


def _away(one: dict[str, Any], today: date) -> Away:
    return Away(
        one["motive"], moment(today, one["from"], one["at"]), moment(today, one["to"], one["back"]), one["place"]
    )


def moment(today: date, days: int, clock: str) -> datetime:
    """So many days ago, at that hour."""
    return at_clock(today - timedelta(days=days), time.fromisoformat(clock))


def told_in(resident: Resident, passage: Passage, team: Team, now: datetime) -> Iterator[Told]:
    """What the file says was written during this stay, signed by somebody of that trade who was there."""
    for row in told()[resident.life]["notes"] if resident.life else ():
        at = moment(now.date(), row["days"], row["at"])
        during = passage.starts <= at.date() and (passage.ends is None or at.date() <= passage.ends)
        if row["unit"] == passage.unit.key and during and at <= now:
            yield _told(resident, passage, team, row, at)


def _told(resident: Resident, passage: Passage, team: Team, row: dict[str, Any], at: datetime) -> Told:
    focus = load_pack(passage.facility.pack).focus(row["focus"])
    assert focus is not None, row["focus"]  # noqa: S101
    volet = row.get("volet", focus.volet)
    authors = team.authors(frozenset({row["by"]}), volet, row["by"] == "veilleur")
    author = on_duty(authors, at.date(), chance("parcours", resident.key, row["days"]))
    assert author is not None, (passage.unit.key, row["by"], volet)  # noqa: S101
    parts = {part: row.get(part, "") for part in ("text", "observation", "action", "outcome")}
    quotes = tuple(
        Quoted(part, found.start(), found.end(), found[1])
        for part, text in parts.items()
        for found in _QUOTE.finditer(text)
    )
    title = f"{focus.label}\u00a0: {row['title']}"
    writing = Writing(
        focus.code, title, volet, row.get("level", 0), quotes=quotes, task=None, said_by=row.get("said_by", ""), **parts
    )
    return Told(writing, author, at, at + timedelta(minutes=12))
