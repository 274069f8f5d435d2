"""Every text that the house keeps becomes a hundred and twenty ways of writing a script; every page then shows them as text (D3).

The texts are put under the forms, straight into the tables: what a form, an import or an older version let through would
run no more than the rest. Nothing runs, nothing leaves, the content policy has nothing to refuse.
"""

import csv
import io
import os
from collections.abc import Callable, Collection, Iterator
from functools import partial
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

import pypdf
import pytest
from crawl import crawl
from furnish import furnish
from lxml import html
from pages import PAGES, Seen
from payloads import PAYLOADS
from places import Places
from playwright.sync_api import Browser, Page, expect
from screens import Screens
from serving import served, the_jobs_pass
from test_writes import APART, HANDS
from traps import MARK, NOWHERE, Owner, Product, plant

from liane.config.testing import depth
from liane.kit.postgres import cluster
from liane.kit.postgres.server import Server

HOUSE = "piegee"
HOOK = """
window.__xss = [];
window.__x = (number) => window.__xss.push(number);
for (const name of ["alert", "confirm", "prompt", "print"]) window[name] = () => window.__xss.push(name);
document.addEventListener("securitypolicyviolation", (event) => window.__xss.push(event.violatedDirective + " " + event.sourceFile));
"""
LOOK = """() => {
  const live = (e) => [...e.attributes].some((a) => /^(on|hx-on|data-hx-on|srcdoc)/.test(a.name) || /^\\s*(https?:)?\\/\\/x\\.test/.test(a.value)
      && /^(src|href|action|formaction|style|data|srcset|xlink:href)$/.test(a.name))
    || (e.tagName === "SCRIPT" && !e.getAttribute("src")) || /^(IFRAME|OBJECT|EMBED|BASE|FRAMESET|MARQUEE|APPLET|STYLE)$/i.test(e.tagName)
    || /^\\s*(java\\s*script|vbscript|data:text)/i.test(["href", "action", "formaction", "xlink:href"].map((n) => e.getAttribute(n) || "").join(""));
  return { ran: window.__xss, stray: [...document.querySelectorAll("*")].filter(live).map((e) => e.outerHTML.slice(0, 300)),
    seen: [...(document.documentElement.outerHTML + [...document.querySelectorAll("input,textarea")].map((e) => e.value).join(" ")).matchAll(/\\b\\d{7}\\b/g)].map((m) => +m[0]) };
}"""
# Who sends which forms: everything that these two find, and what only others may send.
SENT_BY: dict[str, set[str]] = {
    "karim": set(),
    "marc": set(),
    "sophie": {"stays:inventory_new", "people:claim", "people:right_correct"},
    "amine": {"steering:retention", "stays:durations"},
}
# Pages without a gesture first, and those that need what `furnish` adds.
LOOKED_AT = [seen for seen in PAGES if seen.status == 200 and seen.slug and not seen.act]
LOOKED_AT += [
    Seen("stays:certificate", "amine"),
    Seen("stays:erasure", "amine"),
    Seen("people:identity_sheet", "maud"),
]
PATIENCE = 5  # rounds without anything new
ROUNDS = 1_000 if depth.IS_ENDLESS else 3  # after the first, which opens every page


@pytest.fixture(scope="module")
def trapped(postgres: Server, django_db_setup: None) -> Iterator[str]:
    """A house of one’s own: nobody else may find it so."""
    with served(postgres, name=HOUSE) as address:
        yield address


def look(page: Page, name: str) -> tuple[list[str], set[int]]:
    """What a page shows: its faults, and the numbers that stand in it."""
    found: dict[str, Any] = page.evaluate(LOOK)
    faults = [f"{name}: runs {found['ran']}"] if found["ran"] else []
    return faults + [f"{name}: {stray}" for stray in found["stray"]], set(found["seen"])


NAMES = {"birth_name", "first_names", "used_name", "preferred_name", "first_name", "last_name", "name"}


class Hand:
    """A reader who follows links and sends forms quickly, as tests/crawl.py asks: without drawing the pages."""

    def __init__(self, page: Page) -> None:
        self.page, self.request = page, page.context.request

    def get(self, address: str, **_more: Any) -> Any:
        return self._told(self.request.get(address))

    def post(self, address: str, body: dict[str, Any]) -> Any:
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Referer": self.page.url}
        return self._told(self.request.post(address, data=urlencode(body, doseq=True), headers=headers))

    def _told(self, answer: Any) -> SimpleNamespace:
        headers = {name.title(): value for name, value in answer.headers.items()}
        where = {"PATH_INFO": urlsplit(answer.url).path}
        return SimpleNamespace(status_code=answer.status, headers=headers, content=answer.body(), request=where)


def live_in(content: bytes) -> list[str]:
    """Elements of an answer that no template of ours makes, read without a browser."""
    return [
        html.tostring(e)[:300].decode("utf-8", "replace")
        for e in html.fromstring(content or b"<p>").iter("*")
        if any(name.startswith(("on", "hx-on", "srcdoc")) for name in e.attrib)
        or (e.tag == "script" and not e.get("src"))
        or e.tag in ("iframe", "object", "embed", "base", "marquee", "applet", "style")
    ]


def type_scripts(page: Page, slug: str, *starts: str, only: Collection[str] = ()) -> tuple[list[str], set[str]]:
    """Send each form that this reader finds, a script in each of its texts, twice. Gives faults, and the texts that were kept."""
    hand, faults, kept, number = Hand(page), [], set(), 0
    found = {form.key: form for form in crawl(hand, slug, *starts)}  # type: ignore[arg-type]
    for form in found.values():
        boxes = {n for n, v in form.body.items() if v == "Essai"} | set(form.texts)
        unwanted = form.name in (*APART, "professionals:device_enrol") or (only and form.name not in only)
        if unwanted or form.files or not boxes:
            continue
        for turn in range(2):  # a name is made of letters: the second time, it is one
            sent = {**form.body, **HANDS.get(form.name, {})}
            if form.body.get("id"):
                sent["id"] = str(uuid4())
            for box in sorted(boxes - (NAMES if turn else set())):
                number += 1
                several = PAYLOADS[number % 120 :] + PAYLOADS[: number % 120]
                sent[box] = "\n".join(several[:60]) if box in form.texts else several[0]
            answer = hand.post(form.action, sent)
            if answer.status_code >= 500:
                faults.append(f"{form}: {answer.status_code}")
            faults += [f"{form}: {stray}" for stray in live_in(answer.content)]
            kept |= {f"{form.name} {box}" for box in boxes if answer.status_code < 400}
    return faults, kept


def papers(page: Page, record: str) -> list[str]:
    """The sheets and tables that leave the house: scripts are words in them, formulas are text."""
    faults = []
    request = page.context.request
    for paper in ("essentiel.pdf",):
        read = pypdf.PdfReader(io.BytesIO(request.get(f"{record}{paper}").body()))
        words = " ".join(sheet.extract_text() for sheet in read.pages)
        faults += [] if "<script>" in words or "onerror" in words else [f"{paper}: the words are not there"]
        faults += [
            f"{paper}: {key}" for key in ("/OpenAction", "/AA", "/JavaScript") if key in str(read.trailer["/Root"])
        ]
    return faults


def tables(page: Page, record_id: str) -> list[str]:
    """Who saw, for a spreadsheet and on paper."""
    there = f"/conformite/dossiers/{record_id}/qui-a-vu"
    rows = list(csv.reader(io.StringIO(page.context.request.get(f"{there}.csv").text()), delimiter=";"))
    cells = [cell for row in rows for cell in row]
    assert len(cells) > 50 and any("__x(" in cell for cell in cells)
    assert page.context.request.get(f"{there}.pdf").body().startswith(b"%PDF")
    return [f"{there}.csv: {cell}" for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]


def test_the_trap_works_what_is_live_is_seen(chromium: Browser, trapped: str) -> None:
    screens = Screens(chromium, trapped)
    page = screens("karim")
    page.context.add_init_script(HOOK)
    page.goto("/")
    page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=__x(7)><a href=javascript:1>x</a>')"
    )
    while not page.evaluate("window.__xss.length"):  # the policy that is tried forbids to wait inside the page
        page.wait_for_timeout(50)
    faults, _ = look(page, "page")
    assert len(faults) == 3 and "script-src" in faults[0] and screens.complaints
    assert len(live_in(b"<p onclick=1><script>1</script><style></style></p>")) == 3
    screens.close()


def test_each_text_is_given_every_payload_as_it_fits_under_its_own_number() -> None:
    for text in Product().texts:
        values, numbers = text.values(), [str(text.first + n) for n in range(len(PAYLOADS))]
        assert [number in value for number, value in zip(numbers, values, strict=True)] == [True] * len(PAYLOADS), text
        assert all(len(value) <= text.room - MARK * text.is_once for value in values), text


def reader(screens: Screens, slug: str, elsewhere: list[str]) -> Page:
    """A window of somebody of the cast, in which what runs or leaves the house is seen."""
    page = screens(slug)
    page.context.add_init_script(HOOK)
    ours = (screens.address, "data:")
    page.context.on("request", lambda r: None if r.url.startswith(ours) else elsewhere.append(r.url))
    return page


def begin_a_draft(page: Page, record: str) -> None:
    """Words that wait to be finished."""
    page.goto(f"{record}ecrire/")
    page.locator("[data-texte]").fill("Essai")
    expect(page.locator("[data-etat-brouillon]")).to_contain_text("Brouillon enregistré")


def look_at(
    readers: dict[str, Page], addresses: dict[str, tuple[str, str]], product: Product, names: list[str]
) -> list[str]:
    """Open these pages, and tell the product what they show. Their faults."""
    faults = []
    for name in names:
        slug, address = addresses[name]
        answer = readers[slug].goto(address)
        if answer and answer.status == 401:  # some minutes have passed: is it really she?
            readers[slug].context.request.post(f"/demo/entrer/{slug}/", headers={"Referer": readers[slug].url})
            answer = readers[slug].goto(address)
        if answer is None or answer.status != 200:
            faults.append(f"{name}: {answer and answer.status}")
            continue
        wrong, numbers = look(readers[slug], name)
        faults += wrong
        product.saw(name, numbers)
    return faults


def look_again(
    owner: Owner, readers: dict[str, Page], addresses: dict[str, tuple[str, str]], product: Product
) -> list[str]:
    """What no page has shown yet is planted, where it may be seen, until all is seen (or for some rounds)."""
    faults, idle = [], 0
    for _ in range(ROUNDS):
        if not product.lacking or idle == PATIENCE:
            break
        before = product.pairs
        plant(owner, product.lacking)
        faults += look_at(readers, addresses, product, product.richest)
        idle = idle + 1 if product.pairs == before else 0
    return faults


def all_typed(readers: dict[str, Page], record: str) -> list[str]:
    """What a hand would send, in every form that these readers find."""
    faults: list[str] = []
    kept: set[str] = set()
    starts = (record, "/", "/releve/", "/taches/", "/reglages/")
    for slug, forms in SENT_BY.items():
        wrong, texts = type_scripts(readers[slug], slug, *starts, only=forms)
        faults, kept = faults + wrong, kept | texts
    assert len(kept) > 30, sorted(kept)
    return faults


@pytest.mark.slow
@pytest.mark.long(only=True)
def test_every_stored_text_is_shown_as_text_on_every_page(
    chromium: Browser,
    trapped: str,
    postgres: Server,
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
) -> None:
    screens = Screens(chromium, trapped)
    monkeypatch.setattr("places.the_jobs_pass", partial(the_jobs_pass, HOUSE))
    places = Places(screens)
    addresses = {f"{seen} {seen.slug}": (seen.slug, places.address(seen)) for seen in LOOKED_AT}
    elsewhere: list[str] = []
    readers = {slug: reader(screens, slug, elsewhere) for slug in sorted({slug for slug, _ in addresses.values()})}
    record = f"/personnes/{places.ids['record_id']}/"
    faults = all_typed(readers, record)
    begin_a_draft(readers["karim"], record)
    product = Product()
    with postgres.connect(cluster.ADMIN, f"essai_{os.getpid()}_{HOUSE}") as owner:
        furnish(owner, places.ids)
        plant(owner, product.texts)
        faults += look_at(readers, addresses, product, list(addresses))
        faults += papers(readers["karim"], record) + tables(readers["amine"], places.ids["record_id"])
        faults += look_again(owner, readers, addresses, product)
    screens.close()
    record_property("told", str(product))
    assert not faults, "\n".join(faults)
    assert elsewhere == [] and screens.complaints == []
    assert product.unseen <= NOWHERE.keys(), product.unseen - NOWHERE.keys()
    assert not depth.IS_ENDLESS or not product.lacking, {str(text): len(text.left) for text in product.lacking}
