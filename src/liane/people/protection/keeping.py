"""Who reads and who keeps this part of a record; versions that follow one another, each with who and why."""

from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.access.policies import Held
from liane.kit.dates import hour, local, short, today
from liane.kit.door import NotVisible, Refusal, Stale
from liane.kit.once import insert
from liane.people.entitlements.policies import volets_here
from liane.people.facts import RecordFacts
from liane.people.protection.data import Draft, Step
from liane.people.protection.models import Versioned
from liane.people.protection.unsaid import lines_shown
from liane.people.queries.told import told_to

WRITE = Right.PROTECTION_WRITE
Line = TypeVar("Line", bound=Versioned)


def unit_to_keep(actor: Actor, facts: RecordFacts, volet: str) -> Held | None:
    """The unit for which she would write: the place she chose, else the latest one. Nobody writes where she does not read."""
    able = [h for h in facts.units() if actor.may(WRITE, h.unit_id) and actor.reads(h.unit_id, volet)]
    return next((held for held in able if held.unit_id == actor.place_unit_id), able[0] if able else None)


def placed(actor: Actor, facts: RecordFacts, row: Line, volet: str, *, is_shared: bool) -> Line:
    """Where the line belongs. What an open team writes is told to the others without asking."""
    held = unit_to_keep(actor, facts, volet)
    if held is None:
        raise NotVisible(Refusal(facts.id, WRITE, "Ne tient pas cette partie du dossier"), actor)
    row.volet, row.unit_id, row.is_shared = volet, held.unit_id, is_shared and held.is_discreet
    row.organization_id, row.record_id = facts.organization_id, facts.id  # type: ignore[attr-defined]
    return row


def signed(actor: Actor, row: Line) -> Line:
    """Who wrote this version, when."""
    row.author_id = actor.practitioner_id  # type: ignore[assignment]
    row.author_name, row.written_at = actor.name, timezone.now()
    return row


def filled(row: Line, draft: Draft) -> Line:
    """What was written, on the row."""
    for name, value in draft.values().items():
        setattr(row, name, value)
    return row


def readable(actor: Actor, facts: RecordFacts, model: type[Line]) -> QuerySet[Line]:
    """Every version of this record that she reads."""
    found = model._default_manager.filter(record_id=facts.id, volet__in=volets_here(actor, facts))
    return told_to(actor, found)


def current(actor: Actor, facts: RecordFacts, model: type[Line], thread_id: UUID, step: Step | None = None) -> Line:
    """The line as it stands, for who may keep it; Stale when a colleague wrote meanwhile."""
    row = readable(actor, facts, model).filter(thread_id=thread_id, is_current=True, is_struck=False).first()
    if row is None or unit_to_keep(actor, facts, row.volet) is None:
        raise NotVisible(Refusal(facts.id, WRITE, "Rien de tel dans ce dossier"), actor)
    if step is not None and row.version != step.version:
        raise _stale(*lines_shown(actor, facts, [row]))
    return row


def sent(actor: Actor, model: type[Versioned], record_id: UUID, thread_id: UUID, step: Step) -> bool:
    """Was this very step received before? An identifier taken elsewhere is what does not exist."""
    known = model._default_manager.filter(pk=step.id).values_list("thread_id", "author_id").first()
    if known is not None and known != (thread_id, actor.practitioner_id):
        raise NotVisible(Refusal(record_id, WRITE, "Identifiant déjà pris"), actor)
    return known is not None


def advance(actor: Actor, row: Line, step: Step) -> Line:
    """One more version; the former is no longer the current one, and stays."""
    type(row)._default_manager.filter(pk=row.pk).update(is_current=False)
    row.pk, row.version, row.reason, row.is_current = step.id, row.version + 1, step.reason, True
    row._state.adding = True
    try:
        with transaction.atomic():
            insert(signed(actor, row))
    except IntegrityError as problem:
        raise _stale(row) from problem
    return row


def _stale(row: Versioned) -> Stale:
    day = local(row.written_at).date()
    when = f"à {hour(row.written_at)}" if day == today() else f"le {short(day)} à {hour(row.written_at)}"
    return Stale(f"{row.author_name} a écrit ici {when}. Voici les deux versions\u00a0: choisissez.", row)
