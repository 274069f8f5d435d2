"""Open an access for one night, from a telephone, in four gestures (UX-29)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from liane.access import temps
from liane.access.actor import Actor
from liane.access.enums import Right
from liane.access.temp_forms import TempForm
from liane.kit.addresses import reverse
from liane.kit.dates import hour, when
from liane.kit.door import Refused
from liane.kit.pages import page, redirect, render
from liane.organizations.queries import unit_names
from liane.professionals.actions import first_password
from liane.professionals.invitations import invite


@page(Right.TEMP_OPEN, methods=("GET", "POST"), recent=True)
def temp_new(request: HttpRequest) -> HttpResponse:
    """Who comes, where, until when; the way in is shown once, to be handed over."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    units = unit_names(actor.units_with(Right.TEMP_OPEN))
    came = temps.already_came(actor)
    form = TempForm(
        request.POST if request.method == "POST" else None,
        units=[(str(u.id), u.label) for u in units],
        came=[(str(p.pk), f"{p} ({p.profession})") for p in came],
    )
    if form.is_bound and form.is_valid():
        try:
            return _open(request, form)
        except Refused as refusal:
            form.say(None, str(refusal))
    here = actor.place_unit_id if any(u.id == actor.place_unit_id for u in units) else units[0].id if units else None
    end = temps.usual_end(here)
    context = {"form": form, "here": here, "end": hour(end), "ends": when(temps.next_clock(end)), "now": timezone.now()}
    return render(request, "access/temp_new.html", context, status=422 if form.is_bound else 200)


def _open(request: HttpRequest, form: TempForm) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    data = form.cleaned_data
    unit_id = UUID(data["unit"])
    if data["known"]:
        post = temps.call_back(actor, UUID(data["known"]), data["id"], unit_id, data["until"])
        login = post.practitioner.account.login if post.practitioner.account else ""
        ends = when(post.ends_at or timezone.now())
        messages.success(request, f"{post.practitioner} entre avec son compte ({login}) jusqu’à {ends}.")
        return redirect(reverse("access:rights"))
    password = first_password()
    night = temps.TempNight(data["first_name"], data["last_name"], data["profession"], unit_id, data["until"])
    who, ends_at = temps.open_temp(actor, data["id"], night, password)
    fresh = bool(who.account and who.account.check_password(password))
    shown = {
        "name": str(who), "login": who.account.login if who.account else "", "password": password if fresh else "",
        "until": when(ends_at), "link": request.build_absolute_uri(invite(who.account)) if fresh and who.account else "",
    }  # fmt: skip
    return render(request, "access/welcome.html", shown)
