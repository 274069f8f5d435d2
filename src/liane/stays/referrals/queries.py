"""Questions asked to the requests. Everything starts from the facilities where the reader holds the right, at this moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.kit.text import fold
from liane.organizations.models import Facility, Unit
from liane.people.identity import identity_key, sound_key
from liane.stays.referrals.enums import WishState
from liane.stays.referrals.models import AdmissionTask, Notice, Opinion, Referral, WaitingRules, Wish, WishMove
from liane.stays.referrals.waiting import Chosen, criteria_from, default_criteria

PAGE = 30
LIST_PAGE = 50
MOVES = 60
PRINTED = 1_000


def facilities_with(actor: Actor, right: Right) -> list[Facility]:
    """Facilities in a unit of which she holds the right, in the order of the house."""
    units = Unit.objects.filter(pk__in=actor.units_with(right), facility_id=OuterRef("pk"))
    return list(Facility.objects.filter(Exists(units)).order_by("rank", "name"))


def _wishes_of(actor: Actor, right: Right) -> QuerySet[Wish]:
    units = Unit.objects.filter(pk__in=actor.units_with(right)).values("facility_id")
    return Wish.objects.filter(facility_id__in=Subquery(units), organization_id=actor.organization_id)


def counts_by_state(
    actor: Actor, *, facility_id: UUID | None = None, origin: str = "", named: str = ""
) -> dict[str, int]:
    """How many wishes stand in each state, in her facilities."""
    wishes = _narrowed(_wishes_of(actor, Right.REFERRAL_READ), facility_id, origin, named)
    return dict(wishes.order_by().values_list("state").annotate(Count("pk")))


def wishes_in_order(
    actor: Actor,
    states: Iterable[str],
    *,
    facility_id: UUID | None = None,
    origin: str = "",
    named: str = "",
    before: tuple[date, UUID] | None = None,
    limit: int = PAGE + 1,
) -> list[Wish]:
    """Wishes of her facilities in these states, the latest change first; `before` continues the list (keyset)."""
    wishes = _narrowed(_wishes_of(actor, Right.REFERRAL_READ), facility_id, origin, named).filter(
        state__in=list(states)
    )
    if before is not None:
        on, key = before
        wishes = wishes.filter(Q(state_on__lt=on) | Q(state_on=on, pk__lt=key))
    wishes = wishes.select_related("referral__record", "facility", "unit")
    return list(wishes.order_by("-state_on", "-pk")[:limit])


def _narrowed(wishes: QuerySet[Wish], facility_id: UUID | None, origin: str, named: str) -> QuerySet[Wish]:
    for word in fold(named).split()[:4]:
        wishes = wishes.filter(Q(referral__key__contains=word) | Q(referral__mdph_number__icontains=word))
    if facility_id is not None:
        wishes = wishes.filter(facility_id=facility_id)
    return wishes.filter(referral__origin=origin) if origin else wishes


def near_requests(
    actor: Actor, birth_name: str, first_names: str, birth_date: date | None, *, but: UUID | None = None
) -> list[Referral]:
    """Requests of her facilities about somebody of these traits: same folded identity, or heard alike and born the same day."""
    alike = Q(key=identity_key(birth_name, first_names, birth_date)[:320])
    heard = Q(sound_key=sound_key(birth_name, first_names))
    if first_names:
        alike |= heard & (Q(birth_date=birth_date) | Q(birth_date=None) if birth_date else Q())
    mine = _wishes_of(actor, Right.REFERRAL_READ).filter(referral_id=OuterRef("pk"))
    found = Referral.objects.filter(alike, Exists(mine), organization_id=actor.organization_id)
    return list(found.exclude(pk=but).select_related("record").order_by("-received_on", "-pk")[:10])


def criteria_of(facility_id: UUID) -> tuple[list[Chosen], WaitingRules | None]:
    """The criteria of one facility: chosen by its direction, else those proposed."""
    rules = WaitingRules.objects.filter(facility_id=facility_id).first()
    return (criteria_from(rules.criteria) if rules else default_criteria()), rules


@dataclass(frozen=True, slots=True)
class Placed:
    """A wish in its list, with its place."""

    wish: Wish
    rank: int


_RANKS = """
SELECT id, row_number() OVER (ORDER BY rank_key DESC, waiting_since, id) FROM stays_wish
WHERE facility_id = %s AND state = 'WAITING'
"""


def ranks_of(facility_id: UUID) -> dict[UUID, int]:
    """Every place of one list: asked before and after a gesture, in its transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_RANKS, [facility_id])
        return dict(cursor.fetchall())


def waiting_list(facility_id: UUID, *, page: int = 1) -> tuple[list[Placed], int]:
    """One page of a list, in order, and how many wait in all. The whole list is read by its index."""
    waiting = Wish.objects.filter(facility_id=facility_id, state=WishState.WAITING)
    start = (page - 1) * LIST_PAGE
    rows = waiting.select_related("referral", "unit").order_by("-rank_key", "waiting_since", "pk")
    shown = list(rows[start : start + LIST_PAGE])
    return [Placed(wish, start + place) for place, wish in enumerate(shown, 1)], waiting.count()


def whole_list(facility_id: UUID) -> list[Placed]:
    """All those who wait there, in order, for paper."""
    waiting = Wish.objects.filter(facility_id=facility_id, state=WishState.WAITING)
    rows = waiting.select_related("referral", "unit").order_by("-rank_key", "waiting_since", "pk")
    return [Placed(wish, place) for place, wish in enumerate(rows[:PRINTED], 1)]


def rank_of(wish: Wish) -> tuple[int, int]:
    """Her place and how many wait, in one query; (0, n) when she is not in the list."""
    before = Q(rank_key__gt=wish.rank_key) | Q(rank_key=wish.rank_key, waiting_since__lt=wish.waiting_since)
    before |= Q(rank_key=wish.rank_key, waiting_since=wish.waiting_since, pk__lt=wish.pk)
    waiting = Wish.objects.filter(facility_id=wish.facility_id, state=WishState.WAITING)
    if wish.state != WishState.WAITING:
        return 0, waiting.count()
    counted: dict[str, Any] = waiting.aggregate(all=Count("pk"), before=Count("pk", filter=before))
    return counted["before"] + 1, counted["all"]


def moves_of(wish_ids: Iterable[UUID], *, before: tuple[datetime, UUID] | None = None) -> list[WishMove]:
    """What moved them, the latest first, one more than a page; `before` continues the list (keyset)."""
    moves = WishMove.objects.filter(wish_id__in=list(wish_ids))
    if before is not None:
        at, key = before
        moves = moves.filter(Q(at__lt=at) | Q(at=at, pk__lt=key))
    return list(moves.order_by("-at", "-pk")[: MOVES + 1])


def opinions_told(actor: Actor, wish_ids: Iterable[UUID]) -> list[Opinion]:
    """Opinions that this reader reads: an opinion is in a part of the file, like any writing about her."""
    rows = Opinion.objects.filter(wish_id__in=list(wish_ids)).order_by("at", "pk")
    return [row for row in rows if actor.reads(row.unit_id, row.volet)]


def last_moves(facility_id: UUID, *, limit: int = 8) -> list[WishMove]:
    """The latest changes of place of one list."""
    moves = WishMove.objects.filter(wish__facility_id=facility_id, to_rank__isnull=False)
    return list(moves.select_related("wish__referral").order_by("-at", "-pk")[:limit])


def notices_of(referral_id: UUID, *, whole: bool = False) -> list[Notice]:
    """The notifications joined to a request; their content only when it is asked."""
    rows = Notice.objects.filter(referral_id=referral_id).order_by("received_at")
    return list(rows if whole else rows.defer("data"))


def tasks_of(wish_id: UUID) -> dict[str, AdmissionTask]:
    """The tasks of an admission that somebody has looked at, by code."""
    return {task.code: task for task in AdmissionTask.objects.filter(wish_id=wish_id)}


def names_of_requests(actor: Actor, referral_ids: Iterable[UUID]) -> dict[UUID, str]:
    """How each of these persons is called; a request closed to this actor is simply not there."""
    mine = _wishes_of(actor, Right.REFERRAL_READ).filter(referral_id=OuterRef("pk"))
    found = Referral.objects.filter(Exists(mine), pk__in=set(referral_ids))
    return {one.pk: f"{one.first_names.split(',')[0]} {one.used_name or one.birth_name}".strip() for one in found}


def requests_over(on: date) -> list[UUID]:
    """Requests that nothing keeps any more on that day: every facility wished has closed it, each for long enough.

    For the retention of the house, which erases them; `Wish.keep_until` was computed when each closed (policies.kept_until).
    """
    return list(closed_before(on).order_by("pk").values_list("pk", flat=True))


def closed_before(on: date) -> QuerySet[Referral]:
    """The same, to go on asking: `kept_last`, the last day on which one of its facilities keeps it."""
    wishes = Wish.objects.filter(referral_id=OuterRef("pk"))
    kept = wishes.filter(Q(keep_until=None) | Q(keep_until__gte=on))
    over = Referral.objects.filter(Exists(wishes.filter(keep_until__lt=on)), ~Exists(kept))
    return over.annotate(kept_last=Subquery(wishes.order_by("-keep_until").values("keep_until")[:1]))
