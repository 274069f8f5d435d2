"""What steering hangs in the rooms below."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.kit.addresses import reverse
from liane.kit.drafts.known import keeps_drafts
from liane.kit.drafts.store import naming
from liane.kit.events import on
from liane.kit.gestures import Gesture
from liane.kit.slots import Slot, hang
from liane.kit.tenancy import current_organization
from liane.people.doubles.following import Plan
from liane.steering.mails import mail_touched
from liane.steering.models import Alert
from liane.steering.queries import asked_of


def nav(request: HttpRequest) -> list[dict[str, Any]]:
    """«Conformité» for those who answer for it; on her day, the questions asked to somebody."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    entries = []
    if actor.may(Right.COMPLIANCE_READ):
        url = reverse("steering:conformity")
        entries.append(_entry("Conformité", "bouclier", url, request.path.startswith(url), 0))
    if request.path == "/" and actor.practitioner_id and (waiting := asked_of(actor).count()):
        entries.append(_entry("On vous demande", "info", reverse("steering:questions"), False, waiting))
    return entries


def _entry(label: str, icon: str, url: str, current: bool, count: int) -> dict[str, Any]:
    group = "Mon service" if not count else ""
    return {
        "label": label,
        "short": label,
        "icon": icon,
        "url": url,
        "count": count,
        "current": current,
        "group": group,
    }


_GESTURES = (
    Gesture("Accès à regarder", "steering:conformity", "bouclier", Right.COMPLIANCE_READ, ("conformité", "accès", "journal")),
    Gesture("Dire qui a vu un dossier", "steering:search", "oeil", Right.COMPLIANCE_READ, ("inspection", "accès", "vu")),
    Gesture("Conservation des traces", "steering:retention", "papier", Right.COMPLIANCE_READ, ("effacer", "durée", "gel")),
)  # fmt: skip


def gestures() -> tuple[Gesture, ...]:
    """Slot of the search: on a phone, this is how one comes here."""
    return _GESTURES


@on("journal.touched")
def tell_the_dpo(findings: str) -> None:
    """The verification of the night found something: the mail leaves at once, the page says it in red."""
    mail_touched(UUID(current_organization()), findings)


def kept() -> Plan:
    """An access that was signalled keeps the identifier of the record that was opened (`Slot.MERGE`)."""
    return Plan("steering", keeps={"steering_alert.record_id": "what was seen in the journal, which is never changed"})


def signalled(record_id: UUID) -> dict[str, list[UUID]]:
    """What was signalled, said or being said of the accesses to a record that is destroyed at its term (`Slot.ERASE`)."""
    alerts = list(Alert.objects.filter(record_id=record_id).values_list("pk", flat=True))
    return {"steering_alert": alerts, "kit_saveddraft": naming(alerts)}


hang(Slot.MERGE, kept, order=90)
hang(Slot.ERASE, signalled)
keeps_drafts("steering:treat", "Accès à regarder")
keeps_drafts("steering:explain", "Réponse à une question")
hang(Slot.NAV, nav, order=200)
hang(Slot.GESTURES, gestures, order=30)
