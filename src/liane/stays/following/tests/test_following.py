"""What becomes of somebody after she has left: asked of the unit that accompanied her, said once, told to nobody else."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.dates import short, today
from liane.kit.ids import uuid7
from liane.organizations.models import Facility
from liane.people.models import Record
from liane.stays.actions import close_stay
from liane.stays.following.queries import PAGE
from liane.stays.given import Exit
from liane.stays.models import FollowUp, Stay
from liane.testing import House, asked
from liane.timeline.models import Entry

Browser = Callable[[str], Any]
SAID = "Vit au foyer, va à la piscine."


@pytest.fixture
def left(house: House) -> Stay:
    """Lou left the IME a year ago for her family; the head of service of the IME answers for it."""
    Facility.objects.filter(name="IME La Garenne").update(category="183")
    house.hire("chef-ime", "chef_de_service", "garenne")
    lou = house.person("Lou Sortie", "garenne", since=timezone.now() - timedelta(days=900))
    stay = Stay.objects.get(record=lou)
    close_stay(house.actor("chef-ime"), stay, Exit(today() - timedelta(days=370), "FAMILY"))
    return stay


def lines(house: House) -> str:
    return f"/delais/?unite={house.units['garenne'].pk}&vue=suivis"


def page_of(stay: Stay, row: FollowUp) -> str:
    return f"/personnes/{stay.record_id}/accompagnements/{stay.pk}/suivis/{row.pk}/"


def first(stay: Stay) -> FollowUp:
    return FollowUp.objects.filter(stay=stay).order_by("due_on")[0]


def typed(row: FollowUp, **changes: Any) -> dict[str, Any]:
    return {"done_on": short(today()), "answer": "news", "said": SAID, "version": row.version, **changes}


def test_what_is_due_is_listed_said_and_read_again(house: House, client_of: Browser, left: Stay) -> None:
    chef, row = client_of("chef-ime"), first(left)
    assert "Après la sortie (1)" in chef.get("/delais/").content.decode()
    listed = chef.get(lines(house)).content.decode()
    assert "Lou Sortie" in listed and "En retard" in listed and "D312-37" in listed and "À vérifier" in listed
    for _ in range(2):  # sent twice
        assert chef.post(page_of(left, row), typed(row)).status_code == 303
    after = chef.get(lines(house)).content.decode()
    assert "Les derniers notés" in after and SAID in after and "Chef-ime" in after and "Aucun point à faire" in after
    assert JournalEntry.objects.filter(record_id=left.record_id, kind=Kind.FOLLOW_UP_SAID).count() == 2
    assert Entry.objects.filter(record_id=left.record_id, title__startswith="Suivi après la sortie").count() == 1
    assert FollowUp.objects.filter(stay=left, done_on=None).count() == 2, "the two next years stay to be made"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"said": ""}, "Écrivez ce qui est su"),
        ({"answer": ""}, "Choisissez ce que vous avez pu savoir"),
        ({"done_on": ""}, "Écrivez le jour"),
        ({"done_on": "31/02/2026"}, "n’existe pas"),
        ({"done_on": short(date(2001, 1, 1))}, "ne peut pas être d’avant"),
        ({"done_on": short(today() + timedelta(days=2))}, "dans le futur"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    client_of: Browser, left: Stay, changes: dict[str, str], sentence: str
) -> None:
    row = first(left)
    answer = client_of("chef-ime").post(page_of(left, row), typed(row, **changes))
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert first(left).done_on is None


def test_a_point_that_found_nobody_is_made_and_counted_apart(house: House, client_of: Browser, left: Stay) -> None:
    chef, rows = client_of("chef-ime"), FollowUp.objects.filter(stay=left).order_by("due_on")
    assert chef.post(page_of(left, rows[0]), typed(rows[0], answer="nobody", said="")).status_code == 303
    assert chef.post(page_of(left, rows[1]), typed(rows[1])).status_code == 303
    after = chef.get(lines(house)).content.decode()
    assert "2 points notés, dont 1 où personne n’a pu être joint." in after
    assert [row.reached for row in rows] == [False, True, None]
    assert Entry.objects.filter(record_id=left.record_id, title__endswith="personne n’a pu être joint").count() == 1


def test_where_she_is_followed_now_is_not_told_to_who_asks(house: House, client_of: Browser, left: Stay) -> None:
    """The CSAPA that follows her since is discreet, and she is protected: her name and the day she left, no more."""
    house.stay(Record.objects.get(pk=left.record_id), "csapa", since=timezone.now() - timedelta(days=90))
    Record.objects.filter(pk=left.record_id).update(is_protected=True)
    chef = client_of("chef-ime")
    for address in (lines(house), page_of(left, first(left))):
        page = chef.get(address).content.decode()
        assert "Lou Sortie" in page and "Source" not in page and "CSAPA" not in page
    assert client_of("amine").get(page_of(left, first(left))).status_code in (403, 404)


def test_two_colleagues_who_answer_at_once_see_both(client_of: Browser, left: Stay) -> None:
    row = first(left)
    client_of("chef-ime").post(page_of(left, row), typed(row))
    answer = client_of("marc").post(page_of(left, row), typed(row, said="Autre chose."))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert SAID in page and "Autre chose." in page and first(left).said == SAID


def test_who_did_not_accompany_her_finds_nothing(house: House, client_of: Browser, left: Stay) -> None:
    row = first(left)
    for slug in ("sophie", "farid", "ines", "karim"):
        assert client_of(slug).get(page_of(left, row)).status_code in (403, 404)
        assert "Lou" not in client_of(slug).get(lines(house)).content.decode()
    assert client_of("farid").post(page_of(left, row), typed(row)).status_code in (403, 404)
    assert first(left).done_on is None


def test_it_opens_nothing_else_of_her_record(client_of: Browser, left: Stay) -> None:
    chef = client_of("chef-ime")
    assert chef.get(page_of(left, first(left))).status_code == 200
    assert chef.get(f"/personnes/{left.record_id}/").status_code in (403, 404)


def test_what_was_begun_is_offered_again_to_its_author_alone(client_of: Browser, left: Stay) -> None:
    address = page_of(left, first(left))
    chef = client_of("chef-ime")
    typed_before = '[["said", "Vit au f"]]'
    draft = {"id": str(uuid7()), "address": address, "revision": 1, "fields_typed": typed_before}
    assert chef.post("/brouillons/garder/", draft).status_code == 200
    assert "Lou Sortie" in chef.get("/brouillons/").content.decode()
    assert "Lou Sortie" not in client_of("sophie").get("/brouillons/").content.decode()


def test_an_archived_record_is_asked_no_more(house: House, client_of: Browser, left: Stay) -> None:
    Record.objects.filter(pk=left.record_id).update(archived_at=timezone.now())
    chef = client_of("chef-ime")
    assert "Lou" not in chef.get(lines(house)).content.decode()
    assert chef.get(page_of(left, first(left))).status_code in (403, 404)


def test_the_page_costs_the_same_whatever_it_holds(house: House, client_of: Browser, left: Stay) -> None:
    chef = client_of("chef-ime")
    few = len(asked(chef, lines(house)))
    for number in range(PAGE + 3):
        FollowUp.objects.create(
            organization=house.deux_rives,
            stay=left,
            due_on=today() - timedelta(days=number + 30),
            article="CASF D312-37",
        )
    page = chef.get(lines(house)).content.decode()
    assert page.count("Noter ce qu’elle devient") == PAGE and "Voir la suite" in page
    assert len(asked(chef, lines(house))) == few <= 8
