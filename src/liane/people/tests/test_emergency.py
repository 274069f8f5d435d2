"""Accès d’urgence: who may break the glass, on what, for how long; who is told; how it ends (security B6)."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from liane.access.models import Emergency, Role
from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit import events
from liane.kit.ids import uuid7
from liane.notes.actions.writing import write_note
from liane.notes.drafts import Draft
from liane.people.models import Record
from liane.testing import House, HouseClient

WHY = "Malaise au self, je suis seule avec elle."


@pytest.fixture
def note(house: House) -> Callable[[str, str, str], None]:
    """`note("maud", "CARE", "…")`: she writes in Sam’s record."""
    return lambda slug, volet, text: bool(
        write_note(house.actor(slug), house.sam.pk, uuid7(), Draft(text=text, volet=volet))
    )


def run_waiting() -> None:
    """What the worker does with the jobs that wait for no hour."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE status = 'todo' AND scheduled_at IS NULL")
        jobs = [json.loads(args) if isinstance(args, str) else args for (args,) in cursor.fetchall()]
    for job in jobs:
        events.deliver(**job)


def url(record: Record) -> str:
    return f"/personnes/{record.pk}/acces-urgence/"


def sent(**fields: Any) -> dict[str, Any]:
    return {"id": str(uuid7()), "reason": WHY, "lasts": "60", **fields}


def opens(client: HouseClient, record: Record) -> int:
    return client.get(f"/personnes/{record.pk}/").status_code


def break_glass(house: House, slug: str = "helene", record: Record | None = None, **fields: Any) -> HouseClient:
    client = house.client(slug)
    assert client.post(url(record or house.sam), sent(**fields)).status_code == 303
    return client


def traces(record: Record, *kinds: Kind) -> list[JournalEntry]:
    return list(JournalEntry.objects.filter(record_id=record.pk, kind__in=kinds).order_by("at"))


def test_from_the_refusal_to_the_record_and_back(house: House) -> None:
    client = house.client("helene")
    refusal = client.get(f"/personnes/{house.sam.pk}/")
    assert refusal.status_code == 403 and url(house.sam) in refusal.content.decode()
    asked = client.get(url(house.sam)).content.decode()
    assert "Samia" not in asked and "Belkacem" not in asked  # nothing is told before the glass is broken
    assert client.post(url(house.sam), sent())["Location"] == f"/personnes/{house.sam.pk}/"
    page = client.get(f"/personnes/{house.sam.pk}/").content.decode()
    assert "Accès d’urgence jusqu’à" in page and WHY in page and "Samia" in page
    (emergency,) = Emergency.objects.all()
    client.post(f"/acces-urgence/{emergency.pk}/terminer/")
    assert opens(client, house.sam) == 403
    kinds = (Kind.EMERGENCY_OPENED, Kind.RECORD_OPENED, Kind.EMERGENCY_ENDED)
    assert [entry.kind for entry in traces(house.sam, *kinds)] == [*kinds]
    assert traces(house.sam, Kind.RECORD_OPENED)[0].reason == f"Accès d’urgence : {WHY}"


@pytest.mark.parametrize("reason", ["", "  ", ".", "urgence", "12345678", "x" * 301])
def test_without_a_reason_nothing_opens(house: House, reason: str) -> None:
    client = house.client("helene")
    answer = client.post(url(house.sam), sent(reason=reason))
    assert answer.status_code == 422 and reason.strip() in answer.content.decode()
    assert opens(client, house.sam) == 403 and not Emergency.objects.exists()


@pytest.mark.parametrize("lasts", ["5", "100000", "-60", "quatre"])
def test_the_duration_is_one_of_the_list(house: House, lasts: str) -> None:
    assert house.client("helene").post(url(house.sam), sent(lasts=lasts)).status_code == 422
    assert not Emergency.objects.exists()


def test_it_ends_by_itself_at_its_hour_and_never_after_four(house: House) -> None:
    client = break_glass(house, lasts="240")
    (emergency,) = Emergency.objects.all()
    assert emergency.ends_at - emergency.starts_at == timedelta(hours=4)
    Emergency.objects.update(ends_at=F("starts_at"))
    assert opens(client, house.sam) == 403
    with pytest.raises(IntegrityError, match="not_for_ever"), transaction.atomic():
        Emergency.objects.update(ends_at=emergency.starts_at + timedelta(hours=4, seconds=1))


def test_sent_twice_it_is_opened_once(house: House) -> None:
    client, data = house.client("helene"), sent()
    for _ in range(2):
        assert client.post(url(house.sam), data).status_code == 303
    assert Emergency.objects.count() == len(traces(house.sam, Kind.EMERGENCY_OPENED)) == 1


def test_the_identifier_of_another_access_is_not_reused(house: House) -> None:
    break_glass(house)
    taken = str(Emergency.objects.get().pk)
    other = house.client("fatou")
    assert other.post(url(house.sam), sent(id=taken)).status_code == 404
    assert opens(other, house.sam) == 403


def test_it_opens_this_record_and_no_other_nor_any_list(house: House) -> None:
    other = house.person("Nadia Bel", "mimosa")
    client = break_glass(house)
    assert opens(client, house.sam) == 200 and opens(client, other) == 403
    assert "Belkacem" not in client.get("/personnes/?vue=tous").content.decode()
    assert "Belkacem" not in client.get("/personnes/?q=belkacem").content.decode()
    assert client.get(f"/releve/?unite={house.units['mimosa'].pk}").content.decode().count("Belkacem") == 0


def test_it_reads_the_care_and_writes_what_was_done_and_nothing_secret(house: House, note: Any) -> None:
    house.hire("psy", "psychologue", "mimosa")
    note("maud", "CARE", "Canari soin")
    note("psy", "PSY", "Canari psy")
    note("karim", "SOCIAL", "Canari social")
    client = break_glass(house)
    page = client.get(f"/personnes/{house.sam.pk}/").content.decode()
    assert "Canari soin" in page and "Canari psy" not in page and "Canari social" not in page
    written = {"id": str(uuid7()), "kind": "note", "level": "0", "text": "Mise en sécurité, 15 appelé."}
    assert client.post(f"/personnes/{house.sam.pk}/ecrire/", written).status_code == 303
    assert "Mise en sécurité" in house.client("ines").get(f"/personnes/{house.sam.pk}/").content.decode()
    for path in ("identite/", "entourage/ajouter/", "a-savoir/", "qui-a-vu/", "accompagnements/ouvrir/"):
        assert client.get(f"/personnes/{house.sam.pk}/{path}").status_code in (403, 404), path


def test_a_volet_that_her_own_role_reads_elsewhere_is_not_brought_along(house: House, note: Any) -> None:
    note("karim", "SOCIAL", "Canari social")  # Hélène reads the social part of those she follows
    assert "Canari social" not in break_glass(house).get(f"/personnes/{house.sam.pk}/").content.decode()


@pytest.mark.parametrize("slug", ["nicole", "amine", "admin", "farid", "marc"])
def test_some_never_break_the_glass(house: House, slug: str) -> None:
    record = house.person("Nadia Bel", "glycines") if slug != "marc" else house.person("Luc Discret", "csapa")
    client = house.client(slug)
    assert client.get(url(record)).status_code == client.post(url(record), sent()).status_code == 404
    by_name = client.post("/acces-urgence/", identity(*("Bel", "Nadia") if slug != "marc" else ("Discret", "Luc")))
    assert by_name.status_code == (422 if slug == "farid" else 404)  # Farid may knock, in his own organisme
    assert not Emergency.objects.exists()


def test_who_administers_the_instance_reads_no_record_even_with_a_post(house: House) -> None:
    house.hire("patron", "educateur", "mimosa")
    client = house.client("patron")
    assert opens(client, house.sam) == 200
    type(house.accounts["patron"]).objects.filter(pk=house.accounts["patron"].pk).update(is_instance_admin=True)
    assert opens(client, house.sam) == client.get(url(house.sam)).status_code == 404


def test_a_protected_person_or_a_discreet_facility_is_never_opened_nor_told(house: House) -> None:
    protected = house.person("Ana Cachée", "mimosa", is_protected=True)
    discreet = house.person("Luc Discret", "csapa")
    client, absent = house.client("helene"), Record(pk=uuid7())
    words = [client.post(url(r), sent()) for r in (protected, discreet, absent)]
    assert [w.status_code for w in words] == [404, 404, 404]
    told = {client.post("/acces-urgence/", identity(n, f)).content.decode().count("Aucun dossier que l’accès")
            for n, f in (("Cachée", "Ana"), ("Discret", "Luc"), ("Personne", "Absente"))}  # fmt: skip
    assert len(told) == 1 and 0 not in told and not Emergency.objects.exists()


def test_who_becomes_protected_is_closed_at_the_next_request(house: House) -> None:
    client = break_glass(house)
    Record.objects.filter(pk=house.sam.pk).update(is_protected=True)
    assert opens(client, house.sam) == 404
    assert "Belkacem" not in client.get("/acces-urgence/").content.decode()


def test_the_discreet_team_that_also_follows_her_stays_unsaid(house: House, note: Any) -> None:
    both = house.person("Luc Deux", "mecs", "csapa")
    client = break_glass(house, record=both)
    page = client.get(f"/personnes/{both.pk}/").content.decode()
    assert "Belvédère" in page and "Source" not in page
    assert Emergency.objects.get().unit_ids == [house.units["mecs"].pk]


def identity(name: str, first: str, birth: str = "12/03/1992", **fields: Any) -> dict[str, Any]:
    return sent(birth_name=name, first_names=first, birth_date=birth, **fields)


def test_the_separate_door_asks_the_exact_identity(house: House) -> None:
    client = house.client("helene")
    for name, first, birth in (("Belkace", "Samia", "12/03/1992"), ("Belkacem", "Sa", "12/03/1992"),
                               ("Belkacem", "Samia", "13/03/1992")):  # fmt: skip
        assert client.post("/acces-urgence/", identity(name, first, birth)).status_code == 422
    found = client.post("/acces-urgence/", identity("belkacem", "SAM"))
    assert found["Location"] == f"/personnes/{house.sam.pk}/" and opens(client, house.sam) == 200


def test_who_already_follows_her_breaks_nothing(house: House) -> None:
    answer = house.client("ines").post("/acces-urgence/", identity("Belkacem", "Samia"))
    assert answer["Location"] == f"/personnes/{house.sam.pk}/" and not Emergency.objects.exists()


def test_eleven_searches_in_an_hour_are_one_too_many(house: House) -> None:
    client = house.client("helene")
    for _ in range(10):
        client.post("/acces-urgence/", identity("Absente", "Personne"))
    refused = client.post("/acces-urgence/", identity("Belkacem", "Samia"))
    assert refused.status_code == 422 and "astreinte" in refused.content.decode() and not Emergency.objects.exists()


def test_who_answers_for_the_service_and_the_dpo_are_told_by_the_worker(house: House, settings: Any) -> None:
    settings.MAIL_IS_SET = True
    break_glass(house)
    run_waiting()
    emergency = Emergency.objects.get()
    assert emergency.told_at is not None and emergency.told_count == 3  # Sophie, Marc, Amine
    assert [entry.detail["told"] for entry in traces(house.sam, Kind.EMERGENCY_TOLD)] == [3]
    assert sorted(m.to[0] for m in mail.outbox) == ["amine@essai.fr", "marc@essai.fr", "sophie@essai.fr"]
    assert not any(word in m.body + m.subject for m in mail.outbox for word in ("Samia", "Belkacem", "Hélène", WHY))
    for slug in ("sophie", "marc", "amine"):
        assert "accès d’urgence" in house.client(slug).get("/").content.decode(), slug
    assert "Revoir" not in house.client("karim").get("/").content.decode()


def test_who_opened_it_does_not_review_it(house: House) -> None:
    house.hire("cheffe", "chef_de_service", "chrs")
    client = break_glass(house, "cheffe")
    emergency = Emergency.objects.get()
    given = {"verdict": "JUSTIFIED"}
    assert client.post(f"/acces-urgence/{emergency.pk}/avis/", given).status_code == 404
    assert house.client("sophie").post(f"/acces-urgence/{emergency.pk}/avis/", given).status_code == 303
    emergency.refresh_from_db()
    assert (emergency.verdict, emergency.reviewer_name) == ("JUSTIFIED", "Sophie Marchal")
    assert "accès d’urgence a été" not in house.client("sophie").get("/").content.decode()
    marc = house.client("marc")
    marc.post(f"/acces-urgence/{emergency.pk}/avis/", {"verdict": "DISCUSSED"})
    emergency.refresh_from_db()
    assert emergency.verdict == "JUSTIFIED" and "Sophie Marchal a déjà revu" in marc.get("/").content.decode()


def test_the_head_of_another_service_and_farid_review_nothing(house: House) -> None:
    house.hire("cheffe", "chef_de_service", "mecs")
    break_glass(house)
    emergency = Emergency.objects.get()
    for slug in ("cheffe", "farid", "karim"):
        client = house.client(slug)
        for gesture in ("avis", "terminer"):
            answer = client.post(f"/acces-urgence/{emergency.pk}/{gesture}/", {"verdict": "JUSTIFIED"})
            assert answer.status_code == 404, (slug, gesture)
    assert "Hélène" not in house.client("cheffe").get("/acces-urgence/service/").content.decode()


def test_the_dpo_reviews_without_learning_who_it_is_about(house: House) -> None:
    break_glass(house)
    page = house.client("amine").get("/acces-urgence/service/").content.decode()
    assert "Hélène Vidal" in page and WHY in page and "Belkacem" not in page
    assert "Belkacem" in house.client("sophie").get("/acces-urgence/service/").content.decode()


def test_it_stands_on_top_of_who_has_seen_with_its_reason(house: House) -> None:
    break_glass(house)
    page = house.client("karim").get(f"/personnes/{house.sam.pk}/qui-a-vu/").content.decode()
    assert page.index("Accès d’urgence</h2>") < page.index(WHY) < page.index("Aujourd’hui")
    assert "Hélène Vidal" in page and "Pas encore revu" in page


def test_somebody_of_a_discreet_team_is_not_named_but_her_access_is(house: House) -> None:
    house.hire("paule", "educateur", "csapa")
    break_glass(house, "paule")
    page = house.client("karim").get(f"/personnes/{house.sam.pk}/qui-a-vu/").content.decode()
    assert WHY in page and "Un professionnel d’une autre équipe" in page and "Paule" not in page


def test_the_right_taken_from_the_role_closes_it_at_the_next_request(house: House) -> None:
    client = break_glass(house)
    Role.objects.filter(code="assistante_sociale").update(rights=["persons.search", "record.read"])
    assert opens(client, house.sam) == 403


def test_whoever_reviews_it_closes_it_at_the_next_request(house: House) -> None:
    client = break_glass(house)
    house.client("sophie").post(f"/acces-urgence/{Emergency.objects.get().pk}/terminer/")
    assert opens(client, house.sam) == 403


def test_a_post_that_ends_takes_the_emergency_access_with_it(house: House) -> None:
    client = break_glass(house)
    house.practitioner("helene").posts.update(ends_at=timezone.now() - timedelta(hours=1))
    assert opens(client, house.sam) == 404


def test_what_was_decided_cannot_be_rewritten(house: House) -> None:
    break_glass(house)
    for change in (
        {"reason": "autre"},
        {"practitioner_id": house.practitioner("karim").pk},
        {"record_id": UUID(int=1)},
    ):
        with pytest.raises(Exception, match="append_only"), transaction.atomic():
            Emergency.objects.update(**change)
    with pytest.raises(Exception, match="append_only"), transaction.atomic():
        Emergency.objects.all().delete()


def test_by_the_address_of_a_writing_it_opens_those_of_this_record_only(house: House) -> None:
    other = house.person("Nadia Bel", "mimosa")
    mine, theirs = (
        write_note(house.actor("maud"), record.pk, uuid7(), Draft(text="Canari soin", volet="CARE"))
        for record in (house.sam, other)
    )
    secret = write_note(house.actor("karim"), house.sam.pk, uuid7(), Draft(text="Canari social", volet="SOCIAL"))
    client = break_glass(house)
    codes = [client.get(f"/ecrits/{note.thread_id}/versions/").status_code for note in (mine, theirs, secret)]
    assert codes[0] == 200 and codes[1] in (403, 404) and codes[2] in (403, 404)
