"""When is each delay of a stay due? One pure function: facts of the stay and the file of delays in, dates and sentences out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from liane.kit.dates import local, short, when
from liane.nomenclatures.clocks import Clock


@dataclass(frozen=True, slots=True)
class Away:
    """An absence of this stay: where it is counted from, and until when if she is back."""

    id: UUID
    starts_at: datetime
    ends_at: datetime | None
    motive: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What the delays of one stay are counted from. `done`: the last day each was done, by (code, what it was about)."""

    stay_id: UUID
    pack: str
    entered_on: date
    ends_on: date | None = None
    planned_end: date | None = None
    birth_date: date | None = None
    contract_given: date | None = None
    contract_signed: date | None = None
    steps: dict[str, date] = field(default_factory=dict)  # of the admission, done, and when it was said
    absences: tuple[Away, ...] = ()
    done: dict[tuple[str, UUID], date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Due:
    """One delay not yet met: by which day, and the sentence that says why this day."""

    code: str
    source_id: UUID  # the stay, or the absence
    due_on: date
    why: str


def dues(facts: Facts, rules: Iterable[Clock], *, on: date) -> list[Due]:
    """What is still to do for this stay, seen on a day: late or to come, in order of date.

    A stay that has ended asks nothing more. A delay done once is over, unless it comes back every year: then it is
    counted from the last time. An absence that ended before its delay asks nothing (72 hours not reached).
    """
    if facts.ends_on is not None and facts.ends_on < on:
        return []
    found = [due for clock in rules if clock.concerns(facts.pack) for due in _of(facts, clock, on)]
    return sorted(found, key=lambda due: (due.due_on, due.code))


def _of(facts: Facts, clock: Clock, on: date) -> Iterator[Due]:
    if clock.starts == "absence":
        yield from _of_absences(facts, clock)
        return
    start = facts.entered_on if clock.starts == "admission" else facts.planned_end
    if start is None:
        return
    last = _done(facts, clock)
    if last is not None and clock.every is None:
        return
    due_on, why = clock.after.after(start), _why(clock, start)
    if last is not None and clock.every is not None:
        due_on, why = clock.every.after(last), f"fait le {short(last)}, à refaire dans ce délai"
    due_on = _once_old_enough(facts, clock, due_on, on)
    if _at_that_age(facts, clock, due_on):
        yield Due(clock.code, facts.stay_id, due_on, why)


def _of_absences(facts: Facts, clock: Clock) -> Iterator[Due]:
    for away in facts.absences:
        if clock.motives and away.motive not in clock.motives:
            continue
        if (clock.code, away.id) in facts.done:
            continue
        reached = clock.after.after_moment(away.starts_at)
        if away.ends_at is not None and away.ends_at < reached:
            continue
        yield Due(clock.code, away.id, local(reached).date(), f"absence depuis {when(away.starts_at)}")


def _done(facts: Facts, clock: Clock) -> date | None:
    """The last day it was done: the date of the contract or a step of the admission when that is the proof, else what was said."""
    proof = {"contract_given": facts.contract_given, "contract_signed": facts.contract_signed}.get(clock.done_by)
    days = (proof, facts.steps.get(clock.step), facts.done.get((clock.code, facts.stay_id)))
    return max((day for day in days if day is not None), default=None)


def _why(clock: Clock, start: date) -> str:
    if clock.starts == "planned_end":
        return f"fin prévue le {short(start)}"
    return f"entrée le {short(start)}"


def _once_old_enough(facts: Facts, clock: Clock, due_on: date, on: date) -> date:
    """What comes back for the older ones waits for who came in younger, and is asked from the day she has the age on."""
    if clock.from_age is None or clock.every is None or facts.birth_date is None:
        return due_on
    birthday, times, first = clock.from_age.after(facts.birth_date), 0, due_on
    while due_on < birthday <= on:
        times += 1
        due_on = replace(clock.every, count=clock.every.count * times).after(first)
    return due_on


def _at_that_age(facts: Facts, clock: Clock, due_on: date) -> bool:
    """A delay for the very young stops on the day they are no longer; unknown birth date: the delay of the older ones."""
    if clock.under is not None:
        return facts.birth_date is not None and due_on < clock.under.after(facts.birth_date)
    if clock.from_age is not None and facts.birth_date is not None:
        return due_on >= clock.from_age.after(facts.birth_date)
    return True
