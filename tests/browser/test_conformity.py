"""UX-34 and UX-42: an inspection is answered, the unusual accesses of the week are reviewed, within the gestures allowed."""

import re

import pytest
from hands import Hands
from playwright.sync_api import expect
from screens import Screens, record_of
from serving import the_jobs_pass


@pytest.mark.parametrize("slug", ["marc", "amine"])
def test_ux_34_answer_an_inspection(page_of: Screens, slug: str) -> None:
    """Laptop: «Conformité», the name that the inspector gives, the paper. The DPO opens no content on the way."""
    reader = page_of("karim")
    reader.goto(record_of(reader, "Belkacem"))
    page = page_of(slug)
    hands = Hands(page, "UX-34", 3)
    hands.tap(page.get_by_role("link", name="Conformité").first, sees=page.get_by_label("Qui a vu le dossier de…"))
    hands.tap(page.get_by_label("Qui a vu le dossier de…"))
    hands.type("Samia Belkacem", then="Enter", sees=page.get_by_role("heading", name="Qui a vu le dossier"))
    expect(page.get_by_text("Karim Duval a ouvert le dossier.").first).to_be_visible()
    with page.expect_download() as paper:
        hands.tap(page.get_by_role("link", name="Imprimer la réponse"))
    hands.rest()
    assert paper.value.suggested_filename.endswith(".pdf")
    page.reload()
    expect(page.get_by_text("a sorti la liste de qui a vu le dossier.").first).to_be_visible()


def test_ux_42_review_the_unusual_accesses_of_the_week(page_of: Screens) -> None:
    """Amine, laptop: he sees who did what, when and why, and says in one more gesture that it is fine."""
    marc = page_of("marc")
    record = record_of(marc, "Belkacem").split("/")[2]
    assert marc.context.request.get(f"/conformite/dossiers/{record}/qui-a-vu.csv").ok
    the_jobs_pass()
    page = page_of("amine")
    hands = Hands(page, "UX-42", 2)
    told = page.locator("article", has_text="Marc Estève, directeur, a sorti des données de Liane")
    hands.tap(page.get_by_role("link", name="Conformité").first, sees=told)
    expect(told).to_contain_text("Répond de la conformité des accès")
    expect(page.get_by_text("rien n’a été touché")).to_be_visible()
    hands.tap(told.get_by_role("button", name="Rien d’anormal"), sees=page.get_by_text("C’est noté : rien d’anormal."))
    hands.rest()
    expect(told).to_have_count(0)


def test_ux_43_see_what_will_be_erased_next_month(page_of: Screens) -> None:
    """Amine, laptop: the count is on the page, the rule one gesture further."""
    the_jobs_pass()
    page = page_of("amine")
    hands = Hands(page, "UX-43", 2)
    hands.tap(
        page.get_by_role("link", name="Conformité").first,
        sees=page.get_by_text(re.compile("ne sera effacé le|seront effacés")),
    )
    rule = page.get_by_role("heading", name="Ce qui sera effacé le mois prochain")
    hands.tap(page.get_by_role("link", name="Voir : Conservation des traces"), sees=rule)
    hands.rest()
