"""Ce soir: dangers by person, passages, whom to call; one unit, nothing else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from liane.kit.dates import today
from liane.kit.ids import uuid7
from liane.notes.models import RoundCheck
from liane.notes.queries.tonight import usual_rounds
from liane.people.models import Flag, RecordUnit
from liane.professionals.models import Practitioner
from liane.testing import House, asked


@pytest.fixture
def lea(house: House) -> House:
    """Léa, here until seven, and what she must know."""
    house.hire("lea", "interimaire", "mimosa", starts=-timedelta(hours=1), ends=timedelta(hours=8))
    Practitioner.objects.filter(pk=house.practitioner("sophie").pk).update(phone="06 12 34 56 78")
    return house


def flag(house: House, label: str, kind: str = "DANGER", **fields: object) -> None:
    Flag.objects.create(
        organization=house.deux_rives, record=house.sam, kind=kind, label=label, **{"since": today(), **fields}
    )


def text(house: House, slug: str = "lea") -> str:
    answer = house.client(slug).get("/ce-soir/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_those_in_danger_come_first_with_what_must_be_known(lea: House) -> None:
    lea.person("Abel Tranquille", "mimosa")
    flag(lea, "Allergie : pénicilline")
    flag(lea, "Parle avec des pictogrammes", "COMMUNICATION")
    flag(lea, "Tutelle", "LEGAL")
    page = text(lea)
    assert page.index("Belkacem") < page.index("Allergie : pénicilline") < page.index("Abel")
    assert "pictogrammes" in page and "Tutelle" not in page


def test_the_rooms_come_in_the_order_of_the_corridor(lea: House) -> None:
    for name, place in (("Alma Dix", "Chambre 10"), ("Zoé Deux", "Chambre 2"), ("Sans Chambre", "")):
        record = lea.person(name, "mimosa")
        RecordUnit.objects.filter(record=record).update(place=place)
    page = text(lea)
    assert page.index("Zoé") < page.index("Alma") < page.index("Sans Chambre")


def test_a_danger_that_is_over_or_of_a_discreet_team_is_not_there(lea: House) -> None:
    flag(lea, "Ancien danger", since=today() - timedelta(days=9), until=today() - timedelta(days=1))
    flag(lea, "Canari de la Source", unit=lea.units["csapa"])
    page = text(lea)
    assert "Ancien danger" not in page and "Canari" not in page and "Aucun danger" in page


def test_only_those_of_the_unit(lea: House) -> None:
    lea.person("Nadia Ailleurs", "acacia")
    gone = lea.person("Paul Parti", "mimosa", until=timezone.now() - timedelta(days=1))
    page = text(lea)
    assert "Nadia" not in page and str(gone.pk) not in page


def test_whom_to_call_is_one_tap_away(lea: House) -> None:
    page = text(lea)
    assert 'href="tel:0612345678"' in page and "Sophie Marchal" in page and 'href="tel:15"' in page


def test_the_passages_are_those_that_the_team_really_makes(lea: House) -> None:
    unit = lea.units["mimosa"]
    assert "Aucun passage habituel" in text(lea)
    base = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=5)
    for night in range(4):
        for hours in (9, 11, 15):  # 21 h, 23 h, 3 h
            at = base + timedelta(days=night, hours=hours)
            RoundCheck.objects.create(
                id=uuid7(), organization=lea.deux_rives, record=lea.sam, unit=unit, seen_at=at, remark="", author_name="Inès",
                author_id=lea.practitioner("ines").pk,
            )  # fmt: skip
    RoundCheck.objects.create(
        id=uuid7(), organization=lea.deux_rives, record=lea.sam, unit=unit, seen_at=base + timedelta(hours=17),
        author_name="Inès", author_id=lea.practitioner("ines").pk,
    )  # fmt: skip
    assert usual_rounds(unit.pk) == [21, 23, 3]
    assert "vers 21" in text(lea)


def test_the_others_keep_their_day_and_may_look_at_this_evening(lea: House) -> None:
    assert lea.client("ines").get("/").status_code == 200
    assert "Votre accès s’arrête" not in text(lea, "ines")


def test_who_reads_no_hand_over_has_no_evening(lea: House) -> None:
    for slug in ("nicole", "amine", "admin"):
        assert lea.client(slug).get("/ce-soir/").status_code == 404, slug
    assert "Belkacem" not in text(lea, "farid")


def test_this_evening_asks_the_same_whatever_the_number_of_persons(lea: House) -> None:
    client = lea.client("lea")
    few = len(asked(client, "/ce-soir/"))
    for number in range(20):
        lea.person(f"Personne{number} Essai", "mimosa")
    assert len(asked(client, "/ce-soir/")) == few <= 9
