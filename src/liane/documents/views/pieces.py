"""Files on their way: received from a form with or without script, shown as boxes to tick, told in words when refused."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from django.http import HttpRequest, HttpResponse

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.documents.actions.filing import MOST_AT_ONCE
from liane.documents.actions.sending import TooMany, send_file
from liane.documents.content import ACCEPT, too_big, weight, word_of
from liane.documents.forms import PiecesForm
from liane.documents.models import Upload
from liane.documents.queries import waiting
from liane.documents.store import NO_ROOM, digest_of_bytes
from liane.kit.addresses import reverse
from liane.kit.door import Refused
from liane.kit.forms import HouseForm
from liane.kit.ids import uuid7
from liane.kit.pages import page, render
from liane.kit.text import clean_line
from liane.kit.uploads import Hollow
from liane.people.door import open_record

FIELDS = ("fichiers", "photo")
_NO_FILE = "Choisissez un fichier, ou prenez une photo du papier."


@dataclass(slots=True)
class Received:
    """What came with a form: files kept, ticked boxes, and what was refused, one sentence a file."""

    ids: list[UUID] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def say_in(self, form: HouseForm, field: str | None = None) -> bool:
        """Tell the form what was refused; answers whether something was. The form has been checked before."""
        for fault in self.faults:
            form.say(field, fault)
        return bool(self.faults)


def receive_files(request: HttpRequest, record_id: UUID, form_id: UUID) -> Received:
    """Keep the files sent with a form (without script), beside those sent before it and still ticked.

    Each has an identifier that follows from the form and from its content: the same form sent twice sends each file
    once, and another file chosen on the same page is another file.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    ticked = PiecesForm(request.POST)
    found = Received(ticked.cleaned_data["piece"] if ticked.is_valid() else [])
    sent = [one for name in FIELDS for one in request.FILES.getlist(name)]
    if len(sent) > MOST_AT_ONCE:
        found.faults.append(f"Vous joignez {len(sent)} fichiers. La limite est de {MOST_AT_ONCE} à la fois.")
        return found
    for one in sent:
        try:
            data = _whole(one)
            key = uuid5(form_id, f"{one.name}/{digest_of_bytes(data)}")
            found.ids.append(send_file(actor, record_id, key, one.name or "", data).pk)
        except Refused as refusal:
            found.faults.append(f"«\u00a0{_short(one.name or '')}\u00a0»\u00a0: {refusal}")
    return found


def _whole(sent: Any) -> bytes:
    if isinstance(sent, Hollow):
        raise Refused(NO_ROOM if sent.is_disk_full else too_big(sent.size or 0))
    sent.seek(0)  # the page may be asked twice (kit.once)
    return bytes(sent.read())


def _short(name: str) -> str:
    line = clean_line(name[:300])
    return line if len(line) <= 60 else f"{line[:57]}…"


def pieces(actor: Actor, record_id: UUID, ticked: Sequence[UUID] | None = ()) -> dict[str, Any]:
    """What the zone of a form shows: files that wait, ticked when they are of this sending; where to send others.

    `ticked` is None when it is known that none waits.
    """
    return {
        "send_url": reverse("documents:send", kwargs={"record_id": record_id}),
        "accept": ACCEPT,
        "items": [] if ticked is None else [piece(one, one.pk in ticked) for one in waiting(actor, record_id)],
    }


def piece(upload: Upload, is_ticked: bool) -> dict[str, Any]:
    """One file that waits."""
    return {
        "id": upload.pk,
        "name": upload.name,
        "detail": f"{word_of(upload.file.media_type)}, {weight(upload.file.size)}",
        "ticked": is_ticked,
    }


@page(Right.NOTE_WRITE, methods=("POST",), limit="upload")
def send(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """One file, sent while the rest of the form is written: answers the box to tick, or why it is refused."""
    sent = request.FILES.get("fichiers")
    try:
        chosen = UUID(request.POST.get("id", ""))
    except ValueError:
        chosen = uuid7()
    fault, status = _NO_FILE, 422
    if sent is not None:
        try:
            upload = send_file(request.actor, record_id, chosen, sent.name or "", _whole(sent))  # type: ignore[attr-defined]
            return render(request, "documents/_piece.html", {"p": piece(upload, True), "nav": []}, status=201)
        except Refused as refusal:
            status = 429 if isinstance(refusal, TooMany) else 422
            fault = f"«\u00a0{_short(sent.name or '')}\u00a0»\u00a0: {refusal}"
    open_record(request.actor, record_id, to=Right.NOTE_WRITE)  # type: ignore[attr-defined]
    answer = render(request, "documents/_refused.html", {"fault": fault, "nav": []}, status=status)
    if status == 429:
        answer["Retry-After"] = "3600"
    return answer
