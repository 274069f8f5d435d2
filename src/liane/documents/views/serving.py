"""The one place from which the content of a paper leaves the house: after the door, traced, and never as a page.

Photos and PDF are shown; everything else is given to be saved. Nothing of it may run here: the answer has an origin of its
own (`sandbox`), its kind is the one found in the content, and no browser keeps it.
"""

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.documents import store
from liane.documents.door import open_paper
from liane.documents.policies import SHOWN
from liane.documents.queries import may_read, paper
from liane.journal.kinds import Kind
from liane.kit.door import NotVisible, Refusal
from liane.kit.downloads import download
from liane.kit.errors import not_found
from liane.kit.pages import page, render
from liane.people.door import opens_quietly

_POLICY = "default-src 'none'; sandbox"
_LOST = {
    "title": "Ce papier ne s’ouvre pas",
    "sentence": "Le fichier manque sur le serveur, ou il a été abîmé. Le dossier, lui, est intact.",
    "action": "Prévenez la personne qui s’occupe de Liane : elle peut le reprendre d’une sauvegarde.",
}


def _given(data: bytes, media_type: str, name: str, *, shown: bool) -> HttpResponse:
    answer = download(data, name, media_type, shown=shown)
    answer["Content-Security-Policy"] = _POLICY
    return answer


@page(Right.RECORD_READ)
def show(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """The paper itself. `?enregistrer`: to be saved, even when it could be shown."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found, _ = open_paper(actor, document_id, kind=Kind.DOCUMENT_OPENED)
    data = store.read(actor.organization_id, found.digest)  # type: ignore[arg-type]
    if data is None:
        return render(request, "kit/error.html", _LOST, status=410)
    shown = found.media_type in SHOWN and "enregistrer" not in request.GET
    return _given(data, found.media_type, found.file_name, shown=shown)


@page(Right.RECORD_READ)
def preview(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """The small image. Twenty of them on a page are not twenty openings: the same rule decides, without a trace.

    One that does not exist, on a paper that she may read, is absent: nobody was kept out, nothing is traced.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = paper(document_id)
    about = found.record_id if found else document_id  # the same questions whether it exists or not (security B7)
    inside = actor.on_pages_of(about)  # an emergency access shows its papers, here too
    if not opens_quietly(inside, about) or found is None or not may_read(inside, document_id):
        raise NotVisible(Refusal(None, Right.RECORD_READ, "Vignette absente ou non visible"), actor)
    data = store.read(actor.organization_id, found.preview) if found.preview and not found.withdrawn else None  # type: ignore[arg-type]
    if data is None:
        return not_found(request)
    return _given(data, "image/webp", "vignette.webp", shown=True)
