"""Requests that name what belongs to somebody else: in the address, after it, in the body, in lists, in headers, beside a file."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any
from urllib.parse import quote, urlsplit
from uuid import uuid4

from crawl import crawl, forms_of
from django.apps import apps
from others import Other
from state import UUIDS
from test_farid import ALL, OBJECTS

from liane.kit.postgres import locate
from liane.testing import House

READ = re.compile(
    r"(?:GET|POST|data)\.(?:get|getlist)\(\s*\"(\w+)\"|(?:GET|POST)\[\"(\w+)\"\]|(\w+) in request\.(?:GET|POST)"
)
# The boxes of files of the house, and what it reads beside a file.
BOXES = ("fichiers", "file", "photo", "piece", "signed")
FILED_WITH = ("id", "piece", "brouillon", "record", "unit", "document")
NOWHERE = "01980000-0000-7000-8000-00000000aaaa"
WORDS = {
    "text": "essai",
    "label": "essai",
    "reason": "Il saigne.",
    "name": "essai",
    "kind": "NOTE",
    "volet": "SUPPORT",
    "level": "1",
}


@dataclass(frozen=True)
class Sent:
    """One request, ready to go."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    body: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = field(default=())
    files: tuple[str, ...] = ()  # boxes in which a file is put

    @property
    def text(self) -> str:
        return f"{self.path} {self.query} {self.body} {self.headers} {self.files}".lower()


@cache
def names() -> tuple[str, ...]:
    """Every name that the house reads in a request, and the key of every table."""
    found = {
        "id",
        "ids",
        "seen",
        "record",
        "person",
        "file",
        "document",
        "unite",
        "personne",
        "qui",
        "lieu",
        "brouillon",
    }
    for path in sorted((locate.CHECKOUT / "src" / "liane").rglob("*.py")):
        if "tests" not in path.parts and "migrations" not in path.parts:
            found |= {name for groups in READ.findall(path.read_text("utf-8")) for name in groups if name}
    found |= {f.attname for m in apps.get_models() for f in m._meta.concrete_fields if f.is_relation or f.primary_key}
    return tuple(sorted(found))


def shapes(house: House, slug: str, insiders: tuple[str, ...], other: Other) -> list[Sent]:
    """The requests that one begins with: every address, the forms of those who may, the forms and links of one’s own pages."""
    found = [
        Sent(
            method, address.url(_first(other, address.parameters)), (), tuple(WORDS.items()) if method == "POST" else ()
        )
        for name, address in ALL.items()
        if address.declared and not name.startswith("demo:")
        for method in address.declared.methods
    ]
    base = f"/personnes/{other.record.pk}/"
    for insider in insiders:
        for page in (
            base,
            f"{base}ecrire/",
            f"{base}essentiel/",
            f"{base}entourage/",
            f"{base}papiers/",
            "/releve/",
            "/taches/",
        ):
            found += [_sent(form) for form in forms_of(house.client(insider), insider, page)]
    client = house.client(slug)
    found += [_sent(form) for form in crawl(client, slug, "/", "/personnes/", "/recherche/")]
    return sorted(set(found), key=str)


def _first(other: Other, parameters: tuple[str, ...]) -> dict[str, Any]:
    return {p: candidates(other, p)[0] for p in parameters}


def candidates(other: Other, parameter: str) -> list[str]:
    """What is tried for a parameter: hers, or an identifier that exists nowhere."""
    kind = OBJECTS[parameter]
    return other.by_parameter.get(parameter) or [kind.removeprefix("=") if "." not in kind else NOWHERE]


def _sent(form: Any) -> Sent:
    parts = urlsplit(form.action)
    body = tuple((n, str(v)) for n, vs in form.body.items() for v in (vs if isinstance(vs, list) else [vs]))
    return Sent("POST", parts.path, (), body)


class Draw:
    """Draws the requests of one attacker; the same seed draws the same ones."""

    def __init__(self, seed: int, shapes: list[Sent], other: Other, own: set[str]) -> None:
        self.lot, self.shapes, self.other = random.Random(seed), shapes, other
        self.theirs, self.own = sorted(other.ids), sorted(own) or [str(uuid4())]
        self.ways = (
            self.in_path,
            self.in_query,
            self.in_body,
            self.in_lists,
            self.in_headers,
            self.with_a_file,
            self.nested,
            self.written_otherwise,
        )

    def requests(self, count: int) -> Iterator[Sent]:
        """So many different requests, each with an identifier of somebody else."""
        seen: set[Sent] = set()
        while len(seen) < count:
            sent = self.lot.choice(self.shapes)
            for way in self.lot.sample(self.ways, self.lot.choice((1, 1, 2, 3))):
                sent = way(sent)
            if sent not in seen and any(i in sent.text for i in self.other.ids):
                seen.add(sent)
                yield sent

    def their(self) -> str:
        return self.lot.choice(self.theirs)

    def _swap(self, text: str, share: float = 1.0) -> str:
        """Identifiers of this text become theirs: of the kind that the address asks, or of any kind."""
        return UUIDS.sub(lambda m: self.their() if self.lot.random() < share else m[0], text)

    def in_path(self, sent: Sent) -> Sent:
        address = self.lot.choice([a for a in ALL.values() if a.parameters and a.declared])
        ids = {p: self.lot.choice(candidates(self.other, p)) for p in address.parameters}
        if self.lot.random() < 0.2:
            return replace(sent, path=self._swap(sent.path))
        methods = address.declared.methods if address.declared else ("GET",)
        return replace(sent, path=address.url(ids), method=self.lot.choice(methods))

    def in_query(self, sent: Sent) -> Sent:
        lures = tuple((self.lot.choice(names()), self.their()) for _ in range(self.lot.randint(1, 4)))
        words = (("q", "canari"),) if self.lot.random() < 0.3 else ()
        return replace(sent, query=sent.query + lures + words)

    def in_body(self, sent: Sent) -> Sent:
        body = tuple((n, self._swap(v, 0.7)) for n, v in sent.body)
        lures = tuple((self.lot.choice(names()), self.their()) for _ in range(self.lot.randint(1, 5)))
        return replace(sent, body=body + lures, method="POST")

    def in_lists(self, sent: Sent) -> Sent:
        name, some = self.lot.choice(names()), [self.their() for _ in range(5)] + self.own[:2]
        bulk = {
            0: tuple((name, i) for i in some), 1: ((name, ",".join(some)),), 2: tuple((f"{name}[]", i) for i in some),
            3: ((name, str(some).replace("'", '"')),), 4: tuple((f"{name}_{i}", "on") for i in some),
        }[self.lot.randrange(5)]  # fmt: skip
        return (
            replace(sent, body=sent.body + bulk, method="POST")
            if self.lot.random() < 0.6
            else replace(sent, query=bulk)
        )

    def in_headers(self, sent: Sent) -> Sent:
        there = f"/personnes/{self.other.record.pk}/"
        choices = (
            ("HTTP_X_ORIGINAL_URL", there), ("HTTP_X_REWRITE_URL", there), ("HTTP_X_HTTP_METHOD_OVERRIDE", "PUT"), ("HTTP_X_FORWARDED_FOR", "127.0.0.1"),
            ("HTTP_X_REMOTE_USER", "karim"), ("REMOTE_USER", "karim"), ("HTTP_HX_REQUEST", "true"), ("HTTP_HX_CURRENT_URL", f"http://testserver{there}"),
            ("HTTP_REFERER", f"http://testserver{there}"), ("HTTP_X_ORGANIZATION", self.their()), ("HTTP_X_RECORD_ID", self.their()),
            ("HTTP_RANGE", "bytes=0-99"), ("HTTP_IF_NONE_MATCH", self.their()), ("HTTP_AUTHORIZATION", f"Bearer {self.their()}"),
        )  # fmt: skip
        return replace(sent, headers=tuple(dict(self.lot.sample(choices, 3)).items()))

    def with_a_file(self, sent: Sent) -> Sent:
        """A paper, a photo or a list, sent as one’s own and naming what is hers."""
        lures = tuple((name, self.their()) for name in self.lot.sample((*FILED_WITH, self.lot.choice(names())), 3))
        return replace(sent, body=sent.body + lures, method="POST", files=tuple(self.lot.sample(BOXES, 2)))

    def nested(self, sent: Sent) -> Sent:
        """One’s own record with their child, their record with one’s own child."""
        mine = self.lot.choice(self.own)
        swapped = self._swap(sent.path)
        parts = UUIDS.findall(swapped)
        if parts:
            swapped = swapped.replace(self.lot.choice(parts), mine, 1)
        return replace(sent, path=swapped, body=tuple((n, self._swap(v, 0.5)) for n, v in sent.body))

    def written_otherwise(self, sent: Sent) -> Sent:
        path = self._swap(sent.path)
        how = self.lot.randrange(5)
        if how == 0:
            path = UUIDS.sub(lambda m: m[0].upper(), path)
        elif how == 1:
            path = UUIDS.sub(lambda m: quote(m[0].replace("-", "%2d"), safe="%"), path)
        elif how == 2:
            path = f"/static/..{path}"
        elif how == 3:
            path = path.rstrip("/")
        return replace(sent, path=path)
