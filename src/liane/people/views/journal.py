"""Being built."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from liane.access.enums import Right
from liane.kit.errors import not_found
from liane.kit.pages import page


@page(Right.RECORD_JOURNAL, methods=("GET", "POST"))
def show(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Being built."""
    return not_found(request)

