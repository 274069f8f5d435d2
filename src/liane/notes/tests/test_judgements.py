"""A hint, never a block."""

from liane.kit.ids import uuid7
from liane.notes.judgements import judgements
from liane.notes.models import Note
from liane.testing import House


def test_words_that_judge_are_named_once_and_her_own_words_are_left_alone() -> None:
    assert judgements("Capricieuse ce soir, encore capricieuse.") == ["capricieuse"]
    assert judgements("Elle dit : « Je suis pénible. »") == []
    assert judgements("A refusé son repas deux fois.") == []


def test_the_writing_is_saved_and_the_hint_is_shown(house: House) -> None:
    data = {"id": str(uuid7()), "text": "Ingérable au repas.", "kind": "note"}
    page = house.client("karim").post(f"/personnes/{house.sam.pk}/ecrire/", data, follow=True).content.decode()
    assert "un jugement plus qu’un fait" in page
    assert Note.objects.get().text == "Ingérable au repas."
