"""Eight readers at once: how many answers a second, and what the workers weigh afterwards."""

import statistics
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from liane.config.bench.browsers import Ask, Browser, sign_in
from liane.config.bench.operations import Operation
from liane.professionals.models import Account

CLIENTS = 8
SECONDS = 3.0
# Answers a second that the best of three open peers (mano, domifa, GNU Health) gives to eight clients for the same
# gesture, measured on a machine of two processors in November 2026. A gesture that none of them has is not here.
BEST_PEER = {"list": 109, "search": 80, "palette": 80, "record": 50, "write": 189}


def rush(operations: Sequence[Operation], port: int) -> list[dict[str, Any]]:
    """The gestures that eight people may make at the same time, one kind after the other, eight sessions each."""
    return [_rush(operation, port) for operation in operations if operation.crowd]


def _rush(operation: Operation, port: int) -> dict[str, Any]:
    account = Account.objects.get(slug=operation.who)
    browsers = [Browser(port, sign_in(account)) for _ in range(CLIENTS)]
    turn = threading.Lock()

    def next_ask() -> Ask:
        with turn:
            return operation.ask()

    until = time.perf_counter() + SECONDS
    times: list[float] = []
    problems: list[Exception] = []
    threads = [threading.Thread(target=_keep_on, args=(b, next_ask, until, times, problems)) for b in browsers]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise problems[0]
    peer = BEST_PEER.get(operation.key)
    rate = len(times) / (time.perf_counter() - begun)
    return {
        "key": operation.key,
        "label": operation.label,
        "clients": CLIENTS,
        "per_second": round(rate, 1),
        "p50": round(statistics.median(times), 2),
        "p95": round(statistics.quantiles(times, n=20, method="inclusive")[18], 2),
        "best_peer": peer,
        "ratio": round(rate / peer, 1) if peer else None,
    }


def _keep_on(
    browser: Browser, ask: Callable[[], Ask], until: float, times: list[float], problems: list[Exception]
) -> None:
    try:
        while time.perf_counter() < until and not problems:
            times.append(browser.send(ask())[0])
    except Exception as problem:
        problems.append(problem)
