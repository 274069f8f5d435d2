"""What moves a wish: its state, what is noted of its criteria, a place decided, the rules of the list. Each with its reason."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.kit.dates import hour, today
from liane.kit.door import NotVisible, Refusal, Refused, Stale
from liane.kit.ids import uuid7
from liane.nomenclatures.referrals import reasons
from liane.stays.referrals.data import Step
from liane.stays.referrals.door import leave_trace, open_wish, units_and_facilities
from liane.stays.referrals.enums import ENDED, MoveKind, WishState
from liane.stays.referrals.models import WaitingRules, Wish, WishMove
from liane.stays.referrals.policies import check_step, kept_until
from liane.stays.referrals.queries import criteria_of, ranks_of
from liane.stays.referrals.waiting import HEAVIEST, criteria_from, points_of, rank_key


def alone_on_list(facility_id: UUID) -> None:
    """Two colleagues who move the same list at once: the second waits for the first, then sees its places."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"waiting list {facility_id}"])


def _locked(wish_id: UUID) -> Wish:
    return Wish.objects.select_for_update(of=("self",)).select_related("facility", "referral").get(pk=wish_id)


def fresh(wish: Wish, version: int) -> None:
    """Raise Stale when a colleague decided meanwhile: who, when, and what is there now."""
    if wish.version == version:
        return
    last = WishMove.objects.filter(wish=wish).exclude(kind=MoveKind.OTHER).order_by("-at", "-pk").first()
    who = f"{last.author_name} a décidé à {hour(last.at)}." if last else "Un collègue a décidé entre-temps."
    raise Stale(who, wish)


@transaction.atomic
def decide(actor: Actor, referral_id: UUID, wish_id: UUID, step: Step) -> Wish:
    """Take a wish to its next state. Sent twice, it is once; decided by two at once, the second is shown the first."""
    opened, wish = open_wish(actor, referral_id, wish_id, kind=None)
    alone_on_list(wish.facility_id)
    wish = _locked(wish_id)
    same = (wish.state, wish.state_on, wish.reason, wish.reason_code)
    if same == (step.state, step.on, step.reason, step.reason_code):
        return wish
    fresh(wish, step.version)
    check_step(wish, step, wish.referral.received_on)
    before, places = wish.state, ranks_of(wish.facility_id)
    wish.state, wish.state_on, wish.stay = step.state, step.on, None  # the stay of who never came is in her path
    wish.reason_code, wish.reason = step.reason_code, step.reason
    wish.keep_until = kept_until(step.state, step.on, wish.facility.pack)
    if step.state == WishState.WAITING:
        wish.waiting_since = wish.waiting_since or wish.referral.received_on
        place_again(wish)
    if step.state in ENDED:
        wish.boost = 0
    wish.version += 1
    wish.save()
    told = reasons().get(step.state, {}).get(step.reason_code)
    said = " : ".join(part for part in (told.label if told else "", step.reason) if part)
    write_move(
        actor, wish, MoveKind.STATE, said or "Sans précision", places, on=step.on, was=before, code=step.reason_code
    )
    leave_trace(actor, Kind.REFERRAL_DECIDED, wish.referral, opened.units, wish=wish_id, state=step.state)
    return wish


def place_again(wish: Wish) -> None:
    """Compute her points and her place from what is noted."""
    criteria, _ = criteria_of(wish.facility_id)
    wish.points = points_of(criteria, wish.levels)
    wish.rank_key = rank_key(criteria, wish.levels, wish.waiting_since or today(), wish.boost)


def write_move(
    actor: Actor,
    wish: Wish,
    kind: MoveKind,
    reason: str,
    before: dict[UUID, int],
    *,
    on: date | None = None,
    was: str = "",
    code: str = "",
) -> None:
    """One line: from where to where, and why; and one for each of those whose place it changed. Places of this very moment."""
    after = ranks_of(wish.facility_id)
    WishMove.objects.create(
        organization_id=wish.organization_id, wish=wish, kind=kind, from_state=was or wish.state, to_state=wish.state,
        from_rank=before.get(wish.pk), to_rank=after.get(wish.pk), of_rank=len(after) or None, reason=reason[:500],
        reason_code=code, on=on or today(), author_id=actor.practitioner_id, author_name=actor.name,
        author_role=actor.role_label,
    )  # fmt: skip
    _tell_the_others(actor, wish, before, after)


def _tell_the_others(actor: Actor, wish: Wish, before: dict[UUID, int], after: dict[UUID, int]) -> None:
    """Each of those whom this move displaced has its line: why her place changed, and nothing of who moved."""
    if wish.pk in before and wish.pk in after:
        why = "Une autre demande de la liste a changé de place"
    else:
        why = f"Une autre demande {'est entrée sur' if wish.pk in after else 'a quitté'} la liste"
    WishMove.objects.bulk_create(
        [
            WishMove(
                organization_id=wish.organization_id, wish_id=key, kind=MoveKind.OTHER, from_state=WishState.WAITING,
                to_state=WishState.WAITING, from_rank=before[key], to_rank=rank, of_rank=len(after), reason=why,
                on=today(), author_id=actor.practitioner_id, author_name=actor.name, author_role=actor.role_label,
            )
            for key, rank in after.items()
            if key != wish.pk and before.get(key, rank) != rank
        ],
        batch_size=500,
    )  # fmt: skip


@transaction.atomic
def note_criteria(
    actor: Actor, referral_id: UUID, wish_id: UUID, levels: dict[str, int], reason: str, *, version: int
) -> None:
    """What is known of her situation today, for her place."""
    opened, wish = open_wish(actor, referral_id, wish_id, kind=None)
    alone_on_list(wish.facility_id)
    wish = _locked(wish_id)
    if wish.levels == levels:
        return
    fresh(wish, version)
    if wish.state in (WishState.ADMITTED, *ENDED):
        raise Refused("Cette demande n’attend plus : sa place ne change plus.")
    places = ranks_of(wish.facility_id)
    wish.levels = levels
    place_again(wish)
    wish.version += 1
    wish.save()
    write_move(actor, wish, MoveKind.CRITERIA, reason, places)
    leave_trace(actor, Kind.REFERRAL_DECIDED, wish.referral, opened.units, wish=wish_id)


@transaction.atomic
def place_before(actor: Actor, referral_id: UUID, wish_id: UUID, rank: int, reason: str, *, version: int) -> None:
    """A decision of the team puts her at this place, or gives her back the one that her points give (rank 0)."""
    opened, wish = open_wish(actor, referral_id, wish_id, kind=None)
    alone_on_list(wish.facility_id)
    wish = _locked(wish_id)
    places = ranks_of(wish.facility_id)
    if wish.state != WishState.WAITING:
        raise Refused("Cette demande n’est pas dans la liste d’attente.")
    if places[wish.pk] == rank or (not rank and not wish.boost):
        return
    fresh(wish, version)
    if not 0 <= rank <= len(places):
        raise Refused(f"La liste compte {len(places)} demandes : choisissez une place de 1 à {len(places)}.")
    wish.boost = 0
    place_again(wish)
    if rank:
        wish.boost = _key_of_place(wish, places, rank) - wish.rank_key
        place_again(wish)
    wish.version += 1
    wish.save()
    write_move(actor, wish, MoveKind.PLACE, reason, places)
    leave_trace(actor, Kind.REFERRAL_DECIDED, wish.referral, opened.units, wish=wish_id, place=rank)


def _key_of_place(wish: Wish, places: dict[UUID, int], rank: int) -> int:
    """A key just above whoever stands there, once she herself has left her place; below the last, for the last place."""
    others = [key for key, _ in sorted(places.items(), key=lambda pair: pair[1]) if key != wish.pk]
    keys = dict(Wish.objects.filter(pk__in=others).values_list("pk", "rank_key"))
    if rank > len(others):
        return keys[others[-1]] - 1
    return keys[others[rank - 1]] + 1


@transaction.atomic
def choose_rules(actor: Actor, facility_id: UUID, rows: list[dict[str, Any]], reason: str, *, version: int) -> int:
    """The direction of a facility says what counts. Every place is computed again; those that change are told why.

    Gives how many places changed.
    """
    if facility_id not in units_and_facilities(actor, Right.HOUSE_MANAGE).values():
        raise NotVisible(Refusal(None, Right.HOUSE_MANAGE, "Ne dirige pas cet établissement"), actor)
    alone_on_list(facility_id)
    rules = WaitingRules.objects.select_for_update().filter(facility_id=facility_id).first()
    if rules is not None and rules.criteria == rows:
        return 0
    if (rules.version if rules else 0) != version:
        raise Stale(f"{rules.author_name if rules else 'Un collègue'} a changé ces règles entre-temps.", rules)
    if not any(row["weight"] for row in rows) or any(not 0 <= row["weight"] <= HEAVIEST for row in rows):
        raise Refused(f"Donnez à chaque critère un poids de 0 à {HEAVIEST}, et plus de 0 à l’un d’eux.")
    rules = rules or WaitingRules(id=uuid7(), organization_id=actor.organization_id, facility_id=facility_id, version=0)
    rules.criteria, rules.reason, rules.author_name = rows, reason, actor.name
    rules.version += 1
    rules.save()
    trace(actor, Kind.WAITING_RULES_CHANGED, object_id=facility_id, through=_unit_of(actor, facility_id))
    return _place_all_again(actor, facility_id, rows, reason)


def _unit_of(actor: Actor, facility_id: UUID) -> UUID:
    return min(
        unit for unit, facility in units_and_facilities(actor, Right.HOUSE_MANAGE).items() if facility == facility_id
    )


def _place_all_again(actor: Actor, facility_id: UUID, rows: list[dict[str, Any]], reason: str) -> int:
    criteria, before = criteria_from(rows), ranks_of(facility_id)
    waiting = list(Wish.objects.select_for_update().filter(facility_id=facility_id, state=WishState.WAITING))
    for wish in waiting:
        wish.points = points_of(criteria, wish.levels)
        wish.rank_key = rank_key(criteria, wish.levels, wish.waiting_since or today(), wish.boost)
    Wish.objects.bulk_update(waiting, ["points", "rank_key"], batch_size=500)
    after = ranks_of(facility_id)
    moved = [wish for wish in waiting if before.get(wish.pk) != after[wish.pk]]
    WishMove.objects.bulk_create(
        [
            WishMove(
                organization_id=wish.organization_id, wish=wish, kind=MoveKind.RULES, from_state=wish.state,
                to_state=wish.state, from_rank=before.get(wish.pk), to_rank=after[wish.pk], of_rank=len(after),
                reason=f"Règles de la liste : {reason}"[:500], on=today(), author_id=actor.practitioner_id,
                author_name=actor.name, author_role=actor.role_label,
            )
            for wish in moved
        ],
        batch_size=500,
    )  # fmt: skip
    return len(moved)
