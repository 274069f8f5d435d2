"""Fill the papers of a departure from what is known, and say what is not: the page and the paper show the same."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from liane.access.actor import Actor
from liane.kit.dates import day, hour, when
from liane.kit.pdf import render_pdf
from liane.kit.slots import Slot, hung
from liane.nomenclatures.liaison import Paper, Part
from liane.people.circle.enums import ContactKind
from liane.people.circle.queries import Around, circle_of
from liane.people.enums import FlagKind, IdentityStatus
from liane.people.facts import RecordFacts
from liane.people.queries.essential import answers_of
from liane.people.sheet import contacts, identity_block, identity_lines, reachable
from liane.people.words import age_and_birth
from liane.stays.section import essential_section
from liane.timeline.queries import FilFilter, Line, fil

TEMPLATE = "stays/typst/departure.typ"
_LATELY = timedelta(days=3)
_MOST = 12  # writings of a volet on a paper: who receives it has a minute


@dataclass(frozen=True, slots=True)
class Filled:
    """One part of a paper: what is known, and what is left to write by hand."""

    title: str
    lines: list[dict[str, str]]
    by_hand: bool
    is_missing: bool


@dataclass(slots=True)
class Known:
    """What is known of one person, gathered once for all the papers of a departure."""

    actor: Actor
    facts: RecordFacts
    _found: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    _circle: list[Around] | None = None

    def lines(self, source: str) -> list[dict[str, str]]:
        """Lines {label, text} of one source («identity», «answer:repas», «writings:CARE»)."""
        kind, _, code = source.partition(":")
        if kind == "answer":
            return self._answers().get(code, [])
        if kind == "writings":
            return [line for line in self._writings() if line["volet"] == code][:_MOST]
        if kind not in self._found:
            self._found[kind] = _READERS[kind](self)
        return self._found[kind]

    def _answers(self) -> dict[str, list[dict[str, str]]]:
        if "answers" not in self._found:
            self._found["answers"] = [
                {"code": a.question, "label": a.label, "text": a.text, "said_by": a.said_by}
                for a in answers_of(self.actor, self.facts)
                if a.text
            ]
        return {line["code"]: [line] for line in self._found["answers"]}

    def _writings(self) -> list[dict[str, str]]:
        """What happened in three days, as far as this reader reads it: who prints answers for what leaves the house."""
        if "writings" not in self._found:
            since = timezone.now() - _LATELY
            told = [x for x in fil(self.actor, self.facts.id, FilFilter()) if x.happened_at >= since]
            cards = _cards(self.actor, told)
            self._found["writings"] = [
                {"volet": x.volet, "label": f"{when(x.happened_at)}, {x.author_name}", "text": text}
                for x in told
                if (text := _plain(cards.get(x.source_id, {}), x))
            ]
        return self._found["writings"]

    def circle(self) -> list[Around]:
        """Those who count, as this reader may know them, asked once."""
        if self._circle is None:
            self._circle = circle_of(self.actor, self.facts.id)
        return self._circle


def _cards(actor: Actor, lines: list[Line]) -> dict[Any, dict[str, Any]]:
    found: dict[Any, dict[str, Any]] = {}
    for fill in hung(Slot.FIL_CONTENT):
        found.update(fill(actor, lines))
    return found


def _plain(card: dict[str, Any], line: Line) -> str:
    """The words of a card, without its look; a cancelled writing does not leave the house."""
    if card.get("cancelled"):
        return ""
    boxes = [f"{box['label']} : {_spans(box['spans'])}" for box in card.get("parts") or []]
    return " ".join(part for part in (card.get("title", line.title), _spans(card.get("spans")), *boxes) if part)[:600]


def _spans(spans: Any) -> str:
    """Her own words stay quoted on paper."""
    said = (f"«\u00a0{span['text']}\u00a0»" if span["said_by"] else span["text"] for span in spans or [])
    return "".join(said).strip()


def _dangers(known: Known) -> list[dict[str, str]]:
    return [{"label": "", "text": f["label"]} for f in known.facts.flags if f["kind"] == FlagKind.DANGER]


def _flags(known: Known) -> list[dict[str, str]]:
    """What else must be known. How far her identity may be trusted is said by her identity, never by a word noted one day."""
    flags = [f for f in known.facts.flags if f["kind"] != FlagKind.DANGER and f["label"] not in IdentityStatus.labels]
    return [{"label": "", "text": f["label"]} for f in flags]


def _contacts(known: Known) -> list[dict[str, str]]:
    return [
        {"label": f"{c['order']}. {c['name']}", "text": f"{c['relation']}, {c['phone']}"}
        for c in contacts(known.circle(), is_protected=known.facts.is_protected)
    ]


def _legal(known: Known) -> list[dict[str, str]]:
    told = [g for g in reachable(known.circle()) if g["icon"] == "balance"]
    trusted = [a for a in known.circle() if a.ended_on is None and (a.is_trusted or a.is_trusted_care)]
    flags = [f for f in known.facts.flags if f["kind"] == FlagKind.LEGAL]
    return [
        *({"label": "", "text": f["label"]} for f in flags),
        *(line for group in told for line in group["lines"]),
        *(
            {"label": a.name, "text": f"personne de confiance, {' ou '.join(a.phones) or 'pas de numéro'}"}
            for a in trusted
        ),
    ]


def _doctor(known: Known) -> list[dict[str, str]]:
    """Those of the directory who are doctors, and those whose link says so."""
    found = [
        a
        for a in known.circle()
        if a.ended_on is None and (a.kind == ContactKind.DOCTOR or "médecin" in a.relation_label.lower())
    ]
    return [{"label": a.name, "text": ", ".join(filter(None, (a.relation_label, *a.phones)))} for a in found]


def _key_worker(known: Known) -> list[dict[str, str]]:
    return [
        {"label": w["name"], "text": ", ".join(filter(None, (w["profession"], w["phone"])))}
        for w in known.facts.key_workers
    ]


def _stays(known: Known) -> list[dict[str, str]]:
    section = essential_section(known.actor, known.facts)
    return [{"label": line["label"], "text": line["text"]} for line in (section or {"lines": []})["lines"]]


_READERS: dict[str, Callable[[Known], list[dict[str, str]]]] = {
    "identity": lambda known: identity_lines(known.facts.person),
    "dangers": _dangers,
    "flags": _flags,
    "contacts": _contacts,
    "legal": _legal,
    "doctor": _doctor,
    "key_worker": _key_worker,
    "stays": _stays,
    "hand": lambda known: [],
}


def fill(known: Known, part: Part) -> Filled:
    """One part of a paper."""
    lines = [line for source in part.sources for line in known.lines(source)]
    by_hand = "hand" in part.sources or (part.needed and not lines)
    return Filled(part.title, lines, by_hand, part.needed and not lines)


def missing(known: Known, paper: Paper) -> list[str]:
    """Titles of what the paper needs and nobody wrote yet: to complete before it leaves, or by hand on it."""
    return [filled.title for part in paper.parts if (filled := fill(known, part)).is_missing]


def departure_pdf(actor: Actor, facts: RecordFacts, chosen: Iterable[Paper]) -> bytes:
    """The chosen papers in one file, one after the other, each on its own page."""
    known, now, person = Known(actor, facts), timezone.now(), facts.person
    return render_pdf(
        TEMPLATE,
        {
            "title": "Papiers de liaison",
            "who": f"{person.full_name}, {person.born} {person.birth_text}",
            "name": person.full_name,
            "born": age_and_birth(person),
            "author": actor.name,
            "printed": f"imprimé par {actor.name} le {day(now, year=True)} à {hour(now)}",
            "house": actor.organization_name,
            "ins": identity_block(person),
            "papers": [
                {
                    "label": paper.label,
                    "article": f"{paper.article}. {paper.caution}".strip(),
                    "missing": missing(known, paper),
                    "parts": [
                        {
                            "title": filled.title,
                            "lines": [{"label": x["label"], "text": x["text"]} for x in filled.lines],
                            "by_hand": filled.by_hand,
                        }
                        for part in paper.parts
                        if (filled := fill(known, part)).lines or filled.by_hand
                    ],
                }
                for paper in chosen
            ],
        },
    )
