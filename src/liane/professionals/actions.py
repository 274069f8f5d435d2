"""Gestures on accounts."""

from uuid import UUID

from django.dispatch import Signal

from liane.professionals.models import Account, Session

password_changed = Signal()  # (account, sessions_ended): the rooms above keep the trace


def change_password(account: Account, new: str, *, keep: str | None) -> int:
    """A new password closes every other session of the account, wherever it was left open (C2)."""
    account.set_password(new)
    account.save(update_fields=["password"])
    ended = end_other_sessions(account, keep=keep)
    password_changed.send(Account, account=account, sessions_ended=ended)
    return ended


def end_other_sessions(account: Account, *, keep: str | None = None) -> int:
    """End every session of an account but one: after a new password, a change of right, or on request (C2)."""
    return Session.objects.filter(account=account).exclude(session_key=keep or "").delete()[0]


def end_sessions_of(account_id: UUID) -> int:
    """End them all: the person has left, or her rights have changed."""
    return Session.objects.filter(account_id=account_id).delete()[0]
