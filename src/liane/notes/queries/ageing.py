"""What a team wrote about nobody in particular, once it is past its term: no record will ever take it away."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from django.db.models import QuerySet

from liane.kit.dates import at_clock
from liane.nomenclatures.retention import team_rule
from liane.notes.models import Handover, Takeover, Task


def past_their_term(on: date) -> Mapping[str, QuerySet[Any]]:
    """Hand-overs with their word, who took them over, tasks of a unit that are done; never one that waits. By what they are."""
    before = at_clock(on - team_rule().kept.delta, time())
    return {
        "handovers": Handover.objects.filter(given_at__lt=before),
        "takeovers": Takeover.objects.filter(taken_at__lt=before),
        "tasks": Task.objects.filter(record=None, done_at__lt=before),
    }
