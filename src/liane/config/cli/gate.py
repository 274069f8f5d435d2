"""Are the tables those of this version? Runs as a process of its own, under the owner, before a house opens.

Answers 0 when they are, 3 when some wait, 4 when the database is empty, 5 when it comes from a newer version, 7 when it
was left half-way by an earlier one.
"""

import sys

import django
from django.conf import settings
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from liane.config.cli.house import say

READY, WAITING, EMPTY, NEWER, DEBUG, HALFWAY = 0, 3, 4, 5, 6, 7
# By whom a database that this version cannot open was written.
WRITTEN_BY = {NEWER: "une version plus récente de Liane", HALFWAY: "un état plus ancien de Liane, et pas jusqu’au bout"}


def main() -> int:
    """Compare the migrations of the code with those that the database has received."""
    django.setup()
    if settings.DEBUG:
        say("le mode de mise au point est allumé : la maison ne s’ouvre pas ainsi.")
        return DEBUG
    answer, names = compare()
    if answer in WRITTEN_BY:
        say(
            f"cette base a été écrite par {WRITTEN_BY[answer]} ({names[0]}) : remettez cette version, "
            "ou restaurez une sauvegarde d’avant."
        )
    if answer == WAITING:
        say(
            f"les tables sont à mettre à jour ({len(names)}) : sauvegardez (./liane backup DOSSIER), "
            "tapez ./liane migrate, puis recommencez."
        )
    return answer


def compare() -> tuple[int, list[str]]:
    """The answer, and the migrations that it is about."""
    connection = connections["owner"]
    done = set(MigrationRecorder(connection).applied_migrations())
    if not done:
        return EMPTY, []
    executor = MigrationExecutor(connection)
    ours = {label for label, _ in executor.loader.disk_migrations}
    unknown = sorted(f"{app}.{name}" for app, name in done - set(executor.loader.disk_migrations) if app in ours)
    replaced = {
        f"{app}.{name}" for migration in executor.loader.disk_migrations.values() for app, name in migration.replaces
    }
    if newer := [name for name in unknown if name not in replaced]:
        return NEWER, newer
    for migration in executor.loader.disk_migrations.values():
        missing = [f"{app}.{name}" for app, name in migration.replaces if (app, name) not in done]
        if 0 < len(missing) < len(migration.replaces):
            return HALFWAY, missing
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return (WAITING, [str(migration) for migration, _ in waiting]) if waiting else (READY, [])


if __name__ == "__main__":
    sys.exit(main())
