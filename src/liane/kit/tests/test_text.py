"""Names are said as French says them."""

import pytest

from liane.kit.text import of


@pytest.mark.parametrize(
    ("name", "said"),
    [("Sam", "de Sam"), ("Étienne", "d’Étienne"), ("Œdipe", "d’Œdipe"), ("Yasmina", "de Yasmina"), ("", "de ")],
)
def test_the_preposition_elides_before_a_vowel(name: str, said: str) -> None:
    assert of(name) == said
