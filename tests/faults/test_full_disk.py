"""The disk of the database is full, for real: a small one is made for it, which takes a system that lets us."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from liane.kit.postgres import accounts, locate, places, server

SIZE = "260m"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A house whose database lies on a disk of its own, in memory."""
    account = accounts.dedicated_account() if os.geteuid() == 0 else None
    if account is None:
        pytest.skip("a small disk can only be made by root")
    home = tmp_path / "maison"
    places.make_home(home)
    place = places.place_of(home)
    places.create(place, account)
    options = f"size={SIZE},mode=700,uid={account.pw_uid},gid={account.pw_gid}"
    made = subprocess.run(
        ("mount", "-t", "tmpfs", "-o", options, "tmpfs", place.base), capture_output=True, check=False
    )
    if made.returncode:
        server.erase(home)
        pytest.skip("this system does not let a small disk be made")
    try:
        yield home
    finally:
        subprocess.run(("umount", "--lazy", place.base), check=True)
        server.erase(home)


@pytest.mark.slow
@pytest.mark.long(only=True)
def test_a_full_disk_is_said_in_words_and_all_goes_on_once_there_is_room(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "plein.json"
    command = ("-m", "liane.config.bench.faults", f"--home={home}", "--fill", f"--out={out}")
    env = os.environ | {"PYTHONPATH": str(locate.CHECKOUT / "src")}
    answer = subprocess.run((sys.executable, *command), env=env, capture_output=True, text=True, check=False)
    assert out.is_file(), answer.stderr[-3000:]
    figures = json.loads(out.read_text(encoding="utf-8"))
    sys.stdout.write(json.dumps(figures, ensure_ascii=False) + "\n")
    assert figures["refused_while_full"] > 0
    assert figures["failures_without_words"] == 0, "each refusal says in a sentence what is safe"
    assert (figures["lost"], figures["doubled"], figures["half_written"]) == (0, 0, {}), figures
    assert (figures["refused"], figures["journal"]) == ([], []), figures
    assert answer.returncode == 0
