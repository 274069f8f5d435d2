"""The keys of a house outlive a power cut: their folder is written to the disk with them."""

import os
import stat
from pathlib import Path

import pytest

from liane.kit.postgres import keys


@pytest.fixture
def forced(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The folders written to the disk, by inode."""
    found: list[int] = []
    real = os.fsync

    def fsync(handle: int) -> None:
        seen = os.fstat(handle)
        if stat.S_ISDIR(seen.st_mode):
            found.append(seen.st_ino)
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    return found


def test_the_keys_of_a_house_are_on_the_disk_with_their_folder(tmp_path: Path, forced: list[int]) -> None:
    keys.ensure(tmp_path)
    assert forced == [tmp_path.stat().st_ino]
    keys.ensure(tmp_path)  # nothing was written
    assert len(forced) == 1
    keys.carry(tmp_path, "clef")
    assert len(forced) == 2
