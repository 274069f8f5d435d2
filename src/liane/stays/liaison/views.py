"""Préparer un départ: choose the papers, see what is missing, print them in one file."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.kit.addresses import reverse
from liane.kit.door import NotVisible, Refusal
from liane.kit.downloads import download
from liane.kit.pages import page, redirect, render
from liane.nomenclatures.liaison import Paper, papers
from liane.people.banner import frame
from liane.people.door import open_record
from liane.people.facts import RecordFacts
from liane.stays.liaison.gather import Known, departure_pdf, missing


def _proposed(facts: RecordFacts, actor: Actor) -> list[Paper]:
    """Papers of the sectors in which she is followed, as far as this reader may know."""
    packs = frozenset(held["pack"] for held in facts.held)
    return [paper for paper in papers().values() if paper.concerns(packs)]


def _chosen(request: HttpRequest, proposed: list[Paper], packs: frozenset[str]) -> list[Paper]:
    asked = request.GET.getlist("papier")
    if asked:
        return [paper for paper in proposed if paper.code in asked]
    return [paper for paper in proposed if paper.usual & packs]


@page(Right.RECORD_PRINT)
def departure(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """The papers of her sectors, those of a hospital departure already ticked, each with what it lacks."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    facts = open_record(actor, record_id, to=Right.RECORD_READ)
    proposed = _proposed(facts, actor)
    chosen = _chosen(request, proposed, frozenset(held["pack"] for held in facts.held))
    known = Known(actor, facts)
    context = {
        "facts": facts,
        "frame": frame(facts, actor, "essential"),
        "papers": [
            {
                "value": paper.code,
                "label": paper.label,
                "checked": paper in chosen,
                "hint": _hint(paper, missing(known, paper)),
            }
            for paper in proposed
        ],
        "missing": sorted({title for paper in chosen for title in missing(known, paper)}),
        "print_url": reverse("stays:departure_pdf", kwargs={"record_id": record_id}),
        "home": reverse("people:essential", kwargs={"record_id": record_id}),
    }
    return render(request, "stays/departure.html", context)


def _hint(paper: Paper, lacks: list[str]) -> str:
    told = f"{paper.article}. {paper.caution}".strip()
    return f"{told} À compléter : {', '.join(lacks).lower()}." if lacks else told


@page(Right.RECORD_PRINT)
def departure_file(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """The chosen papers, one file: printed in the same gesture, traced with their names."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    asked = sorted({code for code in request.GET.getlist("papier") if code in papers()})
    if not asked and request.GET.getlist("papier"):
        raise NotVisible(Refusal(record_id, Right.RECORD_PRINT, "Papier inconnu"), actor)
    facts = open_record(actor, record_id, to=Right.RECORD_PRINT, papers=asked)
    proposed = _proposed(facts, actor)
    chosen = _chosen(request, proposed, frozenset(held["pack"] for held in facts.held))
    if not chosen:
        return redirect(f"{reverse('stays:departure', kwargs={'record_id': record_id})}?{urlencode({'rien': 1})}")
    return download(departure_pdf(actor, facts, chosen), "papiers-de-liaison.pdf", "application/pdf", shown=True)
