"""Somebody and the four answers that concern her; somebody who is several things in a record is one line."""

from dataclasses import dataclass, field
from uuid import UUID

from liane.kit.text import fold
from liane.nomenclatures.legal_measures import QUESTIONS, Answer, Rule, rank


@dataclass(frozen=True, slots=True)
class Said:
    """One answer, the sentence and the article that give it, and what the screen says when they were not verified."""

    answer: Answer
    why: str
    article: str
    caution: str


@dataclass(slots=True)
class Party:
    """Somebody, what she is here, and the four answers."""

    name: str
    contact_id: UUID | None = None
    roles: list[str] = field(default_factory=list)
    said: dict[str, Said] = field(default_factory=dict)
    notes: list[Rule] = field(default_factory=list)
    limits: list[Rule] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    is_person: bool = False

    def may(self, question: str) -> Answer:
        """The answer to «informed», «reads», «signs» or «consents»."""
        return self.said[question].answer

    def grant(self, rule: Rule) -> None:
        """What a role gives adds up."""
        for question, answer in rule.answers.items():
            if question not in self.said or rank(answer) > rank(self.said[question].answer):
                self.said[question] = _said(answer, rule)

    def cap(self, rule: Rule) -> None:
        """What a decision takes away. At the same answer, the decision is the better reason."""
        for question, answer in rule.answers.items():
            if question not in self.said or rank(answer) <= rank(self.said[question].answer):
                self.said[question] = _said(answer, rule)


class Parties:
    """Somebody who is several things here is one line: a mother who is also the guardian."""

    def __init__(self) -> None:
        self.all: list[Party] = []

    def find(self, contact_id: UUID | None, name: str) -> Party | None:
        """Who she is here already, by her contact or her name."""
        for party in self.all:
            if party.is_person:
                continue
            if contact_id is not None and party.contact_id == contact_id:
                return party
            if name and fold(party.name) == fold(name):
                return party
        return None

    def add(self, party: Party) -> None:
        """One more role: what it gives adds up with what she has."""
        known = None if party.is_person else self.find(party.contact_id, party.name)
        if known is None:
            self.all.append(party)
            return
        known.contact_id = known.contact_id or party.contact_id
        known.roles += [role for role in party.roles if role not in known.roles]
        known.notes += party.notes
        known.words += party.words
        for question, said in party.said.items():
            if rank(said.answer) > rank(known.said[question].answer):
                known.said[question] = said


def _said(answer: Answer, rule: Rule) -> Said:
    return Said(answer, rule.why, rule.article, rule.caution)


def party_of(
    name: str, role: str, rule: Rule, *, contact_id: UUID | None = None, is_person: bool = False, words: str = ""
) -> Party:
    """Somebody who has this role here, with what it gives; what it does not say is no."""
    party = Party(name, contact_id, [role] if role else [], is_person=is_person, words=[words] if words else [])
    party.grant(rule)
    for question in QUESTIONS:
        party.said.setdefault(question, _said(Answer.NO, rule))
    return party
