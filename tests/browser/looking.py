"""Looking at a page: axe finds nothing, in light and in dark, at four widths; nothing scrolls sideways.

Dark changes colours and nothing else (kit/tests/test_tokens.py): there, only the rules that look at colours are asked again,
at one of the two ends: half of the pages wide, half on a phone, so that what one width alone shows is looked at too. Colours
follow how a page is laid out, not its width: the tablet is laid out as a desk or as a phone, the narrowest phone as the other.
The files `test_axe_*.py` share the pages out by room.
"""

from functools import cache, partial
from pathlib import Path
from zlib import crc32

import axe_playwright_python
from pages import Places, Seen
from playwright.sync_api import Page
from screens import HEIGHTS, Screens

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
EVERY_RULE: dict[str, object] = {"type": "tag", "values": TAGS}
ABOUT_COLOURS: dict[str, object] = {
    "type": "rule",
    "values": ["color-contrast", "link-in-text-block"],
}  # the rules of these tags that axe files under «cat.color»
BUT_COLOURS = EVERY_RULE | {"but": ABOUT_COLOURS["values"]}
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


WIDE, NARROW = 1440, 390


def asked(seen: Seen, width: int) -> list[tuple[str, dict[str, object]]]:
    """What axe is asked of this page at this width: the colours of the day, and the rules."""
    at_night = WIDE if crc32(str(seen).encode()) % 2 else NARROW
    by_day = EVERY_RULE if width in (WIDE, NARROW) else BUT_COLOURS
    return [("light", by_day), ("dark", ABOUT_COLOURS)] if width == at_night else [("light", by_day)]


def look(windows: Windows, places: Places, seen: Seen) -> None:
    """Everyone can read this page."""
    page = windows(seen.slug)
    answer = page.goto(places.address(seen))
    assert answer is not None and answer.status == seen.status, (answer and answer.status, page.title())
    if seen.act:
        act(page, seen.act)
    page.add_script_tag(path=AXE)
    faults = []
    for width, height in HEIGHTS.items():
        page.set_viewport_size({"width": width, "height": height})
        for scheme, only in asked(seen, width):
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
