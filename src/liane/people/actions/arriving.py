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
from liane.people.models import LocalIdentifier, Record


def keep_protected(actor: Actor, record_id: UUID) -> None:
    """The request says that her details are protected: her record is, before anything else is written in it."""
    if Record.objects.filter(pk=record_id, is_protected=False).update(is_protected=True):
        keep_apart(record_id)
        trace(
            actor,
            Kind.RECORD_CHANGED,
            record_id=record_id,
            reason="Coordonnées protégées, dit par la demande d’admission",
        )


def keep_nss(actor: Actor, record_id: UUID, nss: str) -> None:
    """The number of social security told by the request, when none is known yet: it is not an INS, and qualifies nothing."""
    person = Record.objects.select_related("person").get(pk=record_id).person
    if not nss or person.nss:
        return
    person.nss = nss
    person.save(update_fields=["nss", "changed_at"])
    trace(
        actor, Kind.RECORD_CHANGED, record_id=record_id, object_id=person.pk, reason="Repris de la demande d’admission"
    )


def keep_number(actor: Actor, record_id: UUID, kind: str, value: str) -> None:
    """A number by which another house knows her, in a record that this transaction has just opened (or opened on a request)."""
    if not value:
        return
    person = Record.objects.select_related("person").get(pk=record_id).person
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
            f"Ce numéro ({label}) est déjà celui d’une autre personne. Est-ce elle ? Vérifiez avant d’admettre."
        ) from problem
    index_person(person, [*(number for _, number in known), value]).save()
    trace(
        actor, Kind.RECORD_CHANGED, record_id=record_id, object_id=person.pk, reason="Repris de la demande d’admission"
    )
