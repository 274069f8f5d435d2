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


@page(Right.RECORD_PRINT, methods=("GET", "POST"))
def pdf(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Being built."""
    return not_found(request)


@page(Right.ESSENTIAL_WRITE, methods=("GET", "POST"))
def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Being built."""
    return not_found(request)


@page(Right.ESSENTIAL_WRITE, methods=("GET", "POST"))
def add_flag(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Being built."""
    return not_found(request)


@page(Right.ESSENTIAL_WRITE, methods=("GET", "POST"))
def end_flag(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Being built."""
    return not_found(request)


@page(Right.STAY_WRITE, methods=("GET", "POST"))
def key_worker(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Being built."""
    return not_found(request)

