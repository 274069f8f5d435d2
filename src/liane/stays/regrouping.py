"""What of the stays follows a record joined to another one, or parted. One stay written in both records is one stay."""

from uuid import UUID, uuid5

from liane.access.actor import Actor
from liane.kit.dates import short
from liane.people.actions.holding import holds_of
from liane.people.doubles.following import CHOSEN, WITH, Chosen, Follow, Part, Plan
from liane.people.facts import RecordFacts
from liane.people.words import where
from liane.stays.absences.actions import FIL
from liane.stays.belongings.actions import FIL as INVENTORY
from liane.stays.clocks.actions import refresh
from liane.stays.clocks.models import ClockDue, ClockMark
from liane.stays.exits.actions import back_line
from liane.stays.models import Absence, Inventory, Stay, StayMode
from liane.stays.queries import stays_told

_TWINS = """
SELECT gone.id, kept.id FROM stays_stay gone JOIN stays_stay kept ON kept.unit_id = gone.unit_id
WHERE ((gone.record_id = %(source)s AND kept.record_id = %(target)s)
        OR (gone.record_id = %(target)s AND kept.record_id = %(source)s))
    AND kept.starts_on <= gone.starts_on AND coalesce(kept.ends_on, 'infinity') >= coalesce(gone.ends_on, 'infinity')
    AND (gone.record_id = %(source)s OR kept.starts_on < gone.starts_on
        OR coalesce(kept.ends_on, 'infinity') > coalesce(gone.ends_on, 'infinity'))
LIMIT 1
"""
STAY = "STAY"


def plan() -> Plan:
    """Hung in `Slot.MERGE`."""
    return Plan(
        "stays",
        (
            Follow("stays_stay", CHOSEN, twins=_TWINS),
            Follow("stays_clockmark", WITH),
            Follow(
                "stays_referral", "a request says by itself who it is about; it is led to another record from its page"
            ),
        ),
        {
            "stays_retentioncase.record_id": "terms are computed anew each night from the stays",
            "stays_destruction.record_id": "a certificate names the record that was destroyed, and nobody",
            "stays_importrow.record_id": "what a line of a file became, told by the import itself",
            "stays_clockdue.record_id": "delays are computed anew from the stays of both records",
        },
        parts=_parts,
        widen=_lines,
        rows=_rows,
        prepare=_prepare,
        settle=_settle,
    )


def _lines(record_id: UUID, chosen: Chosen) -> dict[str, list[UUID]]:
    """The end of a stay, the arrival of who was expected, each inventory, each absence and its return."""
    stays = chosen.get(STAY, [])
    absences = list(Absence.objects.filter(stay_id__in=stays).values_list("pk", flat=True))
    ends = [uuid5(stay_id, word) for stay_id in stays for word in ("end", "arrival")]
    versions = Stay.objects.filter(pk__in=stays).values_list("pk", "version")
    ends += [back_line(key, version) for key, last in versions for version in range(1, last + 1)]
    made = list(Inventory.objects.filter(stay_id__in=stays).values_list("pk", flat=True))
    return {STAY: ends, INVENTORY: made, FIL: [*absences, *(uuid5(key, "back") for key in absences)]}


def _parts(actor: Actor, facts: RecordFacts) -> list[Part]:
    return [_part(stay) for stay in stays_told(actor, facts.id)]


def _part(stay: Stay) -> Part:
    facility = stay.unit.facility
    said = where(stay.unit.name, facility.name, stay.place, facility.pack)
    until = f" jusqu’au {short(stay.ends_on)}" if stay.ends_on else ""
    detail = f"{StayMode(stay.mode).label}, depuis le {short(stay.begins_on)}{until}"
    return Part(STAY, stay.pk, "Accompagnements", said, detail)


def _rows(record_id: UUID, chosen: Chosen) -> dict[str, list[UUID]]:
    """A stay goes with its delays, and with the line by which its unit opens the record."""
    stays = list(Stay.objects.filter(record_id=record_id, pk__in=chosen.get(STAY, [])))
    marks = ClockMark.objects.filter(record_id=record_id, stay__in=stays)
    holds = [
        key
        for stay in stays
        if stay.starts_on  # a stay that is only planned opens nothing yet
        for key in holds_of(stay.pk, record_id, stay.unit_id, stay.starts_on).values_list("pk", flat=True)
    ]
    return {
        "stays_stay": [stay.pk for stay in stays],
        "stays_clockmark": list(marks.values_list("pk", flat=True)),
        "people_recordunit": holds,
    }


def _prepare(one: UUID, other: UUID) -> None:
    ClockDue.objects.filter(record_id__in=[one, other]).delete()


def _settle(one: UUID, other: UUID) -> None:
    refresh(Stay.objects.filter(record_id__in=[one, other]).values_list("pk", flat=True))
