"""docs/securite.md answers every requirement: with a test that exists, a page that exists, or a reason."""

import ast
import csv
import re
from functools import cache
from pathlib import Path

from liane.config.settings import ROOT

PAGE = ROOT / "docs" / "securite.md"
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| L(\d) \| (.+?) \| (essai|guide|écarté) \| (.+) \|$")
TEST = re.compile(r"`([\w/.]+\.py)::(\w+)`")
LINK = re.compile(r"\[[^\]]+\]\(([^)#]*)(?:#([^)]+))?\)")


def _asked() -> dict[str, str]:
    lines = [line for line in (ROOT / "tests" / "asvs.csv").read_text().splitlines() if not line.startswith("#")]
    return {row["requirement"]: row["level"] for row in csv.DictReader(lines)}


def _rows() -> list[tuple[str, str, str, str, str]]:
    found = [ROW.match(line) for line in PAGE.read_text(encoding="utf-8").splitlines()]
    return [(m[1], m[2], m[3], m[4], m[5]) for m in found if m]


@cache
def _tests(file: Path) -> frozenset[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return frozenset(
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
    )


@cache
def _anchors(file: Path) -> frozenset[str]:
    """The anchors of the titles of a page, as the usual readers of Markdown make them."""
    titles = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.M)
    return frozenset(re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles)


def test_every_requirement_is_answered_once_at_its_level() -> None:
    rows = _rows()
    assert {number: level for number, level, *_ in rows} == _asked()
    assert len(rows) == len(_asked())


def test_every_line_of_the_table_is_understood() -> None:
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if re.match(r"^\| \d+\.\d+\.\d+ ", line)]
    assert len(lines) == len(_rows())


def test_every_test_that_is_quoted_exists() -> None:
    missing = []
    for number, _, _, answer, proof in _rows():
        quoted = TEST.findall(proof)
        if answer == "essai" and not quoted:
            missing.append(f"{number}: no test")
        for file, name in quoted:
            if not (ROOT / file).is_file() or name not in _tests(ROOT / file):
                missing.append(f"{number}: {file}::{name}")
    assert missing == []


def test_what_is_left_to_the_house_or_left_out_says_where_or_why() -> None:
    silent = [number for number, _, _, answer, proof in _rows() if answer == "écarté" and len(proof) < 15]
    silent += [
        n for n, _, _, answer, proof in _rows() if answer == "guide" and not (LINK.search(proof) or "`" in proof)
    ]
    assert silent == []


def test_every_page_that_is_quoted_exists() -> None:
    missing = []
    for page, anchor in LINK.findall(PAGE.read_text(encoding="utf-8")):
        file = (PAGE.parent / page) if page else PAGE
        if not file.exists():
            missing.append(page)
        elif anchor and anchor not in _anchors(file):
            missing.append(f"{page}#{anchor}")
    assert missing == []


def test_the_count_that_the_page_gives_is_true() -> None:
    answers = [answer for *_, answer, _ in _rows()]
    said = f"{len(answers)} exigences : {answers.count('essai')} tenues par un essai de la suite, {answers.count('guide')} par"
    assert said in PAGE.read_text(encoding="utf-8")
