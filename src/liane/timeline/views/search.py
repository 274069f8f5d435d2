"""Search everywhere: persons, writings, things to do, help; on a page, and the same in the palette (Ctrl K)."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.kinds import Kind
from liane.journal.many import Trace, trace_many
from liane.kit import dates, keyset
from liane.kit.addresses import reverse
from liane.kit.pages import page, render
from liane.kit.slots import Slot, hung
from liane.people.ins.datamatrix import looks_scanned, search_words
from liane.people.queries.listing import Card, persons_found, persons_last_opened, persons_of_records
from liane.people.queries.words import asked
from liane.people.views.scans import after_scan
from liane.people.words import where
from liane.timeline.queries import Line
from liane.timeline.searching.aid import Aid, answers, named
from liane.timeline.searching.called import called
from liane.timeline.searching.doing import Verb, proposed, verb
from liane.timeline.searching.marks import Marker, marker
from liane.timeline.searching.wanted import LONGEST, Wanted, wanted
from liane.timeline.searching.writings import PAGE, After, Found, search
from liane.timeline.views.record import cards

_PARTS = (("", "Tout"), ("personnes", "Personnes"), ("ecrits", "Écrits"), ("actions", "Actions"), ("aide", "Aide"))
_FEW, _ALL, _PALETTE = 8, 50, 5
_EXAMPLES = (
    ("chambre 12", "qui habite là"),
    ("12/03/1992", "une date de naissance"),
    ("« petit déjeuner » depuis:1mois", "des mots qui se suivent, écrits depuis un mois"),
    ("auteur:moi depuis:lundi", "ce que vous avez écrit cette semaine"),
    ("imprimer", "ce que vous voulez faire"),
)
_SHORTEST = 3  # letters before writings are searched while typing


def _what(request: HttpRequest) -> Wanted:
    typed = request.GET.get("q", "")[: LONGEST * 2]
    return wanted(search_words(typed) if looks_scanned(typed) else typed)


def _persons(actor: Actor, what: Wanted, limit: int) -> list[Card]:
    """By name, as long as nothing asks for writings only."""
    if not actor.may(Right.PERSONS_SEARCH) or what.has_filters or what.unit:
        return []
    return persons_found(actor, asked(what.text), limit=limit)


def _person(card: Card) -> dict[str, Any]:
    place = where(card.unit, card.facility, card.place, card.pack)
    return {
        "label": card.person.full_name,
        "url": reverse("timeline:record", kwargs={"record_id": card.record_id}),
        "icon": "personne",
        "detail": f"{place} · {card.person.age_text}",
    }


def _others(actor: Actor, what: Wanted, limit: int) -> list[dict[str, Any]]:
    """What the rooms above find by the same name, as long as nothing asks for writings only."""
    if what.has_filters or what.unit or not any(len(word) >= _SHORTEST for word in what.words):
        return []
    groups = [find(actor, what.words, limit) for find in hung(Slot.FINDS)]
    return [group for group in groups if group["items"]]


def _doing(actor: Actor, what: Wanted, found: list[Card]) -> list[dict[str, Any]]:
    called = Verb((), "") if what.has_filters else verb(what.words)
    able = called.rest and actor.may(Right.PERSONS_SEARCH)
    about = persons_found(actor, asked(called.rest), limit=_PALETTE) if able else []
    return [] if what.has_filters else proposed(actor, what.words, called, about, found)


def _aid(aid: Aid) -> dict[str, Any]:
    address = reverse("timeline:search") + f"?{urlencode({'aide': aid.key})}"
    return {"label": aid.title, "url": address, "icon": "info", "detail": "", "paragraphs": aid.paragraphs}


def _body(card: dict[str, Any]) -> str:
    """All the words of a card, in the order in which they are read; the person's own words keep their « »."""
    spans = [span for part in card.get("parts", []) for span in part["spans"]] + list(card.get("spans", []))
    said = [f"«\u00a0{span['text']}\u00a0»" if span["said_by"] else str(span["text"]).strip() for span in spans]
    return " ".join(filter(None, said))


def _writing(line: Line, card: dict[str, Any], who: Card, marks: Marker) -> dict[str, Any]:
    record = reverse("timeline:record", kwargs={"record_id": line.record_id})
    return {
        "person": who.person.full_name,
        "url": _place_in_fil(record, line),
        "icon": card.get("icon", "papier"),
        "title": marks.pieces(card["title"], whole=True),
        "pieces": marks.pieces(_body(card)),
        "author": line.author_name,
        "role": line.author_role,
        "moment": dates.when(line.happened_at),
        "moment_iso": line.happened_at.isoformat(),
        "cancelled": card.get("cancelled", ""),
    }


def _place_in_fil(record: str, line: Line) -> str:
    """The fil opened on this writing, whatever its age: the page that ends with it begins just after."""
    return f"{record}?{urlencode({'vers': keyset.after(line.happened_at, line.id)})}#ecrit-{line.source_id}"


def _writings(actor: Actor, what: Wanted, found: Found) -> list[dict[str, Any]]:
    people = _owners(actor, found.lines)
    lines = [line for line in found.lines if line.record_id in people]
    _trace(actor, people)
    told = cards(actor, lines)
    shown = [told[line.source_id] for line in lines]
    marks = marker(what, [text for card in shown for text in (card["title"], _body(card))])
    return [_writing(line, told[line.source_id], people[line.record_id], marks) for line in lines]


def _owners(actor: Actor, lines: Iterable[Line]) -> dict[UUID, Card]:
    records = list({line.record_id for line in lines})
    return {card.record_id: card for card in persons_of_records(actor, records)}


def _trace(actor: Actor, people: dict[UUID, Card]) -> None:
    """Reading a piece of somebody's record is seen by her: one line of «Qui a vu» for each, through the unit that reads."""
    through = {
        r: actor.place_unit_id if actor.place_unit_id in c.unit_ids else c.unit_ids[0] for r, c in people.items()
    }
    trace_many(
        actor, [Trace(Kind.WRITINGS_SEARCHED, record, detail={"through": unit}) for record, unit in through.items()]
    )


@page(limit="search")
def everywhere(request: HttpRequest) -> HttpResponse:
    """The page, which works without script. Each piece of record it shows is traced; it never says how much it hides."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if looks_scanned(typed := request.GET.get("q", "")):
        return after_scan(request, typed, "timeline:search")
    what, part = _what(request), request.GET.get("partie", "")
    part = part if part in dict(_PARTS) else ""
    after = After.read(request.GET.get("suite", "")) if part == "ecrits" else None
    shows = lambda one: part in ("", one)  # noqa: E731
    few = _ALL if part == "personnes" else _FEW
    persons = _persons(actor, what, few + 1) if part != "ecrits" and part != "aide" else []
    found = search(actor, what, after=after, limit=PAGE if part else _FEW) if shows("ecrits") else Found()
    opened = named(request.GET.get("aide", "")[:40])
    context = {
        "what": what,
        "typed": what.typed,
        "persons": [_person(card) for card in persons[:few]] if shows("personnes") else [],
        "others": _others(actor, what, few) if shows("personnes") else [],
        "more_persons": _address(what, "personnes") if not part and len(persons) > few else "",
        "too_many": part == "personnes" and len(persons) > few,
        "writings": _writings(actor, what, found) if found.lines else [],
        "more_writings": _address(what, "ecrits", str(found.after)) if found.after else "",
        "problem": found.problem,
        "since": dates.day(what.since) if what.since else "",
        "actions": _doing(actor, what, persons) if shows("actions") and what.words else [],
        "aids": [_aid(aid) for aid in answers(what.words)] if shows("aide") else [],
        "opened": _aid(opened) if opened else None,
        "parts": [{"label": lb, "url": _address(what, p), "current": p == part} for p, lb in _PARTS],
        "examples": _EXAMPLES,
    }
    return render(request, "timeline/search.html", context)


def _address(what: Wanted, part: str, after: str = "") -> str:
    query = {name: said for name, said in (("q", what.typed), ("partie", part), ("suite", after)) if said}
    return reverse("timeline:search") + (f"?{urlencode(query)}" if query else "")


@page(limit="typing")
def palette(request: HttpRequest) -> HttpResponse:
    """Answer while typing: a few of each, without their words; before anything is typed, the persons last opened."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    what = _what(request)
    if not what:
        last = persons_last_opened(actor) if actor.may(Right.PERSONS_SEARCH) else []
        return _palette(request, what, [("Derniers dossiers ouverts", [_person(c) for c in last])])
    persons = _persons(actor, what, _FEW)
    long_enough = what.has_filters or any(len(word) >= _SHORTEST for word in what.words)
    found = search(actor, what, limit=_PALETTE) if long_enough else Found()
    groups = [
        ("Personnes", [_person(card) for card in persons]),
        *((group["label"], group["items"]) for group in _others(actor, what, _PALETTE)),
        ("Actions", _doing(actor, what, persons)),
        ("Écrits", _titles(actor, found)),
        ("Aide", [_aid(aid) for aid in answers(what.words)]),
    ]
    return _palette(request, what, groups)


def _titles(actor: Actor, found: Found) -> list[dict[str, Any]]:
    """Which writing, of whom, when: nothing of what it says. It answers at each letter, and leaves no line in «Qui a vu»."""
    people = _owners(actor, found.lines) if found.lines else {}
    return [
        {
            "label": called(line),
            "url": _place_in_fil(reverse("timeline:record", kwargs={"record_id": line.record_id}), line),
            "icon": "papier",
            "detail": f"{people[line.record_id].person.full_name} · {dates.when(line.happened_at)}",
        }
        for line in found.lines
        if line.record_id in people
    ]


def _palette(request: HttpRequest, what: Wanted, groups: list[tuple[str, list[dict[str, Any]]]]) -> HttpResponse:
    shown = [{"label": label, "options": options} for label, options in groups if options]
    context = {"groups": shown, "typed": what.typed, "all": _address(what, ""), "nav": []}
    return render(request, "timeline/palette.html", context)
