"""Somebody leaves for the hospital: presence follows in the banner and the lists, the fil tells it, and she comes back."""

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.dates import at_clock, local, short, today
from liane.kit.door import Refused
from liane.kit.events import deliver
from liane.kit.ids import uuid7
from liane.nomenclatures.stay_lists import absence_motives
from liane.notes.models import Task
from liane.people.models import Record, RecordUnit
from liane.stays.absences.actions import Leave, cancel_absence, change_absence, note_absence, note_return
from liane.stays.absences.ending import end_outlived
from liane.stays.actions import end_stay
from liane.stays.given import Exit
from liane.stays.models import Absence, Stay
from liane.stays.presence import show_presence
from liane.testing import House
from liane.timeline.models import Entry

Browser = Callable[[str], Any]


def sams(house: House) -> Stay:
    return Stay.objects.get(record=house.sam)


def gone(house: House, motive: str = "HOSPITAL", hours: float = 2, **more: Any) -> Absence:
    """Sam has been away for so many hours, as Karim noted it."""
    key = uuid7()
    leave = Leave(motive, timezone.now() - timedelta(hours=hours), **more)
    note_absence(house.actor("karim"), house.sam.pk, sams(house).pk, key, leave)
    return Absence.objects.get(pk=key)


def presence(house: House) -> str:
    return RecordUnit.objects.get(record=house.sam).presence


def test_two_boxes_are_enough_and_everything_follows(house: House, client_of: Browser) -> None:
    stay, karim = sams(house), client_of("karim")
    address = f"/personnes/{house.sam.pk}/accompagnements/{stay.pk}/absence/"
    typed = {
        "id": str(uuid7()),
        "motive": "HOSPITAL",
        "starts_on": short(today()),
        "place": "CH d’Aubagne",
        "starts_hour": "0 h",
    }
    assert karim.post(address, typed).status_code == 303
    assert karim.post(address, typed).status_code == 303  # sent twice
    assert Absence.objects.count() == 1 and presence(house) == "HOSPITAL"
    assert Entry.objects.get(record_id=house.sam.pk, kind="ABSENCE").title == "Départ à l’hôpital"
    assert JournalEntry.objects.filter(kind=Kind.ABSENCE_NOTED).count() == 1
    assert "À l’hôpital" in karim.get(f"/personnes/{house.sam.pk}/").content.decode()
    assert "Samia" not in karim.get("/personnes/").content.decode()  # the list of who is there
    page = karim.get(f"/personnes/{house.sam.pk}/absences/").content.decode()
    assert "CH d’Aubagne" in page and "Pas de repas depuis" in page and "Noter le retour" in page


@pytest.mark.parametrize("motive", sorted(absence_motives()))
def test_each_motive_shows_its_presence_and_its_words(house: House, motive: str) -> None:
    gone(house, motive)
    known = absence_motives()[motive]
    assert presence(house) == known.presence
    assert Entry.objects.get(kind="ABSENCE").title == known.leaving


def test_coming_back_makes_her_present_and_asks_for_a_note_after_the_hospital(house: House, client_of: Browser) -> None:
    absence = gone(house, hours=90)
    typed = {"back_on": short(today()), "back_hour": "0 h", "version": absence.version}
    address = f"/personnes/{house.sam.pk}/absences/{absence.pk}/retour/"
    assert "note de retour" in client_of("karim").get(address).content.decode()
    assert client_of("karim").post(address, typed).status_code == 303
    assert presence(house) == "PRESENT"
    assert Entry.objects.filter(kind="ABSENCE", title="De retour de l’hôpital").count() == 1
    payload = {
        "absence_id": str(absence.pk), "stay_id": str(absence.stay_id), "record_id": str(house.sam.pk),
        "unit_id": str(house.units["mimosa"].pk), "motive": "HOSPITAL", "asks_note": "oui",
        "author_id": str(house.practitioner("karim").pk),
    }  # fmt: skip
    for _ in range(2):  # heard twice
        deliver("stays.absence_ended", str(house.deux_rives.pk), payload)
    assert "note de retour" in Task.objects.get(record_id=house.sam.pk).label
    assert client_of("karim").post(address, typed).status_code == 303  # sent again


def test_a_week_end_asks_for_no_note(house: House) -> None:
    deliver(
        "stays.absence_ended", str(house.deux_rives.pk),
        {"absence_id": str(uuid7()), "stay_id": str(uuid7()), "record_id": str(house.sam.pk), "unit_id": str(uuid7()),
         "motive": "FAMILY", "asks_note": "", "author_id": str(house.practitioner("karim").pk)},
    )  # fmt: skip
    assert not Task.objects.exists()


@pytest.mark.parametrize(("hours", "long"), [(71.9, False), (72.1, True)])
def test_beyond_72_hours_it_is_said(house: House, client_of: Browser, hours: float, long: bool) -> None:
    assert gone(house, hours=hours).is_long(timezone.now()) is long
    page = client_of("karim").get(f"/personnes/{house.sam.pk}/absences/").content.decode()
    assert ("R314-204" in page) is long


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"starts_on": "31/02/2026"}, "Le 31/02 n’existe pas"),
        ({"motive": "<b>"}, "Choisissez pourquoi."),
        ({"starts_hour": "25 h"}, "Écrivez l’heure comme ceci"),
        ({"starts_on": "01/01/2000"}, "pas encore entrée"),
        ({"expected_on": short(today() - timedelta(days=3))}, "Le retour attendu est avant le départ"),
        ({"back_on": short(today() + timedelta(days=3))}, "Ce retour est à venir"),
        ({"back_on": short(today() - timedelta(days=3))}, "Le retour est avant le départ"),
        ({"phone": "pas un numéro"}, "Écrivez le numéro avec des chiffres"),
        ({"note": "x" * 100_000}, "La limite est de 300"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(
    house: House, client_of: Browser, changes: dict[str, str], sentence: str
) -> None:
    address = f"/personnes/{house.sam.pk}/accompagnements/{sams(house).pk}/absence/"
    typed = {"motive": "HOSPITAL", "starts_on": short(today()), "starts_hour": "0 h", "kitchen": "panier", **changes}
    answer = client_of("karim").post(address, typed)
    page = answer.content.decode()
    assert answer.status_code == 422 and sentence in page and "panier" in page
    assert not Absence.objects.exists() and presence(house) == "PRESENT"


def test_nobody_is_away_twice_at_once(house: House) -> None:
    gone(house, hours=48)
    with pytest.raises(Refused, match="déjà notée"):
        gone(house, "FAMILY", hours=1)
    with pytest.raises(IntegrityError, match="absence_one_open"), transaction.atomic():
        Absence.objects.create(
            organization_id=house.deux_rives.pk,
            stay=sams(house),
            motive="SICK",
            starts_at=timezone.now(),
            author_name="x",
        )


def test_an_absence_noted_afterwards_fits_between_two_others(house: House) -> None:
    now = timezone.now()
    gone(house, hours=100, ends_at=now - timedelta(hours=90))
    gone(house, "FAMILY", hours=80, ends_at=now - timedelta(hours=70))
    with pytest.raises(Refused, match="déjà notée"):
        gone(house, "SICK", hours=95, ends_at=now - timedelta(hours=85))
    gone(house, "SICK", hours=89, ends_at=now - timedelta(hours=81))
    assert presence(house) == "PRESENT" and Absence.objects.count() == 3


def test_what_was_noted_by_mistake_is_struck_with_its_reason_and_never_erased(house: House, client_of: Browser) -> None:
    absence = gone(house)
    address = f"/personnes/{house.sam.pk}/absences/{absence.pk}/annuler/"
    assert client_of("karim").post(address, {"reason": "", "version": 1}).status_code == 422
    assert client_of("karim").post(address, {"reason": "autre personne", "version": 1}).status_code == 303
    assert presence(house) == "PRESENT"
    page = client_of("karim").get(f"/personnes/{house.sam.pk}/absences/").content.decode()
    assert "Annulée : autre personne" in page and "Noter le retour" not in page
    assert "annulé, autre personne" in Entry.objects.get(kind="ABSENCE").title
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        absence.delete()


def test_a_correction_over_a_newer_version_shows_both(house: House, client_of: Browser) -> None:
    absence = gone(house)
    leave = Leave("HOSPITAL", absence.starts_at, place="CHU")
    change_absence(house.actor("maud"), house.sam.pk, absence.pk, leave, version=1)
    typed = {
        "motive": "FAMILY",
        "starts_on": short(local(absence.starts_at)),
        "starts_hour": "0 h",
        "place": "Chez sa mère",
        "version": 1,
    }
    page = client_of("karim").post(f"/personnes/{house.sam.pk}/absences/{absence.pk}/", typed).content.decode()
    assert "Maud Lefort a modifié" in page and "CHU" in page and "Chez sa mère" in page
    assert Absence.objects.get().place == "CHU"


def test_an_absence_to_come_leaves_her_present_until_its_hour(house: House) -> None:
    absence = gone(house, "HOLIDAY", hours=-24)
    assert presence(house) == "PRESENT"
    Absence.objects.filter(pk=absence.pk).update(starts_at=timezone.now() - timedelta(minutes=1))  # the clock has run
    show_presence(sams(house))
    assert presence(house) == "ABSENT"


def test_only_the_team_of_the_stay_notes_its_absences(house: House, client_of: Browser) -> None:
    absence, stay = gone(house), sams(house)
    house.stay(house.sam, "savs", since=house.sam.opened_at)
    base = f"/personnes/{house.sam.pk}/"
    for slug in ("helene", "farid", "fatou"):  # helene follows her too, for the SAVS
        for tail in (
            f"accompagnements/{stay.pk}/absence/",
            *(f"absences/{absence.pk}/{end}" for end in ("", "retour/", "annuler/")),
        ):
            assert client_of(slug).get(base + tail).status_code in (403, 404)
            assert client_of(slug).post(base + tail, {"reason": "x", "version": 1}).status_code in (403, 404)
    absence.refresh_from_db()
    assert absence.cancelled_at is None


def test_an_absence_in_a_discreet_facility_is_not_told_to_others(house: House, client_of: Browser) -> None:
    stay = house.stay(house.sam, "csapa", since=house.sam.opened_at)
    Absence.objects.create(
        organization_id=house.deux_rives.pk, stay=stay, motive="OTHER", starts_at=timezone.now(), author_name="x",
        place="Cure à Marseille",
    )  # fmt: skip
    for page in ("absences/", "essentiel/", ""):
        assert "Cure à Marseille" not in client_of("karim").get(f"/personnes/{house.sam.pk}/{page}").content.decode()


def test_the_same_return_and_the_same_cancellation_again_change_nothing(house: House) -> None:
    karim, absence, now = house.actor("karim"), gone(house), timezone.now()
    note_return(karim, house.sam.pk, absence.pk, now, version=1)
    note_return(karim, house.sam.pk, absence.pk, now, version=1)
    cancel_absence(karim, house.sam.pk, absence.pk, "erreur", version=2)
    cancel_absence(karim, house.sam.pk, absence.pk, "erreur", version=2)
    assert Absence.objects.get().version == 3


def test_who_may_not_know_where_a_protected_person_is_corrects_the_rest_and_erases_nothing(
    house: House, client_of: Browser
) -> None:
    words = {
        "place": "Clinique des Pins",
        "phone": "04 91 00 00 09",
        "note": "Chez Ana.",
        "kitchen": "Livrer rue des Pins.",
    }
    absence = gone(house, **words)
    Record.objects.filter(pk=house.sam.pk).update(is_protected=True)
    address = f"/personnes/{house.sam.pk}/absences/{absence.pk}/"
    maud = client_of("maud")  # she reads no social part
    page = maud.get(address).content.decode()
    assert not any(f'name="{name}"' in page or word in page for name, word in words.items())
    typed = {"motive": "FAMILY", "starts_on": short(local(absence.starts_at)), "note": "Rien.", "version": 1}
    assert maud.post(address, {**typed, "starts_hour": "0 h"}).status_code == 303
    late = maud.post(address, {**typed, "starts_hour": "0 h", "motive": "OTHER"})
    assert late.status_code == 422 and "Clinique" not in late.content.decode()  # two versions, without the place
    absence.refresh_from_db()
    assert {name: getattr(absence, name) for name in words} == words and absence.motive == "FAMILY"
    assert "Clinique des Pins" in client_of("karim").get(address).content.decode()


def test_an_exit_written_in_advance_does_not_keep_her_from_coming_back(house: House, client_of: Browser) -> None:
    absence, sophie = gone(house, hours=30), house.actor("sophie")
    last_day = today() + timedelta(days=3)
    end_stay(sophie, house.sam.pk, absence.stay_id, Exit(last_day, "ESMS"), version=sams(house).version)
    absence.refresh_from_db()
    assert absence.ends_at is None and presence(house) == "HOSPITAL"
    typed = {"back_on": short(today()), "back_hour": "0 h", "version": absence.version}
    page = f"/personnes/{house.sam.pk}/absences/{absence.pk}/retour/"
    assert client_of("karim").post(page, typed).status_code == 303
    assert presence(house) == "PRESENT"
    assert Entry.objects.filter(kind="ABSENCE", title="De retour de l’hôpital").count() == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE args ->> 'name' = 'stays.absence_ended'")
        assert cursor.fetchone()[0] == 1


def test_a_last_day_written_in_advance_ends_the_absence_when_it_is_over(house: House) -> None:
    absence, sophie = gone(house, hours=30), house.actor("sophie")
    end_stay(sophie, house.sam.pk, absence.stay_id, Exit(today(), "ESMS"), version=sams(house).version)
    assert end_outlived() == 0
    yesterday = today() - timedelta(days=1)
    Stay.objects.filter(pk=absence.stay_id).update(ends_on=yesterday)  # the night has passed
    assert end_outlived() == 1 and end_outlived() == 0
    absence.refresh_from_db()
    assert absence.ends_at == at_clock(today(), time())


def test_another_unit_that_accompanies_her_knows_that_she_is_away_and_nothing_of_what_was_noted(
    house: House, client_of: Browser
) -> None:
    gone(house, "RUNAWAY", hours=900, ends_at=timezone.now() - timedelta(hours=800), note="Retrouvée chez Paul.")
    gone(
        house,
        hours=100,
        place="Clinique des Pins",
        note="Malaise.",
        kitchen="Sans sel au retour.",
        phone="04 91 00 00 09",
    )
    house.stay(house.sam, "savs", since=house.sam.opened_at)
    base, words = (
        f"/personnes/{house.sam.pk}/",
        ("Clinique", "Malaise", "Sans sel", "04 91 00 00 09", "ugue, sans", "Retrouvée"),
    )
    for page in ("", "essentiel/", "absences/"):
        helene = client_of("helene").get(base + page).content.decode()
        assert not [word for word in words if word in helene], page
        assert "ospitalisation du" not in helene and "Hospitalisation depuis" not in helene
    assert "Absence depuis" in client_of("helene").get(f"{base}essentiel/").content.decode()
    mine = client_of("karim").get(f"{base}absences/").content.decode()
    assert all(word in mine for word in words) and "hospitalisation du" in client_of("karim").get(base).content.decode()
