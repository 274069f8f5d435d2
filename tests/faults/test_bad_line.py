"""The database is far, slow, restarted, cut or full: people are told in a sentence, nothing is lost, nothing is twice."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from far_house import FarHouse
from psycopg import sql

from liane.config.bench.browsers import Ask
from liane.config.bench.faults.parts import answers, is_answering
from liane.config.bench.faults.writers import Acknowledged, Log, Person, Reader, Writer
from liane.kit.ids import uuid7

pytestmark = pytest.mark.slow


@pytest.fixture
def log(far_house: FarHouse) -> Iterator[Log]:
    """What people live through; afterwards the line is good again, and the house stands."""
    found = Log()
    yield found
    far_house.line.silent.clear()
    if far_house.line.listener is None:
        far_house.line.open()
    assert is_answering(far_house.port)


def person(far_house: FarHouse, log: Log, number: int = 0) -> Person:
    """Somebody of the team, who opens her browser: a connection left idle may have been closed by the server."""
    one = Person(far_house.house, far_house.browsers[number], log, f"personne {number}")
    one.again()
    return one


def note(far_house: FarHouse, text: str = "Calme") -> tuple[Ask, Acknowledged]:
    """Something to write, and what it will be once acknowledged."""
    key, record = uuid7(), far_house.house.records[0]
    mark = f"repère {key.hex}"
    ask = Ask(f"/personnes/{record}/ecrire/", {"id": str(key), "kind": "transmission", "text": f"{text}, {mark}."})
    return ask, Acknowledged("note", key, record, mark, key)


def busy(far_house: FarHouse, log: Log, during: Callable[[], None], *, writers: int = 6) -> None:
    """Several write and one reads while something happens to the line."""
    people: list[Person] = [Writer(far_house.house, far_house.browsers[n], log, f"écrit {n}") for n in range(writers)]
    people.append(Reader(far_house.house, far_house.browsers[writers], log, "lit"))
    for one in people:
        one.start()
    during()
    before, limit = len(log.kept), time.monotonic() + 60
    while len(log.kept) < before + 10 and time.monotonic() < limit:  # they write again
        time.sleep(0.02)
    for one in people:
        one.leave()
    for one in people:
        one.join(60)
    assert len(log.kept) >= before + 10


def kept_its_word(far_house: FarHouse, log: Log) -> None:
    """Everything acknowledged is there, once and whole; every failure was told in words."""
    verdict = far_house.verdict(log)
    assert verdict.holds, verdict.figures()
    assert log.refused == []
    assert log.wordless == 0


def test_an_answer_five_seconds_late_is_waited_for_and_written_once(far_house: FarHouse, log: Log) -> None:
    ask, done = note(far_house)
    far_house.line.late = 5.0
    begun = time.monotonic()
    assert person(far_house, log).answer(ask)[0] == 303
    assert time.monotonic() - begun >= 5
    log.keep(done)
    kept_its_word(far_house, log)


def test_when_the_answer_to_a_commit_is_lost_the_house_asks_again_and_writes_once(
    far_house: FarHouse, log: Log
) -> None:
    who = person(far_house, log)
    ask, done = note(far_house)
    far_house.line.lost_commits = 1
    assert who.answer(ask)[0] == 303, "the person sees nothing of it"
    log.keep(done)
    kept_its_word(far_house, log)


def test_when_it_is_lost_again_it_is_said_and_sending_again_writes_once(far_house: FarHouse, log: Log) -> None:
    who = person(far_house, log)
    ask, done = note(far_house)
    far_house.line.lost_commits = 2
    status, text = who.answer(ask)
    assert status == 500, "the house does not know whether it was kept, and does not say that it was"
    assert "Rien n’a été enregistré à moitié" in text
    assert who.answer(ask)[0] == 303
    log.keep(done)
    kept_its_word(far_house, log)


@pytest.mark.parametrize("heard", [0, 1, 2, 4])
def test_a_line_that_falls_in_the_middle_of_a_page_is_not_seen_by_who_reads(
    far_house: FarHouse, log: Log, heard: int
) -> None:
    who = person(far_house, log)
    assert who.answer(Ask("/"))[0] == 200
    far_house.line.hears_before_falling = heard
    far_house.line.lost_questions = 1
    status, text = who.answer(Ask(f"/personnes/{far_house.house.records[0]}/"))
    assert (status, far_house.line.lost_questions) == (200, 0)
    assert "Écrire dans le dossier" in text


def test_lines_cut_while_people_write_cost_nobody_a_word(far_house: FarHouse, log: Log) -> None:
    def cuts() -> None:
        for number in range(20):
            time.sleep(0.12)
            if number % 4 == 3:
                far_house.line.lost_commits = 2
            else:
                far_house.line.cut(reset=number % 2 == 0)

    busy(far_house, log, cuts)
    kept_its_word(far_house, log)


def test_a_database_that_restarts_is_found_again_without_touching_the_house(far_house: FarHouse, log: Log) -> None:
    who = person(far_house, log, 49)

    def restarts() -> None:
        far_house.line.close()
        status, text = who.answer(Ask("/"))
        assert status == 500
        assert "Réessayez dans une minute" in text
        assert not answers(far_house.port)
        time.sleep(1)
        far_house.line.open()

    busy(far_house, log, restarts)
    assert who.answer(Ask("/"))[0] == 200, "the first page after the restart is already right"
    kept_its_word(far_house, log)


def test_a_line_that_goes_silent_holds_nobody_once_it_falls(far_house: FarHouse, log: Log) -> None:
    def goes_silent() -> None:
        far_house.line.silent.set()
        time.sleep(1.5)
        far_house.line.cut()
        far_house.line.silent.clear()

    busy(far_house, log, goes_silent)
    kept_its_word(far_house, log)


def test_when_the_database_takes_nobody_more_it_is_said_and_it_passes(far_house: FarHouse, log: Log) -> None:
    who = person(far_house, log)
    limit = sql.SQL("ALTER DATABASE {} CONNECTION LIMIT {}")
    name = sql.Identifier(far_house.name)
    with far_house.postgres.connect() as owner:
        owner.execute(limit.format(name, sql.Literal(0)))
        far_house.line.cut()
        try:
            status, text = who.answer(Ask("/"))
        finally:
            owner.execute(limit.format(name, sql.Literal(-1)))
    assert status == 500
    assert "Réessayez dans une minute" in text
    assert who.answer(Ask("/"))[0] == 200


def test_fifty_colleagues_write_at_once_in_one_record(far_house: FarHouse, log: Log) -> None:
    start = threading.Barrier(50)

    def write(number: int) -> None:
        ask, done = note(far_house, f"Numéro {number} dit « oui »")
        who = person(far_house, log, number)
        start.wait(30)
        for _ in range(2):  # each sends twice: a finger that trembles
            status, text = who.answer(ask)
            if status != 303:
                log.refused.append(f"{status} {text[:200]}")
        log.keep(done)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert len(log.kept) == 50
    kept_its_word(far_house, log)
