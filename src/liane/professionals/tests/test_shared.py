"""A shared device: faces, six figures, a screen that locks; nothing of one is shown to the other (security.md C3)."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from liane.access.tests.test_place import actor_in
from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.ids import uuid7
from liane.professionals.models import Account, DevicePresence, Practitioner, PractitionerRole, Session, SharedDevice
from liane.professionals.pins import is_obvious
from liane.testing import PASSWORD, House, HouseClient

PIN = "480273"
HERE, LOCK, CODE = "/reglages/connexions/", "/verrou/", "/connexion/code/"


def enrol(house: House, place: str = "mimosa", **fields: str) -> HouseClient:
    """The tablet of Mimosa, declared by Sophie from the tablet itself."""
    tablet = house.client("sophie")
    sent = {"id": str(uuid7()), "name": "Tablette de Mimosa", "place": f"unit:{house.units[place].pk}", "hours": "12"}
    answer = tablet.post(f"{HERE}postes/", {**sent, **fields})
    assert answer["Location"] == "/connexion/", answer.content.decode()
    return tablet


def chooses(house: House, slug: str, pin: str = PIN) -> None:
    assert house.client(slug).post("/compte/code/", {"password_pin": pin, "password_again": pin}).status_code == 303


def come_in(tablet: HouseClient, slug: str) -> None:
    assert tablet.post("/connexion/", {"login": slug, "password": PASSWORD}).status_code == 302


def face(house: House, slug: str) -> str:
    return str(house.practitioner(slug).pk)


def by_code(tablet: HouseClient, house: House, slug: str, pin: str = PIN):
    return tablet.post(CODE, {"qui": face(house, slug), "password_pin": pin})


def who(tablet: HouseClient) -> str:
    found = re.search(r'<a class="nom"[^>]*><span class="vh">[^<]*</span>([^<]+)</a>', tablet.get("/").content.decode())
    return found[1] if found else ""


def age(tablet: HouseClient, gap: timedelta) -> None:
    Session.objects.filter(session_key=tablet.cookies["liane"].value).update(seen_at=timezone.now() - gap)


def test_the_faces_of_those_who_work_there_wait_on_the_device_and_nowhere_else(house: House) -> None:
    tablet = enrol(house)
    text = tablet.get("/connexion/").content.decode()
    assert "Tablette de Mimosa" in text and "Karim Duval" in text and "Inès Roche" in text
    assert "Hélène Vidal" not in text and "Farid" not in text
    assert "Karim Duval" not in HouseClient().get("/connexion/").content.decode()
    forged = HouseClient()
    forged.cookies["liane-poste"] = tablet.cookies["liane-poste"].value[:-3] + "abc"
    assert "Karim Duval" not in forged.get("/connexion/").content.decode()
    assert who(tablet) == ""  # Sophie, who declared it, is out


def test_the_code_is_enough_only_after_a_whole_sign_in_on_this_very_device(house: House) -> None:
    tablet = enrol(house)
    chooses(house, "karim")
    assert by_code(tablet, house, "karim")["Location"] == "/connexion/"
    come_in(tablet, "karim")
    tablet.post("/deconnexion/")
    assert by_code(tablet, house, "karim")["Location"] == "/" and who(tablet) == "Karim Duval"
    assert JournalEntry.objects.filter(kind=Kind.PIN_SIGNED_IN, actor_name="Karim Duval").count() == 1
    other = enrol(house, name="Autre tablette")
    assert by_code(other, house, "karim")["Location"] == "/connexion/"
    assert HouseClient().post(CODE, {"qui": face(house, "karim"), "password_pin": PIN}).status_code == 404


def test_after_the_hours_chosen_by_the_house_the_whole_sign_in_is_asked_again(house: House) -> None:
    tablet = enrol(house, hours="4")
    chooses(house, "karim")
    come_in(tablet, "karim")
    tablet.post("/deconnexion/")
    DevicePresence.objects.update(since=timezone.now() - timedelta(hours=4, minutes=1))
    assert by_code(tablet, house, "karim")["Location"] == "/connexion/"


def test_five_wrong_codes_ask_for_the_whole_sign_in_and_the_right_code_no_longer_opens(house: House) -> None:
    tablet = enrol(house)
    chooses(house, "karim")
    come_in(tablet, "karim")
    tablet.post("/deconnexion/")
    said = [by_code(tablet, house, "karim", "135792").content.decode() for _ in range(5)]
    assert "Il vous reste 4 essais" in said[0] and "Il vous reste 1 essai." in said[3] and "Cinq codes faux" in said[4]
    assert by_code(tablet, house, "karim")["Location"] == "/connexion/"
    come_in(tablet, "karim")
    tablet.post("/deconnexion/")
    assert by_code(tablet, house, "karim")["Location"] == "/"


def test_two_minutes_without_a_gesture_lock_the_screen_for_every_page(house: House) -> None:
    tablet = enrol(house)
    come_in(tablet, "karim")
    record = f"/personnes/{house.sam.pk}/"
    age(tablet, timedelta(minutes=1, seconds=50))
    assert tablet.get(record).status_code == 200
    age(tablet, timedelta(minutes=4))
    locked = tablet.get(record)
    assert locked["Location"] == f"/verrou/?next=%2Fpersonnes%2F{house.sam.pk}%2F"
    text = tablet.get(locked["Location"]).content.decode()
    assert "Écran verrouillé" in text and "Samia" not in text
    for path in ("/", record, "/compte/securite/", "/personnes/?q=bel"):
        assert tablet.get(path).status_code == 303  # it stays locked, whatever is asked
    assert tablet.get("/taches/", headers={"HX-Request": "true"})["HX-Redirect"] == "/verrou/"


def test_nothing_that_a_locked_screen_may_still_send_unlocks_it(house: House) -> None:
    tablet = enrol(house)
    come_in(tablet, "karim")
    age(tablet, timedelta(minutes=3))
    tablet.post("/connexion/cle/defi/")
    tablet.post("/verrou/present/")
    tablet.post("/connexion/", {"login": "karim", "password": "non"})
    tablet.post(LOCK, {"password": "non"})
    assert tablet.get("/").status_code == 303


def test_her_code_opens_the_screen_where_she_was(house: House) -> None:
    tablet = enrol(house)
    chooses(house, "karim")
    come_in(tablet, "karim")
    key = tablet.cookies["liane"].value
    tablet.post(LOCK, {"fermer": "1", "next": "/taches/"})
    wrong = tablet.post(LOCK, {"password_pin": "135792", "next": "/taches/"})
    assert "Il vous reste 4 essais" in wrong.content.decode()
    back = tablet.post(LOCK, {"password_pin": PIN, "next": "/taches/"})
    assert back["Location"] == "/taches/" and tablet.get("/taches/").status_code == 200
    assert tablet.cookies["liane"].value == key


def test_without_a_code_the_password_opens_it(house: House) -> None:
    tablet = enrol(house)
    come_in(tablet, "maud")
    tablet.post(LOCK, {"fermer": "1"})
    assert "Votre mot de passe" in tablet.get(LOCK).content.decode()
    assert tablet.post(LOCK, {"password": PASSWORD})["Location"] == "/" and who(tablet) == "Maud Lefort"


def test_a_text_sent_on_a_locked_screen_waits_for_its_author(house: House) -> None:
    tablet = enrol(house)
    chooses(house, "karim")
    come_in(tablet, "karim")
    age(tablet, timedelta(minutes=3))
    sent = tablet.post("/lieu/", {"text": "Sam a bien dormi cette nuit."})
    assert sent.status_code == 401 and "Votre texte vous attend" in sent.content.decode()
    kept = re.search(r'name="kept" value="([^"]+)"', sent.content.decode())[1]
    asked = tablet.post(LOCK, {"kept": kept, "again": "1"})
    kept = re.search(r'name="kept" value="([^"]+)"', asked.content.decode())[1]
    back = tablet.post(LOCK, {"kept": kept, "password_pin": PIN})
    assert "Sam a bien dormi cette nuit." in back.content.decode()


def test_when_another_takes_the_device_the_first_is_out_and_nothing_of_hers_remains(house: House) -> None:
    tablet = enrol(house)
    for slug in ("karim", "ines"):
        chooses(house, slug)
        come_in(tablet, slug)
        tablet.post("/deconnexion/")
    assert by_code(tablet, house, "karim")["Location"] == "/"
    first = tablet.cookies["liane"].value
    sent = tablet.post("/lieu/", {"text": "secret de Karim"})
    tablet.post(LOCK, {"fermer": "1", "next": "/taches/"})
    assert by_code(tablet, house, "ines")["Location"] == "/" and who(tablet) == "Inès Roche"
    assert not Session.objects.filter(session_key=first).exists()
    assert sent.status_code != 500


def test_six_figures_do_not_open_what_asks_for_a_proof(house: House) -> None:
    tablet = enrol(house)
    chooses(house, "karim")
    come_in(tablet, "karim")
    assert tablet.get("/compte/securite/cle/").status_code == 200
    tablet.post("/deconnexion/")
    by_code(tablet, house, "karim")
    assert tablet.get("/compte/securite/cle/").status_code == 303


def works_in_both(house: House) -> None:
    """Rim, with one account, works in Mimosa and at Fondation Bel Air."""
    house.hire("rim", "educateur", "mimosa")
    with house.inside(house.bel_air):
        elsewhere = Practitioner.objects.create(
            organization=house.bel_air,
            account=house.accounts["rim"],
            first_name="Rim",
            last_name="Essai",
            profession="x",
        )
        house.post(elsewhere, "educateur", "belair").save(force_insert=True)


def test_a_post_that_ends_here_leads_nobody_elsewhere_with_six_figures(house: House) -> None:
    """The code is of the tablet of Les Deux Rives: it says nothing to Bel Air, which never knew of this tablet."""
    works_in_both(house)
    tablet = enrol(house)
    chooses(house, "rim")
    come_in(tablet, "rim@essai.fr")
    tablet.post("/deconnexion/")
    by_code(tablet, house, "rim")
    assert actor_in(tablet).organization_id == house.deux_rives.pk
    with house.inside():
        PractitionerRole.objects.filter(practitioner=house.practitioner("rim")).update(
            ends_at=timezone.now() - timedelta(days=1)
        )
    assert actor_in(tablet).organization_id == house.deux_rives.pk and not actor_in(tablet).unit_ids
    assert "Bel Air" not in tablet.get("/").content.decode()
    assert actor_in(house.client("rim")).organization_id == house.bel_air.pk  # from her own device, with her password


def test_who_never_worked_here_still_comes_in_with_her_password(house: House) -> None:
    tablet = enrol(house)
    come_in(tablet, "farid")
    assert actor_in(tablet).organization_id == house.bel_air.pk


def test_six_figures_do_not_open_another_organisme(house: House) -> None:
    works_in_both(house)
    tablet = enrol(house)
    chooses(house, "rim")
    come_in(tablet, "rim@essai.fr")
    tablet.post("/deconnexion/")
    assert by_code(tablet, house, "rim")["Location"] == "/"
    asked = tablet.post("/lieu/", {"organization": str(house.bel_air.pk)})
    assert asked.status_code == 401 and "C’est bien vous" in asked.content.decode()
    kept = re.search(r'name="kept_proof" value="([^"]+)"', asked.content.decode())[1]
    done = tablet.post("/lieu/", {"kept_proof": kept, "password_proof": PASSWORD})
    assert done.status_code == 303 and "Fondation Bel Air" in tablet.get("/").content.decode()


def test_a_device_that_is_withdrawn_closes_what_is_open_on_it_at_once(house: House) -> None:
    tablet = enrol(house)
    come_in(tablet, "karim")
    device = SharedDevice.objects.get()
    house.client("marc").post(f"{HERE}postes/retirer/", {"device": str(device.pk)})
    assert tablet.get("/").status_code == 302
    assert "Karim Duval" not in tablet.get("/connexion/").content.decode()
    kinds = list(JournalEntry.objects.filter(object_id=device.pk).values_list("kind", flat=True))
    assert sorted(kinds) == [Kind.DEVICE_ENDED, Kind.DEVICE_ENROLLED]


def test_only_who_keeps_a_place_declares_or_withdraws_its_devices(house: House) -> None:
    enrol(house)
    device = SharedDevice.objects.get()
    assert house.client("karim").post(f"{HERE}postes/").status_code == 404
    elsewhere = {"id": str(uuid7()), "name": "x", "hours": "12", "place": f"unit:{house.units['mecs'].pk}"}
    assert house.client("sophie").post(f"{HERE}postes/", elsewhere).status_code == 422
    head = house.hire("chef-mecs", "chef_de_service", "mecs")
    assert head
    house.client("chef-mecs").post(f"{HERE}postes/retirer/", {"device": str(device.pk)})
    assert SharedDevice.objects.get().ended_at is None


def test_the_code_of_somebody_whose_post_has_ended_opens_nothing(house: House) -> None:
    tablet = enrol(house)
    chooses(house, "karim")
    come_in(tablet, "karim")
    tablet.post("/deconnexion/")
    with house.inside():
        house.practitioner("karim").posts.update(ends_at=timezone.now() - timedelta(minutes=1))
    assert by_code(tablet, house, "karim").status_code == 404


@pytest.mark.parametrize(
    "pin",
    [
        "123456",
        "654321",
        "000000",
        "121212",
        "123123",
        "112233",
        "197979",
        "147258",
        "246802",
        "199199",
        "111222",
        "220022",
    ],
)
def test_a_code_that_everybody_tries_is_obvious(pin: str) -> None:
    assert is_obvious(pin)


def test_most_codes_are_free() -> None:
    free = sum(not is_obvious(f"{n:06d}") for n in range(0, 1_000_000, 97))
    assert free / len(range(0, 1_000_000, 97)) > 0.98


@pytest.mark.parametrize("pin", ["", "12345", "1234567", "abcdef", "٤٨٠٢٧٣", "123456", "\x00\x00\x00\x00\x00\x00"])
def test_a_code_is_refused_in_words_and_never_shown(house: House, pin: str) -> None:
    answer = house.client("karim").post("/compte/code/", {"password_pin": pin, "password_again": pin})
    assert answer.status_code == 422 and (not pin or pin not in answer.content.decode())
    assert Account.objects.get(slug="karim").pin == ""


def test_a_code_rests_as_a_print(house: House) -> None:
    chooses(house, "karim")
    assert PIN not in Account.objects.get(slug="karim").pin
    answer = house.client("maud").post("/compte/code/", {"password_pin": PIN, "password_again": "480274"})
    assert "sont différents" in answer.content.decode()
