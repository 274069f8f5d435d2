"""The demonstration house: the same each time, true to the mock-ups, with the walls of a real one."""

from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.db import connections

from liane.config.demo.bulk import encode, vector
from liane.config.demo.cast import CAST
from liane.config.demo.lives import lives, record_id_of, told
from liane.config.demo.load import load_demo
from liane.config.demo.plan import organizations
from liane.config.demo.residents import populate
from liane.config.demo.seed import chance, dated_id, fixed_id
from liane.config.demo.staff import hire
from liane.config.demo.stories import tell
from liane.nomenclatures.codes import is_finess

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Europe/Paris"))
SAM = fixed_id("deux_rives", "dossier", "mimosa", 10)
MIMOSA = fixed_id("unité", "mimosa")


def rows(query: str, *values: object) -> list[tuple]:
    """What the owner of the tables reads."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(query, list(values))
        return cursor.fetchall()


def test_identifiers_are_dated_and_repeatable() -> None:
    one, two = (dated_id(chance("essai"), NOW) for _ in range(2))
    assert one == two and one.version == 7
    assert dated_id(chance("essai"), NOW + timedelta(seconds=1)) > one
    assert fixed_id("a", 1) == fixed_id("a", 1) != fixed_id("a", 2)


@pytest.mark.parametrize("size", ["s", "m"])
def test_finess_numbers_are_fictive_but_have_their_key(size: str) -> None:
    numbers = [o.finess for o in organizations(size)] + [f.finess for o in organizations(size) for f in o.facilities]
    assert all(is_finess(number) and number.startswith("99") for number in numbers)
    assert len(numbers) == len(set(numbers))


def test_size_m_is_a_hundred_facilities_and_ten_thousand_persons() -> None:
    plans = organizations("m")
    assert 90 <= sum(len(o.facilities) for o in plans) <= 110
    assert 9_000 <= sum(u.persons for o in plans for f in o.facilities for u in f.units) <= 11_500
    keys = [u.key for o in plans for f in o.facilities for u in f.units]
    assert len(keys) == len(set(keys))


def test_the_same_seed_makes_the_same_persons_and_teams() -> None:
    plan, today = organizations("s")[0], NOW.date()
    first, second = populate(plan, today), populate(plan, today)
    tell(plan, first, today)
    tell(plan, second, today)
    assert first == second
    assert hire(plan, today) == hire(plan, today)


def test_what_is_copied_reads_back_as_it_was() -> None:
    assert encode("a\tb\\c\nd\u00a0") == "a\\tb\\\\c\\nd\u00a0"
    assert encode(None) == "\\N" and encode(True) == "t" and encode(0) == "0"
    assert encode(["SUPPORT", 'd"eux']) == '{"SUPPORT","d\\\\"eux"}' and encode([]) == "{}"
    assert vector(["o'neil", "~sam"]) == "'o''neil' '~sam'"


def test_persons_fit_their_house() -> None:
    plan, today = organizations("s")[0], NOW.date()
    people = populate(plan, today)
    tell(plan, people, today)
    for person in people:
        unit = person.passages[0].unit
        if person.precision == "DAY" and unit.key != "mimosa":
            assert unit.ages[0] - 1 <= person.age(today) <= unit.ages[1] + 1
        assert person.passages[0].starts <= today
        if person.born and person.precision == "DAY":
            assert all(person.born < passage.starts for passage in person.passages)
    names = Counter((p.first_name, p.last_name) for p in people)
    assert sum(count > 1 for count in names.values()) >= 3, "namesakes on purpose"
    assert any(p.precision == "UNKNOWN" for p in people) and any(len(p.passages) > 1 for p in people)


@pytest.fixture
def demo(transactional_db: None) -> int:
    """The house of size s, on a Monday morning."""
    return load_demo("s", now=NOW)


@pytest.mark.slow
@pytest.mark.long(only=True)
@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_the_house_of_the_contract(demo: int) -> None:
    assert 19_500 <= demo <= 20_500
    assert 240 <= rows("SELECT count(*) FROM people_person")[0][0] <= 290
    assert rows("SELECT count(*) FROM organizations_facility")[0][0] == 14
    assert {slug for (slug,) in rows("SELECT slug FROM professionals_account WHERE slug <> ''")} >= {
        f.slug for f in CAST
    }
    assert load_demo("s", now=NOW) == 0, "loaded once"
    _the_fil_is_whole()
    _the_walls_stand()
    _readings_are_those_of_a_real_team()
    _words_are_seldom_the_same()
    _sam_is_as_on_the_mock_up()
    _the_last_night_waits_for_the_morning()
    _most_persons_aim_at_something()
    _some_persons_were_welcomed_twice()
    _judges_decided_what_is_possible()
    _five_paths_hold_together()


def _five_paths_hold_together() -> None:
    """Each was where the file says, one stay after the other; what is told was written by the unit that followed her that day."""
    for life in lives():
        told_stays = told()[life.key]["stays"]
        found = rows(
            "SELECT unit_id, starts_on, ends_on FROM stays_stay WHERE record_id = %s ORDER BY starts_on DESC",
            life.record_id,
        )
        assert [unit for unit, *_ in found] == [fixed_id("unité", stay["unit"]) for stay in told_stays]
        assert all(later[1] > sooner[2] for later, sooner in pairwise(found))
        titles = [title for (title,) in rows("SELECT focus FROM notes_note WHERE record_id = %s", life.record_id)]
        assert all(any(t.endswith(note["title"]) for t in titles) for note in told()[life.key]["notes"])
    expected = rows(
        "SELECT count(*) FROM stays_stay WHERE starts_on IS NULL AND planned_starts_on > %s AND ends_on IS NULL", NOW
    )
    assert expected == [(3,)], "some are expected"
    measured = rows(
        "SELECT kind FROM people_legalmeasure WHERE record_id = %s ORDER BY starts_on", lives()[0].record_id
    )
    assert measured == [("aemo",), ("placement_judiciaire",)]
    homes = rows("SELECT count(*) FROM people_home WHERE record_id = %s", lives()[0].record_id)
    assert homes == [(2,)]
    family = "SELECT count(*) FROM people_relative WHERE record_id = %s AND relation IN ('MTH', 'FTH') AND contact_id IN (SELECT contact_id FROM people_relative WHERE record_id = %s)"
    assert rows(family, record_id_of(told()["noe"]), lives()[0].record_id) == [(2,)], (
        "brother and sister have the same parents"
    )
    mother = "SELECT r.id FROM people_relative l JOIN people_contact c ON c.id = l.contact_id JOIN people_record r ON r.person_id = c.person_id WHERE l.record_id = %s"
    assert rows(mother, record_id_of(told()["ismael"])) == [(record_id_of(told()["aissata"]),)]
    nour = next(life for life in lives() if life.key == "nour")
    seen = rows(
        "SELECT p.identity_status, p.is_alias, count(s.id) FROM people_record r JOIN people_person p ON p.id = r.person_id"
        " JOIN people_identitystep s ON s.person_id = p.id WHERE r.id = %s GROUP BY 1, 2", nour.record_id,
    )  # fmt: skip
    assert seen == [("VALIDEE", False, 1)]
    assert rows("SELECT count(*) FROM people_person WHERE is_alias AND birth_name = '' AND preferred_name <> ''") == [
        (2,)
    ]


def _judges_decided_what_is_possible() -> None:
    kinds = dict(rows("SELECT kind, count(*) FROM people_legalmeasure GROUP BY kind"))
    assert (
        kinds["tutelle"] + kinds["curatelle_renforcee"] > 20 and kinds["placement_judiciaire"] > 8 and kinds["aemo"] > 3
    )
    of_age = """SELECT count(*) FROM people_legalmeasure m JOIN people_record r ON r.id = m.record_id JOIN people_person p ON p.id = r.person_id
        WHERE (m.volet = 'JUDICIAL') = (p.birth_date + interval '18 years' <= m.starts_on) OR m.ends_on < m.starts_on"""
    assert rows(of_age) == [(0,)], "a child is entrusted, an adult is under protection"
    assert rows("SELECT kind FROM people_legalmeasure WHERE record_id = %s", SAM) == [("curatelle_renforcee",)]
    unheld = rows("SELECT count(*) FROM people_legalmeasure WHERE holder_name = ''")[0][0]
    assert unheld < sum(kinds.values()) / 3
    late = """SELECT count(*) FROM people_hearing h JOIN people_legalmeasure m ON m.thread_id = h.measure_thread_id
        WHERE h.record_id = m.record_id AND h.held_at::date BETWEEN m.decided_on AND m.ends_on"""
    assert rows(late) == rows("SELECT count(*) FROM people_hearing") and rows(late)[0][0] > 8
    parents = "SELECT count(*) FILTER (WHERE status = 'withdrawn'), count(*) FROM people_parentalauthority"
    assert rows(parents)[0][0] >= 1 and rows(parents)[0][1] > 8


def _some_persons_were_welcomed_twice() -> None:
    pairs = rows("SELECT state, count(*) FROM people_double GROUP BY state")
    assert len(pairs) == 1 and pairs[0][0] == "OPEN" and 3 <= pairs[0][1] <= 25
    acacia = """SELECT count(*) FROM people_double d WHERE (SELECT count(*) FROM people_record r JOIN people_recordunit h
        ON h.record_id = r.id WHERE r.person_id IN (d.first_id, d.second_id) AND h.unit_id = %s) = 2"""
    assert rows(acacia, fixed_id("unité", "acacia"))[0][0] >= 3
    half = """SELECT count(*) FROM people_double d WHERE (SELECT array_agg(DISTINCT h.unit_id ORDER BY h.unit_id) FROM people_record r
        JOIN people_recordunit h ON h.record_id = r.id AND h.until IS NULL
        WHERE r.person_id IN (d.first_id, d.second_id) AND NOT r.is_protected) = %s::uuid[]"""
    assert rows(half, sorted(fixed_id("unité", key) for key in ("acacia", "savs")))[0][0] >= 1


def _most_persons_aim_at_something() -> None:
    here = rows("SELECT count(DISTINCT record_id) FROM people_recordunit WHERE until IS NULL")[0][0]
    aimed, most = rows(
        "SELECT count(*), max(n) FROM (SELECT count(*) AS n FROM plans_goal WHERE version = 1 GROUP BY record_id) x"
    )[0]
    assert 0.5 < aimed / here < 0.85 and most <= 4
    assert rows("SELECT count(*) FROM plans_goal WHERE state <> 'ACTIVE'")[0][0] > 5
    linked = rows("SELECT count(goal_id)::float / count(*) FROM notes_note")[0][0]
    assert 0.02 < linked < 0.5
    astray = """SELECT 1 FROM notes_note n JOIN plans_goal g ON g.id = n.goal_id
        WHERE g.record_id <> n.record_id OR n.happened_at < g.written_at LIMIT 1"""
    assert not rows(astray), "a writing is linked to a goal of the same person, already set"
    bus = """SELECT count(*) FILTER (WHERE g.wording = 'Je veux prendre le bus seule'), count(*) FROM notes_note n
        LEFT JOIN plans_goal g ON g.id = n.goal_id WHERE n.record_id = %s AND n.focus LIKE 'Séance %%'"""
    assert rows(bus, SAM) == [(6, 6)]


def _the_fil_is_whole() -> None:
    notes = rows("SELECT count(*) FROM notes_note")[0][0]
    assert rows("SELECT count(*) FROM timeline_entry WHERE kind = 'NOTE'")[0][0] == notes
    assert rows("SELECT sum(lines) FROM timeline_tally") == rows("SELECT count(*) FROM timeline_entry")
    assert not rows("SELECT 1 FROM notes_note WHERE happened_at > %s OR written_at < happened_at LIMIT 1", NOW)
    assert not rows("SELECT 1 FROM timeline_entry WHERE words IS NULL LIMIT 1")
    outside = """SELECT 1 FROM notes_note n WHERE NOT EXISTS (SELECT 1 FROM people_recordunit h WHERE h.record_id = n.record_id
        AND h.unit_id = n.unit_id AND h.since <= n.happened_at AND (h.until IS NULL OR h.until >= n.happened_at - interval '1 day')) LIMIT 1"""
    assert not rows(outside), "nobody writes for a unit that does not follow the person"


def _the_walls_stand() -> None:
    """Every author holds a post that writes this volet there, at that moment; nothing crosses two organismes."""
    stranger = """SELECT n.author_name, n.volet FROM notes_note n WHERE NOT EXISTS (
        SELECT 1 FROM professionals_practitionerrole p JOIN access_role r ON r.organization_id = p.organization_id AND r.code = p.role_code
        JOIN organizations_unit u ON u.id = n.unit_id
        WHERE p.practitioner_id = n.author_id AND n.volet = ANY (r.writes) AND p.organization_id = n.organization_id
        AND (p.unit_id = u.id OR (p.unit_id IS NULL AND p.facility_id = u.facility_id))) LIMIT 5"""
    assert rows(stranger) == []
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_person")
        assert cursor.fetchone() == (0,), "without an organisation named, the application reads nothing"


def _readings_are_those_of_a_real_team() -> None:
    assert not rows("SELECT 1 FROM notes_reading WHERE read_at < asked_at OR read_at > %s LIMIT 1", NOW)
    old = rows("SELECT count(*) FROM notes_reading WHERE read_at IS NULL AND asked_at < %s", NOW - timedelta(days=2))
    assert old == [(0,)]
    asked = rows("SELECT count(*) FILTER (WHERE level > 0)::float / count(*) FROM notes_note")[0][0]
    assert 0.05 < asked < 0.25, "against noise: less than a quarter is «À lire»"
    assert rows("SELECT count(*) FROM journal_journalentry")[0][0] > 20_000


def _words_are_seldom_the_same() -> None:
    same = rows(
        "SELECT 1 - count(DISTINCT text || observation || action || outcome)::float / count(*) FROM notes_note"
    )[0][0]
    assert same < 0.10


def _sam_is_as_on_the_mock_up() -> None:
    person = rows(
        "SELECT p.first_names, p.birth_name, p.preferred_name, p.birth_date FROM people_person p"
        " JOIN people_record r ON r.person_id = p.id WHERE r.id = %s", SAM,
    )  # fmt: skip
    assert person == [("Samia", "Belkacem", "Sam", date(1992, 3, 12))]
    assert rows("SELECT place FROM people_recordunit WHERE record_id = %s AND unit_id = %s", SAM, MIMOSA) == [
        ("Chambre 12",)
    ]
    flags = [label for (label,) in rows("SELECT label FROM people_flag WHERE record_id = %s", SAM)]
    assert len(flags) == 4 and "Allergie\u00a0: pénicilline" in flags and "Curatelle renforcée" in flags
    lines = rows(
        "SELECT title, author_name FROM timeline_entry WHERE record_id = %s ORDER BY happened_at DESC LIMIT 4", SAM
    )
    assert lines == [
        ("Sommeil\u00a0: réveillée à 3\u00a0h, inquiète", "Inès Roche"),
        ("Leïla confirme sa visite de lundi", "Karim Duval"),
        ("Séance 6 sur 10\u00a0: elle a validé sa carte sans aide", "Karim Duval"),
        ("Poids 61,4\u00a0kg, soit 0,8\u00a0kg de moins en 30 jours", "Maud Lefort"),
    ]
    said = rows("SELECT said_by FROM notes_quote WHERE record_id = %s AND text LIKE 'Je serai là lundi%%'", SAM)
    assert said == [("Leïla Belkacem",)]


def _the_last_night_waits_for_the_morning() -> None:
    waiting = """SELECT n.focus, count(*) FILTER (WHERE g.read_at IS NOT NULL), count(*) FROM notes_note n
        JOIN notes_reading g ON g.thread_id = n.thread_id WHERE n.unit_id = %s AND EXISTS (
            SELECT 1 FROM notes_reading x JOIN professionals_practitioner w ON w.id = x.practitioner_id
            WHERE x.thread_id = n.thread_id AND x.read_at IS NULL AND w.last_name = 'Bensoussan')
        GROUP BY n.focus, n.level ORDER BY n.level DESC, n.focus"""
    assert rows(waiting, MIMOSA) == [
        ("Chute à 5\u00a0h\u00a020, sans perte de connaissance", 2, 4),
        ("Repas\u00a0: a peu mangé trois soirs de suite", 1, 4),
        ("Sommeil\u00a0: réveillée à 3\u00a0h, inquiète", 4, 6),
    ]
    seen = rows(
        "SELECT count(DISTINCT record_id) FROM notes_roundcheck WHERE unit_id = %s AND seen_at > %s",
        MIMOSA,
        NOW - timedelta(hours=7),
    )
    assert seen == [(18,)]
    assert rows("SELECT author_name FROM notes_handover WHERE unit_id = %s ORDER BY given_at DESC LIMIT 1", MIMOSA) == [
        ("Inès Roche",)
    ]
