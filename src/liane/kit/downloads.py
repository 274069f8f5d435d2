"""A file leaves the house: its name, its kind, and whether the browser shows it or keeps it."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def download(content: bytes, name: str, kind: str, *, shown: bool = False) -> HttpResponse:
    """A file under its name (accents and quotes survive, RFC 6266); `shown`: in the page, otherwise to be saved."""
    answer = HttpResponse(content, content_type=f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
    answer["Content-Disposition"] = content_disposition_header(not shown, name) or "attachment"
    return answer
