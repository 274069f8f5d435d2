"""«Accompagnements», as «L’essentiel» shows and prints them."""

from typing import Any

from django.utils import timezone

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.kit.addresses import reverse
from liane.kit.dates import short, today, when
from liane.nomenclatures.stay_lists import MOVE, absence_motives, exit_modes
from liane.people.banner import may_here
from liane.people.facts import RecordFacts
from liane.people.policies import may_read_addresses
from liane.people.words import where
from liane.stays.models import StayMode, StayState
from liane.stays.modes import mode_until
from liane.stays.queries import Step, path_of


def essential_section(actor: Actor, facts: RecordFacts) -> dict[str, Any] | None:
    """«Accompagnements», as «L’essentiel» shows and prints them (`Slot.ESSENTIAL`), newest first."""
    may_write, tells_place = may_here(actor, facts, Right.STAY_WRITE), may_read_addresses(actor, facts)
    opening = reverse("stays:open", kwargs={"record_id": facts.id})
    return {
        "title": "Accompagnements",
        "icon": "maison",
        "link": {"url": opening, "label": "Ouvrir"} if may_write else None,
        "lines": [line for step in reversed(path_of(actor, facts.id)) for line in _lines(actor, step, tells_place)],
    }


def named(step: Step) -> str:
    """«Unité Mimosa, chambre 12 (FAM Les Tilleuls)»."""
    said = where(step.unit, step.facility, step.place, step.pack)
    return said if step.facility == step.unit else f"{said} ({step.facility})"


def period(step: Step, *, tells_place: bool = False) -> str:
    """«du … au … (en famille), pour …», «depuis le …», «attendue le …»."""
    state = step.state(today())
    if state is StayState.NEVER_CAME and step.follows is not None:
        return f"changement d’unité annulé, prévu le {short(step.planned_starts_on)}"
    if state is StayState.NEVER_CAME:
        return f"n’est pas venu(e), attendu(e) le {short(step.planned_starts_on)}"
    if state is StayState.EXPECTED:
        return f"attendu(e) le {short(step.begins_on)}"
    if step.ends_on is None:
        until = f", sortie prévue le {short(step.planned_ends_on)}" if step.planned_ends_on else ""
        return f"depuis le {short(step.starts_on)}{until}"
    mode = exit_modes().get(step.exit_mode)
    how = f" ({mode.label.lower()})" if mode else ""
    return f"du {short(step.starts_on)} au {short(step.ends_on)}{how}{gone_to(step) if tells_place else ''}"


def gone_to(step: Step) -> str:
    """«, pour Foyer de vie Le Mas», once she has left."""
    return f", pour {step.destination}" if step.destination and step.state(today()) is StayState.ENDED else ""


def away_words(step: Step, *, tells_place: bool) -> str:
    """«Hospitalisation depuis lundi 23 novembre à 14 h, retour attendu jeudi»; nothing when she is there."""
    now = timezone.now()
    away = step.away(now)
    if away is None:
        return ""
    motive = absence_motives().get(away.motive)
    words = f"{motive.label if motive else 'Absence'} depuis {when(away.starts_at)}"
    words += f", {away.place}" if away.place and tells_place else ""
    return words + (f", retour attendu {when(away.expected_at)}" if away.expected_at else ", retour non connu")


def _lines(actor: Actor, step: Step, tells_place: bool) -> list[dict[str, str]]:
    state = step.state(today())
    told = f"{StayMode(step.mode).label}, {period(step, tells_place=tells_place)}"
    if step.modes_before:
        told += f". Avant\u00a0: {', '.join(mode_until(*one) for one in step.modes_before)}"
    line = {"label": named(step), "text": told, "url": "", "action": ""}
    keys = {"record_id": step.record_id, "stay_id": step.id}
    over = state in (StayState.ENDED, StayState.NEVER_CAME)
    moved = step.exit_mode == MOVE if state is StayState.ENDED else over and step.follows is not None
    if actor.may(Right.STAY_WRITE, step.unit_id) and not moved:
        name, action = ("stays:end_take_back", "Reprendre la sortie") if over else ("stays:edit", "Modifier")
        line["url"], line["action"] = reverse(name, kwargs=keys), action
    return [line, *([_presence(actor, step, tells_place)] if state is StayState.RUNNING else [])]


def _presence(actor: Actor, step: Step, tells_place: bool) -> dict[str, str]:
    """Where she is today, and the gesture that changes it."""
    words = away_words(step, tells_place=tells_place)
    line = {"label": "Absence en cours" if words else "Présence", "text": words or "Sur place", "url": "", "action": ""}
    if actor.may(Right.ABSENCE_WRITE, step.unit_id):
        away = step.away(timezone.now())
        if away is None:
            keys = {"record_id": step.record_id, "stay_id": step.id}
            line["url"], line["action"] = reverse("stays:absence_note", kwargs=keys), "Noter une absence"
        else:
            keys = {"record_id": step.record_id, "absence_id": away.id}
            line["url"], line["action"] = reverse("stays:absence_back", kwargs=keys), "Noter le retour"
    return line
