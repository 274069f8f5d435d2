"""Keep the directory: a body more, corrected for everybody, two of them that were one; and back."""

from collections.abc import Iterator
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.kit.door import NotVisible, Refusal, Refused, Stale
from liane.kit.once import already, insert
from liane.people.circle.enums import ContactKind
from liane.people.circle.models import Contact, ContactJoin, HouseholdMember, Relative
from liane.people.circle.queries import bodies
from liane.people.protection.models import LegalMeasure, ParentalAuthority

OF_BODY = ("name", "phone", "other_phone", "email", "address")
# What points at a contact, and passes to the one that is kept.
POINTS: tuple[tuple[type[Model], str], ...] = (
    (Relative, "contact"), (HouseholdMember, "contact"), (LegalMeasure, "holder"), (ParentalAuthority, "contact"),
)  # fmt: skip


def _may(actor: Actor) -> None:
    if not actor.may(Right.CIRCLE_WRITE):
        raise NotVisible(Refusal(None, Right.CIRCLE_WRITE, "Ne tient pas l’annuaire"), actor)


def _body(actor: Actor, contact_id: UUID) -> Contact:
    found = bodies(actor).select_for_update(of=("self",)).filter(pk=contact_id).first()
    if found is None:
        raise NotVisible(Refusal(None, Right.CIRCLE_WRITE, "Rien de tel dans l’annuaire"), actor)
    return found


@transaction.atomic
def add_body(actor: Actor, contact_id: UUID, kind: str, values: dict[str, str]) -> None:
    """One more, for the whole organisme. Sent twice, written once."""
    _may(actor)
    if already(Contact, contact_id):
        return
    if kind not in ContactKind.values or kind == ContactKind.PERSON:
        raise Refused("Choisissez ce que c’est\u00a0: école, médecin, mandataire…")
    contact = Contact(id=contact_id, organization_id=actor.organization_id, kind=kind).put(**values)
    insert(contact)
    trace(actor, Kind.DIRECTORY_CHANGED, object_id=contact_id)


@transaction.atomic
def correct_body(actor: Actor, contact_id: UUID, values: dict[str, str], *, version: int) -> None:
    """Its name and how to reach it, in every circle at once. A stale version is given back."""
    _may(actor)
    contact = _body(actor, contact_id)
    if all(getattr(contact, name) == value for name, value in values.items()):
        return
    if contact.version != version:
        raise Stale("Quelqu’un a corrigé ce contact entre-temps. Voici les deux versions\u00a0: choisissez.", contact)
    contact.put(**values)
    contact.version += 1
    contact.save()
    trace(actor, Kind.DIRECTORY_CHANGED, object_id=contact_id)


@transaction.atomic
def join_bodies(actor: Actor, join_id: UUID, kept_id: UUID, gone_id: UUID) -> None:
    """`gone` was `kept` written a second time: what pointed at it points at the one that stays, line by line in the ledger."""
    _may(actor)
    if already(ContactJoin, join_id):
        return
    first, second = sorted((kept_id, gone_id))
    if first == second:
        raise Refused("C’est le même contact\u00a0: choisissez-en un autre.")
    both = {contact.pk: contact for contact in (_body(actor, first), _body(actor, second))}
    kept, gone = both[kept_id], both[gone_id]
    if kept.kind != gone.kind:
        raise Refused("Ces deux contacts ne sont pas de même nature. Corrigez d’abord l’un des deux.")
    moved = dict(_moved(kept, gone))
    join = ContactJoin(id=join_id, organization_id=actor.organization_id, kept=kept, gone=gone, moved=moved)
    join.at, join.author_id, join.author_name = timezone.now(), actor.practitioner_id, actor.name  # type: ignore[assignment]
    insert(join)
    gone.joined_to = kept
    gone.save()
    trace(actor, Kind.DIRECTORY_JOINED, object_id=join_id)


def _moved(kept: Contact, gone: Contact) -> Iterator[tuple[str, list[str]]]:
    for model, name in POINTS:
        rows = model._default_manager.filter(**{name: gone})
        ids = [str(pk) for pk in rows.values_list("pk", flat=True)]
        rows.update(**{name: kept})
        yield f"{model._meta.db_table}.{name}", ids


@transaction.atomic
def part_bodies(actor: Actor, join_id: UUID) -> UUID:
    """They are two, after all: exactly the lines that passed go back, those that nobody has changed since. Gives the kept one."""
    _may(actor)
    join = (
        ContactJoin.objects.select_for_update(of=("self",))
        .filter(pk=join_id)
        .exclude(kept__kind=ContactKind.PERSON)
        .first()
    )
    if join is None:
        raise NotVisible(Refusal(None, Right.CIRCLE_WRITE, "Rien de tel dans l’annuaire"), actor)
    if join.undone_at is not None:
        return join.kept_id
    if join.kept.joined_to_id is not None:
        raise Refused(f"{join.kept.name} a été réuni depuis à un autre contact. Séparez-les d’abord.")
    for model, name in POINTS:
        ids = join.moved.get(f"{model._meta.db_table}.{name}", [])
        model._default_manager.filter(pk__in=ids, **{name: join.kept_id}).update(**{name: join.gone_id})
    Contact.objects.filter(pk=join.gone_id).update(joined_to=None)
    join.undone_at, join.undone_by = timezone.now(), actor.name
    join.save(update_fields=["undone_at", "undone_by"])
    trace(actor, Kind.DIRECTORY_PARTED, object_id=join_id)
    return join.kept_id
