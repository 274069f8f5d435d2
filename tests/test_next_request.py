"""A change of right is true at the next request (security B5): every way in which one may change, over HTTP, in one session."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from liane.access.models import Emergency, LookAs, Role
from liane.kit.ids import uuid7
from liane.people.models import Record, RecordUnit
from liane.professionals.models import Account, PractitionerRole
from liane.testing import BEL_AIR, DEUX_RIVES, House, HouseClient

HOUR = timedelta(hours=1)
Change = Callable[[House], None]


def posts(house: House, slug: str, organization: str = DEUX_RIVES):  # type: ignore[no-untyped-def]
    return PractitionerRole.objects.filter(practitioner=house.practitioner(slug, organization))


def past() -> dict[str, object]:
    return {"ends_at": timezone.now() - HOUR}


def opens(client: HouseClient, record: Record) -> bool:
    return client.get(f"/personnes/{record.pk}/").status_code == 200


CLOSED_BY: dict[str, Change] = {
    "her post ends": lambda house: posts(house, "ines").update(**past()),  # type: ignore[dict-item]
    "her post moves to later": lambda house: posts(house, "ines").update(starts_at=timezone.now() + HOUR),  # type: ignore[dict-item]
    "her post moves to another place": lambda house: posts(house, "ines").update(facility=None, unit=house.units["savs"]),  # type: ignore[dict-item]
    "her post changes its role": lambda house: posts(house, "ines").update(role_code="dpo"),  # type: ignore[dict-item]
    "her role loses the right": lambda house: Role.objects.filter(code="aes").update(rights=["persons.search"]),  # type: ignore[dict-item]
    "her account is closed": lambda house: Account.objects.filter(slug="ines").update(is_active=False),  # type: ignore[dict-item]
    "her account comes to administer the instance": lambda house: Account.objects.filter(slug="ines").update(is_instance_admin=True),  # type: ignore[dict-item]
    "the person leaves": lambda house: RecordUnit.objects.filter(record=house.sam).update(until=timezone.now() - HOUR),  # type: ignore[dict-item]
}  # fmt: skip


@pytest.mark.parametrize("change", CLOSED_BY.values(), ids=CLOSED_BY.keys())
def test_it_is_closed_at_the_next_request_of_the_session_already_open(house: House, change: Change) -> None:
    client = house.client("ines")
    assert opens(client, house.sam)
    change(house)
    assert not opens(client, house.sam)
    assert "Belkacem" not in client.get("/personnes/?vue=tous").content.decode()


def test_a_role_edited_on_its_page_is_true_at_the_next_request(house: House) -> None:
    client, aes = house.client("ines"), Role.objects.get(code="aes")
    assert opens(client, house.sam)
    form = {
        "version": "1",
        "label": aes.label,
        "short": aes.short,
        "rights": ["persons.search"],
        "reads": [],
        "writes": [],
    }
    assert house.client("marc").post(f"/droits/roles/{aes.pk}/", form).status_code == 303
    assert not opens(client, house.sam)


def test_the_night_of_a_temp_that_is_over_closes_everything(house: House) -> None:
    house.hire("lea", "interimaire", "mimosa", starts=-8 * HOUR, ends=HOUR)
    client = house.client("lea")
    assert opens(client, house.sam) and client.get("/ce-soir/").status_code == 200
    posts(house, "lea").update(**past())
    assert not opens(client, house.sam)
    assert [client.get(path).status_code for path in ("/ce-soir/", "/releve/", "/taches/")] == [404] * 3
    note = {"id": str(uuid7()), "kind": "note", "level": "0", "text": "Trop tard"}
    assert client.post(f"/personnes/{house.sam.pk}/ecrire/", note).status_code == 404


def test_who_has_no_post_any_more_is_told_so_on_every_page_and_nothing_else(house: House) -> None:
    client, record = house.client("ines"), f"/personnes/{house.sam.pk}/"
    posts(house, "ines").update(**past())
    answers = [client.get(path) for path in ("/", "/releve/", record, f"/personnes/{uuid7()}/")]
    assert [answer.status_code for answer in answers] == [403, 404, 404, 404]
    texts = {re.sub(r'value="[^"]+"', "", answer.content.decode()) for answer in answers}
    assert len(texts) == 1  # a record that exists and one that does not are the same page
    (told,) = texts
    assert "Votre accès est terminé depuis" in told and "Vos textes non enregistrés" in told and "Belkacem" not in told
    posts(house, "ines").update(starts_at=timezone.now() + HOUR, ends_at=None)
    assert "Votre accès n’est pas encore ouvert" in client.get("/").content.decode()
    posts(house, "ines").update(role_code="dpo", starts_at=timezone.now() - HOUR)
    assert client.get("/taches/").status_code == 404  # she has a post: the page of what does not exist, as before


def test_an_emergency_access_that_ended_or_was_closed_opens_nothing_more(house: House) -> None:
    client = house.client("helene")
    client.post(f"/personnes/{house.sam.pk}/acces-urgence/", {"id": str(uuid7()), "reason": "Malaise au self"})
    assert opens(client, house.sam)
    emergency = Emergency.objects.get()
    assert house.client("sophie").post(f"/acces-urgence/{emergency.pk}/terminer/").status_code == 303
    assert not opens(client, house.sam)
    note = {"id": str(uuid7()), "kind": "note", "level": "0", "text": "Trop tard"}
    assert client.post(f"/personnes/{house.sam.pk}/ecrire/", note).status_code == 403


def test_the_rights_of_one_organisme_stay_in_it_when_one_chooses_the_other(house: House) -> None:
    with house.inside(house.bel_air):
        post = house.post(house.practitioner("amine", BEL_AIR), "educateur", "belair")
        post.save(force_insert=True)
    theirs = house.person("Rose Ailleurs", "belair")
    client = house.client("amine")
    client.post("/lieu/", {"organization": str(house.bel_air.pk)})
    assert opens(client, theirs)
    client.post("/lieu/", {"organization": str(house.deux_rives.pk)})
    assert not opens(client, theirs) and not opens(client, house.sam)


def test_a_look_does_not_follow_into_another_organisme(house: House) -> None:
    with house.inside():
        house.post(house.practitioner("amine", DEUX_RIVES), "directeur", "").save(force_insert=True)
    client = house.client("amine")
    client.post("/lieu/", {"organization": str(house.deux_rives.pk)})
    client.post(f"/equipe/{house.practitioner('ines').pk}/voir-comme/")
    assert LookAs.objects.count() == 1 and "Vous voyez Liane comme" in client.get("/").content.decode()
    client.post("/voir-comme/arreter/")
    client.post("/lieu/", {"organization": str(house.bel_air.pk)})
    assert "Vous voyez Liane comme" not in client.get("/").content.decode()


def test_from_another_organisme_nobody_s_posts_nor_reasons_are_read_even_by_their_function(house: House) -> None:
    house.client("helene").post(
        f"/personnes/{house.sam.pk}/acces-urgence/", {"id": str(uuid7()), "reason": "Malaise au self"}
    )
    who = house.practitioner("helene").pk
    asked = "SELECT jsonb_array_length(access_grants(%s)), jsonb_array_length(access_emergencies(%s))"
    with connection.cursor() as cursor:
        for organization, found in ((house.deux_rives, (1, 1)), (house.bel_air, (0, 0))):
            with house.inside(organization):
                cursor.execute(asked, [who, who])
                assert cursor.fetchone() == found
