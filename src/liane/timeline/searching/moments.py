"""«depuis:lundi», «depuis:3mois», «depuis:01/11»: a moment said in words, as a colleague would say it."""

import re
from datetime import date, datetime, time, timedelta

from liane.kit.dates import DAYS, MONTHS, at_clock, today
from liane.kit.text import fold

_DAYS = {fold(name): rank for rank, name in enumerate(DAYS)}
_MONTHS = {fold(name): rank for rank, name in enumerate(MONTHS, 1)}
_NUMBERS = {"UN": 1, "UNE": 1, "DEUX": 2, "TROIS": 3, "QUATRE": 4, "CINQ": 5, "SIX": 6, "DOUZE": 12}
_AGO = re.compile(r"(\d{1,4}|[A-Z]+)? ?(H|HEURE|J|JOUR|SEM|SEMAINE|M|MOIS|AN|ANNEE)S?")
_DATE = re.compile(r"(\d{1,2})(?:ER)? (\d{1,2}|[A-Z]+)(?: (\d{4}|\d{2}))?")
_FEW = {"AUJOURD HUI": 0, "AUJOURDHUI": 0, "HIER": 1, "AVANT HIER": 2}
_OLDEST = date(1900, 1, 1)


def since(said: str) -> datetime | None:
    """The moment that these words name, never in the future; nothing when they name none."""
    words = fold(said[:40])
    day = _few_days(words) or _last(words) or _on(words) or _ago(words)
    return None if day is None or day > today() else at_clock(max(day, _OLDEST), time(0))


def _few_days(words: str) -> date | None:
    return today() - timedelta(days=_FEW[words]) if words in _FEW else None


def _last(words: str) -> date | None:
    """The last Monday, today included; the first of a month or of a year that is over, or of this one."""
    now = today()
    if words in _DAYS:
        return now - timedelta(days=(now.weekday() - _DAYS[words]) % 7)
    if words in _MONTHS:
        return date(now.year - (_MONTHS[words] > now.month), _MONTHS[words], 1)
    if re.fullmatch(r"(19|20)\d\d", words):
        return date(int(words), 1, 1)
    return None


def _on(words: str) -> date | None:
    found = _DATE.fullmatch(words)
    if found is None:
        return None
    now, month = today(), int(found[2]) if found[2].isdigit() else _MONTHS.get(found[2], 0)
    year = int(found[3]) if found[3] else now.year
    if year < 100:
        year += 2000 if year <= now.year % 100 else 1900
    try:
        said = date(year, month, int(found[1]))
        return said.replace(year=year - 1) if said > now and not found[3] else said
    except ValueError:
        return None


def _ago(words: str) -> date | None:
    found = _AGO.fullmatch(words)
    if found is None:
        return None
    count = int(found[1]) if (found[1] or "").isdigit() else _NUMBERS.get(found[1] or "UN", 0)
    if not count:
        return None
    unit = found[2][:1]
    months = {"M": 1, "A": 12}.get(unit)
    if months is None:
        return today() - timedelta(days={"J": count, "S": 7 * count}.get(unit) or max(1, count // 24))
    year, month = divmod(today().year * 12 + today().month - 1 - count * months, 12)
    if year < _OLDEST.year:
        return _OLDEST
    last_day = (date(year + month // 11, (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(today().day, last_day))
