"""A scanner typed an INS code in a search box: the search goes on with the names and the date, without the matricule."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from liane.kit.addresses import reverse
from liane.kit.pages import redirect
from liane.people.ins.datamatrix import UNREADABLE, search_words


def after_scan(request: HttpRequest, typed: str, name: str) -> HttpResponse:
    """Redirected at once: no history, no shared screen keeps the address that held a matricule."""
    words = search_words(typed)
    if not words:
        messages.error(request, UNREADABLE)
        return redirect(reverse("people:code"))
    return redirect(f"{reverse(name)}?{urlencode({'q': words})}")
