"""Suivi après la sortie: the lines of a unit, and the page where what somebody becomes is said."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.kinds import Kind
from liane.kit.addresses import reverse
from liane.kit.dates import day, short, today
from liane.kit.door import NotVisible, Refusal, Refused, Stale
from liane.kit.pages import page, redirect, render
from liane.kit.versions import two_versions
from liane.people.door import open_after_exit
from liane.stays.following.actions import Given, left_stay, say_follow_up
from liane.stays.following.forms import NEWS, NOBODY, FollowUpForm
from liane.stays.following.queries import Point
from liane.stays.models import FollowUp
from liane.stays.whereabouts import reads_after_exit


def line_of(point: Point) -> dict[str, Any]:
    """One point as the page of delays shows it."""
    keys = {"record_id": point.record_id, "stay_id": point.stay_id, "follow_up_id": point.id}
    return {
        "name": point.name,
        "left": short(point.left_on),
        "due": day(point.due_on),
        "is_late": point.due_on < today(),
        "article": point.article,
        "said": point.said,
        "nobody": point.reached is False,
        "by": f"{point.author}, le {short(point.done_on)}" if point.done_on else "",
        "url": reverse("stays:follow_up", kwargs=keys),
    }


def home_of(unit_id: UUID) -> str:
    """The lines of this unit."""
    return f"{reverse('stays:clocks')}?unite={unit_id}&vue=suivis"


@page(Right.STAY_WRITE, methods=("GET", "POST"))
def answer(request: HttpRequest, record_id: UUID, stay_id: UUID, follow_up_id: UUID) -> HttpResponse:
    """«Ce qu’elle devient»; read again and corrected at the same address."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form, more = FollowUpForm(request.POST) if request.method == "POST" else None, {}
    if form is not None and form.is_valid():
        data = form.cleaned_data
        try:
            say_follow_up(actor, record_id, stay_id, follow_up_id, _given(data), version=data["version"] or 0)
        except Stale as stale:
            two = two_versions(form, _shown(stale.current))
            more = {"conflict": str(stale), "two": two, "version": stale.current.version}
        except Refused as problem:
            form.say("done_on", str(problem))
        else:
            messages.success(request, "C’est noté. Son dossier le garde.")
            return redirect(home_of(left_stay(actor, record_id, stay_id).unit_id))
    stay = left_stay(actor, record_id, stay_id)
    facts = open_after_exit(actor, record_id, unit_id=stay.unit_id, kind=Kind.RECORD_OPENED)
    row = FollowUp.objects.filter(pk=follow_up_id, stay_id=stay.pk).first()
    if row is None:
        raise NotVisible(Refusal(record_id, Right.STAY_WRITE, "Pas de suivi à cette adresse"), actor)
    if not reads_after_exit(actor, stay.unit_id, is_protected=facts.is_protected):
        row.said = ""
    context = {
        "name": facts.person.full_name,
        "stay": stay,
        "row": row,
        "form": form or FollowUpForm(initial=_shown(row)),
        "version": row.version,
        "conflict": "",
        "two": [],
        "home": home_of(stay.unit_id),
        **more,
    }
    return render(request, "stays/follow_up.html", context, status=_status(form, more))


def _given(data: dict[str, Any]) -> Given:
    return Given(data["done_on"], data["answer"] == NEWS, data["said"])


def _shown(row: FollowUp) -> dict[str, Any]:
    answer = "" if row.reached is None else NEWS if row.reached else NOBODY
    return {"done_on": row.done_on or today(), "answer": answer, "said": row.said}


def _status(form: FollowUpForm | None, more: dict[str, Any]) -> int:
    if more:
        return 409
    return 422 if form is not None else 200
