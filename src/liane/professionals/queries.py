"""Questions about those who work here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from liane.professionals.models import Account, Session

_TEAM = """
SELECT DISTINCT w.id, w.first_name || ' ' || w.last_name, w.profession, w.last_name
FROM professionals_practitionerrole post JOIN professionals_practitioner w ON w.id = post.practitioner_id
JOIN organizations_unit u ON u.organization_id = post.organization_id
    AND (post.unit_id = u.id OR (post.unit_id IS NULL AND post.facility_id = u.facility_id))
WHERE u.id = ANY(%s) AND post.starts_at <= now() AND (post.ends_at IS NULL OR post.ends_at > now())
ORDER BY w.last_name, 2
"""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of a team, as a list names her."""

    id: UUID
    name: str
    profession: str


def team_of(unit_ids: Iterable[UUID]) -> list[Colleague]:
    """Those who have a post now in these units or in their facility, by name."""
    with connection.cursor() as cursor:
        cursor.execute(_TEAM, [list(unit_ids)])
        return [Colleague(*row[:3]) for row in cursor.fetchall()]


def colleagues(unit_id: UUID, me: UUID | None) -> list[tuple[str, str]]:
    """The others of a unit, as choices of a list: (identifier, name and trade)."""
    return [(str(who.id), f"{who.name} ({who.profession})") for who in team_of([unit_id]) if who.id != me]


def account_of_session(session_key: str) -> UUID | None:
    """Whose session it was, even over: the text typed before its end is given back to her only."""
    return Session.objects.filter(session_key=session_key).values_list("account_id", flat=True).first()


def account_named(typed: str) -> Account | None:
    """Who signs in with this login or this address, capital letters or not. Asked alike whether she exists or not (C6)."""
    if not typed or len(typed) > 254 or "\x00" in typed:
        return None
    same = Q(login__iexact=typed) | (Q(email__iexact=typed) & ~Q(email=""))
    found = Account.objects.filter(same, is_active=True).order_by("id")[:5]
    return min(found, key=lambda account: account.login.lower() != typed.lower(), default=None)


@dataclass(frozen=True, slots=True)
class OpenSession:
    """Where an account is signed in, as its owner recognises it; `which` names it without giving its key."""

    which: str
    browser: str
    origin: str
    since: datetime | None
    seen: datetime | None
    is_here: bool
    device: str


def which(session_key: str) -> str:
    """A name for a session that does not open it."""
    return sha256(f"liane.session.{session_key}".encode()).hexdigest()[:24]


def sessions_of(account: Account, here: str) -> list[OpenSession]:
    """Sessions that are still open, this one first, then the latest seen."""
    now = timezone.now()
    rows = Session.objects.filter(
        account=account, expire_date__gt=now, seen_at__gt=now - settings.SESSION_IDLE,
        signed_in_at__gt=now - settings.SESSION_ABSOLUTE,
    ).select_related("device")  # fmt: skip
    found = [
        OpenSession(
            which(s.session_key), s.browser or "Navigateur", s.origin, s.signed_in_at, s.seen_at, s.session_key == here,
            s.device.name if s.device else "",
        )
        for s in rows.order_by("-seen_at")
    ]  # fmt: skip
    return sorted(found, key=lambda s: not s.is_here)
