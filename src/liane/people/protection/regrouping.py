"""Measures, authority and hearings follow a record joined to another one; when a file is parted, a line goes with its versions."""

from uuid import UUID

from liane.access.actor import Actor
from liane.kit.dates import short
from liane.people.doubles.following import CHOSEN, WITH, Chosen, Follow, Part, Plan
from liane.people.entitlements.policies import volets_here
from liane.people.facts import RecordFacts
from liane.people.protection.models import Hearing, LegalMeasure, ParentalAuthority
from liane.people.protection.words import measure_label
from liane.people.queries.told import told_to

MEASURE, AUTHORITY = "MEASURE", "AUTHORITY"


def plan() -> Plan:
    """Hung in `Slot.MERGE`. A measure chosen takes its versions and its hearings."""
    follows = (
        Follow("people_legalmeasure", CHOSEN), Follow("people_parentalauthority", CHOSEN), Follow("people_hearing", WITH),
    )  # fmt: skip
    return Plan("protection", follows, parts=_parts, widen=_versions, rows=_rows)


def _parts(actor: Actor, facts: RecordFacts) -> list[Part]:
    mine = {"record_id": facts.id, "is_current": True, "is_struck": False, "volet__in": volets_here(actor, facts)}
    measures = told_to(actor, LegalMeasure.objects.filter(**mine)).order_by("starts_on", "id")
    parents = told_to(actor, ParentalAuthority.objects.filter(**mine)).order_by("name", "id")
    return [
        *(Part(MEASURE, m.pk, "Mesures", measure_label(m.kind), f"depuis le {short(m.starts_on)}") for m in measures),
        *(Part(AUTHORITY, a.pk, "Autorité parentale", a.name, a.get_status_display()) for a in parents),
    ]


def _versions(record_id: UUID, chosen: Chosen) -> dict[str, list[UUID]]:
    """The lines of the fil of every version."""
    rows = _rows(record_id, chosen)
    return {
        MEASURE: rows["people_legalmeasure"] + rows["people_hearing"],
        AUTHORITY: rows["people_parentalauthority"],
    }


def _rows(record_id: UUID, chosen: Chosen) -> dict[str, list[UUID]]:
    measures, parents, hearings = (
        model._default_manager.filter(record_id=record_id) for model in (LegalMeasure, ParentalAuthority, Hearing)
    )
    threads = list(measures.filter(pk__in=chosen.get(MEASURE, [])).values_list("thread_id", flat=True))
    named = list(parents.filter(pk__in=chosen.get(AUTHORITY, [])).values_list("thread_id", flat=True))
    return {
        "people_legalmeasure": list(measures.filter(thread_id__in=threads).values_list("pk", flat=True)),
        "people_parentalauthority": list(parents.filter(thread_id__in=named).values_list("pk", flat=True)),
        "people_hearing": list(hearings.filter(measure_thread_id__in=threads).values_list("pk", flat=True)),
    }
