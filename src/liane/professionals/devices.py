"""Shared devices: which one is this, who works here, who may come in with six figures (C3; référentiel d’identification, C-013).

A code is worth something only on an enrolled device, for somebody with a post there, who came in fully on this very device a
few hours ago: the code makes the second sign-ins of a shift shorter, it never replaces the first.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from liane.kit.door import Refused
from liane.kit.once import insert
from liane.kit.tenancy import acting_for
from liane.kit.text import initials
from liane.organizations.models import Facility, Unit
from liane.professionals import limits, pins
from liane.professionals.actions import account_changed
from liane.professionals.models import Account, DevicePresence, Practitioner, Session, SharedDevice

_SALT = "liane.shared-device"
_AGE = 400 * 86400
HOURS = (4, 8, 12)


def cookie_name() -> str:
    """The mark that an enrolled browser keeps."""
    return f"{settings.SESSION_COOKIE_NAME}-poste"


def _digest(secret: str) -> str:
    return sha256(f"liane.device.{secret}".encode()).hexdigest()


def device_of(request: HttpRequest) -> SharedDevice | None:
    """The shared device that asks, if it is one, enrolled and not withdrawn. Asked once a request."""
    if cookie_name() not in request.COOKIES:
        return None
    if not hasattr(request, "shared_device"):
        request.shared_device = _found(request.COOKIES[cookie_name()])  # type: ignore[attr-defined]
    return request.shared_device  # type: ignore[attr-defined,no-any-return]


def _found(cookie: str) -> SharedDevice | None:
    try:
        device, organization, secret = signing.loads(cookie, salt=_SALT, max_age=_AGE)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    with acting_for(UUID(organization)):
        rows = SharedDevice.objects.filter(pk=UUID(device), secret=_digest(secret), ended_at=None)
        return rows.select_related("unit", "facility").first()


@transaction.atomic
def enrol(
    actor: Any, device_id: UUID, *, name: str, unit_id: UUID | None, facility_id: UUID | None, hours: int
) -> tuple[SharedDevice, str]:
    """This browser becomes a shared device of a place that the actor keeps. Gives the secret that it will carry."""
    unit = Unit.objects.filter(pk=unit_id).first() if unit_id else None
    facility = Facility.objects.filter(pk=facility_id).first() if facility_id else None
    if unit is None and facility is None:
        raise Refused("Choisissez un lieu dans la liste.")
    secret = secrets.token_urlsafe(32)
    device = SharedDevice(
        id=device_id, organization_id=actor.organization_id, name=name, unit=unit, facility=facility,
        secret=_digest(secret), hours=hours, enrolled_by_id=actor.practitioner_id,
    )  # fmt: skip
    mine = SharedDevice.objects.filter(pk=device_id, enrolled_by_id=actor.practitioner_id)
    if not mine.update(secret=device.secret):  # sent twice, the browser carries the last secret
        insert(device)
        _tell(actor, "device.enrolled", device)
    return device, secret


def carry(response: HttpResponse, device: SharedDevice, secret: str) -> None:
    """Give the browser its mark."""
    value = signing.dumps([device.pk.hex, device.organization_id.hex, secret], salt=_SALT)
    response.set_cookie(
        cookie_name(), value, max_age=_AGE, httponly=True, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax"
    )


@transaction.atomic
def end(actor: Any, device: SharedDevice) -> int:
    """The device is no longer shared, nor enrolled: what is open on it is closed."""
    if not SharedDevice.objects.filter(pk=device.pk, ended_at=None).update(ended_at=timezone.now()):
        return 0
    closed = Session.objects.filter(device=device).delete()[0]
    _tell(actor, "device.ended", device)
    return closed + 1


def _tell(actor: Any, kind: str, device: SharedDevice) -> None:
    account = Account.objects.get(pk=actor.account_id)
    account_changed.send(Account, account=account, kind=kind, object_id=device.pk)


@dataclass(frozen=True, slots=True)
class Face:
    """Somebody who works where the device stands. `ready`: six figures are enough for her now."""

    id: UUID
    account_id: UUID
    name: str
    profession: str
    ready: bool
    has_pin: bool

    @property
    def initials(self) -> str:
        """«KD»."""
        return initials(self.name)


_FACES = """
SELECT DISTINCT ON (w.last_name, w.first_name, w.id) w.id, a.id, w.first_name || ' ' || w.last_name, w.profession,
    a.pin <> '' AND coalesce(seen.since > now() - make_interval(hours => %(hours)s), false), a.pin <> ''
FROM professionals_practitionerrole post
JOIN professionals_practitioner w ON w.id = post.practitioner_id
JOIN professionals_account a ON a.id = w.account_id AND a.is_active AND NOT a.is_password_given
LEFT JOIN organizations_unit u ON u.id = %(unit)s
LEFT JOIN professionals_devicepresence seen ON seen.device_id = %(device)s AND seen.practitioner_id = w.id
WHERE post.starts_at <= now() AND (post.ends_at IS NULL OR post.ends_at > now())
    AND (post.unit_id = %(unit)s OR (post.unit_id IS NULL AND post.facility_id = coalesce(u.facility_id, %(facility)s))
        OR (%(unit)s::uuid IS NULL AND post.unit_id IN (SELECT x.id FROM organizations_unit x WHERE x.facility_id = %(facility)s)))
ORDER BY w.last_name, w.first_name, w.id LIMIT 80
"""


def faces(device: SharedDevice) -> list[Face]:
    """Those who have a post here now; first those for whom the code is enough."""
    asked = {"hours": device.hours, "unit": device.unit_id, "facility": device.facility_id, "device": device.pk}
    with acting_for(device.organization_id), connection.cursor() as cursor:
        cursor.execute(_FACES, asked)
        return sorted((Face(*row) for row in cursor.fetchall()), key=lambda face: not face.ready)


def came_in_fully(device: SharedDevice, account: Account) -> None:
    """A whole sign-in on this device: for the hours that follow, the code is enough there, and wrong codes are forgotten."""
    with acting_for(device.organization_id):
        practitioner = Practitioner.objects.filter(account=account).first()
        if practitioner is not None:
            DevicePresence.objects.update_or_create(
                device=device, practitioner=practitioner,
                defaults={"since": timezone.now(), "organization_id": device.organization_id},
            )  # fmt: skip
    limits.succeeded("pin", device.pk, account.pk)


def is_near(device: SharedDevice, account: Account) -> bool:
    """Did she come in fully here lately, without five wrong codes since?"""
    limit = timezone.now() - timedelta(hours=device.hours)
    with acting_for(device.organization_id):
        rows = DevicePresence.objects.filter(device=device, practitioner__account=account, since__gt=limit)
        return bool(account.pin) and rows.exists()


def try_pin(device: SharedDevice, account: Account, pin: str) -> tuple[bool, int]:
    """Look at a code: is it right, and how many tries are left. At the fifth wrong one the whole sign-in is asked again."""
    who = ("pin", device.pk, account.pk)
    if not is_near(device, account) or limits.attempt(*who):
        return False, 0
    if pins.is_right(account, pin):
        limits.succeeded(*who)
        return True, pins.TRIES
    left = max(0, pins.TRIES - limits.tried(*who))
    if not left:
        with acting_for(device.organization_id):
            DevicePresence.objects.filter(device=device, practitioner__account=account).delete()
    return False, left


def lock(session_key: str) -> None:
    """The screen is locked: the session waits for its owner, and shows nothing meanwhile."""
    Session.objects.filter(session_key=session_key).update(is_locked=True)


def unlock(session_key: str) -> None:
    """She is back."""
    Session.objects.filter(session_key=session_key).update(is_locked=False, seen_at=timezone.now())
