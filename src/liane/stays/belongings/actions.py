"""Write an inventory: once, with its trace and its line in the fil."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from liane.access.actor import Actor
from liane.access.enums import Right, Volet
from liane.journal.kinds import Kind
from liane.kit.dates import short, today
from liane.kit.door import NotVisible, Refusal, Refused
from liane.kit.once import already, insert
from liane.people.door import open_record, opens_quietly
from liane.stays.belongings.models import Inventory, Moment
from liane.stays.gestures import my_stay, tell

FIL = "INVENTORY"
MOST_LINES = 300
EMPTY = "Écrivez au moins un objet, un par ligne."
TOO_MANY = f"Un inventaire compte {MOST_LINES} lignes au plus. Faites-en un deuxième."


@dataclass(frozen=True, slots=True)
class Thing:
    """One line: how many of what, and was it given into the hands of the house."""

    what: str
    count: int = 1
    deposited: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """An inventory as it is written."""

    moment: str
    done_on: date
    things: tuple[Thing, ...]
    made_with: str = ""
    signature: str = ""
    remark: str = ""


@transaction.atomic
def write_inventory(actor: Actor, record_id: UUID, stay_id: UUID, inventory_id: UUID, made: Made) -> None:
    """What she has on that day. The same `inventory_id` twice is once."""
    if already(Inventory, inventory_id, stay__record_id=record_id) and opens_quietly(actor, record_id):
        return
    open_record(actor, record_id, to=Right.NOTE_WRITE, kind=Kind.INVENTORY_WRITTEN, object_id=inventory_id)
    stay = my_stay(actor, record_id, stay_id, Right.NOTE_WRITE)
    if not actor.writes(stay.unit_id, Volet.SUPPORT):
        raise NotVisible(Refusal(record_id, Right.NOTE_WRITE, "N’écrit pas dans cette partie du dossier"), actor)
    if made.done_on > today():
        raise Refused("Un inventaire ne peut pas être fait dans le futur. Vérifiez la date.")
    if made.moment != Moment.ENTRY and made.done_on < stay.begins_on:
        raise Refused(f"L’accompagnement commence le {short(stay.begins_on)}. Vérifiez la date.")
    if not made.things:
        raise Refused(EMPTY)
    if len(made.things) > MOST_LINES:
        raise Refused(TOO_MANY)
    insert(
        Inventory(
            id=inventory_id, organization_id=stay.organization_id, stay=stay, moment=made.moment, done_on=made.done_on,
            lines=[{"what": one.what, "count": one.count, "deposited": one.deposited} for one in made.things],
            made_with=made.made_with, signature=made.signature, remark=made.remark, author_id=actor.practitioner_id,
            author_name=actor.name, author_role=actor.role_label,
        )
    )  # fmt: skip
    tell(
        actor,
        stay,
        inventory_id,
        made.done_on,
        f"Inventaire des affaires : {Moment(made.moment).label.lower()}",
        kind=FIL,
    )
