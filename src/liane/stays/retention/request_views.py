"""Erase the requests for admission that are past their term: the list, one decision for those that are ticked, its certificate."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.kit.addresses import reverse
from liane.kit.dates import short, today
from liane.kit.door import NotVisible, Refusal, Refused
from liane.kit.pages import page, redirect, render
from liane.organizations.models import Facility
from liane.stays.retention.certificate import decided, parts
from liane.stays.retention.erasing import erase_requests
from liane.stays.retention.forms import EraseRequestsForm
from liane.stays.retention.requests import PAGE, Over, erased_before, erasures, requests_to_erase


@page(Right.RECORD_ARCHIVE, methods=("GET", "POST"), recent=True)
def erase(request: HttpRequest) -> HttpResponse:
    """Those that may go today, ticked one by one; who decided it, and why."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    there = [one for one in requests_to_erase(actor, today()) if not one.is_held and one.name][:PAGE]
    choices = [(str(one.referral_id), one.name) for one in there]
    form = EraseRequestsForm(request.POST if request.method == "POST" else None, requests=choices)
    if form.is_bound and erased_before(actor, form.chosen_id):
        return redirect(reverse("stays:erasure", kwargs={"erasure_id": form.chosen_id}))
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            done = erase_requests(
                actor, data["id"], map(UUID, data["requests"]), reason=data["reason"], visa=data["visa"]
            )
        except Refused as problem:
            form.say("reason", str(problem))
        else:
            messages.success(request, "Les demandes sont effacées. Voici le certificat.")
            return redirect(reverse("stays:erasure", kwargs={"erasure_id": done.pk}))
    context = {
        "form": form,
        "lines": [{"value": str(one.referral_id), "label": one.name, "checked": str(one.referral_id) in form.ticked, "hint": said(one)} for one in there],
        "asks_visa": any(one.asks_visa for one in there),
        "home": reverse("stays:retention") + "?vue=demandes",
    }  # fmt: skip
    return render(request, "stays/requests_erase.html", context, status=422 if form.is_bound else 200)


def said(one: Over) -> str:
    """Where she had asked to come, and until when it is kept."""
    asked = ", ".join(one.facilities)
    return f"{asked + ' · ' if asked else ''}gardée jusqu’au {short(one.kept_until)} · {one.rule}"


@page(Right.COMPLIANCE_READ)
def erasure(request: HttpRequest, erasure_id: UUID) -> HttpResponse:
    """The certificate: how many requests, which identifiers, by whom, what went. It names nobody. Printable."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    made = next((one for one in erasures(actor) if one.pk == erasure_id), None)
    if made is None:
        raise NotVisible(Refusal(right=Right.COMPLIANCE_READ, why="Certificat inconnu"), actor)
    context = {
        "facts": [
            {"label": "Demandes effacées", "text": str(len(made.requests))},
            {"label": "Établissements demandés", "text": _facilities(made)},
            {"label": "La dernière était gardée jusqu’au", "text": short(made.last_kept)},
            {"label": "Décision", "text": decided(made.reason, made.author_name, made.decided_at)},
            {"label": "Visa des Archives départementales", "text": made.visa or "aucun n’a été noté"},
        ],
        "rows": parts(made.counts),
        "requests": made.requests,
        "home": reverse("stays:retention"),
    }
    return render(request, "stays/requests_erased.html", context)


def _facilities(made: Any) -> str:
    """Their names, but for one whose very name is sensitive."""
    told = Facility.objects.filter(pk__in=made.facilities, is_discreet=False).order_by("rank", "name")
    return ", ".join(facility.name for facility in told) or "non dits"


def lines_of(actor: Actor, found: list[Over]) -> list[dict[str, Any]]:
    """The lines of the page «Conservation des dossiers», view «Demandes»."""
    return [
        {
            "name": one.name or f"Demande {one.referral_id.hex[-6:]}", "text": said(one), "is_held": one.is_held,
            "is_due": one.kept_until < today(),
        }
        for one in found[:PAGE]
    ]  # fmt: skip


def certificates_of(actor: Actor) -> list[dict[str, str]]:
    """The certificates of erased requests, for the same page."""
    return [
        {
            "label": f"{len(one.requests)} demande{'s' if len(one.requests) > 1 else ''} d’admission",
            "text": f"effacée{'s' if len(one.requests) > 1 else ''} le {short(one.decided_at)} par {one.author_name}. {sum((one.counts or {}).values())} lignes.",
            "url": reverse("stays:erasure", kwargs={"erasure_id": one.pk}),
        }
        for one in erasures(actor)
    ]  # fmt: skip
