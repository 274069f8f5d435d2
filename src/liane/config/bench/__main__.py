"""The process that measures: it speaks to the web server, then to PostgreSQL alone, and writes figures (JSON)."""

import argparse
import json
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402 - the models need a house that is set up

from liane.config.bench import machine  # noqa: E402
from liane.config.bench.browsers import Browser, Unexpected, sign_in  # noqa: E402
from liane.config.bench.crowd import rush  # noqa: E402
from liane.config.bench.doubles import measure as doubles  # noqa: E402
from liane.config.bench.journal import measure as journal  # noqa: E402
from liane.config.bench.measure import Bare, statements  # noqa: E402
from liane.config.bench.operations import House, Operation  # noqa: E402
from liane.config.cli.house import say  # noqa: E402
from liane.professionals.models import Account  # noqa: E402

WARM_UP = 20
REPLAYED = 40


def main() -> int:
    """Measure every gesture of the house that LIANE_HOME names."""
    options = argparse.ArgumentParser()
    options.add_argument("--port", type=int)
    options.add_argument("--processes", type=int, nargs="+")
    options.add_argument("--out", type=Path)
    chosen = options.parse_args()
    meter = machine.Meter(chosen.processes)
    load_before, begun = machine.load(), meter.read()
    try:
        house = House()
        operations = house.operations()
        rows = [_measure(operation, chosen.port, meter) for operation in operations]
        say("mesure : huit personnes à la fois…")
        rushes = rush(operations, chosen.port)
    except (Unexpected, Account.DoesNotExist) as problem:
        say(f"la mesure s’arrête : {problem}")
        return 1
    spent = meter.read() - begun
    figures = {
        "cores": machine.cores(),
        "load_before": load_before,
        "load_after": machine.load(),
        "others_percent": _others(spent),
        "rows_in_house": _rows_in_house(),
        "operations": rows,
        "crowd": rushes,
        "doubles": doubles(),
        "journal": journal(),
        "web_memory_mb": machine.memory(chosen.processes[0]),
    }
    chosen.out.write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")
    return 0


def _measure(operation: Operation, port: int, meter: machine.Meter) -> dict[str, Any]:
    say(f"mesure : {operation.label.lower()}…")
    replayed = min(REPLAYED, operation.runs)
    operation.before(WARM_UP + operation.runs + replayed)
    client = sign_in(Account.objects.get(slug=operation.who))
    browser = Browser(port, client)
    for _ in range(WARM_UP):
        browser.send(operation.ask())
    before = meter.read()
    answers = [browser.send(operation.ask()) for _ in range(operation.runs)]
    spent = meter.read() - before
    requests = [statements(client, operation.ask()) for _ in range(replayed)]
    bare = Bare()
    bare.play([])
    before = meter.read()
    replays = [bare.play(request) for request in requests]
    bare_spent = meter.read() - before
    times = [elapsed for elapsed, _ in answers]
    return {
        "key": operation.key,
        "label": operation.label,
        "runs": operation.runs,
        **_summary(times),
        "bytes": answers[-1][1],
        "queries": max(map(len, requests)),
        "budget": operation.budget,
        "cpu_ms": round(spent.house / operation.runs, 2),
        "bare_ms": round(statistics.median(replays), 2),
        "bare_cpu_ms": round(bare_spent.house / replayed, 2),
        "ratio": round(statistics.median(times) / statistics.median(replays), 1),
        "aim_ms": operation.aim,
        "others_percent": _others(spent),
    }


def _summary(times: Sequence[float]) -> dict[str, float]:
    """No measure is left out."""
    hundredths = statistics.quantiles(times, n=100, method="inclusive")
    named = {"p50": hundredths[49], "p95": hundredths[94], "mean": statistics.fmean(times), "max": max(times)}
    return {name: round(value, 2) for name, value in named.items()}


def _others(spent: machine.Reading) -> int:
    """Share of what the machine did that was neither the house nor this measure."""
    return max(0, round(100 * (spent.machine - spent.house - spent.mine) / max(spent.machine, 1)))


def _rows_in_house() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, reltuples::bigint FROM pg_class WHERE relname = ANY(%s)",
            [["people_person", "notes_note", "journal_journalentry"]],
        )
        return dict(cursor.fetchall())


if __name__ == "__main__":
    sys.exit(main())
