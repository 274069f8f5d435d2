"""Who comes, when a server stands before the house: only the servers that are named are believed (ASVS 4.1.3)."""

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from liane.kit.front import Front
from liane.kit.networks import address, networks, visitor

FRONTS = networks("127.0.0.1, 10.0.0.0/24")


@pytest.mark.parametrize(
    ("peer", "told", "who"),
    [
        ("9.9.9.9", "1.2.3.4", "9.9.9.9"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "1.2.3.4", "1.2.3.4"),
        ("127.0.0.1", "8.8.8.8, 1.2.3.4", "1.2.3.4"),
        ("127.0.0.1", "127.0.0.1, 8.8.8.8, 1.2.3.4", "1.2.3.4"),
        ("127.0.0.1", "8.8.8.8, 1.2.3.4, 10.0.0.7", "1.2.3.4"),
        ("127.0.0.1", "10.0.0.7, 10.0.0.8", "10.0.0.7"),
        ("127.0.0.1", "1.2.3.4:5555", "1.2.3.4"),
        ("127.0.0.1", "[2001:db8::1]:443", "2001:db8::1"),
        ("::ffff:127.0.0.1", "1.2.3.4", "1.2.3.4"),
        ("127.0.0.1", "<script>", "None"),
        ("127.0.0.1", "1.2.3.4, nimporte", "None"),
    ],
)
def test_the_last_address_that_is_not_ours_is_the_visitor(peer: str, told: str, who: str) -> None:
    assert str(visitor(address(peer), told, FRONTS)) == who


def seen(settings: Any, peer: str, path: str = "/", **headers: str) -> tuple[HttpResponse, list[HttpRequest]]:
    settings.PROXIES, settings.TLS_EXPECTED, settings.ALLOWED_HOSTS = FRONTS, True, ["dossiers.exemple.fr"]
    requests: list[HttpRequest] = []

    def page(request: HttpRequest) -> HttpResponse:
        requests.append(request)
        return HttpResponse(request.get_host())

    request = RequestFactory().get(path, headers=headers, REMOTE_ADDR=peer, SERVER_NAME="dossiers.exemple.fr")
    return Front(page)(request), requests


def test_a_page_asked_in_clear_is_refused_in_words(settings: Any) -> None:
    answer, requests = seen(settings, "127.0.0.1")
    assert answer.status_code == 403 and "https" in answer.content.decode() and not requests


def test_a_stranger_who_says_https_is_not_believed(settings: Any) -> None:
    answer, requests = seen(settings, "9.9.9.9", **{"X-Forwarded-Proto": "https", "X-Forwarded-For": "1.2.3.4"})
    assert answer.status_code == 403 and not requests


def test_behind_its_front_the_house_sees_the_visitor(settings: Any) -> None:
    headers = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "8.8.8.8, 1.2.3.4", "X-Forwarded-Host": "pirate.fr"}
    answer, requests = seen(settings, "10.0.0.7", **headers)
    assert (answer.status_code, answer.content.split(b":")[0]) == (200, b"dossiers.exemple.fr")
    assert requests[0].META["REMOTE_ADDR"] == "1.2.3.4" and requests[0].is_secure()
    assert not [name for name in requests[0].META if "FORWARDED" in name]


def test_the_probes_of_this_machine_are_answered_in_clear_and_those_of_a_visitor_are_not(settings: Any) -> None:
    answer, requests = seen(settings, "127.0.0.1", "/metrics", Host="127.0.0.1:8000")
    assert answer.status_code == 200 and requests[0].is_local  # type: ignore[attr-defined]
    told = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "127.0.0.1"}
    _, requests = seen(settings, "127.0.0.1", "/metrics", **told)
    assert not requests[0].is_local  # type: ignore[attr-defined]
