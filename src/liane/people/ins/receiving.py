"""What the national service answers, applied: the only way by which an INS enters a record."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from liane.access.actor import Actor
from liane.journal.kinds import Kind
from liane.kit.door import Refused
from liane.kit.ids import uuid7
from liane.people.doubles.watch import notice
from liane.people.enums import HOLDS_INS, IdentityStatus, Precision
from liane.people.ins.actions import locked_person
from liane.people.ins.matricule import OIDS, MatriculeRefused, contradictions, read_matricule
from liane.people.ins.models import FormerIns, IdentityEvidence
from liane.people.ins.moves import Event
from liane.people.ins.names import comparable, listed
from liane.people.ins.policies import oid_allowed
from liane.people.ins.port import Answer, Identity, Outcome
from liane.people.ins.writing import happen
from liane.people.models import Person

TEST_OID = "Cette INS est une INS de test\u00a0: elle n’a pas sa place hors de la maison d’essai."


@transaction.atomic
def receive_answer(actor: Actor, record_id: UUID, answer: Answer, *, evidence_id: UUID | None = None) -> None:
    """Apply an answer of the service. `evidence_id`: the paper checked in the same gesture, which qualifies at once.

    An answer that says nothing (not connected, unreachable, nobody, several) is the sentence of a refusal.
    """
    if answer.outcome in (Outcome.FOUND, Outcome.CONFIRMED) and answer.identity is not None:
        person = locked_person(actor, record_id, Kind.INS_RECEIVED)
        _found(actor, person, answer.identity, evidence_id)
    elif answer.outcome is Outcome.NOT_CONFIRMED:
        person = locked_person(actor, record_id, Kind.INS_RECEIVED)
        happen(actor, person, Event.INS_NOT_CONFIRMED, reason=answer.sentence)
    else:
        raise Refused(answer.sentence or "Le service national d’identité n’a trouvé personne avec ces traits.")


def _found(actor: Actor, person: Person, identity: Identity, evidence_id: UUID | None) -> None:
    _believable(identity)
    if person.identity_status == IdentityStatus.VALIDATED and (apart := differences(person, identity)):
        raise Refused(
            f"L’identité nationale est différente sur\u00a0: {', '.join(apart)}. "
            "Comparez avec une pièce d’identité avant de choisir."
        )
    held = (
        person.identity_status in HOLDS_INS
    )  # then it is confirmed: `ins_at` stays, the step bears the date of verification
    if held and (person.ins_matricule, person.ins_oid) != (identity.matricule, identity.oid):
        raise Refused("Le service national donne une autre INS que celle du dossier. Signalez d’abord un doute.")
    evidence = IdentityEvidence.objects.filter(pk=evidence_id, person_id=person.pk, is_high=True).first()
    event = Event.INS_FOUND_WITH_EVIDENCE if evidence else Event.INS_FOUND
    traits = {} if held else _traits(identity)
    happen(actor, person, event, evidence=evidence, **traits)
    notice(person)  # one INS in two records is one person
    known = set(FormerIns.objects.filter(person_id=person.pk).values_list("matricule", "oid"))
    for former in identity.former:
        if (former.matricule, former.oid) not in known:
            FormerIns.objects.create(
                id=uuid7(), organization_id=person.organization_id, person_id=person.pk, matricule=former.matricule,
                oid=former.oid, source="INSHISTO", since=former.since, until=former.until or timezone.now(),
                reason="Donnée par le service national comme ancienne INS", author_name=actor.name,
            )  # fmt: skip


def _believable(identity: Identity) -> None:
    """Wrong key, unknown or forbidden OID, number that contradicts its own traits: refused, nothing is written."""
    if identity.oid not in OIDS:
        raise Refused("Cette INS porte un OID inconnu. Elle n’est pas gardée.")
    if not oid_allowed(identity.oid):
        raise Refused(TEST_OID)
    try:
        number = read_matricule(identity.matricule)
    except MatriculeRefused as problem:
        raise Refused(str(problem)) from None
    against = contradictions(
        number, sex=identity.sex, birth_date=identity.birth_date, place_code=identity.birth_place_code
    )
    if against:
        raise Refused(against[0])


def differences(person: Person, identity: Identity | Person) -> list[str]:
    """The strict traits that say something else than the service (or than an identity that it gave), in words."""
    pairs = {
        "nom de naissance": (comparable(person.birth_name), comparable(identity.birth_name)),
        "prénom": (_first(person.first_names), _first(identity.first_names)),
        "date de naissance": (person.birth_date, identity.birth_date),
        "sexe": (person.sex, identity.sex),
    }
    return [words for words, (mine, theirs) in pairs.items() if mine != theirs]


def _first(names: str) -> str:
    return comparable(listed(names)[0]).split(" ")[0] if names.strip() else ""


def _traits(identity: Identity) -> dict[str, Any]:
    """Those of the service replace ours (RNIV); what is not a strict trait stays as it is."""
    return {
        "birth_name": identity.birth_name,
        "first_names": identity.first_names,
        "birth_first_name": identity.first_name,
        "sex": identity.sex,
        "birth_date": identity.birth_date,
        "birth_precision": Precision.DAY,
        "birth_place_code": identity.birth_place_code,
        "ins_matricule": identity.matricule,
        "ins_oid": identity.oid,
        "ins_source": "INSI",
        "ins_at": timezone.now(),
    }
