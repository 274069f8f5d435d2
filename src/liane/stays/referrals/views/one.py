"""One request as it is read: what is known, where each facility stands, and everything that moved it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode

from liane.access.actor import Actor
from liane.access.enums import VOLET_LABELS, Right
from liane.kit.addresses import reverse
from liane.kit.dates import short, today, when
from liane.kit.keyset import after, stopped_at
from liane.kit.pages import page, render
from liane.people.door import opens_quietly
from liane.people.words import age_and_birth
from liane.stays.referrals import words
from liane.stays.referrals.door import Opened, open_referral
from liane.stays.referrals.enums import ENDED, MoveKind, Verdict, WishState
from liane.stays.referrals.models import Opinion, Wish, WishMove
from liane.stays.referrals.policies import next_states
from liane.stays.referrals.printing import said_points
from liane.stays.referrals.queries import (
    MOVES,
    criteria_of,
    moves_of,
    notices_of,
    opinions_told,
    rank_of,
)
from liane.stays.referrals.waiting import explained
from liane.stays.referrals.writing import twins_of


@page(Right.REFERRAL_READ)
def one(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """What is known of her, where each facility stands, what the team thinks, and everything that moved it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    opened = open_referral(actor, referral_id)
    referral = opened.referral
    mine = [wish for wish in opened.wishes if wish.facility_id in opened.mine]
    may_write = any(actor.may(Right.REFERRAL_WRITE, unit) for unit in opened.units)
    opinions = opinions_told(actor, [wish.pk for wish in mine])
    moves = moves_of([wish.pk for wish in mine], before=stopped_at(request.GET.get("avant", "")))
    rest = after(moves[MOVES - 1].at, moves[MOVES - 1].pk) if len(moves) > MOVES else ""
    is_open = any(wish.state not in (WishState.ADMITTED, *ENDED) for wish in mine)
    context = {
        "section": "referrals",
        "referral": referral,
        "name": words.name_of(referral),
        "born": words.born(referral),
        "origin": f"{words.origin_label(referral, opened.sees_private)}, reçue le {short(referral.received_on)}",
        "facts": words.facts_of(referral, opened.sees_private),
        "is_hidden": not opened.sees_private,
        "wishes": [_wish(actor, opened, wish, opinions, moves[:MOVES]) for wish in opened.wishes],
        "older": f"{words.url_of(referral_id)}?{urlencode({'avant': rest})}" if rest else "",
        "is_older": bool(request.GET.get("avant")),
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
        "decide_url": _address("wish_decide", wish) if may_write and next_states(wish) else "",
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
