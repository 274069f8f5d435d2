"""Voir comme: start, look at what it is, stop."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from liane.access import looking
from liane.access.enums import Right
from liane.kit.addresses import reverse
from liane.kit.door import Refused
from liane.kit.pages import page, redirect, render


@page(Right.RIGHTS_LOOK_AS, methods=("POST",), recent=True)
def look_start(request: HttpRequest, practitioner_id: UUID) -> HttpResponse:
    """From now on, with the rights of a colleague."""
    try:
        looking.start(request.actor, practitioner_id, request.session.session_key or "")  # type: ignore[attr-defined]
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect(reverse("access:rights"))
    return redirect("/")


@page()
def look(request: HttpRequest) -> HttpResponse:
    """What may be done while looking: read, and stop."""
    return render(request, "access/looked_only.html", {})


@page(methods=("POST",))
def look_stop(request: HttpRequest) -> HttpResponse:
    """One’s own rights again."""
    looking.stop(request.actor)  # type: ignore[attr-defined]
    messages.success(request, "Vous voyez de nouveau Liane avec vos propres droits.")
    return redirect(reverse("access:rights"))
