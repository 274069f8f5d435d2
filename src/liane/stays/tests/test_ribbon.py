"""The ribbon of the path: every stay that may be told, hatched absences, words for who does not see, and the fil it narrows."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone
from lxml import html

from liane.kit.dates import short
from liane.kit.ids import uuid7
from liane.notes.actions.writing import write_note
from liane.notes.drafts import Draft
from liane.people.models import Record
from liane.stays.absences.actions import Leave, note_absence
from liane.stays.models import Stay
from liane.testing import House, asked
from liane.timeline.models import Entry

Browser = Callable[[str], Any]


def past(house: House) -> Stay:
    """Sam was in Acacia two years ago."""
    now = timezone.now()
    return house.stay(house.sam, "acacia", since=now - timedelta(days=900), until=now - timedelta(days=420))


def ribbon(page: str) -> list[str]:
    found = html.fromstring(page).xpath("//div[@class='parcours']//li")
    return [part.text_content() for part in found]


def test_one_stay_has_no_ribbon_but_the_gesture_of_the_day(house: House, client_of: Browser) -> None:
    page = client_of("karim").get(f"/personnes/{house.sam.pk}/").content.decode()
    assert ribbon(page) == [] and "Noter une absence" in page
    assert "Noter une absence" not in client_of("marc").get(f"/personnes/{house.sam.pk}/").content.decode()


def test_two_stays_are_told_in_their_order_and_an_absence_is_hatched_and_said(house: House, client_of: Browser) -> None:
    past(house)
    stay = Stay.objects.get(record=house.sam, ends_on=None)
    start = timezone.now() - timedelta(days=9)
    note_absence(house.actor("karim"), house.sam.pk, stay.pk, uuid7(), Leave("HOSPITAL", start))
    page = client_of("karim").get(f"/personnes/{house.sam.pk}/").content.decode()
    first, last = ribbon(page)
    assert first.startswith("FAM Les Tilleuls, Acacia 20") and "–" in first
    assert "FAM Les Tilleuls, Mimosa depuis" in last and "hospitalisation du" in last and "toujours en cours" in last
    assert len(html.fromstring(page).xpath("//i[contains(@class, 'hachure')]")) == 1
    assert "Noter le retour" in page


def test_a_click_shows_what_was_written_during_that_stay_only(house: House, client_of: Browser) -> None:
    old = past(house)
    now = timezone.now()
    for unit, days, text in (
        ("acacia", 500, "Ancien écrit"),
        ("acacia", 2, "Après son départ"),
        ("mimosa", 1, "Aujourd’hui"),
    ):
        actor = house.actor("karim")
        draft = Draft(text=text, unit_id=house.units["mimosa"].pk, happened_at=now - timedelta(days=days))
        key = uuid7()
        write_note(actor, house.sam.pk, key, draft)
        Entry.objects.filter(source_id=key).update(unit_id=house.units[unit].pk)
    page = client_of("karim").get(f"/personnes/{house.sam.pk}/?sejour={old.pk}").content.decode()
    assert "Ancien écrit" in page and "Après son départ" not in page
    assert "Revoir tout le fil" in page
    whole = client_of("karim").get(f"/personnes/{house.sam.pk}/?sejour=n-importe-quoi").content.decode()
    assert "Après son départ" in whole


def test_a_stay_in_a_discreet_facility_is_not_in_the_ribbon_of_others(house: House, client_of: Browser) -> None:
    stay = house.stay(house.sam, "csapa", since=house.sam.opened_at)
    page = client_of("karim").get(f"/personnes/{house.sam.pk}/?sejour={stay.pk}").content.decode()
    assert ribbon(page) == [] and "La Source" not in page and "Revoir tout le fil" not in page


def test_the_ribbon_costs_one_question_however_long_the_path(house: House) -> None:
    before = len(asked(house.client("karim"), f"/personnes/{house.sam.pk}/"))
    now = timezone.now()
    for year in range(2, 12):
        house.stay(
            house.sam, "acacia", since=now - timedelta(days=365 * year), until=now - timedelta(days=365 * year - 200)
        )
    assert len(asked(house.client("karim"), f"/personnes/{house.sam.pk}/")) == before <= 12


def test_where_she_went_is_said_once_she_has_left(house: House, client_of: Browser) -> None:
    old = past(house)
    Stay.objects.filter(pk=old.pk).update(destination="Foyer Le Mas", exit_mode="ESMS")
    Stay.objects.filter(record=house.sam, ends_on=None).update(destination="Pas encore")
    karim, address = client_of("karim"), f"/personnes/{house.sam.pk}/"
    page = karim.get(f"{address}?sejour={old.pk}").content.decode()
    assert ribbon(page)[0].endswith(f"Sortie le {short(old.ends_on)}, pour Foyer Le Mas.")
    assert page.count("pour Foyer Le Mas") == 2  # on the ribbon, and beside it when that stay is chosen
    essential = karim.get(f"{address}essentiel/").content.decode()
    assert "pour Foyer Le Mas" in essential and "Pas encore" not in page + essential


def test_where_a_protected_person_went_is_absent_for_who_does_not_read_it(house: House, client_of: Browser) -> None:
    old = past(house)
    Stay.objects.filter(pk=old.pk).update(destination="Foyer Le Mas")
    Record.objects.filter(pk=house.sam.pk).update(is_protected=True)
    for path in (f"?sejour={old.pk}", "essentiel/"):
        told = {slug: client_of(slug).get(f"/personnes/{house.sam.pk}/{path}") for slug in ("karim", "ines")}
        assert all(answer.status_code == 200 for answer in told.values())
        assert "Le Mas" in told["karim"].content.decode() and "Le Mas" not in told["ines"].content.decode()
