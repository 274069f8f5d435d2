"""«Reprendre la sortie»: the page of an exit that was a mistake."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.kinds import Kind
from liane.kit.addresses import reverse
from liane.kit.dates import short
from liane.kit.door import Refused, Stale
from liane.kit.pages import page, redirect, render
from liane.nomenclatures.stay_lists import MOVE, exit_modes
from liane.people.words import where
from liane.stays.exits.actions import open_left, take_back_exit, what_followed
from liane.stays.exits.forms import TakeBackForm
from liane.stays.following.actions import left_stay
from liane.stays.models import Stay


@page(Right.STAY_WRITE, methods=("GET", "POST"))
def take_back(request: HttpRequest, record_id: UUID, stay_id: UUID) -> HttpResponse:
    """Asks why, and says beforehand what opens again, or why nothing can."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form, home = TakeBackForm(request.POST or None), reverse("people:essential", kwargs={"record_id": record_id})
    is_move = Stay.objects.filter(pk=stay_id, record_id=record_id, exit_mode=MOVE).exists()
    if form.is_bound and form.is_valid():
        reason, version = form.cleaned_data["reason"], form.cleaned_data["version"] or 0
        try:
            take_back_exit(actor, record_id, stay_id, reason, version=version)
        except (Refused, Stale) as problem:
            form.say(None, str(problem))
        else:
            done = "Le changement d’unité est annulé" if is_move else "La sortie est reprise"
            messages.success(request, f"{done}\u00a0: l’accompagnement continue.")
            return redirect(home)
    stay = left_stay(actor, record_id, stay_id)
    facts = open_left(actor, stay, kind=Kind.RECORD_OPENED)
    context = {
        "name": facts.person.full_name,
        "said": _said(stay),
        "stay": stay,
        "form": form,
        "followed": what_followed(stay),
        "is_move": is_move,
        "home": home if facts.held else reverse("people:list"),
    }
    return render(request, "stays/exit_taken_back.html", context, status=422 if form.is_bound else 200)


def _said(stay: Stay) -> str:
    """«FAM Les Tilleuls, Mimosa : sortie le 27/11/2026 (retour à domicile)»."""
    mode, unit = exit_modes().get(stay.exit_mode), stay.unit
    how = f" ({mode.label.lower()})" if mode else ""
    place = where(unit.name, unit.facility.name, stay.place, unit.facility.pack)
    return f"{place}\u00a0: sortie le {short(stay.ends_on)}{how}"
