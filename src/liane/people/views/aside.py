"""Cards on the right of the fil."""

from django.http import HttpRequest

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.access.queries import unsaid_to
from liane.kit.addresses import reverse
from liane.kit.pages import Fragment
from liane.people.banner import may_here
from liane.people.facts import RecordFacts


def who_to_call(request: HttpRequest, facts: RecordFacts) -> Fragment:
    """Who to call now, in call order, one tap away: no query, the door has brought them."""
    lines = [
        {**contact, "tel": "".join(c for c in contact["phone"] if c.isdigit() or c == "+")}
        for contact in facts.contacts
    ]
    circle = reverse("people:circle", kwargs={"record_id": facts.id})
    more = {"called": facts.person.called, "circle": circle, "is_protected": facts.is_protected}
    return Fragment("people/_aside_call.html", {"contacts": lines[:4], **more})


def who_has_seen(request: HttpRequest, facts: RecordFacts) -> Fragment | None:
    """How many people opened the record this week; the list is one gesture further."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not may_here(actor, facts, Right.RECORD_JOURNAL):
        return None
    link = reverse("people:journal", kwargs={"record_id": facts.id})
    unsaid = unsaid_to(actor).practitioner_ids if facts.is_partial else []
    seen = {*facts.openers, actor.practitioner_id} - set(unsaid)
    return Fragment("people/_aside_seen.html", {"seen": len(seen), "called": facts.person.called, "link": link})
