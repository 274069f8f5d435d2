"""The gestures that move one request: link it, ask one more facility, decide, note, place, give an opinion."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.kinds import Kind
from liane.kit.dates import today
from liane.kit.door import NotVisible, Refusal, Refused, Stale
from liane.kit.downloads import download
from liane.kit.pages import page, redirect, render
from liane.kit.versions import two_versions
from liane.organizations.queries import facilities_with_units
from liane.stays.referrals import words
from liane.stays.referrals.data import Step
from liane.stays.referrals.deciding import decide, note_criteria, place_before
from liane.stays.referrals.door import Opened, open_referral, open_wish
from liane.stays.referrals.enums import WishState
from liane.stays.referrals.forms import CriteriaForm, DecideForm, OpinionForm, PlaceForm, WishForm
from liane.stays.referrals.models import Wish
from liane.stays.referrals.queries import (
    criteria_of,
    facilities_with,
    notices_of,
    rank_of,
)
from liane.stays.referrals.studying import give_opinion, parts_of_opinion, unit_of_opinion
from liane.stays.referrals.writing import add_wish, link_record


@page(Right.REFERRAL_WRITE, methods=("POST",))
def link(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """«C’est elle», or the contrary."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        record = UUID(request.POST["record"]) if request.POST.get("record") else None
    except ValueError:
        raise NotVisible(Refusal(None, Right.REFERRAL_WRITE, "Ce dossier n’existe pas"), actor) from None
    try:
        link_record(actor, referral_id, record)
        messages.success(
            request, "La demande est reliée à son dossier." if record else "La demande n’est plus reliée à un dossier."
        )
    except Refused as problem:
        messages.warning(request, str(problem))
    return redirect(words.url_of(referral_id))


@page(Right.REFERRAL_READ)
def notice_file(request: HttpRequest, referral_id: UUID, notice_id: UUID) -> HttpResponse:
    """The notification as it came, to be kept on this device."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    opened = open_referral(actor, referral_id, kind=Kind.NOTICE_OPENED, object_id=notice_id)
    notice = next((one for one in notices_of(referral_id, whole=True) if one.pk == notice_id), None)
    if notice is None or not opened.sees_private:
        raise NotVisible(Refusal(None, Right.REFERRAL_READ, "Cette notification n’est pas de cette demande"), actor)
    return download(bytes(notice.data), notice.name, notice.media_type)


@page(Right.REFERRAL_WRITE, methods=("GET", "POST"))
def add(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """One more facility is asked."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    opened = open_referral(actor, referral_id, to=Right.REFERRAL_WRITE)
    mine = {one.pk for one in facilities_with(actor, Right.REFERRAL_WRITE)}
    known = {wish.facility_id for wish in opened.wishes}
    told = [(f, units) for f, units in facilities_with_units() if f.pk in mine or not f.is_discreet]
    places = [(f, units) for f, units in told if units and f.pk not in known]
    choices = {
        "facilities": [(str(f.pk), f.name) for f, _ in places],
        "units": [
            (str(u.pk), u.name if u.name == f.name else f"{u.name} ({f.name})") for f, units in places for u in units
        ],
    }
    form = WishForm(request.POST if request.method == "POST" else None, **choices)
    if form.is_bound and form.is_valid():
        try:
            add_wish(actor, referral_id, form.cleaned_data["id"], form.wish())
        except Refused as problem:
            form.say("facility", str(problem))
        else:
            messages.success(request, "L’établissement est ajouté à la demande.")
            return redirect(words.url_of(referral_id))
    context = {
        "form": form,
        "name": words.name_of(opened.referral),
        "home": words.url_of(referral_id),
        "section": "referrals",
    }
    return render(request, "stays/referrals/add.html", context, status=422 if form.is_bound else 200)


def sheet(
    request: HttpRequest, opened: Opened, wish: Wish, form: Any, template: str, more: dict[str, Any]
) -> HttpResponse:
    """A gesture on one wish: its form, and the two versions when a colleague was faster."""
    context = {
        "section": "referrals",
        "form": form,
        "wish": wish,
        "facility": wish.facility.name,
        "name": words.name_of(opened.referral),
        "born": words.born(opened.referral),
        "tag": words.state_tag(wish.state),
        "home": words.url_of(wish.referral_id),
        "version": form.data.get("version", "") if form.is_bound else wish.version,
        "conflict": "",
        "two": [],
        **more,
    }
    return render(request, f"stays/referrals/{template}.html", context, status=422 if form.is_bound else 200)


def _now(stale: Stale) -> dict[str, Any]:
    """What a colleague decided meanwhile, in plain lines: one decides again with it under the eyes."""
    now = f"{WishState(stale.current.state).label}. {words.reason_of(stale.current)}".strip()
    return {
        "conflict": str(stale),
        "two": [{"label": "Où en est la demande", "now": now, "mine": "Votre réponse n’est pas enregistrée"}],
        "version": stale.current.version,
    }


@page(Right.REFERRAL_WRITE, methods=("GET", "POST"))
def decide_one(request: HttpRequest, referral_id: UUID, wish_id: UUID) -> HttpResponse:
    """What becomes of the request here, since when, why."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    opened, wish = open_wish(actor, referral_id, wish_id)
    form = DecideForm(request.POST if request.method == "POST" else None, wish=wish, initial={"on": today()})
    more: dict[str, Any] = {}
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        step = Step(data["state"], data["on"], data["reason"], data["code"], data.get("version") or 0)
        try:
            decide(actor, referral_id, wish_id, step)
        except Stale as stale:
            more = _now(stale)
            wish = stale.current
        except Refused as problem:
            form.say("state", str(problem))
        else:
            messages.success(request, f"C’est noté : {WishState(step.state).label.lower()}.")
            return redirect(words.url_of(referral_id))
    return sheet(request, opened, wish, form, "decide", more)


@page(Right.REFERRAL_WRITE, methods=("GET", "POST"))
def criteria(request: HttpRequest, referral_id: UUID, wish_id: UUID) -> HttpResponse:
    """What is known of her situation, for her place."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    opened, wish = open_wish(actor, referral_id, wish_id)
    rows, _ = criteria_of(wish.facility_id)
    form = CriteriaForm(request.POST if request.method == "POST" else None, criteria=rows, initial=_levels(wish))
    more: dict[str, Any] = {}
    if form.is_bound and form.is_valid():
        levels, version = form.levels(wish.levels), form.cleaned_data.get("version") or 0
        try:
            note_criteria(actor, referral_id, wish_id, levels, form.cleaned_data["reason"], version=version)
        except Stale as stale:
            more = {
                "conflict": str(stale),
                "two": two_versions(form, _levels(stale.current)),
                "version": stale.current.version,
            }
        except Refused as problem:
            form.say(None, str(problem))
        else:
            messages.success(request, "Les critères sont notés.")
            return redirect(words.url_of(referral_id))
    return sheet(request, opened, wish, form, "criteria", more)


def _levels(wish: Wish) -> dict[str, str]:
    return {f"critere-{code}": str(level) for code, level in wish.levels.items()}


@page(Right.REFERRAL_WRITE, methods=("GET", "POST"))
def place(request: HttpRequest, referral_id: UUID, wish_id: UUID) -> HttpResponse:
    """The team decides of her place, and says why."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    opened, wish = open_wish(actor, referral_id, wish_id)
    rank, total = rank_of(wish)
    form = PlaceForm(request.POST if request.method == "POST" else None, initial={"rank": rank})
    more: dict[str, Any] = {
        "said": f"Aujourd’hui : place {rank} sur {total}." if rank else "Elle n’est pas dans la liste."
    }
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            place_before(actor, referral_id, wish_id, data["rank"], data["reason"], version=data.get("version") or 0)
        except Stale as stale:
            more |= _now(stale)
        except Refused as problem:
            form.say("rank", str(problem))
        else:
            messages.success(request, "Sa place est enregistrée.")
            return redirect(words.url_of(referral_id))
    return sheet(request, opened, wish, form, "place", more)


@page(Right.REFERRAL_READ, methods=("GET", "POST"))
def opinion(request: HttpRequest, referral_id: UUID, wish_id: UUID) -> HttpResponse:
    """What she thinks of it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    opened, wish = open_wish(actor, referral_id, wish_id, to=Right.REFERRAL_READ)
    parts = [str(part) for part in parts_of_opinion(actor, unit_of_opinion(actor, opened, wish))]
    form = OpinionForm(request.POST if request.method == "POST" else None, parts=parts)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            give_opinion(
                actor, referral_id, wish_id, data["id"], verdict=data["verdict"], text=data["text"], volet=data["volet"]
            )
        except Refused as problem:
            form.say("verdict", str(problem))
        else:
            messages.success(request, "Votre avis est enregistré.")
            return redirect(words.url_of(referral_id))
    return sheet(request, opened, wish, form, "opinion", {})
