"""Where the tries of a sign-in are counted: in PostgreSQL, so that every worker and the next start know them (C5).

A cache backend for allauth's rate limits and nothing else. Keys are digests: neither a login nor an address is kept.
"""

import hashlib
from datetime import timedelta
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.utils import timezone

from liane.professionals.models import Tries


class TriesCache(BaseCache):
    """`add`, `get`, `set`, `delete`, on one small table. Two tries at once for the same account wait for each other."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def _row(self, key: str, version: int | None) -> str:
        return hashlib.sha256(self.make_and_validate_key(key, version=version).encode()).hexdigest()

    def _until(self, timeout: float | None) -> Any:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return timezone.now() + timedelta(seconds=seconds or 0)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """True for the first one only."""
        row = self._row(key, version)
        Tries.objects.filter(pk=row, expires_at__lte=timezone.now()).delete()
        new = Tries(pk=row, value=value, expires_at=self._until(timeout))
        Tries.objects.bulk_create([new], ignore_conflicts=True)
        return Tries.objects.filter(pk=row, nonce=new.nonce).exists()

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """What was counted, or the default when it is over."""
        found = Tries.objects.filter(pk=self._row(key, version), expires_at__gt=timezone.now())
        return next(iter(found.values_list("value", flat=True)), default)

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Count."""
        fields = {"value": value, "expires_at": self._until(timeout)}
        Tries.objects.update_or_create(pk=self._row(key, version), defaults=fields)

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget."""
        return Tries.objects.filter(pk=self._row(key, version)).delete()[0] > 0

    def clear(self) -> None:
        """Forget everything."""
        Tries.objects.all().delete()
