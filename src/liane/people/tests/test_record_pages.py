"""Every page of a record opens for its team, leaves a trace, and costs little."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liane.journal.models import JournalEntry
from liane.testing import House

Browser = Callable[[str], Any]
PAGES = ["essentiel/", "entourage/", "qui-a-vu/", "essentiel/qui_je_suis/", "a-savoir/", "photo/changer/"]


def questions(captured: CaptureQueriesContext) -> list[str]:
    """Questions of the page, without the bookkeeping of the transaction or of the test browser."""
    quiet = ("SAVEPOINT", "RELEASE", "set_config", "current_setting")
    return [q["sql"] for q in captured.captured_queries if not any(word in q["sql"][:60] for word in quiet)]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_the_record_opens_and_is_traced(house: House, client_of: Browser, page: str) -> None:
    client = client_of("karim")
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(f"/personnes/{house.sam.pk}/{page}")
    assert answer.status_code == 200
    assert "Samia Belkacem" in answer.content.decode()
    assert JournalEntry.objects.filter(record_id=house.sam.pk, actor_name="Karim Duval").count() == 1
    assert len(questions(captured)) <= 10


@pytest.mark.parametrize("page", [*PAGES, "identite/", "photo/", "essentiel.pdf", "entourage/ajouter/", "referent/"])
def test_farid_gets_the_page_of_what_does_not_exist(house: House, client_of: Browser, page: str) -> None:
    answer = client_of("farid").get(f"/personnes/{house.sam.pk}/{page}")
    assert answer.status_code == 404
    assert "Cette page n’existe pas, ou vous n’y avez pas accès." in answer.content.decode()
    assert "Belkacem" not in answer.content.decode()
