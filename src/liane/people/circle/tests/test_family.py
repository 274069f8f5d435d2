"""The family by generations: everything drawn is said; nobody is her own ancestor."""

from typing import Any

import pytest

from liane.kit.dates import short, today
from liane.kit.ids import uuid7
from liane.people.models import FamilyTie, Relative
from liane.testing import House, asked


@pytest.fixture
def family(house: House) -> dict[str, Relative]:
    told = (
        ("mother", "Nadia Belkacem", "MTH", "Mère"), ("father", "Karim Belkacem", "FTH", "Père"),
        ("granny", "Zohra Belkacem", "GRMTH", "Grand-mère"), ("step", "Luc Petit", "STPFTH", "Beau-père"),
        ("sister", "Leïla Belkacem", "SIS", "Sœur"), ("friend", "Anne Ami", "FRND", "Amie"),
    )  # fmt: skip
    return {
        key: house.relative(
            house.sam, name, "mimosa", relation=code, relation_label=label, born_on="1974", phone="06 39 98 00 00"
        )
        for key, name, code, label in told
    }


def tie(house: House, one: Relative, kind: str, other: Relative, **more: Any) -> Any:
    sent = {"id": str(uuid7()), "one": str(one.pk), "other": str(other.pk), "kind": kind, **more}
    return house.client("karim").post(f"/personnes/{house.sam.pk}/entourage/famille/lier/", sent)


def shown(house: House) -> str:
    return " ".join(house.client("ines").get(f"/personnes/{house.sam.pk}/entourage/famille/").content.decode().split())


def test_generations_couples_and_dates_are_said_and_drawn(house: House, family: dict[str, Relative]) -> None:
    assert tie(house, family["mother"], "MARRIED", family["father"], since="2000").status_code == 303
    assert tie(house, family["mother"], "DIVORCED", family["father"], since="2019").status_code == 303
    assert tie(house, family["granny"], "PARENT", family["mother"]).status_code == 303
    page = shown(house)
    page = page.split('role="img"')[1].split("</svg>", 1)[1].split("</section></main>")[0]
    order = ["Zohra Belkacem</strong>", "Nadia Belkacem</strong>", "Samia Belkacem</strong>"]
    assert sorted(order, key=page.index) == order
    assert "Mère, née en 1974, enfant de Zohra Belkacem, mariée à Karim Belkacem depuis 2000, divorcée" in page
    assert "Grand-mère, née en 1974, mère de Nadia Belkacem" in page
    assert "Anne Ami" not in page.split("</main>")[0]
    assert "06 39 98" not in page
    assert len(asked(house.client("ines"), f"/personnes/{house.sam.pk}/entourage/famille/")) <= 8


def test_nobody_is_her_own_ancestor(house: House, family: dict[str, Relative]) -> None:
    tie(house, family["granny"], "PARENT", family["mother"])
    for one, other in (("mother", "granny"), ("mother", "mother")):
        answer = tie(house, family[one], "PARENT", family[other])
        assert answer.status_code == 422
    child = house.relative(house.sam, "Inès Belkacem", "mimosa", relation="DAUC", relation_label="Fille")
    answer = tie(house, child, "PARENT", family["mother"])  # through the person herself
    assert answer.status_code == 422 and "son propre ancêtre" in answer.content.decode()
    answer = tie(house, family["granny"], "MARRIED", family["mother"])
    assert answer.status_code == 422 and "en couple et parent" in answer.content.decode()
    assert FamilyTie.objects.count() == 1


def test_a_tie_is_taken_back_and_one_of_another_circle_is_not_hers(house: House, family: dict[str, Relative]) -> None:
    tie(house, family["mother"], "TOGETHER", family["step"])
    address = f"/personnes/{house.sam.pk}/entourage/famille/{FamilyTie.objects.get().pk}/retirer/"
    assert house.client("karim").post(address).status_code == 303
    assert house.client("karim").post(address).status_code == 303
    ended = FamilyTie.objects.get()
    page = shown(house)
    assert ended.until == short(today()) and "en couple" not in page.split("Complé")[0]
    assert f"Retiré le {short(today())}" in house.client("karim").get(address.rsplit("/", 3)[0] + "/").content.decode()
    assert tie(house, family["mother"], "TOGETHER", family["step"]).status_code == 303  # they are together again
    assert FamilyTie.objects.filter(until="").count() == 1 and "en couple avec Luc Petit" in shown(house)
    other = house.relative(house.person("Tom Petit", "mimosa"), "Mère de Tom", "mimosa", relation="MTH")
    assert tie(house, family["mother"], "TOGETHER", other).status_code == 422


def test_what_a_discreet_facility_says_of_a_family_stays_there(house: House) -> None:
    house.hire("paule", "educateur", "csapa")
    house.hire("chef-mecs", "chef_de_service", "mecs")
    both = house.person("Luc Deux", "mecs", "csapa")
    house.relative(both, "Mère Discrète", "csapa", relation="MTH", relation_label="Mère")
    address = f"/personnes/{both.pk}/entourage/famille/"
    assert "Mère Discrète" in house.client("paule").get(address).content.decode()
    assert "Discrète" not in house.client("chef-mecs").get(address).content.decode()
