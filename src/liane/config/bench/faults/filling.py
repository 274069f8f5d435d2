"""The disk of the database is full: what cannot be kept is refused in a sentence, and all goes on once there is room."""

import contextlib
import os
import shutil
import time
from pathlib import Path
from typing import Any

from liane.config.bench.faults.checks import check, work_goes_on
from liane.config.bench.faults.kills import PATIENCE, KillRun
from liane.kit.postgres import places

SMALL = 1 << 30  # a real disk is never filled by mistake
_FULL = 6.0  # seconds
_CHUNK = 1 << 20


class DiskTooBig(RuntimeError):
    """This house is not on a disk made to be filled."""


class FillRun(KillRun):
    """One full disk, while people write."""

    def run(self, rounds: int = 1) -> dict[str, Any]:
        """Full for a few seconds, then not: nobody repairs anything by hand."""
        base = places.place_of(self.parts.home).base
        if shutil.disk_usage(base).total > SMALL:
            raise DiskTooBig(f"{base} est sur un disque de plus d’un gigaoctet")
        begun = time.monotonic()
        self.mender.start()
        people = self._people(0)
        for person in people:
            person.start()
        self._more(20)
        ballast = base / "lest"
        refused_before = self.log.statuses[500]
        _fill(ballast)
        self._later(_FULL)
        refused = self.log.statuses[500] - refused_before
        ballast.unlink()
        freed = time.monotonic()
        self._more(20)
        back = time.monotonic() - freed
        for person in people:
            person.leave()
        for person in people:
            person.join(PATIENCE)
        self.struck.verdicts.append(check(self.log.kept))
        self.goes_on = work_goes_on(PATIENCE)
        self.mender.done.set()
        self.mender.join(PATIENCE)
        self.struck.back["disque plein"].append(back)
        return {**self._figures(rounds, time.monotonic() - begun), "refused_while_full": refused}

    def _more(self, count: int) -> None:
        """So many writings more are acknowledged."""
        before, limit = len(self.log.kept), time.monotonic() + PATIENCE
        while len(self.log.kept) < before + count and time.monotonic() < limit:
            time.sleep(0.02)

    def _later(self, seconds: float) -> None:
        """Until the house has refused something, and a few seconds at least."""
        before, begun = self.log.statuses[500], time.monotonic()
        while time.monotonic() - begun < seconds or (
            self.log.statuses[500] == before and time.monotonic() - begun < PATIENCE
        ):
            time.sleep(0.05)


def _fill(ballast: Path) -> None:
    """Take what room is left, to the last page."""
    handle = os.open(ballast, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        chunk = _CHUNK
        while chunk >= 4096:
            with contextlib.suppress(OSError):
                while os.write(handle, bytes(chunk)) == chunk:
                    pass
            chunk //= 2
    finally:
        os.close(handle)
