"""Revue des droits: who has what, why, given by whom, until when, last use; each post confirmed or ended (CNIL: every year)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.postgres.functions import TransactionNow
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from liane.access.actor import Actor
from liane.access.decisions import decided
from liane.access.enums import Right
from liane.access.houses import end_post
from liane.access.models import PostDecision, RightsReview, Role
from liane.access.queries import Managed, kept_by, managed_by
from liane.access.sheets import where
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.journal.last_acts import last_acts
from liane.kit.door import NotVisible, Refusal, Refused
from liane.kit.once import insert
from liane.professionals.models import PractitionerRole

MOST = 100
DORMANT = timedelta(days=90)
KEPT, DOUBTED, ENDED = PostDecision.Kind.KEPT, PostDecision.Kind.DOUBTED, PostDecision.Kind.ENDED


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One post: who, which role, where, until when, given by whom, last use, last decision."""

    post_id: UUID
    who: str
    profession: str
    role: str
    place: str
    starts_at: datetime
    ends_at: datetime | None
    given_by: str
    last_act: datetime | None
    decision: str
    decided_by: str
    decided_at: datetime | None
    is_doubted: bool
    is_mine: bool
    may_decide: bool
    may_end: bool

    @property
    def sleeps(self) -> bool:
        """Nobody uses it."""
        return self.last_act is None or timezone.now() - self.last_act > DORMANT


def open_review(actor: Actor) -> RightsReview | None:
    """The one that runs in the organisme, if any."""
    return RightsReview.objects.filter(organization_id=actor.organization_id, closed_at=None).first()


def last_reviews(organization_id: UUID | None) -> tuple[RightsReview | None, RightsReview | None]:
    """The one that runs, and the last that was finished: one query."""
    latest = list(RightsReview.objects.filter(organization_id=organization_id).order_by("-started_at", "-id")[:2])
    running = next((review for review in latest if review.closed_at is None), None)
    return running, next((review for review in latest if review.closed_at is not None), None)


def _running(organization_id: UUID | None) -> QuerySet[PractitionerRole]:
    now = TransactionNow()
    posts = PractitionerRole.objects.filter(organization_id=organization_id, starts_at__lte=now)
    return posts.filter(Q(ends_at=None) | Q(ends_at__gt=now))


def to_review(organization_id: UUID | None, review: RightsReview | None) -> QuerySet[PractitionerRole]:
    """Running posts that nobody has confirmed: since the review opened, or for a year when none runs. A night is not reviewed."""
    since = review.started_at if review else timezone.now() - timedelta(days=365)
    confirmed = PostDecision.objects.filter(at__gte=since, kind__in=[KEPT, PostDecision.Kind.GIVEN])
    posts = _running(organization_id).filter(starts_at__lt=since).exclude(pk__in=confirmed.values("post_id"))
    return posts.exclude(ends_at__lt=timezone.now() + timedelta(days=2))


def review_lines(
    actor: Actor, *, everything: bool = False, after: UUID | None = None, limit: int = MOST
) -> list[ReviewLine]:
    """Those of her perimeter: what waits (it shrinks as one decides), or everything, by name. Six queries whatever their number."""
    kept = kept_by(actor, Right.RIGHTS_READ)
    posts = _running(actor.organization_id) if everything else to_review(actor.organization_id, open_review(actor))
    if not kept.whole:
        posts = posts.filter(Q(unit_id__in=kept.unit_ids) | Q(unit=None, facility_id__in=kept.facility_ids))
    posts = posts.select_related("practitioner", "unit__facility", "facility")
    last = PractitionerRole.objects.select_related("practitioner").filter(pk=after).first() if after else None
    if last is not None:
        name, key = last.practitioner.last_name, last.pk
        posts = posts.filter(Q(practitioner__last_name__gt=name) | Q(practitioner__last_name=name, id__gt=key))
    return _lines(actor, list(posts.order_by("practitioner__last_name", "id")[:limit]))


def _lines(actor: Actor, posts: list[PractitionerRole]) -> list[ReviewLine]:
    roles = {role.code: role.label for role in Role.objects.filter(organization_id=actor.organization_id)}
    acts = last_acts(actor.organization_id, {post.practitioner_id for post in posts})
    given, latest = _decisions([post.pk for post in posts])
    deciding = kept_by(actor, Right.RIGHTS_REVIEW)
    ending = managed_by(actor) if actor.may(Right.HOUSE_MANAGE) else Managed(False, frozenset(), frozenset())
    alone = not _others_review(actor)
    lines = []
    for post in posts:
        mine = post.practitioner_id == actor.practitioner_id
        may_decide = deciding.covers(post.facility_id, post.unit_id) and (not mine or alone)
        last = latest.get(post.pk)
        lines.append(
            ReviewLine(
                post.pk, str(post.practitioner), post.practitioner.profession, roles.get(post.role_code, post.role_code),
                where(post), post.starts_at, post.ends_at, given.get(post.pk, ""), acts.get(post.practitioner_id),
                last.get_kind_display() if last else "", last.author_name if last else "", last.at if last else None,
                bool(last and last.kind == DOUBTED), mine, may_decide,
                not mine and ending.covers(post.facility_id, post.unit_id),
            )
        )  # fmt: skip
    return lines


def _decisions(post_ids: list[UUID]) -> tuple[dict[UUID, str], dict[UUID, PostDecision]]:
    """Who gave each post, and the last thing that was decided of it since."""
    given: dict[UUID, str] = {}
    latest: dict[UUID, PostDecision] = {}
    for decision in PostDecision.objects.filter(post_id__in=post_ids).order_by("at", "id"):
        if decision.kind == PostDecision.Kind.GIVEN:
            given[decision.post_id] = decision.author_name
        else:
            latest[decision.post_id] = decision
    return given, latest


def _others_review(actor: Actor) -> bool:
    """Is there anybody else who could confirm her own post? In a house with one director, there is not."""
    with connection.cursor() as cursor:
        cursor.execute(_OTHERS, [actor.organization_id, actor.practitioner_id, Right.RIGHTS_REVIEW.value])
        return bool(cursor.fetchone()[0])


_OTHERS = """
SELECT EXISTS (SELECT 1 FROM professionals_practitionerrole post
    JOIN access_role r ON r.organization_id = post.organization_id AND r.code = post.role_code
    WHERE post.organization_id = %s AND post.practitioner_id <> %s AND post.unit_id IS NULL AND post.facility_id IS NULL
        AND post.starts_at <= now() AND (post.ends_at IS NULL OR post.ends_at > now()) AND %s = ANY (r.rights))
"""


@transaction.atomic
def start_review(actor: Actor, review_id: UUID) -> RightsReview:
    """Opened for the whole organisme, by who keeps the whole of it. One at a time."""
    if not kept_by(actor, Right.RIGHTS_REVIEW).whole or actor.organization_id is None:
        raise NotVisible(Refusal(None, Right.RIGHTS_REVIEW, "Ne tient pas tout l’organisme"), actor)
    known = (
        open_review(actor) or RightsReview.objects.filter(pk=review_id, organization_id=actor.organization_id).first()
    )
    if known is not None:
        return known
    review = RightsReview(
        id=review_id, organization_id=actor.organization_id, started_at=TransactionNow(), starter_name=actor.name
    )
    insert(review)
    review.refresh_from_db()
    trace(actor, Kind.REVIEW_STARTED, object_id=review.pk)
    return review


@transaction.atomic
def decide_post(actor: Actor, post_id: UUID, decision: str) -> RightsReview | None:
    """Confirm, signal to the management, or end. Gives the review if this was its last line: it is then finished."""
    post = PractitionerRole.objects.filter(pk=post_id, organization_id=actor.organization_id).first()
    if post is None or not kept_by(actor, Right.RIGHTS_REVIEW).covers(post.facility_id, post.unit_id):
        raise NotVisible(Refusal(None, Right.RIGHTS_REVIEW, "Ce poste n’est pas dans son périmètre"), actor)
    if decision not in (KEPT, DOUBTED, ENDED):
        raise Refused("Choisissez : confirmer, signaler, ou terminer.")
    review = (
        RightsReview.objects.select_for_update().filter(organization_id=actor.organization_id, closed_at=None).first()
    )
    if decision == ENDED:
        end_post(actor, post_id, review_id=review.pk if review else None)
    else:
        if post.practitioner_id == actor.practitioner_id and _others_review(actor):
            raise Refused("Personne ne confirme son propre poste : une autre personne de la direction le fera.")
        if review is None or _last_word(review, post_id) != (
            decision,
            actor.practitioner_id,
        ):  # pressed twice, said once
            decided(actor, post_id, post.organization_id, decision, review_id=review.pk if review else None)
            trace(actor, Kind.POST_CONFIRMED, object_id=post_id, decision=str(decision))
    return _finished(actor, review)


def _last_word(review: RightsReview, post_id: UUID) -> tuple[str, UUID | None] | None:
    """What was last decided of a post in this review, and by whom."""
    said = PostDecision.objects.filter(review=review, post_id=post_id).order_by("-at", "-id")
    return said.values_list("kind", "author_id").first()


def left_to_review(review: RightsReview) -> int:
    """Posts of the whole organisme that wait for a decision."""
    return to_review(review.organization_id, review).count()


def _finished(actor: Actor, review: RightsReview | None) -> RightsReview | None:
    if review is None or left_to_review(review):
        return None
    kinds = list(PostDecision.objects.filter(review=review).values_list("kind", flat=True))
    RightsReview.objects.filter(pk=review.pk).update(
        closed_at=TransactionNow(), closer_name=actor.name, kept=kinds.count(KEPT), ended=kinds.count(ENDED)
    )
    trace(actor, Kind.REVIEW_CLOSED, object_id=review.pk, kept=kinds.count(KEPT), ended=kinds.count(ENDED))
    return review


@transaction.atomic
def close_review(actor: Actor) -> RightsReview:
    """Nothing is left (the last posts ended by themselves): finished, by who keeps the whole."""
    if not kept_by(actor, Right.RIGHTS_REVIEW).whole:
        raise NotVisible(Refusal(None, Right.RIGHTS_REVIEW, "Ne tient pas tout l’organisme"), actor)
    review = (
        RightsReview.objects.select_for_update().filter(organization_id=actor.organization_id, closed_at=None).first()
    )
    finished = _finished(actor, review)
    if finished is None:
        raise Refused("Il reste des postes à revoir." if review else "Aucune revue n’est ouverte.")
    return finished
