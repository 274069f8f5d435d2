"""A request is written: from a notification that is read, or with the person who is there."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.kit.addresses import reverse
from liane.kit.dates import short, today
from liane.kit.door import Refused, Stale
from liane.kit.pages import page, redirect, render
from liane.kit.versions import two_versions
from liane.organizations.models import Facility
from liane.organizations.queries import unit_names
from liane.people.enums import Sex
from liane.stays.referrals import notices, words
from liane.stays.referrals.door import open_referral
from liane.stays.referrals.forms import NewReferralForm, NoticeForm, ReferralForm
from liane.stays.referrals.models import Notice, Referral
from liane.stays.referrals.queries import facilities_with, near_requests
from liane.stays.referrals.reading import Read, read_notice
from liane.stays.referrals.rules import rules
from liane.stays.referrals.views.lists import requests_page
from liane.stays.referrals.writing import create_referral, edit_referral

_LABELS = {
    "birth_name": "nom de naissance", "first_names": "prénoms", "birth_date": "date de naissance", "origin": "origine",
    "orientation": "orientation", "decision_on": "date de la décision", "ends_on": "fin du droit", "mdph_number": "n° MDPH",
}  # fmt: skip


@page(Right.REFERRAL_WRITE, methods=("POST",), limit="upload")
def read(request: HttpRequest) -> HttpResponse:
    """What was pasted, or the file, is read; its own page then shows what was recognised and what was not."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = NoticeForm(request.POST, request.FILES)
    if not form.is_valid():
        return requests_page(request, form)
    data = form.cleaned_data
    try:
        if file := data.get("file"):
            notice = notices.receive_file(actor, data["id"], file.name or "notification", file.read())
        else:
            notice = notices.receive_text(actor, data["id"], data["text"])
    except Refused as problem:
        form.say("file" if data.get("file") else "text", str(problem))
        return requests_page(request, form)
    return redirect(reverse("stays:notice", kwargs={"notice_id": notice.pk}))


@page(Right.REFERRAL_WRITE, methods=("GET", "POST"))
def from_notice(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """What was read of a notification is proposed; one corrects, then the request is written."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if request.method == "POST" and (done := _already(actor, request)):
        return redirect(words.url_of(done.pk))
    notice = notices.notice_waiting(actor, notice_id)
    found = read_notice(notice.text)
    return _write(request, {**found.values}, notice=notice, found=found)


@page(Right.REFERRAL_WRITE, methods=("GET", "POST"))
def new(request: HttpRequest) -> HttpResponse:
    """The person is there, or somebody telephones: the same form, empty."""
    return _write(request, {})


@page(Right.REFERRAL_WRITE, methods=("POST",))
def throw(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Nothing will be written from this notification."""
    notices.throw_notice(request.actor, notice_id)  # type: ignore[attr-defined]
    messages.success(request, "La notification est retirée. Rien n’est gardé d’elle.")
    return redirect(reverse("stays:referrals"))


def _already(actor: Actor, request: HttpRequest) -> Referral | None:
    """Sent twice: the notification has served, and this very request was written by her."""
    form = NewReferralForm(request.POST, facilities=[], units=[])
    return Referral.objects.filter(pk=form.chosen_id, author_id=actor.practitioner_id).first()


def _write(
    request: HttpRequest, values: dict[str, Any], *, notice: Notice | None = None, found: Read | None = None
) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    mine = facilities_with(actor, Right.REFERRAL_WRITE)
    choices: dict[str, Any] = {"facilities": [(str(f.pk), f.name) for f in mine], "units": _units(actor)}
    if request.method != "POST":
        form = NewReferralForm(initial=_proposed(actor, mine, values), **choices)
        return _form_page(request, form, notice, found, _near_values(actor, values), status=200)
    form = NewReferralForm(request.POST, **choices)
    if not form.is_valid():
        return _form_page(request, form, notice, found, [])
    data = form.referral()
    near = near_requests(actor, data.birth_name, data.first_names, data.birth_date, but=form.chosen_id)
    seen = set(request.POST.get("seen", "").split(","))
    if any(str(one.pk) not in seen for one in near):
        return _form_page(request, form, notice, found, near)
    try:
        made = create_referral(
            actor, form.cleaned_data["id"], data, [form.wish()], notice_id=notice.pk if notice else None
        )
    except Refused as problem:
        form.say(None, str(problem))
        return _form_page(request, form, notice, found, near)
    messages.success(request, "La demande est enregistrée.")
    return redirect(words.url_of(made.pk))


def _units(actor: Actor) -> list[tuple[str, str]]:
    return [(str(unit.id), unit.label) for unit in unit_names(actor.units_with(Right.REFERRAL_WRITE))]


def _proposed(actor: Actor, mine: list[Facility], values: dict[str, Any]) -> dict[str, Any]:
    """What was read, the day it is, and the facility where she works today."""
    here = next((f for f in mine if f.name == actor.place_facility), mine[0] if len(mine) == 1 else None)
    return {"received_on": today(), "sex": Sex.UNKNOWN, "facility": str(here.pk) if here else "", **values}


def _near_values(actor: Actor, values: dict[str, Any]) -> list[Referral]:
    """Requests already here about somebody like what was just read."""
    if not values.get("birth_name"):
        return []
    form = ReferralForm({**values, "received_on": short(today()), "origin": "OTHER", "sex": values.get("sex", "I")})
    form.is_valid()
    born = form.cleaned_data.get("birth_date")
    return near_requests(actor, values["birth_name"], values.get("first_names", ""), born[0] if born else None)


def _form_page(
    request: HttpRequest,
    form: NewReferralForm,
    notice: Notice | None,
    found: Read | None,
    near: list[Referral],
    status: int = 422,
) -> HttpResponse:
    seen = {part for part in request.POST.get("seen", "").split(",") if part} | {str(one.pk) for one in near}
    context = {
        "section": "referrals",
        "form": form,
        "notice": notice,
        "found": found,
        "missing": [label for name, label in _LABELS.items() if found and name not in found.values],
        "rules": rules(),
        "near": [
            {"name": words.name_of(one), "born": words.born(one), "url": words.url_of(one.pk), "detail": f"{words.origin_label(one)}, reçue le {short(one.received_on)}"}
            for one in near
        ],
        "seen": ",".join(sorted(seen))[:2000],
        "home": reverse("stays:referrals"),
    }  # fmt: skip
    return render(request, "stays/referrals/new.html", context, status=status)


@page(Right.REFERRAL_WRITE, methods=("GET", "POST"))
def edit(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Correct what is written about her."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    opened = open_referral(actor, referral_id, to=Right.REFERRAL_WRITE)
    referral, more = opened.referral, {"conflict": "", "two": []}
    version: Any = referral.version
    form = ReferralForm(
        request.POST if request.method == "POST" else None,
        sees_private=opened.sees_private,
        initial=ReferralForm.initial_of(referral),
    )
    if form.is_bound and form.is_valid():
        try:
            edit_referral(actor, referral_id, form.referral(), version=form.cleaned_data.get("version") or 0)
        except Stale as stale:
            theirs = {k: v for k, v in ReferralForm.initial_of(stale.current).items() if k in form.fields}
            more = {"conflict": str(stale), "two": two_versions(form, theirs)}
            version = stale.current.version
        except Refused as problem:
            form.say(None, str(problem))
        else:
            messages.success(request, "La demande est corrigée.")
            return redirect(words.url_of(referral_id))
    if form.is_bound and not more["conflict"]:
        version = form.data.get("version", "")
    context = {
        "section": "referrals",
        "form": form,
        "name": words.name_of(referral),
        "home": words.url_of(referral_id),
        "version": version,
        **more,
    }
    return render(request, "stays/referrals/edit.html", context, status=422 if form.is_bound else 200)
