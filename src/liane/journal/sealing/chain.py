"""The arithmetic of the seals, without a database: leaf of a line, digest of a batch, head of the chain.

A line becomes a leaf: its number (8 bytes) and the SHA-256 of its canonical text (32 bytes). The digest of a batch is the SHA-256 of
its leaves in order. The head is the SHA-256 of the statement below, which names the head before it; it is what is signed.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from uuid import UUID

FORM = 1  # of the canonical text and of the statement; written on each seal
LEAF = 40
START = b"\0" * 32  # what the first seal of a chain follows
OUTSIDE = UUID(int=0)  # name of the chain of the lines without organisation (refused sign-ins)

# Made by PostgreSQL in one column, digested by us: quick to read, and one change in any column changes it.
CANONICAL = """
json_build_array(id, organization_id, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), kind, account_id,
    actor_id, actor_name, actor_role, record_id, object_id, reason, origin, detail)::text
"""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a seal says. Every word of it is in the head."""

    organization: str
    number: int
    first_line: int
    last_line: int
    lines: int
    sealed_at: str
    digest: str
    previous: str
    form: int = FORM

    @property
    def head(self) -> bytes:
        """The digest that stands for this seal and all those before it."""
        text = json.dumps(asdict(self), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return hashlib.sha256(b"liane:journal:" + text.encode()).digest()


def chain_name(organization_id: UUID | None) -> str:
    """The name of a chain: its organisation, or nothing but zeros."""
    return str(organization_id or OUTSIDE)


def instant(moment: datetime) -> str:
    """A moment as the statements write it."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def leaves_of(lines: Iterable[tuple[int, str]]) -> bytes:
    """The leaves of lines (number, canonical text), in their order."""
    sha256 = hashlib.sha256
    return b"".join([number.to_bytes(8, "big") + sha256(text.encode()).digest() for number, text in lines])


def cut(leaves: bytes) -> list[tuple[int, bytes]]:
    """The leaves, one by one: number and digest."""
    return [
        (int.from_bytes(leaves[at : at + 8], "big"), leaves[at + 8 : at + LEAF]) for at in range(0, len(leaves), LEAF)
    ]


def digest_of(leaves: bytes) -> bytes:
    """The digest of a batch."""
    return hashlib.sha256(leaves).digest()
