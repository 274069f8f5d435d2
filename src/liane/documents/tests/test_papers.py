"""Papers: joined to a writing or filed alone, opened by whoever reads their line of the fil, withdrawn with a reason."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from liane.documents.models import Document, Upload, Withdrawal
from liane.documents.tests.conftest import CANARY, kept, named, pdf, photo
from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.notes.models import Note
from liane.testing import House


def papers_of(house: House) -> str:
    return f"/personnes/{house.sam.pk}/papiers/"


def write(house: House, slug: str, *files: object, **fields: str) -> object:
    data = {"id": str(uuid4()), "text": "Elle a reçu un courrier.", "kind": "note", "fichiers": list(files), **fields}
    return house.client(slug).post(f"/personnes/{house.sam.pk}/ecrire/", data)


def test_a_file_joined_to_a_writing_is_read_with_it_and_stays_shut_for_farid(house: House) -> None:
    assert write(house, "karim", named(pdf(), "Notification MDPH.pdf")).status_code == 303
    paper = Document.objects.get()
    assert (paper.title, paper.file.media_type, paper.line_id) == (
        "Notification MDPH", "application/pdf", Note.objects.get().thread_id,
    )  # fmt: skip
    page = house.client("ines").get(f"/personnes/{house.sam.pk}/").content.decode()
    assert "Notification MDPH" in page and f"/papiers/{paper.pk}/" in page
    answer = house.client("ines").get(f"/papiers/{paper.pk}/")
    assert answer.content == pdf()
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="Notification MDPH.pdf"'
    assert "sandbox" in answer["Content-Security-Policy"] and answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
    trace = JournalEntry.objects.get(kind=Kind.DOCUMENT_OPENED)
    assert (trace.actor_name, trace.record_id, trace.object_id) == ("Inès Roche", house.sam.pk, paper.pk)
    there = house.client("farid").get(f"/papiers/{paper.pk}/")
    missing = house.client("farid").get(f"/papiers/{uuid4()}/")
    assert there.status_code == missing.status_code == 404
