"""From when and until when: the dates of one record, from her stays, her last contact, her birth and the rule. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from dateutil.relativedelta import relativedelta

from liane.nomenclatures.retention import LAST_CONTACT, RetentionRule, rule_for


@dataclass(frozen=True, slots=True)
class Past:
    """One stay of somebody who has left."""

    facility_id: UUID
    pack: str
    ends_on: date


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the organisme decided instead of the proposed durations."""

    active_months: int
    archive_months: int
    fate: str


@dataclass(frozen=True, slots=True)
class Reckoned:
    """The dates of one record. `end_on`: when the archive ends; nothing is destroyed by a date, a person decides."""

    rule: str
    facility_id: UUID
    left_on: date
    archive_on: date
    end_on: date
    fate: str


def reckon(
    past: Iterable[Past], birth: date | None, chosen: dict[str, Chosen], heard_on: date | None = None
) -> Reckoned:
    """The rule of the most protective sector she went through, counted from the last contact with her (CNIL 2023-095).

    `heard_on`: the last day when somebody answered what she becomes, after she had left; a rule may count from the departure.
    Counted from birth where the archives ask it; when the birth date is unknown, from the departure, which is later.
    """
    stays = sorted(past, key=lambda one: one.ends_on)
    last = stays[-1]
    rule = rule_for(frozenset(one.pack for one in stays))
    active, archive, fate = _durations(rule, chosen.get(rule.code))
    contact = heard_on if heard_on is not None and rule.starts == LAST_CONTACT else last.ends_on
    archive_on = max(last.ends_on, contact) + active
    start = birth if rule.from_birth and birth is not None else archive_on
    end_on = max(start + archive, archive_on)
    return Reckoned(rule.code, last.facility_id, last.ends_on, archive_on, end_on, fate)


def _durations(rule: RetentionRule, chosen: Chosen | None) -> tuple[relativedelta, relativedelta, str]:
    if chosen is None:
        return rule.active.delta, rule.archive.delta, rule.fate
    return relativedelta(months=chosen.active_months), relativedelta(months=chosen.archive_months), chosen.fate
