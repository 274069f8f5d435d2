"""Gestures on the roles of an organisme: copy, change, retire. Kept version by version, in force at the next request."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.postgres.functions import TransactionNow
from django.db import connection, transaction
from django.db.models import F

from liane.access import words
from liane.access.actor import Actor
from liane.access.enums import Right
from liane.access.models import Role, RoleChange
from liane.access.queries import managed_by
from liane.access.role_rules import RoleSpec, excess, faults, named, raised
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.kit.door import NotVisible, Refusal, Refused, Stale
from liane.kit.once import insert
from liane.kit.text import fold
from liane.professionals.models import PractitionerRole

_STALE = "Ce rôle a changé pendant que vous le regardiez. Voici les deux versions\u00a0: choisissez."
_KEEPERS = """
SELECT count(DISTINCT w.account_id) FROM professionals_practitionerrole post
JOIN access_role r ON r.organization_id = post.organization_id AND r.code = post.role_code
JOIN professionals_practitioner w ON w.id = post.practitioner_id
JOIN professionals_account a ON a.id = w.account_id AND a.is_active
WHERE post.organization_id = %s AND post.unit_id IS NULL AND post.facility_id IS NULL AND post.starts_at <= now()
    AND (post.ends_at IS NULL OR post.ends_at > now()) AND %s = ANY (r.rights)
"""


def keeps_whole(actor: Actor) -> UUID:
    """A role is worth everywhere: only who keeps the whole organisme decides of it. Never while looking as a colleague."""
    if actor.organization_id is None or not actor.may(Right.HOUSE_MANAGE) or not managed_by(actor).whole:
        raise NotVisible(Refusal(None, Right.HOUSE_MANAGE, "Ne tient pas tout l’organisme"), actor)
    return actor.organization_id


def role_kept(actor: Actor, role_id: UUID) -> Role:
    """A role of her organisme that she may change, or what does not exist."""
    organization_id = keeps_whole(actor)
    role = Role.objects.filter(pk=role_id, organization_id=organization_id).first()
    if role is None:
        raise NotVisible(Refusal(None, Right.HOUSE_MANAGE, "Ce rôle n’existe pas dans son organisme"), actor)
    return role


def _check(actor: Actor, before: RoleSpec, after: RoleSpec, family: str) -> None:
    if found := faults(after, family):
        raise Refused(" ".join(found))
    if too_much := excess(actor, before, after, family, Role.objects.all()):
        listed = words.listed(named(thing) for thing in too_much)
        raise Refused(f"Vous ne pouvez pas donner ce que ni vous ni un rôle de la même famille n’avez : {listed}.")


def _named_apart(actor: Actor, spec: RoleSpec, but: UUID | None = None) -> None:
    """Two roles under one name cannot be told apart when a post is given: the wrong volets would be opened in good faith.

    Neither capitals nor accents make another name. Retired roles keep their names in the past, where nobody chooses them.
    """
    others = Role.objects.filter(organization_id=actor.organization_id, retired_at=None).exclude(pk=but)
    for label, short in others.order_by("label").values_list("label", "short"):
        if _same(label, spec.label):
            raise Refused(f"Un rôle s’appelle déjà « {label} ». Donnez un autre nom à celui-ci.")
        if _same(short, spec.short):
            raise Refused(f"Le nom court « {short} » est déjà celui du rôle « {label} ». Choisissez-en un autre.")


def _same(one: str, other: str) -> bool:
    told, asked = ((fold(name) or name.casefold()).split() for name in (one, other))
    return told == asked


def keep_version(actor: Actor, role: Role, before: dict[str, object], after: dict[str, object]) -> None:
    change = RoleChange.objects.create(
        organization_id=role.organization_id, role=role, at=TransactionNow(), author_id=actor.practitioner_id,
        author_name=actor.name, before=before, after=after,
    )  # fmt: skip
    trace(actor, Kind.ROLE_CHANGED, object_id=role.pk, change=change.pk, version=role.version)


@transaction.atomic
def create_role(actor: Actor, role_id: UUID, source_id: UUID, spec: RoleSpec) -> Role:
    """One more role, from another: it keeps its family. Sent twice, it is created once."""
    organization_id = keeps_whole(actor)
    source = role_kept(actor, source_id)
    known = Role.objects.filter(pk=role_id, organization_id=organization_id).first()
    if known is not None:
        return known
    _check(actor, RoleSpec.of(source), spec, source.family)
    _named_apart(actor, spec)
    role = Role(
        id=role_id, organization_id=organization_id, code=_code(spec.label), label=spec.label, short=spec.short,
        family=source.family, origin_code=source.origin_code or source.code, rights=sorted(spec.rights), reads=sorted(spec.reads), writes=sorted(spec.writes),
    )  # fmt: skip
    insert(role)
    keep_version(actor, role, {}, spec.told())
    return role


def _code(label: str) -> str:
    """Its name for the machine, unlike any other: «aes_de_nuit»."""
    base = "_".join(fold(label).lower().split())[:40] or "role"
    taken = set(Role.objects.filter(code__startswith=base).values_list("code", flat=True))
    return next(
        code for number in range(1, 10_000) if (code := base if number == 1 else f"{base}_{number}") not in taken
    )


@transaction.atomic
def change_role(actor: Actor, role_id: UUID, spec: RoleSpec, *, version: int) -> Role:
    """Other words, other rights, other volets, for everybody who holds it, from the next page on."""
    role = role_kept(actor, role_id)
    before = RoleSpec.of(role)
    if before == spec:
        return role
    if role.version != version or role.retired_at is not None:
        raise Stale(_STALE, role)
    if raised(before, spec) and any(grant.role == role.code for grant in actor.grants):
        raise Refused("Vous tenez ce rôle : une autre personne de la direction peut l’élargir, pas vous.")
    _check(actor, before, spec, role.family)
    if (before.label, before.short) != (spec.label, spec.short):
        _named_apart(actor, spec, but=role_id)
    changed = Role.objects.filter(pk=role_id, version=version).update(
        label=spec.label, short=spec.short, rights=sorted(spec.rights), reads=sorted(spec.reads),
        writes=sorted(spec.writes), version=F("version") + 1,
    )  # fmt: skip
    if not changed:
        raise Stale(_STALE, role_kept(actor, role_id))
    _somebody_keeps_the_house(role.organization_id)
    role.refresh_from_db()
    keep_version(actor, role, before.told(), spec.told())
    return role


def widen_role(actor: Actor, role: Role, spec: RoleSpec) -> None:
    """What Liane proposes for this role (`access.role_news`), accepted: the same guard rails, the same version kept."""
    before = RoleSpec.of(role)
    _check(actor, before, spec, role.family)
    changed = Role.objects.filter(pk=role.pk, version=role.version, retired_at=None).update(
        rights=sorted(spec.rights), reads=sorted(spec.reads), writes=sorted(spec.writes), version=F("version") + 1
    )
    if not changed:
        raise Refused(
            f"Le rôle « {role.label} » a changé pendant que vous le regardiez. Rien n’a été accepté : relisez."
        )
    role.refresh_from_db()
    keep_version(actor, role, before.told(), spec.told())


def _keepers(organization_id: UUID) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_KEEPERS, [organization_id, Right.HOUSE_MANAGE.value])
        return int(cursor.fetchone()[0])


def only_keeper(organization_id: UUID) -> bool:
    """Is there a single person who keeps the whole house? Nobody else could then decide of her own role."""
    return _keepers(organization_id) == 1


def _somebody_keeps_the_house(organization_id: UUID) -> None:
    """After the change, in its transaction: an organisme that nobody administers any more could not be repaired."""
    if not _keepers(organization_id):
        raise Refused("Plus personne ne tiendrait les lieux et l’équipe de tout l’organisme. Rien n’a été changé.")


@transaction.atomic
def retire_role(actor: Actor, role_id: UUID) -> Role:
    """No longer proposed. Refused while somebody holds it, or will: a right is ended by its post, with a name."""
    role = role_kept(actor, role_id)
    if role.retired_at is not None:
        return role
    held = PractitionerRole.objects.filter(organization_id=role.organization_id, role_code=role.code)
    if count := held.exclude(ends_at__lte=TransactionNow()).count():
        people = "une personne le tient" if count == 1 else f"{count} postes le donnent"
        raise Refused(f"Ce rôle sert encore : {people}. Terminez d’abord ces postes, ou donnez-leur un autre rôle.")
    Role.objects.filter(pk=role_id).update(retired_at=TransactionNow(), version=F("version") + 1)
    role.refresh_from_db()
    told = RoleSpec.of(role).told()
    keep_version(actor, role, told, {**told, "retired": True})
    return role


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A role of the list, and how many hold it now."""

    role: Role
    holders: int


def roles_of(actor: Actor) -> list[RoleLine]:
    """Those proposed, by family then name, with the number of people who hold each in this moment."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLDERS, [actor.organization_id])
        holders = dict(cursor.fetchall())
    roles = Role.objects.filter(organization_id=actor.organization_id, retired_at=None).order_by("family", "label")
    return [RoleLine(role, holders.get(role.code, 0)) for role in roles]


_HOLDERS = """
SELECT post.role_code, count(DISTINCT post.practitioner_id) FROM professionals_practitionerrole post
WHERE post.organization_id = %s AND post.starts_at <= now() AND (post.ends_at IS NULL OR post.ends_at > now())
GROUP BY post.role_code
"""
