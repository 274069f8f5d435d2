"""How an absence is said."""

from typing import Any

from django.utils import timezone

from liane.kit.addresses import reverse
from liane.kit.dates import when
from liane.stays.absences.actions import motive_of
from liane.stays.models import Absence
from liane.stays.queries import Step
from liane.stays.section import named


def kitchen_words(absence: Absence) -> str:
    """What to tell the kitchen: from which meal, until which, and what the team added."""
    since = "depuis" if absence.starts_at <= timezone.now() else "à partir de"
    words = f"Pas de repas {since} {when(absence.starts_at)}"
    if absence.ends_at is not None:
        words += f", de retour {when(absence.ends_at)}"
    elif absence.expected_at is not None:
        words += f", retour attendu {when(absence.expected_at)}"
    else:
        words += ", retour non connu"
    return f"{words}. {absence.kitchen}".strip()


def lasted(absence: Absence) -> str:
    """«3 jours», «5 heures»; beyond 72 h it is said, with its article."""
    spent = absence.lasts(timezone.now())
    hours = int(spent.total_seconds() // 3600)
    words = f"{spent.days} jours" if spent.days > 1 else f"{hours} heures" if hours > 1 else "moins de deux heures"
    return (
        f"{words}, plus de 72 heures (R314-204, article lu dans une édition ancienne)"
        if absence.is_long(timezone.now())
        else words
    )


def line_of(absence: Absence, step: Step, may_write: bool) -> dict[str, Any]:
    """One absence of the list, with its gestures."""
    keys = {"record_id": step.record_id, "absence_id": absence.pk}
    until = when(absence.ends_at) if absence.ends_at else ""
    expected = when(absence.expected_at) if absence.expected_at and not absence.ends_at else ""
    facts = [
        f"Parti(e) {when(absence.starts_at)}",
        f"de retour {until}" if until else f"retour attendu {expected}" if expected else "retour non connu",
    ]
    links = [("Corriger", "stays:absence_edit"), ("Annuler cette absence", "stays:absence_cancel")]
    if absence.ends_at is None:
        links.insert(0, ("Noter le retour", "stays:absence_back"))
    is_open = may_write and absence.cancelled_at is None
    return {
        "title": motive_of(absence.motive).label,
        "where": named(step),
        "facts": ", ".join(facts),
        "lasted": lasted(absence) if absence.starts_at <= timezone.now() else "",
        "place": " · ".join(filter(None, [absence.place, absence.phone])),
        "note": absence.note,
        "kitchen": kitchen_words(absence) if absence.ends_at is None else "",
        "running": absence.ends_at is None and absence.cancelled_at is None,
        "cancelled": " : ".join(filter(None, ["Annulée", absence.cancel_reason])) if absence.cancelled_at else "",
        "author": absence.author_name,
        "links": [{"label": label, "url": reverse(name, kwargs=keys)} for label, name in links] if is_open else [],
    }
