"""Voir comme: a check, never a key. Read-only, half an hour, the real name in the journal."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from liane.access.models import LookAs, Role
from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.ids import uuid7
from liane.notes.actions.writing import write_note
from liane.notes.drafts import Draft
from liane.professionals.models import PractitionerRole
from liane.testing import House, HouseClient


def looking(house: House, slug: str, colleague: str) -> HouseClient:
    client = house.client(slug)
    client.post(f"/equipe/{house.practitioner(colleague).pk}/voir-comme/")
    return client


def text(client: HouseClient, path: str = "/") -> str:
    return client.get(path).content.decode()


def test_sophie_sees_the_menus_of_ines_under_a_banner_on_every_page(house: House) -> None:
    client = looking(house, "sophie", "ines")
    for path in ("/", "/releve/", "/personnes/", f"/personnes/{house.sam.pk}/", "/lieu/"):
        page = text(client, path)
        if path != "/lieu/":
            assert "Vous voyez Liane comme Inès Roche" in page and "Arrêter" in page, path
        assert "Équipe et droits" not in page, path
    assert client.get("/droits/").status_code == client.get("/personnes/nouvelle/").status_code == 404


def test_it_is_no_key_what_the_colleague_reads_and_she_does_not_stays_closed(house: House) -> None:
    for volet, words in (("CARE", "Canari soin"), ("SUPPORT", "Canari accompagnement")):
        write_note(house.actor("ines"), house.sam.pk, uuid7(), Draft(text=words, volet=volet))
    client = looking(house, "sophie", "ines")  # a head of service does not read the care
    page = text(client, f"/personnes/{house.sam.pk}/")
    assert "Canari accompagnement" in page and "Canari soin" not in page


def test_a_colleague_who_also_works_elsewhere_is_not_looked_through(house: House) -> None:
    client = house.client("sophie")
    client.post(f"/equipe/{house.practitioner('maud').pk}/voir-comme/")  # FAM, and EHPAD
    assert not LookAs.objects.exists() and "travaille aussi hors de vos équipes" in text(client, "/droits/")


@pytest.mark.parametrize("slug", ["karim", "amine", "admin", "farid", "nicole"])
def test_who_may_not_look_finds_nothing(house: House, slug: str) -> None:
    client = house.client(slug)
    assert client.post(f"/equipe/{house.practitioner('ines').pk}/voir-comme/").status_code == 404
    assert not LookAs.objects.exists()


def test_nobody_looks_through_somebody_of_another_organisme(house: House) -> None:
    client = house.client("marc")
    assert client.post(f"/equipe/{house.practitioner('farid').pk}/voir-comme/").status_code == 404


def test_nothing_is_written_with_a_form_nor_with_a_fragment(house: House) -> None:
    client, record = looking(house, "sophie", "ines"), f"/personnes/{house.sam.pk}/"
    note = {"id": str(uuid7()), "kind": "note", "level": "0", "text": "Essai"}
    answer = client.post(f"{record}ecrire/", note)
    assert answer.status_code == 403 and "Vous regardez seulement" in answer.content.decode()
    fragment = client.post(f"{record}ecrire/", note, headers={"HX-Request": "true"})
    assert (fragment.status_code, fragment["HX-Redirect"]) == (403, "/voir-comme/")
    assert "Essai" not in text(house.client("karim"), record)
    for path in (
        "/lieu/",
        "/mot-de-passe/",
        "/releve/prendre/",
        f"/equipe/{house.practitioner('karim').pk}/voir-comme/",
    ):
        assert client.post(path, {}).status_code == 403, path


def test_the_journal_names_who_really_looks_at_the_start_and_on_each_record(house: House) -> None:
    client = looking(house, "sophie", "ines")
    text(client, f"/personnes/{house.sam.pk}/")
    client.post("/voir-comme/arreter/")
    sophie = house.practitioner("sophie")
    lines = JournalEntry.objects.filter(actor_id=sophie.pk).exclude(kind=Kind.SIGNED_IN).order_by("at")
    assert [(e.kind, e.actor_name) for e in lines] == [
        (kind, "Sophie Marchal") for kind in (Kind.LOOK_STARTED, Kind.RECORD_OPENED, Kind.LOOK_ENDED)
    ]
    assert lines[0].object_id == house.practitioner("ines").pk
    assert lines[1].actor_role == "cheffe de service, voit comme Inès Roche"
    assert "voit comme Inès Roche" in text(house.client("karim"), f"/personnes/{house.sam.pk}/qui-a-vu/")


def test_one_stops_and_acts_again(house: House) -> None:
    client = looking(house, "sophie", "ines")
    assert client.post("/voir-comme/arreter/").status_code == 303
    assert "Vous voyez Liane comme" not in text(client) and client.get("/droits/").status_code == 200


def test_it_ends_by_itself_after_half_an_hour_at_most(house: House) -> None:
    client = looking(house, "sophie", "ines")
    look = LookAs.objects.get()
    assert look.ends_at - look.starts_at == timedelta(minutes=30)
    with pytest.raises(IntegrityError, match="not_for_ever"), transaction.atomic():
        LookAs.objects.update(ends_at=look.starts_at + timedelta(minutes=31))
    LookAs.objects.update(ends_at=F("starts_at"))
    assert "Vous voyez Liane comme" not in text(client)


def test_another_session_of_the_same_person_keeps_her_own_rights(house: House) -> None:
    looking(house, "sophie", "ines")
    assert house.client("sophie").get("/droits/").status_code == 200


def test_what_is_taken_from_either_is_gone_at_the_next_page(house: House) -> None:
    client, record = looking(house, "sophie", "ines"), f"/personnes/{house.sam.pk}/"
    assert client.get(record).status_code == 200
    ines = PractitionerRole.objects.filter(practitioner=house.practitioner("ines"))
    ines.update(ends_at=timezone.now() - timedelta(hours=1))
    assert client.get(record).status_code == 404
    ines.update(ends_at=None)
    Role.objects.filter(code="chef_de_service").update(rights=["rights.look_as", "persons.search"])
    assert client.get(record).status_code == 404
    Role.objects.filter(code="chef_de_service").update(rights=["record.read"], reads=["SUPPORT"])
    assert "Vous voyez Liane comme" not in text(client, record)  # may not look any more: her own rights, her own name


def test_the_personal_lists_stay_those_of_who_looks(house: House) -> None:
    write_note(house.actor("ines"), house.sam.pk, uuid7(), Draft(text="Canari d’Inès, psychologique", volet="SUPPORT"))
    Role.objects.filter(code="aes").update(reads=[], writes=[])
    assert "Canari" in text(house.client("ines"), f"/personnes/{house.sam.pk}/")  # its author reads it again
    assert "Canari" not in text(looking(house, "sophie", "ines"), f"/personnes/{house.sam.pk}/")
