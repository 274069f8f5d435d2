"""The same house each time: identifiers and chance come from one fixed seed."""

from datetime import date, datetime
from random import Random
from uuid import UUID, uuid5

_HOUSE = UUID("6c69616e-6520-4d61-8973-6f6e20646500")  # «liane maison de…», the namespace of fixed identifiers


def fixed_id(*key: object) -> UUID:
    """The identifier of something that stands in the house: it is the same at every loading."""
    return uuid5(_HOUSE, "/".join(map(str, key)))


def chance(*key: object) -> Random:
    """A source of chance of its own for each thing: adding a person changes nobody else."""
    return Random("/".join(map(str, key)))


def dated_id(rng: Random, moment: datetime) -> UUID:
    """A UUIDv7 of that moment (RFC 9562): ordered in time like those the house will write itself."""
    stamp = int(moment.timestamp() * 1000) & (1 << 48) - 1
    low = rng.getrandbits(74)
    return UUID(int=stamp << 80 | 7 << 76 | (low >> 62) << 64 | 2 << 62 | low & (1 << 62) - 1)


def years_before(day: date, years: int) -> date:
    """The same day some years earlier (28 February for a 29th)."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
