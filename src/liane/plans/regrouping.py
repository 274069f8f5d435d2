"""What she aims at follows a record joined to another one; when a file is parted, a goal goes with all its versions."""

from uuid import UUID

from liane.people.doubles.following import CHOSEN, Chosen, Follow, Plan
from liane.plans.models import Goal


def plan() -> Plan:
    """Hung in `Slot.MERGE`. The lines of the fil are its parts: each names a version."""
    return Plan("plans", (Follow("plans_goal", CHOSEN),), widen=_versions, rows=_rows)


def _versions(record_id: UUID, chosen: Chosen) -> dict[str, list[UUID]]:
    return {"GOAL": _rows(record_id, chosen)["plans_goal"]}


def _rows(record_id: UUID, chosen: Chosen) -> dict[str, list[UUID]]:
    mine = Goal.objects.filter(record_id=record_id)
    threads = mine.filter(pk__in=chosen.get("GOAL", [])).values_list("thread_id", flat=True)
    return {"plans_goal": list(mine.filter(thread_id__in=list(threads)).values_list("pk", flat=True))}
