"""The answers that no page makes: static files, mistakes, refusals of the framework, failures. All as armoured (E1, E2, E4)."""

import re
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import pytest
from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import get_resolver
from test_farid import ALL, addresses

from liane.kit.middleware import SecurityHeaders
from liane.testing import House

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "X-Permitted-Cross-Domain-Policies": "none",
    "Server": "liane",
}
WANTED = (
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'",
    "form-action 'self'",
)  # fmt: skip
TALKATIVE = re.compile(
    r"Traceback|django|granian|psycopg|postgres|python/|site-packages|\.py\b|/src/|" + re.escape(version("django")),
    re.I,
)


def armoured(answer: HttpResponse) -> None:
    assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS
    policy = answer["Content-Security-Policy"]
    assert all(part in policy for part in WANTED)
    assert "unsafe" not in policy and "http" not in policy and "*" not in policy
    assert "camera=(self)" in answer["Permissions-Policy"] and "geolocation=()" in answer["Permissions-Policy"]


def discreet(answer: HttpResponse) -> None:
    if answer.get("Content-Type", "").startswith("text/html"):
        assert not TALKATIVE.findall(answer.content.decode())
    assert not TALKATIVE.findall(" ".join(f"{n}: {v}" for n, v in answer.headers.items() if n != "Content-Type"))


STRANGE: dict[str, Callable[[Client], HttpResponse]] = {
    "static file": lambda c: c.get("/static/kit/css/tokens.css"),
    "static file, head": lambda c: c.head("/static/kit/css/tokens.css"),
    "static file that does not exist": lambda c: c.get("/static/kit/nulle-part.css"),
    "out of the static files": lambda c: c.get("/static/../pyproject.toml"),
    "out of the static files, encoded": lambda c: c.get("/static/%2e%2e/%2e%2e/pyproject.toml"),
    "posted to a static file": lambda c: c.post("/static/kit/css/tokens.css"),
    "nowhere": lambda c: c.get("/nulle-part/"),
    "without its last bar": lambda c: c.get("/personnes"),
    "the administration of Django": lambda c: c.get("/admin/"),
    "the sign-up of the library": lambda c: c.get("/accounts/signup/"),
    "a host of somebody else": lambda c: c.get("/", headers={"host": "pirate.example"}),
    "a host that is not one": lambda c: c.get("/", headers={"host": "<script>"}),
    "without a sign-in": lambda c: c.get("/personnes/"),
    "written without a sign-in": lambda c: c.post("/taches/", {"label": "x"}),
    "a fragment without a sign-in": lambda c: c.get("/personnes/", headers={"hx-request": "true"}),
    "an unknown verb": lambda c: c.generic("BREW", "/connexion/"),
    "all verbs": lambda c: c.options("/connexion/"),
    "too many fields": lambda c: c.post("/connexion/", {f"c{i}": "x" for i in range(6000)}),
    "a form that does not read": lambda c: c.post(
        "/connexion/", b"\xff\xfe--x", content_type="multipart/form-data; boundary=x"
    ),
    "a boundary that does not read": lambda c: c.post("/connexion/", b"x", content_type="multipart/form-data"),
    "a cookie that is not ours": lambda c: c.get("/", headers={"cookie": "liane=%00<script>; messages=x"}),
    "a null in the address": lambda c: c.get("/personnes/%00/"),
    "a very long address": lambda c: c.get("/" + "a" * 9000),
    "figures, from elsewhere": lambda c: c.get("/metrics", headers={"x-forwarded-for": "1.2.3.4"}),
    "health": lambda c: c.get("/healthz"),
}


@pytest.mark.parametrize("case", sorted(STRANGE))
def test_answers_that_no_page_makes_are_armoured(house: House, case: str) -> None:
    answer = STRANGE[case](Client(raise_request_exception=False))
    answer.close()
    assert answer.status_code < 500
    armoured(answer)
    discreet(answer)
    if not (case.startswith("static file") and answer.status_code == 200):
        assert "no-store" in answer["Cache-Control"]


def test_an_attempt_to_leave_the_static_files_finds_nothing(house: House) -> None:
    for case in ("out of the static files", "out of the static files, encoded", "static file that does not exist"):
        assert STRANGE[case](Client()).status_code in (400, 404)


@pytest.mark.parametrize("size", [33 * 1024 * 1024])
def test_what_is_too_heavy_is_refused_in_words(house: House, size: int) -> None:
    answer = Client().post("/connexion/", b"a" * size, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413 and "trop lourd" in answer.content.decode()
    armoured(answer)


@pytest.mark.parametrize("slug", ["", "sophie"])
def test_a_failure_of_ours_tells_nothing_of_itself(house: House, monkeypatch: pytest.MonkeyPatch, slug: str) -> None:
    def broken(*_args: Any, **_kwargs: Any) -> None:
        raise RuntimeError("mot de passe de la base : canari")

    view = get_resolver().resolve("/connexion/" if not slug else "/taches/")
    monkeypatch.setattr("liane.kit.pages.get_messages", broken)
    client = house.client(slug) if slug else Client()
    client.raise_request_exception = False
    answer = client.get("/connexion/" if not slug else "/taches/")
    assert view and answer.status_code == 500
    assert "canari" not in answer.content.decode()
    armoured(answer)
    discreet(answer)


def test_the_administration_of_django_is_not_there() -> None:
    assert not apps.is_installed("django.contrib.admin") and not apps.is_installed("django.contrib.admindocs")
    assert not [a.name for a in addresses() if "admin" in a.name and a.name.startswith("admin")]


def test_a_house_in_service_asks_for_tls_for_a_year(settings: Any) -> None:
    settings.TLS_EXPECTED = True
    answer = SecurityHeaders(lambda _request: HttpResponse("x"))(HttpRequest())
    assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    settings.TLS_EXPECTED = False
    assert "Strict-Transport-Security" not in SecurityHeaders(lambda _request: HttpResponse("x"))(HttpRequest())


def test_head_answers_like_get_without_a_body(house: House) -> None:
    client = house.client("sophie")
    for name in ("notes:home", "people:list", "notes:handover"):
        answer = client.head(ALL[name].url({}))
        assert answer.status_code == 200 and answer.content == b""
        armoured(answer)
