"""The mode of a stay changes on a day, or was written by mistake: what it was before is kept, or it never was."""

from datetime import date, timedelta

from liane.kit.dates import short, today
from liane.kit.door import Refused
from liane.stays.enums import StayMode
from liane.stays.models import FormerMode, Stay


def change_mode(stay: Stay, mode: str, since: date | None) -> None:
    """From that day she is accompanied in another way; the stay is saved by the caller.

    `since`: today when nothing is said. From the first day on, it was a mistake and nothing is kept of it, as it is of a
    stay that has not begun, or that is over when no day is said.
    """
    if mode == stay.mode and since is None:
        return
    if since is None:
        since = stay.begins_on if stay.ends_on is not None else today()
    if stay.ends_on is not None and since > stay.ends_on:
        raise Refused(f"L’accompagnement se termine le {short(stay.ends_on)}. Vérifiez depuis quand le mode a changé.")
    if since <= stay.begins_on:
        stay.former_modes.all().delete()
    else:
        _keep(stay, mode, since - timedelta(days=1))
    stay.mode = mode


def _keep(stay: Stay, mode: str, last: date) -> None:
    """The mode that was hers until that day, included."""
    latest = stay.former_modes.order_by("until").last()
    if latest is not None and mode == stay.mode and latest.until < last:  # the same change, on a later day
        latest.until = last
        latest.save()
        return
    before = mode_on(stay, last)
    stay.former_modes.filter(until__gte=last).delete()
    if before != mode:
        FormerMode.objects.create(organization_id=stay.organization_id, stay=stay, mode=before, until=last)


def mode_on(stay: Stay, day: date) -> str:
    """The mode of that day, as the census says it."""
    then = stay.former_modes.filter(until__gte=day).order_by("until").first()
    return then.mode if then is not None else stay.mode


def is_so_since(stay: Stay, since: date | None) -> bool:
    """Does the mode of the stay already run from that very day? True when no day is said."""
    last = stay.former_modes.order_by("until").last()
    begun = last.until + timedelta(days=1) if last is not None else stay.begins_on
    return since is None or max(since, stay.begins_on) == max(begun, stay.begins_on)


def carry_modes(before: Stay, stay: Stay) -> None:
    """She moved on a day when her mode had not changed yet: the stay that follows knows it too."""
    for one in before.former_modes.filter(until__gte=stay.begins_on):
        FormerMode.objects.create(organization_id=stay.organization_id, stay=stay, mode=one.mode, until=one.until)


def modes_before(stay: Stay) -> list[str]:
    """«Accueil de jour jusqu’au 31/08/2026», the latest first; nothing of a day before she came in, or after she left."""
    known = stay.former_modes.filter(until__gte=stay.begins_on).order_by("-until")
    return [mode_until(one.mode, one.until) for one in known if stay.ends_on is None or one.until < stay.ends_on]


def mode_until(mode: str, until: date) -> str:
    """«Accueil de jour jusqu’au 31/08/2026»."""
    return f"{StayMode(mode).label} jusqu’au {short(until)}"
