"""The papers of a departure (liaison letter, DLU, the four sheets): what each must say, read from a file (law 7)."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "liaison.toml"
SOURCES = ("identity", "dangers", "flags", "contacts", "legal", "doctor", "key_worker", "stays", "hand")
CAUTIONS = {
    "V": "",
    "V°": "Article lu dans une version ancienne : vérifiez la rédaction en vigueur.",
    "M": "De mémoire : à vérifier.",
    "D": "Contenu proposé par Liane, aucun modèle officiel n’a pu être lu.",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a paper and where its words come from; `needed`: without it the paper says that it is incomplete."""

    title: str
    sources: tuple[str, ...]
    needed: bool


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of a departure; `type_code`: its type when it travels (JDV_J07)."""

    code: str
    label: str
    short: str
    group: str
    type_code: str
    packs: frozenset[str]
    usual: frozenset[str]
    article: str
    mark: str
    parts: tuple[Part, ...]

    def concerns(self, packs: frozenset[str]) -> bool:
        """Is it proposed to somebody followed in these sectors?"""
        return not self.packs or bool(self.packs & packs)

    @property
    def caution(self) -> str:
        """What the page says of what could not be verified."""
        return CAUTIONS[self.mark]


@lru_cache(maxsize=1)
def papers() -> dict[str, Paper]:
    """Every paper by code, in the order of the file."""
    rows = tomllib.loads(FILE.read_text("utf-8"))["paper"]
    return {
        row["code"]: Paper(
            code=row["code"], label=row["label"], short=row["short"], group=row.get("group", ""),
            type_code=row.get("type_code", ""), packs=frozenset(row.get("packs", ())),
            usual=frozenset(row.get("usual", ())), article=row["article"], mark=row["mark"],
            parts=tuple(Part(p["title"], tuple(p["from"]), p.get("needed", False)) for p in row["part"]),
        )
        for row in rows
    }  # fmt: skip
