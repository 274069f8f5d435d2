"""Who wrote a form: a mark in each form of each page, sealed by the house, that lives longer than the session.

A session can end on the server while somebody types («Quitter» in another tab, a device withdrawn, a new password): nothing is
left then that says whose text arrives, but the page itself. The text of one is never given to another (security.md C3).
"""

from uuid import UUID

from django.core import signing
from django.core.signing import Signer
from django.http import HttpRequest

FIELD = "de_qui"


def _seal() -> Signer:
    """Made when it is used: the part that seals the journal starts without the key of the pages."""
    return Signer(salt="liane.author")


def mark(account_id: UUID) -> str:
    """What the forms of her pages carry: her account, sealed; it opens nothing."""
    return _seal().sign(signing.b64_encode(account_id.bytes).decode())


def marked(text: str) -> UUID | None:
    """Whose mark it is; nobody's when it was altered."""
    try:
        return UUID(bytes=signing.b64_decode(_seal().unsign(text[:200]).encode()))
    except (signing.BadSignature, ValueError):
        return None


def writer_of(request: HttpRequest) -> UUID | None:
    """Who is going to type in the page being shown: `request.writer` when she has just signed in, whoever acts otherwise."""
    actor = getattr(request, "actor", None)
    return getattr(request, "writer", None) or (actor.account_id if actor else None)


def author_of(request: HttpRequest) -> UUID | None:
    """Who typed what is sent: as the page says; for a page without a mark, whoever is, or was, signed in here."""
    if FIELD in request.POST:
        return marked(str(request.POST[FIELD]))
    actor = getattr(request, "actor", None)
    return actor.account_id if actor else getattr(request, "left_by", None)
