"""Gestures on accounts."""

from uuid import UUID

from liane.professionals.models import Account, Session


def end_other_sessions(account: Account, *, keep: str | None = None) -> int:
    """End every session of an account but one: after a new password, a change of right, or on request (C2)."""
    return Session.objects.filter(account=account).exclude(session_key=keep or "").delete()[0]


def end_sessions_of(account_id: UUID) -> int:
    """End them all: the person has left, or her rights have changed."""
    return Session.objects.filter(account_id=account_id).delete()[0]
