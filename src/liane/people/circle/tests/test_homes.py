"""Several homes for one child, with their rhythm; a household is one for brothers; what is protected is not there."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from liane.kit.dates import short, today
from liane.kit.ids import uuid7
from liane.people.models import Home, Household, HouseholdMember, Record
from liane.testing import House, HouseClient, asked
from liane.timeline.models import Entry

RHYTHM = "Une semaine sur deux, change le vendredi"


def typed(**changes: Any) -> dict[str, Any]:
    return {
        "id": str(uuid7()),
        "name": "Chez sa mère",
        "kind": "ALTERNATE",
        "rhythm": RHYTHM,
        "address": "4 rue des Lilas",
        **changes,
    }


def add(client: HouseClient, record: Record, status: int = 303, **changes: Any) -> tuple[Any, dict[str, Any]]:
    sent = typed(**changes)
    answer = client.post(f"/personnes/{record.pk}/entourage/lieux/ajouter/", sent)
    assert answer.status_code == status, answer.content.decode()
    return answer, sent


def page(client: HouseClient, record: Record) -> str:
    return client.get(f"/personnes/{record.pk}/entourage/").content.decode()


def read_version(sent: dict[str, Any]) -> int:
    return Home.objects.select_related("household").get(pk=sent["id"]).sheet_version


def correct(client: HouseClient, home: Home, status: int = 303, **changes: Any) -> Any:
    home = Home.objects.select_related("household").get(pk=home.pk)
    sent = typed(**{"version": home.sheet_version, **changes})
    answer = client.post(f"/personnes/{home.record_id}/entourage/lieux/{home.pk}/", sent)
    assert answer.status_code == status, answer.content.decode()
    return answer


def test_a_child_has_two_homes_and_the_rhythm_is_told(house: House) -> None:
    karim = house.client("karim")
    mother = house.relative(house.sam, "Nadia Belkacem", "mimosa", relation="MTH", relation_label="Mère")
    _, sent = add(karim, house.sam, members=[str(mother.pk)])
    assert karim.post(f"/personnes/{house.sam.pk}/entourage/lieux/ajouter/", sent).status_code == 303  # sent twice
    add(karim, house.sam, name="Chez son père", address="8 avenue du Port")
    assert Home.objects.count() == Household.objects.count() == 2
    shown = page(karim, house.sam)
    assert shown.count(RHYTHM) == 2 and "4 rue des Lilas" in shown and "Avec Nadia Belkacem" in shown


def test_the_fil_says_that_she_moved_never_where(house: House) -> None:
    karim = house.client("karim")
    _, sent = add(karim, house.sam, since="01/09/2024")
    correct(karim, Home.objects.get(), since="01/09/2024", until=short(today()))
    correct(karim, Home.objects.get(), since="01/09/2024", until=short(today()))  # nothing more is said
    lines = list(Entry.objects.filter(record=house.sam, kind="HOME").order_by("pk"))
    assert [line.title for line in lines] == [
        "Lieu de vie ajouté\u00a0: résidence alternée, depuis le 01/09/2024",
        f"Lieu de vie terminé\u00a0: résidence alternée, depuis le 01/09/2024, jusqu’au {short(today())}",
    ]
    assert {line.volet for line in lines} == {"FAMILY"}
    fil = house.client("ines").get(f"/personnes/{house.sam.pk}/").content.decode()
    assert lines[0].title in fil and "Lilas" not in fil
    Record.objects.filter(pk=house.sam.pk).update(is_protected=True)
    correct(karim, Home.objects.get(), since="01/10/2024")
    assert Entry.objects.filter(kind="HOME", volet="SOCIAL", record=house.sam).count() == 1
    assert "01/10/2024" not in house.client("ines").get(f"/personnes/{house.sam.pk}/").content.decode()


def test_who_leaves_the_household_is_dated(house: House) -> None:
    karim, mother = house.client("karim"), house.relative(house.sam, "Nadia Belkacem", "mimosa")
    _, sent = add(karim, house.sam, members=[str(mother.pk)])
    correct(karim, Home.objects.get(pk=sent["id"]), members=[])
    assert HouseholdMember.objects.get().until == today()
    assert "Avec Nadia" not in page(karim, house.sam)


def test_since_when_and_until_when_somebody_lives_there_is_written_and_shown(house: House) -> None:
    """The mother came in September, before it was written; the grandmother left in October, before it was known."""
    karim = house.client("karim")
    links = [house.relative(house.sam, name, "mimosa") for name in ("Nadia Belkacem", "Odette Belkacem")]
    _, sent = add(karim, house.sam, since="01/01/2024", members=[str(link.pk) for link in links])
    base = f"/personnes/{house.sam.pk}/entourage/lieux/{sent['id']}/"
    nadia, odette = (f"{base}membres/{HouseholdMember.objects.get(contact=link.contact).pk}/" for link in links)
    assert f'href="{nadia}"' in karim.get(base).content.decode()
    version = read_version(sent)
    dated = {"id": str(uuid7()), "version": version, "since": "01/09/2024", "until": ""}
    assert karim.post(nadia, dated).status_code == karim.post(nadia, dated).status_code == 303
    late = karim.post(odette, {"id": str(uuid7()), "version": version, "since": "01/01/2024", "until": "03/10/2024"})
    assert late.status_code == 422 and "Voici les deux versions" in late.content.decode()
    left = {"id": str(uuid7()), "version": read_version(sent), "since": "01/01/2024", "until": "03/10/2024"}
    assert karim.post(odette, left).status_code == 303
    shown = page(karim, house.sam)
    assert "Avec Nadia Belkacem depuis le 01/09/2024<" in shown
    assert "Y a vécu : Odette Belkacem du 01/01/2024 au 03/10/2024<" in shown.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("since", "until", "sentence"),
    [
        ("31/02/2024", "", "Le 31/02 n’existe pas"),
        ("02/01/2024", "01/01/2024", "La fin est avant le début"),
        ("01/01/2023", "", "est déjà là à ces dates"),
    ],
)
def test_dates_that_cannot_be_are_said_and_nothing_is_written(
    house: House, since: str, until: str, sentence: str
) -> None:
    karim, mother = house.client("karim"), house.relative(house.sam, "Nadia Belkacem", "mimosa")
    _, sent = add(karim, house.sam, members=[str(mother.pk)])
    there = HouseholdMember.objects.get()
    before = HouseholdMember.objects.create(
        organization=house.deux_rives, household=there.household, contact=mother.contact, until=date(2023, 6, 1)
    )
    base = f"/personnes/{house.sam.pk}/entourage/lieux/{sent['id']}/membres/{there.pk}/"
    typed_dates = {"id": str(uuid7()), "version": read_version(sent), "since": since, "until": until}
    answer = karim.post(base, typed_dates)
    assert answer.status_code == 422 and sentence in answer.content.decode().replace("\u00a0", " ")
    assert {(m.since, m.until) for m in HouseholdMember.objects.all()} == {(there.since, None), (None, before.until)}


def test_a_household_is_one_for_brothers_and_corrected_for_both(house: House) -> None:
    karim, tom = house.client("karim"), house.person("Tom Belkacem", "mimosa")
    mother = house.relative(house.sam, "Nadia Belkacem", "mimosa")
    house.relative(tom, "", "mimosa", contact=mother.contact)
    _, sent = add(karim, house.sam)
    household = Household.objects.get()
    proposed = karim.get(f"/personnes/{tom.pk}/entourage/lieux/ajouter/").content.decode()
    assert str(household.pk) in proposed
    _, his = add(karim, tom, name="", address="", foyer=str(household.pk))
    assert "Avec Samia Belkacem" in page(karim, tom)
    correct(karim, Home.objects.get(pk=his["id"]), address="9 rue Neuve")
    assert "9 rue Neuve" in page(karim, house.sam) and Household.objects.count() == 1
    late = karim.post(f"/personnes/{house.sam.pk}/entourage/lieux/{sent['id']}/", typed(version=1, rhythm="Autre"))
    assert late.status_code == 422 and "Voici les deux versions" in late.content.decode()


def test_where_a_protected_person_lives_is_nowhere_for_who_may_not_know(house: House) -> None:
    karim, tom = house.client("karim"), house.person("Tom Belkacem", "mimosa")
    mother = house.relative(house.sam, "Nadia Belkacem", "mimosa")
    house.relative(tom, "", "mimosa", contact=mother.contact)
    _, sent = add(karim, house.sam)
    add(karim, tom, name="", foyer=str(Household.objects.get().pk))
    Record.objects.filter(pk=tom.pk).update(is_protected=True)
    for slug in ("ines", "maud"):
        client = house.client(slug)
        assert "Lilas" not in page(client, tom) and "Chez sa mère" not in page(client, tom)
        assert "Lilas" not in page(client, house.sam) and "Tom" not in page(client, house.sam)
    assert house.client("maud").get(f"/personnes/{house.sam.pk}/entourage/lieux/{sent['id']}/").status_code == 404
    added, _ = add(house.client("maud"), house.sam, kind="MAIN", name="Autre")  # what is kept does not stand in the way
    assert added.status_code == 303
    assert "4 rue des Lilas" in page(karim, tom) and "4 rue des Lilas" in page(karim, house.sam)
    assert house.client("maud").get(f"/personnes/{tom.pk}/entourage/lieux/ajouter/").status_code == 404
    his = Home.objects.get(record=tom)
    correct(karim, his, address="1 rue Cachée")  # from now on, hers alone
    assert "Cachée" not in page(karim, house.sam) and "Cachée" in page(karim, tom)


def test_what_a_discreet_facility_knows_of_where_she_lives_stays_there(house: House) -> None:
    house.hire("paule", "educateur", "csapa")
    house.hire("chef-mecs", "chef_de_service", "mecs")
    both = house.person("Luc Deux", "mecs", "csapa")
    _, sent = add(house.client("paule"), both)
    assert "Lilas" in page(house.client("paule"), both)
    assert "Lilas" not in page(house.client("chef-mecs"), both)
    assert house.client("chef-mecs").get(f"/personnes/{both.pk}/entourage/lieux/{sent['id']}/").status_code == 404


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"rhythm": ""}, "Écrivez le rythme"),
        ({"name": ""}, "Donnez un nom au lieu"),
        ({"since": "31/02/2020"}, "Le 31/02 n’existe pas"),
        ({"since": "02/01/2024", "until": "01/01/2024"}, "La fin est avant le début"),
        ({"kind": "XXX"}, "Choisissez ce qu’est ce lieu"),
        ({"members": ["x"]}, "n’est plus dans son entourage"),
    ],
)
def test_what_cannot_be_is_said(house: House, changes: dict[str, Any], sentence: str) -> None:
    answer, _ = add(house.client("karim"), house.sam, 422, **changes)
    assert sentence in answer.content.decode() and not Household.objects.exists()


def test_there_is_one_main_home_at_a_time(house: House) -> None:
    karim = house.client("karim")
    _, sent = add(karim, house.sam, kind="MAIN", since="01/01/2020")
    answer, _ = add(karim, house.sam, 422, kind="MAIN", name="Foyer", since="01/01/2024")
    assert "est déjà son domicile principal depuis le 01/01/2020" in answer.content.decode()
    correct(karim, Home.objects.get(pk=sent["id"]), kind="MAIN", since="01/01/2020", until="31/12/2023")
    add(karim, house.sam, kind="MAIN", name="Foyer", since="01/01/2024")
    with pytest.raises(DatabaseError, match="home_ends_after"), transaction.atomic():
        Home.objects.filter(pk=sent["id"]).update(until=today() - timedelta(days=9999))


def test_somebody_not_proposed_cannot_be_chosen(house: House) -> None:
    karim, other = house.client("karim"), house.person("Ana Seule", "savs")
    add(house.client("helene"), other)
    answer, _ = add(karim, house.sam, 404, foyer=str(Household.objects.get().pk))
    assert not Home.objects.filter(record=house.sam).exists()


def test_the_circle_keeps_its_budget(house: House) -> None:
    karim = house.client("karim")
    for number in range(3):
        house.relative(house.sam, f"Proche{number} Essai", "mimosa", phone="06 39 98 00 00")
        add(karim, house.sam, name=f"Lieu {number}")
    assert len(asked(karim, f"/personnes/{house.sam.pk}/entourage/")) <= 9
