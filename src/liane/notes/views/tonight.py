"""Ce soir: the page of who comes for one night. Dangers by person, passages, whom to call, three gestures (ux §9)."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.kit import dates
from liane.kit.addresses import reverse
from liane.kit.pages import page, render
from liane.notes.queries.tonight import Passage, last_passages, usual_rounds, whom_to_call
from liane.people.queries.dangers import Known, dangers_of
from liane.people.words import flag_tag

_AWAY = {"HOSPITAL": "à l’hôpital", "FAMILY": "en famille", "ABSENT": "absent(e)", "EXPECTED": "attendu(e)"}


@page(Right.HANDOVER_READ)
def show(request: HttpRequest) -> HttpResponse:
    """One unit, one night: nothing of the past, nothing of the projects."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    unit_id = actor.place_unit_id
    if unit_id is None or not actor.may(Right.RECORD_READ, unit_id):
        return render(request, "notes/handover_none.html", {})
    trace(actor, Kind.TONIGHT_OPENED, object_id=unit_id)
    people, passages = dangers_of(actor, unit_id), last_passages(unit_id)
    ends = [g.until for g in actor.grants if g.until and unit_id in g.unit_ids]
    context = {
        "unit": actor.place_label,
        "facility": actor.place_facility,
        "until": dates.when(max(ends)) if actor.is_temp and ends else "",
        "rounds": [f"{clock}\u00a0h" for clock in usual_rounds(unit_id)],
        "dangers": [_shown(p, passages.get(p.record_id)) for p in people if p.is_in_danger],
        "others": [_shown(p, passages.get(p.record_id)) for p in people if not p.is_in_danger],
        "calls": [
            {"name": str(p), "profession": p.profession, "phone": p.phone, "tel": _dialled(p.phone)}
            for p in whom_to_call(unit_id)
        ],
        "may_take": actor.may(Right.HANDOVER_TAKE, unit_id),
    }
    return render(request, "notes/tonight.html", context)


def _dialled(phone: str) -> str:
    return "".join(c for c in phone if c.isdigit() or c == "+")


def _shown(known: Known, passage: Passage | None) -> dict[str, Any]:
    seen = f"vu(e) à {dates.hour(passage.at)}" + (f" · {passage.remark}" if passage.remark else "") if passage else ""
    return {
        "name": known.name,
        "called": f"se fait appeler {known.called}" if known.called and known.called not in known.name else "",
        "place": known.place,
        "url": reverse("people:essential", kwargs={"record_id": known.record_id}),
        "tags": [flag_tag(flag) for flag in known.flags],
        "away": _AWAY.get(known.presence, ""),
        "seen": seen,
    }
