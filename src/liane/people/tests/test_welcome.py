"""Welcoming somebody: searched before being created, created once, and never half."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from liane.access.actor import Actor
from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.ids import uuid7
from liane.people.identity import index_person
from liane.people.models import Person, Record, RecordUnit
from liane.people.queries.doubles import near_twins
from liane.people.tests.test_search import indexed
from liane.stays.models import Stay
from liane.testing import House
from liane.timeline.models import Entry

Browser = Callable[[str], Any]
ADDRESS = "/personnes/nouvelle/"


def form(house: House, **changes: Any) -> dict[str, Any]:
    """What Nicole types when somebody arrives."""
    typed = {
        "etape": "creer",
        "id": str(uuid7()),
        "birth_name": "Caron",
        "first_names": "Bruno, Émile",
        "sex": "M",
        "birth_date": "5 mars 1980",
        "birth_place": "Marseille",
        "unit": str(house.units["mimosa"].pk),
        "place": "4",
        "starts_on": "01/09/2026",
        "number": "2026-014",
    }
    return {**typed, **changes}


def test_nothing_is_asked_before_searching(house: House, client_of: Browser) -> None:
    page = client_of("nicole").get(ADDRESS).content.decode()
    assert "Cherchez d’abord" in page
    assert "Nom utilisé" not in page


def test_the_birth_date_and_two_letters_find_sam(house: House, client_of: Browser) -> None:
    indexed(house.sam)
    typed = {"etape": "chercher", "birth_date": "12/03/92", "birth_name": "be", "first_names": "sa"}
    page = client_of("nicole").post(ADDRESS, typed).content.decode()
    assert "Une personne très proche existe déjà" in page
    assert f'href="/personnes/{house.sam.pk}/"' in page
    assert 'value="12/03/1992"' in page  # what was typed is ready in the next step


@pytest.mark.parametrize(
    ("birth_name", "first_names", "birth"),
    [
        ("Bellkasem", "Samya", date(1992, 3, 12)),  # as it is heard
        ("Samia", "Belkacem", date(1992, 3, 12)),  # names exchanged
        ("Belkacem", "Samia", date(1992, 12, 3)),  # day and month exchanged
        ("Belkacem", "Samia", None),  # date not known
        ("Belkacem", "Leïla", date(1992, 3, 12)),  # her twin sister: shown, and told apart
    ],
)
def test_near_twins_are_seen(
    house: House, actor: Callable[..., Actor], birth_name: str, first_names: str, birth: date | None
) -> None:
    indexed(house.sam)
    twins = near_twins(actor("nicole"), birth_name, first_names, birth)
    assert [twin.record_id for twin in twins] == [house.sam.pk]


def test_somebody_else_is_not_a_twin(house: House, actor: Callable[..., Actor]) -> None:
    indexed(house.sam)
    assert near_twins(actor("nicole"), "Caron", "Bruno", date(1992, 3, 12)) == []
    assert near_twins(actor("nicole"), "Be", "", date(1980, 1, 1)) == []


@pytest.mark.parametrize(
    "typed",
    [
        {"birth_name": "Belkacem"},  # nothing but the name
        {"birth_name": "belk"},
        {"birth_name": "Belkacem", "birth_date": "1992"},  # the day is not known
        {"birth_name": "Belkacem", "birth_date": "13/03/1991"},  # a date badly copied
    ],
)
def test_nobody_is_said_unknown_whose_name_is_in_the_list(
    house: House, client_of: Browser, typed: dict[str, str]
) -> None:
    indexed(house.sam)
    page = client_of("nicole").post(ADDRESS, {"etape": "chercher", **typed}).content.decode()
    assert "Est-ce elle ?" in page
    assert f'href="/personnes/{house.sam.pk}/"' in page
    unknown = client_of("nicole").post(ADDRESS, {"etape": "chercher", "birth_name": "Caron"}).content.decode()
    assert "Aucune personne de ce nom dans vos unités" in unknown


def test_a_date_that_everybody_bears_hides_nobody_who_sounds_alike(house: House, actor: Callable[..., Actor]) -> None:
    """Three hundred and more were born on the 1st of January, on paper: she is among the first all the same."""
    born, organization = date(1990, 1, 1), house.deux_rives
    names = [f"{a}{b}nard" for a in "ABCDFGHJKLMNPR" for b in ("ae", "ei", "io", "ou", "ua") for _ in range(5)]
    crowd = [
        index_person(Person(organization=organization, birth_name=name, first_names="Paul", birth_date=born))
        for name in names
    ]
    indexed(house.person("Zénobie Zwanenburg", "mimosa", birth=born))
    Person.objects.bulk_create(crowd)
    Record.objects.bulk_create([Record(organization=organization, person=person) for person in crowd])
    indexed(house.person("Zénobie Zwannenburg", "mimosa", birth=born))
    assert len(crowd) > 300
    twins = near_twins(actor("nicole"), "Zwanenburg", "Zenobie", born)
    assert sorted(twin.person.birth_name for twin in twins) == ["Zwanenburg", "Zwannenburg"]


def test_somebody_followed_elsewhere_is_told_only_to_who_knows_her_already(
    house: House, actor: Callable[..., Actor]
) -> None:
    indexed(house.person("Zoé Martin", "savs", birth=date(1990, 5, 20), referent="helene"))
    exact = near_twins(actor("nicole"), "Martin", "Zoé", date(1990, 5, 20))
    assert [(twin.may_open, twin.place) for twin in exact] == [(False, "")]
    assert "Hélène Vidal" in exact[0].whom_to_ask
    assert near_twins(actor("nicole"), "Martin", "Zoé", date(1991, 5, 20)) == []


@pytest.mark.parametrize(("unit", "is_protected"), [("csapa", False), ("savs", True), ("belair", False)])
def test_a_secret_presence_is_never_told(
    house: House, actor: Callable[..., Actor], unit: str, is_protected: bool
) -> None:
    with house.inside(house.units[unit].organization):
        indexed(house.person("Zoé Martin", unit, birth=date(1990, 5, 20), is_protected=is_protected))
    assert near_twins(actor("nicole"), "Martin", "Zoé", date(1990, 5, 20)) == []


def test_a_record_opens_with_its_stay_its_trace_and_its_first_line(house: House, client_of: Browser) -> None:
    answer = client_of("nicole").post(ADDRESS, form(house))
    record = Record.objects.get(person__birth_name="Caron")
    assert answer.status_code == 303
    assert answer["Location"] == reverse("timeline:record", kwargs={"record_id": record.pk})
    person = Person.objects.get(pk=record.person_id)
    assert (person.birth_date, person.birth_precision, person.key) == (
        date(1980, 3, 5),
        "DAY",
        "CARON|BRUNO EMILE|19800305",
    )
    stay = Stay.objects.get(record=record)
    held = RecordUnit.objects.get(record=record)
    assert (stay.unit_id, stay.place, stay.starts_on) == (house.units["mimosa"].pk, "4", date(2026, 9, 1))
    assert (held.unit_id, held.place, held.until) == (house.units["mimosa"].pk, "4", None)
    kinds = set(JournalEntry.objects.filter(record_id=record.pk).values_list("kind", flat=True))
    assert kinds == {Kind.RECORD_CREATED, Kind.STAY_OPENED}
    assert Entry.objects.filter(record_id=record.pk, kind="STAY").count() == 1
    assert "Bruno Caron" in client_of("karim").get("/personnes/?q=2026-014").content.decode()


def test_sending_twice_opens_one_record(house: House, client_of: Browser) -> None:
    typed, client = form(house), client_of("nicole")
    first, second = client.post(ADDRESS, typed), client.post(ADDRESS, typed)
    assert first["Location"] == second["Location"]
    assert Record.objects.filter(person__birth_name="Caron").count() == 1


def test_a_twin_that_appears_meanwhile_is_shown_before_anything_is_written(house: House, client_of: Browser) -> None:
    indexed(house.person("Bruno Caron", "mimosa", birth=date(1980, 3, 5)))
    typed, client = form(house), client_of("nicole")
    answer = client.post(ADDRESS, typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Est-ce elle ?" in page
    assert 'value="Bruno, Émile"' in page
    assert Record.objects.filter(person__birth_name="Caron").count() == 1
    twin = Record.objects.get(person__birth_name="Caron")
    assert client.post(ADDRESS, {**typed, "seen": str(twin.pk)}).status_code == 303


def test_the_unit_of_others_is_not_a_choice(house: House, client_of: Browser) -> None:
    answer = client_of("nicole").post(ADDRESS, form(house, unit=str(house.units["savs"].pk)))
    assert answer.status_code == 422
    assert "Choisissez l’unité qui l’accompagne." in answer.content.decode()


def test_a_file_number_already_given_is_said(house: House, client_of: Browser) -> None:
    client = client_of("nicole")
    client.post(ADDRESS, form(house))
    answer = client.post(ADDRESS, form(house, birth_name="Durand", first_names="Paul", birth_date="01/02/1970"))
    assert answer.status_code == 422
    assert "déjà celui d’une autre personne" in answer.content.decode()
    assert not Person.objects.filter(birth_name="Durand").exists()


def test_an_identifier_taken_behind_the_other_wall_is_answered_like_nothing(house: House, client_of: Browser) -> None:
    with house.inside(house.bel_air):
        theirs = house.person("Ali Haddad", "belair").person_id
    answer = client_of("nicole").post(ADDRESS, form(house, id=str(theirs)))
    assert answer.status_code == 404
    assert not Person.objects.filter(birth_name="Caron").exists()


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("birth_name", "", "Écrivez le nom de naissance."),
        ("birth_name", "   \u200b ", "Écrivez le nom de naissance."),
        ("birth_name", "<b>Caron</b>", "Un nom s’écrit avec des lettres"),
        ("birth_name", "=HYPERLINK(1)", "Un nom s’écrit avec des lettres"),
        ("birth_name", "Caron 🎉", "Un nom s’écrit avec des lettres"),
        ("birth_name", "-", "Un nom s’écrit avec des lettres"),
        ("birth_name", "x" * 101, "La limite est de 100"),
        ("first_names", "y" * 10_000_000, "La limite est de 4\u202f000"),
        ("birth_date", "", "Écrivez la date de naissance."),
        ("birth_date", "31/02/1980", "Le 31/02 n’existe pas. Vérifiez le jour."),
        ("birth_date", "29/02/1981", "Le 29/02 n’existe pas. Vérifiez le jour."),
        ("birth_date", "12/13/1980", "Le mois 13 n’existe pas. Vérifiez le mois."),
        ("birth_date", "hier", "Écrivez la date comme ceci\u00a0: 12/03/1992."),
        ("birth_date", "01/01/0001", "est trop ancienne"),
        ("birth_date", "0001", "n’est pas possible"),
        ("birth_date", "31/12/9999", "est dans le futur"),
        ("birth_date", "9999", "n’est pas possible"),
        ("birth_date", "12/03/2199", "est dans le futur"),
        ("birth_date", "٢٠٢٠", "Écrivez la date comme ceci"),
        ("birth_date", "1" * 5000, "Écrivez la date comme ceci"),
        ("sex", "X", "Choisissez une réponse."),
        ("unit", "' OR 1=1", "Choisissez l’unité qui l’accompagne."),
        ("starts_on", "01/01/1979", "avant la naissance"),
        ("starts_on", "", "Écrivez la date d’entrée."),
        ("place", "z" * 61, "La limite est de 60"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_under_its_field_and_nothing_is_written(
    house: House, client_of: Browser, field: str, typed: str, sentence: str
) -> None:
    answer = client_of("nicole").post(ADDRESS, form(house, **{field: typed}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert f'href="#id_{field}' in page  # the summary leads to the field
    assert 'value="Marseille"' in page  # what was typed elsewhere is kept
    assert not Person.objects.filter(birth_place="Marseille").exists()
    assert not Record.objects.exclude(pk=house.sam.pk).exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ba\u202edan", "Badan"), ("  d’Ormesson ", "d’Ormesson"), ("Cas\x00tel", "Castel"), ("بن علي", "بن علي"),
        ("Le\u0308a", "Lëa"), ("d'Alembert", "d'Alembert"), ("Dupont--Martin", "Dupont--Martin"),
    ],
)  # fmt: skip
def test_names_of_every_alphabet_are_kept_without_what_deceives_the_eye(
    house: House, client_of: Browser, typed: str, kept: str
) -> None:
    assert client_of("nicole").post(ADDRESS, form(house, birth_name=typed)).status_code == 303
    assert Person.objects.filter(birth_name=kept).count() == 1


@pytest.mark.parametrize(
    ("typed", "known", "precision"),
    [
        ("12/03/1992", date(1992, 3, 12), "DAY"),
        ("12-03-92", date(1992, 3, 12), "DAY"),
        ("12.03.1992", date(1992, 3, 12), "DAY"),
        ("12 mars 1992", date(1992, 3, 12), "DAY"),
        ("1er août 1992", date(1992, 8, 1), "DAY"),
        ("12031992", date(1992, 3, 12), "DAY"),
        ("1992-03-12", date(1992, 3, 12), "DAY"),
        ("12 févr. 1992", date(1992, 2, 12), "DAY"),
        ("03/1992", date(1992, 3, 1), "MONTH"),
        ("1992", date(1992, 1, 1), "YEAR"),
        ("29/02/2000", date(2000, 2, 29), "DAY"),
    ],
)  # fmt: skip
def test_a_birth_date_is_read_as_it_is_written(
    house: House, client_of: Browser, typed: str, known: date, precision: str
) -> None:
    assert client_of("nicole").post(ADDRESS, form(house, birth_date=typed)).status_code == 303
    person = Person.objects.get(birth_name="Caron")
    assert (person.birth_date, person.birth_precision) == (known, precision)


def test_a_date_that_nobody_knows_may_stay_unknown(house: House, client_of: Browser) -> None:
    assert client_of("nicole").post(ADDRESS, form(house, birth_date="", birth_unknown="on")).status_code == 303
    assert Person.objects.get(birth_name="Caron").birth_text == "date de naissance non connue"


def test_a_welcome_begun_and_not_saved_is_offered_at_the_first_step_and_goes_on(house: House) -> None:
    client, key = house.client("sophie"), uuid4()
    fields = [
        ["id", str(key)],
        ["birth_name", "Belkacem"],
        ["first_names", "Samia"],
        ["birth_date", "12/03/1992"],
        ["place", "14"],
    ]
    sent = {"id": key, "address": "/personnes/nouvelle/", "revision": 1, "fields_typed": json.dumps(fields)}
    client.post("/brouillons/garder/", sent)
    first = client.get("/personnes/nouvelle/").content.decode()
    assert f"/personnes/nouvelle/?brouillon={key}" in first
    again = client.get(f"/personnes/nouvelle/?brouillon={key}").content.decode()
    assert 'name="etape" value="creer"' in again and 'value="14"' in again
    assert "Est-ce elle" in again  # who looks like her is shown again before anything is created
    assert "brouillon=" not in house.client("marc").get("/personnes/nouvelle/").content.decode()
