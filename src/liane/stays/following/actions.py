"""Open what follows an exit, and say it when it is known."""

from datetime import date
from uuid import uuid5

from liane.organizations.models import Facility
from liane.stays.following.rules import is_followed, months_after, rules_of
from liane.stays.models import FollowUp, Stay


def follow_after(stay: Stay) -> None:
    """She has left: the dated points that the code asks. An exit that is corrected moves those not yet made."""
    FollowUp.objects.filter(stay=stay, done_on=None).delete()
    if stay.ends_on is None or not is_followed(stay):
        return
    category = Facility.objects.filter(units=stay.unit_id).values_list("category", flat=True).first() or ""
    said = set(FollowUp.objects.filter(stay=stay).values_list("due_on", flat=True))
    FollowUp.objects.bulk_create(
        FollowUp(id=uuid5(stay.pk, f"follow {due}"), organization_id=stay.organization_id, stay=stay, due_on=due, article=article)
        for due, article in _dues(stay.ends_on, category)
        if due not in said
    )  # fmt: skip


def _dues(ends_on: date, category: str) -> list[tuple[date, str]]:
    return [(months_after(ends_on, rule.months), rule.article) for rule in rules_of(category)]
