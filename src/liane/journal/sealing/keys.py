"""The key that signs the seals: drawn once for a house, kept in a file outside the database, never shown.

Whoever holds the database alone can neither seal nor seal again (CNIL délibération 2021-122: signed at creation).
"""

import hashlib
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from django.conf import settings

from liane.kit.disk import force

PRIVATE, PUBLIC = "cle-de-scellement.pem", "cles-publiques"


class KeyRefused(Exception):
    """The file of the key cannot be read: `str(error)` says it in French."""


@dataclass(frozen=True)
class SigningKey:
    """The private half, and the name of its public half."""

    private: Ed25519PrivateKey

    @cached_property
    def public(self) -> Ed25519PublicKey:
        """What others need to check a seal."""
        return self.private.public_key()

    @cached_property
    def name(self) -> str:
        """Fingerprint of the public half, written on each seal."""
        return fingerprint(self.public)

    def sign(self, statement: bytes) -> bytes:
        """64 bytes that nobody else can make."""
        return self.private.sign(statement)


def fingerprint(key: Ed25519PublicKey) -> str:
    """Sixteen signs that name a public key."""
    return hashlib.sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()[:16]


def folder() -> Path:
    """Where the key, the public keys and the heads of the house lie; closed to others."""
    place = Path(settings.JOURNAL_FOLDER)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def signing_key() -> SigningKey:
    """The key of the house, drawn now when there is none; two processes at once agree on the same.

    Setting the file aside is enough to change keys: the next seal draws a new one, the old public half stays trusted.
    """
    path = folder() / PRIVATE
    if not path.is_file():
        _draw(path)
    key = SigningKey(_read(path))
    published = folder() / PUBLIC / f"{key.name}.pem"
    if not published.is_file():
        published.parent.mkdir(exist_ok=True)
        published.write_bytes(public_pem(key.public))
    return key


def trusted_keys(*more: Path) -> dict[str, Ed25519PublicKey]:
    """Public keys of this house, by name; `more` are files kept elsewhere. A key named by the database alone is never here."""
    files = [*(folder() / PUBLIC).glob("*.pem"), *more]
    found: dict[str, Ed25519PublicKey] = {}
    for path in files:
        try:
            key = load_pem_public_key(path.read_bytes())
        except (OSError, ValueError) as error:
            raise KeyRefused(f"La clé publique {path} ne peut pas être lue.") from error
        if isinstance(key, Ed25519PublicKey):
            found[fingerprint(key)] = key
    return found


def is_signed(key: Ed25519PublicKey, signature: bytes, statement: bytes) -> bool:
    """Was this statement signed by the private half of this key?"""
    try:
        key.verify(signature, statement)
    except InvalidSignature:
        return False
    return True


def public_pem(key: Ed25519PublicKey) -> bytes:
    """The public half as a file that other programs read (openssl)."""
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def _read(path: Path) -> Ed25519PrivateKey:
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise KeyRefused(f"La clé de scellement {path} ne peut pas être lue.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyRefused(f"La clé de scellement {path} n’est pas une clé Ed25519.")
    return key


def _draw(path: Path) -> None:
    draft = path.with_name(f".{path.name}-{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    force(path.parent)
