"""./liane doctor: what somebody who knows would look at, said in plain words, each with the next gesture (C-017)."""

import os
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import connections
from django.utils import timezone

from liane.config.cli import gate
from liane.config.cli.prepare import MARK
from liane.config.models import SafetyRun
from liane.config.safety import machine, people
from liane.config.safety.findings import Finding, good, grave, watch
from liane.config.safety.state import state
from liane.kit.dates import when
from liane.kit.postgres import external, locate, roles
from liane.kit.postgres.errors import PostgresRefused

QUEUE_LATE, SEAL_LATE = timedelta(minutes=10), timedelta(minutes=15)
_WORD = {SafetyRun.Kind.BACKUP: "sauvegarde", SafetyRun.Kind.TRIAL: "essai de restauration"}
_ORDER = {SafetyRun.Kind.BACKUP: "./liane backup{place}", SafetyRun.Kind.TRIAL: "./liane backup{place} --essai"}
_QUEUE = """
SELECT extract(epoch FROM now() - min(coalesce(j.scheduled_at, (SELECT max(e.at) FROM procrastinate_events e
    WHERE e.job_id = j.id AND e.type = 'deferred'))) FILTER (WHERE j.status = 'todo')),
    count(*) FILTER (WHERE j.status = 'failed') FROM procrastinate_jobs j
"""
_UNSEALED = """
SELECT extract(epoch FROM now() - min(j.at)) FROM journal_journalentry j WHERE j.number > coalesce((
    SELECT max(s.last_line) FROM journal_seal s WHERE s.organization_id IS NOT DISTINCT FROM j.organization_id), 0)
    AND j.at < now() - interval '15 minutes'
"""


def examine() -> list[Finding]:
    """Everything, in the order in which it is read."""
    if locate.home().joinpath(MARK).is_file():
        return [_demonstration(), *_all(), *_whole()]
    return [*_all(), *_whole()]


def _all() -> Iterator[Finding]:
    for look in (people.passwords, people.second_factors, people.dormant, people.roles):
        yield from look()


def _whole() -> Iterator[Finding]:
    for look in (backups, database, tables, queue, seals):
        yield from look()
    for look in (machine.rooms, machine.versions, machine.doors, machine.secret_files):
        yield from look()
    yield from machine.clock(_apart())


def _demonstration() -> Finding:
    return watch(
        "Maison",
        "c’est une maison de démonstration, dont le mot de passe est public",
        "Aucune vraie personne ici : ouvrez une autre maison avec ./liane serve (docs/exploitation.md).",
    )


def backups() -> Iterator[Finding]:
    """The last backup, and the last time that one was brought back."""
    now, found = timezone.now(), state("owner")
    place = "" if os.environ.get("LIANE_BACKUP_FOLDER") else " DOSSIER"
    for kind, word in _WORD.items():
        order = _ORDER[kind].format(place=place)
        run, failure = found.good.get(kind), found.failed_since(kind)
        if failure:
            yield grave(
                "Sauvegardes",
                f"le dernier passage ({word}, {when(failure.at)}) a échoué : {failure.sentence}",
                order,
            )
        elif run is None:
            yield grave(
                "Sauvegardes",
                f"jamais de {word}" if kind == SafetyRun.Kind.BACKUP else f"jamais d’{word}",
                order,
            )
        elif found.is_late(kind, now):
            yield grave("Sauvegardes", f"{word} : le dernier réussi date de {when(run.at)}", order)
        else:
            yield good("Sauvegardes", f"{word} : {when(run.at)}. {run.sentence}")


def database() -> Iterator[Finding]:
    """What serve refuses is told here too."""
    version = _one("SHOW server_version")
    try:
        with external.connect(locate.entries(locate.home())[1], "DATABASE_APP_URL") as app:
            roles.check_application(app)
            roles.check_durability(app)
    except PostgresRefused as refusal:
        yield grave("Base", str(refusal), "Corrigez ce réglage : ./liane serve refusera d’ouvrir sinon.")
    else:
        yield good("Base", f"PostgreSQL {version}, réglages sûrs, cloisonnement tenu")


def tables() -> Iterator[Finding]:
    """Are they those of this version?"""
    answer, names = gate.compare()
    if answer == gate.READY:
        yield good("Tables", "à jour")
    elif answer in gate.WRITTEN_BY:
        yield grave("Tables", f"écrites par {gate.WRITTEN_BY[answer]} ({names[0]})", "Remettez cette version de Liane.")
    else:
        yield grave("Tables", f"{len(names)} mises à jour attendent", "Sauvegardez, puis tapez ./liane migrate")


def queue() -> Iterator[Finding]:
    """The work of the background is done in time."""
    late, failed = _row(_QUEUE)
    if late and late > QUEUE_LATE.total_seconds():
        yield grave(
            "Travail de fond",
            f"en retard de {late // 60:.0f} minutes",
            "Vérifiez que ./liane serve tourne, relancez-le.",
        )
    else:
        yield good("Travail de fond", "à l’heure")
    if failed:
        yield watch(
            "Travail de fond", f"{failed} travaux ont échoué", "Lisez le journal du service à la date de l’échec."
        )


def seals() -> Iterator[Finding]:
    """Traces are sealed within minutes."""
    late = _row(_UNSEALED)[0]
    if late:
        yield grave("Journal", f"des traces attendent d’être scellées depuis {float(late) / 60:.0f} minutes",
                    "Vérifiez que ./liane serve tourne ; ensuite ./liane verify-journal")  # fmt: skip
    else:
        yield good("Journal", "scellé")


def _apart() -> float:
    return timezone.now().timestamp() - float(_one("SELECT extract(epoch FROM clock_timestamp())"))


def _row(sql: str) -> tuple[Any, ...]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql)
        return tuple(cursor.fetchone())


def _one(sql: str) -> Any:
    return _row(sql)[0]
