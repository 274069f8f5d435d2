"""Who read the hand-over of a unit read of everybody it accompanied: each of them is answered so, and nobody else (RGPD art. 15)."""

import csv
import io
import re
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone

from liane.journal.kinds import OF_A_UNIT, Kind
from liane.journal.models import JournalEntry
from liane.journal.queries import Asked, Line, Period, accesses_of_record, lines_of_record
from liane.people.models import RecordUnit
from liane.people.queries.held import periods_of
from liane.testing import House, HouseClient

PAGE = "/conformite/dossiers/"
NOW = timezone.now()


def reads(house: House, slug: str, unit: str) -> HouseClient:
    client = house.client(slug)
    assert client.post("/lieu/", {"unit": str(house.units[unit].pk)}).status_code == 303
    for path in (
        f"/releve/?unite={house.units[unit].pk}",
        f"/releve/imprimer/?unite={house.units[unit].pk}",
        "/ce-soir/",
    ):
        assert client.get(path).status_code == 200
    return client


def line(
    house: House,
    unit: str,
    at: datetime,
    *,
    kind: Kind = Kind.HANDOVER_OPENED,
    who: str = "maud",
    day: date | None = None,
) -> None:
    """Something read for a whole unit, at a chosen moment."""
    actor = house.actor(who)
    JournalEntry.objects.create(
        organization_id=actor.organization_id, at=at, kind=kind, actor_id=actor.practitioner_id, actor_name=actor.name,
        object_id=house.units[unit].pk, detail={"day": day.isoformat()} if day else {},
    )  # fmt: skip


def told(house: House, record_id: UUID, **more: object) -> list[Line]:
    return accesses_of_record([record_id], Asked(**more), periods=periods_of([record_id]), limit=200)  # type: ignore[arg-type]


def test_who_read_the_hand_over_of_her_unit_is_named_to_her_and_in_the_answer(house: House) -> None:
    reads(house, "maud", "mimosa").get(f"/places/qui-etait-la/?unite={house.units['mimosa'].pk}")
    reads(house, "karim", "acacia")
    answer = house.client("amine").get(f"{PAGE}{house.sam.pk}/").content.decode()
    hers = house.client("karim").get(f"/personnes/{house.sam.pk}/qui-a-vu/").content.decode()
    for text in (answer, hers):
        for did in (
            "a lu la relève de Mimosa.", "a imprimé la relève de Mimosa.", "a lu « Ce soir » pour Mimosa",
            "a regardé qui était là : Mimosa.",
        ):  # fmt: skip
            assert f"Maud Lefort {did}" in text
        assert "d’Acacia" not in text and "Acacia." not in text
    table = house.client("amine").get(f"{PAGE}{house.sam.pk}/qui-a-vu.csv").content.decode("utf-8-sig")
    said = [row[3] for row in csv.reader(io.StringIO(table), delimiter=";")]
    assert "Maud Lefort a lu la relève de Mimosa." in said


def test_only_while_her_unit_accompanied_her(house: House) -> None:
    ana = house.person("Ana Bel", "acacia", since=NOW - timedelta(days=30), until=NOW - timedelta(days=10))
    for days in (40, 20, 5):
        line(house, "acacia", NOW - timedelta(days=days))
    line(house, "mimosa", NOW - timedelta(days=20))
    assert [one.at for one in told(house, ana.pk)] == [NOW - timedelta(days=20)]
    assert told(house, ana.pk)[0].sentence == "Maud Lefort a lu la relève d’Acacia."


def test_two_stays_in_one_unit_are_two_periods(house: House) -> None:
    ana = house.person("Ana Bel", "acacia", since=NOW - timedelta(days=60), until=NOW - timedelta(days=50))
    house.stay(ana, "acacia", since=NOW - timedelta(days=20))
    for days in (55, 30, 10):
        line(house, "acacia", NOW - timedelta(days=days))
    assert [(NOW - one.at).days for one in told(house, ana.pk)] == [10, 55]


def test_the_list_of_a_past_day_is_of_those_who_were_there_that_day(house: House) -> None:
    ana = house.person("Ana Bel", "acacia", since=NOW - timedelta(days=30), until=NOW - timedelta(days=10))
    line(house, "acacia", NOW, kind=Kind.CENSUS_READ, day=(NOW - timedelta(days=20)).date())
    line(house, "acacia", NOW - timedelta(days=20), kind=Kind.CENSUS_READ, day=(NOW - timedelta(days=90)).date())
    assert [one.at for one in told(house, ana.pk)] == [NOW]


def test_the_filters_of_an_inspection_hold_for_what_was_read_of_a_unit(house: House) -> None:
    line(house, "mimosa", NOW - timedelta(days=3))
    line(house, "mimosa", NOW - timedelta(days=1), who="ines", kind=Kind.HANDOVER_PRINTED)
    assert [one.who for one in told(house, house.sam.pk, who="maud")] == ["Maud Lefort"]
    assert [one.who for one in told(house, house.sam.pk, since=NOW - timedelta(days=2))] == ["Inès Roche"]
    assert [one.who for one in told(house, house.sam.pk, kinds=(Kind.HANDOVER_PRINTED.value,))] == ["Inès Roche"]
    assert told(house, house.sam.pk, kinds=(Kind.RECORD_REFUSED.value,)) == []
    prints = house.client("amine").get(f"{PAGE}{house.sam.pk}/?genre=sorties").content.decode()
    assert "Inès Roche a imprimé la relève de Mimosa." in prints and "Maud Lefort" not in prints


def test_a_discreet_unit_is_named_to_herself_and_to_its_team_alone(house: House) -> None:
    luc = house.person("Luc Deux", "mecs", "csapa")
    house.hire("paule", "educateur", "csapa")
    house.hire("chef-mecs", "chef_de_service", "mecs")
    line(house, "csapa", NOW, who="paule")
    line(house, "mecs", NOW, who="chef-mecs")
    seen = [
        house.client(slug).get(f"/personnes/{luc.pk}/qui-a-vu/").content.decode() for slug in ("paule", "chef-mecs")
    ]
    assert ["La Source" in text for text in seen] == [True, False]
    assert all("a lu la relève de Le Belvédère" in text for text in seen)
    assert [one.who for one in told(house, luc.pk) if one.kind in OF_A_UNIT] == ["Chef-mecs Essai", "Paule Essai"]


def test_the_list_goes_on_page_after_page_through_both(house: House) -> None:
    for n in range(130):
        if n % 2:
            line(house, "mimosa", NOW - timedelta(minutes=n // 4))
        else:
            JournalEntry.objects.create(
                organization_id=house.deux_rives.pk, at=NOW - timedelta(minutes=n // 4), kind=Kind.RECORD_OPENED,
                record_id=house.sam.pk, actor_name="Karim Duval",
            )  # fmt: skip
    seen: list[UUID] = []
    before, periods = None, periods_of([house.sam.pk])
    while found := lines_of_record(house.sam.pk, periods=periods, before=before, limit=50):
        seen += [one.id for one in found]
        before = (found[-1].at, found[-1].id)
    assert len(seen) == len(set(seen)) == 130


def test_the_cost_is_the_one_of_a_page_whatever_the_age(house: House) -> None:
    """One query, each source read through its index and no further than the page: neither what a unit read since she left, nor
    what it read between two stays."""
    ago = {days: NOW - timedelta(days=days) for days in (900, 800, 20)}
    mimosa, acacia = house.units["mimosa"].pk, house.units["acacia"].pk
    periods = [
        Period(mimosa, "Mimosa", ago[20]), Period(acacia, "Acacia", ago[900], ago[800]), Period(mimosa, "Mimosa", ago[900], ago[800]),
    ]  # fmt: skip
    for n in range(600):
        for unit in ("mimosa", "acacia"):
            line(house, unit, NOW - timedelta(hours=n))
    for unit in ("mimosa", "acacia"):
        line(house, unit, NOW - timedelta(days=850))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE journal_journalentry")
        for way in ("seqscan", "bitmapscan", "sort"):  # what a small table is also read by
            cursor.execute(f"SET LOCAL enable_{way} = off")
    with connection.execute_wrapper(plan := Explained()):
        assert len(lines_of_record(house.sam.pk, periods=periods, limit=51)) == 51
        assert len(lines_of_record(house.sam.pk, periods=periods[1:], limit=51)) == 2
    first, after = plan.texts
    assert len(plan.texts) == 2 and first.count("journal_of_unit") == 3 and first.count("journal_census") == 2
    read = [float(rows) for text in plan.texts for rows in re.findall(r"rows=([\d.]+)", text)]
    removed = [int(rows) for text in plan.texts for rows in re.findall(r"Rows Removed by Filter: (\d+)", text)]
    assert max(read) <= 60 and sum(removed) == 0, plan.texts


def test_stays_that_touch_are_told_once(house: House) -> None:
    """Changed of bed the same minute, ended and opened again: one line of the hand-over is one line of the answer."""
    ana = house.person("Ana Bel", "acacia", since=NOW - timedelta(days=30), until=NOW - timedelta(days=10))
    house.stay(ana, "acacia", since=NOW - timedelta(days=15), until=NOW - timedelta(days=5))
    house.stay(ana, "acacia", since=NOW - timedelta(days=5))
    for days in (12, 7, 1):
        line(house, "acacia", NOW - timedelta(days=days))
    line(house, "acacia", NOW, kind=Kind.CENSUS_READ, day=(NOW - timedelta(days=12)).date())
    assert [(NOW - one.at).days for one in told(house, ana.pk)] == [0, 1, 7, 12]


def test_somebody_who_comes_every_week_is_answered_in_one_query(house: House) -> None:
    weeks = [NOW - timedelta(weeks=n) for n in range(60)]
    periods = [Period(house.units["acacia"].pk, "Acacia", week, week + timedelta(days=2)) for week in weeks]
    for n in range(420):
        line(house, "acacia", NOW - timedelta(days=n) + timedelta(hours=1))
    found = lines_of_record(house.sam.pk, periods=periods, limit=500)
    assert len(found) == len({one.id for one in found}) == 60 + 59  # the day she comes, and the day after


class Explained:
    """The plan of each query, beside its answer."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def __call__(self, execute, sql, params, many, context):
        with connection.connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, COSTS OFF) {sql}", params)
            self.texts.append("\n".join(row[0] for row in cursor.fetchall()))
        return execute(sql, params, many, context)


@pytest.mark.parametrize("kind", [Kind(kind) for kind in OF_A_UNIT])
def test_a_line_of_an_unknown_unit_is_told_without_a_name(house: House, kind: Kind) -> None:
    line(house, "acacia", NOW, kind=kind, day=NOW.date())
    assert told(house, house.sam.pk) == [] and RecordUnit.objects.filter(record_id=house.sam.pk).count() == 1
