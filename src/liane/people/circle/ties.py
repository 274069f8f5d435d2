"""Say what two persons of one circle are to each other, and take it back."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.kinds import Kind
from liane.kit.dates import short, today
from liane.kit.door import NotVisible, Refusal, Refused
from liane.kit.once import already, insert
from liane.people.circle.enums import TieKind
from liane.people.circle.family import would_loop
from liane.people.circle.models import FamilyTie, Relative
from liane.people.door import open_record, opens_quietly
from liane.people.policies import writes_for
from liane.people.queries.told import told_to

_MOST_TIES = 120


def ties_of(actor: Actor, record_id: UUID) -> list[FamilyTie]:
    """What is known between those of her circle, as far as this reader is told."""
    return list(told_to(actor, FamilyTie.objects.filter(record_id=record_id)).order_by("pk"))


def running(ties: Iterable[FamilyTie]) -> list[FamilyTie]:
    """Those that nobody has taken back."""
    return [tie for tie in ties if not tie.until]


@transaction.atomic
def tie(actor: Actor, record_id: UUID, tie_id: UUID, one: UUID, other: UUID, kind: str, since: str) -> None:
    """Two of her circle: a couple, or a parent (`one`) and a child. What would make somebody her own ancestor is refused."""
    if already(FamilyTie, tie_id, record_id=record_id) and opens_quietly(actor, record_id):
        return
    facts = open_record(actor, record_id, to=Right.CIRCLE_WRITE, kind=Kind.FAMILY_TIED, object_id=tie_id)
    circle = {link.pk: link for link in told_to(actor, Relative.objects.filter(record_id=record_id))}
    if one not in circle or other not in circle:
        raise NotVisible(Refusal(record_id, Right.CIRCLE_WRITE, "Personne de tel dans cet entourage"), actor)
    if one == other or circle[one].contact_id == circle[other].contact_id:
        raise Refused("Choisissez deux personnes différentes : on n’est ni son propre parent, ni son propre conjoint.")
    known = running(ties_of(actor, record_id))
    if len(known) >= _MOST_TIES:
        raise Refused("L’arbre compte déjà 120 liens. Retirez d’abord ceux qui ne servent plus.")
    codes = {key: link.relation for key, link in circle.items()}
    if kind == TieKind.PARENT and would_loop(one, other, facts.person.pk, codes, known):
        raise Refused("Ce lien ferait une boucle : quelqu’un serait son propre ancêtre. Vérifiez qui est le parent.")
    pair = {one, other}
    if any({t.one_id, t.other_id} == pair and (t.kind == TieKind.PARENT) != (kind == TieKind.PARENT) for t in known):
        raise Refused("Ces deux personnes ne peuvent pas être en couple et parent l’une de l’autre.")
    if any((t.one_id, t.other_id, t.kind) == (one, other, kind) for t in known):
        return
    unit_id = writes_for(actor, facts, Right.CIRCLE_WRITE).unit_id
    insert(
        FamilyTie(
            id=tie_id, organization_id=facts.organization_id, record_id=record_id, one_id=one, other_id=other, kind=kind,
            since=since, unit_id=unit_id,
        )
    )  # fmt: skip


@transaction.atomic
def untie(actor: Actor, record_id: UUID, tie_id: UUID) -> None:
    """It is no longer so, or never was: dated, kept among those of before. Pressed twice, the first date stays."""
    open_record(actor, record_id, to=Right.CIRCLE_WRITE, kind=Kind.FAMILY_TIED, object_id=tie_id)
    told_to(actor, FamilyTie.objects.filter(pk=tie_id, record_id=record_id, until="")).update(until=short(today()))
