"""Write a right, correct it, take it off, say where a request stands. Nothing is overwritten: each gesture adds a version."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from liane.access.actor import Actor
from liane.access.enums import Right, Volet
from liane.journal.kinds import Kind
from liane.kit.dates import hour, local, short, today
from liane.kit.door import NotVisible, Refusal, Refused, Stale
from liane.kit.once import already, insert
from liane.kit.slots import Slot, hung
from liane.nomenclatures.entitlements import kinds
from liane.people.actions.holding import alone_on
from liane.people.door import open_record
from liane.people.entitlements.enums import RUNNING, ClaimState
from liane.people.entitlements.models import Claim, Entitlement, Version
from liane.people.entitlements.policies import kinds_unsaid, locating, unit_to_keep
from liane.people.entitlements.queries import claim_of, claims_about, rights_told, same_decision
from liane.people.entitlements.rules import RightDraft, faults
from liane.people.entitlements.unsaid import not_erased
from liane.people.entitlements.words import claim_told, period, title_of
from liane.people.facts import RecordFacts
from liane.people.queries.told import SPEAKS_OF_PLACES
from liane.people.telling import Told, tell

RIGHT, CLAIM = "RIGHT", "CLAIM"  # the kinds of our lines in the fil
_WRITE = Right.ENTITLEMENT_WRITE
Line = TypeVar("Line", bound=Version)


class Wrong(Refused):
    """Several answers are wrong; `faults` holds the sentence of each, under its question."""

    def __init__(self, found: list[tuple[str, str]]) -> None:
        super().__init__(" ".join(sentence for _, sentence in found))
        self.faults = found


@dataclass(frozen=True, slots=True)
class Step:
    """One more version: its identifier (chosen by the form), the version that was read, and why."""

    id: UUID
    version: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ClaimDraft:
    """Where a request stands, since when. `renews`: the right that it asks again."""

    kind: str
    state: str
    on: date
    note: str = ""
    renews: UUID | None = None


@transaction.atomic
def record_entitlement(
    actor: Actor,
    record_id: UUID,
    entitlement_id: UUID,
    draft: RightDraft,
    *,
    renews: UUID | None = None,
    is_shared: bool = False,
) -> None:
    """Add a right. The same `entitlement_id` twice is once: an import may begin again.

    `renews` (thread): the right that this one follows no longer expires, and the request that asked it is received.
    Raises Wrong with a sentence by question, NotVisible when this part of the record is not hers to keep.
    """
    if already(Entitlement, entitlement_id, record_id=record_id, author_id=actor.practitioner_id):
        return
    alone_on(record_id)
    facts = open_record(actor, record_id, to=_WRITE, kind=Kind.RIGHT_ADDED, object_id=entitlement_id, right=draft.kind)
    _check(actor, facts, draft, entitlement_id)
    row = Entitlement(id=entitlement_id, thread_id=entitlement_id, kind=draft.kind, is_shared=is_shared)
    _placed(actor, facts, row)
    insert(signed(actor, written(row, draft)))
    if renews is not None:
        _follow(actor, facts, renews, row)
    what = "Droit renouvelé" if renews else "Droit ajouté"
    _tell(actor, facts, row, RIGHT, f"{what}\u00a0: {title_of(row.kind, row.answers)}", _until(row))


@transaction.atomic
def correct_entitlement(actor: Actor, record_id: UUID, thread_id: UUID, step: Step, draft: RightDraft) -> None:
    """What was written was wrong: the former version stays readable. A stale version is given back, never written."""
    if _sent(actor, Entitlement, record_id, thread_id, step):
        return
    alone_on(record_id)
    facts = open_record(actor, record_id, to=_WRITE, kind=Kind.RIGHT_CORRECTED, object_id=step.id)
    row = _current(actor, facts, thread_id, step)
    draft = not_erased(actor, facts, row, replace(draft, kind=row.kind))
    _check(actor, facts, draft, thread_id)
    if draft.paper_id is None and row.paper_id not in _papers(actor, facts):
        draft = replace(draft, paper_id=row.paper_id)  # not seen, not taken off
    _next(actor, written(row, draft), step)
    title = f"Droit corrigé\u00a0: {title_of(row.kind, row.answers)}"
    _tell(actor, facts, row, RIGHT, title, _until(row), step.reason)


@transaction.atomic
def withdraw_entitlement(actor: Actor, record_id: UUID, thread_id: UUID, step: Step) -> None:
    """It was not hers, or was written twice: it stays readable with the reason, and no longer counts."""
    if not step.reason:
        raise Wrong([("reason", "Écrivez pourquoi ce droit est retiré.")])
    if _sent(actor, Entitlement, record_id, thread_id, step):
        return
    alone_on(record_id)
    facts = open_record(actor, record_id, to=_WRITE, kind=Kind.RIGHT_WITHDRAWN, object_id=step.id)
    row = _current(actor, facts, thread_id, step)
    if row.is_withdrawn:
        raise Refused("Ce droit est déjà retiré. Rechargez la page.")
    row.is_withdrawn = True
    _next(actor, row, step)
    Entitlement.objects.filter(record_id=record_id, renewed_by=thread_id, is_current=True).update(renewed_by=None)
    _tell(actor, facts, row, RIGHT, f"Droit retiré\u00a0: {title_of(row.kind, row.answers)}", "", step.reason)


@transaction.atomic
def begin_claim(actor: Actor, record_id: UUID, claim_id: UUID, draft: ClaimDraft, *, is_shared: bool = False) -> None:
    """A right is to be asked for, or was. One request runs at a time for a right that is renewed."""
    if already(Claim, claim_id, record_id=record_id, author_id=actor.practitioner_id):
        return
    alone_on(record_id)
    facts = open_record(actor, record_id, to=_WRITE, kind=Kind.CLAIM_MOVED, object_id=claim_id, right=draft.kind)
    if draft.renews is not None:
        _current(actor, facts, draft.renews)
        if any(claim.is_current and claim.state in RUNNING for claim in claims_about(actor, facts, draft.renews)):
            raise Wrong([("state", "Une démarche est déjà en cours pour ce droit. Dites plutôt où elle en est.")])
    if draft.kind not in kinds():
        raise Wrong([("kind", "Cette sorte de droit n’existe pas. Choisissez dans la liste.")])
    row = Claim(
        id=claim_id, thread_id=claim_id, kind=draft.kind, renews=draft.renews, is_shared=is_shared, state=draft.state,
        on=_past(draft), note=draft.note,
    )  # fmt: skip
    _placed(actor, facts, row)
    insert(signed(actor, row))
    _tell(actor, facts, row, CLAIM, claim_told(row), "", row.note)


@transaction.atomic
def move_claim(actor: Actor, record_id: UUID, thread_id: UUID, step: Step, draft: ClaimDraft) -> None:
    """Asked, received, refused, given up: the former steps stay."""
    if _sent(actor, Claim, record_id, thread_id, step):
        return
    alone_on(record_id)
    facts = open_record(actor, record_id, to=_WRITE, kind=Kind.CLAIM_MOVED, object_id=step.id)
    found = claim_of(actor, facts, thread_id)
    if not found:
        raise NotVisible(Refusal(record_id, _WRITE, "Pas de démarche de ce dossier"), actor)
    row = found[0]
    _may_write(actor, facts, row.volet)
    _same_version(row, step)
    if row.state not in RUNNING:
        raise Wrong([("state", "Cette démarche est terminée. Notez-en une nouvelle.")])
    row.state, row.on, row.note = draft.state, _past(draft), draft.note
    _next(actor, row, step)
    _tell(actor, facts, row, CLAIM, claim_told(row), "", row.note)


def _check(actor: Actor, facts: RecordFacts, draft: RightDraft, thread_id: UUID) -> None:
    """Every rule, and that no decision nor paper of somebody else is written here."""
    found = list(faults(draft, facts.person.birth_date))
    if draft.national_number and (other := same_decision(actor, draft.national_number, thread_id)) is not None:
        here = other.record_id == facts.id
        found.append(("national_number", _ALREADY if here else _SOMEBODY_ELSE))
    if draft.paper_id is not None and draft.paper_id not in _papers(actor, facts):
        found.append(("paper", "Ce papier n’est pas dans ce dossier, ou a été retiré. Choisissez dans la liste."))
    if found:
        raise Wrong(found)


def _papers(actor: Actor, facts: RecordFacts) -> set[UUID]:
    """The papers of the record at which this reader may point."""
    return {key for tell_papers in hung(Slot.PAPERS) for key, _ in tell_papers(actor, facts.id)}


_ALREADY = "Cette décision est déjà dans ce dossier. Corrigez-la plutôt que de l’écrire deux fois."
_SOMEBODY_ELSE = "Ce numéro de décision est déjà celui d’une autre personne. Vérifiez le nom sur la notification."


def _may_write(actor: Actor, facts: RecordFacts, volet: str) -> UUID:
    unit = unit_to_keep(actor, facts, volet)
    if unit is None:
        raise NotVisible(Refusal(facts.id, _WRITE, "Ne tient pas cette partie du dossier"), actor)
    return unit.unit_id


def _placed(actor: Actor, facts: RecordFacts, row: Entitlement | Claim) -> None:
    if row.kind in kinds_unsaid(actor, facts):
        raise NotVisible(Refusal(facts.id, _WRITE, "Coordonnées protégées"), actor)
    row.volet = kinds()[row.kind].volet
    row.unit_id = _may_write(actor, facts, row.volet)
    # What an open team writes is told to the others without asking: only a discreet one shares, or not.
    row.is_shared &= any(held.is_discreet for held in facts.units() if held.unit_id == row.unit_id)
    row.organization_id, row.record_id = facts.organization_id, facts.id


def written(row: Entitlement, draft: RightDraft) -> Entitlement:
    """What was written, on the row."""
    for name in (
        "issuer",
        "number",
        "national_number",
        "decided_on",
        "opens_on",
        "expires_on",
        "is_endless",
        "note",
        "paper_id",
    ):
        setattr(row, name, getattr(draft, name))
    row.answers = {code: value for code, value in draft.answers.items() if value not in (None, "", [])}
    return row


def signed(actor: Actor, row: Line) -> Line:
    """Who wrote this version, when."""
    row.author_id = actor.practitioner_id  # type: ignore[assignment]
    row.author_name, row.author_role, row.written_at = actor.name, actor.role_label, timezone.now()
    return row


def _sent(actor: Actor, model: type[Version], record_id: UUID, thread_id: UUID, step: Step) -> bool:
    """Was this very step received before? An identifier taken elsewhere is what does not exist."""
    known = model._default_manager.filter(pk=step.id).values_list("thread_id", "author_id").first()
    if known is not None and known != (thread_id, actor.practitioner_id):
        raise NotVisible(Refusal(record_id, _WRITE, "Identifiant déjà pris"), actor)
    return known is not None


def _current(actor: Actor, facts: RecordFacts, thread_id: UUID, step: Step | None = None) -> Entitlement:
    """The right as it stands, for who may keep it; Stale when a colleague wrote meanwhile."""
    row = rights_told(actor, facts).filter(thread_id=thread_id).order_by("-version").first()
    if row is None:
        raise NotVisible(Refusal(facts.id, _WRITE, "Pas de droit de ce dossier"), actor)
    _may_write(actor, facts, row.volet)
    if step is not None:
        _same_version(row, step)
    return row


def _same_version(row: Version, step: Step) -> None:
    if row.version != step.version:
        raise _stale(row)


def _stale(row: Version) -> Stale:
    day = local(row.written_at).date()
    when = f"à {hour(row.written_at)}" if day == today() else f"le {short(day)} à {hour(row.written_at)}"
    return Stale(f"{row.author_name} a écrit ici {when}. Voici les deux versions\u00a0: choisissez.", row)


def _next(actor: Actor, row: Entitlement | Claim, step: Step) -> None:
    """The former version is no longer the current one, and stays; a colleague who arrives at the same moment is shown."""
    type(row)._default_manager.filter(pk=row.pk).update(is_current=False)
    row.pk, row.version, row.reason, row.is_current = step.id, row.version + 1, step.reason, True
    row._state.adding = True
    try:
        with transaction.atomic():
            insert(signed(actor, row))
    except IntegrityError as problem:
        raise _stale(row) from problem


def _follow(actor: Actor, facts: RecordFacts, renews: UUID, row: Entitlement) -> None:
    """The right before no longer expires; the request that asked for this one is received."""
    former = _current(actor, facts, renews)
    if former.kind != row.kind:
        raise Wrong([("renews", "Ce droit n’est pas de la même sorte. Ajoutez-le comme un nouveau droit.")])
    Entitlement.objects.filter(pk=former.pk).update(renewed_by=row.thread_id)
    running = [c for c in claims_about(actor, facts, renews) if c.is_current and c.state in RUNNING]
    for claim in running:
        Claim.objects.filter(pk=claim.pk).update(is_current=False)
        received = Claim(
            thread_id=claim.thread_id, version=claim.version + 1, kind=claim.kind, volet=claim.volet, unit_id=claim.unit_id,
            is_shared=claim.is_shared, organization_id=claim.organization_id, record_id=claim.record_id,
            renews=claim.renews, state=ClaimState.RECEIVED, on=today(),
        )  # fmt: skip
        insert(signed(actor, received))


def _past(draft: ClaimDraft) -> date:
    if draft.state != ClaimState.TO_ASK and draft.on > today():
        raise Wrong([("on", "Cette date n’est pas encore passée. Écrivez le jour où cela a été fait.")])
    return draft.on


def _until(row: Entitlement) -> str:
    return "sans limite de durée" if row.is_endless else period(row.opens_on, row.expires_on)


def added(row: Entitlement) -> Told:
    """A right that many lines of an import bring: what the fil says of it."""
    until = _until(row)
    title = f"Droit ajouté\u00a0: {title_of(row.kind, row.answers)}{', ' if until else ''}{until}"
    return Told(row.record_id, row.unit_id, row.volet, RIGHT, row.pk, row.written_at, title, until)  # type: ignore[arg-type]


def _tell(
    actor: Actor, facts: RecordFacts, row: Entitlement | Claim, kind: str, title: str, until: str, said: str = ""
) -> None:
    """The fil of the record says it, to those who read this part for this unit; of a protected person, what says where she is
    found, and the words typed beside, to those alone who know it."""
    volet = Volet.SOCIAL if facts.is_protected and row.kind in locating() else row.volet
    tells = not facts.is_protected or volet in SPEAKS_OF_PLACES
    body = " ".join(filter(None, [until, said if tells else ""]))
    shown = f"{title}, {body}" if kind == RIGHT and body else title
    tell(actor, Told(row.record_id, row.unit_id, volet, kind, row.pk, row.written_at, shown, body))  # type: ignore[arg-type]
