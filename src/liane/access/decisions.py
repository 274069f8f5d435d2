"""What was decided about a post stays written: given, confirmed, doubted, ended; by whom, when. Read by the review of rights."""

from uuid import UUID

from django.contrib.postgres.functions import TransactionNow

from liane.access.actor import Actor
from liane.access.models import PostDecision


def decided(actor: Actor, post_id: UUID, organization_id: UUID, kind: str, *, review_id: UUID | None = None) -> None:
    """One line, in the transaction of the gesture."""
    PostDecision.objects.create(
        organization_id=organization_id, post_id=post_id, kind=kind, at=TransactionNow(),
        author_id=actor.practitioner_id, author_name=actor.name, review_id=review_id,
    )  # fmt: skip
