"""Two records of one person: joined with both histories, closed without being lost, taken apart as they were."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from liane.access.enums import Right
from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry, LegalHold
from liane.kit.dates import today
from liane.kit.door import Moved, NotVisible, Refused, Stale
from liane.kit.models import OrganizationModel
from liane.notes.actions.writing import write_note
from liane.notes.drafts import Draft
from liane.notes.models import Note
from liane.people.door import open_record
from liane.people.doubles.actions.joining import Joining, join_records, take_apart
from liane.people.doubles.following import plans
from liane.people.doubles.models import Double, MovedLine, Regrouping
from liane.people.doubles.pairs import all_ids, answered_between, kept_record
from liane.people.doubles.watch import look_for_doubles
from liane.people.identity import index_person
from liane.people.ins.actions import Seen, see_evidence
from liane.people.ins.models import FormerIns, IdentityStep
from liane.people.models import (
    Contact,
    EssentialAnswer,
    Flag,
    KeyWorker,
    LocalIdentifier,
    Person,
    Record,
    RecordUnit,
    Relative,
)
from liane.stays.absences.models import Absence
from liane.stays.models import Stay
from liane.stays.places.models import Occupation
from liane.testing import House
from liane.timeline.models import Entry, Tally
from liane.timeline.queries import FilFilter, fil

Actors = Callable[..., Any]


def joining(kept: Record, gone: Record, **changes: Any) -> Joining:
    for record in (kept, gone):
        record.person.refresh_from_db()
    values = {
        "kept_id": kept.pk, "gone_id": gone.pk, "reason": "Même personne, deux saisies",
        "kept_version": kept.person.version, "gone_version": gone.person.version,
    }  # fmt: skip
    return Joining(**(values | changes))


def written(actor: Any, record: Record, unit: Any, text: str, **more: Any) -> Note:
    return write_note(actor, record.pk, uuid4(), Draft(unit_id=unit.pk, text=text, **more))


def snapshot(*skip: str) -> dict[str, list[str]]:
    """Every row about a person, as the database holds it; versions and words apart."""
    found = {}
    left_out = {"people_movedline", "people_regrouping", "people_double", "kit_saveddraft", "stays_clockdue", *skip}
    for model in apps.get_models():
        table = model._meta.db_table
        if issubclass(model, OrganizationModel) and table not in left_out:
            with connection.cursor() as cursor:
                cursor.execute(
                    f"SELECT (to_jsonb(t) - 'version' - 'changed_at' - 'id')::text FROM {table} t ORDER BY 1"
                    if table == "timeline_tally"
                    else f"SELECT (to_jsonb(t) - 'version' - 'changed_at')::text FROM {table} t ORDER BY t.id"
                )
                found[table] = [row for (row,) in cursor.fetchall()]
    return found


@pytest.fixture
def twice(house: House) -> tuple[Record, Record]:
    """Nadia, welcomed twice in Mimosa: a year ago, and last week under another spelling."""
    kept = house.person("Nadia Bellec", "mimosa", referent="karim", birth=date(1980, 2, 7))
    gone = house.person(
        "Nadia Belec", "mimosa", "savs", birth=date(1980, 7, 2), since=timezone.now() - timedelta(days=8)
    )
    organization = house.deux_rives
    LocalIdentifier.objects.create(organization=organization, person=gone.person, value="2026-77")
    index_person(gone.person, ["2026-77"]).save()
    Flag.objects.create(
        organization=organization,
        record=gone,
        kind="DANGER",
        label="Allergie aux noix",
        since=date(2026, 1, 1),
        author_name="x",
    )
    contact = Contact(organization=organization).put(name="Rose Belec", phone="06 12 34 56 78")
    contact.save()
    for record in (kept, gone):
        Relative.objects.create(
            organization=organization, record=record, contact=contact, relation="MTH", relation_label="mère"
        )
    KeyWorker.objects.create(
        organization=organization, record=gone, practitioner=house.practitioner("karim"), since=date(2026, 11, 1)
    )
    EssentialAnswer.objects.create(
        organization=organization, record=gone, question="apaise", text="La musique", author_id=uuid4(), author_name="x",
        written_at=timezone.now(),
    )  # fmt: skip
    return kept, gone


def test_every_line_passes_and_the_record_is_closed(house: House, twice: tuple[Record, Record], actor: Actors) -> None:
    kept, gone = twice
    note = written(actor("karim"), gone, house.units["mimosa"], "Elle a dit « bonjour » à tous.")
    join_records(actor("marc"), uuid4(), joining(kept, gone))
    assert not Record.objects.filter(pk=gone.pk).exists()
    assert Person.objects.filter(pk=gone.person_id).exists()  # who she was written to be stays known
    assert Note.objects.get(pk=note.pk).record_id == kept.pk
    assert Flag.objects.get(label="Allergie aux noix").record_id == kept.pk
    assert LocalIdentifier.objects.get(value="2026-77").person_id == kept.person_id
    assert "2026-77" in str(kept.person.identifiers.values_list("value", flat=True))
    lines = fil(actor("karim"), kept.pk)
    assert note.thread_id in {line.source_id for line in lines}
    assert [line.source_id for line in fil(actor("karim"), kept.pk, FilFilter(words="bonjour"))] == [note.thread_id]
    with connection.cursor() as cursor:
        for follow in (follow for plan in plans() for follow in plan.follows if follow.column == "record_id"):
            cursor.execute(f"SELECT count(*) FROM {follow.table} WHERE record_id = %s", [gone.pk])
            assert cursor.fetchone() == (0,), follow.table


def test_one_stay_written_twice_is_one_stay(house: House, twice: tuple[Record, Record], actor: Actors) -> None:
    kept, gone = twice
    join_records(actor("marc"), uuid4(), joining(kept, gone))
    mimosa, savs = house.units["mimosa"].pk, house.units["savs"].pk
    assert sorted(Stay.objects.filter(record=kept).values_list("unit_id", flat=True)) == sorted([mimosa, savs])
    assert RecordUnit.objects.open().filter(record=kept, unit_id=mimosa).count() == 1
    assert KeyWorker.objects.filter(record=kept).count() == 1
    assert {line.table_name for line in MovedLine.objects.exclude(set_aside=None)} == {
        "stays_stay", "people_recordunit", "people_keyworker", "people_relative", "people_record",
    }  # fmt: skip


def test_one_stay_has_one_place_and_keeps_the_absences_of_both(
    house: House, twice: tuple[Record, Record], actor: Actors
) -> None:
    kept, gone = twice
    organization, unit = house.deux_rives, house.units["mimosa"]
    stays = [Stay.objects.get(record=record, unit=unit) for record in (kept, gone)]
    for stay, name in zip(stays, ("12", "13"), strict=True):
        place = unit.places.create(organization=organization, name=name)
        Occupation.objects.create(organization=organization, stay=stay, place=place, starts_on=stay.starts_on)
    absence = {"organization": organization, "motive": "HOSPITAL", "starts_at": timezone.now(), "author_name": "x"}
    Absence.objects.create(stay=stays[1], **absence)
    Absence.objects.create(
        organization=organization, stay=stays[1], motive="FAMILY", starts_at=timezone.now() - timedelta(days=5),
        ends_at=timezone.now() - timedelta(days=4), author_name="x",
    )  # fmt: skip
    before, key = snapshot("timeline_entry", "timeline_tally"), uuid4()
    join_records(actor("marc"), key, joining(kept, gone))
    assert Occupation.objects.get().stay_id == stays[0].pk
    assert sorted(Absence.objects.values_list("motive", "stay_id")) == [
        ("FAMILY", stays[0].pk),
        ("HOSPITAL", stays[0].pk),
    ]
    take_apart(actor("marc"), key, "Deux personnes")
    assert snapshot("timeline_entry", "timeline_tally") == before
    Absence.objects.create(stay=stays[0], **absence)
    Double.objects.update(state="OPEN")
    with pytest.raises(Refused, match="deux absences en cours"), transaction.atomic():
        join_records(actor("marc"), uuid4(), joining(kept, gone))


def test_the_longer_stay_is_kept_whichever_record_says_it(house: House, actor: Actors) -> None:
    kept = house.person("Ida Ro", "mimosa", since=timezone.now() - timedelta(days=5))
    gone = house.person("Ida Roh", "mimosa", since=timezone.now() - timedelta(days=900))
    join_records(actor("marc"), uuid4(), joining(kept, gone))
    assert [stay.starts_on for stay in Stay.objects.filter(record=kept)] == [
        (timezone.now() - timedelta(days=900)).date()
    ]


def test_taking_apart_gives_back_exactly_what_there_was(
    house: House, twice: tuple[Record, Record], actor: Actors
) -> None:
    kept, gone = twice
    written(actor("karim"), gone, house.units["mimosa"], "Avant la réunion.", level=1)
    written(actor("karim"), kept, house.units["mimosa"], "Dans l’autre dossier.")
    before = snapshot("timeline_entry")
    words = list(Entry.objects.order_by("pk").values_list("pk", "record_id", "words"))
    key = uuid4()
    join_records(actor("marc"), key, joining(kept, gone))
    assert snapshot("timeline_entry") != before
    take_apart(actor("marc"), key, "Deux cousines")
    after = snapshot("timeline_entry")
    told = {"timeline_tally"}  # the fil says twice what was done
    assert {table: rows for table, rows in after.items() if table not in told} == {
        t: r for t, r in before.items() if t not in told
    }
    assert list(Entry.objects.exclude(kind="IDENTITY").order_by("pk").values_list("pk", "record_id", "words")) == words
    assert answered_between(kept.person_id, gone.person_id)
    assert kept_record(gone.pk) is None


def test_what_was_written_since_stays_in_the_kept_record(
    house: House, twice: tuple[Record, Record], actor: Actors
) -> None:
    kept, gone = twice
    key = uuid4()
    join_records(actor("marc"), key, joining(kept, gone))
    note = written(actor("karim"), kept, house.units["mimosa"], "Après.")
    assert take_apart(actor("marc"), key, "Deux personnes") == gone.pk
    assert Note.objects.get(pk=note.pk).record_id == kept.pk
    tally = Tally.objects.get(record=kept, unit=house.units["mimosa"], volet="SUPPORT")
    assert tally.lines == Entry.objects.filter(record=kept, unit=house.units["mimosa"], volet="SUPPORT").count()


def test_sending_twice_joins_once_and_undoes_once(house: House, twice: tuple[Record, Record], actor: Actors) -> None:
    kept, gone = twice
    key, decided = uuid4(), joining(*twice)
    join_records(actor("marc"), key, decided)
    join_records(actor("marc"), key, decided)
    assert Regrouping.objects.count() == 1
    take_apart(actor("marc"), key, "x")
    take_apart(actor("marc"), key, "x")
    assert Regrouping.objects.get().undone_by == "Marc Estève"
    assert Record.objects.filter(pk__in=[kept.pk, gone.pk]).count() == 2


def test_a_closed_record_leads_to_the_kept_one_through_a_chain(
    house: House, twice: tuple[Record, Record], actor: Actors
) -> None:
    kept, gone = twice
    last = house.person("Nadia Bellec-Roy", "mimosa")
    first, second = uuid4(), uuid4()
    join_records(actor("marc"), first, joining(kept, gone))
    join_records(actor("marc"), second, joining(last, kept))
    assert kept_record(gone.pk) == last.pk
    assert set(all_ids(last.pk)) == {gone.pk, kept.pk, last.pk}
    with pytest.raises(Moved) as moved:
        open_record(actor("karim"), gone.pk, to=Right.RECORD_READ)
    assert moved.value.to == last.pk
    with pytest.raises(Moved):  # the first one cannot be undone before the second
        take_apart(actor("marc"), first, "x")
    take_apart(actor("marc"), second, "x")
    take_apart(actor("marc"), first, "x")
    assert Record.objects.filter(pk__in=[kept.pk, gone.pk, last.pk]).count() == 3


def test_only_who_may_join_both_records_joins_them(house: House, actor: Actors) -> None:
    here, there = house.person("Léo Roy", "mimosa"), house.person("Léo Roi", "garenne")
    discreet, hidden = house.person("Léo Rois", "csapa"), house.person("Léa Roy", "savs", is_protected=True)
    for slug, one, other in (
        ("karim", here, there), ("nicole", here, there), ("sophie", here, there), ("nicole", here, discreet),
        ("nicole", here, hidden), ("amine", here, there), ("farid", here, there), ("helene", hidden, there),
    ):  # fmt: skip
        for kept, gone in ((one, other), (other, one)):
            with pytest.raises(NotVisible), transaction.atomic():
                join_records(actor(slug), uuid4(), joining(kept, gone))
    assert Regrouping.objects.count() == 0


def test_a_discreet_presence_follows_in_silence(house: House, actor: Actors) -> None:
    """Nicole joins two records of Mimosa; one of them is also held by the CSAPA, and she still does not know it."""
    kept, gone = house.person("Zoé Lam", "mimosa"), house.person("Zoé Lamm", "mimosa", "csapa")
    Flag.objects.create(
        organization=house.deux_rives, record=gone, kind="DANGER", label="Secret du CSAPA", since=date(2026, 1, 1),
        author_name="x", unit=house.units["csapa"],
    )  # fmt: skip
    join_records(actor("nicole"), uuid4(), joining(kept, gone))
    assert RecordUnit.objects.open().filter(record=kept, unit=house.units["csapa"]).count() == 1
    facts = open_record(actor("nicole"), kept.pk, to=Right.RECORD_READ)
    assert [h["unit"] for h in facts.held] == ["Mimosa"] and not facts.flags


def test_the_more_protective_record_wins_and_the_hold_follows(house: House, actor: Actors) -> None:
    kept, gone = house.person("Ana Paz", "mimosa"), house.person("Anna Paz", "mimosa", is_protected=True)
    LegalHold.objects.create(
        organization=house.deux_rives, record_id=gone.pk, reason="Procédure", placed_at=timezone.now(), author_name="x"
    )
    key = uuid4()
    join_records(actor("marc"), key, joining(kept, gone))
    assert Record.objects.get(pk=kept.pk).is_protected
    assert set(LegalHold.objects.filter(lifted_at=None).values_list("record_id", flat=True)) == {kept.pk, gone.pk}
    take_apart(actor("marc"), key, "x")
    assert Record.objects.get(pk=kept.pk).is_protected  # who takes it away says so herself
    assert Record.objects.get(pk=gone.pk).is_protected


def test_a_protection_counted_on_since_outlives_the_joining(house: House, actor: Actors, client_of: Any) -> None:
    """Another protected record has been joined meanwhile: undoing the first joining shows nobody’s address."""
    kept, gone = house.person("Ana Paz", "mimosa"), house.person("Anna Paz", "mimosa", is_protected=True)
    hidden = house.person("Anah Paz", "mimosa", is_protected=True)
    first, second = uuid4(), uuid4()
    join_records(actor("marc"), first, joining(kept, gone))
    join_records(actor("marc"), second, joining(kept, hidden))
    take_apart(actor("marc"), first, "Deux cousines")
    assert Record.objects.get(pk=kept.pk).is_protected
    page = client_of("marc").get(f"/identites/reunions/{first}/").content.decode()
    assert "Le dossier gardé reste protégé" in page and f"/personnes/{kept.pk}/identite/" in page
    Record.objects.filter(pk=kept.pk).update(is_protected=False)
    assert "reste protégé" not in client_of("marc").get(f"/identites/reunions/{first}/").content.decode()


def test_an_identity_changed_meanwhile_stops_the_joining(
    house: House, twice: tuple[Record, Record], actor: Actors
) -> None:
    kept, gone = twice
    with pytest.raises(Stale), transaction.atomic():
        join_records(actor("marc"), uuid4(), joining(kept, gone, gone_version=gone.person.version + 1))
    with pytest.raises(Refused), transaction.atomic():
        join_records(actor("marc"), uuid4(), joining(kept, kept))
    assert Record.objects.filter(pk=gone.pk).exists()


def test_a_paper_seen_for_the_closed_record_is_read_on_the_kept_one_and_stays_where_it_was(
    house: House, twice: tuple[Record, Record], actor: Actors
) -> None:
    """It proves the identity that was written there: it is told, and validates nothing here."""
    kept, gone = twice
    seen = Seen("LIVRET", today())
    see_evidence(actor("nicole"), gone.pk, uuid4(), seen, version=Person.objects.get(pk=gone.person_id).version)
    key = uuid4()
    join_records(actor("marc"), key, joining(kept, gone))
    page = f"/personnes/{kept.pk}/identite/etat/"
    told = house.client("nicole").get(page).content.decode()
    assert "Vue le" in told and "dans le dossier réuni à celui-ci" in told and "Ne compte plus" not in told
    take_apart(actor("marc"), key, "Deux personnes")
    assert "dans le dossier réuni" not in house.client("nicole").get(page).content.decode()


def test_two_different_ins_are_two_persons(house: House, actor: Actors) -> None:
    one, other = (
        qualified(house, first, number) for first, number in (("Rose", "255086937401249"), ("Rosa", "269054958815780"))
    )
    with pytest.raises(Refused, match="INS différente"), transaction.atomic():
        join_records(actor("marc"), uuid4(), joining(one, other))
    look_for_doubles(house.deux_rives.pk)
    assert not Double.objects.filter(first_id__in=[one.person_id, other.person_id], state="OPEN").exists()
    assert Record.objects.filter(pk__in=[one.pk, other.pk]).count() == 2


def test_the_surer_identity_is_the_one_that_stays_and_comes_back(house: House, actor: Actors) -> None:
    """Nothing of an INS, of its status or of its papers is lost by a joining, so nothing of it has to be found again."""
    plain, sure = house.person("Rose Norre", "mimosa"), qualified(house, "Rose", "255086937401249")
    with pytest.raises(Refused, match=r"identité plus sûre \(identité qualifiée \(INS\)\)"), transaction.atomic():
        join_records(actor("marc"), uuid4(), joining(plain, sure))
    assert Record.objects.filter(pk__in=[plain.pk, sure.pk]).count() == 2 and not Regrouping.objects.exists()
    before = snapshot()["people_person"]
    join_records(actor("marc"), key := uuid4(), joining(sure, plain))
    kept = Person.objects.get(record=sure)
    assert (kept.identity_status, kept.ins_matricule) == ("QUALIFIEE", "255086937401249")
    take_apart(actor("marc"), key, "Deux cousines")
    assert snapshot()["people_person"] == before


def test_the_ins_retrieved_for_the_same_traits_qualifies_the_validated_identity_and_goes_back(
    house: House, actor: Actors
) -> None:
    sure, retrieved = house.person("Rose Nore", "mimosa", sex="F"), qualified(house, "Rose", "255086937401249")
    Person.objects.filter(pk=retrieved.person_id).update(identity_status="RECUPEREE")
    traits = {"birth_place": "Marseille", "birth_place_code": "13055", "birth_first_name": "Rose"}
    Person.objects.filter(pk=sure.person_id).update(**traits)
    person = Person.objects.get(pk=sure.person_id)
    see_evidence(house.actor("sophie"), sure.pk, uuid4(), Seen("CNI", today()), version=person.version)
    before = Person.objects.get(pk=retrieved.person_id)
    join_records(actor("marc"), key := uuid4(), joining(sure, retrieved))
    kept = Person.objects.get(pk=sure.person_id)
    assert (kept.identity_status, kept.ins_matricule) == ("QUALIFIEE", "255086937401249")
    for _ in range(2):
        take_apart(actor("marc"), key, "Deux cousines")
    kept, back = (Person.objects.get(pk=record.person_id) for record in (sure, retrieved))
    assert (kept.identity_status, kept.ins_matricule) == ("VALIDEE", "")
    assert (back.identity_status, back.ins_matricule) == (before.identity_status, before.ins_matricule)
    assert FormerIns.objects.get(person_id=sure.person_id).matricule == "255086937401249"
    assert list(IdentityStep.objects.filter(person_id=sure.person_id).order_by("at").values_list("after", flat=True)) == [
        "VALIDEE", "QUALIFIEE", "VALIDEE",
    ]  # fmt: skip


def test_an_ins_given_for_other_traits_is_not_carried(house: House, actor: Actors) -> None:
    sure, retrieved = house.person("Rose Norre", "mimosa", sex="F"), qualified(house, "Rose", "255086937401249")
    Person.objects.filter(pk=retrieved.person_id).update(identity_status="RECUPEREE")
    Person.objects.filter(pk=sure.person_id).update(identity_status="VALIDEE", birth_place="Marseille")
    with pytest.raises(Refused, match="nom de naissance"), transaction.atomic():
        join_records(actor("marc"), uuid4(), joining(sure, retrieved))
    assert not Regrouping.objects.exists()


def qualified(house: House, first: str, matricule: str) -> Record:
    """Somebody whose INS is known, by the moves that PostgreSQL accepts. The numbers have their key, and name nobody."""
    record = house.person(
        f"{first} Nore", "mimosa", sex="F", birth_place_code="13055", birth_place="Marseille", birth_first_name=first
    )
    Person.objects.filter(pk=record.person_id).update(
        identity_status="QUALIFIEE",
        ins_matricule=matricule,
        ins_oid="1.2.250.1.213.1.4.11",
        ins_source="essai",
        ins_at=timezone.now(),
    )
    return record


def test_both_records_say_what_was_done_and_the_journal_keeps_both_names(
    house: House, twice: tuple[Record, Record], actor: Actors
) -> None:
    kept, gone = twice
    open_record(actor("karim"), gone.pk, to=Right.RECORD_READ)
    opened = JournalEntry.objects.get(record_id=gone.pk, kind=Kind.RECORD_OPENED)
    key = uuid4()
    join_records(actor("marc"), key, joining(kept, gone))
    assert set(JournalEntry.objects.filter(kind=Kind.RECORDS_JOINED).values_list("record_id", flat=True)) == {
        kept.pk,
        gone.pk,
    }
    assert JournalEntry.objects.get(pk=opened.pk).record_id == gone.pk
    page = house.client("sophie").get(f"/personnes/{kept.pk}/qui-a-vu/").content.decode()
    assert "Karim Duval a ouvert le dossier" in page and "a réuni deux dossiers" in page
    facts = open_record(actor("sophie"), kept.pk, to=Right.RECORD_READ)
    assert house.practitioner("karim").pk in facts.openers
    assert Entry.objects.filter(record=kept, kind="IDENTITY").count() == 1


def test_she_is_not_her_sister_stays_true_of_the_kept_record(
    house: House, twice: tuple[Record, Record], actor: Actors
) -> None:
    kept, gone = twice
    sister = house.person("Nora Belec", "mimosa")
    Double.objects.create(
        organization=house.deux_rives,
        first=gone.person,
        second=sister.person,
        points=72,
        state="APART",
        found_at=timezone.now(),
    )
    join_records(actor("marc"), uuid4(), joining(kept, gone))
    assert answered_between(kept.person_id, sister.person_id)
    with pytest.raises(Refused), transaction.atomic():
        join_records(actor("marc"), uuid4(), joining(kept, sister))


# What the database refuses, whatever the code above does


@pytest.mark.parametrize(
    ("order", "refused"),
    [
        ("UPDATE notes_note SET record_id = %(kept)s WHERE id = %(note)s", "append_only"),
        ("UPDATE notes_note SET record_id = %(kept)s WHERE id = %(note)s AND set_config('liane.regrouping', 'x', true) = 'x'", "append_only"),
        ("SELECT people_move_lines(%(other)s, 'notes_note', 'record_id', NULL)", "no such regrouping"),
        ("SELECT people_set_aside(%(other)s, 'stays_stay', %(note)s, %(note)s)", "no such regrouping"),
        ("SELECT people_set_aside(%(done)s, 'people_record', %(kept)s, %(note)s)", "another record"),
        ("SELECT people_set_aside(%(done)s, 'journal_legalhold', %(kept)s, %(note)s)", "follows no record"),
        ("SELECT people_move_back(%(other)s)", "no such regrouping"),
        ("UPDATE people_movedline SET before = after", "append_only"),
        ("DELETE FROM people_movedline", "append_only"),
        ("UPDATE people_regrouping SET target_id = source_id", "append_only"),
        ("DELETE FROM people_regrouping", "append_only"),
    ],
)  # fmt: skip
def test_the_database_lets_nothing_pass_by_itself(
    house: House, twice: tuple[Record, Record], actor: Actors, order: str, refused: str
) -> None:
    kept, gone = twice
    note, done = written(actor("karim"), gone, house.units["mimosa"], "Écrit."), uuid4()
    join_records(actor("marc"), done, joining(house.person("Ali Un", "mimosa"), house.person("Ali Deux", "mimosa")))
    values = {"kept": kept.pk, "note": note.pk, "other": uuid4(), "done": done}
    with pytest.raises(DatabaseError, match=refused), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(order, values)
    assert Note.objects.get(pk=note.pk).record_id == gone.pk


@pytest.mark.parametrize(
    ("table", "column"),
    [("journal_journalentry", "record_id"), ("people_record", "person_id"), ("professionals_account", "id"), ("notes_note", "author_id"), ("notes_note; DROP TABLE x", "record_id")],
)  # fmt: skip
def test_nothing_passes_but_what_follows_a_record(
    house: House, twice: tuple[Record, Record], actor: Actors, table: str, column: str
) -> None:
    kept, gone = twice
    key = uuid4()
    join_records(actor("marc"), key, joining(kept, gone))
    with pytest.raises(DatabaseError, match="follows no record"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT people_move_lines(%s, %s, %s, NULL)", [key, table, column])


def test_the_other_house_moves_nothing_of_ours(house: House, twice: tuple[Record, Record], actor: Actors) -> None:
    kept, gone = twice
    key: UUID = uuid4()
    join_records(actor("marc"), key, joining(kept, gone))
    refused = pytest.raises(DatabaseError, match="no such regrouping")
    with house.inside(house.bel_air), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT people_move_back(%s)", [key])
    with house.inside(house.bel_air), pytest.raises(NotVisible), transaction.atomic():
        take_apart(actor("farid"), key, "x")


def test_a_table_that_is_forgotten_stops_the_whole(
    house: House, twice: tuple[Record, Record], actor: Actors, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, gone = twice
    some = [plan for plan in plans() if plan.room != "stays"]
    monkeypatch.setattr("liane.people.doubles.actions.moving.plans", lambda: iter(some))
    before = snapshot("timeline_entry")
    with pytest.raises(Refused, match="Rien n’a été modifié"), transaction.atomic():
        join_records(actor("marc"), uuid4(), joining(kept, gone))
    assert snapshot("timeline_entry") == before
