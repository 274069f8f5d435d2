"""The one door to a record: it finds, checks and leaves the trace in one call."""

from uuid import UUID

from liane.access import words
from liane.access.actor import Actor
from liane.access.enums import RIGHT_LABELS, Right
from liane.access.policies import Decision, Level, decide, may_open_emergency
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.kit.addresses import reverse
from liane.kit.door import Moved, NotVisible, Refusal, Refused
from liane.people.doubles.pairs import kept_record
from liane.people.facts import RecordFacts, record_facts
from liane.people.models import Record, RecordUnit
from liane.people.queries.told import units_of_addresses, units_of_reader

# The trace that each right leaves when it opens a record; writings leave their own, more precise.
_TRACES = {
    Right.RECORD_READ: Kind.RECORD_OPENED,
    Right.RECORD_PRINT: Kind.RECORD_PRINTED,
    Right.RECORD_JOURNAL: Kind.JOURNAL_READ,
}

ARCHIVED = "Ce dossier est archivé. Demandez à la direction de le ressortir."
_IN_DANGER = "Si quelqu’un est en danger, utilisez l’accès d’urgence."


def open_record(
    actor: Actor,
    record_id: UUID,
    *,
    to: Right,
    reason: str = "",
    kind: Kind | None = None,
    object_id: UUID | None = None,
    **detail: object,
) -> RecordFacts:
    """Open a record to use one right, or raise NotVisible: absent and forbidden are the same answer.

    `kind` names the act when it is more than an opening (a note written…): one line of the journal says it all.
    The reason kept is the one given, else the sentence of the rule (law 2).
    """
    facts = _facts(actor, record_id, for_writing=kind is not None)
    if facts is None:
        raise _gone(actor, record_id, to)
    decision = decide(actor, to, facts.units(), is_protected=facts.is_protected, record_id=record_id)
    if not decision.allowed:
        raise NotVisible(ask_the_team(actor, record_id, facts, to), actor)
    told = kind or _TRACES.get(to, Kind.RECORD_OPENED)
    why = reason or decision.why
    trace(actor, told, record_id=record_id, object_id=object_id, reason=why, through=decision.unit_id, **detail)
    return facts.shown_to(actor.unit_ids)


def open_closed_record(actor: Actor, record_id: UUID, *, kind: Kind, object_id: UUID | None = None) -> RecordFacts:
    """The record of somebody who has left: only a unit that accompanied her may open it, to welcome her back."""
    facts = _facts(actor, record_id, for_writing=True)
    mine = RecordUnit.objects.filter(record_id=record_id, unit_id__in=actor.units_with(Right.STAY_WRITE))
    if facts is None or facts.held or not mine.exists():
        raise NotVisible(Refusal(record_id, Right.STAY_WRITE, "N’a pas accompagné cette personne"), actor)
    if _is_archived(record_id):
        raise NotVisible(Refusal(record_id, Right.STAY_WRITE, "Dossier archivé", ARCHIVED), actor)
    trace(actor, kind, record_id=record_id, object_id=object_id, reason="Retour d’une personne déjà accompagnée")
    return facts


def open_after_exit(
    actor: Actor,
    record_id: UUID,
    *,
    unit_id: UUID,
    kind: Kind,
    object_id: UUID | None = None,
    reason: str = "Suivi après la sortie",
) -> RecordFacts:
    """Her name, for the unit that accompanied her and must ask what she becomes (CASF D312-37), wherever she is followed now;
    or that takes back an exit which was a mistake.

    Nothing else of the record is shown by it: `stays.following` and `stays.exits` alone call this, for a stay of this unit
    that has ended.
    """
    facts = _facts(actor, record_id, for_writing=True)
    left = RecordUnit.objects.filter(record_id=record_id, unit_id=unit_id, until__isnull=False)
    if facts is None or not actor.may(Right.STAY_WRITE, unit_id) or not left.exists():
        raise NotVisible(Refusal(record_id, Right.STAY_WRITE, "N’a pas accompagné cette personne"), actor)
    if _is_archived(record_id):
        raise NotVisible(Refusal(record_id, Right.STAY_WRITE, "Dossier archivé", ARCHIVED), actor)
    trace(actor, kind, record_id=record_id, object_id=object_id, reason=reason, through=unit_id)
    return facts.shown_to(actor.unit_ids)


def open_by_admission(
    actor: Actor, record_id: UUID, *, unit_id: UUID, kind: Kind, object_id: UUID | None = None
) -> RecordFacts:
    """The record of somebody whom a facility admits on a request that names her, followed or not by a team of the actor.

    The link between the request and the record was made by a reader who may know it (`stays.referrals`), which alone calls
    this; receiving her in this unit is what opens her record to its team. Archived, it is taken out by the direction before.
    """
    facts = _facts(actor, record_id)
    if facts is None or not actor.may(Right.STAY_WRITE, unit_id):
        raise NotVisible(Refusal(record_id, Right.STAY_WRITE, "N’accueille pas dans cette unité"), actor)
    if _is_archived(record_id):
        raise Refused(ARCHIVED)
    trace(actor, kind, record_id=record_id, object_id=object_id, reason="Admise sur une demande", through=unit_id)
    return facts.shown_to(actor.unit_ids)


def _is_archived(record_id: UUID) -> bool:
    return Record.objects.filter(pk=record_id, archived_at__isnull=False).exists()


def opens_quietly(actor: Actor, record_id: UUID) -> bool:
    """The same rule without a trace, for the images of a page that has left its own: twenty small images on a page are
    not twenty openings. An emergency access opens them as it opens the page."""
    if Record.objects.visible_to(actor).filter(pk=record_id).exists():
        return True
    facts = _facts(actor, record_id) if actor.emergency_on(record_id) else None
    if facts is None:
        return False
    return decide(actor, Right.RECORD_READ, facts.units(), is_protected=facts.is_protected, record_id=record_id).allowed


def _facts(actor: Actor, record_id: UUID, *, for_writing: bool = False) -> RecordFacts | None:
    """`for_writing`: whoever joins this record to another waits until what is being written is there (and the reverse)."""
    organization_id = actor.organization_id
    if not organization_id:
        return None
    entitled = units_of_addresses(actor)
    return record_facts(record_id, organization_id, units_of_reader(actor), entitled, for_writing=for_writing)


def _gone(actor: Actor, record_id: UUID, to: Right) -> NotVisible:
    """No such record; or it was joined to another one, and then the same rule answers for that one."""
    absent = NotVisible(Refusal(record_id, to, "Ce dossier n’existe pas dans son organisme"), actor)
    kept = kept_record(record_id) if actor.organization_id else None
    if kept is None:
        return absent
    facts = _facts(actor, kept)
    if facts is None:
        return absent
    if not decide(actor, to, facts.units(), is_protected=facts.is_protected, record_id=kept).allowed:
        return NotVisible(ask_the_team(actor, kept, facts, to), actor)
    return Moved(Refusal(kept, to, "Dossier réuni à un autre"), actor, kept)


def ask_the_team(actor: Actor, record_id: UUID, facts: RecordFacts | None, to: Right) -> Refusal:
    """Why the door stays closed, whom to ask when she may know that somebody is followed here, and the emergency door."""
    if facts is None:
        return Refusal(record_id, to, "Ce dossier n’existe pas dans son organisme")
    decision = decide(actor, to, facts.units(), is_protected=facts.is_protected, record_id=record_id)
    sentence = _whom_to_ask(facts, to, decision)
    if not may_open_emergency(actor, facts.units(), is_protected=facts.is_protected):
        return Refusal(record_id, to, decision.why, sentence)
    address = reverse("people:emergency", kwargs={"record_id": record_id})
    return Refusal(record_id, to, decision.why, f"{sentence} {_IN_DANGER}", address)


def _whom_to_ask(facts: RecordFacts, to: Right, decision: Decision) -> str:
    """The sentence for a colleague who may know that somebody is followed here (three levels, peers B3 and B5)."""
    if decision.level is not Level.FOLLOWED:
        return ""
    if decision.why.startswith("Son rôle"):
        return f"Votre rôle ne permet pas {words.of(RIGHT_LABELS[to])}. Demandez à votre chef de service."
    told = facts.shown_to(frozenset())
    unit, facility = told.held[0]["unit"], told.held[0]["facility"]
    where = unit if unit == facility else f"{unit}, {facility}"
    named = told.key_workers[:1]
    asked = f"à {named[0]['name']} ({named[0]['profession']})" if named else "à cette équipe"
    return f"Ce dossier n’est pas ouvert à votre équipe : il est suivi par {where}. Demandez {asked}."
