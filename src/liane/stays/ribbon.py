"""The path of somebody, as a thin ribbon under the tabs: one part a stay, hatched where she was away (ux §5)."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.kit.addresses import reverse
from liane.kit.dates import at_clock, local, short, today
from liane.kit.pages import Fragment
from liane.nomenclatures.stay_lists import absence_motives
from liane.people.facts import RecordFacts
from liane.people.policies import may_read_addresses
from liane.stays.models import StayState
from liane.stays.queries import Away, Step, path_of
from liane.stays.section import gone_to
from liane.timeline.queries import Within

PARTS = 12  # how finely the width of a part is told
SEEN = timedelta(days=2)  # an absence shorter than this is not drawn; the page of absences has it
_LOOK = {StayState.EXPECTED: "prevu", StayState.RUNNING: "encours", StayState.ENDED: "fini"}


def path_piece(request: HttpRequest, facts: RecordFacts) -> Fragment | None:
    """What hangs in `Slot.RECORD_PATH`: the ribbon when there is more than one stay, and the gesture of the day."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    steps = [step for step in path_of(actor, facts.id) if step.state(today()) is not StayState.NEVER_CAME]
    chosen = _asked(request, steps)
    base = reverse("timeline:record", kwargs={"record_id": facts.id})
    tells = may_read_addresses(actor, facts)
    context = {
        "parts": [_part(step, base, chosen, steps, tells) for step in steps] if len(steps) > 1 else [],
        "gesture": _gesture(actor, steps, facts.id),
        "chosen": _within(chosen) if chosen else None,
        "left": _left(chosen) if chosen and tells else "",
        "all": base,
    }
    return Fragment("stays/_path.html", context) if context["parts"] or context["gesture"] else None


def _asked(request: HttpRequest, steps: list[Step]) -> Step | None:
    wanted = request.GET.get("sejour", "")
    return next((step for step in steps if str(step.id) == wanted), None)


def _within(step: Step) -> Within:
    until = at_clock(step.ends_on + timedelta(days=1), time()) if step.ends_on else None
    return Within(step.unit_id, at_clock(step.begins_on, time()), until)


def _left(step: Step) -> str:
    """«Sortie le 12/03/2024, pour Foyer de vie Le Mas»: of the stay that was chosen."""
    going = gone_to(step)
    return f"Sortie le {short(step.ends_on)}{going}" if going else ""


def _part(step: Step, base: str, chosen: Step | None, steps: list[Step], tells: bool) -> dict[str, Any]:
    drawn = _drawn(step)
    return {
        "url": base if step is chosen else f"{base}?sejour={step.id}",
        "current": step is chosen,
        "label": f"{_name(step, steps)} {years(step)}",
        "look": _LOOK[step.state(today())],
        "width": _grow(_days(step), sum(_days(one) for one in steps)),
        "pieces": drawn,
        "said": _said(step) + (f" {left}." if tells and (left := _left(step)) else ""),
    }


def _name(step: Step, steps: list[Step]) -> str:
    """The facility; with its unit when she knew several of it."""
    alone = len({one.unit_id for one in steps if one.facility == step.facility}) == 1
    return step.facility if alone or step.unit == step.facility else f"{step.facility}, {step.unit}"


def years(step: Step) -> str:
    """«2019–24», «depuis 2024», «dès le 12/03/2027»."""
    if step.state(today()) is StayState.EXPECTED:
        return f"dès le {short(step.begins_on)}"
    if step.ends_on is None:
        return f"depuis {step.begins_on.year}"
    first, last = step.begins_on.year, step.ends_on.year
    return (
        str(first)
        if first == last
        else f"{first}–{last % 100:02d}"
        if first // 100 == last // 100
        else f"{first}–{last}"
    )


def _last(step: Step) -> date:
    return min(step.ends_on or today(), today())


def _days(step: Step) -> int:
    return max((_last(step) - step.begins_on).days + 1, 1)


def _grow(days: int, total: int) -> int:
    return max(1, min(PARTS, round(PARTS * days / total)))


def _drawn(step: Step) -> list[dict[str, Any]]:
    """The part cut where she was away, so that the hatching stands at its place."""
    pieces: list[dict[str, Any]] = []
    at, end, total = step.begins_on, _last(step), _days(step)
    for away in _seen(step):
        since, until = local(away.starts_at).date(), local(away.ends_at).date() if away.ends_at else end
        if since > at:
            pieces.append({"away": False, "width": _grow((since - at).days, total)})
        pieces.append({"away": True, "width": _grow(max((until - since).days, 1), total)})
        at = max(at, until)
    if at < end or not pieces:
        pieces.append({"away": False, "width": _grow(max((end - at).days, 1), total)})
    return pieces


def _seen(step: Step) -> list[Away]:
    now = timezone.now()
    begun = [away for away in step.absences if away.starts_at <= now]
    return [away for away in begun if (away.ends_at or now) - away.starts_at >= SEEN or away.ends_at is None][-10:]


def _said(step: Step) -> str:
    """The same in words, for who does not see the hatching."""
    seen = _seen(step)
    if not seen:
        return ""
    return " Absences : " + ", ".join(_words(away) for away in seen) + "."


def _words(away: Away) -> str:
    motive = absence_motives().get(away.motive)
    until = f"au {short(away.ends_at)}" if away.ends_at else "et toujours en cours"
    return f"{motive.label.lower() if motive else 'absence'} du {short(away.starts_at)} {until}"


def _gesture(actor: Actor, steps: list[Step], record_id: UUID) -> dict[str, str] | None:
    """One tap away: note that she leaves, or that she is back."""
    now: datetime = timezone.now()
    mine = [s for s in steps if s.state(today()) is StayState.RUNNING and actor.may(Right.ABSENCE_WRITE, s.unit_id)]
    if not mine:
        return None
    away = next((found for step in mine if (found := step.away(now))), None)
    if away is None:
        return {"label": "Noter une absence", "url": reverse("stays:absence_new", kwargs={"record_id": record_id})}
    keys = {"record_id": record_id, "absence_id": away.id}
    return {"label": "Noter le retour", "url": reverse("stays:absence_back", kwargs=keys)}
