"""Being built."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from liane.access.enums import Right
from liane.kit.errors import not_found
from liane.kit.pages import page


@page(Right.RECORD_READ, methods=("GET", "POST"))
def show(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Being built."""
    return not_found(request)


@page(Right.CIRCLE_WRITE, methods=("GET", "POST"))
def add(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Being built."""
    return not_found(request)


@page(Right.CIRCLE_WRITE, methods=("GET", "POST"))
def edit(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Being built."""
    return not_found(request)


@page(Right.CIRCLE_WRITE, methods=("GET", "POST"))
def end(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Being built."""
    return not_found(request)

