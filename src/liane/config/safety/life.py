"""Is the house that was brought back alive? Asked inside it (see `proof`); nothing is left there.

The whole stack answers: tables brought to this version, journal verified, sign-in, pages of records opened as their
colleagues would. Signing in and opening happen in a transaction that is undone: nobody is said to have opened anything.
"""

import secrets
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.db.models import Q
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.access.queries import actor_of
from liane.config.cli import gate
from liane.journal.sealing.runs import proofs, still
from liane.journal.sealing.verify import verify
from liane.kit.tenancy import acting_for, set_organization
from liane.people.door import open_record
from liane.people.models import Record
from liane.professionals.models import Account, Practitioner

EACH = 3  # records opened by one colleague, so that several are asked


class Trouble(Exception):
    """What is not as it should be: one sentence in French."""


def examine(records: int) -> dict[str, Any]:
    """Everything, in order."""
    state, names = gate.compare()
    if state in gate.WRITTEN_BY:
        raise Trouble(f"elle a été écrite par {gate.WRITTEN_BY[state]} ({names[0]})")
    if state == gate.WAITING:
        call_command("migrate", database="owner", verbosity=0)
    return {"migrations": len(names)} | journal() | live(records)


def journal() -> dict[str, Any]:
    """Every chain, with the keys and the heads that came with the backup."""
    with still("owner"):
        report = verify(proofs())
    if not report.is_whole:
        raise Trouble(f"le journal n’est pas entier : {next(iter(report.shown()))}")
    return {"journal_lines": report.lines, "seals": report.seals}


def live(records: int) -> dict[str, Any]:
    """Sign in by the front door, then open records as colleagues who may; everything is undone at the end."""
    opened, signed_in = 0, False
    with transaction.atomic():
        for practitioner in colleagues():
            if not signed_in:
                sign_in(practitioner.account_id)
                signed_in = True
            if opened >= records:
                break
            opened += open_records(practitioner, min(EACH, records - opened))
        transaction.set_rollback(True)
    return {"sign_in": signed_in, "records_opened": opened}


def colleagues() -> Iterator[Practitioner]:
    """Professionals in post today, who belong to one organisme: their sign-in leads straight to their day."""
    now = timezone.now()
    current = Q(posts__starts_at__lte=now) & (Q(posts__ends_at=None) | Q(posts__ends_at__gt=now))
    found = Practitioner.objects.using("owner").filter(current, account__is_active=True).distinct().order_by("?")
    seen: dict[UUID | None, int] = {}
    for practitioner in found[:2_000]:
        seen[practitioner.account_id] = seen.get(practitioner.account_id, 0) + 1
        if seen[practitioner.account_id] == 1:
            yield practitioner


def browser() -> Client:
    """A browser before the front door."""
    return Client(headers={"host": settings.ALLOWED_HOSTS[0]}, HTTP_X_FORWARDED_PROTO="https", REMOTE_ADDR="127.0.0.1")


def sign_in(account_id: UUID | None) -> None:
    """With a passing password, through the page and its counters; a second factor may still be asked, which is fine."""
    account = Account.objects.get(pk=account_id)
    password = secrets.token_urlsafe(24)
    account.set_password(password)
    account.save(update_fields=["password"])
    set_organization(None)
    sent = {"login": account.login, "password": password}
    answer = browser().post(reverse("professionals:sign_in"), sent, secure=True)
    if answer.status_code not in (302, 303):
        raise Trouble("la page de connexion refuse un mot de passe qui est le bon")


def open_records(practitioner: Practitioner, wanted: int) -> int:
    """Open records as this professional: the page itself, or the door when her sign-in asks for something first."""
    with acting_for(practitioner.organization_id):
        actor = actor_of(practitioner)
        if not actor.may(Right.RECORD_READ):
            return 0
        ids = list(Record.objects.visible_to(actor).order_by("?").values_list("pk", flat=True)[:wanted])
    client = browser()
    client.force_login(Account.objects.get(pk=practitioner.account_id))
    return sum(_opens(client, actor, record_id) for record_id in ids)


def _opens(client: Client, actor: Actor, record_id: UUID) -> bool:
    set_organization(None)
    answer = client.get(reverse("timeline:record", kwargs={"record_id": record_id}), secure=True)
    if answer.status_code == 200:
        return True
    if answer.status_code not in (302, 303):
        raise Trouble(f"un dossier répond {answer.status_code} à une personne qui peut l’ouvrir")
    with acting_for(actor.organization_id):
        open_record(actor, record_id, to=Right.RECORD_READ)
    return True
