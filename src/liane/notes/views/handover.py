"""Relève: what was written since the reader's own last passage."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from liane.access.actor import Actor
from liane.access.enums import VOLET_LABELS, Right
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.kit import dates
from liane.kit.addresses import reverse
from liane.kit.ids import uuid7
from liane.kit.pages import page, redirect, render
from liane.notes.actions.handover import check_round, give_over, take_over
from liane.notes.forms import RoundForm, WordForm
from liane.notes.queries.handover import opening
from liane.notes.views.handover_sheet import context_of


def _unit(request: HttpRequest) -> UUID | None:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        wanted = UUID(request.GET.get("unite") or request.POST.get("unit") or "")
    except ValueError:
        return actor.place_unit_id
    return wanted if wanted in actor.units_with(Right.HANDOVER_READ) else None


def _part(request: HttpRequest) -> str:
    part = request.GET.get("partie", "")
    return part if part in VOLET_LABELS else ""


def _after(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("apres", ""))
    except ValueError:
        return None


def _here(unit_id: UUID, volet: str = "", after: UUID | None = None, name: str = "notes:handover") -> str:
    """The address of this hand-over, of one part of it, of what follows a card."""
    more = {"unite": unit_id, "partie": volet, "apres": after}
    return f"{reverse(name)}?{urlencode({word: value for word, value in more.items() if value})}"


@page(Right.HANDOVER_READ)
def show(request: HttpRequest) -> HttpResponse:
    """The hand-over of the chosen unit."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    unit_id = _unit(request)
    if unit_id is None:
        return render(request, "notes/handover_none.html", {})
    trace(actor, Kind.HANDOVER_OPENED, object_id=unit_id)
    volet = _part(request)
    after = _after(request)
    context = context_of(actor, unit_id, volet, after)
    readable = actor.volets_read([unit_id])
    parts = [("", "Tout"), *((v, label) for v, label in VOLET_LABELS.items() if v in readable)]
    context |= {
        "filters": [{"label": lb, "url": _here(unit_id, p), "current": p == volet} for p, lb in parts],
        "is_next_page": bool(after),
        "start_url": _here(unit_id, volet),
        "next_url": _here(unit_id, volet, context["next_after"]) if context["next_after"] else "",
        "may_take": actor.may(Right.HANDOVER_TAKE, unit_id),
        "take_id": uuid7(),
        "give_id": uuid7(),
        "round": [
            {"record_id": p.record_id, "name": p.full_name, "place": p.place, "id": uuid7()}
            for p in context["reading"].persons
            if p.presence == "PRESENT"
        ],
        "print_url": _here(unit_id, volet, after, name="notes:handover_print"),
    }
    return render(request, "notes/handover.html", context)


@page(Right.HANDOVER_READ)
def print_page(request: HttpRequest) -> HttpResponse:
    """The same on paper, with boxes to tick, for the oral hand-over."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    unit_id = _unit(request)
    if unit_id is None:
        return render(request, "notes/handover_none.html", {})
    trace(actor, Kind.HANDOVER_PRINTED, object_id=unit_id)
    volet, after = _part(request), _after(request)
    context = context_of(actor, unit_id, volet, after)
    following = context["next_after"]
    context["next_url"] = _here(unit_id, volet, following, name="notes:handover_print") if following else ""
    context["printed"] = f"Imprimé par {actor.name}, {dates.when(timezone.now())}"
    return render(request, "notes/handover_print.html", context)


@page(Right.HANDOVER_TAKE, methods=("POST",))
def take(request: HttpRequest) -> HttpResponse:
    """«J’ai pris la relève»."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = WordForm(request.POST)
    unit_id = _unit(request)
    if unit_id is None or not form.is_valid():
        return redirect(reverse("notes:handover"))
    since = opening(actor, unit_id).since(timezone.now())
    taken = take_over(actor, form.cleaned_data["id"], unit_id, since=since)
    left = f" Il vous restait {taken.unread} à lire." if taken.unread else ""
    messages.success(request, f"Relève prise à {dates.hour(taken.taken_at)}.{left}")
    return redirect(_here(unit_id))


@page(Right.HANDOVER_TAKE, methods=("POST",))
def give(request: HttpRequest) -> HttpResponse:
    """«Transmettre la relève», with a word if one likes."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = WordForm(request.POST)
    unit_id = _unit(request)
    if unit_id is None:
        return redirect(reverse("notes:handover"))
    if not form.is_valid():
        messages.error(request, form.errors["word"][0] if "word" in form.errors else "Ce mot n’a pas pu être lu.")
        return redirect(_here(unit_id))
    now = timezone.now()
    frame = opening(actor, unit_id)
    shift = frame.shift_at(now) or frame.before(now)
    if shift is None:
        messages.warning(
            request, "Cette unité n’a pas d’horaires d’équipe : demandez à votre chef de service de les noter."
        )
        return redirect(_here(unit_id))
    given = give_over(actor, form.cleaned_data["id"], unit_id, shift, word=form.cleaned_data["word"])
    messages.success(request, f"Relève transmise à {dates.hour(given.given_at)} : {shift.name.lower()}.")
    return redirect(_here(unit_id))


@page(Right.HANDOVER_TAKE, methods=("POST",))
def round_check(request: HttpRequest) -> HttpResponse:
    """«Rien à signaler» for those who were seen; the exceptions are simply not ticked."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    unit_id = _unit(request)
    if unit_id is None:
        return redirect(reverse("notes:handover"))
    checks: dict[UUID, UUID] = {}
    for value in request.POST.getlist("seen")[:300]:
        record, _, check = value.partition("_")
        try:
            checks[UUID(record)] = UUID(check)
        except ValueError:
            continue
    form = RoundForm(request.POST)
    if not checks:
        messages.warning(request, "Cochez au moins une personne vue.")
    elif not form.is_valid():
        messages.error(request, form.errors["remark"][0] if "remark" in form.errors else "Ce mot n’a pas pu être lu.")
    else:
        seen = check_round(actor, checks, unit_id, remark=form.cleaned_data["remark"])
        messages.success(
            request, f"Rien à signaler : {seen} personne{'s' if seen > 1 else ''}, {dates.hour(timezone.now())}."
        )
    return redirect(_here(unit_id))
