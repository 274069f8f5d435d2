"""Sealing while others write, heads out of the house, the verification of the night and of the command."""

import argparse
import stat
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connections, transaction

from liane.config.cli import verify_lines
from liane.journal.models import Seal, Verification
from liane.journal.sealing import horizon, keys
from liane.journal.sealing.chain import OUTSIDE
from liane.journal.sealing.keys import KeyRefused
from liane.journal.sealing.runs import seal_and_export, verify_each_behind_its_wall, verify_house
from liane.journal.sealing.seal import seal_everything
from liane.journal.tests.conftest import Ledger
from liane.kit.tenancy import acting_for

both = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.mark.slow
@both
def test_a_line_that_is_committed_late_waits_for_its_seal_with_those_that_came_after(ledger: Ledger) -> None:
    """The slow page draws its number first; a quick one overtakes it: neither is sealed before both are settled."""
    sealed_before = Seal.objects.using("owner").count()
    drawn, go_on = threading.Event(), threading.Event()

    def slow_page() -> None:
        with acting_for(ledger.organization_id):
            Ledger(ledger.folder, ledger.organization_id, using="default").write(1)
            drawn.set()
            go_on.wait(20)
        connections.close_all()

    page = threading.Thread(target=slow_page)
    page.start()
    assert drawn.wait(20)
    ledger.write(1)
    assert seal_everything(patience=0.2) == 0 and Seal.objects.using("owner").count() == sealed_before
    go_on.set()
    page.join()
    assert seal_everything() == 2
    assert ledger.verify().is_whole and ledger.verify().waiting == 0


@pytest.mark.slow
@both
def test_the_job_seals_every_house_and_takes_the_heads_out(
    ledger: Ledger, tmp_path: Path, settings: LazySettings
) -> None:
    """Lines of no organisation too (refused sign-ins); the outside folder gets the same heads; nothing new, nothing written."""
    settings.JOURNAL_HEADS_FOLDER = str(tmp_path / "ailleurs")
    ledger.write(4)
    ledger.write(2, organization_id=OUTSIDE)
    assert seal_and_export() == 6
    assert seal_and_export() == 0
    inside = sorted(path.read_text() for path in (ledger.folder / "tetes").glob("*.jsonl"))
    assert len(inside) == 2 and inside == sorted(path.read_text() for path in (tmp_path / "ailleurs").glob("*.jsonl"))
    assert verify_each_behind_its_wall() == 0
    assert verify_house([tmp_path / "ailleurs"]).is_whole
    with acting_for(ledger.organization_id):
        assert [(v.lines, v.faults) for v in Verification.objects.all()] == [(39, 0), (39, 0)]


@pytest.mark.slow
@both
def test_few_fresh_lines_wait_a_little_many_or_old_ones_do_not(ledger: Ledger) -> None:
    ledger.write(3, at=datetime.now(UTC))
    assert seal_and_export(at_once=False) == 0
    ledger.write(200, at=datetime.now(UTC))
    assert seal_and_export(at_once=False) == 203
    ledger.write(1, at=datetime.now(UTC) - timedelta(minutes=5))
    assert seal_and_export(at_once=False) == 1
    assert ledger.verify().is_whole


@pytest.mark.slow
@both
def test_an_outside_folder_that_is_away_does_not_stop_the_sealing(
    ledger: Ledger, tmp_path: Path, settings: LazySettings
) -> None:
    (tmp_path / "fichier").write_text("")
    settings.JOURNAL_HEADS_FOLDER = str(tmp_path / "fichier" / "dossier")
    ledger.write(1)
    assert seal_and_export() == 1
    assert list((ledger.folder / "tetes").glob("*.jsonl"))


@pytest.mark.slow
@both
def test_the_command_says_where_and_ends_with_an_error_when_the_journal_was_touched(
    ledger: Ledger, capsys: Any, tmp_path: Path
) -> None:
    heads = argparse.Namespace(heads=[])
    assert verify_lines.run(heads) == 0
    assert "Le journal est entier." in capsys.readouterr().out
    ledger.tamper(
        "UPDATE journal_journalentry SET reason = 'x' WHERE organization_id = %s AND number % 2 = 0".replace(
            "% 2", "%% 2"
        ),
        ledger.organization_id,
    )
    assert verify_lines.run(heads) == 1
    told = capsys.readouterr().out
    assert "Essai : la ligne" in told and "a été modifiée après coup" in told and "Le journal a été touché" in told
    assert verify_each_behind_its_wall() == 1  # the night finds the same, behind the wall
    (tmp_path / "faux.jsonl").write_text("n’importe quoi")
    assert verify_lines.run(argparse.Namespace(heads=[str(tmp_path / "faux.jsonl")])) == 2
    assert "n’est pas une tête de scellé" in capsys.readouterr().err


@pytest.mark.django_db
def test_the_horizon_is_never_looked_for_inside_a_transaction() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        horizon.settled_line()


def test_the_key_is_drawn_once_and_for_its_owner_alone(settings: LazySettings, tmp_path: Path) -> None:
    settings.JOURNAL_FOLDER = tmp_path / "journal"
    first = keys.signing_key()
    assert keys.signing_key().name == first.name and list(keys.trusted_keys()) == [first.name]
    assert stat.S_IMODE((tmp_path / "journal" / keys.PRIVATE).stat().st_mode) == 0o600


def test_a_key_set_aside_is_replaced_and_its_public_half_stays_trusted(settings: LazySettings, tmp_path: Path) -> None:
    settings.JOURNAL_FOLDER = tmp_path / "journal"
    first = keys.signing_key()
    (tmp_path / "journal" / keys.PRIVATE).rename(tmp_path / "ancienne.pem")
    second = keys.signing_key()
    assert second.name != first.name and set(keys.trusted_keys()) == {first.name, second.name}


@pytest.mark.parametrize(
    "content", [b"", b"n\xff importe", b"-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n"]
)
def test_a_damaged_key_is_refused_in_words(settings: LazySettings, tmp_path: Path, content: bytes) -> None:
    settings.JOURNAL_FOLDER = tmp_path
    (tmp_path / keys.PRIVATE).write_bytes(content)
    with pytest.raises(KeyRefused, match="ne peut pas être lue"):
        keys.signing_key()
