"""Every form of the house, found by following its links as each of the cast does: a new form is tried the day it is born."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.http import HttpResponse
from django.urls import Resolver404, resolve
from lxml import html
from PIL import Image

from liane.kit.dates import today
from liane.testing import HouseClient

MOST_VISITS = 2  # of pages of one kind, for one reader
LINES = "Nom;Prénom;Né le;Unité\nGARNIER;Lucie;02/03/1990;Mimosa\n"
# What a hand would type in an empty box, by the beginning of its name; everything else is «Essai».
TYPED = {
    "birth_date": "02/03/1990", "due_on": (today() + timedelta(days=1)).strftime("%d/%m/%Y"),
    "ends_on": today().strftime("%d/%m/%Y"), "dated_on": today().strftime("%d/%m/%Y"), "starts_on": today().strftime("%d/%m/%Y"),
    "expires_on": (today() + timedelta(days=40)).strftime("%d/%m/%Y"), "opens_on": today().strftime("%d/%m/%Y"),
    "decided_on": "", "closed_on": "", "revised_number": "", "signer1_on": "", "signer2_on": "", "exemption_until": "", "on": today().strftime("%d/%m/%Y"),
    "rate": "80", "amount": "100", "share": "", "hours": "12",
    "happened_on": "", "since": "", "ended_on": "", "born_on": "", "died_on": "", "happened_at": "", "due_hour": "", "until": today().strftime("%d/%m/%Y"),
    "origin_entered_on": "", "admitted_on": "", "planned_ends_on": "", "contract_given_on": "", "contract_signed_on": "",
    "report_due_on": "", "seized_on": "", "held_on": (today() + timedelta(days=30)).strftime("%d/%m/%Y"), "held_hour": "", "second_name": "",
    "holder_name": "Udaf du Nord", "place_since": "", "mode_since": "", "expected_on": "", "expected_hour": "", "back_on": today().strftime("%d/%m/%Y"), "back_hour": "",
    "decision_on": "", "wished_on": "", "nss": "", "contact_email": "", "contact_phone": "",
    "birth_place_code": "13055", "birth_first_name": "", "birth_order": "12", "death_date": "", "death_place_code": "",
    "valid_until": "", "seen_on": today().strftime("%d/%m/%Y"),
    "phone": "06 12 34 56 78", "other_phone": "", "email": "", "call_order": "", "places_count": "3", "finess": "",
    "login": "prenom.essai", "mots": "", "starts": "", "ends": "", "second_factor_from": "01/01/2027", "name3": "", "name4": "", "password": "",
}  # fmt: skip


@dataclass
class Found:
    """A form as somebody has it under her eyes."""

    slug: str
    page: str
    name: str
    action: str
    body: dict[str, Any] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    boxes: set[str] = field(default_factory=set)  # every name that this form may send
    texts: list[str] = field(default_factory=list)  # boxes of several lines: somebody writes here
    keeps_drafts: bool = False
    prefilled: list[str] = field(default_factory=list)  # boxes that already hold words: what is there is being edited

    @property
    def key(self) -> str:
        """An address may have several forms: a search, then what is written."""
        return f"{self.name} {self.body['etape']}" if self.body.get("etape") else self.name

    def __str__(self) -> str:
        return f"{self.name} ({self.slug}, {self.page})"

    @property
    def sent(self) -> dict[str, Any]:
        """The body of one sending; each has files of its own."""
        return {**self.body, **{name: sample(kind) for name, kind in self.files.items()}}


def sample(accept: str, colour: str = "olive") -> io.BytesIO:
    """A file that the house accepts."""
    out = io.BytesIO()
    if "image" in accept:
        Image.new("RGB", (40, 40), colour).save(out, "PNG")
        out.name = "photo.png"
    else:
        out.write(LINES.encode())
        out.name = "liste.csv"
    out.seek(0)
    return out


def name_of(address: str) -> str:
    """The name of an address of the house; «» when it is not one."""
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


def forms_of(client: HouseClient, slug: str, page: str) -> list[Found]:
    """The forms of one page."""
    answer = client.get(page, follow=True)
    assert answer.status_code == 200, f"{page}: {answer.status_code}"
    return [read(form, slug, page) for form in html.fromstring(answer.content).forms if form.method.upper() == "POST"]


def refused(answer: Any) -> str:
    """Its code, and the sentences shown beside the boxes."""
    said = [e.text_content() for e in html.fromstring(answer.content or b"<p>").find_class("faute")]
    said += [e.text_content() for e in html.fromstring(answer.content or b"<p>").find_class("resume-fautes")]
    return f"{answer.status_code} {said}"


def press(client: HouseClient, page: str, form: str, /, **typed: Any) -> HttpResponse:
    """Send one form of a page, as somebody who fills it."""
    found = next((found for found in forms_of(client, "", page) if found.name == form), None)
    assert found is not None, f"{form} is not on {page}"
    answer = client.post(found.action, {**found.sent, **typed})
    assert answer.status_code < 400, f"{form} on {page}: {refused(answer)}"
    return answer  # type: ignore[return-value]


def crawl(client: HouseClient, slug: str, *starts: str) -> Iterator[Found]:
    """The forms of every kind of page that this reader reaches from these."""
    waiting, visits, seen = list(starts), {}, set()  # type: ignore[var-annotated]
    while waiting:
        address = waiting.pop(0)
        name = name_of(address)
        known = address not in starts and visits.get(name, 0) >= MOST_VISITS
        if not name or address in seen or known or address.startswith("/demo/"):
            continue
        seen.add(address)
        visits[name] = visits.get(name, 0) + 1
        answer = client.get(address, follow=True)
        if answer.status_code != 200 or "html" not in answer.headers.get("Content-Type", ""):
            continue
        tree = html.fromstring(answer.content)
        here = answer.request["PATH_INFO"]
        for link in tree.iter("a"):
            target = urljoin(here, link.get("href", ""))
            if target.startswith("/") and "deconnexion" not in target:
                waiting.append(target.split("#")[0])
        for form in tree.forms:
            if form.method.upper() == "POST":
                yield read(form, slug, address)


def read(form: Any, slug: str, page: str) -> Found:
    """What this form holds, with its empty boxes filled as a hand would."""
    action = urljoin(page, form.get("action") or page)
    found = Found(slug, page, name_of(action), action, keeps_drafts=form.get("data-brouillon") is not None)
    for box in form.inputs:
        if not box.name or box.get("disabled") is not None:
            continue
        found.boxes.add(box.name)
        kind = (box.get("type") or box.tag).lower()
        if kind == "textarea":
            found.texts.append(box.name)
        if kind == "file":
            found.files[box.name] = box.get("accept") or ""
        elif kind in ("checkbox", "radio"):
            _tick(found, box, kind)
        elif kind not in ("submit", "button"):
            _type(found, box, kind)
    for button in form.iter("button"):
        if button.get("name") and button.get("type", "submit") == "submit":
            found.body.setdefault(button.get("name"), button.get("value", ""))
            found.boxes.add(button.get("name"))
    return found


def _tick(found: Found, box: Any, kind: str) -> None:
    chosen = box.get("checked") is not None
    if chosen and kind == "checkbox":
        found.body.setdefault(box.name, []).append(box.get("value", "on"))
    elif kind == "radio" and (chosen or box.name not in found.body):
        found.body[box.name] = box.get("value", "")


def _type(found: Found, box: Any, kind: str) -> None:
    value = box.value or ""
    if kind == "select":
        value = value or next((o for o in box.value_options if o), "")
    elif kind != "hidden" and value.strip():
        found.prefilled.append(box.name)
    elif kind != "hidden":
        value = next((words for start, words in TYPED.items() if box.name.startswith(start)), "Essai")
    found.body[box.name] = value
