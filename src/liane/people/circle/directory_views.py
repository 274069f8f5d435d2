"""L’annuaire de l’organisme: found by name, corrected for everybody, without doubles."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.kit.addresses import reverse
from liane.kit.dates import short
from liane.kit.door import NotVisible, Refusal, Refused, Stale
from liane.kit.ids import uuid7
from liane.kit.pages import page, redirect, render
from liane.kit.text import clean_line
from liane.kit.versions import two_versions
from liane.people.circle import directory as queries
from liane.people.circle import directory_actions as actions
from liane.people.circle.directory_forms import BodyForm
from liane.people.circle.enums import ContactKind
from liane.people.circle.models import Contact
from liane.people.circle.showing import dial

_READ = Right.RECORD_READ


def _one(contact_id: UUID) -> str:
    return reverse("people:contact", kwargs={"contact_id": contact_id})


def _address(**asked: str) -> str:
    said = {name: value for name, value in asked.items() if value}
    return reverse("people:directory") + (f"?{urlencode(said)}" if said else "")


@page(_READ)
def listing(request: HttpRequest) -> HttpResponse:
    """Everybody who is there, by name; those of one kind; those who answer to some words."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    words, kind = clean_line(request.GET.get("q", "")[:100]), request.GET.get("nature", "")
    kind = kind if kind in queries.BODIES else ""
    found = queries.directory(actor, words, kind, _after(request))
    shown, last = found[: queries.PAGE], found[queries.PAGE - 1] if len(found) > queries.PAGE else None
    counted = queries.uses_counted(actor, [contact.pk for contact in shown]) if shown else {}
    kinds = [("", "Tous"), *((one.value, one.label) for one in queries.BODIES)]
    context = {
        "words": words,
        "kind": kind,
        "kinds": [{"label": label, "url": _address(q=words, nature=code), "current": code == kind} for code, label in kinds],
        "lines": [_card(contact, counted.get(contact.pk, 0)) for contact in shown],
        "older": _address(q=words, nature=kind, apres=f"{last.key}~{last.pk}") if last else "",
        "may_write": actor.may(Right.CIRCLE_WRITE),
    }  # fmt: skip
    return render(request, "people/circle/directory.html", context)


def _after(request: HttpRequest) -> str:
    name, _, key = clean_line(request.GET.get("apres", "")[:300]).rpartition("~")
    try:
        return f"{name}~{UUID(key)}" if key else ""
    except ValueError:
        return ""


def _card(contact: Contact, count: int = 0) -> dict[str, Any]:
    return {
        "id": str(contact.pk),
        "name": contact.name,
        "kind": ContactKind(contact.kind).label,
        "address": contact.address,
        "email": contact.email,
        "phones": [{"text": n, "url": dial(n)} for n in (contact.phone, contact.other_phone) if n],
        "count": count,
        "url": _one(contact.pk),
    }


def _found(actor: Actor, contact_id: UUID) -> Contact:
    contact = queries.body(actor, contact_id)
    if contact is None:
        raise NotVisible(Refusal(None, _READ, "Rien de tel dans l’annuaire"), actor)
    return contact


@page(Right.CIRCLE_WRITE, methods=("GET", "POST"))
def add(request: HttpRequest) -> HttpResponse:
    """One more."""
    form = (
        BodyForm(request.POST)
        if request.method == "POST"
        else BodyForm(initial={"name": request.GET.get("nom", "")[:200]})
    )
    if form.is_bound and form.is_valid():
        key = form.cleaned_data["id"]
        try:
            actions.add_body(request.actor, key, form.cleaned_data["kind"], form.values())  # type: ignore[attr-defined]
        except Refused as problem:
            form.say(None, str(problem))
        else:
            messages.success(request, "C’est dans l’annuaire.")
            return redirect(_one(key))
    context: dict[str, Any] = {
        "form": form,
        "contact": None,
        "version": "",
        "conflict": "",
        "two": [],
        "home": _address(),
        "alike": [],
        "joined": [],
    }
    return render(request, "people/circle/contact.html", context, status=422 if form.is_bound else 200)


@page(_READ)
def one(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """How to reach it, who has it in her circle, and what is perhaps the same."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return _page(request, _found(actor, contact_id))


@page(Right.CIRCLE_WRITE, methods=("POST",))
def correct(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Corrected in every circle at once; two versions are shown when a colleague was faster."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    contact, form = _found(actor, contact_id), BodyForm(request.POST, edits=True)
    more: dict[str, Any] = {}
    if form.is_valid():
        try:
            actions.correct_body(actor, contact_id, form.values(), version=form.cleaned_data.get("version") or 0)
        except Stale as stale:
            contact = stale.current
            more = {"conflict": str(stale), "two": two_versions(form, _initial(contact)), "version": contact.version}
        else:
            messages.success(request, "C’est corrigé, partout où ce contact est connu.")
            return redirect(_one(contact_id))
    return _page(request, contact, form, **more)


def _initial(contact: Contact) -> dict[str, str]:
    return {name: getattr(contact, name) for name in actions.OF_BODY}


def _page(request: HttpRequest, contact: Contact, form: BodyForm | None = None, **more: Any) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    may_write = actor.may(Right.CIRCLE_WRITE)
    uses = queries.uses(actor, contact.pk)
    context = {
        "contact": _card(contact, len(uses)),
        "uses": [{"name": u.name, "label": u.label, "url": reverse("people:circle", kwargs={"record_id": u.record_id})} for u in uses],
        "form": form or BodyForm(edits=True, initial=_initial(contact)),
        "version": form.data.get("version", "") if form else contact.version,
        "conflict": "",
        "two": [],
        "home": _address(),
        "may_write": may_write,
        "alike": [_card(other) | {"join_id": str(uuid7())} for other in queries.look_alikes(actor, contact)] if may_write else [],
        "joined": [
            {"name": j.gone.name, "text": f"par {j.author_name} le {short(j.at.date())}", "url": reverse("people:contact_part", kwargs={"join_id": j.pk})}
            for j in queries.joins_of(contact.pk)
        ] if may_write else [],
        **more,
    }  # fmt: skip
    return render(request, "people/circle/contact.html", context, status=422 if form is not None else 200)


@page(Right.CIRCLE_WRITE, methods=("POST",))
def join(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Another one was this one, written twice."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    contact = _found(actor, contact_id)
    try:
        join_id, gone = UUID(request.POST.get("id", "")), UUID(request.POST.get("other", ""))
        actions.join_bodies(actor, join_id, contact_id, gone)
    except ValueError:
        messages.error(request, "Choisissez dans la liste le contact à réunir.")
    except Refused as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"C’est réuni à {contact.name}. Si c’est une erreur, séparez-les plus bas.")
    return redirect(_one(contact_id))


@page(Right.CIRCLE_WRITE, methods=("POST",))
def part(request: HttpRequest, join_id: UUID) -> HttpResponse:
    """They are two."""
    try:
        kept = actions.part_bodies(request.actor, join_id)  # type: ignore[attr-defined]
    except Refused as problem:
        messages.error(request, str(problem))
        return redirect(_address())
    messages.success(request, "Les deux contacts sont de nouveau séparés.")
    return redirect(_one(kept))


def nav(request: HttpRequest) -> list[dict[str, Any]]:
    """«Annuaire», for who keeps circles; the others find it by the search."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.may(Right.CIRCLE_WRITE):
        return []
    url = reverse("people:directory")
    return [{"label": "Annuaire", "short": "Annuaire", "icon": "tel", "url": url, "count": 0, "current": request.path.startswith(url), "group": "Mon service"}]  # fmt: skip
