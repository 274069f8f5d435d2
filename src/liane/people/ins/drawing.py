"""The datamatrix as a drawing: ISO/IEC 16022 ECC200, one module of silence around (requirements I-034)."""

from dataclasses import dataclass

from ppf.datamatrix import DataMatrix

TO_SCAN = "INS à scanner"


def modules(text: str) -> list[list[int]]:
    """Rows of black (1) and white (0) modules."""
    rows: list[list[int]] = DataMatrix(text).matrix
    return rows


@dataclass(frozen=True, slots=True)
class Shape:
    """A square drawing of one unit per module, its silence included: what a page draws."""

    side: int
    path: str


def shape(text: str) -> Shape:
    """The black modules as one path; the white around is part of the square."""
    rows = modules(text)
    squares = (f"M{x + 1} {y + 1}h1v1h-1z" for y, row in enumerate(rows) for x, module in enumerate(row) if module)
    return Shape(len(rows) + 2, "".join(squares))


def svg(text: str) -> str:
    """The same as a file, black on white, for paper."""
    drawn = shape(text)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawn.side} {drawn.side}" shape-rendering="crispEdges">'
        f'<rect width="{drawn.side}" height="{drawn.side}" fill="#fff"/><path fill="#000" d="{drawn.path}"/></svg>'
    )
