"""Everyone can read every page: axe finds nothing, in light and in dark, at four widths; nothing scrolls sideways."""

from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from pages import NOT_LOOKED_AT, PAGES, Places, Seen, addresses
from playwright.sync_api import Browser, Page
from screens import HEIGHTS, Screens

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
RUN = """async tags => {
  const found = await axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]});
  return found.violations.map(v => `${v.id} (${v.help}): ` + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(" | "));
}"""


@pytest.fixture(scope="module")
def places(chromium: Browser, address: str) -> Any:
    """Something behind each address."""
    screens = Screens(chromium, address)
    found = Places(screens)
    screens.close()
    return found


def test_every_page_is_looked_at() -> None:
    names = {name for name, _ in addresses()}
    assert names - {seen.name for seen in PAGES} == set(NOT_LOOKED_AT) & names


@pytest.mark.parametrize("seen", PAGES, ids=str)
def test_everyone_can_read_this_page(page_of: Screens, places: Places, seen: Seen) -> None:
    page = page_of(seen.slug, 1440, bypass_csp=True)
    answer = page.goto(places.address(seen))
    assert answer is not None and answer.status == seen.status, (answer and answer.status, page.title())
    if seen.act:
        act(page, seen.act)
    page.add_script_tag(path=AXE)
    faults = []
    for width, height in HEIGHTS.items():
        page.set_viewport_size({"width": width, "height": height})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            faults += [f"{width} {scheme}: {fault}" for fault in page.evaluate(RUN, TAGS)]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            faults.append(f"{width}: scrolls sideways, {page.evaluate(WIDEST, width)}")
    assert faults == []


WIDEST = """width => [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > width + 1
  && getComputedStyle(e).position !== "absolute").slice(0, 3).map(e => e.outerHTML.slice(0, 120)).join(" | ")"""


def act(page: Page, what: str) -> None:
    """A key, or the click of something."""
    if what.startswith("key "):
        page.keyboard.press(what.removeprefix("key "))
    else:
        page.locator(what).first.click()
    page.wait_for_load_state("networkidle")
