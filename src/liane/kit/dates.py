"""French dates, as they are said in a house: «lundi 23 novembre», «7 h 10», «34 ans»."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()  # in calendar order
)
NBSP = "\u00a0"


def local(moment: datetime) -> datetime:
    """The moment on the clock of the house (summer and winter time included)."""
    return moment.astimezone(timezone.get_default_timezone())


def today() -> date:
    """The day it is in the house, not on Greenwich's clock."""
    return datetime.now(timezone.get_default_timezone()).date()


def hour(moment: datetime | time) -> str:
    """«7 h 10», «9 h»."""
    clock = local(moment) if isinstance(moment, datetime) else moment
    return f"{clock.hour}{NBSP}h{NBSP}{clock.minute:02d}" if clock.minute else f"{clock.hour}{NBSP}h"


def day(value: date | datetime, *, year: bool | None = None) -> str:
    """«lundi 23 novembre»; the year is added when it is not this one, or when asked for."""
    value = local(value).date() if isinstance(value, datetime) else value
    number = "1er" if value.day == 1 else str(value.day)
    text = f"{DAYS[value.weekday()]} {number} {MONTHS[value.month - 1]}"
    return f"{text} {value.year}" if (year if year is not None else value.year != today().year) else text


def day_heading(value: date) -> str:
    """Heading of a day in the fil: «Aujourd’hui, lundi 23 novembre»."""
    prefix = {0: "Aujourd’hui, ", 1: "Hier, "}.get((today() - value).days, "")
    text = prefix + day(value)
    return text[0].upper() + text[1:]


def short(value: date | datetime | None) -> str:
    """«12/03/1992»."""
    if value is None:
        return ""
    return (local(value) if isinstance(value, datetime) else value).strftime("%d/%m/%Y")


def when(moment: datetime) -> str:
    """«aujourd’hui à 7 h 10», «hier à 17 h 32», «lundi 23 novembre à 14 h»."""
    gap = (today() - local(moment).date()).days
    prefix = {0: "aujourd’hui", 1: "hier", -1: "demain"}.get(gap) or day(moment)
    return f"{prefix} à {hour(moment)}"


def age(birth: date, on: date | None = None) -> int:
    """Whole years lived."""
    on = on or today()
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def at_clock(on: date, clock: time) -> datetime:
    """The moment when the clock of the house shows `clock` on that day (clock changes included)."""
    return timezone.make_aware(datetime.combine(on, clock))


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time, end excluded; an open end means «still going on»."""

    start: datetime
    end: datetime | None = None

    def __contains__(self, moment: datetime) -> bool:
        return self.start <= moment and (self.end is None or moment < self.end)

    @property
    def duration(self) -> timedelta | None:
        """Real length: the night of a clock change lasts 7 or 9 hours where the clocks say 8."""
        return None if self.end is None else self.end.astimezone(UTC) - self.start.astimezone(UTC)
