"""Print the waiting list of a facility, and the letter that says a refusal."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.journal.many import Trace, trace_many
from liane.kit.door import NotVisible, Refusal
from liane.kit.downloads import download
from liane.kit.pages import page
from liane.stays.referrals.door import leave_trace, open_wish, units_and_facilities
from liane.stays.referrals.enums import WishState
from liane.stays.referrals.forms import LetterForm
from liane.stays.referrals.printing import PERSON, addressees, refusal_pdf, waiting_pdf
from liane.stays.referrals.queries import criteria_of, whole_list
from liane.stays.referrals.views.following import sheet
from liane.stays.referrals.views.lists import facility_of, may_print


@page(Right.REFERRAL_READ, recent=True)
def waiting_file(request: HttpRequest, facility_id: UUID) -> HttpResponse:
    """The whole list on paper, for who follows the requests there and may print; one trace for each person printed."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    facility, _ = facility_of(actor, facility_id, Right.REFERRAL_READ)
    if not may_print(actor, facility):
        raise NotVisible(Refusal(None, Right.RECORD_PRINT, "N’imprime pas dans cet établissement"), actor)
    placed = whole_list(facility_id)
    units = units_and_facilities(actor, Right.REFERRAL_READ)
    through = min(unit for unit, of in units.items() if of == facility_id)
    trace(actor, Kind.WAITING_LIST_OPENED, object_id=facility_id, facility=facility_id, printed=len(placed))
    trace_many(
        actor,
        [
            Trace(Kind.REFERRAL_PRINTED, one.wish.referral.record_id, one.wish.referral_id, {"through": through})
            for one in placed
        ],
    )
    pdf = waiting_pdf(actor, facility, placed, *criteria_of(facility_id))
    return download(pdf, "liste-d-attente.pdf", "application/pdf", shown=True)


@page(Right.REFERRAL_WRITE, methods=("GET", "POST"))
def letter(request: HttpRequest, referral_id: UUID, wish_id: UUID) -> HttpResponse:
    """To whom, and what explains it; then the paper."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    kind = None if request.method == "POST" else Kind.REFERRAL_OPENED
    opened, wish = open_wish(actor, referral_id, wish_id, kind=kind)
    if wish.state != WishState.REFUSED:
        raise NotVisible(Refusal(None, Right.REFERRAL_WRITE, "Cette demande n’est pas refusée"), actor)
    to = addressees(opened.referral, opened.sees_private)
    if request.method == "POST":
        form = LetterForm(request.POST, to=to)
        if form.is_valid():
            leave_trace(actor, Kind.REFERRAL_PRINTED, opened.referral, opened.units, wish=wish_id)
            pdf = refusal_pdf(
                actor, opened.referral, wish, to=form.cleaned_data["to"], text=form.cleaned_data["text"],
                sees_private=opened.sees_private,
            )  # fmt: skip
            return download(pdf, "reponse.pdf", "application/pdf", shown=True)
    else:
        form = LetterForm(initial={"to": PERSON, "text": wish.reason}, to=to)
    is_hidden = bool(opened.referral.address) and not opened.sees_private
    return sheet(
        request, opened, wish, form, "letter", {"is_hidden": is_hidden, "has_address": bool(opened.referral.address)}
    )
