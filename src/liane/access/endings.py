"""When the last post has ended: said in words, to her alone. A closed door that says nothing looks like a breakdown, and the
texts that she was writing look lost."""

from django.db.models import Max, Min, Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from liane.access.actor import Actor
from liane.kit.dates import when
from liane.kit.drafts.store import KEPT
from liane.kit.pages import render
from liane.professionals.models import PractitionerRole


def access_over(request: HttpRequest, *, status: int = 403) -> HttpResponse | None:
    """The page of who no longer has any post (a temp at her hour, a contract that ended) or not yet; nothing for anybody else.

    It is the same whatever page was asked, with the code of what does not exist when a record was (`status`): it tells
    nothing of what is there.
    """
    actor: Actor | None = request.actor  # type: ignore[attr-defined]
    if actor is None or actor.practitioner_id is None or actor.grants or actor.look:
        return None
    now = timezone.now()
    found = PractitionerRole.objects.filter(practitioner_id=actor.practitioner_id).aggregate(
        over=Max("ends_at", filter=Q(ends_at__lte=now)), begins=Min("starts_at", filter=Q(starts_at__gt=now))
    )
    if not any(found.values()):
        return None
    context = {
        "over": when(found["over"]) if found["over"] else "",
        "begins": when(found["begins"]) if found["begins"] else "",
        "days": KEPT.days,
        "nav": [],
    }
    return render(request, "access/over.html", context, status=status)
