"""The mode of a stay changes on a day, or was a mistake: the census of each day says the mode of that day."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.dates import short, today
from liane.kit.ids import uuid7
from liane.stays.enums import StayMode
from liane.stays.models import FormerMode, Stay
from liane.stays.modes import change_mode
from liane.stays.moves.actions import Destination, Mover, move_people
from liane.stays.places.census import census
from liane.stays.queries import path_of
from liane.testing import House

Browser = Callable[[str], Any]
SPAN = 12  # days since she came in
CHANGES = st.lists(st.tuples(st.integers(-2, SPAN), st.sampled_from(StayMode.values)), max_size=6)


def here(house: House) -> Stay:
    """Somebody who came in some days ago, in full accommodation."""
    return house.stay(house.sam, "acacia", since=timezone.now() - timedelta(days=SPAN))


def said(house: House, stay: Stay, back: int) -> str:
    lines = census(house.actor("marc"), stay.unit_id, today() - timedelta(days=back))
    return next(line.mode for line in lines if line.stay_id == stay.pk)


def typed(stay: Stay, **more: Any) -> dict[str, Any]:
    return {
        "place": stay.place, "mode": stay.mode, "starts_on": short(stay.begins_on), "version": stay.version,
        "comment": stay.comment, **more,
    }  # fmt: skip


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=CHANGES)
def test_each_day_has_the_mode_that_was_written_last_for_it(house: House, changes: list[tuple[int, str]]) -> None:
    Stay.objects.filter(record=house.sam, unit=house.units["acacia"]).delete()
    stay = here(house)
    first = stay.begins_on
    days = [first + timedelta(days=number) for number in range(SPAN + 1)]
    naive = dict.fromkeys(days, str(StayMode.FULL))
    for after, mode in changes:
        since = first + timedelta(days=after)
        if mode == stay.mode:
            continue  # «the same, since another day» has its own test
        naive |= {day: mode for day in days if day >= since}
        change_mode(stay, mode, since)
        stay.save()
    assert {day: said(house, stay, (today() - day).days) for day in days} == naive


def test_the_page_asks_since_when_and_the_census_of_a_past_day_keeps_what_was(house: House, client_of: Browser) -> None:
    stay = here(house)
    page = f"/personnes/{house.sam.pk}/accompagnements/{stay.pk}/"
    since = today() - timedelta(days=4)
    sent = typed(stay, mode="DAY", mode_since=short(since))
    for _ in range(2):  # sent twice
        assert client_of("sophie").post(page, sent).status_code == 303
    assert [(one.mode, one.until) for one in FormerMode.objects.all()] == [("FULL", since - timedelta(days=1))]
    assert (said(house, stay, 5), said(house, stay, 4), said(house, stay, 0)) == ("FULL", "DAY", "DAY")
    assert "Hébergement complet jusqu’au" in client_of("sophie").get(page).content.decode()
    asked = f"/places/qui-etait-la/?unite={stay.unit_id}&le="
    before = client_of("sophie").get(asked + short(since - timedelta(days=1))).content.decode()
    assert "Hébergement complet" in before and "Accueil de jour" not in before
    assert JournalEntry.objects.filter(kind=Kind.STAY_CHANGED, object_id=stay.pk).exists()


def test_a_mistake_corrected_from_the_first_day_leaves_nothing(house: House, client_of: Browser) -> None:
    stay = here(house)
    page = f"/personnes/{house.sam.pk}/accompagnements/{stay.pk}/"
    assert client_of("sophie").post(page, typed(stay, mode="DAY")).status_code == 303  # since today
    stay.refresh_from_db()
    assert said(house, stay, 1) == "FULL" and said(house, stay, 0) == "DAY"
    sent = typed(stay, mode="SEMI", mode_since=short(stay.begins_on))
    assert client_of("sophie").post(page, sent).status_code == 303
    assert not FormerMode.objects.exists() and said(house, stay, SPAN) == "SEMI"


def test_the_day_of_a_change_is_corrected_later_or_earlier(house: House) -> None:
    stay = here(house)
    change_mode(stay, "DAY", today() - timedelta(days=8))
    change_mode(stay, "DAY", today() - timedelta(days=3))
    stay.save()
    assert (said(house, stay, 4), said(house, stay, 3)) == ("FULL", "DAY")
    change_mode(stay, "DAY", today() - timedelta(days=6))
    assert (said(house, stay, 7), said(house, stay, 6)) == ("FULL", "DAY")


def test_a_stay_that_is_over_is_corrected_whole_and_a_day_after_its_end_is_refused(
    house: House, client_of: Browser
) -> None:
    stay = here(house)
    Stay.objects.filter(pk=stay.pk).update(ends_on=today() - timedelta(days=2), exit_mode="HOME")
    stay.refresh_from_db()
    page = f"/personnes/{house.sam.pk}/accompagnements/{stay.pk}/"
    refused = client_of("sophie").post(page, typed(stay, mode="DAY", mode_since=short(today())))
    assert refused.status_code == 422 and "depuis quand le mode a changé" in refused.content.decode()
    assert client_of("sophie").post(page, typed(stay, mode="DAY", mode_since="31/02/2026")).status_code == 422
    tomorrow = typed(stay, mode="DAY", mode_since=short(today() + timedelta(days=1)))
    assert client_of("sophie").post(page, tomorrow).status_code == 422
    assert not FormerMode.objects.exists()
    assert client_of("sophie").post(page, typed(stay, mode="DAY")).status_code == 303
    assert not FormerMode.objects.exists() and said(house, stay, SPAN) == "DAY"


def day(back: int) -> str:
    return short(today() - timedelta(days=back))


def test_two_colleagues_who_say_the_same_mode_since_another_day_do_not_pass_for_one(
    house: House, client_of: Browser
) -> None:
    stay = here(house)
    page, client = f"/personnes/{house.sam.pk}/accompagnements/{stay.pk}/", client_of("sophie")
    assert client.post(page, typed(stay, mode="DAY", mode_since=day(4))).status_code == 303
    assert (
        client.post(page, typed(stay, mode="DAY", mode_since=day(7))).status_code == 422
    )  # she had read the one before
    assert (said(house, stay, 5), said(house, stay, 4)) == ("FULL", "DAY")


def test_who_moved_on_a_day_when_her_mode_had_not_changed_yet_takes_it_along(house: House) -> None:
    stay = here(house)
    change_mode(stay, "DAY", today() - timedelta(days=3))
    stay.save()
    to = Destination(house.units["mimosa"].pk, today() - timedelta(days=6))
    Stay.objects.filter(record=house.sam).exclude(pk=stay.pk).delete()
    move_people(house.actor("sophie"), uuid7(), [Mover(house.sam.pk, stay.pk)], to)
    new = Stay.objects.get(follows=stay)
    assert said(house, stay, 7) == "FULL"
    assert [said(house, new, back) for back in (6, 4, 3, 0)] == ["FULL", "FULL", "DAY", "DAY"]
    left, now = path_of(house.actor("sophie"), house.sam.pk)
    assert (left.mode, left.modes_before) == ("FULL", ())  # as she left, not as she lives now
    assert (now.mode, now.modes_before) == ("DAY", (("FULL", today() - timedelta(days=4)),))


def test_the_essential_says_since_when_the_mode_is_what_it_is(house: House, client_of: Browser) -> None:
    stay = here(house)
    page = f"/personnes/{house.sam.pk}/accompagnements/{stay.pk}/"
    assert client_of("sophie").post(page, typed(stay, mode="DAY", mode_since=day(4))).status_code == 303
    told = client_of("sophie").get(f"/personnes/{house.sam.pk}/essentiel/").content.decode()
    assert f"Avant\u00a0: Hébergement complet jusqu’au {day(5)}" in told
    # an entry corrected to a later day: what was before it never was
    stay.refresh_from_db()
    assert client_of("sophie").post(page, typed(stay, starts_on=day(2))).status_code == 303
    told = client_of("sophie").get(page).content.decode()
    assert "jusqu’au" not in told.split("Mode d’accueil d’avant")[-1].split("</p>")[0]
    assert "Mode d’accueil d’avant" not in told
