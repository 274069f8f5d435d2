"""Several processes imagine, one writes: a big house is told in half the time on two processors, in one transaction still."""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from liane.config.bench.machine import cores

Sent = tuple[str, Any]
_COPY, _TOLD, _DONE, _FAILED = "copy", "told", "done", "failed"
_WAITING = 16  # parcels that may wait for the writer: memory stays small, whoever imagines faster waits


class Outbox:
    """In the place of a cursor, where somebody only imagines: what would be copied leaves for the one who writes."""

    def __init__(self, send: Callable[[Sent], None]) -> None:
        self.send = send

    @contextmanager
    def copy(self, statement: str) -> Iterator["_Parcel"]:
        """As a cursor does."""
        parcel = _Parcel()
        yield parcel
        self.send((_COPY, (statement, "".join(parcel.lines))))


class _Parcel:
    def __init__(self) -> None:
        self.lines: list[str] = []

    def write(self, text: str) -> None:
        self.lines.append(text)


def shares(weights: Sequence[float], hands: int) -> list[list[int]]:
    """Which ones each hand takes: the heaviest first, always for the hand that has least."""
    taken: list[list[int]] = [[] for _ in range(hands)]
    loads = [0.0] * hands
    for index in sorted(range(len(weights)), key=lambda i: -weights[i]):
        least = loads.index(min(loads))
        taken[least].append(index)
        loads[least] += weights[index]
    return [share for share in taken if share]


def imagined(
    work: Callable[[Outbox, int, Callable[[int], None]], None],
    weights: Sequence[float],
    cursor: Any,
    told: Callable[[int], None],
    hands: int | None = None,
) -> None:
    """`work(outbox, index, tell)` for each index, in processes of their own; every parcel is copied here as it arrives.

    The processes are forked: they share what is already imagined, and never touch the connection of their parent, nor what
    keeps threads of its own (typst, which prints papers, would wait for ever).
    """
    context = multiprocessing.get_context("fork")
    parcels: Any = context.Queue(maxsize=_WAITING)
    groups = shares(weights, hands or cores())
    children = [context.Process(target=_imagine, args=(work, group, parcels), daemon=True) for group in groups]
    for child in children:
        child.start()
    try:
        _write_all(parcels, len(children), cursor, told)
    finally:
        for child in children:
            child.terminate()
            child.join()


def _imagine(work: Callable[..., None], group: list[int], parcels: Any) -> None:
    try:
        for index in group:
            work(Outbox(parcels.put), index, lambda count: parcels.put((_TOLD, count)))
        parcels.put((_DONE, None))
    except BaseException as problem:
        parcels.put((_FAILED, repr(problem)))
        raise


def _write_all(parcels: Any, running: int, cursor: Any, told: Callable[[int], None]) -> None:
    while running:
        kind, sent = parcels.get()
        if kind == _COPY:
            statement, text = sent
            with cursor.copy(statement) as copy:
                copy.write(text)
        elif kind == _TOLD:
            told(sent)
        elif kind == _DONE:
            running -= 1
        else:
            raise RuntimeError(f"une partie de la maison n’a pas pu être imaginée : {sent}")
