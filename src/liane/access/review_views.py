"""Revue des droits: what waits, one gesture a line; the same on paper; the sheet of one person on paper."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from liane.access import reviews, words
from liane.access.actor import Actor
from liane.access.enums import Right
from liane.access.queries import kept_by, posts_of, roles_by_code
from liane.access.sheets import person_sheets
from liane.kit.addresses import reverse
from liane.kit.dates import short, when
from liane.kit.door import NotVisible, Refusal, Refused
from liane.kit.ids import uuid7
from liane.kit.pages import Fragment, page, redirect, render
from liane.professionals.models import Practitioner

_PAPER = 2_000
_YEAR = timedelta(days=365)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _shown(line: reviews.ReviewLine) -> dict[str, Any]:
    decision = f"{line.decision} le {short(line.decided_at)} par {line.decided_by}" if line.decided_at else ""
    return {
        "id": line.post_id,
        "who": line.who,
        "profession": line.profession,
        "post": f"{line.role}, {line.place}",
        "period": words.period(line.starts_at, line.ends_at, timezone.now()),
        "given": f"donné par {line.given_by}" if line.given_by else "donné avant que Liane ne garde qui le donne",
        "used": f"dernier geste {when(line.last_act)}" if line.last_act else "jamais utilisé",
        "sleeps": line.sleeps,
        "decision": decision,
        "is_doubted": line.is_doubted,
        "is_mine": line.is_mine,
        "may_decide": line.may_decide,
        "may_end": line.may_end and line.may_decide,
    }


@page(Right.RIGHTS_READ)
def review(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, in one’s own teams; or everything, by name: at once for who looks and decides nothing (DPO)."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    decides = actor.may(Right.RIGHTS_REVIEW)
    everything = request.GET.get("vue", "" if decides else "tout") == "tout"
    lines = reviews.review_lines(
        actor, everything=everything, after=_uuid(request.GET.get("apres", "")), limit=reviews.MOST + 1
    )
    more = len(lines) > reviews.MOST
    lines = lines[: reviews.MOST]
    running, last = reviews.last_reviews(actor.organization_id)
    whole = kept_by(actor, Right.RIGHTS_REVIEW).whole
    here = reverse("access:review")
    shown = {False: here if decides else f"{here}?vue=a-revoir", True: f"{here}?vue=tout" if decides else here}
    context = {
        "lines": [_shown(line) for line in lines],
        "older": f"{shown[everything]}{'&' if '?' in shown[everything] else '?'}apres={lines[-1].post_id}"
        if more
        else "",
        "views": [
            {"label": "À revoir", "url": shown[False], "current": not everything},
            {"label": "Tous les postes", "url": shown[True], "current": everything},
        ],
        "running": running,
        "last": last,
        "everything": everything,
        "may_start": running is None and whole,
        "may_close": running is not None and whole and not reviews.left_to_review(running),
        "new_review": uuid7(),
    }
    return render(request, "access/review.html", context)


@page(Right.RIGHTS_REVIEW, methods=("POST",), recent=True)
def review_start(request: HttpRequest) -> HttpResponse:
    """Open the review of the whole organisme."""
    reviews.start_review(request.actor, _uuid(request.POST.get("id", "")[:36]) or uuid7())  # type: ignore[attr-defined]
    messages.success(request, "La revue est ouverte. Chaque responsable revoit les postes de ses équipes.")
    return redirect(reverse("access:review"))


@page(Right.RIGHTS_REVIEW, methods=("POST",), recent=True)
def review_close(request: HttpRequest) -> HttpResponse:
    """Finished, when nothing is left."""
    try:
        reviews.close_review(request.actor)  # type: ignore[attr-defined]
        messages.success(request, "La revue est terminée.")
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect(reverse("access:review"))


@page(Right.RIGHTS_REVIEW, methods=("POST",), recent=True)
def review_decide(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """One gesture: confirmed, signalled, or ended."""
    decision = request.POST.get("decision", "")[:10]
    try:
        finished = reviews.decide_post(request.actor, post_id, decision)  # type: ignore[attr-defined]
        messages.success(request, "C’était le dernier poste : la revue est terminée." if finished else _SAID[decision])
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect(reverse("access:review"))


_SAID: dict[str, str] = {
    reviews.KEPT: "Le poste est confirmé.",
    reviews.DOUBTED: "Le poste est signalé à la direction.",
    reviews.ENDED: "Le poste est terminé : ses droits s’arrêtent maintenant.",
}


@page(Right.RIGHTS_READ)
def review_print(request: HttpRequest) -> HttpResponse:
    """Who has what, why, until when, on paper: for the file of the organisme, or an inspection."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    lines = reviews.review_lines(actor, everything=True, limit=_PAPER)
    _, last = reviews.last_reviews(actor.organization_id)
    told = (
        f"Dernière revue terminée le {short(last.closed_at)} par {last.closer_name}."
        if last
        else "Aucune revue terminée."
    )
    rows = [
        [
            f"{s['who']}, {s['profession']}",
            s["post"],
            s["period"],
            s["given"],
            s["used"],
            s["decision"] or "pas encore revu",
        ]
        for s in map(_shown, lines)
    ]
    context = {
        "rows": rows, "told": told, "organization": actor.organization_name, "is_cut": len(lines) == _PAPER,
        "printed": f"Imprimé par {actor.name}, {when(timezone.now())}",
    }  # fmt: skip
    return render(request, "access/review_print.html", context)


@page(Right.RIGHTS_READ)
def person_print(request: HttpRequest, practitioner_id: UUID) -> HttpResponse:
    """«Inès peut … ne peut pas …, parce que …», on paper: made from the same data as the rule."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = Practitioner.objects.filter(pk=practitioner_id, organization_id=actor.organization_id).first()
    posts = posts_of(actor, [found]) if found else []
    if found is None or not posts:
        raise NotVisible(Refusal(None, Right.RIGHTS_READ, "N’a pas de poste dans ses équipes"), actor)
    (sheet,) = person_sheets([found], posts, roles_by_code(), timezone.now())
    context = {"sheet": sheet, "printed": f"Imprimé par {actor.name}, {when(timezone.now())}"}
    return render(request, "access/person_print.html", context)


def review_card(request: HttpRequest) -> Fragment | None:
    """On the page «Conformité»: when the rights were last reviewed, what is left of the review that runs."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.may(Right.RIGHTS_READ):
        return None
    running, last = reviews.last_reviews(actor.organization_id)
    done = last.closed_at if last else None
    late = running is None and (done is None or timezone.now() - done > _YEAR)
    shown = {"running": running.started_at if running else None, "last": done, "is_late": late}
    return Fragment("access/_review_card.html", shown)
