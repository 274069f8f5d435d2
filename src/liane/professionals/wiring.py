"""What this room hangs below: the questions that a page asks before it opens."""

from django.http import HttpRequest, HttpResponse

from liane.kit.slots import Slot, hang
from liane.professionals import limits
from liane.professionals.gates import stand_before
from liane.professionals.proof import ask_again
from liane.professionals.views.sign_in import too_many


def count(request: HttpRequest, name: str) -> HttpResponse | None:
    """One more gesture of this kind by this account; beyond the limit, a page that says when to come back."""
    wait = limits.within(name, request.user.pk or request.META.get("REMOTE_ADDR"))
    return too_many(request, wait) if wait else None


hang(Slot.GATE, stand_before)
hang(Slot.PROOF, ask_again)
hang(Slot.LIMIT, count)
