"""Server-side sessions that know whose they are and where they were opened, so that they can be listed and ended."""

import time
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from liane.professionals.models import Account, Session

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung"),
    ("Firefox", "Firefox"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"), ("CrOS", "Chromebook"), ("Linux", "Linux"),
)  # fmt: skip


def browser_of(agent: str) -> str:
    """«Firefox sur Windows»: enough to recognise one’s own devices; the rest of what a browser tells is not kept."""
    browser = next((name for sign, name in _BROWSERS if sign in agent), "Navigateur")
    system = next((name for sign, name in _SYSTEMS if sign in agent), "")
    return f"{browser} sur {system}" if system else browser


@receiver(user_logged_in, dispatch_uid="session_begins")
def note_where(sender: Any, request: HttpRequest, user: Account, **kwargs: Any) -> None:
    """What the list of sessions shows of this one; and she has just proved that it is she."""
    request.session["browser"] = browser_of(request.headers.get("User-Agent", ""))
    request.session["origin"] = request.META.get("REMOTE_ADDR") or ""
    request.session["proved_at"] = time.time()


def is_over(signed_in_at: datetime | None, seen_at: datetime | None) -> bool:
    """Idle for too long, open since too long (security C3: 30 min, 12 h), or last seen in a future that the clock has left."""
    now = timezone.now()
    if signed_in_at is None or seen_at is None:
        return False
    if seen_at - now > timedelta(minutes=5):
        return True
    return now - seen_at > settings.SESSION_IDLE or now - signed_in_at > settings.SESSION_ABSOLUTE


def end_all(account_id: UUID, except_key: str | None = None) -> int:
    """End every session of an account, wherever it was left open, but one: a new password, a change of right, on request (C2)."""
    return Session.objects.filter(account_id=account_id).exclude(session_key=except_key or "").delete()[0]


class SessionStore(DatabaseStore):
    """Django's database sessions, plus the account, the chosen place and the two clocks as columns."""

    _brought: str | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _validate_session_key(self, key: str | None) -> bool:
        """A cookie that no page of ours has given (a NUL, markup…) is nobody's, and never reaches the database."""
        return key is not None and len(key) >= 8 and key.isascii() and key.isalnum()

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        now = timezone.now()
        data.setdefault("signed_in_at", now.isoformat())  # before it is sealed: a later save must not restart the clock
        session: Any = super().create_model_instance(data)
        session.account_id = data.get(SESSION_KEY)
        session.organization_id = data.get("organization")
        session.unit_id = data.get("unit")
        session.signed_in_at = data["signed_in_at"]
        session.seen_at = now
        session.browser, session.origin = data.get("browser", ""), data.get("origin", "")
        session.device_id = data.get("device")
        if session.device_id:  # whatever is saved meanwhile, only `devices.unlock` unlocks
            session.is_locked = Session.objects.filter(pk=session.pk, is_locked=True).exists()
        return session

    def _get_session_from_db(self) -> Session | None:
        """A session whose clocks have run out no longer exists, whoever asks (C3)."""
        session = super()._get_session_from_db()
        if session and is_over(session.signed_in_at, session.seen_at):
            self._session_key = None
            return None
        return session

    def cycle_key(self) -> None:
        """A new key when the rights of a session change (C2). Only signing in starts a new clock (C3)."""
        if SESSION_KEY not in self:
            self.pop("signed_in_at", None)
        super().cycle_key()

    def preload(self, session_data: str) -> None:
        """The row has already travelled with the page's first query: do not fetch it again; most pages never read it."""
        self._brought = session_data

    def load(self) -> dict[str, Any]:
        """What the session holds, opened when somebody asks."""
        if self._brought is None:
            return super().load()
        return self.decode(self._brought)
