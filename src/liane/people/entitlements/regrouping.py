"""Rights and requests follow a record joined to another one; when a file is parted, each goes with all its versions."""

from uuid import UUID

from liane.access.actor import Actor
from liane.kit.dates import short
from liane.people.doubles.following import CHOSEN, Chosen, Follow, Part, Plan
from liane.people.entitlements.models import Claim, Entitlement
from liane.people.entitlements.queries import claims_told, rights_told
from liane.people.entitlements.words import claim_title, period, title_of
from liane.people.facts import RecordFacts

RIGHT, CLAIM = "RIGHT", "CLAIM"


def plan() -> Plan:
    """Hung in `Slot.MERGE`. A right chosen takes its versions and the requests that ask it again."""
    follows = (Follow("people_entitlement", CHOSEN), Follow("people_claim", CHOSEN))
    return Plan("entitlements", follows, parts=_parts, widen=_versions, rows=_rows)


def _parts(actor: Actor, facts: RecordFacts) -> list[Part]:
    rights = rights_told(actor, facts).filter(is_current=True).order_by("written_at")
    claims = claims_told(actor, facts).filter(is_current=True, renews=None).order_by("written_at")
    return [
        *(Part(RIGHT, r.pk, "Droits", title_of(r.kind, r.answers), period(r.opens_on, r.expires_on)) for r in rights),
        *(Part(CLAIM, c.pk, "Droits", claim_title(c), f"le {short(c.on)}") for c in claims),
    ]


def _versions(record_id: UUID, chosen: Chosen) -> dict[str, list[UUID]]:
    """The lines of the fil of every version."""
    rows = _rows(record_id, chosen)
    return {RIGHT: rows["people_entitlement"], CLAIM: rows["people_claim"]}


def _rows(record_id: UUID, chosen: Chosen) -> dict[str, list[UUID]]:
    rights, claims = (model._default_manager.filter(record_id=record_id) for model in (Entitlement, Claim))
    threads = list(rights.filter(pk__in=chosen.get(RIGHT, [])).values_list("thread_id", flat=True))
    asked = list(claims.filter(pk__in=chosen.get(CLAIM, [])).values_list("thread_id", flat=True))
    renewing = list(claims.filter(renews__in=threads).values_list("thread_id", flat=True))
    return {
        "people_entitlement": list(rights.filter(thread_id__in=threads).values_list("pk", flat=True)),
        "people_claim": list(claims.filter(thread_id__in=[*asked, *renewing]).values_list("pk", flat=True)),
    }
