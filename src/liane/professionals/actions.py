"""Gestures on accounts."""

import secrets
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.dispatch import Signal
from django.utils import timezone

from liane.kit.door import Refusal, Refused
from liane.kit.ids import uuid7
from liane.kit.once import SentTwice, insert
from liane.professionals import logins
from liane.professionals.models import Account, Practitioner, PractitionerRole, Session
from liane.professionals.queries import which
from liane.professionals.sessions import end_all

password_changed = Signal()  # (account, sessions_ended): the rooms above keep the trace
account_changed = Signal()  # (account, kind, detail…): the same, for what else changes on an account


def change_password(account: Account, new: str, *, keep: str | None) -> int:
    """A new password closes every other session of the account, wherever it was left open (C2)."""
    account.set_password(new)
    account.is_password_given, account.password_at = False, timezone.now()
    account.save(update_fields=["password", "is_password_given", "password_at"])
    ended = end_all(account.pk, keep)
    password_changed.send(Account, account=account, sessions_ended=ended)
    return ended


def note_refusal(account: Account | None) -> None:
    """A wrong password: she is told at her next sign-in how many there were. The same question is asked for nobody (C6)."""
    Account.objects.filter(pk=account.pk if account else uuid7()).update(refused=F("refused") + 1)


def refusals_told(account: Account) -> int:
    """How many wrong passwords since she last came in; told once."""
    told = account.refused
    if told:
        Account.objects.filter(pk=account.pk).update(refused=0)
    return told


def end_session(account: Account, chosen: str, *, keep: str) -> int:
    """End the session that its owner points at in the list; «autres»: all but the one she is in."""
    if chosen == "autres":
        ended = end_all(account.pk, keep)
    else:
        keys = [s.session_key for s in Session.objects.filter(account=account) if which(s.session_key) == chosen]
        ended = Session.objects.filter(session_key__in=keys).exclude(session_key=keep).delete()[0]
    if ended:
        account_changed.send(Account, account=account, kind="account.sessions_ended", sessions_ended=ended)
    return ended


_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # nothing that a hand confuses: no I, O, 0, 1


def first_password() -> str:
    """A password to hand over once, on paper: four groups of four signs, 80 bits (CNIL 2022), to be changed by its owner."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))


def open_account(login: str, password: str, *, email: str = "") -> Account:
    """One account for one human being. A login already taken is refused in words; taken in this very moment, by the same
    sending arriving twice most often, the page is asked again and finds the first."""
    login = logins.check(login, email)
    try:
        with transaction.atomic():
            return Account.objects.create_account(login, password, email=email, is_password_given=True)
    except IntegrityError as problem:
        raise SentTwice(Refusal(why="Nom de connexion pris au même moment")) from problem


def give_post(
    practitioner: Practitioner,
    post_id: UUID,
    *,
    role_code: str,
    facility_id: UUID | None,
    unit_id: UUID | None,
    starts_at: datetime,
    ends_at: datetime | None,
) -> PractitionerRole:
    """A dated post: it opens and closes rights by itself, at each request."""
    if ends_at is not None and ends_at <= starts_at:
        raise Refused("Ce poste finirait avant de commencer. Vérifiez les dates.")
    known = PractitionerRole.objects.filter(pk=post_id, practitioner=practitioner).first()
    if known is not None:
        return known
    post = PractitionerRole(
        id=post_id, organization_id=practitioner.organization_id, practitioner=practitioner, role_code=role_code,
        facility_id=facility_id, unit_id=unit_id, starts_at=starts_at, ends_at=ends_at,
    )  # fmt: skip
    insert(post)
    return post
