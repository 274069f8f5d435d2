"""Absences of a record, as far as they are told."""

from liane.stays.models import Absence
from liane.stays.queries import Step


def absences_told(steps: list[Step]) -> list[tuple[Absence, Step]]:
    """Those of these stays, newest first; the steps are already the ones that the reader may know. Of a unit where she opens
    no record, none: what was noted there (where she is, what to know) is for its team."""
    by_id = {step.id: step for step in steps if not step.is_outside}
    found = Absence.objects.filter(stay_id__in=by_id).order_by("-starts_at", "-id")[:200]
    return [(absence, by_id[absence.stay_id]) for absence in found]
