"""Addresses by name, as Django's `reverse`; the shape of an address full of identifiers is worked out once."""

from collections.abc import Mapping
from functools import cache
from typing import Any
from uuid import UUID

from django.urls import reverse as django_reverse

_LEAST = UUID(int=0xF0F0_0000_0000_7000_8000_0000_0000_0000)


@cache
def _shape(name: str, keys: tuple[str, ...]) -> tuple[str, ...]:
    """The address cut around its identifiers, with the position of each: text, key, text…"""
    stands = {key: UUID(int=_LEAST.int + rank) for rank, key in enumerate(keys)}
    address = django_reverse(name, kwargs=stands)
    for key, stand in stands.items():
        address = address.replace(str(stand), f"\0{key}\0")
    return tuple(address.split("\0"))


def reverse(name: str, kwargs: Mapping[str, Any] | None = None) -> str:
    """Address of a page by its name: a list of fifty persons asks for it fifty times."""
    values = kwargs or {}
    if not all(type(value) is UUID for value in values.values()):
        return str(django_reverse(name, kwargs=dict(values)))
    shape = _shape(name, tuple(values))
    return "".join([str(values[part]) if rank % 2 else part for rank, part in enumerate(shape)])
