"""How often: tries of a secret that wait longer and longer, and gestures that fit in a window (security.md C5).

Counted in PostgreSQL, for all the workers and across restarts. Keys are digests: neither who nor from where is kept.
"""

import hashlib
from collections.abc import Mapping
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.db import connection

# What may be done how many times in how many seconds, by one account.
WINDOWS: Mapping[str, tuple[int, int]] = {
    "search": (60, 60),
    "typing": (300, 60),  # the quick search asks again at each letter
    "export": (10, 3600),
    "upload": (200, 86400),
    "mail": (20, 3600),  # links asked from one address
    "reset": (3, 3600),  # links sent to one account
    "challenge": (60, 60),  # asked by keys, from one address
    "address": (50, 3600),  # refused sign-ins from one address
    "strangers": (200, 3600),  # refused sign-ins to one account, from browsers that it does not know
}


def place(address: str) -> str:
    """Where on the network: an address, or the /64 of an IPv6, which one subscriber holds whole."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    return str(found) if found.version == 4 else str(ip_network((found, 64), strict=False))


def _digest(*parts: object) -> str:
    text = "\0".join(str(part) for part in parts)
    return hashlib.blake2b(text.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=32).hexdigest()


def within(name: str, who: object) -> int:
    """Count one more gesture; 0 when it fits, otherwise the seconds to wait before the next."""
    amount, seconds = WINDOWS[name]
    with connection.cursor() as cursor:
        cursor.execute("SELECT professionals_within(%s, %s, %s)", [_digest("window", name, who), amount, seconds])
        return int(cursor.fetchone()[0])


def wait_for(name: str, who: object) -> int:
    """How long before the next one would fit, without counting it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ceil(extract(epoch FROM expires_at - clock_timestamp()))::int FROM professionals_tries "
            "WHERE key = %s AND expires_at > clock_timestamp() AND (value #>> '{}')::int >= %s",
            [_digest("window", name, who), WINDOWS[name][0]],
        )
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def lend(name: str, who: object, times: int, *, seconds: int = 3600) -> None:
    """So many gestures more than the window allows, for an hour: the benchmark asks the same page hundreds of times."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO professionals_tries (key, value, nonce, expires_at)"
            " VALUES (%s, to_jsonb(%s::int), gen_random_uuid(), clock_timestamp() + make_interval(secs => %s))"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at",
            [_digest("window", name, who), -times, seconds],
        )


def attempt(*who: object) -> int:
    """One more try of a secret: 0 when it may be looked at, otherwise the seconds to wait.

    Five tries are free; after the fifth one waits 30 seconds, then 1, 2, 4, 8 minutes, 15 at most: never for ever, a night nurse
    must come in. It is counted before the secret is looked at, so that a hundred tries at once are a hundred tries.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT professionals_attempt(%s)", [_digest("attempt", *who)])
        return int(cursor.fetchone()[0])


def succeeded(*who: object) -> None:
    """The right secret: what was counted is forgotten."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM professionals_tries WHERE key = %s", [_digest("attempt", *who)])


def tried(*who: object) -> int:
    """How many wrong tries are remembered (a PIN stops at five)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (value->>'n')::int FROM professionals_tries WHERE key = %s AND expires_at > now()",
            [_digest("attempt", *who)],
        )
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def in_words(seconds: int) -> str:
    """«30 secondes», «4 minutes»."""
    if seconds < 60:
        return f"{seconds}\u00a0secondes"
    minutes = -(-seconds // 60)
    return f"{minutes}\u00a0minute{'s' if minutes > 1 else ''}"
