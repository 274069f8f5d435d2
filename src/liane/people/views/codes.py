"""Lire un code INS: find her among those one accompanies, or begin her welcome with what the code says."""

from django.http import HttpRequest, HttpResponse

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.kit.addresses import reverse
from liane.kit.pages import page, render
from liane.people.ins.datamatrix import Scanned
from liane.people.ins.forms import CodeForm
from liane.people.queries.listing import persons_found
from liane.people.queries.words import asked
from liane.people.words import age_and_birth, where


@page(Right.PERSONS_SEARCH, methods=("GET", "POST"), limit="search")
def read(request: HttpRequest) -> HttpResponse:
    """The code, or its photo, is sent in the body of the page, never in an address: it holds a matricule. Nothing is kept."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = CodeForm(request.POST, request.FILES) if request.method == "POST" else CodeForm()
    context = {"form": form, "code": None, "found": [], "may_create": actor.may(Right.RECORD_CREATE)}
    if not form.is_bound or not form.is_valid():
        return render(request, "people/code.html", context, status=422 if form.is_bound else 200)
    code: Scanned = form.cleaned_data["code"]
    cards = persons_found(actor, asked(code.words), limit=10)
    trace(actor, Kind.PERSONS_SEARCHED, found=len(cards), reason="Code INS lu")
    context["code"] = code
    context["born"] = f"{code.birth_date:%d/%m/%Y}"
    context["found"] = [
        {
            "name": card.person.full_name,
            "initials": card.person.initials,
            "born": age_and_birth(card.person),
            "detail": where(card.unit, card.facility, card.place, card.pack),
            "url": reverse("timeline:record", kwargs={"record_id": card.record_id}),
        }
        for card in cards
    ]
    return render(request, "people/code.html", context)
