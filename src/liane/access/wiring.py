"""Signing in, signing out and failing to do so leave a trace, whatever page or library did it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import connection
from django.dispatch import receiver
from django.http import HttpRequest

from liane.access import moving, words
from liane.access.emergencies import tell
from liane.access.enums import RIGHT_LABELS, Right
from liane.access.erasing import emergencies_of
from liane.access.gestures import gestures
from liane.access.mail import say_by_mail
from liane.access.review_views import review_card
from liane.journal.actions import trace
from liane.journal.kinds import GESTURES, Kind
from liane.kit.drafts.known import keeps_drafts
from liane.kit.events import on
from liane.kit.slots import Slot, hang
from liane.kit.tenancy import acting_for, current_organization
from liane.professionals.actions import account_changed, password_changed
from liane.professionals.models import Account

# Opening the record is what she could do: refused inside it, it is a part of it that she does not read.
GESTURES.update({right: words.of(label) for right, label in RIGHT_LABELS.items() if right != Right.RECORD_READ})
hang(Slot.MOVING, moving.nouns, order=15)
hang(Slot.GESTURES, gestures, order=20)
hang(Slot.CONFORMITY, review_card, order=40)
hang(Slot.ERASE, emergencies_of)


@dataclass(frozen=True, slots=True)
class _Who:
    account_id: UUID | None
    practitioner_id: UUID | None
    organization_id: UUID | None
    name: str
    role_label: str
    origin: str


_PRACTITIONER = "SELECT id, organization_id, name, profession FROM access_practitioner_of(%s, %s)"


def _who(account: Account, origin: str, here: str = "") -> _Who:
    """Who she is in `here`, the organisme of the session; when she comes in, in the one that her day opens on.

    Asked to a function of the owner: at sign-in the wall is not up yet.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PRACTITIONER, [account.pk, here or None])
        row = cursor.fetchone() or (None, None, account.login, "")
    return _Who(account.pk, row[0], row[1], row[2], row[3], origin)


def _origin(request: HttpRequest | None) -> str:
    return (request.META.get("REMOTE_ADDR") or "") if request is not None else ""


@receiver(user_logged_in, dispatch_uid="trace_sign_in")
def trace_sign_in(sender: Any, request: HttpRequest, user: Account, **kwargs: Any) -> None:
    """Django's signal of a successful sign-in."""
    who = _who(user, _origin(request))
    with acting_for(who.organization_id):
        trace(who, Kind.SIGNED_IN)


@receiver(user_logged_out, dispatch_uid="trace_sign_out")
def trace_sign_out(sender: Any, request: HttpRequest, user: Account | None, **kwargs: Any) -> None:
    """Django's signal of a sign-out."""
    if isinstance(user, Account):
        who = _who(user, _origin(request), current_organization())
        with acting_for(who.organization_id):
            trace(who, Kind.SIGNED_OUT)


@receiver(user_login_failed, dispatch_uid="trace_refusal")
def trace_refusal(sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    """A refused sign-in: the login tried is not kept (it may be a password typed in the wrong box)."""
    trace(_Who(None, None, None, "", "", _origin(request)), Kind.SIGN_IN_REFUSED)


@receiver(password_changed, dispatch_uid="trace_password")
def trace_password(sender: Any, account: Account, sessions_ended: int, **kwargs: Any) -> None:
    """A new password, and how many sessions it closed."""
    who = _who(account, "", current_organization())
    with acting_for(who.organization_id):
        trace(who, Kind.PASSWORD_CHANGED, sessions_ended=sessions_ended)


@receiver(account_changed, dispatch_uid="trace_account")
def trace_account(sender: Any, account: Account, kind: str, signal: Any = None, **detail: Any) -> None:
    """What else changes on an account: its second factors, its open sessions, its code."""
    who = _who(account, "", current_organization())
    with acting_for(who.organization_id):
        trace(who, Kind(kind), **detail)


@on("access.emergency_opened")
def tell_the_service(emergency_id: str) -> None:
    """Within a minute: who answers for the service and the DPO. The mail names nobody: it asks to come and look."""
    say_by_mail(tell(UUID(emergency_id)))


keeps_drafts("access:role_edit", "Rôle")
keeps_drafts("access:role_copy", "Rôle de plus")
keeps_drafts("access:newcomer", "Nouveau professionnel")
keeps_drafts("access:temp_new", "Accès pour une nuit")
