"""Recognise a social security number in order never to keep it: houses paste it everywhere (peers B17)."""

import re

SHAPE = re.compile(
    r"(?<![\dA-Za-z])([1-478])[ .\u00a0-]?(\d{2})[ .\u00a0-]?(0[1-9]|1[0-2]|[2-9]\d)[ .\u00a0-]?"
    r"(\d{2}|2[ABab])[ .\u00a0-]?(\d{3})[ .\u00a0-]?(\d{3})(?:[ .\u00a0/|-]{0,3}(\d{2}))?(?!\d)"
)
MASK = "••• numéro masqué •••"


def has_nir(text: str) -> bool:
    """Say whether a text holds what looks like a social security number."""
    return any(_is_plausible(match) for match in SHAPE.finditer(text))


def without_nir(text: str) -> str:
    """The same text, the numbers masked."""
    return SHAPE.sub(lambda match: MASK if _is_plausible(match) else match.group(0), text)


def _is_plausible(match: re.Match[str]) -> bool:
    """The shape alone is enough without a key; with one, a wrong key on bare digits is another number."""
    first, year, month, department, town, order, key = match.groups()
    if key is None:
        return True
    body = f"{first}{year}{month}{department.upper().replace('2A', '19').replace('2B', '18')}{town}{order}"
    return int(key) == 97 - int(body) % 97 or bool(re.search(r"[ .\u00a0-]", match.group(0)))
