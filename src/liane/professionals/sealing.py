"""The few secrets that must be read again (seeds of codes) rest sealed: AES-256-GCM under a key that is not in the database.

The key comes from the secret of the house (`cles.json` of its folder, or LIANE_SECRET_KEY): a stolen copy of the database opens
none of them. Older secrets (LIANE_SECRET_KEY_FALLBACKS) still open what they sealed, so that a key can be changed without a stop.
"""

import base64
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_NONCE = 12
_VERSION = "s1:"


class CannotOpen(Exception):
    """Sealed with a key that this house no longer has, for another use, or altered."""


def _key(secret: str, use: str) -> AESGCM:
    derived = HKDF(algorithm=SHA256(), length=32, salt=b"liane.sealing", info=use.encode())
    return AESGCM(derived.derive(secret.encode()))


def seal(text: str, use: str) -> str:
    """`use` is part of the key: what was sealed for one use opens for no other."""
    nonce = secrets.token_bytes(_NONCE)
    sealed = _key(settings.SECRET_KEY, use).encrypt(nonce, text.encode(), use.encode())
    return _VERSION + base64.urlsafe_b64encode(nonce + sealed).decode()


def opened(sealed: str, use: str) -> str:
    """The text, or CannotOpen."""
    try:
        raw = base64.urlsafe_b64decode(sealed.removeprefix(_VERSION).encode())
    except ValueError as error:
        raise CannotOpen(use) from error
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return _key(secret, use).decrypt(raw[:_NONCE], raw[_NONCE:], use.encode()).decode()
        except (InvalidTag, ValueError):
            continue
    raise CannotOpen(use)
