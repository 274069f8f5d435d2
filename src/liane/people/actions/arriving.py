"""What was already known of somebody when her record opens: a number given elsewhere, who to call. Nothing is typed again."""

from uuid import UUID

from django.db import IntegrityError, transaction

from liane.access.actor import Actor
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.kit.door import Refused
from liane.people.circle.sharing import keep_apart
from liane.people.enums import IdentifierKind
from liane.people.identity import index_person
from liane.people.models import LocalIdentifier, Person, Record


def keep_protected(actor: Actor, record_id: UUID, *, is_said: bool) -> bool:
    """The request says that her details are protected: her record is, before anything else is written in it.

    True when it is protected now, whoever said it first.
    """
    if not is_said:
        return Record.objects.filter(pk=record_id, is_protected=True).exists()
    if Record.objects.filter(pk=record_id, is_protected=False).update(is_protected=True):
        keep_apart(record_id)
        trace(
            actor,
            Kind.RECORD_CHANGED,
            record_id=record_id,
            reason="Coordonnées protégées, dit par la demande d’admission",
        )
    return True


def _held(record_id: UUID) -> Person:
    """Who she is now: nobody corrects her identity until this transaction ends."""
    return Person.objects.select_for_update(of=("self",)).get(record=record_id)


def keep_nss(actor: Actor, record_id: UUID, nss: str) -> None:
    """The number of social security told by the request, when none is known yet: it is not an INS, and qualifies nothing."""
    if not nss:
        return
    person = _held(record_id)
    if person.nss:
        return
    person.nss = nss
    person.version += 1  # whoever has the identity before her eyes has not seen this number
    person.save(update_fields=["nss", "version", "changed_at"])
    trace(
        actor, Kind.RECORD_CHANGED, record_id=record_id, object_id=person.pk, reason="Repris de la demande d’admission"
    )


def keep_number(actor: Actor, record_id: UUID, kind: str, value: str) -> None:
    """A number by which another house knows her: only it and the words that find her are written, since the record may have
    been there before the request, and a colleague may be correcting her identity."""
    if not value:
        return
    person = _held(record_id)
    known = list(person.identifiers.values_list("kind", "value"))
    if (kind, value) in known:
        return
    try:
        with transaction.atomic():
            LocalIdentifier.objects.create(
                organization_id=person.organization_id, person=person, kind=kind, value=value
            )  # fmt: skip
    except IntegrityError as problem:
        if "local_identifier_once" not in str(problem):
            raise
        label = IdentifierKind(kind).label
        raise Refused(
            f"Ce numéro ({label}) est déjà celui d’une autre personne. Est-ce elle\u00a0? Vérifiez avant d’admettre. S’il vient d’une "
            "autre maison (une autre MDPH), retirez-le de la demande\u00a0: il s’ajoutera sur la page «\u00a0Identité\u00a0», avec son FINESS."
        ) from problem
    index_person(person, [*(number for _, number in known), value]).save(update_fields=["search", "changed_at"])
    trace(
        actor, Kind.RECORD_CHANGED, record_id=record_id, object_id=person.pk, reason="Repris de la demande d’admission"
    )
