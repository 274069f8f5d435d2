"""Five paths of the demonstration, followed on the ribbon by those who may read them (issue: who the person is, and her path)."""

import re

import pytest
from playwright.sync_api import Page, expect
from screens import Screens, record_of

# Whose path: where she went, in order; what the fil says of one of those times; a page beside, and what must stand there.
PATHS = {
    "lina": (["AEMO Sud", "MECS Le Belvédère"], ("AEMO Sud", "première rencontre", "première soirée")),
    "thomas": (
        ["SESSAD La Garenne", "IME La Garenne", "FAM Les Tilleuls"],
        ("^IME La Garenne", "trois jours au foyer", "il est arrivé"),
    ),
    "suzanne": (
        ["SAAD/TISF Proximité", "EHPAD Les Glycines"],
        ("^EHPAD Les Glycines", "avec son fauteuil", "le gaz encore ouvert"),
    ),
    "nour": (["CHRS L’Escale, Maraude", "CHRS L’Escale depuis"], ("Maraude", "sous le pont", "passeport vu")),
    "aissata": (["SAAD/TISF Proximité", "SAAD/TISF Proximité"], ("depuis", "on se retrouve", "")),
}


def follow(page: Page, key: str) -> None:
    """One gesture on the page of the faces."""
    page.goto("/demo/")
    page.locator(f"form[action$='?parcours={key}'] button").click()
    page.wait_for_url(re.compile(r"/personnes/[0-9a-f-]{36}/$"))


def whole(page: Page) -> str:
    """Everything that the fil says, page after page."""
    said = page.locator("main").inner_text()
    while (older := page.locator("main a[rel=next]")).count():
        page.goto(str(older.first.get_attribute("href")))
        said += page.locator("main").inner_text()
    return said


@pytest.mark.parametrize("key", PATHS)
def test_a_path_is_followed_on_the_ribbon(page_of: Screens, key: str) -> None:
    houses, (part, there, elsewhere) = PATHS[key]
    page = page_of()
    follow(page, key)
    ribbon = page.get_by_role("navigation", name="Parcours")
    parts = [text.strip() for text in ribbon.locator("li").all_inner_texts()]
    assert len(parts) == len(houses) and all(said.startswith(house) for said, house in zip(parts, houses, strict=True))
    ribbon.get_by_role("link", name=re.compile(part)).click()
    said = whole(page)
    assert there in said and (not elsewhere or elsewhere not in said)


def test_lina_has_two_homes_a_hearing_and_a_report(page_of: Screens) -> None:
    page = page_of()
    follow(page, "lina")
    base = page.url
    expect(page.locator("main")).to_contain_text("Placement judiciaire, rapport le")
    page.goto(f"{base}entourage/")
    for home in ("Chez sa mère", "Chez son père"):
        expect(page.locator("main")).to_contain_text(home)
    page.goto(f"{base}qui-peut-quoi/")
    for said in ("B25/1187", "Audience", "rapport"):
        expect(page.locator("main")).to_contain_text(said)


def test_suzanne_left_for_the_hospital_twice_and_came_back(page_of: Screens) -> None:
    page = page_of("maud")
    page.goto(record_of(page, "Suzanne Blanc"))
    assert page.locator(".parcours .hachure").count() == 2
    said = whole(page)
    assert said.count("Départ à l’hôpital") == 2 and said.count("De retour de l’hôpital") == 2
    assert said.index("de retour, antibiotique") < said.index("fièvre, partie aux urgences")


def test_nour_was_perle_first_and_nothing_was_typed_again(page_of: Screens) -> None:
    page = page_of()
    follow(page, "nour")
    expect(page.locator("main")).to_contain_text("Perle")
    said = whole(page)
    assert said.index("passeport vu") < said.index("elle dit son nom") < said.index("sous le pont de la gare")
