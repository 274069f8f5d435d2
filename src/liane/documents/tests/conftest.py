"""Files of the tests have a folder of their own; pictures and papers are made here, small and true."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from PIL import Image

from liane.conftest import actor, client_of, house
from liane.testing import House

__all__ = ["actor", "client_of", "house"]

CANARY = b"48.8566 CANARI"


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """Where this test keeps its files."""
    settings.FILES_ROOT = tmp_path / "fichiers"
    yield settings.FILES_ROOT


def kept(root: Path) -> list[Path]:
    """Every file on disk, drafts included."""
    return sorted(path for path in root.rglob("*") if path.is_file())


def photo(size: tuple[int, int] = (80, 40), colour: str = "white") -> bytes:
    """As a telephone makes it: lying on its side, and telling where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = CANARY.decode()
    exif.get_ifd(0x8825)[29] = CANARY.decode()
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG", exif=exif, comment=CANARY)
    return out.getvalue()


def pdf(body: bytes = b"", before: bytes = b"", after: bytes = b"\n") -> bytes:
    """A quiet paper of one page; `body` adds objects."""
    head = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
    page = b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n"
    return before + head + page + body + b"trailer<</Root 1 0 R>>\n%%EOF" + after


def archive(members: dict[str, bytes], *, first_stored: str = "") -> bytes:
    """A zip file as an office makes it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data, zipfile.ZIP_STORED if name == first_stored else zipfile.ZIP_DEFLATED)
    return out.getvalue()


def odt(**more: bytes) -> bytes:
    """A text of LibreOffice."""
    told = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>", **more}
    return archive(told, first_stored="mimetype")


def docx(**more: bytes) -> bytes:
    """A text of Word."""
    return archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<a/>", **more})


def xlsx(**more: bytes) -> bytes:
    """A workbook of Excel."""
    return archive({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<a/>", **more})


def named(data: bytes, name: str) -> io.BytesIO:
    """A file of a form."""
    sent = io.BytesIO(data)
    sent.name = name
    return sent


def papers_of(house: House) -> str:
    return f"/personnes/{house.sam.pk}/papiers/"


def write(house: House, slug: str, *files: object, **fields: Any) -> HttpResponse:
    data = {"id": str(uuid4()), "text": "Elle a reçu un courrier.", "kind": "note", "fichiers": list(files), **fields}
    return house.client(slug).post(f"/personnes/{house.sam.pk}/ecrire/", data)


def file_away(house: House, slug: str, *files: object, **fields: Any) -> HttpResponse:
    unit = str(house.units["mimosa"].pk)
    data = {"id": str(uuid4()), "unit": unit, "fichiers": list(files), **fields}
    return house.client(slug).post(papers_of(house), data)


def send(house: House, slug: str, data: bytes = b"bonjour", name: str = "mot.txt", **fields: Any) -> HttpResponse:
    return house.client(slug).post(f"{papers_of(house)}envoyer/", {"fichiers": named(data, name), **fields})


def boxes(answer: HttpResponse) -> dict[str, bool]:
    """The files that wait, and whether each is ticked."""
    found = re.findall(r'name="piece" value="([^"]+)"( checked)?', answer.content.decode())
    return {key: bool(ticked) for key, ticked in found}
