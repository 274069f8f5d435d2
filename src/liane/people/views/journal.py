"""Qui a vu: who opened this record, when and why, in sentences; reading it is itself told."""

from datetime import timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import urlencode

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.access.models import Emergency
from liane.access.queries import Unsaid, unsaid_to
from liane.journal.kinds import Kind
from liane.journal.queries import Line, lines_of_record
from liane.kit import keyset
from liane.kit.addresses import reverse
from liane.kit.dates import day_heading, hour, local, when
from liane.kit.pages import page, render
from liane.kit.text import initials
from liane.people.banner import frame
from liane.people.door import open_record
from liane.people.doubles.pairs import all_ids
from liane.people.queries.emergency import emergencies_of
from liane.people.queries.held import periods_of

PAGE = 50
_EXCEPTIONAL = (Kind.RECORD_REFUSED,)
_RECENT = timedelta(days=90)


def _shown(line: Line) -> dict[str, Any]:
    return {
        "initials": initials(line.who),
        "sentence": line.sentence,
        "role": line.role,
        "hour": hour(line.at),
        "why": line.why,
    }


def _broken(emergency: Emergency, unsaid: Unsaid) -> dict[str, Any]:
    """Who broke the glass, until when, why, and what the service thought of it. A team that is not told is not named,
    but its access is."""
    hushed = emergency.practitioner_id in unsaid.practitioner_ids
    who = emergency.practitioner
    return {
        "who": "Un professionnel d’une autre équipe" if hushed else str(who),
        "initials": "" if hushed else initials(str(who)),
        "role": "" if hushed else who.profession,
        "when": f"{when(emergency.starts_at)}, jusqu’à {hour(emergency.ends_at)}",
        "reason": emergency.reason,
        "verdict": emergency.get_verdict_display() or "Pas encore revu par l’encadrement",
        "waits": emergency.reviewed_at is None,
    }


@page(Right.RECORD_JOURNAL)
def show(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Emergency accesses on top, then the refusals of the last three months, then everything, newest first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    facts = open_record(actor, record_id, to=Right.RECORD_JOURNAL)
    before = keyset.stopped_at(request.GET.get("avant", ""))
    unsaid = unsaid_to(actor)
    hidden = {"but_units": unsaid.unit_ids, "but_actors": unsaid.practitioner_ids}
    ids = all_ids(record_id)
    lines = lines_of_record(ids, periods=periods_of(ids), before=before, limit=PAGE + 1, **hidden)
    older = ""
    if len(lines) > PAGE:
        lines = lines[:PAGE]
        address = reverse("people:journal", kwargs={"record_id": record_id})
        older = f"{address}?{urlencode({'avant': keyset.after(lines[-1].at, lines[-1].id)})}"
    exceptional = []
    if before is None:
        since = timezone.now() - _RECENT
        exceptional = lines_of_record(ids, kinds=_EXCEPTIONAL, since=since, limit=10, **hidden)
    days = groupby(lines, key=lambda line: local(line.at).date())
    context = {
        "facts": facts,
        "frame": frame(facts, actor, "journal"),
        "broken": [_broken(e, unsaid) for e in emergencies_of(ids)] if before is None else [],
        "exceptional": [{**_shown(line), "moment": when(line.at)} for line in exceptional],
        "days": [{"heading": day_heading(date), "lines": [_shown(line) for line in group]} for date, group in days],
        "older": older,
    }
    return render(request, "people/journal.html", context)
