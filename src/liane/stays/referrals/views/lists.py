"""The requests by state, and the waiting list of one facility, each place with its explanation."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.kit.addresses import reverse
from liane.kit.dates import short, today
from liane.kit.door import NotVisible, Refusal, Refused, Stale
from liane.kit.pages import page, redirect, render
from liane.kit.text import clean_line
from liane.kit.versions import two_versions
from liane.nomenclatures.referrals import origins
from liane.organizations.models import Facility
from liane.stays.referrals import words
from liane.stays.referrals.deciding import choose_rules
from liane.stays.referrals.enums import ENDED, WishState
from liane.stays.referrals.forms import NoticeForm, RulesForm
from liane.stays.referrals.notices import notices_waiting
from liane.stays.referrals.printing import said_points
from liane.stays.referrals.queries import (
    LIST_PAGE,
    PAGE,
    Placed,
    counts_by_state,
    criteria_of,
    facilities_with,
    last_moves,
    waiting_list,
    wishes_in_order,
)
from liane.stays.referrals.waiting import Chosen, explained

GROUPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "a-traiter": ("À traiter", (WishState.RECEIVED, WishState.STUDY)),
    "attente": ("Liste d’attente", (WishState.WAITING,)),
    "admission": ("Admission en préparation", (WishState.ADMISSION,)),
    "admises": ("Admises", (WishState.ADMITTED,)),
    "sans-suite": ("Sans suite", ENDED),
}
_EMPTY = {
    "a-traiter": "Aucune demande n’attend une réponse. Une demande qui arrive par courrier, par message ou par téléphone s’écrit ici.",
    "attente": "Personne n’attend une place.",
    "admission": "Aucune admission n’est en préparation.",
    "admises": "Les personnes admises sur une demande apparaîtront ici.",
    "sans-suite": "Les demandes refusées, retirées ou restées sans réponse apparaîtront ici.",
}


def _before(text: str) -> tuple[date, UUID] | None:
    day, _, key = text[:60].partition("_")
    try:
        return date.fromisoformat(day), UUID(key)
    except ValueError:
        return None


def _chosen(text: str, facilities: list[Facility]) -> Facility | None:
    return next((one for one in facilities if str(one.pk) == text), None)


@page(Right.REFERRAL_READ)
def requests(request: HttpRequest) -> HttpResponse:
    """Requests of her facilities, state by state; the counts lead to what they count."""
    return requests_page(request, NoticeForm())


def requests_page(request: HttpRequest, form: NoticeForm) -> HttpResponse:
    """The same page, with what was pasted when it could not be read."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    view = request.GET.get("etat", "") if request.GET.get("etat") in GROUPS else "a-traiter"
    facilities = facilities_with(actor, Right.REFERRAL_READ)
    facility = _chosen(request.GET.get("lieu", ""), facilities)
    origin = request.GET.get("origine", "") if request.GET.get("origine") in origins() else ""
    named = clean_line(request.GET.get("nom", "")[:80])
    asked = (("lieu", str(facility.pk) if facility else ""), ("origine", origin), ("nom", named))
    kept = {k: v for k, v in asked if v}
    narrowed: dict[str, Any] = {"facility_id": facility.pk if facility else None, "origin": origin, "named": named}
    counts = counts_by_state(actor, **narrowed)
    wishes = wishes_in_order(actor, GROUPS[view][1], before=_before(request.GET.get("avant", "")), **narrowed)
    last = wishes[PAGE - 1] if len(wishes) > PAGE else None
    base = reverse("stays:referrals")
    older = f"{base}?{urlencode({'etat': view, **kept, 'avant': f'{last.state_on}_{last.pk}'})}" if last else ""
    context = {
        "section": "referrals",
        "form": form,
        "views": [_view(base, kept, counts, code, view) for code in GROUPS],
        "rows": [words.row_of(wish) for wish in wishes[:PAGE]],
        "older": older,
        "empty": "Aucune demande ne répond à ce tri." if kept else _EMPTY[view],
        "view": view,
        "facilities": [("", "Tous mes établissements"), *((str(f.pk), f.name) for f in facilities)],
        "facility": str(facility.pk) if facility else "",
        "origins": [("", "Toutes les origines"), *((o.code, o.label) for o in origins().values())],
        "origin": origin,
        "named": named,
        "may_write": actor.may(Right.REFERRAL_WRITE),
        "waiting_notices": _waiting(actor) if actor.may(Right.REFERRAL_WRITE) else [],
        "list_url": reverse("stays:waiting_list", kwargs={"facility_id": (facility or facilities[0]).pk})
        if facilities
        else "",
    }
    return render(request, "stays/referrals/list.html", context, status=422 if form.is_bound else 200)


def _view(base: str, kept: dict[str, str], counts: dict[str, int], code: str, view: str) -> dict[str, Any]:
    label, states = GROUPS[code]
    number = sum(counts.get(state, 0) for state in states)
    return {
        "label": f"{label} ({number})",
        "url": f"{base}?{urlencode({'etat': code, **kept})}",
        "current": code == view,
    }


def _waiting(actor: Actor) -> list[dict[str, str]]:
    return [
        {"text": n.name, "hour": short(n.received_at), "url": reverse("stays:notice", kwargs={"notice_id": n.pk}), "detail": "Rien n’est écrit encore à partir d’elle"}
        for n in notices_waiting(actor)
    ]  # fmt: skip


def facility_of(actor: Actor, facility_id: UUID, right: Right) -> tuple[Facility, list[Facility]]:
    """One facility where she holds the right, and the others."""
    facilities = facilities_with(actor, right)
    found = next((one for one in facilities if one.pk == facility_id), None)
    if found is None:
        raise NotVisible(Refusal(None, right, "Ne suit pas les demandes de cet établissement"), actor)
    return found, facilities


@page(Right.REFERRAL_READ)
def waiting(request: HttpRequest, facility_id: UUID) -> HttpResponse:
    """Who waits for a place here, in order, and why each stands where she stands."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    facility, facilities = facility_of(actor, facility_id, Right.REFERRAL_READ)
    trace(actor, Kind.WAITING_LIST_OPENED, object_id=facility_id, facility=facility_id)
    number = _page_number(request.GET.get("page", ""))
    placed, total = waiting_list(facility_id, page=number)
    criteria, rules = criteria_of(facility_id)
    base = reverse("stays:waiting_list", kwargs={"facility_id": facility_id})
    context = {
        "section": "referrals",
        "facility": facility,
        "others": [_other(one, facility) for one in facilities] if 1 < len(facilities) <= 12 else [],
        "choices": [(str(one.pk), one.name) for one in facilities] if len(facilities) > 12 else [],
        "rows": [_placed(one, criteria, total) for one in placed],
        "total": total,
        "older": f"{base}?page={number + 1}" if number * LIST_PAGE < total else "",
        "criteria": [c for c in criteria if c.weight],
        "rules_said": f"Choisies par {rules.author_name} le {short(rules.changed_at)} : {rules.reason}"
        if rules
        else "",
        "moves": [_move(move) for move in last_moves(facility_id)],
        "print_url": reverse("stays:waiting_pdf", kwargs={"facility_id": facility_id})
        if placed and may_print(actor, facility)
        else "",
        "rules_url": reverse("stays:waiting_rules", kwargs={"facility_id": facility_id})
        if actor.may(Right.HOUSE_MANAGE)
        else "",
    }
    return render(request, "stays/referrals/waiting.html", context)


def may_print(actor: Actor, facility: Facility) -> bool:
    """Does she print there? Asked of the database only when she prints in some of her units and not in others."""
    read, printed = set(actor.units_with(Right.REFERRAL_READ)), set(actor.units_with(Right.RECORD_PRINT))
    return read <= printed or (bool(printed) and facility in facilities_with(actor, Right.RECORD_PRINT))


def _page_number(text: str) -> int:
    return int(text) if text.isdigit() and 0 < int(text[:4]) < 1000 and len(text) < 4 else 1


def _other(one: Facility, current: Facility) -> dict[str, Any]:
    return {
        "label": one.name,
        "url": reverse("stays:waiting_list", kwargs={"facility_id": one.pk}),
        "current": one.pk == current.pk,
    }


def _placed(placed: Placed, criteria: list[Chosen], total: int) -> dict[str, Any]:
    wish = placed.wish
    lines, points = explained(criteria, wish.levels, wish.waiting_since or today(), wish.boost, "", on=today())
    return {
        "rank": placed.rank,
        "total": total,
        "name": words.name_of(wish.referral),
        "url": words.url_of(wish.referral_id),
        "born": words.born(wish.referral),
        "wished": words.wished(wish),
        "since": short(wish.waiting_since),
        "points": said_points(points),
        "lines": [{"label": line.label, "text": f"{line.said} : {said_points(line.points)}"} for line in lines],
    }


def _move(move: Any) -> dict[str, str]:
    return {
        "hour": short(move.at),
        "text": f"{words.name_of(move.wish.referral)} : {words.places(move)}",
        "url": words.url_of(move.wish.referral_id),
        "detail": f"{move.reason} ({move.author_name})",
    }


@page(Right.HOUSE_MANAGE, methods=("GET", "POST"))
def rules(request: HttpRequest, facility_id: UUID) -> HttpResponse:
    """The direction says what counts, and how much; the places are computed again at once."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    facility, _ = facility_of(actor, facility_id, Right.HOUSE_MANAGE)
    criteria, known = criteria_of(facility_id)
    version = known.version if known else 0
    form = RulesForm(request.POST if request.method == "POST" else None, criteria=criteria)
    more: dict[str, Any] = {"conflict": "", "two": []}
    if form.is_bound and form.is_valid():
        read = form.cleaned_data["version"]
        try:
            moved = choose_rules(actor, facility_id, form.rows(), form.cleaned_data["reason"], version=read or 0)
        except Stale as stale:
            theirs = {f"poids-{c.code}": c.weight for c in criteria}
            more = {"conflict": str(stale), "two": two_versions(form, theirs)}
        except Refused as problem:
            form.say(None, str(problem))
        else:
            messages.success(request, f"Les règles sont enregistrées. Places qui changent : {moved}.")
            return redirect(reverse("stays:waiting_list", kwargs={"facility_id": facility_id}))
    context = {
        "section": "referrals",
        "form": form,
        "facility": facility,
        "version": version if more["conflict"] or not form.is_bound else form.data.get("version", ""),
        "home": reverse("stays:waiting_list", kwargs={"facility_id": facility_id}),
        **more,
    }
    return render(request, "stays/referrals/rules.html", context, status=422 if form.is_bound else 200)
