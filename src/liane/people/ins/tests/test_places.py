"""Where somebody was born: the code of that day, the names that are no more, and what is only to be checked."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from lxml import html

from liane.nomenclatures.communes import communes_edition, communes_named, communes_of
from liane.people.enums import Precision
from liane.people.importing.refusals import ValueRefused
from liane.people.importing.values import read_place_code
from liane.people.ins.matricule import key_of
from liane.people.ins.places import name_of_place, place_doubt, proposed_places
from liane.people.models import Person
from liane.testing import House

Browser = Callable[[str], Any]
PROPOSE = "/personnes/lieux-de-naissance/"


def test_a_code_has_all_the_names_it_ever_had() -> None:
    told = [(one.name, one.until) for one in communes_of("01033")]
    assert told == [
        ("Bellegarde", date(1956, 10, 18)), ("Bellegarde-sur-Valserine", date(2018, 12, 31)), ("Valserhône", None),
    ]  # fmt: skip
    assert [one.name for one in communes_of("75056")] == ["Paris"]
    assert communes_of("00000") == communes_of("13999") == communes_of("99352") == ()
    assert communes_edition() == "2026-01"


def test_the_first_and_the_last_line_of_the_list_are_found() -> None:
    assert communes_of("01001") and communes_of("98901")


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("pari", "75056"), ("marseil", "13055"), ("st etienne", "42218"), ("L'Haÿ-les", "94038"), ("aix en prov", "13001"),
        ("HERICOURT EN CAUX", "76355"),
    ],
)  # fmt: skip
def test_a_town_is_found_as_it_is_typed(typed: str, first: str) -> None:
    assert communes_named(typed)[0].code == first


def test_nothing_is_proposed_for_one_letter_or_for_signs() -> None:
    assert communes_named("p") == communes_named(".*") == communes_named("") == []


@pytest.mark.parametrize(
    ("code", "born", "said"),
    [
        ("75066", date(1950, 5, 1), ""),  # Saint-Denis, in the Seine
        ("93066", date(1980, 5, 1), ""),
        ("93066", date(1950, 5, 1), "Ce jour-là, Saint-Denis portait le code 75066."),
        ("75066", date(1980, 5, 1), "Ce jour-là, Saint-Denis portait le code 93066."),
        ("2A004", date(1970, 5, 1), "Ce jour-là, Ajaccio portait le code 20004."),
        ("93066", date(1950, 5, 1), "depuis le 01/01/1968, après cette naissance"),
        ("97123", date(1980, 5, 1), "des codes anciens d’outre-mer manquent"),
        ("99137", date(1980, 5, 1), ""),
        ("99599", date(1980, 5, 1), "des codes anciens de pays manquent"),
        ("99999", date(1980, 5, 1), ""),
        ("", date(1980, 5, 1), ""),
    ],
)
def test_a_code_that_was_not_hers_on_that_day_is_to_be_checked(code: str, born: date, said: str) -> None:
    doubt = place_doubt(code, born)
    assert said in doubt and bool(said) == bool(doubt)
    assert not doubt or doubt.startswith("À vérifier")


@pytest.mark.parametrize(
    ("born", "precision", "doubts"),
    [
        (date(1968, 1, 1), Precision.YEAR, False),
        (date(1967, 1, 1), Precision.YEAR, True),
        (date(1967, 12, 1), Precision.MONTH, True),
        (date(1968, 1, 1), Precision.MONTH, False),
        (date(1950, 1, 1), Precision.ABOUT, False),
        (None, Precision.UNKNOWN, False),
    ],
)
def test_a_vague_birth_is_compared_as_far_as_it_is_known(born: date | None, precision: str, doubts: bool) -> None:
    assert bool(place_doubt("93066", born, precision)) == doubts


def test_a_place_is_named_as_it_was_on_that_day() -> None:
    assert name_of_place("01033", date(1950, 1, 1)) == "Bellegarde"
    assert name_of_place("01033") == "Valserhône" and name_of_place("99115") == "Tchécoslovaquie"
    assert name_of_place("99999") == name_of_place("00000") == ""


def test_what_is_proposed_tells_two_places_of_one_name_apart() -> None:
    told = {one["value"]: one["label"] for one in proposed_places("Saint-Denis")}
    assert told["Saint-Denis (75066)"] == "Paris, jusqu’au 31/12/1967"
    assert told["Saint-Denis (93066)"] == "Seine-Saint-Denis, depuis le 01/01/1968"
    assert {"value": "Algérie (99352)", "label": "pays"} in proposed_places("alg")


def test_the_box_of_a_form_proposes_places(house: House, client_of: Browser) -> None:
    page = client_of("nicole").get(PROPOSE, {"birth_place": "aubag"}).content.decode()
    assert 'value="Aubagne (13005)"' in page
    assert PROPOSE in client_of("nicole").get(f"/personnes/{house.sam.pk}/identite/").content.decode()


def identity(**changes: Any) -> dict[str, Any]:
    return {
        "birth_name": "Belkacem", "first_names": "Samia", "preferred_name": "Sam", "sex": "F", "birth_date": "12/03/1950",
        "birth_place": "", "version": "1", **changes,
    }  # fmt: skip


def test_a_place_chosen_in_the_list_brings_its_code(house: House, client_of: Browser) -> None:
    address = f"/personnes/{house.sam.pk}/identite/"
    answer = client_of("sophie").post(address, identity(birth_place="Saint-Denis (75066)"))
    assert answer.status_code == 303
    sam = Person.objects.get(pk=house.sam.person_id)
    assert (sam.birth_place, sam.birth_place_code) == ("Saint-Denis", "75066")
    assert "Lieu de naissance, code" not in client_of("sophie").get(answer["Location"]).content.decode()


def test_a_code_alone_brings_the_name_of_that_day_and_its_doubt(house: House, client_of: Browser) -> None:
    sophie, address = client_of("sophie"), f"/personnes/{house.sam.pk}/identite/"
    answer = sophie.post(address, identity(birth_place_code="93066"))
    assert answer.status_code == 303  # a real identity is never held back
    sam = Person.objects.get(pk=house.sam.person_id)
    assert (sam.birth_place, sam.birth_place_code) == ("Saint-Denis", "93066")
    assert "Lieu de naissance, code" in (page := sophie.get(answer["Location"]).content.decode())
    assert page.count("Ce jour-là, Saint-Denis portait le code 75066.") == 2  # once saved, and as long as it is so


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"birth_place_code": "13999"}, "Aucune commune n’a porté le code 13999"),
        ({"birth_place": "Marseille (13999)"}, "Aucune commune n’a porté le code 13999"),
        ({"birth_place": "Marseille (13055)", "birth_place_code": "13001"}, "Gardez l’un des deux"),
    ],
)
def test_a_code_that_never_existed_is_refused_and_what_was_typed_is_kept(
    house: House, client_of: Browser, typed: dict[str, str], said: str
) -> None:
    answer = client_of("sophie").post(f"/personnes/{house.sam.pk}/identite/", identity(**typed))
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page
    assert all(value in page for value in typed.values())
    assert Person.objects.get(pk=house.sam.person_id).birth_place_code == ""


def test_another_place_chosen_takes_the_code_that_was_there(house: House, client_of: Browser) -> None:
    Person.objects.filter(pk=house.sam.person_id).update(birth_place="Marseille", birth_place_code="13055")
    sophie, address = client_of("sophie"), f"/personnes/{house.sam.pk}/identite/"
    page = html.fromstring(sophie.get(address).content.decode())
    base = page.xpath("//input[@name='base']/@value")[0]
    sent = identity(birth_place="Aubagne (13005)", birth_place_code="13055", base=base)
    assert (
        sophie.post(address, sent | {"birth_place_code": "13001"}).status_code == 422
    )  # she typed another code herself
    assert sophie.post(address, sent).status_code == 303
    sam = Person.objects.get(pk=house.sam.person_id)
    assert (sam.birth_place, sam.birth_place_code) == ("Aubagne", "13005")


def test_a_place_typed_without_its_code_meets_her_number(house: House, client_of: Browser) -> None:
    sophie, address = client_of("sophie"), f"/personnes/{house.sam.pk}/identite/"
    nss = "2500359350042" + key_of("2500359350042")
    refused = sophie.post(address, identity(birth_place="Marseille", nss=nss))
    assert refused.status_code == 422
    assert "Le numéro dit une naissance en département 59 (Lille)" in refused.content.decode()
    assert Person.objects.get(pk=house.sam.person_id).nss == ""
    kept = sophie.post(address, identity(birth_place="Saint-Denis", nss=nss))  # several bear this name: nothing is sure
    assert kept.status_code == 303
    assert "l’identité dit «\u00a0Saint-Denis\u00a0» sans code" in sophie.get(kept["Location"]).content.decode()
    assert Person.objects.get(pk=house.sam.person_id).nss == nss


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("13055", "13055"),
        ("1004", "01004"),
        ("Marseille", "13055"),
        ("AUBAGNE", "13005"),
        ("Algérie", "99352"),
        ("Lyon (69123)", "69123"),
    ],
)
def test_an_import_takes_a_code_or_a_name(cell: str, code: str) -> None:
    assert read_place_code(cell) == code


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("Saint-Denis", "plusieurs communes"), ("Nulle-Part-sur-Mer", "aucun pays ne s’appelle"), ("13999", "Aucune commune"),
        ("130555", "Il a 5 chiffres"),
    ],
)  # fmt: skip
def test_an_import_says_which_place_it_could_not_find(cell: str, said: str) -> None:
    with pytest.raises(ValueRefused, match=said):
        read_place_code(cell)
