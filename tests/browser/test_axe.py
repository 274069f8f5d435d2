"""Everyone can read every page: axe finds nothing, in light and in dark, at four widths; nothing scrolls sideways.

Dark changes colours and nothing else (kit/tests/test_tokens.py): there, only the rules that look at colours are asked again.
Colours follow how a page is laid out, not its width: the narrowest phone shows what the other phone shows.
"""

from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path

import axe_playwright_python
import pytest
from pages import NOT_LOOKED_AT, PAGES, Places, Seen, addresses
from playwright.sync_api import Browser, Page
from screens import HEIGHTS, Screens

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
EVERY_RULE = {"type": "tag", "values": TAGS}
ABOUT_COLOURS = {
    "type": "rule",
    "values": ["color-contrast", "link-in-text-block"],
}  # the rules of these tags that axe files under «cat.color»
BUT_COLOURS = EVERY_RULE | {"but": ABOUT_COLOURS["values"]}
BOTH_LOOKS = (("light", EVERY_RULE), ("dark", ABOUT_COLOURS))
ASKED = {1440: BOTH_LOOKS, 834: BOTH_LOOKS[:1], 390: BOTH_LOOKS, 320: (("light", BUT_COLOURS),)}
RUN = """async ({but = [], ...only}) => {
  const rules = Object.fromEntries(but.map(rule => [rule, {enabled: false}]));
  const found = await axe.run(document, {runOnly: only, rules, resultTypes: ["violations"]});
  return found.violations.map(v => `${v.id} (${v.help}): ` + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(" | "));
}"""


class Windows:
    """`windows("karim")`: a wide window in broad daylight, where he has come in."""

    def __init__(self, screens: Screens) -> None:
        self.screens = screens
        self.opened = cache(partial(screens, bypass_csp=True))

    def __call__(self, slug: str) -> Page:
        """His window, whatever was looked at in it before."""
        self.screens.complaints.clear()
        page: Page = self.opened(slug)
        page.set_viewport_size({"width": 1440, "height": HEIGHTS[1440]})
        page.emulate_media(color_scheme="light")
        return page


@pytest.fixture(scope="session")
def placed() -> list[Places]:
    """What was put behind the addresses: once for a house, even when its pages are looked at in several goes."""
    return []


@pytest.fixture(scope="module")
def places(chromium: Browser, address: str, placed: list[Places]) -> Places:
    """Something behind each address."""
    if not placed:
        screens = Screens(chromium, address)
        placed.append(Places(screens))
        screens.close()
    return placed[0]


@pytest.fixture(scope="module")
def windows(chromium: Browser, address: str) -> Iterator[Windows]:
    """One window for each person of the cast, in which her pages are looked at one after the other."""
    screens = Screens(chromium, address)
    yield Windows(screens)
    screens.close()


def test_every_page_is_looked_at() -> None:
    names = {name for name, _ in addresses()}
    assert names - {seen.name for seen in PAGES} == set(NOT_LOOKED_AT) & names


@pytest.mark.parametrize("seen", PAGES, ids=str)
def test_everyone_can_read_this_page(windows: Windows, places: Places, seen: Seen) -> None:
    page = windows(seen.slug)
    answer = page.goto(places.address(seen))
    assert answer is not None and answer.status == seen.status, (answer and answer.status, page.title())
    if seen.act:
        act(page, seen.act)
    page.add_script_tag(path=AXE)
    faults = []
    for width, height in HEIGHTS.items():
        page.set_viewport_size({"width": width, "height": height})
        for scheme, only in ASKED[width]:
            page.emulate_media(color_scheme=scheme)
            faults += [f"{width} {scheme}: {fault}" for fault in page.evaluate(RUN, only)]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            faults.append(f"{width}: scrolls sideways, {page.evaluate(WIDEST, width)}")
    assert faults == []
    assert windows.screens.complaints == []


WIDEST = """width => [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > width + 1
  && getComputedStyle(e).position !== "absolute").slice(0, 3).map(e => e.outerHTML.slice(0, 120)).join(" | ")"""


def act(page: Page, what: str) -> None:
    """A key, or the click of something."""
    if what.startswith("key "):
        page.keyboard.press(what.removeprefix("key "))
    else:
        page.locator(what).first.click()
    page.wait_for_load_state("networkidle")
