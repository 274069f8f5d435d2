"""Étiquettes, convocations: choose a list, print, and read who is left out."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.kinds import Kind
from liane.journal.many import Trace, trace_many
from liane.kit.addresses import reverse
from liane.kit.dates import day, hour, today
from liane.kit.downloads import download
from liane.kit.pages import page, render
from liane.kit.pdf import render_pdf
from liane.organizations.queries import unit_names
from liane.people.mailing.forms import LETTERS, MailForm
from liane.people.mailing.recipients import MOST, LeftOut, Letter, letters_for
from liane.people.queries.listing import ALL, persons_in_order

_TEMPLATES = {LETTERS: "people/typst/letters.typ"}


@page(Right.RECORD_PRINT, methods=("GET", "POST"), recent=True)
def mail(request: HttpRequest) -> HttpResponse:
    """The list of a unit, everybody ticked; then the paper itself, with one trace for each person printed."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    unit_id = _unit(request, actor)
    cards = persons_in_order(actor, ALL, unit_id=unit_id, limit=MOST)
    people = [(str(card.record_id), card.person.full_name) for card in cards]
    if request.method != "POST":
        return _ask(request, MailForm(people=people, initial={"to": "PERSON", "people": [key for key, _ in people]}))
    form = MailForm(request.POST, people=people)
    if not form.is_valid():
        return _ask(request, form)
    chosen = [UUID(key) for key in form.cleaned_data["people"]]
    letters, left = letters_for(actor, chosen, form.cleaned_data["to"])
    if not letters:
        form.say(None, "Rien à imprimer : personne de cette liste n’a d’adresse que vous puissiez lire.")
        return _ask(request, form, left)
    trace_many(actor, [Trace(Kind.MAIL_PRINTED, record_id) for record_id in {letter.record_id for letter in letters}])
    data = _data(actor, form, letters, left)
    pdf = render_pdf(_TEMPLATES.get(form.what, "people/typst/labels.typ"), data)
    return download(pdf, f"{form.what}.pdf", "application/pdf", shown=True)


def _unit(request: HttpRequest, actor: Actor) -> UUID | None:
    try:
        unit_id = UUID(request.GET.get("unite", ""))
    except ValueError:
        return None
    return unit_id if unit_id in actor.units_with(Right.RECORD_PRINT) else None


def _ask(request: HttpRequest, form: MailForm, left: list[LeftOut] | None = None) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    chosen, ticked = _unit(request, actor), set(form["people"].value() or ())
    people = form.fields["people"].choices  # type: ignore[attr-defined]
    if left is None:  # before printing: who will be left out, as far as it is the same for all those of the list
        _, left = letters_for(actor, [UUID(key) for key, _ in people], str(form["to"].value() or "PERSON"))
    reasons = {str(one.record_id): one.why for one in left}
    units = unit_names(actor.units_with(Right.RECORD_PRINT))
    address = reverse("people:mail")
    links = [{"label": "Toutes mes unités", "url": address, "current": chosen is None}]
    links += [{"label": u.label, "url": f"{address}?unite={u.id}", "current": u.id == chosen} for u in units]
    context = {
        "form": form,
        "units": links if len(units) > 1 else [],
        "people": [
            {"value": key, "label": name, "checked": key in ticked, "hint": _hint(reasons.get(key, ""))}
            for key, name in people
        ],
        "left": len(reasons),
    }
    return render(request, "people/mail.html", context, status=422 if form.is_bound else 200)


def _hint(why: str) -> str:
    return f"Laissé de côté : {why}." if why else ""


def _data(actor: Actor, form: MailForm, letters: list[Letter], left: list[LeftOut]) -> dict[str, Any]:
    """What the paper says: plain texts only."""
    asked = form.cleaned_data
    when = day(asked["on"], year=True) if asked["on"] else ""
    at = f" à {hour(asked['hour'])}" if asked["hour"] else ""
    return {
        "title": "Convocation" if form.what == LETTERS else "Étiquettes",
        "who": actor.place_facility or actor.organization_name,
        "house": actor.organization_name,
        "author": actor.name,
        "role": actor.role_label,
        "printed": f"Imprimé par {actor.name} le {day(today(), year=True)}",
        "today": day(today(), year=True),
        "subject": asked["subject"],
        "when": when + at,
        "place": asked["place"],
        "letters": [
            {"to": one.to, "about": one.about if one.about != one.to else "", "lines": one.lines} for one in letters
        ],
        "left": [{"name": one.name, "why": one.why} for one in left],
    }
