"""The Jinja2 environment of every page: autoescape on, strict about names, French dates as filters."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import Environment, StrictUndefined

from liane.kit import dates
from liane.kit.ids import uuid7


def url(name: str, **kwargs: Any) -> str:
    """Address of a page by its name: `url('people:record', record_id=…)`."""
    return reverse(name, kwargs=kwargs or None)


def plural(count: int, one: str, many: str | None = None) -> str:
    """«1 transmission», «3 transmissions»; zero is singular in French."""
    word = one if abs(count) < 2 else (many or f"{one}s")
    return f"{count}\u00a0{word}"


def environment(**options: Any) -> Environment:
    """Called once by Django's Jinja2 backend."""
    options.update(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=True)
    env = Environment(**options)  # noqa: S701 - autoescape is set on the line above
    env.globals.update(url=url, static=static, plural=plural, new_id=uuid7)
    env.filters.update(
        hour=dates.hour, day=dates.day, day_heading=dates.day_heading, short=dates.short, when=dates.when
    )
    return env
