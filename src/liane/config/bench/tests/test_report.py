"""What ./liane bench tells: every figure, and that it informs without judging the machine."""

import os
import sys
from subprocess import PIPE, Popen
from typing import Any

from liane.config.bench import machine
from liane.config.bench.doubles import labelled, measure
from liane.config.bench.report import table


def figures(**changes: Any) -> dict[str, Any]:
    """One gesture measured on a quiet machine."""
    operation = {
        "key": "record", "label": "Ouvrir un dossier", "runs": 200, "p50": 6.21, "p95": 9.0, "mean": 6.8, "max": 31.0,
        "bytes": 60_000, "queries": 10, "budget": 10, "cpu_ms": 5.9, "bare_ms": 2.31, "bare_cpu_ms": 1.9, "ratio": 2.7,
        "aim_ms": 10, "others_percent": 0,
    }  # fmt: skip
    house = {"people_person": 250, "notes_note": 20_000}
    machine_was = {"cores": 2, "load_before": [0.1, 0.2, 0.3], "load_after": [0.4, 0.2, 0.3], "others_percent": 3}
    return {"size": "s", "rows_in_house": house, **machine_was, "operations": [operation | changes]}


def test_the_table_says_each_figure_in_french() -> None:
    text = table(figures())
    assert "Ouvrir un dossier" in text and "6,2" in text and "10 sur 10" in text and "× 2,7" in text
    assert "tenu" in text and "Attention" not in text


def test_a_missed_aim_and_a_budget_overrun_are_said() -> None:
    assert "manqué" in table(figures(p50=10.4))
    assert "trop de requêtes" in table(figures(queries=11))


def test_a_busy_machine_is_said() -> None:
    assert "Attention : 60 %" in table(figures() | {"others_percent": 60})


def test_eight_at_once_are_told_beside_the_best_peer() -> None:
    rushed = {"clients": 8, "label": "Ouvrir un dossier", "per_second": 152.4, "p50": 41.0, "p95": 80.0}
    text = table(figures() | {"crowd": [rushed | {"best_peer": 50, "ratio": 3.0}], "web_memory_mb": 221.4})
    assert "8 à la fois, ouvrir un dossier : 152 réponses par seconde" in text and "× 3,0 le meilleur pair (50)" in text
    assert "221 Mo" in text
    assert "pair" not in table(figures() | {"crowd": [rushed | {"best_peer": None, "ratio": None}]})


def test_the_memory_of_a_process_is_what_it_holds() -> None:
    """A process of its own: what this one holds moves with the tests that run beside."""
    holds = "ballast = bytearray(b'x') * {size}; print('held', flush=True); input()"
    weighed = []
    for size in (0, 60_000_000):
        with Popen([sys.executable, "-c", holds.format(size=size)], stdin=PIPE, stdout=PIPE) as process:
            assert process.stdout is not None and process.stdout.readline() == b"held\n"
            weighed.append(machine.memory(process.pid))
            process.communicate(b"\n")
    assert 50 < weighed[1] - weighed[0] < 70


def test_processor_time_is_counted_for_this_process() -> None:
    meter = machine.Meter([])
    before = meter.read()
    clock = sum(os.times()[:2])
    while sum(os.times()[:2]) == clock:  # works until the system counts one more tick to this process
        sum(number * number for number in range(10_000))
    spent = meter.read() - before
    assert spent.mine > 0 and spent.house == 0


def test_the_rule_of_doubles_is_measured_on_a_thousand_pairs() -> None:
    """Always the same pairs; a change of the rule that finds less, or cries more, is seen here."""
    pairs = list(labelled())
    assert len(pairs) == 1000 and sum(pair.is_double for pair in pairs) == 500 and pairs == list(labelled())
    assert all(pair.one != pair.other for pair in pairs if pair.kind != "accents, traits d’union, majuscules")
    told = measure(persons=2_000)
    assert told["found"] + told["missed"] == told["alarm"] + told["apart"] == 500
    assert told["precision"] >= 0.98 and told["recall"] >= 0.95, told
    assert (
        not {"jumeaux", "jumeaux aux prénoms voisins", "père et fils de même nom", "frères et sœurs", "homonymes"}
        & told["wrong"].keys()
    )


def test_nobody_is_compared_with_everybody_in_a_night_of_ten_thousand() -> None:
    assert measure(persons=10_000)["compared"] < 10_000 * 5


def test_the_report_tells_what_is_missed() -> None:
    told = {"pairs": 1000, "alarm": 2, "missed": 13, "precision": 0.9959, "recall": 0.974, "wrong": {"deux fautes": 3}}
    text = table(figures() | {"doubles": told | {"persons": 10_000, "compared": 27_074, "seconds": 0.9}})
    assert "précision 99,6 % (2 fausses alertes), rappel 97,4 % (13 manqués)" in text and "deux fautes 3" in text


def test_the_time_of_a_whole_verification_is_told_by_a_million_lines() -> None:
    told = {"lines": 1_200_000, "verify_seconds": 48.0, "sealed": 1_200_000, "seal_seconds": 60.0, "findings": 0}
    text = table(figures() | {"journal": told})
    assert "1\u202f200\u202f000 lignes vérifiées en 48,0 s (25\u202f000 par seconde, soit 40 s pour un million" in text
