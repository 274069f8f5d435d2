"""Identifiers: random enough for a URL, ordered in time for an index."""

from uuid import UUID

from uuid_utils.compat import uuid7 as _uuid7


def uuid7() -> UUID:
    """A UUIDv7 (RFC 9562). The browser's form carries it, so that sending twice is harmless."""
    return _uuid7()
