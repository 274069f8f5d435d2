"""The census of any past day is exact: compared with a naive reading of the same stays and absences, day by day."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.dates import at_clock, short, today
from liane.kit.ids import uuid7
from liane.nomenclatures.stay_lists import absence_motives
from liane.organizations.models import Place
from liane.people.models import RecordUnit
from liane.stays.actions import Opening, open_stay
from liane.stays.models import Absence, Occupation, Stay
from liane.stays.places.census import census, days_of
from liane.testing import House, asked

Browser = Callable[[str], Any]
SPAN = 40  # days looked at, the last one being today

ABSENCES = st.lists(
    st.tuples(
        st.integers(0, 60), st.integers(0, 23), st.integers(0, 200), st.booleans(),
        st.sampled_from(sorted(absence_motives())),
    ),
    max_size=4,
)  # fmt: skip
STAYS = st.lists(
    st.tuples(st.integers(-30, SPAN), st.one_of(st.none(), st.integers(0, 50)), st.booleans(), ABSENCES),
    min_size=1, max_size=5,
)  # fmt: skip


def first_day() -> date:
    return today() - timedelta(days=SPAN)


def build(house: House, plan: list[Any], now: datetime) -> list[Stay]:
    """Stays of as many persons, with absences that do not overlap, some cancelled; some are expected and never came."""
    made = []
    for number, (start, length, came, absences) in enumerate(plan):
        record = house.person(f"Personne{number} Essai", birth=date(1980, 1, 1))
        starts = first_day() + timedelta(days=start)
        ends = starts + timedelta(days=length) if length is not None else None
        began = starts if came else None
        stay = Stay.objects.create(
            organization_id=house.deux_rives.pk, record=record, unit=house.units["acacia"], starts_on=began,
            planned_starts_on=starts, ends_on=ends,
        )  # fmt: skip
        made.append(stay)
        free = at_clock(starts, time())
        for gap, hour, hours, cancelled, motive in absences if came else []:
            away = free + timedelta(hours=gap * 24 + hour)
            back = away + timedelta(hours=hours)
            Absence.objects.create(
                organization_id=house.deux_rives.pk, stay=stay, motive=motive, starts_at=away,
                ends_at=back if back <= now else None, author_name="x", cancelled_at=now if cancelled else None,
            )  # fmt: skip
            free = back
            if back > now:
                break
    return made


def naively(stay: Stay, day: date, now: datetime) -> str | None:
    """«», the motive of an absence, «expected», or None: somebody who is not of that day."""
    if stay.ends_on is not None and stay.ends_on < day:
        return None
    if stay.starts_on is None or stay.starts_on > day:
        return "expected" if stay.planned_starts_on is not None and stay.planned_starts_on <= day else None
    evening = min(at_clock(day + timedelta(days=1), time()), now)
    for absence in stay.absences.all():
        if absence.cancelled_at is None and absence.starts_at < evening <= (absence.ends_at or evening):
            return str(absence.motive)
    return ""


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=STAYS)
def test_the_census_of_each_day_and_the_days_of_a_period_are_those_of_a_naive_reading(
    house: House, plan: list[Any]
) -> None:
    now, actor, unit = timezone.now(), house.actor("marc"), house.units["acacia"].pk
    mine = {stay.pk: stay for stay in build(house, plan, now)}
    totals = dict.fromkeys(mine, (0, 0))
    for back in range(SPAN + 1):
        day = today() - timedelta(days=back)
        said = {
            line.stay_id: line.motive if line.is_in else "expected"
            for line in census(actor, unit, day, now)
            if line.stay_id in mine
        }
        expected = {key: word for key, stay in mine.items() if (word := naively(stay, day, now)) is not None}
        assert said == expected, day
        for key, word in expected.items():
            if word != "expected":
                totals[key] = (totals[key][0] + 1, totals[key][1] + bool(word))
    counted = {
        d.stay_id: (d.days, d.away) for d in days_of(actor, [unit], first_day(), today(), now) if d.stay_id in mine
    }
    assert counted == {key: total for key, total in totals.items() if total[0]}


def test_only_hospital_and_convenience_under_72_hours_keep_the_day(house: House) -> None:
    now, unit = timezone.now(), house.units["acacia"]
    for hours, motive in ((60, "HOSPITAL"), (60, "HOLIDAY"), (80, "FAMILY"), (60, "CONVENIENCE")):
        record = house.person(
            f"{motive} {hours}", "acacia", birth=date(1980, 1, hours % 28 + 1), since=now - timedelta(days=30)
        )
        stay = Stay.objects.get(record=record)
        start = at_clock(today() - timedelta(days=20), time(10))
        Absence.objects.create(
            organization_id=house.deux_rives.pk, stay=stay, motive=motive, starts_at=start,
            ends_at=start + timedelta(hours=hours), author_name="x",
        )  # fmt: skip
    found = {
        d.who.name: d
        for d in days_of(house.actor("marc"), [unit.pk], today() - timedelta(days=25), today() - timedelta(days=5))
    }
    assert {d.days for d in found.values()} == {21}
    assert {name: (d.away, d.short) for name, d in found.items()} == {
        "HOSPITAL 60": (2, 2), "HOLIDAY 60": (2, 0), "FAMILY 80": (3, 0), "CONVENIENCE 60": (2, 2),
    }  # fmt: skip


def address(house: House, unit: str = "mimosa", day: str = "") -> str:
    return f"/places/qui-etait-la/?unite={house.units[unit].pk}&le={day}"


def test_the_page_says_who_was_there_who_was_away_and_who_was_expected(house: House, client_of: Browser) -> None:
    now = timezone.now()
    gone = house.person("Paul Parti", "mimosa", since=now - timedelta(days=90), until=now - timedelta(days=20))
    away = house.person("Ana Loin", "mimosa", since=now - timedelta(days=90))
    Absence.objects.create(
        organization_id=house.deux_rives.pk, stay=Stay.objects.get(record=away), motive="HOSPITAL",
        starts_at=now - timedelta(days=45), ends_at=now - timedelta(days=35), author_name="x",
    )  # fmt: skip
    hugo = house.person("Hugo Demain", "acacia", birth=date(2001, 4, 3))
    open_stay(house.actor("sophie"), hugo.pk, uuid7(), Opening(house.units["mimosa"].pk, today() + timedelta(days=1)))
    page = client_of("sophie").get(address(house, day=short(today() - timedelta(days=40)))).content.decode()
    assert "Paul Parti" in page and "Samia Belkacem" in page and "Hospitalisation" in page and "Hugo" not in page
    assert (
        f"/personnes/{gone.pk}/" not in page and f"/personnes/{away.pk}/" in page
    )  # a record that is closed is only a name
    page = client_of("sophie").get(address(house)).content.decode()
    assert "Paul Parti" not in page and "Hospitalisation" not in page
    Stay.objects.filter(record=hugo).update(planned_starts_on=today())
    assert "Hugo Demain" in client_of("sophie").get(address(house)).content.decode()
    assert JournalEntry.objects.filter(kind=Kind.CENSUS_READ).count() == 3


def test_a_correction_made_today_changes_what_is_said_of_a_past_day(house: House, client_of: Browser) -> None:
    day = today() - timedelta(days=40)
    stay = Stay.objects.get(record=house.sam)
    assert "Samia Belkacem" in client_of("sophie").get(address(house, day=short(day))).content.decode()
    Stay.objects.filter(pk=stay.pk).update(starts_on=day + timedelta(days=1))
    assert "Samia Belkacem" not in client_of("sophie").get(address(house, day=short(day))).content.decode()


def test_a_change_of_room_is_known_at_its_day(house: House, client_of: Browser) -> None:
    unit, stay = house.units["mimosa"], Stay.objects.get(record=house.sam)
    for number, since, until in (
        (1, stay.starts_on, today() - timedelta(days=11)),
        (2, today() - timedelta(days=10), None),
    ):
        place = Place.objects.create(organization_id=unit.organization_id, unit=unit, name=f"Chambre {number}")
        Occupation.objects.create(
            organization_id=unit.organization_id, stay=stay, place=place, starts_on=since, ends_on=until
        )
    for ago, room in ((30, "Chambre 1"), (11, "Chambre 1"), (10, "Chambre 2"), (0, "Chambre 2")):
        assert [line.place for line in census(house.actor("sophie"), unit.pk, today() - timedelta(days=ago))] == [room]


@pytest.mark.parametrize(("day", "sentence"), [("31/02/2026", "Le 31/02 n’existe pas"), ("demain", "Écrivez la date comme ceci"), (short(today() + timedelta(days=9)), "est dans le futur")])  # fmt: skip
def test_a_day_that_cannot_be_is_said(house: House, client_of: Browser, day: str, sentence: str) -> None:
    answer = client_of("sophie").get(address(house, day=day))
    assert answer.status_code == 422 and sentence in answer.content.decode()


def test_only_the_units_of_the_reader_are_told(house: House, client_of: Browser) -> None:
    house.person("Zoé Secrète", "csapa")
    assert client_of("karim").get("/places/qui-etait-la/").status_code == 404  # his role reads no places
    assert client_of("farid").get(address(house)).status_code == 404
    assert client_of("sophie").get(address(house, "csapa")).status_code == 404
    assert "Zoé" not in client_of("sophie").get("/places/qui-etait-la/").content.decode()


def test_the_census_asks_at_most_eight_questions_and_no_more_with_many(house: House) -> None:
    few = len(asked(house.client("sophie"), address(house)))
    for number in range(40):
        house.person(f"Personne{number} Essai", "mimosa")
    assert len(asked(house.client("sophie"), address(house))) == few <= 8


def test_the_line_that_holds_the_record_and_the_census_agree(house: House) -> None:
    held = set(RecordUnit.objects.open().filter(unit=house.units["mimosa"]).values_list("record_id", flat=True))
    lines: set[UUID] = {line.record_id for line in census(house.actor("sophie"), house.units["mimosa"].pk, today())}
    assert held == lines


def test_in_a_unit_that_keeps_no_places_a_past_day_is_not_said_to_have_the_room_of_today(house: House) -> None:
    stay = Stay.objects.get(record=house.sam)
    stay.place = "7"
    stay.save()
    sophie = house.client("sophie")
    past = sophie.get(address(house, day=short(today() - timedelta(days=30)))).content.decode()
    assert "7 (dernière place notée)" in past
    assert "dernière place notée" not in sophie.get(address(house)).content.decode()
