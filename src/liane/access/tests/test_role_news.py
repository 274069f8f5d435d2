"""A house installed before a right existed: it is proposed, given only by the management, with its author; nothing widens by itself."""

import re

import pytest

from liane.access.models import Role, RoleChange
from liane.access.role_news import role_news
from liane.access.roles import default_roles
from liane.testing import House, HouseClient, asked

PAGE = "/droits/roles/nouveautes/"


@pytest.fixture
def older(house: House) -> House:
    """As if two rights and a volet had come with a new version."""
    for code, right in (("aes", "absence.write"), ("chef_de_service", "places.read")):
        role = Role.objects.get(code=code)
        Role.objects.filter(pk=role.pk).update(rights=[r for r in role.rights if r != right])
    Role.objects.filter(code="chef_de_service").update(writes=["ADMIN", "SUPPORT", "SOCIAL", "FAMILY"])
    return house


def boxes(client: HouseClient) -> list[str]:
    return re.findall(r'name="choix" value="([^"]+)"', client.get(PAGE).content.decode())


def rights(code: str) -> list[str]:
    return list(Role.objects.get(code=code).rights)


def test_a_new_house_has_nothing_to_accept(house: House) -> None:
    assert role_news(house.actor("marc")) == []
    assert "Aucun nouveau droit" in house.client("marc").get(PAGE).content.decode()
    assert (
        "proposé"
        not in house.client("marc")
        .get("/droits/roles/")
        .content.decode()
        .split("<main")[1]
        .split("Rôles</h1>")[1][:600]
    )


def test_what_is_new_is_told_and_given_in_one_gesture_with_its_author(older: House) -> None:
    marc, ines = older.client("marc"), older.actor("ines")
    unit = older.units["mimosa"].pk
    assert not ines.may("absence.write", unit)  # nothing widened by itself
    assert "3 nouveaux droits sont proposés" in " ".join(marc.get("/droits/roles/").content.decode().split())
    page = marc.get(PAGE).content.decode()
    assert "Noter une absence ou une hospitalisation" in page and "Écrire dans « Judiciaire »" in page
    sent = {"choix": boxes(marc), "geste": "accepter"}
    assert len(sent["choix"]) == 3
    for _ in range(2):
        assert marc.post(PAGE, sent).status_code == 303
    assert older.actor("ines").may("absence.write", unit) and older.actor("sophie").writes(unit, "JUDICIAL")
    changes = RoleChange.objects.order_by("at", "id")
    assert {change.author_name for change in changes} == {"Marc Estève"} and len(changes) == 2
    assert boxes(marc) == []


def test_what_is_set_aside_or_was_taken_away_is_not_proposed_again(older: House) -> None:
    marc, aes = older.client("marc"), Role.objects.get(code="aes")
    mine = [box for box in boxes(marc) if box.startswith(str(aes.pk))]
    marc.post(PAGE, {"choix": mine, "geste": "ecarter"})
    assert "absence.write" not in rights("aes") and not [b for b in boxes(marc) if b in mine]
    history = marc.get(f"/droits/roles/{aes.pk}/").content.decode()
    assert "Ne sera plus proposé : noter une absence ou une hospitalisation." in history
    marc.post(PAGE, {"choix": mine, "geste": "accepter"})
    assert "absence.write" not in rights("aes")
    nurse = Role.objects.get(code="ide")
    sent = {"id": "01a218d2-7c73-70a4-90f5-b583884d8995", "version": "1", "label": nurse.label, "short": nurse.short,
            "rights": [r for r in nurse.rights if r != "places.read"], "reads": nurse.reads, "writes": nurse.writes}  # fmt: skip
    assert marc.post(f"/droits/roles/{nurse.pk}/", sent).status_code == 303
    assert not [box for box in boxes(marc) if box.startswith(str(nurse.pk))]


def test_a_box_forged_or_a_role_of_the_house_receives_nothing(older: House) -> None:
    marc, aes = older.client("marc"), Role.objects.get(code="aes")
    forged = [f"{aes.pk}~fait~identity.merge", f"{aes.pk}~lit~PSY", "x~fait~record.read", f"{aes.pk}~~"]
    marc.post(PAGE, {"choix": forged, "geste": "accepter"})
    assert "identity.merge" not in rights("aes") and not RoleChange.objects.exists()
    assert "Cochez au moins un droit" in marc.post(PAGE, {"geste": "accepter"}, follow=True).content.decode()
    Role.objects.filter(pk=aes.pk).update(code="aes_2", origin_code="aes")
    assert not [box for box in boxes(marc) if box.startswith(str(aes.pk))]


def test_nobody_accepts_for_the_role_that_she_holds_unless_she_is_alone(older: House) -> None:
    head = Role.objects.get(code="directeur")
    Role.objects.filter(pk=head.pk).update(rights=[r for r in head.rights if r != "record.archive"])
    box = [f"{head.pk}~fait~record.archive"]
    older.hire("adjointe", "directeur", "")
    marc = older.client("marc")
    assert "une autre personne de la direction accepte" in marc.get(PAGE).content.decode()
    marc.post(PAGE, {"choix": box, "geste": "accepter"})
    assert "record.archive" not in rights("directeur")
    with older.inside():
        older.practitioner("adjointe").account.is_active = False
        older.practitioner("adjointe").account.save()
    marc.post(PAGE, {"choix": box, "geste": "accepter"})
    assert "record.archive" in rights("directeur")


@pytest.mark.parametrize("slug", ["sophie", "karim", "amine", "admin", "farid"])
def test_only_the_management_of_the_whole_decides(older: House, slug: str) -> None:
    client = older.client(slug)
    assert client.get(PAGE).status_code == 404
    box = f"{Role.objects.get(code='aes').pk}~fait~absence.write"
    assert client.post(PAGE, {"choix": [box], "geste": "accepter"}).status_code == 404
    assert "absence.write" not in rights("aes")


def test_the_pages_keep_their_budget(older: House) -> None:
    Role.objects.exclude(code="directeur").update(rights=["record.read"], reads=[], writes=[])
    marc = older.client("marc")
    assert len(boxes(marc)) > 100 and len(asked(marc, PAGE)) <= 8
    assert {role.code for role in default_roles()} >= {one.role.code for one in role_news(older.actor("marc"))}
