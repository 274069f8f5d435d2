"""A way back for a colleague who can no longer come in."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from liane.access import rescue
from liane.access.enums import Right
from liane.kit.door import Refused
from liane.kit.forms import HouseForm, LineField
from liane.kit.pages import page, render


class RescueForm(HouseForm):
    """Why she can no longer come in."""

    reason = LineField(max_length=200, ask="Écrivez pourquoi, par exemple « téléphone perdu ».")


@page(Right.ACCOUNT_RESCUE, methods=("GET", "POST"), recent=True)
def way_back(request: HttpRequest, practitioner_id: UUID) -> HttpResponse:
    """The link is shown once, or sent to her address; sent again, another one is made."""
    actor = request.actor  # type: ignore[attr-defined]
    person, account = rescue.found(actor, practitioner_id)
    form = RescueForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            way = rescue.give_way_back(actor, practitioner_id, form.cleaned_data["reason"])
            link = request.build_absolute_uri(way.link) if way.link else ""
            return render(request, "access/way_back_given.html", {"way": way, "link": link})
        except Refused as refusal:
            form.say(None, str(refusal))
    context = {"person": person, "form": form, "closed": rescue.closed(actor, person, account)}
    return render(request, "access/way_back.html", context, status=422 if form.is_bound else 200)
