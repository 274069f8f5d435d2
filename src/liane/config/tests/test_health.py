"""What a supervisor asks: ready or not, and figures that name nobody, on this machine only."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from liane.config import health
from liane.testing import House


@pytest.fixture(autouse=True)
def unknown() -> Iterator[None]:
    """As a process that has just started."""
    before = list(health._whole)
    health._whole.clear()
    yield
    health._whole[:] = before


@pytest.mark.django_db
def test_ready_when_the_base_answers_with_the_tables_of_this_version() -> None:
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_not_ready_while_tables_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "pending", lambda: ["notes.0099_demain"])
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"status": "migrating"})


@pytest.mark.django_db
def test_not_ready_while_the_base_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_args: Any) -> None:
        raise OperationalError("connection refused on host secret")

    monkeypatch.setattr(health.connection, "cursor", gone)
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"status": "unavailable"})


def test_figures_name_pages_and_nobody(house: House) -> None:
    house.client("karim").get(f"/personnes/{house.sam.pk}/")
    text = Client().get("/metrics").content.decode()
    assert 'liane_answers_total{method="GET",route="timeline:record",status="200"}' in text
    for figure in ("liane_jobs_waiting", "liane_jobs_failed", "liane_jobs_late_seconds", "liane_database_bytes"):
        assert f"\n{figure} " in text
    assert str(house.sam.pk) not in text and "karim" not in text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("peer", "headers"),
    [("9.9.9.9", {}), ("127.0.0.1", {"x-forwarded-for": "9.9.9.9"}), ("::1", {"x-forwarded-for": "127.0.0.1"})],
)
def test_figures_are_for_this_machine_only(peer: str, headers: dict[str, str]) -> None:
    assert Client(REMOTE_ADDR=peer).get("/metrics", headers=headers).status_code == 404
