"""Twins in a list: the rank in the register of births tells them apart, and is kept; it is never guessed nor overwritten."""

import pytest

from liane.people.models import Person
from liane.stays.importing.actions import accept_import, undo_import
from liane.stays.importing.tests.lists import bring, rows_of

HEAD = "Nom;Prénom;Date de naissance;Lieu de naissance;Rang de naissance;Unité;Date d’entrée\n"
TWINS = HEAD + "ABAD;Marine;12/03/2015;Lyon;211;Mimosa;01/09/2024\nABAD;Marina;12/03/2015;Lyon;212;Mimosa;01/09/2024\n"


@pytest.fixture
def nicole(house):
    return house.actor("nicole")


def test_twins_of_two_ranks_are_two_persons(house, nicole):
    batch = accept_import(nicole, bring(nicole, TWINS).pk)
    assert batch.counts["CREATE"] == 2
    ranks = dict(Person.objects.filter(birth_name="ABAD").values_list("first_names", "birth_order"))
    assert ranks == {"Marine": 211, "Marina": 212}


def test_the_same_name_at_two_ranks_is_asked_and_never_joined(house, nicole):
    accept_import(nicole, bring(nicole, TWINS).pk)
    batch = bring(nicole, HEAD + "ABAD;Marine;12/03/2015;Lyon;213;Mimosa;01/09/2024\n")
    assert rows_of(batch)[2].verdict == "DOUBT"


def test_a_rank_that_is_missing_is_completed_and_emptied_again(house, nicole):
    accept_import(nicole, bring(nicole, TWINS.replace("211", "")).pk)
    marine = Person.objects.get(first_names="Marine")
    assert marine.birth_order is None
    batch = bring(nicole, TWINS)
    assert "Déjà connue. Complète : rang de naissance (registre)." in rows_of(batch)[2].sentences
    accept_import(nicole, batch.pk)
    marine.refresh_from_db()
    assert marine.birth_order == 211
    undo_import(nicole, batch.pk)
    marine.refresh_from_db()
    assert marine.birth_order is None


@pytest.mark.parametrize("rank", ["0", "1000", "-1", "12,5", "deux", "1e2", "٢"])
def test_what_is_not_a_rank_is_refused_in_words(house, nicole, rank):
    before = Person.objects.count()
    batch = bring(nicole, TWINS.replace("212", rank))
    row = rows_of(batch)[3]
    assert row.verdict == "REFUSED"
    assert "n’est pas un rang de naissance. Écrivez un nombre de 1 à 999" in row.sentences[0]
    assert rows_of(batch)[2].verdict == "CREATE"
    assert Person.objects.count() == before
