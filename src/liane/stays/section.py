"""«Accompagnements», as «L’essentiel» shows and prints them."""

from typing import Any

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.kit.addresses import reverse
from liane.kit.dates import short, today
from liane.people.banner import may_here
from liane.people.facts import RecordFacts
from liane.people.words import where
from liane.stays.models import Presence, Stay, StayMode
from liane.stays.queries import stays_told


def essential_section(actor: Actor, facts: RecordFacts) -> dict[str, Any] | None:
    """«Accompagnements», as «L’essentiel» shows and prints them (`Slot.ESSENTIAL`)."""
    may_write = may_here(actor, facts, Right.STAY_WRITE)
    opening = reverse("stays:open", kwargs={"record_id": facts.id})
    return {
        "title": "Accompagnements",
        "icon": "maison",
        "link": {"url": opening, "label": "Ouvrir"} if may_write else None,
        "lines": [_line(actor, stay) for stay in stays_told(actor, facts.id)],
    }


def _line(actor: Actor, stay: Stay) -> dict[str, str]:
    facility = stay.unit.facility
    said = where(stay.unit.name, facility.name, stay.place, facility.pack)
    label = said if facility.name == stay.unit.name else f"{said} ({facility.name})"
    over = stay.ends_on is not None and stay.ends_on < today()
    period = (
        f"du {short(stay.starts_on)} au {short(stay.ends_on)}" if stay.ends_on else f"depuis le {short(stay.starts_on)}"
    )
    line = {"label": label, "text": f"{StayMode(stay.mode).label}, {period}", "url": "", "action": ""}
    if not over and stay.presence != Presence.PRESENT:
        line["text"] += f", {Presence(stay.presence).label.lower()}"
    if not over and actor.may(Right.STAY_WRITE, stay.unit_id):
        line["url"] = reverse("stays:edit", kwargs={"record_id": stay.record_id, "stay_id": stay.pk})
        line["action"] = "Modifier"
    return line
