"""The places of birth that a box proposes while one types: the official lists, which name nobody."""

from django.http import HttpRequest, HttpResponse

from liane.kit.pages import page, render
from liane.kit.text import clean_line
from liane.people.ins.places import proposed_places


@page(limit="typing")
def propose(request: HttpRequest) -> HttpResponse:
    """Communes, those of before included, and countries that begin by these letters."""
    typed = clean_line(request.GET.get("birth_place", "")[:120])
    return render(request, "people/_places.html", {"places": proposed_places(typed)})
