"""Her photo: shown to those who may open her record, never served as anything but an image."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.kit.addresses import reverse
from liane.kit.door import NotVisible, Refusal, Refused
from liane.kit.downloads import download
from liane.kit.errors import not_found
from liane.kit.pages import page, redirect, render
from liane.people.actions.portrait import change_portrait, portrait_digest, remove_portrait
from liane.people.banner import frame
from liane.people.door import open_record, opens_quietly
from liane.people.models import Portrait
from liane.people.portraits import check_weight


@page(Right.RECORD_READ)
def show(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """The image alone. A list of fifty persons is not fifty openings: the same rule decides, without a trace.

    A person without a photo is not a refusal: nobody was kept out, and «Qui a vu» says nothing.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not opens_quietly(actor, record_id):
        raise NotVisible(Refusal(record_id, Right.RECORD_READ, "Photo non visible"), actor)
    image = Portrait.objects.filter(person__record=record_id).values_list("image", flat=True).first()
    if image is None:
        return not_found(request)
    answer = download(bytes(image), "photo.webp", "image/webp", shown=True)
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@page(Right.ESSENTIAL_WRITE, methods=("GET", "POST"), limit="upload")
def change(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Choose a photo."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    fault = ""
    if request.method == "POST":
        sent = request.FILES.get("photo")
        try:
            if sent is None:
                raise Refused("Choisissez une photo.")
            check_weight(sent.size or 0)
            change_portrait(actor, record_id, sent.read(), seen=request.POST.get("seen", "")[:64])
        except Refused as problem:
            fault = str(problem)
        else:
            messages.success(request, "La photo est enregistrée.")
            return redirect(reverse("people:essential", kwargs={"record_id": record_id}))
    facts = open_record(actor, record_id, to=Right.ESSENTIAL_WRITE)
    context = {
        "facts": facts,
        "frame": frame(facts, actor, "essential"),
        "fault": fault,
        "seen": portrait_digest(facts.person.pk),
    }
    return render(request, "people/photo.html", context, status=422 if fault else 200)


@page(Right.ESSENTIAL_WRITE, methods=("POST",))
def remove(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Take the photo away."""
    remove_portrait(request.actor, record_id)  # type: ignore[attr-defined]
    messages.success(request, "La photo est retirée.")
    return redirect(reverse("people:essential", kwargs={"record_id": record_id}))
