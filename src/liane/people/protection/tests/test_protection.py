"""Measures, parents and hearings in a record: who reads, who keeps, what is refused, what the dates become."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from liane.access.enums import Volet
from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.dates import short, today
from liane.kit.door import NotVisible, Stale
from liane.kit.ids import uuid7
from liane.nomenclatures.legal_measures import Answer
from liane.people.circle.models import Contact, Relative
from liane.people.deadlines import deadlines_between
from liane.people.models import Record
from liane.people.protection import actions
from liane.people.protection.data import AuthorityDraft, HearingDraft, MeasureDraft, Step, Wrong
from liane.people.protection.models import Hearing, LegalMeasure, ParentalAuthority
from liane.people.protection.reminders import deadlines
from liane.people.protection.showing import CLOSED
from liane.people.protection.standing import standing
from liane.testing import House
from liane.timeline.models import Entry

DAY = timedelta(days=1)
CURATELLE = MeasureDraft(
    "curatelle_renforcee", today() - 300 * DAY, today() + 80 * DAY, covers_person=False,
    authority_name="Juge des contentieux de la protection", holder_name="Udaf du Nord",
)  # fmt: skip
PLACED = MeasureDraft(
    "placement_judiciaire", today() - 200 * DAY, today() + 50 * DAY, authority_name="Juge des enfants de Lille",
    decided_on=today() - 205 * DAY, holder_name="ASE du Nord", report_due_on=today() + 20 * DAY,
)  # fmt: skip


@pytest.fixture
def child(house: House) -> Record:
    """Léa, ten years old, in the MECS and in Mimosa's FAM for the sake of the cast."""
    return house.person("Léa Martin", "mimosa", birth=today() - relativedelta(years=10))


@pytest.fixture
def around(house: House) -> Callable[..., Relative]:
    """`around(record, "Nadia Bel", "MTH")`: somebody in the circle."""

    def make(record: Record, name: str, relation: str = "FRND", **fields: Any) -> Relative:
        own = {key: fields.pop(key) for key in ("person", "died_on") if key in fields}
        contact = Contact(organization_id=record.organization_id).put(name=name, **own)
        contact.save(force_insert=True)
        return Relative.objects.create(
            organization_id=record.organization_id, record=record, contact=contact, relation=relation,
            relation_label={"MTH": "Mère", "FTH": "Père"}.get(relation, "Proche"), unit=house.units["mimosa"], **fields,
        )  # fmt: skip

    return make


def write(
    house: House, record: Record, draft: MeasureDraft = CURATELLE, slug: str = "sophie", **more: Any
) -> LegalMeasure:
    key = uuid7()
    actions.add_measure(house.actor(slug), record.pk, key, draft, **more)
    return LegalMeasure.objects.get(pk=key)


def parent(house: House, record: Record, name: str, status: str, **fields: Any) -> ParentalAuthority:
    key = uuid7()
    actions.add_authority(house.actor("sophie"), record.pk, key, AuthorityDraft(name, status, **fields))
    return ParentalAuthority.objects.get(pk=key)


def page(house: House, slug: str, record: Record, query: str = "") -> str:
    return house.client(slug).get(f"/personnes/{record.pk}/qui-peut-quoi/{query}").content.decode()


def test_a_measure_changes_who_may_do_what_from_the_database_by_one_query(house: House) -> None:
    write(house, house.sam)
    with CaptureQueriesContext(connection) as captured:
        found = standing(house.sam.pk)
    assert len(captured) == 1
    assert found is not None and found.parties[0].may("signs") is Answer.WITH
    assert [m.label for m in found.measures] == ["Curatelle renforcée"]
    later = standing(house.sam.pk, today() + 81 * DAY)
    assert later is not None and later.parties[0].may("signs") is Answer.YES
    with house.inside(house.bel_air):
        assert standing(house.sam.pk) is None


def test_the_page_says_it_in_words_on_the_day_chosen(house: House) -> None:
    write(house, house.sam)
    told = page(house, "ines", house.sam)
    assert "Curatelle renforcée" in told and "Udaf du Nord" in told and "À deux" in told and "à vérifier" in told
    assert "Udaf du Nord" not in page(house, "ines", house.sam, f"?au={short(today() + 81 * DAY)}").split("<details")[0]
    answer = house.client("ines").get(f"/personnes/{house.sam.pk}/qui-peut-quoi/?au=31/02/2027")
    assert answer.status_code == 422 and "Le 31/02 n’existe pas." in answer.content.decode()


def test_the_banner_and_the_essential_say_the_measure_that_was_typed_once(house: House) -> None:
    write(house, house.sam)
    told = house.client("ines").get(f"/personnes/{house.sam.pk}/essentiel/").content.decode()
    assert "Curatelle renforcée" in told and "Protection juridique" in told and "Udaf du Nord" in told


def test_a_measure_of_a_child_shows_its_next_date_to_readers_of_the_judicial_part_only(
    house: House, child: Record
) -> None:
    write(house, child, PLACED)
    told = house.client("sophie").get(f"/personnes/{child.pk}/").content.decode()
    assert f"Placement judiciaire, rapport le {short(PLACED.report_due_on or today())}" in told
    for slug in ("ines", "maud", "nicole"):
        client = house.client(slug)
        for address in ("", "essentiel/", "entourage/", "qui-peut-quoi/", "qui-peut-quoi/histoire/", "papiers/"):
            told = client.get(f"/personnes/{child.pk}/{address}").content.decode()
            assert "lacement judiciaire" not in told and "ASE du Nord" not in told and "Juge des enfants" not in told, (
                slug,
                address,
            )


def test_of_a_child_who_does_not_read_the_judicial_part_gets_the_same_words_always(house: House, child: Record) -> None:
    def said(slug: str) -> str:
        return page(house, slug, child).split("<main")[1].split("csrf")[0]

    before = said("ines")
    assert CLOSED.split(".")[0] in before
    write(house, child, PLACED)
    parent(house, child, "Marc Martin", "withdrawn")
    assert said("ines") == before


def test_a_separated_parent_from_whom_authority_was_taken_gets_nothing(
    house: House, child: Record, around: Callable[..., Relative]
) -> None:
    mother, father = around(child, "Nadia Martin", "MTH"), around(child, "Marc Martin", "FTH")
    parent(house, child, "Nadia Martin", "sole", contact_id=mother.contact_id)
    line = parent(
        house, child, "Marc Martin", "withdrawn", contact_id=father.contact_id, limit="PLACE", visits="BARRED"
    )
    found = standing(child.pk)
    assert found is not None
    him, her = found.party(contact_id=father.contact_id), found.party(contact_id=mother.contact_id)
    assert him and her and {him.may(q) for q in him.said} == {Answer.NO} and her.may("signs") is Answer.YES
    assert [limit.code for limit in him.limits] == ["limit.place", "limit.barred"]
    told = page(house, "sophie", child)
    assert "Ne rien lui dire du lieu" in told and "Aucun contact permis" in told
    assert line.volet == Volet.JUDICIAL


def test_a_former_member_an_ended_temp_and_another_house_are_refused(house: House, child: Record) -> None:
    measure = write(house, child, PLACED)
    karim = house.practitioner("karim")
    karim.posts.update(ends_at=timezone.now() - timedelta(minutes=1))
    house.hire("temp", "interimaire", "mimosa", ends=timedelta(minutes=-1))
    adds = f"/personnes/{child.pk}/qui-peut-quoi/mesures/ajouter/"
    for slug in ("karim", "temp", "farid", "helene", "amine"):
        client = house.client(slug)
        for address in (f"/personnes/{child.pk}/qui-peut-quoi/", adds, f"{adds}aemo/"):
            assert client.get(address).status_code in (403, 404), (slug, address)
    for slug in ("karim", "temp", "farid"):
        with pytest.raises(NotVisible):
            actions.strike(house.actor(slug), child.pk, LegalMeasure, measure.thread_id, Step(uuid7(), 1, "x"))


@pytest.mark.parametrize(("slug", "kind", "allowed"), [
    ("sophie", "aemo", True), ("karim", "aemo", True), ("ines", "aemo", False), ("nicole", "aemo", False),
    ("maud", "aemo", False), ("marc", "aemo", False), ("sophie", "masp", True),
])  # fmt: skip
def test_who_keeps_which_part(house: House, child: Record, slug: str, kind: str, allowed: bool) -> None:
    record = child if kind == "aemo" else house.sam
    answer = house.client(slug).get(f"/personnes/{record.pk}/qui-peut-quoi/mesures/ajouter/{kind}/")
    assert (answer.status_code == 200) is allowed


def test_sent_twice_it_is_written_once_and_a_stale_version_is_shown(house: House) -> None:
    measure = write(house, house.sam)
    sophie = house.actor("sophie")
    actions.add_measure(sophie, house.sam.pk, measure.pk, CURATELLE)
    step = Step(uuid7(), 1, "Mainlevée")
    ended = replace(CURATELLE, ends_on=today())
    for _ in range(2):
        actions.correct_measure(sophie, house.sam.pk, measure.thread_id, step, ended)
    with pytest.raises(Stale):
        actions.correct_measure(house.actor("karim"), house.sam.pk, measure.thread_id, Step(uuid7(), 1), CURATELLE)
    versions = LegalMeasure.objects.filter(thread_id=measure.thread_id).order_by("version")
    assert [(v.ends_on, v.is_current) for v in versions] == [(CURATELLE.ends_on, False), (today(), True)]
    told = house.client("sophie").get(f"/personnes/{house.sam.pk}/qui-peut-quoi/histoire/").content.decode()
    assert "Mainlevée" in told and short(CURATELLE.ends_on) in told and "Version d’avant" in told


def test_what_was_decided_is_never_rewritten_not_even_by_sql(house: House) -> None:
    measure = write(house, house.sam)
    for gesture in (
        lambda: LegalMeasure.objects.filter(pk=measure.pk).update(ends_on=None),
        lambda: LegalMeasure.objects.filter(pk=measure.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            gesture()


def test_a_mistake_counts_no_longer_and_stays_readable_with_its_reason(house: House) -> None:
    measure = write(house, house.sam)
    with pytest.raises(Wrong, match="pourquoi"):
        actions.strike(house.actor("sophie"), house.sam.pk, LegalMeasure, measure.thread_id, Step(uuid7(), 1))
    actions.strike(house.actor("sophie"), house.sam.pk, LegalMeasure, measure.thread_id, Step(uuid7(), 1, "Autre Sam"))
    found = standing(house.sam.pk)
    assert found is not None and not found.measures and found.parties[0].may("signs") is Answer.YES
    told = house.client("sophie").get(f"/personnes/{house.sam.pk}/qui-peut-quoi/histoire/").content.decode()
    assert "Autre Sam" in told


def test_the_fil_tells_a_measure_to_its_part_alone_and_the_journal_names_nothing(house: House, child: Record) -> None:
    write(house, child, PLACED)
    line = Entry.objects.get(record_id=child.pk, kind="MEASURE")
    assert line.volet == Volet.JUDICIAL and "Placement judiciaire" in line.title
    entry = JournalEntry.objects.get(record_id=child.pk, kind=Kind.PROTECTION_ADDED)
    assert "lacement" not in str(entry.detail) + entry.reason


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"ends_on": today() - 400 * DAY}, "ends_on", "finit avant de commencer"),
        ({"ends_on": today() + 5000 * DAY}, "ends_on", "plus long que la durée habituelle"),
        ({"covers_goods": False, "covers_person": False}, "covers_goods", "Cochez sur quoi"),
        ({"report_due_on": today() - 400 * DAY}, "report_due_on", "avant le début"),
        ({"kind": "placement_judiciaire", "ends_on": today()}, "starts_on", "concerne un enfant"),
        ({"kind": "nimporte"}, "kind", "n’existe pas"),
        ({"decided_on": today() + 90 * DAY}, "decided_on", "après la fin"),
        ({"second_name": "Rose Petit"}, "second_role", "seconde personne"),
        ({"second_name": "udaf du nord", "second_role": "JOINT"}, "second_name", "la même personne"),
        ({"holder_name": "Samia Belkacem"}, "holder_name", "C’est le nom"),
        ({"second_name": "SAMIA BELKACEM", "second_role": "JOINT"}, "second_name", "ne se protège soi-même"),
        ({"second_name": "Belkacem Samia", "second_role": "WATCHING"}, "second_name", "ne se protège soi-même"),
    ],
)
def test_what_cannot_be_is_said_under_its_question(
    house: House, changes: dict[str, Any], field: str, sentence: str
) -> None:
    with pytest.raises(Wrong) as problem:
        actions.add_measure(house.actor("sophie"), house.sam.pk, uuid7(), replace(CURATELLE, **changes))
    assert any(name == field and sentence in told for name, told in problem.value.faults), problem.value.faults
    assert not LegalMeasure.objects.exists()


def test_a_child_has_no_curatelle(house: House, child: Record) -> None:
    with pytest.raises(Wrong, match="concerne un adulte"):
        actions.add_measure(house.actor("sophie"), child.pk, uuid7(), CURATELLE)


def test_only_the_measures_of_her_age_on_the_day_are_offered(house: House, child: Record) -> None:
    def offered(record: Record, day: str = "") -> str:
        return page(house, "sophie", record, f"mesures/ajouter/{day}")

    young, grown = offered(child), offered(house.sam)
    assert "Aide éducative à domicile" in young and "mineure" in young and "Curatelle" not in young
    assert "Contrat jeune majeur" not in young and "Curatelle renforcée" in grown
    assert "Aide éducative à domicile" not in grown and "Contrat jeune majeur" not in grown
    then = short(today() + relativedelta(years=9))
    assert "Curatelle renforcée" in offered(child, f"?au={then}") and "Contrat jeune majeur" in offered(
        child, f"?au={then}"
    )
    wrong = offered(house.sam, "?au=31/02/2020")
    assert "31/02/2020" in wrong and "Curatelle renforcée" in wrong
    unknown = house.person("Awa Sow", "mimosa", birth=None)
    assert "Aide éducative à domicile" in offered(unknown) and "Curatelle renforcée" in offered(unknown)


def test_nobody_begins_a_contract_of_a_young_adult_after_21(house: House) -> None:
    with pytest.raises(Wrong, match="pas après 21 ans"):
        write(house, house.sam, MeasureDraft("jeune_majeur", today()))


def test_two_guardianships_do_not_run_at_once_but_one_follows_the_other(house: House) -> None:
    first = write(house, house.sam)
    with pytest.raises(Wrong, match="Une autre mesure court déjà"):
        write(house, house.sam, replace(CURATELLE, kind="tutelle", starts_on=today()))
    renewed = replace(CURATELLE, starts_on=today() + 30 * DAY, ends_on=today() + 900 * DAY)
    write(house, house.sam, renewed, follows=first.thread_id)
    assert LegalMeasure.objects.get(thread_id=first.thread_id, is_current=True).ends_on == today() + 29 * DAY
    ends = [d for d in deadlines_between(today(), today() + 90 * DAY) if d.kind == "MEASURE_END"]
    assert ends == [], "what is renewed asks nothing more"


def test_longer_than_the_law_seems_to_allow_it_is_confirmed(house: House) -> None:
    write(house, house.sam, replace(CURATELLE, ends_on=today() + 5000 * DAY, is_sure=True))
    assert LegalMeasure.objects.count() == 1


def test_nobody_guards_herself_nor_who_guards_her(house: House, around: Callable[..., Relative]) -> None:
    other = house.person("Ana Cruz", "mimosa")
    own = around(house.sam, "Sam Autre", person=house.sam.person)
    guarded = replace(CURATELLE, holder_id=own.contact_id, holder_name="Sam Autre")
    with pytest.raises(Wrong, match="pas son propre proche"):
        write(house, house.sam, guarded)
    ana = around(house.sam, "Ana Cruz", person=other.person)
    write(house, house.sam, replace(CURATELLE, holder_id=ana.contact_id, holder_name="Ana Cruz"))
    back = around(other, "Samia Bel", person=house.sam.person)
    with pytest.raises(Wrong, match="Chacune protégerait l’autre"):
        write(house, other, replace(CURATELLE, holder_id=back.contact_id, holder_name="Samia Bel"))


def test_a_namesake_is_said_and_two_guardians_are_written_one_after_the_other(
    house: House, around: Callable[..., Relative]
) -> None:
    """What would close the circle is read once nobody else is writing it."""
    ana = around(house.sam, "Ana Cruz", person=house.person("Ana Cruz", "mimosa").person)
    draft = replace(CURATELLE, holder_id=ana.contact_id, holder_name="Ana Cruz")
    with CaptureQueriesContext(connection) as asked:
        write(house, house.sam, replace(draft, second_name="Samia Belkacem, sa tante", second_role="JOINT"))
    said = [query["sql"] for query in asked]
    held = next(number for number, sql in enumerate(said) if "pg_advisory_xact_lock" in sql)
    above = [
        number
        for number, sql in enumerate(said)
        if "people_legalmeasure" in sql and "person_id" in sql and "JOIN" in sql
    ]
    assert above and held < above[-1]


def test_a_contact_of_another_record_is_not_chosen(house: House, around: Callable[..., Relative]) -> None:
    stranger = around(house.person("Ana Cruz", "mimosa"), "Jean Cruz")
    with pytest.raises(Wrong, match="pas dans son entourage"):
        write(house, house.sam, replace(CURATELLE, holder_id=stranger.contact_id, holder_name="Jean Cruz"))


@pytest.mark.parametrize(
    ("status", "sentence"), [("sole", "l’exerce aussi"), ("partly_withdrawn", "laisse à ce parent")]
)
def test_what_two_parents_cannot_be_together(house: House, child: Record, status: str, sentence: str) -> None:
    parent(house, child, "Nadia Martin", "shared")
    with pytest.raises(Wrong, match=sentence):
        parent(house, child, "Marc Martin", status)
    with pytest.raises(Wrong, match="déjà écrit"):
        parent(house, child, "NADIA MARTIN", "withdrawn")


def test_at_eighteen_parental_authority_is_no_longer_written(house: House) -> None:
    with pytest.raises(Wrong, match="a cessé"):
        parent(house, house.sam, "Nadia Bel", "shared")


def hearing(house: House, record: Record, measure: LegalMeasure, at: datetime) -> Hearing:
    key = uuid7()
    actions.add_hearing(house.actor("sophie"), record.pk, measure.thread_id, key, HearingDraft(at, "Lille"))
    return Hearing.objects.get(pk=key)


def test_a_hearing_before_the_decision_is_refused(house: House, child: Record) -> None:
    measure = write(house, child, PLACED)
    with pytest.raises(Wrong, match="avant la décision"):
        hearing(house, child, measure, timezone.now() - 300 * DAY)


def told(kinds: set[str] | None = None) -> set[tuple[str, date]]:
    found = deadlines_between(today() - 7 * DAY, today() + 90 * DAY)
    return {(d.kind, d.due_on) for d in found if kinds is None or d.kind in kinds}


def test_dates_of_a_measure_become_deadlines_of_its_part(house: House, child: Record) -> None:
    measure = write(house, child, PLACED)
    hearing(house, child, measure, timezone.now() + 10 * DAY)
    assert told() == {
        ("MEASURE_END", PLACED.ends_on), ("MEASURE_REPORT", PLACED.report_due_on), ("HEARING", today() + 10 * DAY),
    }  # fmt: skip
    found = list(deadlines_between(today(), today() + 90 * DAY))
    assert {d.volet for d in found} == {"JUDICIAL"} and {d.unit_id for d in found} == {house.units["mimosa"].pk}
    assert all("Léa" not in d.label for d in found)


def test_an_opp_has_eight_days_then_fifteen(house: House, child: Record) -> None:
    opp = replace(PLACED, kind="opp", starts_on=today(), decided_on=today(), ends_on=None, report_due_on=None)
    measure = write(house, child, opp)
    assert told() == {("opp-8j", today() + 8 * DAY)}
    step = Step(uuid7(), 1)
    seized = replace(opp, seized_on=today())
    actions.correct_measure(house.actor("sophie"), child.pk, measure.thread_id, step, seized)
    assert told() == {("opp-15j", today() + 15 * DAY)}
    hearing(house, child, measure, timezone.now() + 5 * DAY)
    assert told() == {("HEARING", today() + 5 * DAY)}


def test_the_eighteenth_birthday_ends_a_measure_of_a_child(house: House) -> None:
    old = house.person("Tom Petit", "mimosa", birth=today() - relativedelta(years=18) + 40 * DAY)
    write(house, old, replace(PLACED, ends_on=today() + 60 * DAY, report_due_on=None))
    assert told() == {("MEASURE_END", today() + 40 * DAY)}


def test_somebody_who_has_left_asks_nothing_more(house: House) -> None:
    write(house, house.sam)
    house.sam.held_by.update(until=timezone.now() - DAY)
    assert told() == set()


def test_the_deadlines_are_asked_by_one_query(house: House, child: Record) -> None:
    write(house, child, PLACED)
    write(house, house.sam)
    with CaptureQueriesContext(connection) as captured:
        assert len(list(deadlines(today(), today() + 90 * DAY))) == 3
    assert len(captured) == 1
