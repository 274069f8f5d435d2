"""What a screen gives when the browser prints it: the numbers to call, no form, no gesture, no empty sheet (ux §11)."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect
from screens import Screens, record_of


def sheets(page: Page) -> int:
    """How many sheets A4 the browser prints."""
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    return len(re.findall(rb"/Type\s*/Page\b", paper))


def printed(page_of: Screens, tab: str) -> tuple[Page, Locator]:
    """A page of the record of Sam, as the printer sees it."""
    page = page_of("sophie")
    page.goto(f"{record_of(page, 'Belkacem')}{tab}")
    page.emulate_media(media="print")
    return page, page.locator("main")


def test_her_circle_on_paper_says_whom_to_call_and_at_what_number(page_of: Screens) -> None:
    page, main = printed(page_of, "entourage/")
    expect(main.get_by_text("06 39 98 12 34")).to_be_visible()
    expect(main.get_by_role("link", name="Corriger").first).to_be_hidden()
    expect(page.get_by_role("navigation").first).to_be_hidden()
    assert sheets(page) <= 2


@pytest.mark.parametrize(
    ("tab", "written"),
    [("qui-peut-quoi/", "Être informé"), ("identite/etat/", "Nom de naissance"), ("papiers/", "Ses droits")],
)
def test_nothing_to_fill_in_is_printed(page_of: Screens, tab: str, written: str) -> None:
    _, main = printed(page_of, tab)
    expect(main.get_by_text(written).first).to_be_visible()
    for field in main.locator("input:not([type=hidden]), select, textarea").all():
        expect(field).to_be_hidden()


def test_the_drawn_family_and_its_sentences_leave_no_empty_sheet(page_of: Screens) -> None:
    page, main = printed(page_of, "entourage/famille/")
    drawing = main.get_by_role("img", name="Arbre de la famille")
    assert drawing.evaluate("svg => svg.getBoundingClientRect().height / svg.viewBox.baseVal.height") <= 1
    assert sheets(page) == 1
