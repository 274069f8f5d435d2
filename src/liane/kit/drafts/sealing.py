"""The key with which a browser seals what it keeps: it travels with each page of a signed-in account, and stays in none.

On a shared computer the sealed text of one is unreadable to the next: her pages carry another key. After signing out no
page carries any (docs/decisions/0018).
"""

import base64

from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from markupsafe import Markup

from liane.kit.addresses import reverse
from liane.kit.drafts.store import Owner, owner_of

_META = Markup(
    '<meta name="liane-brouillons" content="{key}" data-qui="{tag}" data-attente="{waiting}" data-garder="{save}" data-ici="{here}">'
)


def _derived(purpose: str, owner: Owner) -> bytes:
    return salted_hmac(
        f"liane.drafts.{purpose}", f"{owner.organization_id} {owner.account_id}", algorithm="sha256"
    ).digest()


def drafts_meta(request: HttpRequest | None) -> Markup:
    """What the script of a page needs to keep drafts; nothing when nobody is signed in."""
    owner = owner_of(request) if request is not None else None
    if owner is None:
        return Markup("")
    return _META.format(
        key=base64.b64encode(_derived("key", owner)).decode(),
        tag=_derived("tag", owner).hex()[:24],
        waiting=getattr(request, "drafts_waiting", ""),
        save=reverse("drafts:save"),
        here=reverse("drafts:here"),
    )
