"""Uncertain birth dates, as the RNIV completes them (EXI ID 11 and 12): the date that travels, and its marker."""

from datetime import date

from liane.people.enums import Precision


def completed(known: date | None, precision: str) -> tuple[date | None, bool]:
    """The date as it is sent, and «date incertaine».

    Unknown day: the 1st of the month. Unknown month: January, the day is kept. Both unknown: 31 December of the year. A year
    that was estimated, from what she says or from how old she looks, is completed in the same way.
    """
    if known is None or precision == Precision.UNKNOWN:
        return None, True
    if precision == Precision.DAY:
        return known, False
    if precision == Precision.MONTH:
        return known.replace(day=1), True
    if precision == Precision.NO_MONTH:
        return known.replace(month=1), True
    return date(known.year, 12, 31), True
