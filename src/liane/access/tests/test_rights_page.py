"""«Inès peut … ne peut pas …, parce que …» and «Visible par …»: the rule in plain words."""

from datetime import timedelta

import pytest

from liane.access import words
from liane.access.models import Role
from liane.access.queries import audience, audiences
from liane.access.roles import default_roles
from liane.testing import House

HERE = "/droits/"


def page(house: House, slug: str, query: str = "") -> str:
    answer = house.client(slug).get(HERE + query)
    assert answer.status_code == 200
    return answer.content.decode().replace("\u00a0", " ").replace("&#39;", "'")


def test_sophie_reads_what_ines_can_and_cannot_do(house: House) -> None:
    text = page(house, "sophie")
    assert (
        "Inès lit l’accompagnement, le soin et la famille, et écrit dans l’accompagnement, le soin et la famille."
        in text
    )
    assert "Inès ne peut pas lire l’administratif, le psychologique, le social et le judiciaire, parce que" in text
    assert "Accompagnant éducatif et social (AES), FAM Les Tilleuls, toutes les unités" in text


def test_sophie_sees_her_teams_only(house: House) -> None:
    text = page(house, "sophie")
    assert "Maud Lefort" in text and "Amine Haddad" in text  # a post in the whole organisme reaches her units
    assert not any(name in text for name in ("Fatou", "Hélène", "Farid", "EHPAD", "IME La Garenne"))


def test_amine_sees_everybody_of_the_organisme_he_is_in_discreet_facility_included(house: House) -> None:
    house.hire("paule", "educateur", "csapa")
    client = house.client("amine")
    client.post("/lieu/", {"organization": str(house.deux_rives.pk)})
    text = client.get(HERE).content.decode()
    assert all(name in text for name in ("Fatou", "Hélène", "Paule", "Inès"))
    assert "Farid" not in text
    client.post("/lieu/", {"organization": str(house.bel_air.pk)})
    text = client.get(HERE).content.decode()
    assert "Farid" in text and "Fatou" not in text


def test_what_ended_or_has_not_started_opens_nothing_and_says_when(house: House) -> None:
    house.hire("ancien", "aes", "mimosa", ends=-timedelta(days=2))
    house.hire("futur", "aes", "mimosa", starts=timedelta(days=2))
    house.hire("parti", "aes", "mimosa", ends=-timedelta(days=40))
    text = page(house, "sophie")
    assert "Terminé le" in text and "À partir du" in text and "Ce poste n’ouvre rien aujourd’hui." in text
    assert "Ancien peut" not in text and "Futur peut" not in text and "Parti" not in text


def test_somebody_is_found_by_her_name(house: House) -> None:
    text = page(house, "sophie", "?q=roche")
    assert "Inès Roche" in text and "Maud" not in text
    assert "Aucun professionnel de ce nom" in page(house, "sophie", "?q=<b>personne")
    assert "Aucun professionnel de ce nom" in page(house, "sophie", "?q=pers%00onne")


def test_a_long_list_goes_on_by_key(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("liane.access.views._PAGE", 2)
    seen, path = [], HERE
    client = house.client("sophie")
    for _ in range(5):
        text = client.get(path).content.decode()
        seen += [c for c in ("Duval", "Estève", "Ferrand", "Haddad", "Lefort", "Marchal", "Roche") if c + "," in text]
        if "?apres=" not in text:
            break
        path = HERE + "?apres=" + text.split("?apres=")[1].split('"')[0]
    assert seen == ["Duval", "Estève", "Ferrand", "Haddad", "Lefort", "Marchal", "Roche"]


@pytest.mark.parametrize("slug", ["karim", "ines", "maud", "nicole", "fatou", "admin"])
def test_who_may_not_see_rights_finds_no_page(house: House, slug: str) -> None:
    assert house.client(slug).get(HERE).status_code == 404


def test_visible_by_names_those_who_hold_a_post_there(house: House) -> None:
    mimosa = house.units["mimosa"].pk
    assert audience(mimosa, "CARE").replace("\u00a0", " ") == "équipe soignante de Mimosa : infirmiers, AES"
    house.hire("docteur", "medecin", "mimosa")
    house.hire("soignant", "aide_soignant", "FAM Les Tilleuls")
    house.hire("ancien", "interimaire", "mimosa", ends=-timedelta(days=1))
    house.hire("ailleurs", "tisf", "acacia")
    seen = audiences(mimosa)
    assert seen["CARE"].endswith("aides-soignants, infirmiers, médecins, AES")
    assert seen["PSY"].replace("\u00a0", " ") == "psychologues et médecins de Mimosa : médecins"
    assert set(seen) == {"ADMIN", "SUPPORT", "CARE", "PSY", "SOCIAL", "JUDICIAL", "FAMILY"}


def test_a_role_may_bear_any_sign_in_its_name(house: House) -> None:
    Role.objects.filter(short="AES").update(short="AES|NUIT")
    assert audience(house.units["mimosa"].pk, "CARE").endswith("infirmiers, AES|NUIT")


def test_a_volet_that_nobody_reads_says_so(house: House) -> None:
    assert audience(house.units["saad"].pk, "PSY") == "vous seul : personne à Secteur Nord ne lit ce volet"


def test_the_audience_of_another_organisation_is_empty(house: House) -> None:
    assert audiences(house.units["belair"].pk) == {}


def test_the_audience_says_exactly_who_reads(house: House) -> None:
    """The sentence and the rule agree, for every role."""
    mimosa = house.units["mimosa"].pk
    for role in default_roles():
        house.hire(role.code.replace("_", "-"), role.code, "mimosa")
    said = audiences(mimosa)
    for role in default_roles():
        actor = house.actor(role.code.replace("_", "-"))
        for volet, sentence in said.items():
            names = sentence.split(":")[1].replace("\u00a0", " ").strip().split(", ")
            assert (words.plural(role.short) in names) == actor.reads(mimosa, volet), (role.code, volet)


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("aide-soignant", "aides-soignants"), ("cheffe de service", "cheffes de service"), ("AES", "AES"),
        ("DPO", "DPO"), ("assistante sociale", "assistantes sociales"), ("aide à domicile", "aides à domicile"),
        ("médecin", "médecins"),
    ],
)  # fmt: skip
def test_names_of_roles_in_the_plural(one: str, many: str) -> None:
    assert words.plural(one) == many


def test_gestures_after_de() -> None:
    assert (words.of("écrire dans le fil"), words.of("chercher")) == ("d’écrire dans le fil", "de chercher")
