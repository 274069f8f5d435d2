"""What this room hangs below: the questions that a page asks before it opens."""

from typing import Any

from django.conf import settings
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from liane.kit.slots import Slot, hang
from liane.professionals import limits, moving, tasks
from liane.professionals.actions import account_changed, password_changed
from liane.professionals.gates import stand_before
from liane.professionals.models import Account
from liane.professionals.proof import ask_again
from liane.professionals.views.sign_in import too_many


def count(request: HttpRequest, name: str) -> HttpResponse | None:
    """One more gesture of this kind by this account; beyond the limit, a page that says when to come back."""
    wait = limits.within(name, request.user.pk or request.META.get("REMOTE_ADDR"))
    return too_many(request, wait) if wait else None


@receiver(password_changed, dispatch_uid="tell_password")
@receiver(account_changed, dispatch_uid="tell_change")
def tell(sender: Any, account: Account, kind: str = "password", **kwargs: Any) -> None:
    """What opens her account has changed: a message leaves for her, so that a thief does not change it in silence (ASVS 6.3.7)."""
    if settings.MAIL_IS_SET and account.email and kind in tasks.TOLD:
        tasks.tell_change.defer(account_id=str(account.pk), kind=kind)


hang(Slot.MOVING, moving.nouns, order=12)
hang(Slot.GATE, stand_before)
hang(Slot.PROOF, ask_again)
hang(Slot.LIMIT, count)
