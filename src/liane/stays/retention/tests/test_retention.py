"""Archived by somebody, destroyed by somebody, at the term and never before; and then nothing in the house speaks of her."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from liane.access.emergencies import open_emergency, review_emergency
from liane.documents import store
from liane.documents.models import StoredFile
from liane.documents.tasks import sweep
from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.journal.retention.actions import place_hold
from liane.kit.dates import today
from liane.kit.door import Refused
from liane.kit.ids import uuid7
from liane.kit.models import SavedDraft
from liane.nomenclatures.retention import rule_for
from liane.notes.actions.writing import cancel_note, write_note
from liane.notes.drafts import Draft
from liane.people.doubles.models import Regrouping
from liane.people.models import (
    Contact,
    EssentialAnswer,
    Flag,
    Home,
    Household,
    HouseholdMember,
    LocalIdentifier,
    Person,
    Record,
    RecordUnit,
)
from liane.people.queries.doubles import near_twins
from liane.plans.actions import GoalDraft, set_goal
from liane.stays.actions import welcome_back
from liane.stays.given import Opening
from liane.stays.models import FollowUp, Referral, Stay
from liane.stays.referrals.admitting import admit
from liane.stays.referrals.tests.making import ask, go, wish_of
from liane.stays.retention.actions import archive_records, destroy_record, reckon_house, take_out
from liane.stays.retention.models import Destruction, RetentionCase
from liane.steering.models import Alert, AlertReview
from liane.testing import House, HouseClient

Browser = Callable[[str], HouseClient]
CANARY = "Zéphyrinette"
PAGE = "/conformite/dossiers/conservation/"


def gone(house: House, years: float, unit: str = "mimosa", name: str = f"{CANARY} Partie") -> Record:
    """Somebody who left that long ago."""
    until = timezone.now() - timedelta(days=round(365.25 * years))
    return house.person(name, unit, since=until - timedelta(days=900), until=until, birth=date(1980, 1, 2))


def said_elsewhere(house: House, record: Record) -> None:
    """What no link of the database leads to: an emergency access and its review, what was signalled of it, a request."""
    opened = open_emergency(
        house.actor("helene"), uuid7(), record_id=record.pk, unit_ids=[house.units["mimosa"].pk], reason=f"{CANARY} fait un malaise", lasts=timedelta(hours=1),
    )  # fmt: skip
    review_emergency(house.actor("sophie"), opened.pk, verdict="JUSTIFIED", remark=f"{CANARY} allait mal")
    now = timezone.now()
    alert = Alert.objects.create(
        organization=house.deux_rives, rule="emergency", day=today(), actor_name="Hélène", count=1, first_at=now, last_at=now,
        why=f"{CANARY} fait un malaise", record_id=record.pk,
    )  # fmt: skip
    AlertReview.objects.create(
        organization=house.deux_rives,
        alert=alert,
        outcome="fine",
        word=f"Normal pour {CANARY}",
        author_name="A",
        at=now,
    )
    referral = ask(house, f"{CANARY} Partie")
    Referral.objects.filter(pk=referral.pk).update(record=record)
    go(house, wish_of(referral), "REFUSED", code="NO_PLACE", reason=f"Pas de place pour {CANARY}")
    begin(house, "marc", f"/demandes/{referral.pk}/lieux/{wish_of(referral).pk}/decider/")
    begin(house, "sophie", f"/conformite/acces/{alert.pk}/")


def begin(house: House, who: str, address: str) -> None:
    """Somebody begins to write there, and goes away."""
    sent = {"id": str(uuid7()), "address": address, "revision": "1", "fields_typed": f'[["text", "{CANARY} encore"]]'}
    kept = house.client(who).post("/brouillons/garder/", sent)
    assert kept.json()["etat"] == "kept", address


def lived(house: House, settings: Any, tmp_path: Any) -> Record:
    """The same, with a trace of her in every room."""
    settings.FILES_ROOT = tmp_path
    record = house.person(f"{CANARY} Partie", "mimosa", birth=date(1980, 1, 2))
    karim, same = house.actor("karim"), {"organization_id": house.deux_rives.pk, "record": record}
    written = write_note(karim, record.pk, uuid7(), Draft(text=f"{CANARY} a dit : « je veux partir »."))
    struck = write_note(karim, record.pk, uuid7(), Draft(text=f"{CANARY} est tombée.", level=1))
    cancel_note(karim, struck.thread_id, reason=f"Ce n’était pas {CANARY}.")
    set_goal(karim, record.pk, uuid7(), GoalDraft(wording=f"{CANARY} veut un chat", voice="SELF"))
    Flag.objects.create(kind="DANGER", label=f"{CANARY} fugue", since="2020-01-01", author_name="Maud", **same)
    EssentialAnswer.objects.create(
        question="compte", text=f"La mère de {CANARY}", author_id=uuid7(), author_name="Karim", written_at=timezone.now(), **same
    )  # fmt: skip
    house.relative(record, f"Mère de {CANARY}", "mimosa", phone="0612345678")
    household = Household.objects.create(
        organization=house.deux_rives, name=f"Chez {CANARY}", address="3 rue du Canari"
    )
    Home.objects.create(household=household, since=date(2020, 1, 1), **same)
    aunt = Contact(organization_id=house.deux_rives.pk).put(name=f"Tante de {CANARY}")
    aunt.save(force_insert=True)
    HouseholdMember.objects.create(
        organization=house.deux_rives, household=household, contact=aunt, since=date(2020, 1, 1)
    )
    LocalIdentifier.objects.create(organization=house.deux_rives, person=record.person, value=f"{CANARY}-1")
    FollowUp.objects.create(
        organization=house.deux_rives, stay=Stay.objects.get(record=record), due_on=today(), article="CASF D312-37",
        done_on=today(), reached=True, said=f"{CANARY} vit au foyer.", author_name="Sophie",
    )  # fmt: skip
    said_elsewhere(house, record)
    file = io.BytesIO(f"Le papier de {CANARY}.".encode())
    file.name = f"{CANARY}.txt"
    photo = io.BytesIO()
    Image.new("RGB", (900, 700), "green").save(photo, "JPEG")
    photo.seek(0)
    photo.name = f"Photo de {CANARY}.jpg"
    sent = {"id": str(uuid7()), "unit": str(house.units["mimosa"].pk), "fichiers": [file, photo]}
    assert house.client("karim").post(f"/personnes/{record.pk}/papiers/", sent).status_code == 303
    begin(house, "karim", f"/personnes/{record.pk}/ecrire/")
    begin(house, "karim", f"/ecrits/{written.thread_id}/corriger/")
    until = timezone.now() - timedelta(days=round(365.25 * 21))
    Stay.objects.filter(record=record).update(starts_on=until.date() - timedelta(days=90), ends_on=until.date())
    FollowUp.objects.filter(stay__record=record).update(
        done_on=until.date()
    )  # an answer of today would keep her record
    RecordUnit.objects.filter(record=record).update(until=until)
    return record


def tables_that_say(words: str, *ids: UUID) -> set[str]:
    """Tables in which these words, or these identifiers, are still written; the journal and the certificate have their own term."""
    found = set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'journal%'")
        for (table,) in cursor.fetchall():
            if table in {"stays_destruction", "procrastinate_jobs", "procrastinate_events"}:
                continue
            for needle in (words, *map(str, ids)):
                cursor.execute(f'SELECT 1 FROM "{table}" t WHERE t::text ILIKE %s LIMIT 1', [f"%{needle}%"])
                if cursor.fetchone():
                    found.add(table)
    return found


def destroyed(house: House, record: Record) -> Destruction:
    """Archived and destroyed by Marc."""
    marc, key = house.actor("marc"), uuid7()
    reckon_house()
    assert archive_records(marc, [record.pk]) == 1
    return destroy_record(marc, record.pk, key, reason="Décidé en réunion de direction")


def test_nothing_speaks_of_her_any_more_and_the_certificate_proves_what_went(
    house: House, settings: Any, tmp_path: Any
) -> None:
    record = lived(house, settings, tmp_path)
    person_id, before = record.person_id, tables_that_say(CANARY, record.pk, record.person_id)
    assert {
        "notes_note",
        "timeline_entry",
        "people_person",
        "documents_document",
        "people_contact",
        "notes_cancellation",
        "stays_followup",
        "stays_referral",
        "stays_wishmove",
        "access_emergency",
        "steering_alert",
        "steering_alertreview",
        "kit_saveddraft",
    } <= before
    made = destroyed(house, record)
    assert tables_that_say(CANARY, record.pk, person_id) == set()
    assert made.carried_out_at is not None and len(made.files or []) == 2
    assert not SavedDraft.objects.exists() and (made.counts or {})["kit_saveddraft"] == 3
    assert list(store.every_file(house.deux_rives.pk))
    StoredFile.objects.update(wanted_at=timezone.now() - timedelta(days=2))
    with house.outside():
        assert sweep(0) + sweep(0) == 3  # a text, a photo, then its small picture
    assert not list(store.every_file(house.deux_rives.pk)) and not StoredFile.objects.exists()
    assert (made.counts or {})["notes_note"] == 2 and (made.counts or {})["people_record"] == 1
    assert (made.counts or {})["people_contact"] == 2
    assert JournalEntry.objects.filter(record_id=record.pk, kind=Kind.RECORD_DESTROYED).count() == 1
    assert near_twins(house.actor("sophie"), "Partie", CANARY, date(1980, 1, 2)) == []
    found = house.client("sophie").get("/recherche/?q=partie+chat+fugue").content.decode()
    assert CANARY not in found and CANARY not in house.client("sophie").get("/personnes/?q=partie").content.decode()
    page = house.client("amine").get(reverse("stays:certificate", kwargs={"destruction_id": made.pk})).content.decode()
    assert str(record.pk) in page and CANARY not in page and ">Transmission<" in page and "notes_note" not in page


def test_somebody_who_counts_for_another_too_stays_hers(house: House, settings: Any, tmp_path: Any) -> None:
    record = lived(house, settings, tmp_path)
    mother = Contact.objects.get(name__startswith="Mère")
    Contact.objects.filter(pk=mother.pk).update(name="Jeanne Partie")
    house.relative(house.sam, "Jeanne Partie", contact=Contact.objects.get(pk=mother.pk))
    destroyed(house, record)
    assert Contact.objects.filter(pk=mother.pk).exists()
    assert Person.objects.filter(pk=house.sam.person_id).exists()


@pytest.mark.parametrize(("years", "unit", "said"), [(6, "mimosa", "gardé jusqu’au"), (95, "mecs", "est gardé")])
def test_never_before_its_term_nor_when_the_rule_keeps_it(house: House, years: float, unit: str, said: str) -> None:
    record, marc = gone(house, years, unit), house.actor("marc")
    reckon_house()
    archive_records(marc, [record.pk])
    with pytest.raises(Refused, match=said):
        destroy_record(marc, record.pk, uuid7(), reason="Trop tôt")
    assert Record.objects.filter(pk=record.pk).exists() and not Destruction.objects.exists()


def test_a_hold_stops_everything(house: House) -> None:
    record, marc = gone(house, 30), house.actor("marc")
    reckon_house()
    archive_records(marc, [record.pk])
    place_hold(house.actor("amine"), record.pk, "Plainte", hold_id=uuid7())
    with pytest.raises(Refused, match="gel"):
        destroy_record(marc, record.pk, uuid7(), reason="Terme")
    page = house.client("marc").get(f"{PAGE}?vue=detruire").content.decode()
    assert "Gelé" in page and reverse("stays:destroy", kwargs={"record_id": record.pk}) not in page


@pytest.mark.parametrize("wrong", ["not archived", "followed", "too soon", "held"])
def test_the_database_itself_refuses(house: House, wrong: str) -> None:
    record = gone(house, 30)
    end = today() + timedelta(days=1) if wrong == "too soon" else today()
    if wrong != "not archived":
        Record.objects.filter(pk=record.pk).update(archived_at=timezone.now())
    if wrong == "followed":
        RecordUnit.objects.filter(record=record).update(until=None)
    if wrong == "held":
        place_hold(house.actor("amine"), None, "Inspection", hold_id=uuid7())
    made = Destruction.objects.create(
        organization=house.deux_rives, record_id=record.pk, person_id=record.person_id, facility=house.units["mimosa"].facility,
        rule="soin", left_on=today(), end_on=end, reason="Essai", author_id=uuid7(), author_name="X", decided_at=timezone.now(),
    )  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT stays_destroy_record(%s, '{}')", [made.pk])
    assert Record.objects.filter(pk=record.pk).exists()


def test_written_things_still_stay_written(house: House) -> None:
    write_note(house.actor("karim"), house.sam.pk, uuid7(), Draft(text="Reste écrit."))
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('liane.destruction', %s, true)", [str(uuid7())])
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM notes_note")


def test_archived_her_team_no_longer_welcomes_her_back_until_the_direction_takes_her_out(house: House) -> None:
    record, marc = gone(house, 8), house.actor("marc")
    back = f"/personnes/{record.pk}/accompagnements/retour/"
    reckon_house()
    assert house.client("sophie").get(back).status_code == 200
    assert archive_records(marc, [record.pk]) == 1 and archive_records(marc, [record.pk]) == 0
    closed = house.client("sophie").get(back)
    assert closed.status_code == 403 and "archivé" in closed.content.decode()
    take_out(marc, record.pk, "Elle revient")
    assert house.client("sophie").get(back).status_code == 200
    kinds = set(JournalEntry.objects.filter(record_id=record.pk).values_list("kind", flat=True))
    assert {Kind.RECORD_ARCHIVED, Kind.RECORD_TAKEN_OUT} <= kinds


def test_who_comes_back_is_no_longer_counted(house: House) -> None:
    record = gone(house, 8)
    reckon_house()
    assert RetentionCase.objects.filter(record=record).exists()
    Stay.objects.create(organization=house.deux_rives, record=record, unit=house.units["acacia"], starts_on=today())
    reckon_house()
    assert not RetentionCase.objects.filter(record=record).exists()


def test_the_dpo_sees_how_many_next_month_and_no_name(house: House, client_of: Browser) -> None:
    next_month = (today().replace(day=1) + timedelta(days=40)).replace(day=15)
    record = house.person(f"{CANARY} Bientôt", "mimosa")
    Stay.objects.filter(record=record).update(
        ends_on=next_month.replace(year=next_month.year - 5), starts_on=date(2015, 1, 1)
    )
    RecordUnit.objects.filter(record=record).update(until=timezone.now() - timedelta(days=1500))
    reckon_house()
    conformity = client_of("amine").get("/conformite/").content.decode()
    assert "1 à archiver, 0 à détruire" in conformity
    page = client_of("amine").get(PAGE).content.decode()
    assert CANARY not in page and record.pk.hex[-6:] in page and "CNIL" in page
    assert CANARY in client_of("marc").get(PAGE).content.decode()


def test_nobody_else(house: House, client_of: Browser) -> None:
    record = gone(house, 30)
    reckon_house()
    for slug in ("farid", "karim", "sophie", "helene"):
        assert client_of(slug).get(PAGE).status_code == 404
        assert client_of(slug).post("/conformite/dossiers/archiver/", {"dossier": str(record.pk)}).status_code == 404
    assert client_of("amine").post("/conformite/dossiers/archiver/", {"dossier": str(record.pk)}).status_code == 404
    assert not Record.objects.get(pk=record.pk).archived_at
    apart = gone(house, 30, "csapa", "Caché Partie")
    reckon_house()
    assert archive_records(house.actor("marc"), [apart.pk]) == 0
    assert "Caché" not in client_of("marc").get(PAGE).content.decode()


def test_other_durations_are_chosen_with_a_reason_but_children_are_kept(house: House, client_of: Browser) -> None:
    record = gone(house, 1, "savs")
    amine, url = client_of("amine"), "/conformite/dossiers/durees/{}/"
    sent = {"id": str(uuid7()), "active": "6", "archive": "12", "fate": "destroy", "reason": "Décision du bureau"}
    for _ in range(2):
        assert amine.post(url.format("social"), sent).status_code == 303
    case = RetentionCase.objects.get(record=record)
    assert case.archive_on <= today() and case.end_on <= case.archive_on + timedelta(days=366)
    refused = amine.post(url.format("enfance"), {**sent, "id": str(uuid7())})
    assert refused.status_code == 422 and "Archives départementales" in refused.content.decode()
    assert amine.post(url.format("social"), {**sent, "id": str(uuid7()), "reason": ""}).status_code == 422
    assert client_of("marc").get(url.format("social")).status_code == 404


def test_what_was_joined_to_her_goes_too(house: House) -> None:
    record, twin = gone(house, 30), gone(house, 30, name=f"{CANARY} Jumelle")
    Regrouping.objects.create(
        organization=house.deux_rives, kind="JOIN", source_id=twin.pk, target_id=record.pk, source_person_id=twin.person_id,
        target_person_id=record.person_id, reason="La même", at=timezone.now(), author_id=uuid7(),
        author_name="Nicole",
    )  # fmt: skip
    Stay.objects.filter(record=twin).delete()
    RecordUnit.objects.filter(record=twin).delete()
    person_id = twin.person_id
    Record.objects.filter(pk=twin.pk).delete()
    destroyed(house, record)
    assert tables_that_say(CANARY, record.pk, person_id) == set()


def test_an_answer_after_the_exit_is_a_contact_and_a_call_that_reached_nobody_is_not(house: House) -> None:
    record = gone(house, 3)
    reckon_house()
    before = RetentionCase.objects.get(record=record).archive_on
    stay = Stay.objects.get(record=record)
    point = FollowUp.objects.create(
        organization=house.deux_rives, stay=stay, due_on=today(), article="CASF D312-37", done_on=today(), reached=False
    )
    reckon_house()
    assert RetentionCase.objects.get(record=record).archive_on == before
    FollowUp.objects.filter(pk=point.pk).update(reached=True)
    reckon_house()
    case, rule = RetentionCase.objects.get(record=record), rule_for(frozenset({"fam_mas"}))
    assert (case.left_on, case.archive_on) == (stay.ends_on, rule.active.after(today()))


def test_who_asks_to_come_back_is_neither_archived_nor_destroyed_under_her_request(house: House) -> None:
    record, marc = gone(house, 30), house.actor("marc")
    reckon_house()
    wish = wish_of(ask(house, f"{CANARY} Partie"))
    Referral.objects.filter(pk=wish.referral_id).update(record=record)
    assert archive_records(marc, [record.pk]) == 0  # the list of this morning did not know
    reckon_house()
    assert not RetentionCase.objects.filter(record=record).exists()
    Record.objects.filter(pk=record.pk).update(archived_at=timezone.now())
    reckon_house()  # archived before she asked: the direction still finds her, to take her out
    with pytest.raises(Refused, match="demande à revenir"):
        destroy_record(marc, record.pk, uuid7(), reason="Terme")
    with pytest.raises(DatabaseError, match="asks to come back"), transaction.atomic():
        Destruction.objects.create(
            organization=house.deux_rives, record_id=record.pk, person_id=record.person_id, facility=house.units["mimosa"].facility,
            rule="soin", left_on=today(), end_on=today(), reason="Essai", author_id=uuid7(), author_name="X", decided_at=timezone.now(),
        )  # fmt: skip
    go(house, wish, "WITHDRAWN", code="NOT_WISHED")
    assert destroy_record(marc, record.pk, uuid7(), reason="Terme").carried_out_at is not None
    assert not Referral.objects.filter(pk=wish.referral_id).exists()


def test_who_came_back_since_the_night_is_not_archived(house: House, client_of: Browser) -> None:
    record = gone(house, 8)
    reckon_house()
    opening = Opening(house.units["mimosa"].pk, today())
    welcome_back(house.actor("sophie"), record.pk, uuid7(), opening)
    assert CANARY not in client_of("marc").get(PAGE).content.decode()
    other = gone(house, 9, name=f"{CANARY} Autre")
    reckon_house()
    Stay.objects.create(organization=house.deux_rives, record=other, unit=house.units["acacia"], starts_on=today())
    assert archive_records(house.actor("marc"), [other.pk, record.pk]) == 0
    assert not Record.objects.filter(archived_at__isnull=False).exists()


def test_an_archived_record_is_taken_out_before_she_is_admitted_on_a_request(house: House) -> None:
    record, marc, nicole = gone(house, 8), house.actor("marc"), house.actor("nicole")
    reckon_house()
    assert archive_records(marc, [record.pk]) == 1
    wish = go(house, wish_of(ask(house, f"{CANARY} Partie")), "ADMISSION")
    Referral.objects.filter(pk=wish.referral_id).update(record=record)
    reckon_house()
    opening = Opening(house.units["mimosa"].pk, today())
    with pytest.raises(Refused, match="archivé. Demandez à la direction"):
        admit(nicole, wish.referral_id, wish.pk, uuid7(), opening, version=wish.version)
    take_out(marc, record.pk, "Elle revient")
    assert admit(nicole, wish.referral_id, wish.pk, uuid7(), opening, version=wish.version).record_id == record.pk
    record.refresh_from_db()
    assert record.archived_at is None
