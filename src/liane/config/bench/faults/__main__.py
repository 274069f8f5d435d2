"""The process that strikes: `-m liane.config.bench.faults --home FOLDER --rounds 30 --seed 1 --out FILE`."""

import argparse
import importlib
import json
import os
import sys
from pathlib import Path

from liane.config.bench.faults.parts import Parts, environment
from liane.config.cli.children import Stop, stop_on_signals
from liane.kit.postgres import server


def main() -> int:
    """Open the house apart, strike it, and write what happened (JSON). 0 when it kept its word."""
    options = argparse.ArgumentParser()
    options.add_argument("--home", type=Path, required=True)
    options.add_argument("--rounds", type=int, default=30)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--fill", action="store_true", help="fill the (small) disk of the database instead of killing")
    options.add_argument("--out", type=Path, required=True)
    chosen = options.parse_args()
    stop_on_signals()
    _apart(chosen.out.with_suffix(".journal"))
    environment(chosen.home)
    with server.start(chosen.home) as database:
        run = importlib.import_module("liane.config.bench.faults.opened")  # its models need Django set up
        os.environ["LIANE_DB_NAME"] = run.prepare(database)
        parts = Parts(chosen.home)
        try:
            parts.open()
            figures = run.fill(parts, chosen.seed) if chosen.fill else run.strike(parts, chosen.rounds, chosen.seed)
        except Stop:
            return 1
        finally:
            parts.close()
    chosen.out.write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")
    return 0 if figures["holds"] else 1


def _apart(file: Path) -> None:
    """What the struck processes complain of goes to a file; what this one says stays before the eyes."""
    told = os.fdopen(os.dup(sys.stderr.fileno()), "w", buffering=1)
    complaints = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(complaints, sys.stderr.fileno())
    sys.stderr = told


if __name__ == "__main__":
    sys.exit(main())
