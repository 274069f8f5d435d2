"""The clock of PostgreSQL itself runs ahead or goes back, with the clock of the pages or without it: what was written is kept in its order."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.utils import timezone
from test_clock import AHEAD, BEHIND, wrote

from liane.journal.models import JournalEntry
from liane.journal.sealing.keys import signing_key, trusted_keys
from liane.journal.sealing.seal import seal_batch
from liane.journal.sealing.verify import Proofs, verify
from liane.kit.dates import today
from liane.kit.ids import uuid7
from liane.kit.postgres import cluster
from liane.kit.postgres.server import Server
from liane.notes.actions.writing import correct_note
from liane.notes.drafts import Draft
from liane.testing import House

Jump = Callable[[timedelta], None]
_GAP = "coalesce(nullif(current_setting(''essai.ecart'', true), ''''), ''0'')::interval"
# Each clock of PostgreSQL, and what else tells the same moment. In the place of each call, in pages and functions alike, it
# writes the body of a function in SQL: that is how a clock can be wrong in one database alone.
_CLOCKS = {
    "now": ("STABLE", "transaction_timestamp()"),
    "statement_timestamp": ("STABLE", "transaction_timestamp()"),
    "clock_timestamp": ("VOLATILE", "timeofday()::timestamptz"),
}
_WRONG = "CREATE OR REPLACE FUNCTION pg_catalog.{name}() RETURNS timestamptz LANGUAGE sql {kind} PARALLEL SAFE AS 'SELECT pg_catalog.{true} + {gap}'"
_RIGHT = "CREATE OR REPLACE FUNCTION pg_catalog.{name}() RETURNS timestamptz LANGUAGE internal {kind} STRICT PARALLEL SAFE AS '{name}'"


def ask(order: str) -> Any:
    """Under the application role, on the line of the pages."""
    with connection.cursor() as cursor:
        cursor.execute(order)
        return cursor.fetchone()[0] if cursor.description else None


@pytest.fixture
def jump(house: House, postgres: Server) -> Iterator[Jump]:
    """`jump(AHEAD)`: from now on everything that asks PostgreSQL what time it is hears another hour: columns, functions, pages."""
    with postgres.connect(cluster.ADMIN, connection.settings_dict["NAME"]) as owner:
        ask("SELECT now(), clock_timestamp(), statement_timestamp()")  # the line knows the right clocks already
        try:
            for name, (kind, true) in _CLOCKS.items():
                owner.execute(_WRONG.format(name=name, kind=kind, true=true, gap=_GAP))
            ask("SELECT count(*) FROM pg_event_trigger")  # a lock not held yet: the line hears that they have changed
            ask("DISCARD PLANS")
            yield lambda gap: ask(f"SET LOCAL essai.ecart = '{gap.total_seconds()} seconds'")
        finally:
            for name, (kind, _) in _CLOCKS.items():
                owner.execute(_RIGHT.format(name=name, kind=kind))


@pytest.mark.parametrize("gap", [AHEAD, BEHIND], ids=["ahead", "behind"])
def test_the_clock_that_jumps_is_the_one_of_the_database(house: House, jump: Jump, gap: timedelta) -> None:
    jump(gap)
    assert ask("SELECT kit_today()") == today() + gap
    for clock in ("now()", "clock_timestamp()", "statement_timestamp()"):
        assert abs(ask(f"SELECT {clock}") - timezone.now() - gap) < timedelta(hours=1)


@pytest.mark.parametrize("gap", [AHEAD, BEHIND], ids=["ahead", "behind"])
@pytest.mark.parametrize("together", [True, False], ids=["with the pages", "alone"])
def test_the_journal_keeps_its_order_and_is_whole(house: House, jump: Jump, gap: timedelta, together: bool) -> None:
    first = wrote(house, "Avant")
    jump(gap)
    with time_machine.travel(timezone.now() + gap) if together else nullcontext():
        second = wrote(house, "Pendant")
        seal_batch(house.deux_rives.pk, _last(), signing_key())
    jump(timedelta())
    third = wrote(house, "Après")
    seal_batch(house.deux_rives.pk, _last(), signing_key())
    told = JournalEntry.objects.filter(kind="note.written").order_by("number")
    assert [entry.object_id for entry in told] == [first.pk, second.pk, third.pk]
    assert abs(told[1].at - told[0].at - gap) < timedelta(hours=1), "the line says the hour that the database had"
    report = verify(Proofs(trusted_keys(), []), using="default", only=[house.deux_rives.pk])
    assert report.is_whole and report.seals == 2 and report.waiting == 0


def _last() -> int:
    return int(ask("SELECT last_value FROM journal_number"))


@pytest.mark.parametrize("gap", [AHEAD, BEHIND], ids=["ahead", "behind"])
def test_what_was_written_meanwhile_is_read_afterwards_in_its_last_version(
    house: House, jump: Jump, gap: timedelta
) -> None:
    note = wrote(house, "Premier texte")
    jump(gap)
    correct_note(house.actor("ines"), note.pk, uuid7(), Draft(text="Dernier texte"), version=1)
    wrote(house, "Écrit pendant")
    jump(timedelta())
    page = house.client("maud").get(f"/personnes/{house.sam.pk}/").content.decode()
    assert "Dernier texte" in page and "Écrit pendant" in page and "Premier texte" not in page


@pytest.mark.parametrize("gap", [AHEAD, BEHIND], ids=["ahead", "behind"])
def test_nobody_stays_signed_in_over_a_jump_and_every_page_opens_to_who_comes_in_again(
    house: House, jump: Jump, gap: timedelta
) -> None:
    before = house.client("maud")
    record = f"/personnes/{house.sam.pk}/"
    assert before.get(record).status_code == 200
    jump(gap)
    with time_machine.travel(timezone.now() + gap):
        assert before.get(record).status_code != 200
        client = house.client("maud")
        for address in ("/", "/releve/", "/taches/", "/personnes/", record, f"{record}essentiel/", f"{record}projet/"):
            assert client.get(address).status_code == 200, address
