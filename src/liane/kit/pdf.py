"""Paper: a typst template of a room and data, made into one tagged, archivable PDF (PDF/UA-1 and PDF/A-2a).

Data travel as JSON, never as source: whatever somebody wrote in a record stays text on paper too.
"""

import json
import re
import threading
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

PACKAGE = Path(__file__).resolve().parents[1]
STANDARDS: list[Any] = ["ua-1", "a-2a"]
# What every machine can print: Latin letters with their accents, Greek, Cyrillic, usual signs.
_UNSURE = re.compile("[^\n\u0020-\u007e\u00a0-\u017f\u0370-\u03ff\u0400-\u04ff\u2010-\u2027\u202f\u2030-\u203a\u20ac]")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff\ufffe\uffff]")
_one_at_a_time = threading.Lock()


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    """One for the life of the process: fonts are read once (a third of a second), then a sheet costs a few hundredths."""
    return typst.Compiler(root=PACKAGE, font_paths=typst.Fonts())


def render_pdf(template: str, data: dict[str, Any]) -> bytes:
    """Print `data` with a template of the house («people/typst/essential.typ»).

    PDF/A refuses a sign that no font of the machine can draw: such signs are then printed as «?», and the sheet is made.
    """
    try:
        return _compile(template, data)
    except typst.TypstError:
        pass
    try:
        return _compile(template, _printable(data, _PRIVATE))
    except typst.TypstError:
        return _compile(template, _printable(data, _UNSURE))


def _compile(template: str, data: dict[str, Any]) -> bytes:
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    with _one_at_a_time:
        made = _compiler().compile(PACKAGE / template, format="pdf", sys_inputs=inputs, pdf_standards=STANDARDS)
    if not isinstance(made, bytes):
        raise TypeError("one PDF was expected")
    return made


def _printable(value: Any, unsure: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return unsure.sub("?", value)
    if isinstance(value, dict):
        return {key: _printable(item, unsure) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_printable(item, unsure) for item in value]
    return value
