"""How a workbook shows its numbers: only what changes their meaning (dates, padded codes)."""

import re
from dataclasses import dataclass

from liane.kit.tables.xml import read_xml

DATE_IDS = {14, 15, 16, 17, 22, *range(27, 32), 34, 35, 36, *range(50, 59)}
TIME_IDS = {18, 19, 20, 21, 32, 33, 45, 46, 47}
QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h|m|s)[^\]]*\]', re.IGNORECASE)
CODE = re.compile(r"\A[0#]+\Z")


@dataclass(frozen=True, slots=True)
class Look:
    """A number is a date, an hour, or a code shown with at least so many digits."""

    is_date: bool = False
    has_day: bool = False
    digits: int = 0


def cell_looks(styles: bytes, space: str) -> list[Look]:
    """Give, for each style number that cells use, what it means for a number."""
    root = read_xml(styles)
    custom = {
        item.get("numFmtId", ""): item.get("formatCode", "") for item in root.iterfind(f"{space}numFmts/{space}numFmt")
    }
    known: dict[str, Look] = {}
    looks = []
    for item in root.iterfind(f"{space}cellXfs/{space}xf"):
        code = item.get("numFmtId", "0")
        if code not in known:
            known[code] = _look(code, custom.get(code))
        looks.append(known[code])
    return looks


def _look(number: str, code: str | None) -> Look:
    """Read one format: built-in by its number, otherwise by its letters."""
    if code is None:
        rank = int(number) if number.isdecimal() and len(number) < 6 else 0
        return Look(is_date=rank in DATE_IDS | TIME_IDS, has_day=rank in DATE_IDS)
    bare = QUOTED.sub("", code.split(";")[0][:200]).lower()
    if bare in {"general", "standard", "@"}:
        return Look()
    if "e+" in bare or "e-" in bare:
        return Look()
    has_day = bool(re.search(r"[dyj]|a{2,4}", bare)) or bare.count("mmm") > 0
    if has_day or re.search(r"[hms]", bare):
        return Look(is_date=True, has_day=has_day)
    compact = re.sub(r"[ .\-/|\u00a0\u202f]", "", bare)
    if CODE.match(compact) and "0" in compact and "." not in bare:
        return Look(digits=len(compact) - compact.index("0"))
    return Look()
