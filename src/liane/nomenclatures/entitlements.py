"""Rights, cover, permissions and papers that a record follows: their kinds, what each asks, and the rules of a decision.

Two files that a professional corrects: `data/entitlements.toml` (kinds and questions) and `data/mdph_decisions.toml`
(national lists of the decisions of the MDPH, and the rules that the guide «transfert de données DUI» puts on them).
"""

import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

KINDS, DECISIONS = (Path(__file__).parent / "data" / f"{name}.toml" for name in ("entitlements", "mdph_decisions"))
TYPES = ("text", "number", "date", "yesno", "choice", "choices", "money", "percent", "integer")
VOLETS = ("ADMIN", "SOCIAL", "CARE")
CAUTIONS = {
    "V": "",
    "V°": "Lu dans une version ancienne du texte\u00a0: vérifiez la rédaction en vigueur.",
    "M": "Écrit de mémoire, non retrouvé dans les textes\u00a0: vérifiez sur le papier avant de vous y fier.",
    "D": "Choix de Liane, pas un texte.",
}
YES_NO = {"oui": "Oui", "non": "Non"}


class EntitlementsError(Exception):
    """A file that cannot be used; the sentence names the line and what to correct."""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked of a right: its words, how it is answered, and among what."""

    code: str
    label: str
    type: str
    choices: dict[str, str]
    hint: str = ""
    locates: bool = False  # a place is written there: not told around a protected person


@dataclass(frozen=True, slots=True)
class EntitlementKind:
    """One kind of right or paper."""

    code: str
    label: str
    family: str
    volet: str
    questions: tuple[Question, ...]
    renewed: bool
    mark: str
    category: str = ""  # JDV_J401, for a decision of the MDPH
    locates: bool = False  # it says where she is to be found: not told around a protected person

    @property
    def caution(self) -> str:
        """What the screen says of a kind that could not be verified; empty when it was read."""
        return CAUTIONS[self.mark]

    @property
    def is_decision(self) -> bool:
        """Does a CDAPH decide it?"""
        return bool(self.category)

    def question(self, code: str) -> Question | None:
        """One of its questions."""
        return next((one for one in self.questions if one.code == code), None)


@dataclass(frozen=True, slots=True)
class Rule:
    """What some answers ask of others (an invariant of the national profile). `of`: the kind of its example, with the answers
    that it refuses and those that it accepts."""

    when: dict[str, tuple[str, ...]]
    say: str
    requires: tuple[str, ...] = ()
    forbids: tuple[str, ...] = ()
    among: tuple[tuple[str, tuple[str, ...]], ...] = ()
    of: str = ""
    refused: dict[str, str] = field(default_factory=dict)
    accepted: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The question under which its sentence is said."""
        return next(iter([*self.requires, *self.forbids, *(name for name, _ in self.among)]), "")

    def fault(self, answers: dict[str, str]) -> str:
        """The question that is wrongly answered; empty when the rule is kept, or does not apply."""
        if not all(answers.get(name, "") in values for name, values in self.when.items()):
            return ""
        for name in self.requires:
            if not answers.get(name):
                return name
        for name in self.forbids:
            if answers.get(name):
                return name
        return next((name for name, values in self.among if answers.get(name, "") not in values), "")


@lru_cache(maxsize=1)
def kinds() -> dict[str, EntitlementKind]:
    """Every kind by code, in the order of the file."""
    return read_kinds(KINDS, DECISIONS)


@lru_cache(maxsize=1)
def families() -> dict[str, str]:
    """Families, in the order of the page."""
    return {code: str(label) for code, label in _read(KINDS)["family"].items()}


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """The rules of a decision, in the order of the file."""
    return read_rules(DECISIONS)


@lru_cache(maxsize=1)
def told_of_lists() -> str:
    """What a page that shows national lists says of them: edition, and what is not held."""
    raw = _read(DECISIONS)
    return f"Listes nationales\u00a0: édition {raw['edition']}. {raw['not_held']}"


def read_kinds(path: Path, decisions: Path) -> dict[str, EntitlementKind]:
    """Read and check both files."""
    raw = _read(path)
    lists = {**_read(decisions)["list"], **raw.get("list", {})}
    asked = {code: _question(path, code, row, lists) for code, row in raw["field"].items()}
    found: dict[str, EntitlementKind] = {}
    for row in raw["kind"]:
        kind = _kind(path, row, asked, raw["family"])
        if kind.code in found:
            raise EntitlementsError(f"{path.name}\u00a0: «\u00a0{kind.code}\u00a0» y est deux fois.")
        found[kind.code] = kind
    return found


def read_rules(path: Path) -> tuple[Rule, ...]:
    """Read the rules of one file."""
    return tuple(
        Rule(
            when={name: tuple(values) for name, values in row["when"].items()},
            say=row["say"],
            requires=tuple(row.get("requires", ())),
            forbids=tuple(row.get("forbids", ())),
            among=tuple((name, tuple(values)) for name, values in row.get("among", {}).items()),
            of=row.get("of", ""),
            refused=row.get("refused", {}),
            accepted=row.get("accepted", {}),
        )
        for row in _read(path)["rule"]
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as problem:
        raise EntitlementsError(f"{path.name}\u00a0: le fichier ne se lit pas ({problem}).") from problem


def _question(path: Path, code: str, row: dict[str, Any], lists: dict[str, dict[str, str]]) -> Question:
    kind, choices = row.get("type", ""), lists.get(row.get("list", ""), {})
    if kind not in TYPES:
        raise EntitlementsError(f"{path.name}, «\u00a0{code}\u00a0»\u00a0: type «\u00a0{kind}\u00a0» inconnu.")
    if kind in ("choice", "choices") and not choices:
        raise EntitlementsError(f"{path.name}, «\u00a0{code}\u00a0»\u00a0: la liste de réponses manque.")
    answers = YES_NO if kind == "yesno" else dict(choices)
    return Question(code, row["label"], kind, answers, row.get("hint", ""), bool(row.get("locates")))


def _kind(path: Path, row: dict[str, Any], asked: dict[str, Question], known: dict[str, str]) -> EntitlementKind:
    where = f"{path.name}, «\u00a0{row.get('code', '?')}\u00a0»"
    for name, allowed in (("family", known), ("volet", VOLETS), ("mark", CAUTIONS)):
        if row.get(name) not in allowed:
            raise EntitlementsError(
                f"{where}\u00a0: «\u00a0{name}\u00a0» inconnu. Possibles\u00a0: {', '.join(allowed)}."
            )
    unknown = [code for code in row["fields"] if code not in asked]
    if unknown:
        raise EntitlementsError(f"{where}\u00a0: question inconnue\u00a0: {', '.join(unknown)}.")
    category = row.get("category", "")
    questions = tuple(_of_category(asked[code], category) for code in row["fields"])
    return EntitlementKind(
        row["code"], row["label"], row["family"], row["volet"], questions, bool(row["renewed"]), row["mark"], category,
        bool(row.get("locates")),
    )  # fmt: skip


def _of_category(question: Question, category: str) -> Question:
    """The types of a right (JDV_J402) are those of its category: what precedes the point."""
    if question.code != "right_type" or not category:
        return question
    own = {code: label for code, label in question.choices.items() if code.split(".")[0] == category}
    return Question(question.code, question.label, question.type, own, question.hint)
