"""The fil as its readers see it: scoped, searched in French, page after page, honest about what it does not show."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from liane.notes.models import Note
from liane.testing import House
from liane.timeline.queries import PAGE, FilFilter, fil, unseen

Write = Callable[..., Note]


def titles(house: House, slug: str, **wanted: Any) -> list[str]:
    """What somebody reads in Sam's fil."""
    return [line.title for line in fil(house.actor(slug), house.sam.pk, FilFilter(**wanted))]


def test_each_reads_the_parts_of_her_role(house: House, write: Write) -> None:
    write("maud", text="Pansement refait", volet="CARE")
    write("karim", text="Bus seule", volet="SUPPORT")
    assert titles(house, "ines") == ["Bus seule", "Pansement refait"]
    assert titles(house, "karim") == ["Bus seule"]
    assert titles(house, "nicole") == []
    assert titles(house, "farid") == []


def test_what_exists_and_stays_closed_is_said_without_its_content(house: House, write: Write) -> None:
    write("maud", text="Pansement refait", volet="CARE")
    assert [(u.volet, u.unit, u.lines) for u in unseen(house.actor("karim"), house.sam.pk)] == [("Soin", "Mimosa", 1)]
    page = house.client("karim").get(f"/personnes/{house.sam.pk}/").content.decode()
    assert "Pansement" not in page and "soin (Mimosa)" in page


def test_the_existence_of_a_secret_part_or_of_a_discreet_house_is_not_told(house: House, write: Write) -> None:
    house.hire("psy", "psychologue", "mimosa")
    write("psy", text="Entretien", volet="PSY")
    house.stay(house.sam, "csapa", since=timezone.now() - timedelta(days=30))
    house.hire("addicto", "educateur", "csapa")
    write("addicto", text="Consultation", volet="SUPPORT", unit_id=house.units["csapa"].pk)
    assert unseen(house.actor("karim"), house.sam.pk) == []
    assert titles(house, "karim") == []


@pytest.mark.parametrize("words", ["visites", "visité", "VISITER", "la sœur", "soeur", "photo ete"])
def test_words_are_found_in_french_whatever_the_accents(house: House, write: Write, words: str) -> None:
    write("karim", text="La sœur est venue en visite avec les photos de l’été.")
    write("karim", text="Rien à voir.")
    assert len(titles(house, "karim", words=words)) == 1


def test_words_of_another_record_are_not_found_here(house: House, write: Write) -> None:
    other = house.person("Paul Lemaire", "mimosa")
    write("karim", text="La clarinette.", record=other)
    assert titles(house, "karim", words="clarinette") == []


def test_pages_follow_each_other_without_a_hole_nor_a_double(house: House, write: Write) -> None:
    moment = timezone.now() - timedelta(days=1)
    for number in range(PAGE + 5):
        write("karim", text=f"Écrit {number}", happened_at=moment)  # all at the same instant: the key decides
    first = fil(house.actor("karim"), house.sam.pk)
    last = first[PAGE - 1]
    rest = fil(house.actor("karim"), house.sam.pk, FilFilter(before=(last.happened_at, last.id)))
    seen = [line.source_id for line in first[:PAGE]] + [line.source_id for line in rest]
    assert len(first) == PAGE + 1 and len(seen) == len(set(seen)) == PAGE + 5


@pytest.mark.parametrize(
    "broken", ["avant=hier", "partie=INCONNUE", "avant=2026-01-01_x", "mots=%00%27%3B--", "mots=" + "a" * 5000]
)
def test_a_broken_address_shows_the_fil(house: House, write: Write, broken: str) -> None:
    write("karim")
    assert house.client("karim").get(f"/personnes/{house.sam.pk}/?{broken}").status_code == 200


def test_the_heading_of_a_card_does_not_repeat_what_follows(house: House, write: Write) -> None:
    write("karim", focus="Sommeil", observation="Réveillée à 3 h.", action="Tisane.")
    page = house.client("karim").get(f"/personnes/{house.sam.pk}/").content.decode()
    assert page.count("éveillée à 3 h") == 1 and "Sommeil</h3>" in page
    assert "Sommeil : réveillée à 3 h" in titles(house, "karim")  # lists still say what it is about
