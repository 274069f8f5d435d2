"""What a right must be before it is written: pure rules, each with its sentence under the question it is about."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from liane.nomenclatures.entitlements import EntitlementKind, Question, kinds, rules

MOST_EUROS = Decimal("99999.99")


@dataclass(frozen=True, slots=True)
class RightDraft:
    """What somebody writes of a right, from a page or an import. `answers`: by code of question, as they are kept."""

    kind: str
    issuer: str = ""
    number: str = ""
    national_number: str = ""
    decided_on: date | None = None
    opens_on: date | None = None
    expires_on: date | None = None
    is_endless: bool = False
    answers: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    paper_id: UUID | None = None


def faults(draft: RightDraft, born: date | None = None) -> Iterator[tuple[str, str]]:
    """What is wrong, as (name of the question, sentence); nothing when it may be written."""
    kind = kinds().get(draft.kind)
    if kind is None:
        yield "kind", "Cette sorte de droit n’existe pas. Choisissez dans la liste."
        return
    yield from _dates(draft, born)
    for code, value in draft.answers.items():
        question = kind.question(code)
        wrong = "Cette question ne se pose pas pour ce droit." if question is None else _answer(question, value)
        if wrong:
            yield code, wrong
    yield from _decision(kind, draft)


def _dates(draft: RightDraft, born: date | None) -> Iterator[tuple[str, str]]:
    opens, expires = draft.opens_on, draft.expires_on
    if opens and expires and expires < opens:
        yield "expires_on", f"Le droit finit avant de commencer ({opens:%d/%m/%Y}). Vérifiez les deux dates."
    if draft.is_endless and expires:
        yield (
            "is_endless",
            "Une date de fin est écrite\u00a0: effacez-la, ou décochez «\u00a0sans limite de durée\u00a0».",
        )
    for name, day in (("opens_on", opens), ("expires_on", expires), ("decided_on", draft.decided_on)):
        if born and day and day < born:
            yield name, f"Cette date est avant la naissance ({born:%d/%m/%Y}). Vérifiez-la."


def _answer(question: Question, value: Any) -> str:
    if question.type in ("choice", "yesno") and value not in question.choices:
        return "Ce choix n’existe pas. Choisissez dans la liste."
    if question.type == "choices" and not set(value) <= set(question.choices):
        return "Un de ces choix n’existe pas. Choisissez dans la liste."
    if question.type in ("money", "percent", "integer"):
        return _figure(question.type, value)
    if question.type == "date":
        return _iso(value)
    return "" if len(str(value)) <= 300 else "Ce texte est trop long. La limite est de 300 caractères."


def _iso(value: Any) -> str:
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return "Écrivez la date comme ceci\u00a0: 12/03/1992."
    return ""


def _figure(kind: str, value: Any) -> str:
    try:
        figure = Decimal(str(value))
    except InvalidOperation:
        return "Écrivez un nombre."
    if not figure.is_finite():
        return "Écrivez un nombre."
    if figure < 0:
        return "Ce nombre ne peut pas être négatif."
    if kind == "percent" and figure > 100:
        return "Un taux ne dépasse pas 100\u00a0%. Vérifiez le nombre."
    if kind == "money" and figure > MOST_EUROS:
        return "Ce montant est trop grand. Vérifiez le nombre."
    if kind == "integer" and (figure != figure.to_integral_value() or figure > 9999):
        return "Écrivez un nombre entier, jusqu’à 9\u00a0999."
    return ""


def _decision(kind: EntitlementKind, draft: RightDraft) -> Iterator[tuple[str, str]]:
    """The invariants of the national profile; a decision begins with its direction («Attribution», «Rejet»…)."""
    if not kind.is_decision:
        return
    given = {code: str(value) for code, value in draft.answers.items() if value and not isinstance(value, list)}
    answers = {**given, "category": kind.category}
    for rule in rules():
        if name := rule.fault(answers):
            yield name, rule.say
    if given.get("decision_type") == "1":
        for name in ("nature", "right_type"):
            question = kind.question(name)
            if question is not None and question.choices and not given.get(name):
                yield name, f"Pour une attribution, répondez à «\u00a0{question.label}\u00a0»."
        if draft.opens_on is None:
            yield "opens_on", "Pour une attribution, écrivez à partir de quand le droit est ouvert."
        if draft.expires_on is None and not draft.is_endless:
            yield (
                "expires_on",
                "Pour une attribution, écrivez jusqu’à quand, ou cochez «\u00a0sans limite de durée\u00a0».",
            )
