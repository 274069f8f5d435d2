"""The admission: its tasks, done with the person, then the day she comes in: person, record and stay in one transaction."""

from dataclasses import dataclass, replace
from uuid import UUID, uuid5

from django.db import transaction

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.kinds import Kind
from liane.kit.dates import hour, short
from liane.kit.door import NotVisible, Refusal, Refused, Stale
from liane.nomenclatures.packs import PackError, Step, load_pack
from liane.nomenclatures.referrals import origins
from liane.organizations.models import Unit
from liane.people.actions.creation import Arrival, create_person, wait_for_the_same_identity
from liane.stays.actions import open_on_request
from liane.stays.clocks.actions import refresh
from liane.stays.given import Details, Opening, plain
from liane.stays.models import Stay
from liane.stays.referrals.bringing import bring_along
from liane.stays.referrals.data import traits_of
from liane.stays.referrals.deciding import alone_on_list, fresh, write_move
from liane.stays.referrals.door import leave_trace, open_wish
from liane.stays.referrals.enums import MoveKind, WishState
from liane.stays.referrals.models import AdmissionTask, Referral, Wish
from liane.stays.referrals.queries import ranks_of


@dataclass(frozen=True, slots=True)
class Admitted:
    """She has come in. `left`: a sentence for what of the request could not follow her."""

    record_id: UUID
    left: str = ""


def steps_of(wish: Wish) -> tuple[Step, ...]:
    """The tasks that the sector of the facility lists, in order; none when its file has gone."""
    try:
        return load_pack(wish.facility.pack).admission
    except PackError:
        return ()


@transaction.atomic
def set_task(
    actor: Actor, referral_id: UUID, wish_id: UUID, code: str, *, state: str, note: str, with_her: bool, version: int
) -> None:
    """Where one task stands. Two colleagues on the same task: the second is shown what the first wrote."""
    opened, wish = open_wish(actor, referral_id, wish_id, kind=None)
    if code not in {step.code for step in steps_of(wish)}:
        raise NotVisible(Refusal(None, Right.REFERRAL_WRITE, "Cette étape n’existe pas ici"), actor)
    if wish.state not in (WishState.ADMISSION, WishState.ADMITTED):
        raise Refused("L’admission n’est pas en préparation : décidez d’abord de la préparer.")
    Wish.objects.select_for_update().get(pk=wish_id)
    blank = {"organization_id": wish.organization_id, "version": 0}
    task, _ = AdmissionTask.objects.get_or_create(wish=wish, code=code, defaults=blank)
    if (task.state, task.note, task.with_her) == (state, note, with_her):
        return
    if task.version != version:
        raise Stale(f"{task.author_name} a noté cette étape à {hour(task.changed_at)}.", task)
    task.state, task.note, task.with_her, task.author_name = state, note, with_her, actor.name
    task.version += 1
    task.save()
    if wish.stay_id is not None:
        refresh([wish.stay_id])
    leave_trace(actor, Kind.ADMISSION_STEP, opened.referral, opened.units, wish=wish_id, step=code, state=state)


@transaction.atomic
def admit(actor: Actor, referral_id: UUID, wish_id: UUID, stay_id: UUID, opening: Opening, *, version: int) -> Admitted:
    """She comes in: her record opens (or the one she has), her stay begins, the papers received are filed. All or nothing.

    Gives the record, and what stays in the request alone. The same `stay_id` twice is once. What was written in the request is not typed again.
    """
    opened, wish = open_wish(actor, referral_id, wish_id, kind=None)
    alone_on_list(wish.facility_id)
    referral = Referral.objects.select_for_update().get(pk=referral_id)
    wish = Wish.objects.select_for_update(of=("self",)).select_related("facility", "referral").get(pk=wish_id)
    if wish.state == WishState.ADMITTED and referral.record_id is not None:
        return Admitted(referral.record_id)
    fresh(wish, version)
    _check(actor, referral, wish, opening)
    places = ranks_of(wish.facility_id)
    opening = replace(opening, details=_details(referral, wish, opening))
    if referral.record_id is None:
        record_id, stay_id = _open_record(actor, referral, opening)
    else:
        record_id = referral.record_id
        open_on_request(actor, record_id, stay_id, opening)
    referral.record_id, referral.changed_by = record_id, actor.name
    referral.version += 1
    referral.save()
    was, wish.state, wish.state_on, wish.stay_id = wish.state, WishState.ADMITTED, opening.starts_on, stay_id
    wish.boost, wish.keep_until, wish.reason, wish.reason_code = 0, None, "", ""
    wish.version += 1
    wish.save()
    refresh([stay_id])  # what was done of the admission is not to be done again
    write_move(
        actor,
        wish,
        MoveKind.STATE,
        f"Admise, entrée le {short(opening.starts_on)}",
        places,
        on=opening.starts_on,
        was=was,
    )
    leave_trace(actor, Kind.ADMITTED, referral, opened.units, wish=wish_id)
    return Admitted(record_id, bring_along(actor, referral, record_id, opening.unit_id, wish.facility.pack))


def _check(actor: Actor, referral: Referral, wish: Wish, opening: Opening) -> None:
    """Is she expected here, may she come in this unit, on this day?"""
    if wish.state != WishState.ADMISSION:
        raise Refused("L’admission n’est pas en préparation : décidez d’abord de la préparer.")
    unit = Unit.objects.filter(pk=opening.unit_id, facility_id=wish.facility_id).first()
    if unit is None or not actor.may(Right.STAY_WRITE, unit.pk):
        raise NotVisible(Refusal(None, Right.STAY_WRITE, "N’accueille pas dans cette unité"), actor)
    if not unit.is_open:
        raise Refused(f"L’unité {unit.name} est fermée. Choisissez-en une autre.")
    if referral.birth_date and opening.starts_on < referral.birth_date:
        raise Refused(f"Elle est née le {short(referral.birth_date)} : elle ne peut pas entrer avant.")
    if opening.starts_on < referral.received_on:
        raise Refused(f"La demande est reçue le {short(referral.received_on)} : elle ne peut pas entrer avant.")


def _details(referral: Referral, wish: Wish, opening: Opening) -> Details:
    """What the request already says of the stay: the day of the decision, who asked, where she comes from."""
    known = origins().get(referral.origin)
    label = known.label if known else referral.origin
    asked_by = f"{label} ({referral.origin_name})" if referral.origin_name else label
    entry_mode = opening.details.entry_mode or (known.entry_mode if known else "")
    return replace(
        opening.details,
        admitted_on=min(wish.state_on, opening.starts_on),
        is_sequential=wish.is_sequential,
        asked_by=asked_by[:120],
        entry_mode=entry_mode,
        origin=opening.details.origin or (referral.origin_name if entry_mode else ""),
    )


def _open_record(actor: Actor, referral: Referral, opening: Opening) -> tuple[UUID, UUID]:
    """Nobody of the house yet: a person, a record and its first stay."""
    traits = traits_of(referral)
    wait_for_the_same_identity(actor, traits)
    arrival = Arrival(opening.unit_id, opening.starts_on, opening.place)
    record_id = create_person(actor, uuid5(referral.pk, "person"), traits, arrival)
    stay = Stay.objects.select_for_update().filter(record_id=record_id, unit_id=opening.unit_id).latest("pk")
    stay.mode = opening.mode
    for name, value in plain(opening.details).items():
        setattr(stay, name, value)
    stay.save()
    refresh([stay.pk])
    return record_id, stay.pk
