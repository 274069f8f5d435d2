"""«J’ai lu» is explicit, counted once, and may be taken back for ten seconds."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from liane.access.models import Role
from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.door import NotVisible, Refused
from liane.notes import wiring
from liane.notes.actions.reading import lower_level, mark_read, unmark_read
from liane.notes.actions.writing import cancel_note
from liane.notes.models import Level, Note, Reading
from liane.notes.queries.handover import waiting
from liane.notes.queries.home import counters, news
from liane.people.models import RecordUnit
from liane.testing import House, asked

Write = Callable[..., Note]


def test_reading_twice_is_reading_once(house: House, write: Write) -> None:
    note = write("ines", level=1)
    first = mark_read(house.actor("karim"), note.pk).read_at
    assert mark_read(house.actor("karim"), note.pk).read_at == first
    assert Reading.objects.filter(thread_id=note.pk, read_at__isnull=False).count() == 1


def test_opening_the_fil_marks_nothing_as_read(house: House, write: Write) -> None:
    note = write("ines", level=1)
    page = house.client("karim").get(f"/personnes/{house.sam.pk}/").content.decode()
    assert "J’ai lu" in page
    assert not Reading.objects.filter(thread_id=note.pk, read_at__isnull=False).exists()


def test_it_may_be_taken_back_for_ten_seconds_only(house: House, write: Write) -> None:
    note = write("ines", level=1)
    mark_read(house.actor("karim"), note.pk)
    unmark_read(house.actor("karim"), note.pk)
    assert Reading.objects.get(thread_id=note.pk, practitioner=house.practitioner("karim")).read_at is None
    mark_read(house.actor("karim"), note.pk)
    with time_machine.travel(timezone.now() + timedelta(seconds=20), tick=False), pytest.raises(Refused):
        unmark_read(house.actor("karim"), note.pk)


def test_the_author_sees_who_has_read(house: House, write: Write) -> None:
    note = write("karim", level=1)
    maud = house.client("maud")
    answer = maud.post(f"/ecrits/{note.pk}/lu/", headers={"HX-Request": "true"})
    assert answer.status_code == 200 and "Annuler" in answer.content.decode()
    page = house.client("karim").get(f"/personnes/{house.sam.pk}/").content.decode()
    assert "Lu par 1 personne sur" in page and "Maud Lefort" in page


def test_who_does_not_read_this_part_does_not_mark_it(house: House, write: Write) -> None:
    note = write("ines", volet="CARE", level=1)
    with pytest.raises(NotVisible):
        mark_read(house.actor("karim"), note.pk)
    assert not Reading.objects.filter(practitioner=house.practitioner("karim")).exists()


def test_against_noise_the_author_lowers_in_one_gesture(house: House, write: Write) -> None:
    note = write("ines", level=1)
    with pytest.raises(Refused):
        lower_level(house.actor("karim"), note.pk)
    lower_level(house.actor("ines"), note.pk)
    assert not Reading.objects.filter(thread_id=note.pk, is_expected=True).exists()


def test_an_urgent_writing_left_unread_goes_to_the_head_of_service(house: House, write: Write) -> None:
    note = write("ines", volet="SUPPORT", level=2)
    Reading.objects.filter(thread_id=note.pk).delete()
    wiring.show_to_the_service(str(note.pk))
    shown = Reading.objects.get(thread_id=note.pk, practitioner=house.practitioner("sophie"))
    assert (shown.level, shown.is_expected) == (Level.URGENT, True)
    assert JournalEntry.objects.filter(kind=Kind.NOTE_ESCALATED).count() == 1


def test_an_urgent_writing_that_was_read_stays_in_the_team(house: House, write: Write) -> None:
    note = write("ines", volet="SUPPORT", level=2)
    mark_read(house.actor("karim"), note.pk)
    Reading.objects.filter(thread_id=note.pk, practitioner=house.practitioner("sophie")).delete()
    wiring.show_to_the_service(str(note.pk))
    assert not Reading.objects.filter(practitioner=house.practitioner("sophie")).exists()


def test_an_urgent_writing_struck_out_meanwhile_calls_nobody(house: House, write: Write) -> None:
    note = write("ines", volet="SUPPORT", level=2)
    cancel_note(house.actor("ines"), note.pk, reason="Mauvais dossier")
    wiring.show_to_the_service(str(note.pk))
    assert not JournalEntry.objects.filter(kind=Kind.NOTE_ESCALATED).exists()


def test_correcting_a_writing_put_back_for_information_calls_nobody_again(house: House, write: Write) -> None:
    note = write("ines", volet="SUPPORT", level=1)
    lower_level(house.actor("ines"), note.pk)
    page = house.client("ines").get(f"/ecrits/{note.pk}/corriger/").content.decode()
    assert '<input type="hidden" name="level" value="0">' in page


def test_what_waits_about_somebody_who_has_left_waits_no_longer(house: House, write: Write) -> None:
    write("ines", volet="SUPPORT", level=1)
    karim = house.actor("karim")
    assert (counters(karim).waiting, len(waiting(karim)), len(news(karim).waiting)) == (1, 1, 1)
    RecordUnit.objects.filter(record=house.sam).update(until=timezone.now() - timedelta(minutes=1))
    assert (counters(karim).waiting, len(waiting(karim)), len(news(karim).waiting)) == (0, 0, 0)


def test_what_waits_in_a_volet_taken_away_is_neither_counted_nor_listed(house: House, write: Write) -> None:
    write("ines", volet="CARE", level=1)
    client = house.client("maud")
    maud = house.actor("maud")
    assert (counters(maud).waiting, len(waiting(maud)), len(news(maud).waiting)) == (1, 1, 1)
    assert "1\u00a0écrit vous attend" in client.get("/").content.decode()
    role = Role.objects.get(code="ide")
    Role.objects.filter(pk=role.pk).update(reads=[volet for volet in role.reads if volet != "CARE"])
    maud = house.actor("maud")
    assert (counters(maud).waiting, len(waiting(maud)), news(maud).waiting) == (0, 0, [])
    assert "Rien ne vous attend" in client.get("/").content.decode()


def test_the_record_page_costs_the_same_whatever_its_age(house: House, write: Write) -> None:
    client = house.client("maud")
    for number in range(3):
        write("ines", level=1, text=f"Nuit {number} : « ça va ».")
    young = len(asked(client, f"/personnes/{house.sam.pk}/"))
    assert young <= 10
    for number in range(60):
        write("ines", text=f"Écrit {number}", happened_at=timezone.now() - timedelta(days=number))
    assert len(asked(client, f"/personnes/{house.sam.pk}/")) == young
    page = client.get(f"/personnes/{house.sam.pk}/").content.decode()
    assert page.count("data-mot ") == 30
    assert "Voir les jours d’avant" in page


def test_lowered_it_no_longer_shows_as_to_read(house: House, write: Write) -> None:
    note = write("ines", level=1)
    client = house.client("ines")
    assert "pour-information" in client.get(f"/personnes/{house.sam.pk}/").content.decode()
    assert client.post(f"/ecrits/{note.pk}/pour-information/").status_code == 303
    page = client.get(f"/personnes/{house.sam.pk}/").content.decode()
    assert "pour-information" not in page and "Lu par" not in page


def test_the_menu_counts_a_pile_up_to_a_hundred_and_then_stops(house: House, write: Write) -> None:
    """It is on every page: what it costs there does not grow with the pile. The hand-over behind it counts them all."""

    def counted() -> str:
        page = house.client("maud").get("/personnes/").content.decode()
        return page.split(' class="compte">', 1)[1].split("<", 1)[0]

    for number in range(101):
        write("ines", level=1)
        if number == 98:
            assert counted() == "99"
    assert counted() == "99+"
