"""Complete «L’essentiel»: answers that follow one another, what to know before acting, the key worker."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.kinds import Kind
from liane.kit.dates import today
from liane.kit.door import NotVisible, Refusal, Refused, Stale
from liane.kit.once import already, insert
from liane.people.actions.holding import alone_on
from liane.people.actions.identity import who_changed
from liane.people.door import open_record, opens_quietly
from liane.people.enums import FlagKind
from liane.people.models import EssentialAnswer, Flag, KeyWorker
from liane.people.policies import writes_for
from liane.people.queries.essential import questions_of
from liane.people.queries.told import told_to
from liane.professionals.queries import team_of

MOST_FLAGS = 20


@transaction.atomic
def answer_essential(
    actor: Actor,
    record_id: UUID,
    answer_id: UUID,
    *,
    question: str,
    text: str,
    said_by: str = "",
    seen: UUID | None = None,
    is_shared: bool = False,
) -> None:
    """Write an answer after the former one, which stays. Stale when a colleague answered since the page was read.

    `is_shared`: told to the other teams, when the writer’s facility is discreet.
    """
    if already(EssentialAnswer, answer_id, record_id=record_id) and opens_quietly(actor, record_id):
        return
    alone_on(record_id)
    facts = open_record(
        actor, record_id, to=Right.ESSENTIAL_WRITE, kind=Kind.ESSENTIAL_WRITTEN, object_id=answer_id, question=question
    )
    given = told_to(actor, EssentialAnswer.objects.filter(record_id=record_id, question=question))
    former = given.order_by("-written_at", "-id").first()
    if former is None and question not in questions_of(held["pack"] for held in facts.held):
        raise NotVisible(Refusal(record_id, Right.ESSENTIAL_WRITE, "Question inconnue"), actor)
    if former is not None and former.pk != seen:
        raise Stale(who_changed(actor, record_id, Kind.ESSENTIAL_WRITTEN), former)
    insert(
        EssentialAnswer(
            id=answer_id, organization_id=facts.organization_id, record_id=record_id, question=question, text=text,
            said_by=said_by, author_id=actor.practitioner_id, author_name=actor.name, written_at=timezone.now(),
            unit_id=writes_for(actor, facts, Right.ESSENTIAL_WRITE).unit_id, is_shared=is_shared,
        )
    )  # fmt: skip


@transaction.atomic
def add_flag(
    actor: Actor, record_id: UUID, flag_id: UUID, *, kind: FlagKind, label: str, icon: str = "", is_shared: bool = False
) -> None:
    """Something everybody must see before acting. Twenty at most: beyond, nobody reads any."""
    if already(Flag, flag_id, record_id=record_id) and opens_quietly(actor, record_id):
        return
    alone_on(record_id)
    facts = open_record(actor, record_id, to=Right.ESSENTIAL_WRITE, kind=Kind.FLAG_ADDED, object_id=flag_id)
    if any(flag["label"] == label and flag["kind"] == kind for flag in facts.flags):
        raise Refused("C’est déjà écrit dans «\u00a0À savoir avant d’agir\u00a0».")
    if len(facts.flags) >= MOST_FLAGS:
        raise Refused("Il y a déjà 20 choses à savoir. Retirez d’abord ce qui n’est plus vrai.")
    insert(
        Flag(
            id=flag_id, organization_id=facts.organization_id, record_id=record_id, kind=kind, label=label, icon=icon,
            since=today(), author_name=actor.name,
            unit_id=writes_for(actor, facts, Right.ESSENTIAL_WRITE).unit_id, is_shared=is_shared,
        )
    )  # fmt: skip


@transaction.atomic
def end_flag(actor: Actor, record_id: UUID, flag_id: UUID) -> None:
    """It is no longer true. What was shown stays known, with its dates."""
    open_record(actor, record_id, to=Right.ESSENTIAL_WRITE, kind=Kind.FLAG_ENDED, object_id=flag_id)
    flag = told_to(actor, Flag.objects.filter(pk=flag_id, record_id=record_id)).first()
    if flag is None:
        raise NotVisible(Refusal(record_id, Right.ESSENTIAL_WRITE, "Rien de tel dans ce dossier"), actor)
    if flag.until is None:
        flag.until = max(today(), flag.since)
        flag.save(update_fields=["until"])


@transaction.atomic
def name_key_worker(
    actor: Actor, record_id: UUID, key_worker_id: UUID, practitioner_id: UUID, *, seen: UUID | None
) -> None:
    """A new key worker takes over from the former one, today. Stale when a colleague named somebody meanwhile."""
    if already(KeyWorker, key_worker_id, record_id=record_id) and opens_quietly(actor, record_id):
        return
    alone_on(record_id)
    facts = open_record(actor, record_id, to=Right.STAY_WRITE, kind=Kind.KEY_WORKER_CHANGED, object_id=key_worker_id)
    if practitioner_id not in {who.id for who in team_of(held.unit_id for held in facts.units())}:
        raise Refused("Ce professionnel ne travaille pas dans l’équipe. Choisissez dans la liste.")
    former = current_key_worker(record_id)
    if former is not None and former.pk != seen:
        if former.practitioner_id == practitioner_id:
            return
        raise Stale(who_changed(actor, record_id, Kind.KEY_WORKER_CHANGED), former)
    KeyWorker.objects.filter(record_id=record_id, until=None).update(until=today())
    insert(
        KeyWorker(
            id=key_worker_id, organization_id=facts.organization_id, record_id=record_id,
            practitioner_id=practitioner_id, since=today(),
        )
    )  # fmt: skip


def current_key_worker(record_id: UUID) -> KeyWorker | None:
    """Who is the key worker now."""
    return KeyWorker.objects.filter(record_id=record_id, until=None).order_by("-since", "-id").first()
