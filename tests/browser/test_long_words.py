"""Somebody pastes a word without end: it is cut at the edge, and no page scrolls sideways on the smallest telephone."""

import pytest
from screens import Screens, record_of, write

ENDLESS = "Anticonstitutionnellement" * 12
SMALLEST = 320


@pytest.mark.parametrize(("slug", "where"), [
    ("maud", "/releve/"), ("maud", "/releve/imprimer/"), ("sophie", "/"), ("karim", "/"), ("karim", "/taches/"),
    ("karim", "/taches/?vue=equipe"), ("karim", f"/recherche/?q={ENDLESS}"), ("karim", ""), ("ines", "/ce-soir/"),
])  # fmt: skip
def test_a_word_without_end_stays_on_the_page(page_of: Screens, slug: str, where: str) -> None:
    karim = page_of("karim")
    record = record_of(karim, "Belkacem")
    write(karim, record, text=f"{ENDLESS} et la suite.", level="1", action=ENDLESS, focus=ENDLESS[:100])
    page = page_of(slug, SMALLEST)
    page.goto(where or record)
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALLEST
