"""One request: what is known, what each facility answers, and the gestures that move it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from liane.access.actor import Actor
from liane.access.enums import VOLET_LABELS, Right
from liane.journal.kinds import Kind
from liane.kit.addresses import reverse
from liane.kit.dates import short, today, when
from liane.kit.door import NotVisible, Refusal, Refused, Stale
from liane.kit.downloads import download
from liane.kit.pages import page, redirect, render
from liane.kit.versions import two_versions
from liane.organizations.queries import facilities_with_units
from liane.people.door import opens_quietly
from liane.people.words import age_and_birth
from liane.stays.referrals import words
from liane.stays.referrals.data import Step
from liane.stays.referrals.deciding import decide, note_criteria, place_before
from liane.stays.referrals.door import Opened, open_referral, open_wish
from liane.stays.referrals.enums import ENDED, NEXT, MoveKind, Verdict, WishState
from liane.stays.referrals.forms import CriteriaForm, DecideForm, OpinionForm, PlaceForm, WishForm
from liane.stays.referrals.models import Opinion, Wish, WishMove
from liane.stays.referrals.printing import said_points
from liane.stays.referrals.queries import (
    criteria_of,
    facilities_with,
    moves_of,
    notices_of,
    opinions_told,
    rank_of,
)
from liane.stays.referrals.studying import give_opinion, parts_of_opinion, unit_of_opinion
from liane.stays.referrals.waiting import explained
from liane.stays.referrals.writing import add_wish, link_record, twins_of


@page(Right.REFERRAL_READ)
def one(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """What is known of her, where each facility stands, what the team thinks, and everything that moved it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    opened = open_referral(actor, referral_id)
    referral = opened.referral
    mine = [wish for wish in opened.wishes if wish.facility_id in opened.mine]
    may_write = any(actor.may(Right.REFERRAL_WRITE, unit) for unit in opened.units)
    opinions = opinions_told(actor, [wish.pk for wish in mine])
    moves = moves_of([wish.pk for wish in mine])
    is_open = any(wish.state not in (WishState.ADMITTED, *ENDED) for wish in mine)
    context = {
        "section": "referrals",
        "referral": referral,
        "name": words.name_of(referral),
        "born": words.born(referral),
        "origin": f"{words.origin_label(referral)}, reçue le {short(referral.received_on)}",
        "facts": words.facts_of(referral, opened.sees_private),
        "is_hidden": not opened.sees_private,
        "wishes": [_wish(actor, opened, wish, opinions, moves) for wish in opened.wishes],
        "may_write": may_write,
        "notices": notices_of(referral.pk),
        "twins": _twins(actor, opened) if may_write and referral.record_id is None and is_open else [],
        "record": _record(actor, opened),
        "home": reverse("stays:referrals"),
    }
    return render(request, "stays/referrals/one.html", context)


def _address(verb: str, wish: Wish) -> str:
    return reverse(f"stays:{verb}", kwargs={"referral_id": wish.referral_id, "wish_id": wish.pk})


def _wish(actor: Actor, opened: Opened, wish: Wish, opinions: list[Opinion], moves: list[WishMove]) -> dict[str, Any]:
    """One facility wished, as this reader sees it: the whole of hers, the state of the others."""
    is_mine = wish.facility_id in opened.mine
    here = [unit for unit, facility in opened.by_unit.items() if facility == wish.facility_id]
    may_write = is_mine and any(actor.may(Right.REFERRAL_WRITE, unit) for unit in here)
    shown = {
        "id": wish.pk,
        "facility": wish.facility.name,
        "wished": words.wished(wish),
        "tag": words.state_tag(wish.state),
        "since": short(wish.state_on),
        "reason": words.reason_of(wish) if is_mine else "",
        "is_mine": is_mine,
    }
    if not is_mine:
        return shown
    is_open = wish.state not in (WishState.ADMITTED, *ENDED)
    return shown | {
        "kept": words.kept_sentence(wish),
        "sdo": words.sdo_sentence(opened.referral, wish),
        "place": _place(wish) if wish.state == WishState.WAITING else None,
        "opinions": [_opinion(one) for one in opinions if one.wish_id == wish.pk],
        "moves": [_move(move) for move in moves if move.wish_id == wish.pk],
        "decide_url": _address("wish_decide", wish) if may_write and NEXT[wish.state] else "",
        "criteria_url": _address("wish_criteria", wish) if may_write and is_open else "",
        "place_url": _address("wish_place", wish) if may_write and wish.state == WishState.WAITING else "",
        "letter_url": _address("refusal_letter", wish) if may_write and wish.state == WishState.REFUSED else "",
        "opinion_url": _address("wish_opinion", wish) if is_open else "",
        "admission_url": _address("admission", wish) if wish.state in (WishState.ADMISSION, WishState.ADMITTED) else "",
        "list_url": reverse("stays:waiting_list", kwargs={"facility_id": wish.facility_id}),
    }


def _place(wish: Wish) -> dict[str, Any]:
    """«Pourquoi cette place»."""
    rank, total = rank_of(wish)
    criteria, _ = criteria_of(wish.facility_id)
    lines, points = explained(
        criteria, wish.levels, wish.waiting_since or today(), wish.boost, _decided(wish), on=today()
    )
    return {
        "said": f"Place {rank} sur {total}, {said_points(points)}",
        "lines": [{"label": line.label, "text": f"{line.said} : {said_points(line.points)}"} for line in lines],
    }


def _decided(wish: Wish) -> str:
    """The reason of the last decision about her place."""
    if not wish.boost:
        return ""
    last = WishMove.objects.filter(wish=wish, kind=MoveKind.PLACE).order_by("-at").first()
    return f"{last.reason} ({last.author_name}, le {short(last.on)})" if last else ""


def _opinion(one: Opinion) -> dict[str, Any]:
    look = words.VERDICT_TAGS[Verdict(one.verdict)]
    return {
        "head": f"{one.author_name}, {one.author_role}, {when(one.at)}",
        "tag": words.tag(Verdict(one.verdict).label, look),
        "text": one.text,
        "part": VOLET_LABELS.get(one.volet, ""),
    }


def _move(move: WishMove) -> dict[str, str]:
    said = words.state_label(move.to_state) if move.kind == MoveKind.STATE else MoveKind(move.kind).label
    places = f", {words.places(move)}" if move.from_rank or move.to_rank else ""
    return {"hour": short(move.on), "text": f"{said}{places}", "detail": f"{move.reason} ({move.author_name})"}


def _twins(actor: Actor, opened: Opened) -> list[dict[str, Any]]:
    """«Est-elle déjà connue ici ?» (people.queries.doubles)."""
    return [
        {
            "name": twin.person.full_name,
            "initials": twin.person.initials,
            "born": age_and_birth(twin.person),
            "detail": twin.place or twin.whom_to_ask,
            "record_id": twin.record_id,
        }
        for twin in twins_of(actor, opened)
    ]


def _record(actor: Actor, opened: Opened) -> dict[str, str] | None:
    """The record that she has, when this reader opens it."""
    record_id = opened.referral.record_id
    if record_id is None:
        return None
    if not opens_quietly(actor, record_id):
        return {"url": "", "text": "Reliée à un dossier de l’organisme, que votre équipe n’ouvre pas encore."}
    return {"url": reverse("timeline:record", kwargs={"record_id": record_id}), "text": "Ouvrir son dossier"}


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
