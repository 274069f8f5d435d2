"""Where she lives: one page to add a home, one to correct it or to say that it is over."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.kit.addresses import reverse
from liane.kit.door import Refused, Stale
from liane.kit.pages import page, redirect, render
from liane.kit.versions import two_versions
from liane.people.banner import frame
from liane.people.circle import homes as actions
from liane.people.circle.home_forms import HomeForm, MemberForm
from liane.people.circle.places import household_proposals, places_of
from liane.people.circle.showing import living_said
from liane.people.facts import RecordFacts
from liane.people.policies import visible_by, writes_for


def _page(request: HttpRequest, facts: RecordFacts, form: HomeForm, **more: Any) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    ticked = set(form["members"].value() or ())
    members = [{"value": v, "label": label, "checked": v in ticked} for v, label in form.fields["members"].choices]  # type: ignore[attr-defined]
    context = {
        "members": members, "chosen": "",
        "facts": facts, "frame": frame(facts, actor, "circle"), "form": form, "conflict": "", "two": [], "home": None,
        "version": "", "proposals": [], "living": [], "back": reverse("people:circle", kwargs={"record_id": facts.id}), "visible": "",
        **more,
    }  # fmt: skip
    return render(request, "people/circle/home.html", context, status=422 if form.is_bound else 200)


@page(Right.CIRCLE_WRITE, methods=("GET", "POST"))
def add(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """One more home: that of a brother when it is the same, else a new one."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    circle = actions.circle_members(actor, record_id)
    data = request.POST if request.method == "POST" else None
    form = HomeForm(data, circle=circle, is_known=bool(data and data.get("foyer")), initial={"kind": "MAIN"})
    if data is not None and form.is_valid():
        chosen = _uuid(data.get("foyer", ""))
        try:
            key, shared = form.cleaned_data["id"], form.cleaned_data["is_shared"]
            actions.add_home(actor, record_id, key, form.home(), household_id=chosen, is_shared=shared)
        except Refused as problem:
            form.say(None, str(problem))
        else:
            messages.success(request, "Le lieu de vie est enregistré.")
            return redirect(reverse("people:circle", kwargs={"record_id": record_id}))
    facts = actions.open_places(actor, record_id)
    proposals = [
        {
            "value": str(home.household_id),
            "label": f"{home.household.name}, {home.household.address}".strip(", "),
        }
        for home in household_proposals(actor, facts)
    ]
    mine = writes_for(actor, facts, Right.CIRCLE_WRITE)
    visible = visible_by(mine.facility) if mine.is_discreet else ""
    chosen_value = request.POST.get("foyer", "")
    return _page(request, facts, form, proposals=proposals, visible=visible, chosen=chosen_value)


def _uuid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


@page(Right.CIRCLE_WRITE, methods=("GET", "POST"))
def edit(request: HttpRequest, record_id: UUID, home_id: UUID) -> HttpResponse:
    """Correct a home, or date its end."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    facts = actions.open_places(actor, record_id)
    home, circle = actions.home_to_change(actor, facts, home_id), actions.circle_members(actor, record_id)
    more: dict[str, Any] = {"version": home.sheet_version}
    if request.method == "POST":
        form = HomeForm(request.POST, circle=circle)
        more["version"] = form.data.get("version", "")
        if form.is_valid():
            try:
                version = form.cleaned_data.get("version") or 0
                actions.change_home(actor, record_id, home_id, form.home(), version=version)
            except Stale as stale:
                now = HomeForm.initial_of(stale.current)
                more = {"conflict": str(stale), "version": stale.current.sheet_version}
                more["two"] = two_versions(form, now, but=["members", "is_shared"])
            except Refused as problem:
                form.say(None, str(problem))
            else:
                messages.success(request, "C’est corrigé.")
                return redirect(reverse("people:circle", kwargs={"record_id": record_id}))
    else:
        there = actions.living_there(actor, home)
        ticked = [str(link.pk) for link in circle if link.contact_id in there]
        form = HomeForm(circle=circle, initial={**HomeForm.initial_of(home), "members": ticked})
    living = [
        {"said": living_said(one, None), "name": one.name, "url": _member_url(record_id, home_id, one.id)}
        for place in places_of(actor, facts) if place.home.pk == home_id
        for one in place.members if one.id
    ]  # fmt: skip
    return _page(request, facts, form, home=home, living=living, **more)


def _member_url(record_id: UUID, home_id: UUID, member_id: UUID) -> str:
    return reverse("people:home_member", kwargs={"record_id": record_id, "home_id": home_id, "member_id": member_id})


@page(Right.CIRCLE_WRITE, methods=("GET", "POST"))
def member(request: HttpRequest, record_id: UUID, home_id: UUID, member_id: UUID) -> HttpResponse:
    """Since when somebody lives there with her, until when."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    back = reverse("people:home_edit", kwargs={"record_id": record_id, "home_id": home_id})
    facts = actions.open_places(actor, record_id)
    home = actions.home_to_change(actor, facts, home_id)
    living = actions.member_to_date(actor, home, member_id)
    form = MemberForm(request.POST or None, initial=MemberForm.initial_of(living))
    more: dict[str, Any] = {"version": form.data.get("version", "") if form.is_bound else home.sheet_version}
    if form.is_bound and form.is_valid():
        data, version = form.cleaned_data, form.cleaned_data.get("version") or 0
        try:
            actions.date_member(actor, record_id, home_id, member_id, data["since"], data["until"], version=version)
        except Stale as stale:
            now_home, now = stale.current
            two = two_versions(form, MemberForm.initial_of(now))
            more = {"conflict": str(stale), "version": now_home.sheet_version, "two": two}
        except Refused as problem:
            form.say(None, str(problem))
        else:
            messages.success(request, "Les dates sont corrigées.")
            return redirect(back)
    context = {
        "facts": facts, "frame": frame(facts, actor, "circle"), "form": form, "conflict": "", "two": [], "back": back,
        "name": living.contact.name, "place": home.household.name, **more,
    }  # fmt: skip
    return render(request, "people/circle/member.html", context, status=422 if form.is_bound else 200)
