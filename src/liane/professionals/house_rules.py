"""What a house asks of those who come in, and who may decide it."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from liane.kit.dates import day, today
from liane.kit.door import Refused
from liane.organizations.models import Unit
from liane.professionals.actions import account_changed
from liane.professionals.factors import has_any
from liane.professionals.models import Account, SharedDevice, SignInRule

NOTICE = timedelta(days=7)  # what a team is left to add a key or an application of codes


def latest() -> date:
    """A rule for later than six months would be forgotten."""
    return today() + timedelta(days=183)


def of_house(organization_id: UUID | None) -> SignInRule | None:
    """The rule of this organisme, if it has one."""
    return SignInRule.objects.filter(organization_id=organization_id).first()


def _refusal(account: Account, start: date) -> str:
    """Why a second factor cannot be asked from this day: nobody is locked out by surprise, the chooser first."""
    if start < today():
        return "Cette date est passée. Choisissez un jour à venir."
    if not has_any(account):
        return "Ajoutez d’abord votre propre second facteur, dans « Mon compte » : cette règle vous concerne aussi."
    people, protected = share()
    soonest = today() + NOTICE
    if people == protected or start >= soonest:
        return ""
    missing = people - protected
    who = f"{missing} personnes sur {people} n’ont" if missing > 1 else f"Une personne sur {people} n’a"
    return f"{who} pas encore de second facteur. Laissez une semaine à l’équipe : choisissez le {day(soonest)} ou plus tard."


def ask_second_factor(actor: Any, start: date | None) -> None:
    """From this day on, who has no second factor sets one up before anything else; until then, she is only told."""
    account = Account.objects.get(pk=actor.account_id)
    rule = of_house(actor.organization_id)
    if start == (rule.second_factor_from if rule else None):
        return
    if start and (refusal := _refusal(account, start)):
        raise Refused(refusal)
    SignInRule.objects.update_or_create(organization_id=actor.organization_id, defaults={"second_factor_from": start})
    account_changed.send(Account, account=account, kind="sign_in_rule.changed", start=start)


def keeps_all(actor: Any, right: str) -> bool:
    """Does she hold this right in every open unit of the organisme, but those of discreet facilities?"""
    mine = actor.units_with(right)
    units = Unit.objects.filter(is_open=True, facility__is_discreet=False).values_list("pk", flat=True)
    return bool(mine) and set(units) <= mine


def facilities_kept(actor: Any, right: str) -> frozenset[UUID]:
    """Facilities in every open unit of which she holds this right."""
    mine = actor.units_with(right)
    rows = list(Unit.objects.filter(is_open=True).values_list("pk", "facility_id"))
    found = {facility for unit, facility in rows if unit in mine}
    others = {facility for unit, facility in rows if unit not in mine}
    return frozenset(found - others)


def devices_kept(actor: Any, right: str) -> list[SharedDevice]:
    """Shared devices of the places that she keeps."""
    rows = SharedDevice.objects.filter(ended_at=None).select_related("unit__facility", "facility", "enrolled_by")
    units, facilities = actor.units_with(right), facilities_kept(actor, right)
    return [d for d in rows.order_by("name") if d.unit_id in units or d.facility_id in facilities]


_SHARE = """
SELECT count(*), count(*) FILTER (WHERE EXISTS (
    SELECT 1 FROM mfa_authenticator f WHERE f.user_id = a.id AND f.type IN ('totp', 'webauthn')))
FROM professionals_account a WHERE a.is_active AND EXISTS (
    SELECT 1 FROM professionals_practitioner w JOIN professionals_practitionerrole post ON post.practitioner_id = w.id
    WHERE w.account_id = a.id AND post.starts_at <= now() AND (post.ends_at IS NULL OR post.ends_at > now()))
"""


def share() -> tuple[int, int]:
    """How many people have a post now in the organisme of the transaction, and how many of them a second factor."""
    with connection.cursor() as cursor:
        cursor.execute(_SHARE)
        people, protected = cursor.fetchone()
    return int(people), int(protected)
