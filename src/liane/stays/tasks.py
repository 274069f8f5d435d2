"""Long lists are read and written in the background, in the name of whoever sent them, with the rights of that moment."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from procrastinate.contrib.django import app

from liane.access.actor import Actor
from liane.access.queries import actor_of
from liane.journal.sealing.runs import sealed_chains
from liane.kit.door import NotVisible, Refused
from liane.kit.tenancy import acting_for
from liane.professionals.models import Practitioner
from liane.stays.absences.ending import end_outlived
from liane.stays.clocks.actions import refresh_house
from liane.stays.importing.actions import accept_import, forget_lists, preview_import, stop_import
from liane.stays.importing.progress import ToldProgress
from liane.stays.presence import due_presences, show_presences
from liane.stays.referrals.notices import forget_notices
from liane.stays.retention.actions import reckon_house

TROUBLE = "Liane a un souci. Rien n’a été enregistré. Réessayez dans une minute."
LOST = "Vos droits ont changé : vous ne pouvez plus importer ici. Rien n’a été enregistré."


@app.periodic(cron="52 3 * * *")
@app.task(name="liane.stays.tasks.forget_notices", queueing_lock="forget_notices")
def forget(timestamp: int) -> int:
    """Each night: notifications from which no request was written, and lists that were not accepted, are forgotten."""
    gone = 0
    for organization_id in filter(None, sealed_chains()):
        with acting_for(organization_id):
            gone += forget_notices() + forget_lists()
    return gone


@app.task(name="liane.stays.tasks.plan", pass_context=False)
def plan(organization_id: str, author_id: str, batch_id: str) -> None:
    """Make the plan of a long list."""
    _run(organization_id, author_id, batch_id, preview_import)


@app.task(name="liane.stays.tasks.apply", pass_context=False)
def apply(organization_id: str, author_id: str, batch_id: str) -> None:
    """Write an accepted list."""
    _run(organization_id, author_id, batch_id, accept_import)


def _run(organization_id: str, author_id: str, batch_id: str, gesture: Callable[..., Any]) -> None:
    """Do it whole or not at all; a trouble is written where the person who waits will read it."""
    try:
        with ToldProgress(organization_id, batch_id) as told, acting_for(organization_id):
            gesture(_actor(author_id), UUID(batch_id), told)
    except (Refused, NotVisible) as refusal:
        _stop(organization_id, author_id, batch_id, str(refusal) if isinstance(refusal, Refused) else LOST)
    except Exception:
        _stop(organization_id, author_id, batch_id, TROUBLE)
        raise


def _stop(organization_id: str, author_id: str, batch_id: str, sentence: str) -> None:
    with acting_for(organization_id):
        stop_import(_actor(author_id), UUID(batch_id), sentence)


def _actor(author_id: str) -> Actor:
    return actor_of(Practitioner.objects.get(pk=author_id), origin="import")


@app.periodic(cron="15 4 * * *")
@app.task(name="liane.stays.tasks.delays", queueing_lock="stays_delays", lock="stays_delays")
def delays(timestamp: int) -> int:
    """Each night the delays and the terms of the records are computed again: children grow up, stays end, rules are corrected."""
    written = 0
    for organization_id in sealed_chains():
        if organization_id:
            with acting_for(organization_id):
                written += refresh_house() + reckon_house()
    return written


@app.periodic(cron="*/5 * * * *")
@app.task(name="liane.stays.tasks.presences", queueing_lock="stays_presences", lock="stays_presences")
def presences(timestamp: int) -> int:
    """An absence noted in advance begins, a move takes effect, a last day is over: the lists show it within five minutes."""
    shown = 0
    for organization_id in filter(None, sealed_chains()):
        with acting_for(organization_id):
            end_outlived()
            shown += show_presences(due_presences())
    return shown
