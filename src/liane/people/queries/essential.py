"""«L’essentiel»: what somebody who has never met her must know before this evening."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from liane.access.actor import Actor
from liane.access.queries import unsaid_to
from liane.nomenclatures.packs import PackError, all_packs, load_pack
from liane.organizations.models import Facility
from liane.people.facts import RecordFacts
from liane.people.models import EssentialAnswer, LocalIdentifier
from liane.people.queries.told import told_to


@dataclass(frozen=True, slots=True)
class Answer:
    """One question of «L’essentiel» and its latest answer, if there is one."""

    question: str
    label: str
    hint: str
    text: str = ""
    said_by: str = ""
    author: str = ""
    written_at: datetime | None = None
    id: UUID | None = None


def questions_of(packs: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Questions asked by these sectors, in the order of the first one: code → (label, hint)."""
    asked: dict[str, tuple[str, str]] = {}
    for code in packs:
        try:
            for question in load_pack(code).questions:
                asked.setdefault(question.code, (question.label, question.hint))
        except PackError:  # the sector file has gone: the answers are still shown
            continue
    return asked


def _label_anywhere(code: str) -> str:
    """The label of a question that only another sector asks (the person comes from there)."""
    for pack in all_packs():
        for question in pack.questions:
            if question.code == code:
                return question.label
    return code.replace("_", " ").capitalize()


def answers_of(actor: Actor, facts: RecordFacts) -> list[Answer]:
    """Every question of her sectors with its latest answer, then the answers to questions no longer asked.

    Who works only in a discreet facility that is not the reader's is not named, nor is a question asked there alone told.
    """
    unsaid = unsaid_to(actor).practitioner_ids
    asked = questions_of(held["pack"] for held in facts.held)
    latest = (
        told_to(actor, EssentialAnswer.objects.filter(record_id=facts.id))
        .order_by("question", "-written_at", "-id")
        .distinct("question")
    )
    given = {row.question: row for row in latest}
    others = {
        code: (_label_anywhere(code), "")
        for code, row in given.items()
        if code not in asked and (row.is_shared or row.author_id not in unsaid)
    }
    return [_answer(code, label, hint, given.get(code), unsaid) for code, (label, hint) in {**asked, **others}.items()]


def _answer(code: str, label: str, hint: str, row: EssentialAnswer | None, unsaid: list[UUID]) -> Answer:
    if row is None:
        return Answer(code, label, hint)
    author = "" if row.author_id in unsaid else row.author_name
    return Answer(code, label, hint, row.text, row.said_by, author, row.written_at, row.pk)


def former_answers(actor: Actor, record_id: UUID, question: str) -> list[Answer]:
    """What was answered to one question, newest first: nothing was erased."""
    rows = told_to(actor, EssentialAnswer.objects.filter(record_id=record_id, question=question))
    unsaid = unsaid_to(actor).practitioner_ids
    return [_answer(question, "", "", row, unsaid) for row in rows.order_by("-written_at", "-id")[:20]]


def numbers_of(actor: Actor, person_id: UUID) -> list[dict[str, Any]]:
    """File numbers, by nature, as L’essentiel says them."""
    return [
        {"label": row.get_kind_display(), "text": f"{row.value}" + (f" ({row.facility.name})" if row.facility else "")}
        for row in told_numbers(actor, person_id)
    ]


def told_numbers(actor: Actor, person_id: UUID) -> QuerySet[LocalIdentifier]:
    """Never the number of a discreet facility that is not the reader's: its name would tell."""
    mine = Facility.objects.filter(units__in=actor.unit_ids)
    told = Q(facility=None) | Q(facility__is_discreet=False) | Q(facility__in=mine)
    rows = LocalIdentifier.objects.filter(told, person_id=person_id)
    return rows.select_related("facility").order_by("kind", "value")
