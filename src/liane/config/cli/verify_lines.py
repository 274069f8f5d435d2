"""The verification itself. Needs the models: loaded once the house is open."""

import argparse
import time
from pathlib import Path

from django.db import DatabaseError, connections

from liane.config.cli.house import say
from liane.config.cli.progress import Progress
from liane.journal.sealing.findings import Report
from liane.journal.sealing.heads import HeadsRefused
from liane.journal.sealing.keys import KeyRefused
from liane.journal.sealing.runs import verify_house
from liane.kit.text import thousands

TOUCHED, REFUSED = 1, 2


def run(options: argparse.Namespace) -> int:
    """0: whole. 1: touched, each finding on its line. 2: the verification could not be made."""
    progress = Progress()
    begun = time.monotonic()
    try:
        total = _estimate()
        report = verify_house([Path(name) for name in options.heads], tell=_Told(progress, total))
    except (HeadsRefused, KeyRefused) as refused:
        say(str(refused))
        return REFUSED
    except DatabaseError as error:
        say(f"la base de données a refusé : le journal n’a pas été vérifié ({error.__class__.__name__}).")
        return REFUSED
    finally:
        progress.close()
    for sentence in report.shown():
        print(sentence)
    print(summary(report, time.monotonic() - begun))
    return 0 if report.is_whole else TOUCHED


def summary(report: Report, seconds: float) -> str:
    """The last line: what was read, and the verdict."""
    read = f"{thousands(report.lines)} lignes, {thousands(report.seals)} scellés, {thousands(report.heads)} têtes exportées"
    more = f" ; {thousands(report.purged)} lignes effacées à leur terme" if report.purged else ""
    waiting = f" ; {thousands(report.waiting)} lignes récentes attendent leur scellé" if report.waiting else ""
    verdict = (
        "Le journal est entier." if report.is_whole else f"Le journal a été touché : {len(report.findings)} constats."
    )
    return f"{verdict} ({read}{more}{waiting} ; {seconds:.0f} s)"


def _estimate() -> int:
    """How many lines there are, more or less: for the progress line only."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE relname = 'journal_journalentry'")
        return int(cursor.fetchone()[0])


class _Told:
    """Adds up what each seal held."""

    def __init__(self, progress: Progress, total: int) -> None:
        self.progress, self.total, self.done = progress, total, 0

    def __call__(self, lines: int) -> None:
        self.done += lines
        self.progress("lecture du journal", self.done, max(self.total, self.done))
