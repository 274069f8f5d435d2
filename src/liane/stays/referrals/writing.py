"""Write a request, correct it, ask one more facility, say that she is somebody already known."""

from uuid import UUID, uuid5

from django.db import transaction

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.kinds import Kind
from liane.kit.dates import hour
from liane.kit.door import NotVisible, Refusal, Refused, Stale
from liane.kit.once import already, insert
from liane.organizations.models import Facility, Unit
from liane.people.queries.doubles import Twin, near_twins
from liane.stays.referrals.data import PRIVATE, ReferralData, WishData
from liane.stays.referrals.door import Opened, leave_trace, open_referral, units_and_facilities
from liane.stays.referrals.enums import MoveKind, WishState
from liane.stays.referrals.models import Notice, Referral, Wish, WishMove
from liane.stays.referrals.policies import check_request, check_wish

MOST_WISHES = 20


@transaction.atomic
def create_referral(
    actor: Actor, referral_id: UUID, data: ReferralData, wishes: list[WishData], *, notice_id: UUID | None = None
) -> Referral:
    """A request arrives; the same `referral_id` twice is once. At least one wish is for a facility of the writer."""
    mine = units_and_facilities(actor, Right.REFERRAL_WRITE)
    if already(Referral, referral_id):
        return open_referral(actor, referral_id, to=Right.REFERRAL_WRITE).referral
    if not any(wish.facility_id in mine.values() for wish in wishes) or actor.organization_id is None:
        raise NotVisible(
            Refusal(right=Right.REFERRAL_WRITE, why="Ne suit pas les demandes de cet établissement"), actor
        )
    check_request(data)
    referral = data.put_on(
        Referral(
            id=referral_id,
            organization_id=actor.organization_id,
            author_id=actor.practitioner_id,
            author_name=actor.name,
            changed_by=actor.name,
        )
    )
    insert(referral)
    for wish in wishes:
        _add(actor, referral, uuid5(referral_id, str(wish.facility_id)), wish, mine)
    if notice_id is not None:
        _join(actor, referral, notice_id)
    here = frozenset(u for u, f in mine.items() if f in {wish.facility_id for wish in wishes})
    leave_trace(actor, Kind.REFERRAL_RECEIVED, referral, here)
    return referral


def _join(actor: Actor, referral: Referral, notice_id: UUID) -> None:
    """The notification that she has just read follows the request."""
    waiting = Notice.objects.filter(pk=notice_id, author_id=actor.practitioner_id, referral=None)
    if not waiting.update(referral=referral):
        raise Refused("Cette notification n’est plus là : elle a déjà servi, ou elle a attendu trop longtemps.")


@transaction.atomic
def add_wish(actor: Actor, referral_id: UUID, wish_id: UUID, data: WishData) -> None:
    """One more facility is asked; twice is once."""
    opened = open_referral(actor, referral_id, to=Right.REFERRAL_WRITE, kind=None)
    if already(Wish, wish_id, referral_id=referral_id):
        return
    if Wish.objects.filter(referral_id=referral_id).count() >= MOST_WISHES:
        raise Refused("Cette demande a déjà vingt établissements. Fermez ceux qui ne servent plus.")
    _add(actor, opened.referral, wish_id, data, units_and_facilities(actor, Right.REFERRAL_WRITE))
    leave_trace(actor, Kind.REFERRAL_CHANGED, opened.referral, opened.units)


def _add(actor: Actor, referral: Referral, wish_id: UUID, data: WishData, mine: dict[UUID, UUID]) -> None:
    facility = Facility.objects.filter(pk=data.facility_id).first()
    if facility is not None and facility.is_discreet and facility.pk not in mine.values():
        facility = None  # not even told to exist
    unit = Unit.objects.filter(pk=data.unit_id).first() if data.unit_id else None
    check_wish(data, facility, unit, referral)
    if facility is None:  # said above
        return
    if Wish.objects.filter(referral=referral, facility=facility).exists():
        raise Refused(f"{facility.name} est déjà demandé. Sa réponse est dans la demande.")
    wish = Wish(
        id=wish_id, organization_id=referral.organization_id, referral=referral, facility=facility, unit=unit,
        mode=data.mode, duration=data.duration, is_sequential=data.is_sequential, wished_on=data.wished_on,
        state_on=referral.received_on,
    )  # fmt: skip
    insert(wish)
    WishMove.objects.create(
        organization_id=wish.organization_id, wish=wish, kind=MoveKind.STATE, to_state=WishState.RECEIVED,
        reason="Demande reçue", on=referral.received_on, author_id=actor.practitioner_id, author_name=actor.name,
        author_role=actor.role_label,
    )  # fmt: skip


@transaction.atomic
def edit_referral(actor: Actor, referral_id: UUID, data: ReferralData, *, version: int) -> None:
    """Correct what is written. A stale version is given back, never written; what she may not read she cannot erase."""
    opened = open_referral(actor, referral_id, to=Right.REFERRAL_WRITE, kind=None)
    referral = Referral.objects.select_for_update().get(pk=referral_id)
    if not opened.sees_private:
        kept = {name: getattr(referral, name) for name in (*PRIVATE, "is_protected")}
        data = ReferralData(**{**_fields(data), **kept})
    if ReferralData.of(referral) == data:
        return
    if referral.version != version:
        who = f"{referral.changed_by} a modifié cette demande à {hour(referral.changed_at)}."
        raise Stale(who, referral)
    check_request(data)
    data.put_on(referral)
    referral.version += 1
    referral.changed_by = actor.name
    referral.save()
    leave_trace(actor, Kind.REFERRAL_CHANGED, referral, opened.units)


def _fields(data: ReferralData) -> dict[str, object]:
    return {name: getattr(data, name) for name in ReferralData.__dataclass_fields__}


@transaction.atomic
def link_record(actor: Actor, referral_id: UUID, record_id: UUID | None) -> None:
    """«C’est elle»: the request is about somebody of the house. Only a record that this reader is told of may be linked."""
    opened = open_referral(actor, referral_id, to=Right.REFERRAL_WRITE, kind=None)
    referral = Referral.objects.select_for_update().get(pk=referral_id)
    if referral.record_id == record_id:
        return
    if any(wish.state == WishState.ADMITTED for wish in Wish.objects.filter(referral_id=referral_id)):
        raise Refused("Elle est déjà admise par cette demande : le dossier ne change plus ici.")
    if record_id is not None and record_id not in {twin.record_id for twin in twins_of(actor, opened)}:
        raise NotVisible(Refusal(record_id, Right.REFERRAL_WRITE, "Ne peut pas savoir que ce dossier existe"), actor)
    leave_trace(actor, Kind.REFERRAL_LINKED, referral, opened.units)
    referral.record_id = record_id
    referral.version += 1
    referral.changed_by = actor.name
    referral.save()
    leave_trace(actor, Kind.REFERRAL_LINKED, referral, opened.units)


def twins_of(actor: Actor, opened: Opened) -> list[Twin]:
    """Persons of the house very like her, as far as this reader may know (people.queries.doubles)."""
    asked = opened.referral
    return near_twins(actor, asked.birth_name, asked.first_names, asked.birth_date)
