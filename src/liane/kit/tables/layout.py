"""Find the table inside the sheet: titles above, totals below, empty lines and columns, twin headers.

The lists that houses keep are made to be printed: a title, an edition date, the list, a total. What
is left aside is always said, line by line, so that nobody is lost silently.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence

from liane.kit.tables.model import MAX_CELL_TEXT, MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Cell, Formula, Row, Sheet, Table
from liane.kit.tables.refusals import TableRefused, quoted
from liane.kit.text import fold, thousands

HEAD = 30
GROUP_MARK = " – "
HEADER_WORDS = 8
TOTAL = re.compile(
    r"\A(?:SOUS ?)?(?:TOTAL|TOTAUX|NOMBRE (?:DE|TOTAL)|EFFECTIF|MOYENNE|SOMME)\b"
    r"|\A(?:EDITE|IMPRIME|EDITION|EXTRAIT|GENERE|MIS A JOUR|FAIT A|SOURCE|LEGENDE|PAGE)\b"
    r"|\A\d+ (?:PERSONNES?|RESIDENTS?|USAGERS?|LIGNES?|JEUNES?|PATIENTS?|BENEFICIAIRES?)\b"
)
NOT_A_TITLE = re.compile(r"[\d\s.,/:+-]+|\S+@\S+")
IsHeader = Callable[[str], bool]


def collect(sheet: Sheet, limit: int | None = None) -> list[Row]:
    """Take the lines that say something, and stop as soon as there are too many of them."""
    rows: list[Row] = []
    cells = 0
    for row in sheet.rows:
        filled = row.filled
        if not filled:
            continue
        rows.append(row)
        cells += filled
        if limit is not None and len(rows) >= limit:
            break
        if len(rows) > MAX_ROWS + HEAD:
            raise _too_many_rows()
        if len(row.cells) > MAX_COLUMNS and any(cell not in (None, "") for cell in row.cells[MAX_COLUMNS:]):
            raise TableRefused(
                f"Ce tableau a plus de {MAX_COLUMNS} colonnes.", "Gardez les colonnes utiles, puis recommencez."
            )
        if cells > MAX_CELLS:
            raise _too_many_rows()
        if any(isinstance(cell, str) and len(cell) > MAX_CELL_TEXT for cell in row.cells):
            raise TableRefused(
                f"Ligne {row.line} : une case contient plus de {thousands(MAX_CELL_TEXT)} lettres.",
                "Raccourcissez-la, puis recommencez.",
            )
    return rows


def _too_many_rows() -> TableRefused:
    """The sentence for a file that holds more than a house can hold."""
    return TableRefused(
        f"Ce fichier contient plus de {thousands(MAX_ROWS)} lignes.",
        "Découpez-le, par établissement ou par année, puis recommencez.",
    )


def build_table(sheet: Sheet, rows: Sequence[Row], is_header: IsHeader | None = None) -> Table:
    """Tell headers from titles and lines from totals, and give the table with its notes."""
    if not rows:
        raise TableRefused("Ce tableau est vide.", "Vérifiez la feuille, puis recommencez.")
    place = find_header(rows, is_header)
    if place is None:
        raise TableRefused(
            "Liane n’a pas trouvé la ligne des titres de colonnes (nom, prénom, date de naissance…).",
            "Ajoutez-la en haut du tableau, puis recommencez.",
        )
    notes: list[str] = []
    body = _without_repeated_header(rows[place], rows[place + 1 :], notes)
    body = _without_totals(body, notes)
    if not body:
        raise TableRefused(
            "Ce tableau ne contient que les titres des colonnes.", "Ajoutez une ligne par personne, puis recommencez."
        )
    if len(body) > MAX_ROWS:
        raise _too_many_rows()
    above = rows[place - 1] if place else None
    kept, headers = _headers(rows[place], above, body, notes)
    groups = any(GROUP_MARK in header for header in headers)
    titles = [row.line for row in (rows[: place - 1] if groups else rows[:place])]
    if titles:
        notes.insert(0, f"{_lines(titles)} au-dessus du tableau : titre, laissé de côté.")
    if sheet.hidden_rows:
        notes.append(f"{thousands(sheet.hidden_rows)} ligne(s) masquée(s) dans le tableur : elles sont lues aussi.")
    trimmed = tuple(Row(row.line, tuple(_at(row, index) for index in kept)) for row in body)
    return Table(tuple(headers), trimmed, trimmed[0].line, tuple(notes), sheet.name)


def find_header(rows: Sequence[Row], is_header: IsHeader | None = None) -> int | None:
    """Rank of the line that names the columns: short distinct words, as wide as what follows."""
    best, best_score = None, 0.0
    usual = Counter(row.filled for row in rows[:200]).most_common(1)[0][0]
    for rank, row in enumerate(rows[:HEAD]):
        score = _header_score(row, max(usual, 2), is_header)
        if score > best_score:
            best, best_score = rank, score
    if best is None or is_header is None:
        return best
    titles = (cell for cell in rows[best].cells if isinstance(cell, str) and cell)
    return best if any(is_header(title) for title in titles) else None  # any text cut at its commas is not a list


def _header_score(row: Row, usual: int, is_header: IsHeader | None) -> float:
    """How much a line looks like headers; zero when it cannot be."""
    texts = [cell for cell in row.cells if isinstance(cell, str) and cell]
    others = any(cell is not None and not isinstance(cell, str) for cell in row.cells)
    known = sum(1 for text in texts if is_header(text)) if is_header else 0
    if len(texts) < 2:
        return 0.0
    is_data = others or any(NOT_A_TITLE.fullmatch(text) for text in texts)
    is_prose = any(len(text.split()) > HEADER_WORDS or len(text) > 80 for text in texts)
    if is_data or is_prose or len(texts) / usual < 0.5:
        return known / 2 if known >= 3 else 0.0
    return known * 2 + min(len(texts) / usual, 1.0)


def _without_repeated_header(header: Row, rows: Sequence[Row], notes: list[str]) -> list[Row]:
    """Lists exported by pages repeat their headers: drop the copies, and say it."""
    same = [row.line for row in rows if row.cells == header.cells]
    if same:
        notes.append(f"{_lines(same)} : titres de colonnes répétés, laissés de côté.")
    return [row for row in rows if row.cells != header.cells]


def _without_totals(rows: list[Row], notes: list[str]) -> list[Row]:
    """Drop the totals and remarks at the bottom, and say which."""
    body = list(rows)
    dropped: list[int] = []
    width = Counter(row.filled for row in body).most_common(1)[0][0] if body else 0
    while body and _is_closing(body, width):
        dropped.append(body.pop().line)
    if dropped:
        notes.append(f"{_lines(sorted(dropped))} sous le tableau : total ou remarque, laissé de côté.")
    return body


def _is_closing(body: list[Row], width: int) -> bool:
    """A last line is a total when it says so, or when it stands apart with almost nothing in it."""
    row = body[-1]
    first = next((cell for cell in row.cells if cell not in (None, "")), None)
    if isinstance(first, str) and TOTAL.search(fold(first)):
        return row.filled <= max(2, width // 2) or fold(first).startswith(("TOTAL", "SOUS TOTAL", "TOTAUX"))
    apart = len(body) > 1 and row.line - body[-2].line > 1
    sparse = row.filled <= 2 and width >= 4
    only_sums = all(isinstance(cell, int | float | Formula) for cell in row.cells if cell not in (None, ""))
    return (apart and sparse) or (sparse and only_sums)


def _headers(header: Row, above: Row | None, body: list[Row], notes: list[str]) -> tuple[list[int], list[str]]:
    """Names of the columns kept: the empty ones leave, the twins get a name of their own."""
    width = max(len(header.cells), *(len(row.cells) for row in body))
    used = [index for index in range(width) if any(_at(row, index) not in (None, "") for row in body)]
    named = [index for index in range(width) if _at(header, index) not in (None, "")]
    kept = sorted({*used, *named})
    texts = {index: _name(header, index) for index in kept}
    notes.extend(f"La colonne {_letters(index)} n’a pas de titre." for index in used if index not in named)
    twins = {text for text, times in Counter(fold(text) for text in texts.values()).items() if times > 1}
    groups = _group_titles(above, width) if above is not None and twins else {}
    names: list[str] = []
    seen: Counter[str] = Counter()
    for index in kept:
        name = texts[index]
        if fold(name) in twins and groups.get(index):
            name = f"{groups[index]}{GROUP_MARK}{name}"
        seen[fold(name)] += 1
        names.append(f"{name} ({seen[fold(name)]})" if seen[fold(name)] > 1 else name)
    repeated = dict.fromkeys(quoted(texts[index]) for index in kept if seen[fold(texts[index])] > 1)
    notes.extend(f"Plusieurs colonnes s’appellent {name} : elles sont numérotées." for name in repeated)
    return kept, names


def _group_titles(above: Row, width: int) -> dict[int, str]:
    """A line above the headers may name groups of columns («Personne à prévenir» over «Nom», «Téléphone»)."""
    if above.filled < 2:
        return {}
    titles: dict[int, str] = {}
    current = ""
    for index in range(width):
        cell = _at(above, index)
        current = " ".join(cell.split()) if isinstance(cell, str) and cell else current
        titles[index] = current
    return titles


def _name(header: Row, index: int) -> str:
    """Title of a column on one line, or its place when it has none."""
    cell = _at(header, index)
    if cell in (None, ""):
        return f"Colonne {_letters(index)}"
    text = cell.text if isinstance(cell, Formula) else str(cell)
    return " ".join(text.split())[:120]


def _at(row: Row, index: int) -> Cell:
    """A cell by its place; lines may be shorter than the header."""
    return row.cells[index] if index < len(row.cells) else None


def _letters(index: int) -> str:
    """The letter that the spreadsheet program shows above a column."""
    letters, rank = "", index + 1
    while rank:
        rank, rest = divmod(rank - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _lines(numbers: list[int]) -> str:
    """Name some lines the way people say it: «Ligne 3», «Lignes 1 à 3», «Lignes 4, 90 et 176»."""
    if len(numbers) == 1:
        return f"Ligne {numbers[0]}"
    if len(numbers) == numbers[-1] - numbers[0] + 1 and len(numbers) > 2:
        return f"Lignes {numbers[0]} à {numbers[-1]}"
    shown = [str(number) for number in numbers[:6]]
    if len(numbers) > 6:
        return f"Lignes {', '.join(shown)} et {len(numbers) - 6} autres"
    return f"Lignes {', '.join(shown[:-1])} et {shown[-1]}"
