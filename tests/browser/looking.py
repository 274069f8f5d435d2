"""Looking at a page: axe finds nothing, in light and in dark, at four widths; nothing scrolls sideways.

`./liane test` asks every rule of a third of the pages once, wide or on a phone, by day or by night; `--long` asks every rule
of every page at the four widths by day and by night. The files `test_axe_*.py` share the pages out by room.
"""

from functools import cache, partial
from pathlib import Path
from zlib import crc32

import axe_playwright_python
from pages import Seen
from places import Places
from playwright.sync_api import Page
from screens import HEIGHTS, Screens

from liane.config.testing.depth import depth
from liane.testing import PASSWORD

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
RUN = """async (tags) => {
  const found = await axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]});
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


def drawn(seen: list[Seen]) -> list[Seen]:
    """The pages that are looked at this time."""
    return [one for one in seen if not crc32(f"page {one}".encode()) % depth(1, 3)]


SAMPLE = [(width, scheme) for width in (1440, 390) for scheme in ("light", "dark")]
WHOLE = [(width, scheme) for width in HEIGHTS for scheme in ("light", "dark")]


def asked(seen: Seen) -> list[tuple[int, str]]:
    """At which widths, by day or by night, axe is asked of this page."""
    return depth(WHOLE, [SAMPLE[crc32(str(seen).encode()) % len(SAMPLE)]])


def look(windows: Windows, places: Places, seen: Seen) -> None:
    """Everyone can read this page."""
    page = windows(seen.slug)
    answer = page.goto(places.address(seen))
    if answer is not None and answer.status == 401 and seen.status != 401:  # who came in long ago is asked again
        page.fill("[name=password_proof]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_load_state()
        answer = page.goto(places.address(seen))
    assert answer is not None and answer.status == seen.status, (answer and answer.status, page.title())
    if seen.act:
        act(page, seen.act)
    page.add_script_tag(path=AXE)
    faults = []
    for width, height in HEIGHTS.items():
        page.set_viewport_size({"width": width, "height": height})
        for scheme in [scheme for at, scheme in asked(seen) if at == width]:
            page.emulate_media(color_scheme=scheme)
            faults += [f"{width} {scheme}: {fault}" for fault in page.evaluate(RUN, TAGS)]
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
