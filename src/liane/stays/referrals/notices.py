"""A notification arrives, pasted or as a file: it is checked, its words are read, and it waits for the request written from it."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.kit.door import NotVisible, Refusal, Refused
from liane.kit.once import already, insert
from liane.kit.pdf_words import PdfUnread, words_of_pdf
from liane.kit.slots import Slot, hung
from liane.kit.tables import TableRefused
from liane.kit.tables.apart import read_table_apart
from liane.kit.tables.model import Formula, Table
from liane.kit.text import clean
from liane.stays.referrals.models import Notice

WAITS = timedelta(days=7)
MOST_TEXT = 100_000
_PDF, _TEXT = "application/pdf", "text/plain"
_PICTURE = "Ce papier est une image : Liane n’y lit pas les mots. Écrivez ce qui est utile ; le papier sera joint."
_NO_WORDS = "Liane ne lit pas les mots de cette sorte de fichier. Écrivez ce qui est utile ; le papier sera joint."


@transaction.atomic
def receive_text(actor: Actor, notice_id: UUID, text: str) -> Notice:
    """A text pasted from another screen."""
    plain = clean(text).strip()
    if not plain:
        raise Refused("Collez le texte de la notification, ou choisissez un fichier.")
    if len(plain) > MOST_TEXT:
        raise Refused("Ce texte est trop long pour une notification. Collez la partie utile, ou joignez le fichier.")
    return _keep(actor, notice_id, "notification.txt", _TEXT, plain.encode(), plain, "")


@transaction.atomic
def receive_file(actor: Actor, notice_id: UUID, name: str, data: bytes) -> Notice:
    """A file: PDF, text or table. It is kept as it came; what cannot be read of it is said."""
    kept, media_type = data, ""
    for check in hung(Slot.PAPER_CHECKED):
        name, media_type, kept = check(name, data)
    text, trouble = _words(name, media_type, kept)
    return _keep(actor, notice_id, name, media_type, kept, text[:MOST_TEXT], trouble)


def _words(name: str, media_type: str, data: bytes) -> tuple[str, str]:
    """The words of a file, and what could not be read of it."""
    if media_type.startswith("image/"):
        return "", _PICTURE
    if media_type == _PDF:
        try:
            text = clean(words_of_pdf(data)).strip()
        except PdfUnread as problem:
            return "", f"{problem} Écrivez ce qui est utile ; le papier sera joint."
        return text, "" if text else _PICTURE
    if media_type == _TEXT and not name.lower().endswith(".csv") and not _is_table(data):
        return clean(data.decode("utf-8", "replace")).strip(), ""
    if media_type == _TEXT or "sheet" in media_type:
        return _row(data, name)
    return "", _NO_WORDS


def _is_table(data: bytes) -> bool:
    """A CSV that came as plain text: two lines at least, with as many « ; » or tabulations in each."""
    lines = [line for line in data.decode("utf-8", "replace").splitlines() if line.strip()][:3]
    return len(lines) > 1 and any(
        lines[0].count(mark) > 1 and lines[0].count(mark) == lines[1].count(mark) for mark in ";\t"
    )


def _row(data: bytes, name: str) -> tuple[str, str]:
    """One line of a table: its columns become lines. Several persons are not one request."""
    try:
        table = read_table_apart(data, name, "liane.stays.referrals.rules:is_label")
    except TableRefused as refused:
        return "", f"{refused.happened} Écrivez ce qui est utile ; le fichier sera joint."
    if len(table.rows) != 1:
        raise Refused(
            f"Ce tableau contient {len(table.rows)} lignes. Une demande concerne une personne : gardez une seule ligne, ou "
            "passez par «\u00a0Importer un tableur\u00a0» pour une liste de personnes déjà accompagnées."
        )
    return _lines_of(table), ""


def _lines_of(table: Table) -> str:
    said = []
    for title, cell in zip(table.headers, table.rows[0].cells, strict=False):
        if cell is None or isinstance(cell, Formula) or cell == "":
            continue
        text = cell.strftime("%d/%m/%Y") if hasattr(cell, "strftime") else str(cell)
        said.append(f"{title} : {text}")
    return "\n".join(said)


def _keep(actor: Actor, notice_id: UUID, name: str, media_type: str, data: bytes, text: str, trouble: str) -> Notice:
    if not actor.may(Right.REFERRAL_WRITE) or actor.organization_id is None:
        raise NotVisible(Refusal(right=Right.REFERRAL_WRITE, why="Ne suit pas les demandes"), actor)
    if already(Notice, notice_id, author_id=actor.practitioner_id):
        return Notice.objects.get(pk=notice_id)
    notice = Notice(
        id=notice_id, organization_id=actor.organization_id, name=name[:150], media_type=media_type, data=data, text=text,
        trouble=trouble, author_id=actor.practitioner_id, author_name=actor.name,
    )  # fmt: skip
    insert(notice)
    trace(actor, Kind.NOTICE_RECEIVED, object_id=notice_id)
    return notice


def notice_waiting(actor: Actor, notice_id: UUID) -> Notice:
    """A notification from which nothing was written yet: its author’s alone."""
    found = Notice.objects.filter(pk=notice_id, author_id=actor.practitioner_id, referral=None).first()
    if found is None or not actor.may(Right.REFERRAL_WRITE):
        raise NotVisible(Refusal(None, Right.REFERRAL_WRITE, "Cette notification n’est pas la sienne"), actor)
    return found


def notices_waiting(actor: Actor) -> list[Notice]:
    """Those of this author from which nothing was written yet, without their content."""
    mine = Notice.objects.filter(author_id=actor.practitioner_id, referral=None).defer("data", "text")
    return list(mine.order_by("-received_at")[:5])


@transaction.atomic
def throw_notice(actor: Actor, notice_id: UUID) -> None:
    """Nothing will be written from it: it goes away at once."""
    notice_waiting(actor, notice_id).delete()


def forget_notices() -> int:
    """Each night: what waited too long without a request is gone."""
    gone, _ = Notice.objects.filter(referral=None, received_at__lt=timezone.now() - WAITS).delete()
    return gone
