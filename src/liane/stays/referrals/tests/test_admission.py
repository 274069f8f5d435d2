"""The admission: its tasks, then person, record, stay, contact, number and papers in one transaction."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from liane.access.enums import Right
from liane.documents.models import Document
from liane.kit.dates import today
from liane.kit.door import NotVisible, Refused, Stale
from liane.kit.ids import uuid7
from liane.nomenclatures.referrals import origins
from liane.people.circle.models import Home
from liane.people.door import open_record
from liane.people.entitlements.models import Entitlement
from liane.people.models import LocalIdentifier, Person, Record, Relative
from liane.stays.actions import end_stay
from liane.stays.given import Exit, Opening
from liane.stays.models import ClockDue, Stay
from liane.stays.referrals.admitting import admit, set_task, steps_of
from liane.stays.referrals.models import AdmissionTask, Notice, Referral, Wish, WishMove
from liane.stays.referrals.notices import receive_text
from liane.stays.referrals.tests.making import ask, go, wish_of
from liane.stays.referrals.writing import link_record
from liane.testing import House


def ready(house: House, name: str = "Lina Roussel", **fields: object) -> Wish:
    return go(house, wish_of(ask(house, name, **fields)), "ADMISSION")


def enter(house: House, wish: Wish, *, by: str = "nicole", unit: str = "mimosa", on: date | None = None) -> Record:
    opening = Opening(house.units[unit].pk, on or today(), "12")
    version = Wish.objects.get(pk=wish.pk).version
    return Record.objects.get(
        pk=admit(house.actor(by), wish.referral_id, wish.pk, uuid7(), opening, version=version).record_id
    )


def test_what_the_request_says_is_not_typed_again(house: House) -> None:
    nicole = house.actor("nicole")
    notice = receive_text(nicole, uuid7(), "Nom : Roussel\nPrénom : Lina")
    wish = ready(
        house, mdph_number="13-2024-004512", contact_name="Claire Roussel", contact_phone="06 98 76 54 32",
        used_name="Petit", sex="F", birth_place="Aubagne", decision_on=date(2026, 9, 14),
    )  # fmt: skip
    notice.referral_id = wish.referral_id
    notice.save()
    record = enter(house, wish)
    person = record.person
    assert (person.birth_name, person.first_names, person.used_name, person.sex) == ("Roussel", "Lina", "Petit", "F")
    assert (person.birth_date, person.birth_place) == (date(2001, 3, 12), "Aubagne")
    stay = Stay.objects.get(record=record)
    assert (stay.unit_id, stay.starts_on, stay.place) == (house.units["mimosa"].pk, today(), "12")
    assert LocalIdentifier.objects.get(person=person).value == "13-2024-004512"
    relative = Relative.objects.get(record=record)
    assert (relative.contact.name, relative.contact.phone) == ("Claire Roussel", "06 98 76 54 32")
    paper = Document.objects.get(record=record)
    assert (paper.kind, paper.dated_on, paper.volet) == ("DECISION", date(2026, 9, 14), "ADMIN")
    wish.refresh_from_db()
    assert (wish.state, wish.stay_id, wish.keep_until) == ("ADMITTED", stay.pk, None)
    assert open_record(house.actor("karim"), record.pk, to=Right.RECORD_READ).id == record.pk


def test_sent_twice_it_is_one_person_and_one_stay(house: House) -> None:
    wish, key = ready(house), uuid7()
    opening = Opening(house.units["mimosa"].pk, today())
    nicole = house.actor("nicole")
    version = Wish.objects.get(pk=wish.pk).version
    once = admit(nicole, wish.referral_id, wish.pk, key, opening, version=version).record_id
    assert admit(nicole, wish.referral_id, wish.pk, key, opening, version=version).record_id == once
    assert Stay.objects.filter(record_id=once).count() == 1
    assert Person.objects.filter(birth_name="Roussel").count() == 1


def test_nothing_is_half_written_when_the_end_refuses(house: House) -> None:
    other = house.person("Paul Autre", "acacia")
    LocalIdentifier.objects.create(
        organization_id=other.organization_id, person=other.person, kind="MDPH", value="13-1"
    )
    wish, people, stays = ready(house, mdph_number="13-1"), Person.objects.count(), Stay.objects.count()
    with pytest.raises(Refused, match="déjà celui d’une autre personne"):
        enter(house, wish)
    assert (Person.objects.count(), Stay.objects.count()) == (people, stays)
    wish.refresh_from_db()
    assert wish.state == "ADMISSION" and Referral.objects.get(pk=wish.referral_id).record_id is None


def test_somebody_followed_elsewhere_in_the_organisme_keeps_one_record(house: House) -> None:
    """From the SESSAD or the IME to the FAM: the unit that receives her opens the record that she has."""
    known = house.person("Lina Roussel", "savs", birth=date(2001, 3, 12))
    wish = ready(house)
    with pytest.raises(NotVisible), transaction.atomic():
        open_record(house.actor("nicole"), known.pk, to=Right.RECORD_READ)
    link_record(house.actor("nicole"), wish.referral_id, known.pk)
    assert enter(house, wish).pk == known.pk
    assert Person.objects.filter(birth_name="Roussel").count() == 1
    assert open_record(house.actor("nicole"), known.pk, to=Right.RECORD_READ).id == known.pk
    assert open_record(house.actor("helene"), known.pk, to=Right.RECORD_READ).id == known.pk


def test_an_entry_that_cannot_be_is_refused_in_words(house: House) -> None:
    wish = ready(house)
    with pytest.raises(Refused, match="reçue le"):
        enter(house, wish, on=today() - timedelta(days=200))
    house.units["acacia"].is_open = False
    house.units["acacia"].save()
    with pytest.raises(Refused, match="fermée"):
        enter(house, wish, unit="acacia")
    with pytest.raises(NotVisible):
        enter(house, wish, unit="garenne")
    with pytest.raises(NotVisible):  # she follows the request; opening a stay is not hers
        house.hire("as", "assistante_sociale", "mimosa")
        enter(house, wish, by="as")


def test_one_is_admitted_only_once_it_is_decided(house: House) -> None:
    wish = wish_of(ask(house))
    with pytest.raises(Refused, match="décidez d’abord"):
        enter(house, wish)
    admitted = ready(house, "Ana Perez")
    enter(house, admitted)
    with pytest.raises(Refused, match="ne peut pas devenir"):
        go(house, admitted, "REFUSED", code="NO_PLACE")


def test_the_tasks_are_those_of_the_sector_in_four_states(house: House) -> None:
    wish, sophie = ready(house), house.actor("sophie")
    codes = [step.code for step in steps_of(wish)]
    assert codes[0] == "orientation" and "contrat" in codes
    set_task(sophie, wish.referral_id, wish.pk, "visite", state="DOING", note="Mardi 14 h", with_her=True, version=0)
    set_task(sophie, wish.referral_id, wish.pk, "visite", state="DOING", note="Mardi 14 h", with_her=True, version=0)
    task = AdmissionTask.objects.get(wish=wish)
    assert (task.state, task.note, task.with_her, task.version) == ("DOING", "Mardi 14 h", True, 1)
    with pytest.raises(Stale, match="Sophie Marchal a noté"):
        set_task(
            house.actor("nicole"), wish.referral_id, wish.pk, "visite", state="DONE", note="", with_her=False, version=0
        )
    with pytest.raises(NotVisible):
        set_task(sophie, wish.referral_id, wish.pk, "mesure", state="DONE", note="", with_her=False, version=0)
    mecs = go(house, wish_of(ask(house, "Tom Petit", "MECS Le Belvédère")), "ADMISSION")
    assert [step.code for step in steps_of(mecs)][0] == "mesure"


def test_the_stay_says_who_asked_when_it_was_decided_and_from_where_she_comes(house: House) -> None:
    wish = ready(
        house, origin="HOSPITAL", origin_name="Hôpital Nord", nss="205031300504233", birth_date=date(2005, 3, 12)
    )
    record = enter(house, wish)
    stay = Stay.objects.get(record=record)
    assert (stay.admitted_on, stay.entry_mode, stay.origin) == (today(), "HOSPITAL", "Hôpital Nord")
    assert stay.asked_by == "Hôpital ou clinique (Hôpital Nord)"
    assert record.person.nss == "205031300504233"


def test_she_may_be_expected_on_a_day_to_come(house: House) -> None:
    record = enter(house, ready(house), on=today() + timedelta(days=20))
    stay = Stay.objects.get(record=record)
    assert (stay.starts_on, stay.planned_starts_on) == (None, today() + timedelta(days=20))


def test_her_address_and_her_orientation_follow_her(house: House) -> None:
    wish = ready(
        house, address="12 rue des Lilas, Aubagne", phone="06 12 34 56 78", email="lina@exemple.fr", decision_on=date(2026, 1, 10),
        ends_on=date(2031, 1, 9), decision_number="D-88", orientation="Foyer d’accueil médicalisé", origin_name="MDPH 13",
    )  # fmt: skip
    record = enter(house, wish)
    home = Home.objects.get(record=record)
    assert (home.household.address, home.household.phone) == ("12 rue des Lilas, Aubagne", "06 12 34 56 78")
    assert home.household.email == "lina@exemple.fr"
    page = house.client("sophie").get(f"/personnes/{record.pk}/entourage/").content.decode()
    assert "mailto:lina@exemple.fr" in page
    right = Entitlement.objects.get(record=record)
    assert (right.kind, right.number, right.expires_on) == ("orientation_adulte", "D-88", date(2031, 1, 9))


def test_what_cannot_follow_her_is_said(house: House) -> None:
    """A director keeps neither the circle nor the rights: her admission stands, and the page says what stays behind."""
    wish = ready(house, contact_name="Claire Roussel", email="lina@exemple.fr", decision_on=date(2026, 1, 10))
    opening = Opening(house.units["mimosa"].pk, today())
    version = Wish.objects.get(pk=wish.pk).version
    done = admit(house.actor("marc"), wish.referral_id, wish.pk, uuid7(), opening, version=version)
    for told in ("Le contact Claire Roussel : reste", "L’orientation : reste", "le courriel : reste"):
        assert told in done.left
    assert Relative.objects.filter(record_id=done.record_id).count() == 0


def test_protected_details_stay_protected_and_out_of_the_parts_that_all_read(house: House) -> None:
    nicole = house.actor("nicole")
    fields = {
        "is_protected": True,
        "address": "3 rue Cachée",
        "phone": "06 12 34 56 78",
        "email": "lina@exemple.fr",
        "contact_name": "Claire Roussel",
    }
    for by, kept in (("nicole", False), ("sophie", True)):
        notice = receive_text(nicole, uuid7(), "Adresse : 3 rue Cachée")
        wish = ready(house, f"Lina {by.title()}", **fields)
        Notice.objects.filter(pk=notice.pk).update(referral_id=wish.referral_id)
        record = enter(house, wish, by=by)
        assert record.is_protected
        assert [paper.volet for paper in Document.objects.filter(record=record)] == (["SOCIAL"] if kept else [])
        assert Home.objects.filter(record=record).exists() is kept
        assert Relative.objects.filter(record=record).exists() is kept


def test_a_request_about_a_protected_person_that_does_not_say_so_tells_no_more(house: House) -> None:
    """She is known here, and protected; the request says nothing of it: what it brings is kept as if it did."""
    known = house.person("Lina Roussel", "acacia", birth=date(2001, 3, 12))
    Record.objects.filter(pk=known.pk).update(is_protected=True)
    notice = receive_text(house.actor("nicole"), uuid7(), "Adresse : 3 rue Cachée")
    wish = ready(house, "Lina Roussel", address="3 rue Cachée", contact_name="Claire Roussel")
    Notice.objects.filter(pk=notice.pk).update(referral_id=wish.referral_id)
    Referral.objects.filter(pk=wish.referral_id).update(record=known)
    record = enter(house, wish, by="nicole")
    assert record.pk == known.pk and not Document.objects.filter(record=record).exists()
    assert not Home.objects.filter(record=record).exists() and not Relative.objects.filter(record=record).exists()


def test_admitted_and_never_come_the_request_is_taken_up_again_with_her_seniority(house: House) -> None:
    wish = go(house, ready(house), "WAITING")
    since = wish.waiting_since
    wish = go(house, wish, "ADMISSION")
    record = enter(house, wish, on=today() + timedelta(days=20))
    nicole, page = house.client("nicole"), f"/demandes/{wish.referral_id}/"
    assert "Décider de la suite" not in nicole.get(page).content.decode()
    with pytest.raises(Refused, match="ne peut pas devenir"):
        go(house, wish, "RECEIVED")
    stay = Stay.objects.get(record=record)
    end_stay(house.actor("nicole"), record.pk, stay.pk, Exit(today(), "NEVER_CAME"), version=stay.version)
    assert "Décider de la suite" in nicole.get(page).content.decode()
    with pytest.raises(Refused, match="pourquoi la demande est reprise"):
        go(house, wish, "RECEIVED", reason="")
    again = go(house, wish, "RECEIVED", reason="Elle n’a pas pu venir, elle attend toujours.")
    assert again.stay_id is None and go(house, again, "WAITING").waiting_since == since
    wish = go(house, again, "ADMISSION")
    assert enter(house, wish).pk == record.pk
    states = [stay.state(today()) for stay in Stay.objects.filter(record=record).order_by("pk")]
    assert states == ["NEVER_CAME", "RUNNING"]


def test_what_is_said_to_the_follow_up_of_decisions_follows_her_stay(house: House) -> None:
    wish, nicole = ready(house), house.client("nicole")
    page = f"/demandes/{wish.referral_id}/"
    record = enter(house, wish, on=today() + timedelta(days=20))
    assert "Admis dans l’ESMS\u00a0» (71)" in nicole.get(page).content.decode()
    stay = Stay.objects.filter(record=record)
    stay.update(starts_on=today() - timedelta(days=1))
    assert "Usager entré\u00a0» (47)" in nicole.get(page).content.decode()
    stay.update(ends_on=today() - timedelta(days=1), exit_mode="HOME")
    assert "Usager sorti\u00a0» (48)" in nicole.get(page).content.decode()


@pytest.mark.parametrize("origin", sorted(origins()))
def test_whatever_its_origin_a_request_goes_the_whole_way(house: House, origin: str) -> None:
    wish = wish_of(ask(house, origin=origin, origin_name="Qui l’adresse"))
    for state in ("STUDY", "WAITING", "ADMISSION"):
        go(house, wish, state)
    moves = WishMove.objects.filter(wish=wish).order_by("at").values_list("to_state", "to_rank", "reason")
    assert [(state, rank) for state, rank, _ in moves] == [
        ("RECEIVED", None), ("STUDY", None), ("WAITING", 1), ("ADMISSION", None),
    ] and all(reason for _, _, reason in moves)  # fmt: skip
    stay = Stay.objects.get(record=enter(house, wish))
    assert stay.asked_by == f"{origins()[origin].label} (Qui l’adresse)" and stay.state(today()) == "RUNNING"


def test_the_livret_given_at_the_admission_is_not_asked_again(house: House) -> None:
    sophie = house.actor("sophie")
    for state, late in (("DONE", False), ("DOING", True)):
        wish = ready(house, f"Lina {state.title()}")
        set_task(sophie, wish.referral_id, wish.pk, "livret", state=state, note="", with_her=True, version=0)
        stay = Stay.objects.get(record=enter(house, wish))
        assert ClockDue.objects.filter(stay=stay, code="livret").exists() is late
    set_task(sophie, wish.referral_id, wish.pk, "livret", state="DONE", note="", with_her=True, version=1)
    assert not ClockDue.objects.filter(stay=stay, code="livret").exists()
    assert ClockDue.objects.filter(stay=stay, code="contrat_remis").exists()
