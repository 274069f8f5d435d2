"""Recognise a social security number in order never to keep it: houses paste it everywhere (peers B17)."""

import re

SHAPE = re.compile(
    r"(?<![\dA-Za-z])([1-478])[ .\u00a0-]?(\d{2})[ .\u00a0-]?(0[1-9]|1[0-2]|[2-9]\d)[ .\u00a0-]?"
    r"(\d{2}|2[ABab])[ .\u00a0-]?(\d{3})[ .\u00a0-]?(\d{3})(?:[ .\u00a0/|-]{0,3}(\d{2}))?(?!\d)"
)
MASK = "••• numéro masqué •••"


def has_nir(text: str) -> bool:
    """Say whether a text holds what looks like a social security number: the shape is enough, typos included."""
    return MASK in text or bool(SHAPE.search(text))


def without_nir(text: str) -> str:
    """The same text, the numbers masked."""
    return SHAPE.sub(MASK, text)
