"""Size is a habit, not a gate: the longest files and functions are shown, so that someone asks why."""

import ast
from collections.abc import Iterator
from pathlib import Path

from liane.config.rules.faults import PACKAGE, shown

SHOWN = 5


def longest_files(paths: list[Path]) -> list[tuple[int, str]]:
    """(lines, file), longest first."""
    return sorted(((len(path.read_text(encoding="utf-8").splitlines()), shown(path)) for path in paths), reverse=True)


def longest_functions(paths: list[Path]) -> list[tuple[int, str]]:
    """(lines, function), longest first."""
    return sorted((row for path in paths for row in _functions(path)), reverse=True)


def _functions(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield (node.end_lineno or 0) - node.lineno + 1, f"{shown(path)}:{node.lineno} {node.name}"


def report() -> list[str]:
    """Lines to print."""
    paths = [path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts]
    lines = []
    for title, rows in (("fichiers", longest_files(paths)), ("fonctions", longest_functions(paths))):
        lines.append(f"Les plus longs ({title}) :")
        lines += [f"  {count:>4} lignes  {name}" for count, name in rows[:SHOWN]]
    return lines
