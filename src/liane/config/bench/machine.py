"""What the machine was doing while we measured: whoever reads the figures must be able to doubt them."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")
_PROC = Path("/proc")


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0))


def load() -> list[float]:
    """Load averages of 1, 5 and 15 minutes."""
    return [round(value, 2) for value in os.getloadavg()]


def _times(process: int) -> list[int]:
    """utime, stime, cutime, cstime of a process, in ticks; zeros when it has gone."""
    try:
        fields = (_PROC / str(process) / "stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return [0, 0, 0, 0]
    return [int(value) for value in fields[11:15]]


def descendants(process: int) -> list[int]:
    """A process and everything it started."""
    found = [process]
    for task in (_PROC / str(process) / "task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        for child in children:
            found += descendants(int(child))
    return found


def memory(process: int) -> float:
    """Megabytes held by a process and its children; what they share is counted once (PSS)."""
    kilobytes = 0
    for child in descendants(process):
        try:
            lines = (_PROC / str(child) / "smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        kilobytes += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return round(kilobytes / 1024, 1)


def _busy_ms() -> float:
    """Processor time used by the whole machine (user, nice, system, interrupts, stolen)."""
    fields = [int(value) for value in (_PROC / "stat").read_text().split("\n", 1)[0].split()[1:9]]
    return (sum(fields) - fields[3] - fields[4]) * _TICK_MS


@dataclass(frozen=True, slots=True)
class Reading:
    """Processor milliseconds: of the house (web and database), of this process, of the whole machine."""

    house: float
    mine: float
    machine: float

    def __sub__(self, earlier: "Reading") -> "Reading":
        return Reading(self.house - earlier.house, self.mine - earlier.mine, self.machine - earlier.machine)


class Meter:
    """Adds up the processor time of the web server and of PostgreSQL, background processes included."""

    def __init__(self, roots: Iterable[int]) -> None:
        self.roots = list(roots)

    def read(self) -> Reading:
        """Now. A process that ended is counted through its parent."""
        ticks = 0
        for root in self.roots:
            ticks += sum(sum(_times(process)[:2]) for process in descendants(root)) + sum(_times(root)[2:])
        mine = sum(os.times()[:2]) * 1000
        return Reading(ticks * _TICK_MS, mine, _busy_ms())
