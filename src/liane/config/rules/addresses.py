"""Every address declares its right (law 1): a page without one stops the start-up."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.urls import URLPattern, URLResolver, get_resolver

from liane.config.rules.faults import Fault
from liane.kit.pages import Declaration


def undeclared(patterns: Iterable[Any], prefix: str = "/") -> Iterator[str]:
    """The addresses whose view says nothing of who may come in."""
    for pattern in patterns:
        address = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from undeclared(pattern.url_patterns, address)
        elif isinstance(pattern, URLPattern) and not isinstance(
            getattr(pattern.callback, "declared", None), Declaration
        ):
            yield address


def refuse_undeclared(patterns: Iterable[Any]) -> None:
    """Called by urls.py once every address is known."""
    found = list(undeclared(patterns))
    if found:
        raise ImproperlyConfigured(f"Pages without a declared right (liane.kit.pages.page): {', '.join(found)}")


def faults() -> list[Fault]:
    """The addresses of the whole house."""
    return [
        Fault("src/liane/config/urls.py", 1, f"{address} ne déclare pas son droit (décorateur page)")
        for address in undeclared(get_resolver().url_patterns)
    ]
