"""How long a record is kept after she has left: facts read from a file, that an organisme may choose otherwise (law 7)."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from liane.nomenclatures.clocks import MARKS, Span, read_span

FILE = Path(__file__).parent / "data" / "record_retention.toml"
DESTROY, KEEP = "destroy", "keep"
LAST_CONTACT, DEPARTURE = "last_contact", "departure"


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """One rule: how long the teams may open, how long it stays in archive, and what becomes of it."""

    code: str
    label: str
    packs: frozenset[str]
    starts: str
    active: Span
    archive: Span
    from_birth: bool
    fate: str
    why: str
    source: str
    mark: str

    @property
    def caution(self) -> str:
        """What the screen says of a rule that could not be verified."""
        return MARKS[self.mark]


@lru_cache(maxsize=1)
def retention_rules() -> dict[str, RetentionRule]:
    """Rules by code, the most protective first: somebody followed in two sectors is kept by the first that concerns her."""
    return {
        row["code"]: RetentionRule(
            code=row["code"], label=row["label"], packs=frozenset(row["packs"]), starts=row["starts"],
            active=read_span(f"{FILE.name}, {row['code']}", row["active"]),
            archive=read_span(f"{FILE.name}, {row['code']}", row["archive"]),
            from_birth=row.get("from_birth", False), fate=row["fate"], why=row["why"], source=row["source"], mark=row["mark"],
        )
        for row in tomllib.loads(FILE.read_text("utf-8"))["rule"]
    }  # fmt: skip


def rule_for(packs: frozenset[str]) -> RetentionRule:
    """The first rule that names one of these sectors, else the general one."""
    rules = list(retention_rules().values())
    return next((rule for rule in rules if rule.packs & packs), rules[-1])


@dataclass(frozen=True, slots=True)
class TeamRule:
    """How long what a team writes about nobody in particular is kept."""

    kept: Span
    why: str
    source: str
    mark: str

    @property
    def months(self) -> int:
        """The same in months, as the screens say it."""
        return self.kept.count * (12 if self.kept.unit == "y" else 1)

    @property
    def caution(self) -> str:
        """What the screen says of a rule that could not be verified."""
        return MARKS[self.mark]


@lru_cache(maxsize=1)
def team_rule() -> TeamRule:
    """The hand-overs and their word, who took over, the tasks of a unit that are done."""
    row = tomllib.loads(FILE.read_text("utf-8"))["team"]
    return TeamRule(read_span(f"{FILE.name}, team", row["kept"]), row["why"], row["source"], row["mark"])
