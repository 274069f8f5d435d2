"""A stay opens the record to its team, follows what happens, and closes it; the door, the fil and the journal agree."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.dates import short, today
from liane.kit.ids import uuid7
from liane.notes.actions.writing import write_note
from liane.notes.drafts import Draft
from liane.people.models import RecordUnit
from liane.stays.models import Stay
from liane.testing import House
from liane.timeline.models import Entry

Browser = Callable[[str], Any]


def base(house: House) -> str:
    """Address of Sam’s stays."""
    return f"/personnes/{house.sam.pk}/accompagnements/"


def opening(house: House, unit: str = "acacia", **changes: Any) -> dict[str, Any]:
    """What Sophie types to open a stay."""
    typed = {
        "id": str(uuid7()),
        "unit": str(house.units[unit].pk),
        "starts_on": short(today()),
        "place": "7",
        "mode": "DAY",
    }
    return {**typed, **changes}


def test_a_stay_opens_the_record_to_one_more_team(house: House, client_of: Browser) -> None:
    house.hire("noe", "aes", "acacia")
    address = f"/personnes/{house.sam.pk}/essentiel/"
    assert client_of("noe").get(address).status_code == 403
    typed = opening(house)
    assert client_of("sophie").post(f"{base(house)}ouvrir/", typed).status_code == 303
    assert client_of("sophie").post(f"{base(house)}ouvrir/", typed).status_code == 303  # sent twice
    assert Stay.objects.filter(unit=house.units["acacia"]).count() == 1
    assert RecordUnit.objects.filter(unit=house.units["acacia"], place="7").count() == 1
    assert JournalEntry.objects.filter(record_id=house.sam.pk, kind=Kind.STAY_OPENED).count() == 1
    assert Entry.objects.filter(record_id=house.sam.pk, kind="STAY").count() == 1
    page = client_of("noe").get(address).content.decode()
    assert "Unité Acacia, chambre 7" in page
    assert "Accueil de jour" in page


def test_the_same_unit_does_not_open_two_stays_at_once(house: House, client_of: Browser) -> None:
    answer = client_of("sophie").post(f"{base(house)}ouvrir/", opening(house, "mimosa"))
    assert answer.status_code == 422
    assert "Cette unité l’accompagne déjà depuis le" in answer.content.decode()


def test_a_unit_of_others_is_not_a_choice(house: House, client_of: Browser) -> None:
    answer = client_of("sophie").post(f"{base(house)}ouvrir/", opening(house, "savs"))
    assert answer.status_code == 422
    assert "Choisissez l’unité qui l’accompagne." in answer.content.decode()


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("starts_on", "31/02/2026", "Le 31/02 n’existe pas"),
        ("starts_on", "01/01/9999", "trop lointaine"),
        ("starts_on", "01/01/0001", "trop ancienne"),
        ("starts_on", "", "Écrivez la date d’entrée."),
        ("place", "x" * 1_000_000, "La limite est de 60"),
        ("mode", "<b>", "Choisissez le mode d’accueil."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(
    house: House, client_of: Browser, field: str, typed: str, sentence: str
) -> None:
    answer = client_of("sophie").post(f"{base(house)}ouvrir/", opening(house, **{field: typed}))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Stay.objects.filter(record=house.sam).count() == 1
    assert not JournalEntry.objects.filter(kind=Kind.STAY_OPENED).exists()


def change(stay: Stay, **changes: Any) -> dict[str, Any]:
    """The form of a stay as Sophie sends it back."""
    typed = {"place": "12", "mode": stay.mode, "starts_on": short(stay.starts_on), "version": stay.version}
    return {**typed, **changes}


def test_a_stale_stay_shows_both_versions(house: House, client_of: Browser) -> None:
    stay = Stay.objects.get(record=house.sam)
    client_of("sophie").post(f"{base(house)}{stay.pk}/", change(stay))
    late = client_of("nicole").post(f"{base(house)}{stay.pk}/", change(stay, place="14", mode="DAY"))
    page = late.content.decode()
    assert late.status_code == 422
    assert "Sophie Marchal a modifié cette fiche" in page
    assert "14" in page
    assert Stay.objects.get(pk=stay.pk).place == "12"
    assert client_of("nicole").post(f"{base(house)}{stay.pk}/", change(stay)).status_code == 303  # the same twice


def leaving(stay: Stay, ends_on: date) -> dict[str, Any]:
    """The form of an exit."""
    return {"ends_on": short(ends_on), "exit_mode": "HOME", "version": stay.version}


def test_the_day_after_the_last_day_the_record_is_closed(house: House, client_of: Browser) -> None:
    stay, client = Stay.objects.get(record=house.sam), client_of("sophie")
    address = f"{base(house)}{stay.pk}/terminer/"
    assert "le dossier sera fermé" in client.get(address).content.decode()
    typed = leaving(stay, today() - timedelta(days=1))
    assert client.post(address, typed)["Location"] == "/personnes/"
    assert Stay.objects.get(pk=stay.pk).ends_on == today() - timedelta(days=1)
    assert client_of("karim").get(f"/personnes/{house.sam.pk}/essentiel/").status_code == 404
    assert JournalEntry.objects.filter(record_id=house.sam.pk, kind=Kind.STAY_ENDED).count() == 1


def test_until_the_evening_of_the_last_day_the_team_still_reads(house: House, client_of: Browser) -> None:
    stay = Stay.objects.get(record=house.sam)
    typed = leaving(stay, today())
    assert client_of("sophie").post(f"{base(house)}{stay.pk}/terminer/", typed).status_code == 303
    assert client_of("karim").get(f"/personnes/{house.sam.pk}/essentiel/").status_code == 200


def test_nobody_leaves_before_having_come(house: House, client_of: Browser) -> None:
    stay = Stay.objects.get(record=house.sam)
    typed = leaving(stay, stay.starts_on - timedelta(days=1))
    answer = client_of("sophie").post(f"{base(house)}{stay.pk}/terminer/", typed)
    assert answer.status_code == 422
    assert "la sortie ne peut pas être avant" in answer.content.decode()


def test_only_who_may_changes_a_stay(house: House, client_of: Browser) -> None:
    stay = Stay.objects.get(record=house.sam)
    for slug, expected in (("karim", {403, 404}), ("helene", {403, 404}), ("farid", {404})):
        for tail in ("ouvrir/", f"{stay.pk}/", f"{stay.pk}/terminer/"):
            assert client_of(slug).get(base(house) + tail).status_code in expected
            assert client_of(slug).post(base(house) + tail, change(stay)).status_code in expected
    assert Stay.objects.get(pk=stay.pk).version == stay.version


def test_a_stay_in_a_discreet_facility_is_not_named_to_others(house: House, client_of: Browser) -> None:
    house.stay(house.sam, "csapa", since=house.sam.opened_at)
    page = client_of("karim").get(f"/personnes/{house.sam.pk}/essentiel/").content.decode()
    assert "La Source" not in page


def test_somebody_who_had_left_is_recognised_and_welcomed_back(house: House, client_of: Browser) -> None:
    stay = Stay.objects.get(record=house.sam)
    ended = leaving(stay, today() - timedelta(days=30))
    nicole = client_of("nicole")
    nicole.post(f"{base(house)}{stay.pk}/terminer/", ended)
    typed = {"etape": "chercher", "birth_date": "12/03/1992", "birth_name": "Belkacem", "first_names": "Samia"}
    page = nicole.post("/personnes/nouvelle/", typed).content.decode()
    assert f"Déjà accompagnée ici, jusqu’au {short(today() - timedelta(days=30))}" in page
    assert f"{base(house)}retour/" in page
    assert "Samia Belkacem" in nicole.get(f"{base(house)}retour/").content.decode()
    back = opening(house, "mimosa")
    assert nicole.post(f"{base(house)}retour/", back).status_code == 303
    assert nicole.post(f"{base(house)}retour/", back).status_code == 303  # sent twice
    assert Stay.objects.filter(record=house.sam).count() == 2
    assert client_of("karim").get(f"/personnes/{house.sam.pk}/essentiel/").status_code == 200


def test_only_a_unit_that_accompanied_her_welcomes_her_back(house: House, client_of: Browser) -> None:
    stay = Stay.objects.get(record=house.sam)
    assert client_of("sophie").get(f"{base(house)}retour/").status_code == 404  # she has not left
    ended = leaving(stay, today() - timedelta(days=30))
    client_of("sophie").post(f"{base(house)}{stay.pk}/terminer/", ended)
    house.hire("lea", "chef_de_service", "savs")
    for slug in ("lea", "karim", "farid"):
        assert client_of(slug).get(f"{base(house)}retour/").status_code == 404
        assert client_of(slug).post(f"{base(house)}retour/", opening(house, "savs")).status_code == 404
    early = opening(house, "mimosa", starts_on=short(today() - timedelta(days=60)))
    assert client_of("sophie").post(f"{base(house)}retour/", early).status_code == 422


def test_the_secretary_who_opens_a_stay_reads_her_line_and_is_told_of_no_other(
    house: House, client_of: Browser
) -> None:
    page = f"/personnes/{house.sam.pk}/"
    assert client_of("nicole").post(f"{base(house)}ouvrir/", opening(house)).status_code == 303
    text = client_of("nicole").get(page).content.decode()
    assert "Début de l’accompagnement" in text and "D’autres écrits existent" not in text
    write_note(house.actor("karim"), house.sam.pk, uuid7(), Draft(text="Bus seule", unit_id=house.units["mimosa"].pk))
    text = client_of("nicole").get(page).content.decode()
    assert "accompagnement (Mimosa)" in text and "accompagnement (Acacia)" not in text and "Bus seule" not in text


def going(on: date, mode: str, version: int = 1) -> dict[str, Any]:
    return {"ends_on": short(on), "exit_mode": mode, "version": version}


def test_a_death_is_written_once_for_the_stay_and_for_her_identity(house: House, client_of: Browser) -> None:
    stay = Stay.objects.get(record=house.sam)
    page = f"{base(house)}{stay.pk}/terminer/"
    for _ in range(2):  # sent twice
        answer = client_of("sophie").post(page, going(today(), "DEATH", stay.version))
        assert answer.status_code == 303
    house.sam.person.refresh_from_db()
    assert house.sam.person.death_date == today()
    changed = JournalEntry.objects.filter(record_id=house.sam.pk, kind=Kind.RECORD_CHANGED)
    assert changed.count() == 1


@pytest.mark.parametrize(
    ("died", "ends", "mode", "sentence"),
    [
        (5, 3, "DEATH", "Sa fiche d’identité dit un décès le"),
        (5, 3, "HOME", "avant cette sortie"),
        (None, -2, "DEATH", "ne s’écrit pas à l’avance"),
    ],
)
def test_a_death_that_contradicts_what_is_known_is_refused_and_nothing_is_written(
    house: House, client_of: Browser, died: int | None, ends: int, mode: str, sentence: str
) -> None:
    stay = Stay.objects.get(record=house.sam)
    known = today() - timedelta(days=died) if died else None
    type(house.sam.person).objects.filter(pk=house.sam.person_id).update(death_date=known)
    address = f"{base(house)}{stay.pk}/terminer/"
    answer = client_of("sophie").post(address, going(today() - timedelta(days=ends), mode, stay.version))
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert Stay.objects.get(pk=stay.pk).ends_on is None
    house.sam.person.refresh_from_db()
    assert house.sam.person.death_date == known


def test_she_died_after_having_left_says_nothing_against_her_exit(house: House, client_of: Browser) -> None:
    stay = Stay.objects.get(record=house.sam)
    type(house.sam.person).objects.filter(pk=house.sam.person_id).update(death_date=today())
    address = f"{base(house)}{stay.pk}/terminer/"
    answer = client_of("sophie").post(address, going(today() - timedelta(days=3), "HOSPITAL", stay.version))
    assert answer.status_code == 303


def test_the_room_of_a_protected_person_is_corrected_by_who_may_not_read_where_she_comes_from(house: House) -> None:
    ida = house.person("Ida Cachée", "mimosa", is_protected=True)
    stay = Stay.objects.get(record=ida)
    page = house.client("nicole").get(f"/personnes/{ida.pk}/accompagnements/{stay.pk}/")
    assert (
        page.status_code == 200
        and 'name="place"' in page.content.decode()
        and 'name="origin"' not in page.content.decode()
    )
