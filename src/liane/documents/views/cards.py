"""Papers as the fil and the lists show them."""

from typing import Any
from uuid import UUID

from liane.access.actor import Actor
from liane.access.enums import SECRET_VOLETS, VOLET_LABELS
from liane.documents.actions.filing import DOCUMENT
from liane.documents.content import weight, word_of
from liane.documents.enums import DocumentKind
from liane.documents.policies import may_open, may_withdraw
from liane.documents.queries import Paper, papers_of_lines
from liane.kit import dates
from liane.kit.addresses import reverse
from liane.timeline.queries import Line


def shown(actor: Actor, paper: Paper) -> dict[str, Any]:
    """A paper in a list, or under a writing."""
    address = {"document_id": paper.id}
    told = [word_of(paper.media_type), weight(paper.size)]
    opens = may_open(actor, paper)
    return {
        "id": paper.id,
        "title": paper.title,
        "url": reverse("documents:show", kwargs=address) if opens else "",
        "save_url": reverse("documents:show", kwargs=address) + "?enregistrer=1" if opens else "",
        "preview": reverse("documents:preview", kwargs=address) if paper.preview and not paper.withdrawn else "",
        "detail": ", ".join(told),
        "kind": DocumentKind(paper.kind).label,
        "dated": f"du {dates.short(paper.dated_on)}" if paper.dated_on else "",
        "added": f"ajouté {dates.when(paper.added_at)} par {paper.author}",
        "volet": VOLET_LABELS.get(paper.volet, ""),
        "is_secret": paper.volet in SECRET_VOLETS,
        "withdrawn": f"Retiré par {paper.withdrawn[0]} : {paper.withdrawn[1]}" if paper.withdrawn else "",
        "withdraw_url": reverse("documents:withdraw", kwargs=address) if may_withdraw(actor, paper) else "",
    }


def papers_under(actor: Actor, line_ids: list[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    """Papers joined to writings of the fil: one query for the page."""
    return {key: [shown(actor, one) for one in found] for key, found in papers_of_lines(line_ids).items()}


def fill_fil(actor: Actor, lines: list[Line], cards: dict[UUID, dict[str, Any]]) -> dict[UUID, dict[str, Any]]:
    """Our own lines, and the papers joined to writings whose card says `has_papers` (slot): one query for both."""
    mine = {line.source_id: line for line in lines if line.kind == DOCUMENT}
    joined = [key for key, card in cards.items() if card.get("has_papers")]
    return {
        key: _card(actor, mine[key], papers[0])
        if key in mine
        else {**cards[key], "papers": [shown(actor, one) for one in papers]}
        for key, papers in papers_of_lines([*mine, *joined]).items()
    }


def _card(actor: Actor, line: Line, paper: Paper) -> dict[str, Any]:
    told = shown(actor, paper)
    tags = [{"word": told["volet"], "tone": "", "icon": "cadenas" if told["is_secret"] else ""}]
    return {
        "id": paper.id,
        "title": paper.title,
        "author": paper.author,
        "role": paper.role,
        "moment": dates.hour(line.happened_at),
        "moment_iso": line.happened_at.isoformat(),
        "icon": "photo" if paper.preview else "papier",
        "tone": "ocre",
        "tags": [{"word": told["kind"], "tone": "ocre", "icon": "papier"}, *(tags if paper.volet != "SUPPORT" else [])],
        "papers": [{**told, "is_told_below": True}],
        "cancelled": told["withdrawn"],
        "links": [{"label": "Retirer ce papier", "url": told["withdraw_url"]}] if told["withdraw_url"] else [],
    }
