"""How a table is refused: one French sentence, never a code, never a traceback.

The pattern is always the same: what happened, what is safe, what to do. The person who sends a
list of residents is a secretary or a head of service; the sentence must be enough to go on alone.
"""

NOTHING_WRITTEN = "Rien n’a été enregistré."


class TableRefused(ValueError):
    """A file that cannot be read as a table; `str()` is the sentence to show as it is."""

    def __init__(self, happened: str, to_do: str) -> None:
        self.happened = happened
        self.to_do = to_do
        super().__init__(f"{happened} {NOTHING_WRITTEN} {to_do}")


def quoted(text: str, limit: int = 60) -> str:
    """Put a text that comes from a file between French quotes, cut when it is long."""
    short = " ".join(text.split())
    if len(short) > limit:
        short = short[: limit - 1].rstrip() + "…"
    return f"«\u00a0{short}\u00a0»"


def megabytes(size: int) -> str:
    """Say a size the way people read it: «48 Mo»."""
    return f"{max(1, round(size / 1_000_000))}\u00a0Mo"
