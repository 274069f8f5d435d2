"""Finding somebody: by every name she has, by ear, by birth date, by room; never somebody one may not open."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from liane.access.actor import Actor
from liane.people.identity import index_person
from liane.people.models import Person, Record, RecordUnit
from liane.people.queries.listing import ALL, MINE, PRESENT, persons_found, persons_in_order, persons_last_opened
from liane.people.queries.words import asked
from liane.testing import House


def indexed(record: Record, *numbers: str, **traits: Any) -> Record:
    """Give a person the words by which she is found."""
    person = Person.objects.get(pk=record.person_id)
    for name, value in traits.items():
        setattr(person, name, value)
    index_person(person, numbers).save()
    return record


@pytest.fixture
def sam(house: House) -> Record:
    """Samia Belkacem, chambre 12, married name Roux, file 2024-0153."""
    RecordUnit.objects.filter(record=house.sam).update(place="chambre 12")
    return indexed(house.sam, "2024-0153", used_name="Roux-Delmas", preferred_name="Sam")


@pytest.mark.parametrize(
    "words",
    [
        "samia", "SAM", "belk", "Bellkasem", "belkacem samia", "samia BELKACEM", "roux", "roux-delmas", "delmas", "rouxdelmas",
        "12/03/92", "12/03/1992", "12-03-92", "12.03.1992", "12 mars 1992", "1992", "12031992", "sam 12/03/92",
        "12", "chambre 12", "ch. 12", "sam 12", "2024-0153", "20240153", "samiha", "sâmia",
    ],
)  # fmt: skip
def test_sam_is_found_by_any_of_her_words(sam: Record, actor: Callable[..., Actor], words: str) -> None:
    found = persons_found(actor("karim"), asked(words))
    assert [card.record_id for card in found] == [sam.pk]


@pytest.mark.parametrize(
    "words",
    ["belkacem karim", "13/03/92", "chambre 13", "zzz", "", "   ", "%", "'", "a' | b", "!!", "&|<->", "\x00", "☂"],
)
def test_what_is_not_hers_finds_nobody_and_breaks_nothing(sam: Record, actor: Callable[..., Actor], words: str) -> None:
    assert persons_found(actor("karim"), asked(words)) == []


def test_what_is_written_comes_before_what_is_heard(house: House, sam: Record, actor: Callable[..., Actor]) -> None:
    indexed(house.person("Zoé Belkasem", "mimosa", birth=date(1980, 1, 1)))
    indexed(house.person("Anna Belkassem", "mimosa", birth=date(1981, 1, 1)))
    names = [card.person.birth_name for card in persons_found(actor("karim"), asked("belkacem"))]
    assert names == ["Belkacem", "Belkasem", "Belkassem"]


@pytest.mark.parametrize("slug", ["helene", "farid", "fatou"])
@pytest.mark.parametrize("words", ["samia", "12/03/92", "12", "2024-0153"])
def test_a_search_never_tells_what_the_reader_may_not_open(
    sam: Record, actor: Callable[..., Actor], house: House, slug: str, words: str
) -> None:
    who = actor(slug)
    with house.inside(house.bel_air if slug == "farid" else None):
        assert persons_found(who, asked(words)) == []


def test_somebody_who_has_left_is_no_longer_found(house: House, sam: Record, actor: Callable[..., Actor]) -> None:
    RecordUnit.objects.filter(record=sam).update(until=timezone.now() - timedelta(minutes=1))
    assert persons_found(actor("karim"), asked("samia")) == []


def test_the_list_has_its_three_views(house: House, sam: Record, actor: Callable[..., Actor]) -> None:
    away = indexed(house.person("Bruno Caron", "acacia"))
    RecordUnit.objects.filter(record=away).update(presence="HOSPITAL")
    shown = {view: [c.record_id for c in persons_in_order(actor("karim"), view)] for view in (PRESENT, MINE, ALL)}
    assert shown == {PRESENT: [sam.pk], MINE: [sam.pk], ALL: [away.pk, sam.pk]}


def test_the_list_continues_where_it_stopped(house: House, actor: Callable[..., Actor]) -> None:
    for number in range(7):
        indexed(house.person(f"Ana Nom{'abcdefg'[number]}", "mimosa", birth=date(1990, 1, 1 + number)))
    everyone = persons_in_order(actor("karim"), ALL)
    last = everyone[3]
    rest = persons_in_order(actor("karim"), ALL, after=(last.sort_key, last.person.id))
    assert [c.record_id for c in rest] == [c.record_id for c in everyone[4:]]


def test_the_page_of_fifty_persons_asks_few_questions(house: House, client_of: Callable[[str], Any]) -> None:
    for number in range(60):
        indexed(house.person(f"Ana Nom {number}", "mimosa", birth=date(1990, 1, 1)))
    client = client_of("karim")
    client.get("/personnes/?vue=tous")
    with CaptureQueriesContext(connection) as asked_questions:
        answer = client.get("/personnes/?vue=tous")
    assert answer.status_code == 200
    assert "Voir les personnes suivantes" in answer.content.decode()
    assert len(_real(asked_questions)) <= 4


def test_a_search_asks_three_questions(sam: Record, client_of: Callable[[str], Any]) -> None:
    client = client_of("karim")
    client.get("/personnes/?q=samia")
    with CaptureQueriesContext(connection) as asked_questions:
        answer = client.get("/personnes/?q=Bellkasem")
    assert "Samia Roux-Delmas" in answer.content.decode()
    assert len(_real(asked_questions)) <= 3


def test_the_palette_answers_a_fragment(sam: Record, client_of: Callable[[str], Any]) -> None:
    client = client_of("karim")
    with CaptureQueriesContext(connection) as asked_questions:
        page = client.get("/recherche/palette/?q=sam").content.decode()
    assert f"/personnes/{sam.pk}/" in page
    assert "<html" not in page
    assert len(_real(asked_questions)) <= 5


def test_before_typing_the_palette_offers_the_last_opened(
    sam: Record, client_of: Callable[[str], Any], actor: Callable[..., Actor]
) -> None:
    client_of("karim").get(f"/personnes/{sam.pk}/essentiel/")
    assert [c.record_id for c in persons_last_opened(actor("karim"))] == [sam.pk]
    assert persons_last_opened(actor("helene")) == []


def _real(captured: CaptureQueriesContext) -> list[str]:
    """Questions of the page, without the bookkeeping of the transaction or of the test browser."""
    quiet = ("SAVEPOINT", "RELEASE", "set_config", "current_setting")
    return [q["sql"] for q in captured.captured_queries if not any(word in q["sql"][:60] for word in quiet)]
