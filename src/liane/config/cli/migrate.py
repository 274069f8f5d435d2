"""./liane migrate: bring the tables to this version, one command at a time, without making the teams wait for long."""

import argparse
import sys
import time
from typing import Any

import django
import psycopg
from django.core.management import call_command
from django.db import OperationalError, connections
from django.db.migrations.executor import MigrationExecutor

from liane.config.cli import configuration, gate
from liane.config.cli.children import Children, Stop, stop_on_signals
from liane.config.cli.house import opened, say
from liane.config.cli.progress import Progress

LOCK = 4_104_201  # any number, the same for every command of every house
PATIENCE = "4s"  # a migration waits this long for a table that somebody uses, then lets her pass and comes back
ATTEMPTS = 30


def run(_options: argparse.Namespace) -> int:
    """Open the house, then let a process of its own do the work."""
    stop_on_signals()
    configuration.load()
    children = Children()
    try:
        with opened("serve"):
            try:
                return children.start("mise à jour des tables", "-m", __name__).wait()
            finally:
                children.stop()
    except Stop:
        say("mise à jour arrêtée : ce qui est fait le reste, relancez ./liane migrate.")
        return 1


def main() -> int:
    """Under a lock: two commands never build at the same time, even from two machines."""
    django.setup()
    connection = connections["owner"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        row = cursor.fetchone()
        if not row or not row[0]:
            say("une autre mise à jour est en cours : attendez sa fin.")
            return 1
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [PATIENCE])
    answer, names = gate.compare()
    if answer in gate.WRITTEN_BY:
        return gate.main()
    if answer == gate.READY:
        say("les tables sont à jour.")
        return 0
    return _apply()


def _apply() -> int:
    """All of them; when one waits too long for a table it lets the teams pass, then tries again."""
    for _ in range(ATTEMPTS):
        try:
            _run_all()
        except OperationalError as error:
            if not isinstance(error.__cause__, psycopg.errors.LockNotAvailable):
                raise
            time.sleep(1)
        else:
            say("les tables sont à jour.")
            return 0
    say(
        "une table est occupée depuis trop longtemps : recommencez à une heure calme. "
        "Ce qui est fait est fait, rien n’est à moitié fait."
    )
    return 1


def _run_all() -> None:
    progress, done = Progress(), 0

    def tell(action: str, migration: Any = None, fake: bool = False) -> None:
        nonlocal done
        done += action == "apply_success"
        progress("mise en place des tables", done, total)

    executor = MigrationExecutor(connections["owner"], tell)  # type: ignore[arg-type]
    leaves = executor.loader.graph.leaf_nodes()
    total = len(executor.migration_plan(leaves))
    executor.migrate(leaves)
    call_command("migrate", database="owner", verbosity=0)  # what Django keeps beside: kinds of content
    progress.close()


if __name__ == "__main__":
    sys.exit(main())
