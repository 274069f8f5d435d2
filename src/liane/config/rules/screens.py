"""Screens: nothing inline in a page (the security policy refuses it), no colour or size outside the tokens."""

import re
from pathlib import Path

from liane.config.rules.faults import PACKAGE, Fault, shown

IN_A_PAGE = {
    r"\sstyle\s*=": "un style dans la page : une classe de la feuille le remplace",
    r"<style\b": "une feuille de style dans la page",
    r"<script(?![^>]*\ssrc=)": "un script dans la page : il va dans un fichier",
    r"\son[a-z]+\s*=": "un script dans un attribut on… : il va dans un fichier",
    r"\shx-on\b": "hx-on évalue du texte : un petit fichier JavaScript le remplace",
    r"javascript:": "une adresse javascript:",
    r"\|\s*safe\b": "|safe laisse passer ce que quelqu’un a tapé",
}
IN_A_SHEET = {
    r"#[0-9a-fA-F]{3,8}\b|(?:rgba?|hsla?|oklch|lab)\(": "une couleur hors des jetons : prenez var(--…)",
    r"(?<![\w-])[\d.]+(?:px|rem|ch|pt|mm|cm)\b": "une taille hors des jetons : prenez var(--…)",
}


def inline_in_page(path: str, text: str) -> list[Fault]:
    """Styles and scripts written in a template."""
    return _search(path, re.sub(r"\{#.*?#\}", _blank, text, flags=re.DOTALL), IN_A_PAGE)


def outside_tokens(path: str, text: str) -> list[Fault]:
    """Colours and sizes written in a sheet instead of a token; the widths of @media cannot be tokens."""
    if path.endswith("tokens.css"):
        return []
    text = re.sub(r"/\*.*?\*/", _blank, text, flags=re.DOTALL)
    return _search(path, re.sub(r"@(?:media|page|container)[^{]*", _blank, text), IN_A_SHEET)


def _blank(found: "re.Match[str]") -> str:
    return "\n" * found.group().count("\n")


def _search(path: str, text: str, patterns: dict[str, str]) -> list[Fault]:
    return [
        Fault(path, text.count("\n", 0, found.start()) + 1, sentence)
        for pattern, sentence in patterns.items()
        for found in re.finditer(pattern, text)
    ]


def templates() -> list[Path]:
    """Every page and piece of page."""
    return sorted(path for path in PACKAGE.glob("*/templates/**/*") if path.is_file())


def faults() -> list[Fault]:
    """Every page and every sheet."""
    found = [fault for path in templates() for fault in inline_in_page(shown(path), path.read_text(encoding="utf-8"))]
    for path in sorted(PACKAGE.glob("*/static/**/*.css")):
        found += outside_tokens(shown(path), path.read_text(encoding="utf-8"))
    return found
