"""The lines of a notification, one label each, whatever the program it was copied from: several labels on a line, tabs, tables."""

from collections.abc import Iterator

from liane.stays.referrals.rules import is_label

LONGEST_LABEL = 6  # words


def lines_of(text: str, most: int) -> Iterator[str]:
    """«Nom : DURAND   Prénom : Léa» is two lines; a row of titles and the row under it are as many lines as titles."""
    titles: list[str] = []
    for line in [line.strip(" ") for line in text.split("\n")][:most]:
        cells = [cell.strip() for cell in line.split("\t")]
        if titles and len(cells) == len(titles):
            yield from (f"{title} : {cell}" for title, cell in zip(titles, cells, strict=True) if cell)
            titles = []
            continue
        yield from titles  # a row of titles that nothing follows: shown as it is
        titles = cells if len(cells) > 1 and all(is_label(cell) for cell in cells) else []
        if titles:
            continue
        if len(cells) > 2:
            yield from _pairs(cells)
        else:
            yield from _apart(" : ".join(cells) if len(cells) == 2 and is_label(cells[0]) else line)
    yield from titles


def _pairs(cells: list[str]) -> Iterator[str]:
    """«Nom ⇥ DURAND ⇥ Prénom ⇥ Léa»: a label takes the cell that follows it; the rest is left as it is."""
    at = 0
    while at < len(cells):
        if is_label(cells[at].rstrip(" :")) and at + 1 < len(cells) and not is_label(cells[at + 1]):
            yield f"{cells[at].rstrip(' :')} : {cells[at + 1]}"
            at += 2
        else:
            if cells[at]:
                yield cells[at]
            at += 1


def _apart(line: str) -> Iterator[str]:
    """Several labels on one line: each begins where words before a colon are a label that we know."""
    first, *parts = line.split(":")
    current = first
    for rank, part in enumerate(parts, 1):
        words = part.split()
        most = min(LONGEST_LABEL, len(words)) if rank < len(parts) and is_label(current.split(":")[0]) else 0
        size = next((n for n in range(most, 0, -1) if is_label(" ".join(words[-n:]))), 0)
        if size:
            yield f"{current}: {' '.join(words[:-size])}"
            current = " ".join(words[-size:])
        else:
            current = f"{current}:{part}"
    yield current
