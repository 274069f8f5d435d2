"""The hand-over: since my own last passage, nights across midnight and both clock changes."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.door import NotVisible
from liane.kit.ids import uuid7
from liane.notes.actions.handover import check_round, give_over, take_over
from liane.notes.models import Handover, Note, RoundCheck, Takeover
from liane.notes.queries.handover import opening
from liane.notes.views.handover_sheet import CARDS_PER_PAGE, _title
from liane.organizations.queries import shift_on
from liane.testing import House, asked

Write = Callable[..., Note]
PARIS = ZoneInfo("Europe/Paris")
NIGHT = ("Nuit", time(21), time(7))


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 11, 23), 10), (date(2026, 3, 28), 9), (date(2026, 10, 24), 11)],
    ids=["ordinary", "to summer time", "to winter time"],
)
def test_a_night_spans_midnight_and_the_clock_changes(day: date, hours: int) -> None:
    night = shift_on(day, *NIGHT)
    assert night.period.duration == timedelta(hours=hours)
    assert datetime.combine(day + timedelta(days=1), time(2, 30), PARIS) in night.period
    assert night.period.end is not None and night.period.end.astimezone(PARIS).hour == 7


def test_at_two_in_the_morning_it_is_still_the_night_that_began_the_day_before(house: House) -> None:
    night = datetime(2026, 11, 24, 2, 0, tzinfo=PARIS)
    with time_machine.travel(night, tick=False):
        frame = opening(house.actor("ines"), house.units["mimosa"].pk)
        running = frame.shift_at(timezone.now())
    assert running is not None and running.name == "Nuit"
    assert running.period.start.astimezone(PARIS).date() == date(2026, 11, 23)


def test_the_reading_starts_at_my_own_last_passage(house: House) -> None:
    unit, now = house.units["mimosa"].pk, timezone.now()
    before = opening(house.actor("maud"), unit).since(now)
    taken = take_over(house.actor("maud"), uuid7(), unit, since=before)
    assert opening(house.actor("maud"), unit).since(timezone.now()) == taken.taken_at
    assert opening(house.actor("karim"), unit).since(now) == before  # somebody else's passage is not mine


def test_taking_over_twice_counts_once_and_says_what_is_left(house: House, write: Write) -> None:
    write("ines", level=1)
    key, unit = uuid7(), house.units["mimosa"].pk
    for _ in range(2):
        taken = take_over(house.actor("karim"), key, unit, since=timezone.now())
    assert taken.unread == 1
    assert Takeover.objects.count() == JournalEntry.objects.filter(kind=Kind.HANDOVER_TAKEN).count() == 1


@pytest.mark.parametrize("slug", ["farid", "helene", "marc", "admin"])
def test_nobody_takes_over_a_team_that_is_not_hers(house: House, slug: str) -> None:
    with pytest.raises(NotVisible):
        take_over(house.actor(slug), uuid7(), house.units["mimosa"].pk, since=timezone.now())


def test_the_page_shows_urgent_first_then_what_to_read(house: House, write: Write) -> None:
    write("ines", level=1, text="À lire tranquillement.")
    write("ines", level=2, text="Chute à 5 h 20.")
    write("ines", text="Pour information seulement.")
    page = house.client("maud").get("/releve/?unite=" + str(house.units["mimosa"].pk)).content.decode()
    places = [page.index(words) for words in ("Chute à 5 h 20", "À lire tranquillement", "Pour information seulement")]
    assert places == sorted(places)
    assert "J’ai pris la relève" in page


def test_without_script_reading_comes_back_to_the_hand_over(house: House, write: Write) -> None:
    note, back = write("ines", level=1), f"/releve/?unite={house.units['mimosa'].pk}"
    maud = house.client("maud")
    assert f'name="next" value="{back}"' in maud.get(back).content.decode()
    assert maud.post(f"/ecrits/{note.thread_id}/lu/", {"next": back})["Location"] == back


def test_the_word_of_the_night_and_the_rounds_reach_the_morning(house: House) -> None:
    ines, unit = house.client("ines"), str(house.units["mimosa"].pk)
    key = str(uuid7())
    assert (
        ines.post("/releve/transmettre/", {"id": key, "unit": unit, "word": "Nuit calme à partir de 4 h."}).status_code
        == 303
    )
    seen = f"{house.sam.pk}_{uuid7()}"
    assert ines.post("/releve/passage/", {"unit": unit, "seen": seen, "remark": "a dormi"}).status_code == 303
    page = house.client("karim").get(f"/releve/?unite={unit}").content.decode()
    assert "Nuit calme à partir de 4 h." in page
    assert "a dormi" in page
    assert Handover.objects.get().author_name == "Inès Roche"
    assert RoundCheck.objects.get().record_id == house.sam.pk


def test_a_round_cannot_name_somebody_of_another_unit(house: House) -> None:
    other = house.person("Jean Petit", "acacia")
    ines, mimosa = house.actor("ines"), house.units["mimosa"].pk
    with pytest.raises(NotVisible):
        check_round(ines, {other.pk: uuid7()}, mimosa)
    assert not RoundCheck.objects.exists()


def test_giving_over_is_traced_and_harmless_twice(house: House) -> None:
    unit, key = house.units["mimosa"].pk, uuid7()
    shift = opening(house.actor("ines"), unit).shifts[0]
    for _ in range(2):
        give_over(house.actor("ines"), key, unit, shift, word="Rien.")
    assert Handover.objects.count() == JournalEntry.objects.filter(kind=Kind.HANDOVER_GIVEN).count() == 1


def test_the_hand_over_costs_at_most_ten_queries(house: House, write: Write) -> None:
    for level in (0, 1, 2, 1, 0):
        write("ines", level=level, observation="Vu : « oui ».", action="Rien.")
    client, unit = house.client("maud"), house.units["mimosa"].pk
    assert len(asked(client, f"/releve/?unite={unit}")) <= 10


def test_somebody_back_from_leave_is_told_that_more_follows_and_reaches_it(house: House, write: Write) -> None:
    titles = [f"Écrit {turn} attendu" for turn in range(CARDS_PER_PAGE + 2)]
    for title in titles:
        write("ines", level=1, text=f"{title} ici, à lire.")
    client, unit = house.client("maud"), house.units["mimosa"].pk
    first = client.get(f"/releve/?unite={unit}").content.decode()
    assert f"{len(titles)} écrits vous attendent, cette page en montre {CARDS_PER_PAGE}" in first
    assert f"Il vous reste {len(titles)} transmissions à lire." in first
    following = re.search(r'href="([^"]*apres=[^"]*)" rel="next"', first)
    assert following
    second = client.get(following[1].replace("&amp;", "&")).content.decode()
    shown = [sum(f"{title} ici" in page for title in titles) for page in (first, second)]
    assert shown == [CARDS_PER_PAGE, 2]
    assert "revenir au début" in second and "Ce n’est pas tout" not in second
    assert "pour information" not in first, "what waits on the next page is not «pour information» on this one"
    paper = client.get(f"/releve/imprimer/?unite={unit}").content.decode()
    assert "cette feuille en montre" in paper and "Imprimer la suite" in paper


def test_the_print_keeps_the_names_and_says_who_printed(house: House, write: Write) -> None:
    write("ines", level=1, text="À lire.")
    page = house.client("maud").get(f"/releve/imprimer/?unite={house.units['mimosa'].pk}").content.decode()
    assert "Samia Belkacem" in page and "Imprimé par Maud Lefort" in page
    assert JournalEntry.objects.filter(kind=Kind.HANDOVER_PRINTED).count() == 1


def test_at_one_in_the_morning_the_afternoon_handed_over_was_yesterday() -> None:
    night = datetime(2026, 11, 26, 1, 4, tzinfo=PARIS)
    afternoon = shift_on(date(2026, 11, 25), "Après-midi", time(14), time(21))
    assert _title(afternoon, night)[1].startswith("Mercredi 25 novembre, après-midi de 14")
    morning = datetime(2026, 11, 26, 7, 5, tzinfo=PARIS)
    assert _title(shift_on(date(2026, 11, 25), *NIGHT), morning)[1].startswith("Jeudi 26 novembre, nuit de 21")
