"""Pages on which somebody of the cast has come in, and what happens before a scenario begins."""

import re
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

# What the browser says of an answer that was refused, and htmx of one that was on its way when the page was left.
NO_FAULT = ("Failed to load resource", "htmx:afterRequest", "htmx:sendError", "htmx:sendAbort")
PATIENCE = 30_000  # milliseconds: a busy machine is slow, it is not wrong
HEIGHTS = {1440: 900, 834: 1112, 390: 844, 320: 640}


@dataclass
class Screens:
    """Opens pages, and keeps what their consoles complained about."""

    chromium: Browser
    address: str
    contexts: list[BrowserContext] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __call__(self, slug: str = "", width: int = 1440, scheme: str = "light", **options: Any) -> Page:
        """A page of this width on which somebody of the cast has just come in."""
        phone = width < 600
        size = {"width": width, "height": HEIGHTS[width]}
        context = self.chromium.new_context(
            viewport=size, color_scheme=scheme, base_url=self.address, has_touch=width < 1000, is_mobile=phone,
            locale="fr-FR", timezone_id="Europe/Paris", reduced_motion="reduce", **options,
        )  # fmt: skip
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("console", self._listen)
        page = context.new_page()
        if slug:
            page.context.request.post(f"/demo/entrer/{slug}/", headers={"Referer": self.address})
            page.goto("/")
        return page

    def _listen(self, message: Any) -> None:
        if message.type == "error" and not message.text.startswith(NO_FAULT):
            self.complaints.append(message.text)

    def close(self) -> None:
        """Leave every page."""
        for context in self.contexts:
            context.close()


def record_of(page: Page, words: str) -> str:
    """The address of the record of somebody this reader may open."""
    html = page.context.request.get("/personnes/", params={"q": words}).text()
    found = re.search(r'href="(/personnes/[0-9a-f-]{36}/)"', html)
    assert found, f"{words} is not in the list of this reader"
    return found[1]


def hidden(html: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found, name
    return found[1]


def write(page: Page, record: str, **fields: str) -> None:
    """Somebody writes in this record, before the scenario begins (no gesture of hers is counted)."""
    html = page.context.request.get(f"{record}ecrire/").text()
    form = {name: hidden(html, name) for name in ("csrfmiddlewaretoken", "id", "unit")}
    answer = page.context.request.post(f"{record}ecrire/", form={**form, **fields}, headers={"Referer": page.url})
    assert answer.ok and "/ecrire/" not in answer.url, answer.text()[:2000]
