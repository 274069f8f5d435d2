"""A change of unit is no new admission: what was met stays met, what runs is counted from the first entry of the facility."""

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.utils import timezone

from liane.kit.dates import short, today
from liane.kit.ids import uuid7
from liane.stays.absences.actions import Leave, note_absence
from liane.stays.clocks.actions import Met, refresh, refresh_house, say_met
from liane.stays.clocks.models import ClockDue
from liane.stays.models import Stay
from liane.stays.moves.actions import Destination, Mover, move_people
from liane.testing import House

ENTERED = today() - timedelta(days=800)
REVIEWED = today() - timedelta(days=60)


@pytest.fixture
def stay(house: House) -> Stay:
    """Sam came 800 days ago; everything was done, the yearly review two months ago."""
    stay = Stay.objects.get(record=house.sam)
    stay.starts_on, stay.admitted_on = ENTERED, ENTERED - timedelta(days=40)
    stay.contract_given_on = stay.contract_signed_on = ENTERED + timedelta(days=9)
    stay.save()
    refresh([stay.pk])
    for code, on in (("livret", ENTERED), ("avenant", ENTERED + timedelta(days=150)), ("reactualisation", REVIEWED)):
        say_met(house.actor("sophie"), stay.record_id, stay.pk, uuid7(), Met(code, stay.pk, on))
    return stay


def dues(stay: Stay) -> dict[str, tuple[date, str]]:
    return {row.code: (row.due_on, row.why) for row in ClockDue.objects.filter(stay=stay)}


def move(house: House, stay: Stay, unit: str, on: date | None = None, by: str = "sophie") -> Stay:
    mover, to = Mover(stay.record_id, stay.pk), Destination(house.units[unit].pk, on or today())
    move_people(house.actor(by), uuid7(), [mover], to)
    return Stay.objects.get(follows=stay)


def test_the_delays_are_counted_from_the_day_she_came_in_and_say_it(stay: Stay) -> None:
    Stay.objects.filter(pk=stay.pk).update(
        contract_given_on=None, starts_on=today(), admitted_on=today() - timedelta(days=60)
    )
    refresh([stay.pk])
    assert dues(stay)["contrat_remis"] == (today() + timedelta(days=15), f"entrée le {short(today())}")


def test_inside_the_facility_what_was_met_stays_met(house: House, stay: Stay) -> None:
    assert dues(stay) == {
        "reactualisation": (REVIEWED + relativedelta(years=1), f"fait le {short(REVIEWED)}, à refaire dans ce délai")
    }
    before = dues(stay)
    once = move(house, stay, "acacia")
    assert dues(once) == before
    refresh_house()
    assert dues(once) == before and not ClockDue.objects.filter(stay=stay).exists()


def test_to_another_facility_everything_is_asked_anew_from_that_day(house: House, stay: Stay) -> None:
    there = move(house, stay, "garenne", by="marc")
    assert there.admitted_on is None
    found = dues(there)
    assert found["contrat_remis"] == (today() + timedelta(days=15), f"entrée le {short(today())}")
    assert min(on for on, _ in found.values()) == today()


def test_a_move_to_come_asks_nothing_before_its_day(house: House, stay: Stay) -> None:
    before, day = dues(stay), today() + timedelta(days=10)
    there = move(house, stay, "acacia", day)
    refresh_house()
    assert dues(there) == {} and dues(stay) == before
    refresh_house(day)
    assert dues(there) == before and not ClockDue.objects.filter(stay=stay).exists()


def test_an_absence_that_goes_on_is_counted_from_its_own_departure(house: House, stay: Stay) -> None:
    left, key = timezone.now() - timedelta(days=5), uuid7()
    note_absence(house.actor("maud"), stay.record_id, stay.pk, key, Leave("HOSPITAL", left))
    assert {"absence_72h", "quatre_fiches"} <= dues(stay).keys()
    say_met(house.actor("sophie"), stay.record_id, stay.pk, uuid7(), Met("quatre_fiches", key, today()))
    before = dues(stay)["absence_72h"]
    there = move(house, stay, "acacia")
    assert dues(there)["absence_72h"] == before and "quatre_fiches" not in dues(there)
    again = ClockDue.objects.get(stay=there, code="absence_72h")
    say_met(house.actor("sophie"), stay.record_id, there.pk, uuid7(), Met("absence_72h", again.source_id, today()))
    assert "absence_72h" not in dues(there)
