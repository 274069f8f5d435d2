"""The signed certificate of an erasing: it says which lines of which seal, and under which rule."""

import hashlib
import json
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.utils import timezone

from liane.journal.models import Purge, Seal
from liane.journal.sealing.chain import chain_name, instant
from liane.journal.sealing.keys import SigningKey, is_signed


def certificate(seal: Seal, numbers: list[int], rule: str, key: SigningKey) -> Purge:
    """Made and signed, not yet written."""
    made = Purge(
        organization_id=seal.organization_id, seal=seal.number, numbers=numbers, lines=len(numbers), rule=rule[:300],
        purged_at=timezone.now(), key=key.name,
    )  # fmt: skip
    made.signature = key.sign(statement(made))
    return made


def statement(purge: Purge) -> bytes:
    """What is signed."""
    digest = hashlib.sha256(b"".join(number.to_bytes(8, "big") for number in purge.numbers)).hexdigest()
    said = {
        "organization": chain_name(purge.organization_id), "seal": purge.seal, "lines": purge.lines, "digest": digest,
        "rule": purge.rule, "purged_at": instant(purge.purged_at),
    }  # fmt: skip
    return hashlib.sha256(b"liane:purge:" + json.dumps(said, sort_keys=True).encode()).digest()


def is_genuine(purge: Purge, keys: dict[str, Ed25519PublicKey]) -> bool:
    """Was it signed by this house, for exactly these lines?"""
    key = keys.get(purge.key)
    return (
        key is not None
        and len(purge.numbers) == purge.lines
        and is_signed(key, bytes(purge.signature), statement(purge))
    )


def certificates_of(organization_id: UUID | None, seal: int, using: str) -> list[Purge]:
    """The certificates of one seal."""
    return list(Purge.objects.using(using).filter(organization_id=organization_id, seal=seal))
