"""Found a house, open its places, bring in its team: then the first day can begin."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from liane.access.models import Role
from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.door import Refused
from liane.kit.ids import uuid7
from liane.kit.once import SentTwice
from liane.organizations.actions import shifts_now, shifts_version
from liane.organizations.models import Facility, Organization, Place, Shift, Unit
from liane.professionals import logins
from liane.professionals.actions import open_account
from liane.professionals.models import Account, Practitioner, PractitionerRole
from liane.testing import BACKEND, DEUX_RIVES, PASSWORD, House, HouseClient


def typed(**fields: Any) -> dict[str, Any]:
    """A form with its identifier."""
    return {"id": str(uuid7()), **fields}


def password_shown(page: str) -> str:
    """The first password, as the page shows it once."""
    return page.split("Premier mot de passe</dt><dd")[1].split(">")[1].split("<")[0]


def test_from_nothing_to_the_first_day(house: House) -> None:
    admin = house.client("admin")
    data = typed(name="Association du Moulin", first_name="Anne", last_name="Morel", login="anne.morel")
    page = admin.post("/organismes/nouveau/", data).content.decode()
    anne = HouseClient()
    given, chosen = password_shown(page), "trois-loutres-dorment-au-bord-du-petit-moulin"
    signed = anne.post("/connexion/", {"login": "anne.morel", "password": given})
    assert signed.status_code == 303
    anne.post("/mot-de-passe/", {"password_current": given, "password_new": chosen, "password_again": chosen})
    anne.post("/reglages/", typed(name="Foyer du Moulin", pack="fam_mas", finess_et=""))
    with house.inside(Organization(id=UUID(data["id"]))):
        facility = Facility.objects.get(name="Foyer du Moulin")
        assert Role.objects.count() == 15
    anne.post(f"/reglages/etablissements/{facility.pk}/unite/", typed(name="Les Saules", places_count="8"))
    with house.inside(Organization(id=UUID(data["id"]))):
        unit = Unit.objects.get(name="Les Saules")
        assert (Place.objects.count(), Shift.objects.filter(unit=unit).exists()) == (8, True)
    welcome = anne.post(
        "/equipe/nouveau/",
        typed(
            first_name="Luc",
            last_name="Petit",
            profession="AES",
            login="luc.petit",
            role_code="aes",
            place=f"unit:{unit.pk}",
        ),
    ).content.decode()
    luc = HouseClient()
    given, chosen = password_shown(welcome), "trois-loutres-dorment-au-bord-du-petit-moulin"
    assert luc.post("/connexion/", {"login": "luc.petit", "password": given}).status_code == 303
    assert luc.get("/releve/")["Location"] == "/mot-de-passe/?next=%2Freleve%2F"  # nothing opens before
    luc.post("/mot-de-passe/", {"password_current": given, "password_new": chosen, "password_again": chosen})
    assert "Les Saules" in luc.get("/releve/").content.decode()
    assert "Samia" not in luc.get("/personnes/").content.decode()


def test_a_password_that_was_handed_over_is_changed_at_the_first_sign_in(house: House) -> None:
    data = typed(name="Association du Moulin", first_name="Anne", last_name="Morel", login="anne.morel")
    given = password_shown(house.client("admin").post("/organismes/nouveau/", data).content.decode())
    anne = HouseClient()
    assert anne.post("/connexion/", {"login": "anne.morel", "password": given})["Location"] == "/mot-de-passe/"
    chosen = "trois-loutres-dorment-au-bord-du-petit-moulin"
    anne.post("/mot-de-passe/", {"password_current": given, "password_new": chosen, "password_again": chosen})
    again = HouseClient().post("/connexion/", {"login": "anne.morel", "password": chosen})
    assert again["Location"] == "/"


def test_who_founds_does_not_enter(house: House) -> None:
    admin = house.client("admin")
    admin.post("/organismes/nouveau/", typed(name="Autre", first_name="A", last_name="B", login="a.b"))
    assert admin.get("/personnes/").status_code == 404
    assert admin.get("/reglages/").status_code == 404


@pytest.mark.parametrize("slug", ["karim", "sophie", "nicole", "amine", "farid"])
@pytest.mark.parametrize("path", ["/reglages/", "/equipe/nouveau/", "/organismes/nouveau/"])
def test_the_others_do_not_manage_the_house(house: House, slug: str, path: str) -> None:
    client = house.client(slug)
    assert client.get(path).status_code == client.post(path, typed(name="X")).status_code == 404
    assert not Facility.objects.filter(name="X").exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": ""}, "Écrivez le nom"),
        ({"finess_et": "130000000"}, "FINESS n’est pas juste"),
        ({"finess_et": "=1+1"}, "FINESS n’est pas juste"),
        ({"name": "FAM Les Tilleuls"}, "existe déjà"),
        ({"pack": "banque"}, "Choisissez le secteur"),
        ({"name": "x" * 300}, "La limite est"),
    ],
)
def test_a_wrong_facility_is_refused_in_words_and_kept(house: House, fields: dict[str, str], sentence: str) -> None:
    before = Facility.objects.count()
    data = typed(**{"name": "Foyer neuf", "pack": "fam_mas", "finess_et": "", **fields})
    answer = house.client("marc").post("/reglages/", data)
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert Facility.objects.count() == before


def test_sent_twice_a_newcomer_comes_once_and_the_password_is_not_shown_again(house: House) -> None:
    marc = house.client("marc")
    data = typed(
        first_name="Luc", last_name="Petit", profession="AES", login="luc.petit", role_code="aes", place="organisme"
    )
    first, again = (marc.post("/equipe/nouveau/", data).content.decode() for _ in range(2))
    assert "Premier mot de passe" in first and "Premier mot de passe" not in again
    assert (
        Account.objects.filter(login="luc.petit").count() == Practitioner.objects.filter(last_name="Petit").count() == 1
    )
    assert JournalEntry.objects.filter(kind=Kind.ACCOUNT_OPENED).count() == 1


@pytest.mark.parametrize(("forgotten", "sentence"), [("place", "Choisissez où."), ("role_code", "Choisissez un rôle.")])
def test_a_list_left_as_it_was_gives_no_key(house: House, forgotten: str, sentence: str) -> None:
    marc = house.client("marc")
    assert marc.get("/equipe/nouveau/").content.decode().count('<option value="" selected>Choisir…</option>') == 2
    answer = marc.post("/equipe/nouveau/", newcomer("organisme") | {forgotten: ""})
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert not Practitioner.objects.filter(last_name="Petit").exists()


def test_a_login_already_taken_is_refused_without_half_a_newcomer(house: House) -> None:
    data = typed(
        first_name="Luc", last_name="Petit", profession="AES", login="KARIM", role_code="aes", place="organisme"
    )
    answer = house.client("marc").post("/equipe/nouveau/", data)
    assert answer.status_code == 422 and "déjà pris" in answer.content.decode()
    assert not Practitioner.objects.filter(last_name="Petit").exists()


def test_a_post_that_ends_closes_the_door_and_the_session_at_the_next_request(house: House) -> None:
    karim, marc = house.client("karim"), house.client("marc")
    assert karim.get(f"/personnes/{house.sam.pk}/").status_code == 200
    for post in PractitionerRole.objects.filter(practitioner=house.practitioner("karim")):
        marc.post(f"/equipe/postes/{post.pk}/terminer/")
    assert karim.get(f"/personnes/{house.sam.pk}/")["Location"].startswith("/connexion/")
    assert house.client("karim").get(f"/personnes/{house.sam.pk}/").status_code == 404


def test_a_post_more_asks_to_sign_in_again_and_is_given_once(house: House) -> None:
    ines, marc = house.client("ines"), house.client("marc")
    data = typed(role_code="aes", place=f"unit:{house.units['savs'].pk}")
    for _ in range(2):
        assert marc.post(f"/equipe/{house.practitioner('ines').pk}/poste/", data).status_code == 303
    assert ines.get("/")["Location"].startswith("/connexion/")
    assert JournalEntry.objects.filter(kind=Kind.POST_GIVEN).count() == 1


def test_nobody_ends_her_own_post_nor_one_of_another_house(house: House) -> None:
    marc = house.client("marc")
    mine = PractitionerRole.objects.filter(practitioner=house.practitioner("marc")).first()
    assert mine is not None
    marc.post(f"/equipe/postes/{mine.pk}/terminer/")
    assert not PractitionerRole.objects.filter(pk=mine.pk, ends_at__lte=timezone.now()).exists()
    with house.inside(house.bel_air):
        other = PractitionerRole.objects.filter(practitioner=house.practitioner("farid")).first()
    assert other is not None
    assert marc.post(f"/equipe/postes/{other.pk}/terminer/").status_code == 404


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ({"name0": "Nuit", "starts0": "21 h", "ends0": "25 h"}, "deux heures"),
        ({"name0": "Nuit", "starts0": "21 h"}, "deux heures"),
        (
            {"name0": "A", "starts0": "7 h", "ends0": "14 h", "name1": "B", "starts1": "7h00", "ends1": "21 h"},
            "même heure",
        ),
    ],
)
def test_wrong_hours_are_refused_and_the_former_ones_stay(house: House, lines: dict[str, str], sentence: str) -> None:
    unit = house.units["mimosa"]
    before = list(Shift.objects.filter(unit=unit).values_list("name", flat=True))
    answer = house.client("marc").post(f"/reglages/unites/{unit.pk}/horaires/", typed(seen=hours_of(unit), **lines))
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert list(Shift.objects.filter(unit=unit).values_list("name", flat=True)) == before


def test_new_hours_are_kept(house: House) -> None:
    unit = house.units["mimosa"]
    lines = {"name0": "Jour", "starts0": "7 h", "ends0": "21 h", "name1": "Nuit", "starts1": "21 h", "ends1": "7 h"}
    sent = typed(seen=hours_of(unit), **lines)
    assert house.client("marc").post(f"/reglages/unites/{unit.pk}/horaires/", sent).status_code == 303
    assert [s.name for s in Shift.objects.filter(unit=unit).order_by("starts")] == ["Jour", "Nuit"]


def hours_of(unit: Unit) -> str:
    """What the form carries, to know over which hours it was written."""
    return shifts_version(shifts_now(unit))


def test_hours_that_a_colleague_changed_meanwhile_are_shown_and_not_overwritten(house: House) -> None:
    unit, address = house.units["mimosa"], f"/reglages/unites/{house.units['mimosa'].pk}/horaires/"
    seen = hours_of(unit)
    lines = {"name0": "Jour", "starts0": "7 h", "ends0": "21 h", "name1": "Nuit", "starts1": "21 h", "ends1": "7 h"}
    assert house.client("marc").post(address, typed(seen=seen, **lines)).status_code == 303
    assert house.client("marc").post(address, typed(seen=seen, **lines)).status_code == 303  # sent twice
    late = house.client("marc").post(address, typed(seen=seen, **{**lines, "ends0": "20 h", "starts1": "20 h"}))
    page = late.content.decode()
    assert late.status_code == 422 and "Deux versions" in page
    assert "Jour, 7\u00a0h – 21\u00a0h" in page and "Jour, 7\u00a0h – 20\u00a0h" in page
    assert f'name="seen" value="{hours_of(unit)}"' in page
    assert Shift.objects.get(unit=unit, name="Jour").ends.hour == 21


# Who keeps one facility keeps that one


@pytest.fixture
def director_of_mecs(house: House) -> HouseClient:
    """A director of one facility only."""
    house.hire("dir-mecs", "directeur", "MECS Le Belvédère")
    return house.client("dir-mecs")


def newcomer(place: str) -> dict[str, Any]:
    """Somebody new, with a first post at this place."""
    return typed(first_name="Luc", last_name="Petit", profession="AES", login="luc.petit", role_code="aes", place=place)


def test_the_director_of_one_facility_brings_somebody_there(house: House, director_of_mecs: HouseClient) -> None:
    page = director_of_mecs.get("/equipe/nouveau/").content.decode()
    assert (
        "Le Belvédère" in page and "Tout l’organisme" not in page and "Mimosa" not in page and "La Source" not in page
    )
    answer = director_of_mecs.post("/equipe/nouveau/", newcomer(f"unit:{house.units['mecs'].pk}"))
    assert "Premier mot de passe" in answer.content.decode()


@pytest.mark.parametrize("place", ["organisme", "unit:csapa", "unit:mimosa", "facility:FAM Les Tilleuls"])
def test_the_director_of_one_facility_gives_no_key_of_another(
    house: House, director_of_mecs: HouseClient, place: str
) -> None:
    kind, _, key = place.partition(":")
    found = house.units[key].pk if kind == "unit" else house.facilities[key].pk if key else ""
    answer = director_of_mecs.post("/equipe/nouveau/", newcomer(f"{kind}:{found}" if key else place))
    assert answer.status_code == 404
    assert not Account.objects.filter(login="luc.petit").exists()


def test_the_director_of_one_facility_sees_and_changes_its_settings_only(
    house: House, director_of_mecs: HouseClient
) -> None:
    page = director_of_mecs.get("/reglages/").content.decode()
    assert "Belvédère" in page and "Tilleuls" not in page and "Ouvrir un établissement" not in page
    assert director_of_mecs.post("/reglages/", typed(name="Foyer neuf", pack="fam_mas")).status_code == 404
    assert director_of_mecs.get(f"/reglages/unites/{house.units['mecs'].pk}/horaires/").status_code == 200
    assert director_of_mecs.get(f"/reglages/unites/{house.units['csapa'].pk}/horaires/").status_code == 404
    tilleuls = house.facilities["FAM Les Tilleuls"].pk
    assert director_of_mecs.get(f"/reglages/etablissements/{tilleuls}/unite/").status_code == 404
    post = PractitionerRole.objects.get(practitioner=house.practitioner("ines"))
    assert director_of_mecs.post(f"/equipe/postes/{post.pk}/terminer/").status_code == 404


def test_nobody_gives_herself_a_key(house: House) -> None:
    marc = house.practitioner("marc")
    sent = typed(role_code="psychologue", place=f"unit:{house.units['csapa'].pk}")
    answer = house.client("marc").post(f"/equipe/{marc.pk}/poste/", sent)
    assert answer.status_code == 422 and "Personne ne se donne un poste" in answer.content.decode()
    assert PractitionerRole.objects.filter(practitioner=marc).count() == 1


def test_the_director_of_the_organisme_keeps_the_team_of_a_discreet_facility_without_reading_it(house: House) -> None:
    marc, discreet = house.client("marc"), house.person("Luc Discret", "csapa")
    unit = house.units["csapa"].pk
    assert "Premier mot de passe" in marc.post("/equipe/nouveau/", newcomer(f"unit:{unit}")).content.decode()
    assert marc.get(f"/personnes/{discreet.pk}/").status_code == 404


def test_a_house_founded_twice_is_founded_once_and_its_password_shown_once(house: House) -> None:
    data = typed(name="Association du Moulin", first_name="Anne", last_name="Morel", login="anne.morel")
    first, again = (house.client("admin").post("/organismes/nouveau/", data).content.decode() for _ in range(2))
    assert "Premier mot de passe" in first and "Premier mot de passe" not in again
    with house.inside(Organization(id=UUID(data["id"]))):
        assert [e.actor_name for e in JournalEntry.objects.filter(kind=Kind.HOUSE_FOUNDED)] == ["admin"]


@pytest.mark.parametrize(
    "login",
    ["karim@essai.fr", "KARIM@Essai.fr", "luc@nulle-part.fr", "luc petit", "lucé", "لوك", "luc🦊", "-luc"],
)
def test_a_login_is_nobodys_address_and_is_written_in_plain_letters(house: House, login: str) -> None:
    for client, path in ((house.client("marc"), "/equipe/nouveau/"), (house.client("admin"), "/organismes/nouveau/")):
        sent = newcomer("organisme") | {"login": login, "name": "Association du Moulin"}
        answer = client.post(path, sent)
        assert answer.status_code == 422 and "ne convient pas" in answer.content.decode()
    assert not Practitioner.objects.filter(last_name="Petit").exists()


def test_whatever_the_way_in_a_login_and_an_address_never_lead_to_two_people(house: House) -> None:
    for login, email in (("karim@essai.fr", "Karim@essai.fr"), ("luc", "lea@essai.fr"), ("Karim", ""), ("a@b.fr", "")):
        if email == "lea@essai.fr":
            house.hire("lea", "aes", "mimosa")  # signs in with «lea@essai.fr»
        with pytest.raises(Refused):
            open_account(login, PASSWORD, email=email)
    own = open_account("Luc.Petit@Exemple.fr", PASSWORD, email="luc.petit@exemple.fr")
    assert own.login == own.email == "luc.petit@exemple.fr"


def test_a_login_taken_between_the_question_and_the_writing_is_asked_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logins, "check", lambda login, email="": login)  # the other sending was not kept yet
    with pytest.raises(SentTwice):  # what the middleware takes for «ask the page again»
        open_account("karim", PASSWORD)
    assert Account.objects.filter(login="karim").count() == 1  # the transaction goes on


@pytest.mark.parametrize("taken", ["unit", "practitioner"])
def test_an_identifier_taken_behind_the_wall_is_answered_like_what_does_not_exist(house: House, taken: str) -> None:
    marc, mine = house.client("marc"), house.facilities["FAM Les Tilleuls"].pk
    if taken == "unit":
        sent = typed(name="Iris", places_count="") | {"id": str(house.units["belair"].pk)}
        answer = marc.post(f"/reglages/etablissements/{mine}/unite/", sent)
    else:
        answer = marc.post("/equipe/nouveau/", newcomer("organisme") | {"id": str(house.practitioner("farid").pk)})
    assert answer.status_code == 404
    assert not Account.objects.filter(login="luc.petit").exists()


def journal_of(house: House, organization: Organization, kind: Kind) -> int:
    """Lines of this kind that Amine left in one organisme."""
    with house.inside(organization):
        return JournalEntry.objects.filter(kind=kind, account_id=house.accounts["amine"].pk).count()


def test_what_an_account_does_is_written_in_the_organisme_where_it_is_done(house: House) -> None:
    client = house.client("amine")  # in by Association Les Deux Rives, the first by name
    client.post("/lieu/", {"organization": str(house.bel_air.pk)})
    new = "le chat roux dort sur la terrasse"
    client.post("/mot-de-passe/", {"password_current": PASSWORD, "password_new": new, "password_again": new})
    client.post("/deconnexion/")
    for kind in (Kind.PASSWORD_CHANGED, Kind.SIGNED_OUT):
        assert (journal_of(house, house.bel_air, kind), journal_of(house, house.deux_rives, kind)) == (1, 0), kind


def test_one_comes_in_where_a_post_runs(house: House) -> None:
    with house.inside():
        practitioner = house.practitioner("amine", DEUX_RIVES)
        PractitionerRole.objects.filter(practitioner=practitioner).update(ends_at=timezone.now() - timedelta(days=1))
    with house.outside():
        HouseClient().force_login(house.accounts["amine"], backend=BACKEND)
    assert journal_of(house, house.bel_air, Kind.SIGNED_IN) == 1
    assert journal_of(house, house.deux_rives, Kind.SIGNED_IN) == 0


def came_with_the_house(house: House) -> Practitioner:
    """Somebody who wrote in a house that moved: her name is here, her account is not."""
    return Practitioner.objects.create(
        organization=house.deux_rives, first_name="Lucie", last_name="Petit", profession="AES"
    )


def test_who_came_with_the_house_is_given_an_account_and_stays_who_she_was(house: House) -> None:
    lucie, marc = came_with_the_house(house), house.client("marc")
    page = marc.get("/equipe/nouveau/").content.decode()
    assert "Venue avec la maison" in page and "Petit Lucie, AES" in page
    sent = newcomer(f"unit:{house.units['mimosa'].pk}") | {"known": str(lucie.pk)}
    first, again = (marc.post("/equipe/nouveau/", sent).content.decode() for _ in range(2))
    assert "Premier mot de passe" in first and "Premier mot de passe" not in again
    lucie.refresh_from_db()
    assert (lucie.account.login, str(lucie)) == ("luc.petit", "Lucie Petit")
    assert PractitionerRole.objects.get(practitioner=lucie).unit_id == house.units["mimosa"].pk
    assert "Venue avec la maison" not in marc.get("/equipe/nouveau/").content.decode()


def test_nobody_is_given_the_writings_of_a_colleague_who_has_an_account(house: House) -> None:
    karim, marc = house.practitioner("karim"), house.client("marc")
    for somebody in (karim, house.practitioner("farid")):
        answer = marc.post("/equipe/nouveau/", newcomer("organisme") | {"known": str(somebody.pk)})
        assert answer.status_code == 422 and "n’est plus dans la liste" in answer.content.decode()
    assert not Account.objects.filter(login="luc.petit").exists()
    karim.refresh_from_db()
    assert karim.account == house.accounts["karim"]


def test_who_keeps_one_facility_gives_back_no_writing_of_another(house: House, director_of_mecs: HouseClient) -> None:
    lucie = came_with_the_house(house)
    assert "Lucie" not in director_of_mecs.get("/equipe/nouveau/").content.decode()
    sent = newcomer(f"unit:{house.units['mecs'].pk}") | {"known": str(lucie.pk)}
    assert director_of_mecs.post("/equipe/nouveau/", sent).status_code == 404
    lucie.refresh_from_db()
    assert lucie.account is None
