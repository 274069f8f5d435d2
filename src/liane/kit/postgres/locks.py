"""Locks between the commands of a house; the system frees them when a command ends, however it ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


def _open(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600), "r+b")


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Only one command at a time passes here; the others wait."""
    with _open(path) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def share(path: Path) -> IO[bytes]:
    """Take part: the lock is held until the returned file is closed or the command ends."""
    file = _open(path)
    fcntl.flock(file, fcntl.LOCK_SH)
    return file


def nobody_shares(path: Path) -> bool:
    """Is the lock free of every other command?"""
    return _can(path, fcntl.LOCK_EX)


def someone_is_alone(path: Path) -> bool:
    """Does somebody hold the lock alone, as the keeper does while it closes the server?"""
    return not _can(path, fcntl.LOCK_SH)


def _can(path: Path, kind: int) -> bool:
    with _open(path) as file:
        try:
            fcntl.flock(file, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
