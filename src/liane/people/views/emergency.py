"""Accès d’urgence: the page of the broken glass, the separate door, what runs, and what the service reviews."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from liane.access.actor import Actor
from liane.access.emergencies import emergency_to_review, end_emergency, review_emergency
from liane.access.enums import Right
from liane.kit.addresses import reverse
from liane.kit.dates import hour, when
from liane.kit.door import Refused
from liane.kit.pages import Fragment, page, redirect, render
from liane.people.actions.emergency import emergency_facts, find_in_emergency, open_in_emergency
from liane.people.forms.emergency import DURATIONS, EmergencyForm, EmergencyReviewForm, EmergencySearchForm
from liane.people.queries.emergency import EmergencyLine, own_emergencies, service_emergencies

_OPENED = (
    "Accès d’urgence ouvert. Il s’arrête tout seul. L’encadrement de son équipe et le délégué à la protection des données "
    "sont prévenus, et votre raison est écrite en haut de « Qui a vu »."
)


@page(Right.EMERGENCY_OPEN, methods=("GET", "POST"))
def on_record(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """The record is the one that was refused: its name is not told before the glass is broken."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    record = reverse("timeline:record", kwargs={"record_id": record_id})
    if actor.emergency_on(record_id):
        return redirect(record)
    form = EmergencyForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        open_in_emergency(actor, record_id, data["id"], reason=data["reason"], lasts=data["lasts"])
        messages.warning(request, _OPENED)
        return redirect(record)
    emergency_facts(actor, record_id)
    context = {"form": form, "durations": DURATIONS, "may_search": False, "own": []}
    return render(request, "people/emergency.html", context, status=422 if form.is_bound else 200)


@page(Right.EMERGENCY_OPEN, methods=("GET", "POST"))
def door(request: HttpRequest) -> HttpResponse:
    """The separate door (ux §8): exact identity, reason; and what one has open now."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = EmergencySearchForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        name, first, birth = form.identity()
        try:
            record_id, is_opened = find_in_emergency(
                actor, data["id"], birth_name=name, first_names=first, birth_date=birth,
                reason=data["reason"], lasts=data["lasts"],
            )  # fmt: skip
            if is_opened:
                messages.warning(request, _OPENED)
            return redirect(reverse("timeline:record", kwargs={"record_id": record_id}))
        except Refused as refusal:
            form.say(None, str(refusal))
    own = [_shown(line) for line in own_emergencies(actor)] if actor.emergencies else []
    context = {"form": form, "durations": DURATIONS, "may_search": True, "own": own}
    return render(request, "people/emergency.html", context, status=422 if form.is_bound else 200)


@page(Right.EMERGENCY_REVIEW)
def service(request: HttpRequest) -> HttpResponse:
    """What was opened on the persons of one’s units: first what nobody has looked at."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    lines = [_shown(line) for line in service_emergencies(actor)]
    return render(request, "people/emergency_service.html", {"lines": lines})


def _shown(line: EmergencyLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "who": line.who,
        "profession": line.profession,
        "reason": line.reason,
        "when": f"{when(line.starts_at)}, jusqu’à {hour(line.ends_at)}",
        "until": hour(line.ends_at),
        "units": line.units,
        "person": line.person,
        "url": reverse("timeline:record", kwargs={"record_id": line.record_id}) if line.person else "",
        "told": line.told_count,
        "waits": line.waits,
        "verdict": line.verdict,
        "remark": line.remark,
        "reviewer": line.reviewer,
    }


@page(methods=("POST",))
def end(request: HttpRequest, emergency_id: UUID) -> HttpResponse:
    """Closed before its hour."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    ended = end_emergency(actor, emergency_id)
    messages.success(request, "L’accès d’urgence est terminé : le dossier est refermé.")
    mine = ended.practitioner_id == actor.practitioner_id
    return redirect(reverse("people:emergency_door" if mine else "people:emergency_service"))


@page(Right.EMERGENCY_REVIEW, methods=("POST",), recent=True)
def review(request: HttpRequest, emergency_id: UUID) -> HttpResponse:
    """One gesture: justified, or to be talked over."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    emergency_to_review(actor, emergency_id)
    form = EmergencyReviewForm(request.POST)
    if not form.is_valid():
        messages.warning(request, "Choisissez un avis : « Justifié », ou « À reprendre avec la personne ».")
        return redirect(reverse("people:emergency_service"))
    data = form.cleaned_data
    try:
        review_emergency(actor, emergency_id, verdict=data["verdict"], remark=data["remark"])
        messages.success(request, "Votre avis est enregistré.")
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect(reverse("people:emergency_service"))


def nav(request: HttpRequest) -> list[dict[str, Any]]:
    """The menu: the emergency door for who may knock there, with what waits for a review. No query: the actor knows."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    waiting = actor.emergencies_to_review
    if actor.may(Right.EMERGENCY_OPEN):
        address = reverse("people:emergency_service" if waiting else "people:emergency_door")
    elif waiting:
        address = reverse("people:emergency_service")
    else:
        return []
    entry = {"label": "Accès d’urgence", "short": "Urgence", "icon": "alerte", "url": address, "count": waiting}
    return [{**entry, "current": request.path == address, "group": ""}]


def waiting_review(request: HttpRequest) -> Fragment | None:
    """On top of Ma journée, for who answers for the service and for the DPO: told as soon as it is opened."""
    waiting: int = request.actor.emergencies_to_review  # type: ignore[attr-defined]
    return Fragment("people/_emergency_told.html", {"waiting": waiting}) if waiting else None


def review_card(request: HttpRequest) -> Fragment | None:
    """On the page «Conformité»: how many wait for a review. No query: the actor knows."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.may(Right.EMERGENCY_REVIEW):
        return None
    return Fragment("people/_emergency_card.html", {"waiting": actor.emergencies_to_review})
