"""Whatever one types, and however it fails, no log, mail, address or title repeats it (security.md F3).

Canaries are typed in each text field of each form, in addresses, headers and cookies; pages are driven through success,
mistake, refusal and failure; everything that leaves by another way than the page itself is then read.
"""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any
from zlib import crc32

import pytest
from django.core import mail
from django.db import DataError, connection
from django.test import Client
from test_farid import ALL, KNOWN, absent, objects_of

from liane.config.testing.depth import depth
from liane.kit.logs import DiscreetFormatter, LineFormatter
from liane.testing import House, HouseClient

CANARY = "Brumeécarlate"
NUMBER = "299127511111167"
SECRETS = (CANARY, "Brume%C3%A9carlate", "brumeecarlate", NUMBER, "jeton-canari-9Zq")


@pytest.fixture
def logs() -> Iterator[io.StringIO]:
    """Everything that is said, down to the least important, as a house in service writes it, and as a demonstration does."""
    text = io.StringIO()
    handlers = []
    for formatter in (LineFormatter(), DiscreetFormatter()):
        handler = logging.StreamHandler(text)
        handler.setFormatter(formatter)
        handlers.append(handler)
    root, names = (
        logging.getLogger(),
        ("django", "django.request", "django.security", "liane.requests", "procrastinate"),
    )
    before = {name: (logging.getLogger(name).level, logging.getLogger(name).propagate) for name in names}
    level = root.level
    root.setLevel(logging.INFO)
    for name in names:
        logging.getLogger(name).setLevel(logging.INFO)
        logging.getLogger(name).propagate = True
    for handler in handlers:
        root.addHandler(handler)
    yield text
    for handler in handlers:
        root.removeHandler(handler)
    root.setLevel(level)
    for name, (was, propagates) in before.items():
        logging.getLogger(name).setLevel(was)
        logging.getLogger(name).propagate = propagates


def silent(text: str) -> None:
    assert not [secret for secret in SECRETS if secret.lower() in text.lower()]


def typed(house: House) -> dict[str, Any]:
    """A canary in each field that a form of the house may have."""
    names = (
        "text", "label", "reason", "observation", "outcome", "action", "name", "first_names", "birth_name", "used_name",
        "preferred_name", "relation", "kind", "phone", "email", "address", "title", "q", "words", "comment", "login",
        "password", "code", "detail", "why", "value", "content", "note", "sentence", "profession", "place", "details",
    )  # fmt: skip
    return {**dict.fromkeys(names, CANARY), "ins": NUMBER, "birth_date": CANARY, "level": CANARY, "version": CANARY}


@pytest.mark.slow
@pytest.mark.long
def test_the_log_of_every_page_is_silent(house: House, logs: io.StringIO) -> None:
    mail.outbox.clear()
    ids = objects_of(house, house.person(f"{CANARY} {CANARY}", "mimosa"), "mimosa")
    client = house.client("sophie")
    client.raise_request_exception = False
    for name in sorted(KNOWN - {"professionals:sign_out"}):
        if name != "notes:write" and crc32(name.encode()) % depth(1, 2):
            continue
        path = ALL[name].url(ids)
        fragment = {"hx-request": "true", "referer": f"https://x/{CANARY}"}
        for answer in (
            client.get(f"{path}?q={CANARY}&mots={CANARY}"),
            client.post(path, typed(house)),
            client.post(path, typed(house), headers=fragment),
            client.get(ALL[name].url(absent(ids)), headers=fragment),
        ):
            silent(" ".join(v for n, v in answer.headers.items() if not _sends_a_search_back(n, v)))
    silent(logs.getvalue())
    silent("".join(str(m.message()) for m in mail.outbox))
    assert '"route": "notes:write"' in logs.getvalue()  # the log does speak


def _sends_a_search_back(header: str, value: str) -> bool:
    """The words of a search, in the address that the reader already has, when she must sign in again or be sent on."""
    return header in ("Location", "HX-Redirect") and ("q=" in value or "q%3D" in value)


def test_mistakes_of_the_network_are_silent(house: House, logs: io.StringIO) -> None:
    client = Client(raise_request_exception=False)
    strange = {"user-agent": CANARY, "referer": f"https://{CANARY}/", "accept-language": CANARY, "x-real-ip": NUMBER}
    client.get(f"/{CANARY}/{NUMBER}/?q={CANARY}", headers=strange)
    client.get("/", headers={"host": f"{CANARY}.example"})
    client.get("/personnes/", headers={"cookie": f"liane=jeton-canari-9Zq; liane-csrf={CANARY}; messages={CANARY}"})
    client.post("/connexion/", {"login": CANARY, "password": "jeton-canari-9Zq"}, headers=strange)
    client.generic(CANARY.upper().replace("É", "E"), "/connexion/")
    client.post("/connexion/", f"{CANARY}".encode(), content_type="multipart/form-data; boundary=" + "x" * 300)
    HouseClient(enforce_csrf_checks=True).post(
        "/connexion/", {"login": CANARY}, headers={"origin": f"https://{CANARY}"}
    )
    silent(logs.getvalue())
    assert "Forbidden" in logs.getvalue() or "django.security" in logs.getvalue()


@pytest.mark.parametrize("kind", ["python", "database", "template", "chain"])
def test_failures_are_silent(house: House, logs: io.StringIO, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    def broken(*_args: Any, **_kwargs: Any) -> Any:
        if kind == "python":
            raise ValueError(f"could not read {CANARY}")
        if kind == "database":
            with connection.cursor() as cursor:
                cursor.execute("SELECT %s::text::uuid", [CANARY])
        if kind == "template":
            raise KeyError(CANARY)
        try:
            int(CANARY)
        except ValueError as error:
            raise DataError(f"{CANARY} {NUMBER}") from error

    monkeypatch.setattr("liane.kit.pages.get_messages", broken)
    client = house.client("karim")
    client.raise_request_exception = False
    answer = client.get(f"/taches/?q={CANARY}")
    assert answer.status_code == 500
    assert "reference" in logs.getvalue()
    silent(logs.getvalue())


def test_a_job_that_fails_is_silent(logs: io.StringIO) -> None:
    try:
        raise ValueError(CANARY)
    except ValueError:
        worker = logging.getLogger("procrastinate.worker")
        worker.error(f"Job deliver(name={CANARY}) ended with status: Error", exc_info=True)
        worker.error("Job %s ended with status: Error", f"deliver(name={CANARY})")
    silent(logs.getvalue())
    assert "builtins.ValueError" in logs.getvalue() and "Job %s ended" in logs.getvalue()


def test_each_line_is_an_object_of_its_own(house: House, logs: io.StringIO) -> None:
    house.client("karim").get("/taches/")
    lines = [json.loads(line) for line in logs.getvalue().splitlines() if line.startswith("{")]
    told = next(line for line in lines if line.get("route") == "notes:tasks")
    assert set(told) == {"at", "level", "logger", "message", "method", "route", "status", "ms"}
    assert told["status"] == 200 and told["method"] == "GET"
