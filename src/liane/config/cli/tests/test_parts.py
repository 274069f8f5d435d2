"""What each part of a house in service is given, and that it wakes with no more than that."""

import subprocess
import sys
from pathlib import Path

import pytest

from liane.config.cli import parts
from liane.kit.postgres import accounts

WAKE = "import django; django.setup(); from procrastinate.contrib.django import app; assert app.tasks"


def test_the_part_that_seals_wakes_without_the_key_of_the_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As root starts it on a real machine: a module that asks for the secret when it is read keeps the house closed."""
    monkeypatch.setattr(parts.os, "geteuid", lambda: 0)
    for finder in ("working_account", "sealing_account"):
        monkeypatch.setattr(accounts, finder, lambda: None)
    monkeypatch.setattr(parts, "_account", lambda *_args, **_more: None)
    monkeypatch.setenv("LIANE_JOURNAL_FOLDER", str(tmp_path / "journal"))
    monkeypatch.setenv("LIANE_SECRET_KEY", "x" * 60)
    part = parts.sealing(tmp_path)
    assert part and "LIANE_SECRET_KEY" not in part.env and "LIANE_FILES" in part.env
    woken = subprocess.run((sys.executable, "-c", WAKE), env=part.env, capture_output=True, text=True, check=False)
    assert woken.returncode == 0, woken.stderr
