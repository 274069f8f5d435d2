"""What a file is, told by its content: what is accepted is made harmless, the rest is refused in words."""

import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from liane.documents import pdfs
from liane.documents.content import ENDINGS, file_name, receive
from liane.documents.tests.conftest import CANARY, archive, docx, odt, pdf, photo, xlsx
from liane.kit.door import Refused
from liane.kit.pictures.drawing import PictureRefused, Wanted, redraw

ODT = "application/vnd.oasis.opendocument.text"
OOXML = "application/vnd.openxmlformats-officedocument."
SCRIPT = b"<script>alert(1)</script>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


@pytest.mark.parametrize(
    ("name", "data", "media_type", "kept"),
    [
        ("Notification.pdf", pdf(), "application/pdf", "Notification.pdf"),
        ("facture.jpg", pdf(), "application/pdf", "facture.pdf"),
        ("mot.txt", "Été, « ça va »".encode(), "text/plain", "mot.txt"),
        ("mot.txt", "Été à la mer".encode("cp1252"), "text/plain", "mot.txt"),
        ("mot.txt", "Été".encode("utf-16"), "text/plain", "mot.txt"),
        ("liste.csv", b"nom;prenom\nBel;Nadia\n", "text/plain", "liste.txt"),
        ("rapport.odt", odt(), ODT, "rapport.odt"),
        ("rapport.doc", docx(), f"{OOXML}wordprocessingml.document", "rapport.docx"),
        ("budget", xlsx(), f"{OOXML}spreadsheetml.sheet", "budget.xlsx"),
    ],
)
def test_a_file_is_what_its_content_says(name: str, data: bytes, media_type: str, kept: str) -> None:
    found = receive(name, data)
    assert (found.media_type, found.name) == (media_type, kept)
    assert found.data == data or media_type == "text/plain"


def test_a_photo_is_drawn_anew_without_the_place_and_without_what_was_glued_to_it() -> None:
    found = receive("IMG_2034.HEIC.jpg", photo() + b"PK\x03\x04" + SCRIPT)
    assert found.media_type == "image/jpeg" and found.preview
    assert CANARY not in found.data + found.preview and b"script" not in found.data
    assert Image.open(io.BytesIO(found.data)).size == (40, 80)


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("virus.exe", b"MZ\x90\x00\x03\x00\x00\x00", r"Ce type de fichier \(.exe\) n’est pas accepté"),
        ("dessin.svg", SVG, r"\(.svg\) n’est pas accepté"),
        ("photo.jpg", SVG, r"n’est pas ce que dit son nom \(.jpg\)"),
        ("contrat.pdf", b"MZ\x90\x00\x03\x00\x00\x00", r"n’est pas ce que dit son nom \(.pdf\)"),
        ("page.html", b"<!doctype html>" + SCRIPT, r"\(.html\) n’est pas accepté"),
        ("page.txt", b"\xef\xbb\xbf \n<html>", "n’est pas ce que dit son nom"),
        ("image.gif", b"GIF89a=1;alert(1);//", r"\(.gif\) n’est pas accepté"),
        ("lettre.rtf", b"{\\rtf1\\ansi bonjour}", "n’est pas accepté"),
        ("script.sh", b"#!/bin/sh\necho", "n’est pas accepté"),
        ("ancien.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, r"\(.doc\) n’est pas accepté"),
        ("archive.zip", archive({"a.txt": b"a"}), r"\(.zip\) n’est pas accepté"),
        ("appli.apk", archive({"AndroidManifest.xml": b"a", "[Content_Types].xml": b"a"}), "n’est pas accepté"),
        ("piege.docm", docx(**{"word/vbaProject.bin": b"x"}), "contient des macros"),
        ("piege.docx", docx(**{"word/vbaproject.BIN": b"x"}), "contient des macros"),
        ("piege.odt", odt(**{"Basic/Standard/Module1.xml": b"x"}), "contient des macros"),
        ("coupe.docx", docx()[:-10], "abîmé ou incomplet"),
        ("vide.txt", b"", "est vide"),
        ("blanc.txt", b" \n\t ", "est vide"),
        ("photo.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "format HEIC"),
        ("photo.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "n’est pas une photo lisible"),
    ],
)  # fmt: skip
def test_what_is_not_accepted_is_refused_in_words(name: str, data: bytes, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        receive(name, data)


def packed(objects: bytes) -> bytes:
    """A collection of objects, as a PDF of today packs them."""
    data = zlib.compress(objects)
    return b"9 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\r\n%s\nendstream endobj\n" % (
        len(data), data,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (pdf(b"4 0 obj<</S/JavaScript/JS(app.alert(1))>>endobj\n"), "contient du code"),
        (pdf(b"4 0 obj<</S/J#61vaScript/JS(app.alert(1))>>endobj\n"), "contient du code"),
        (pdf(b"4 0 obj<</S/Launch/F(cmd.exe)>>endobj\n"), "contient du code"),
        (pdf(b"4 0 obj<</Names<</EmbeddedFiles 5 0 R>>>>endobj\n"), "contient du code"),
        (pdf(packed(b"4 0 <</S/JavaScript/JS 6 0 R>>")), "contient du code"),
        (pdf(packed(b"\n " * 40_000 + b"4 0 <</S/JavaScr#69pt/JS 6 0 R>>")), "contient du code"),
        (pdf(b"% stream\n" + packed(b"4 0 <</S/JavaScript/JS 6 0 R>>")), "contient du code"),
        (pdf(b"9 0 obj<</Type/ObjStm/Filter/LZWDecode/Length 3>>stream\nabc\nendstream endobj\n"), "est protégé"),
        (pdf(b"trailer<</Encrypt 8 0 R>>\n"), "est protégé"),
        (pdf(after=b"\n" + SCRIPT), "contient du code"),
        (pdf(after=b"\nPK\x03\x04" + b"x" * 5000), "abîmé"),
        (b"%PDF-1.7\n", "abîmé"),
        (pdf(packed(b"1" * 2_000_000)), "trop de travail"),
    ],
    ids=[
        "code", "code written otherwise", "order to open", "files inside", "code packed", "code far away",
        "code behind a false stream", "packed as nobody does", "locked", "page after the paper", "archive after the paper",
        "cut", "bomb",
    ],
)  # fmt: skip
def test_a_paper_that_is_alive_is_refused_with_its_way_out(
    data: bytes, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdfs, "_MOST_UNPACKED", 1_000_000)
    with pytest.raises(Refused, match=sentence) as refusal:
        receive("papier.pdf", data)
    assert "Enregistrer au format PDF" in str(refusal.value)


def test_a_quiet_paper_passes_whole_with_its_pictures_and_its_packed_objects() -> None:
    picture = zlib.compress(b"\x80/JavaScript " + bytes(range(256)) * 4000)
    image = b"7 0 obj<</Subtype/Image/Filter/FlateDecode>>stream\n" + picture + b"\nendstream endobj\n"
    data = pdf(packed(b"4 0 <</Type/Page>>") + image)
    assert receive("papier.pdf", data).data == data


def bomb() -> bytes:
    """A member a thousand times bigger once unpacked."""
    return docx(**{"word/media/image1.png": b"\0" * 20_000_000})


def test_a_bomb_inside_an_office_file_stays_asleep() -> None:
    data = bomb()
    found = receive("rapport.docx", data)
    assert found.data == data and len(found.data) < 100_000


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\moi\\Bureau\\ordonnance.PDF", "ordonnance.pdf"),
        ("a\x00b\u202egnp.exe", "abgnp.pdf"),
        ("x" * 400 + ".pdf", "x" * 100 + ".pdf"),
        ("...", "papier.pdf"),
        ("", "papier.pdf"),
        ('a"b;c\r\nSet-Cookie: d.pdf', "a_b;c Set-Cookie_ d.pdf"),
        ("é😀.tar.gz", "é😀.tar.pdf"),
        ("CON", "CON.pdf"),
    ],
)
def test_the_name_of_a_file_is_trusted_for_nothing(typed: str, kept: str) -> None:
    assert file_name(typed, "application/pdf") == kept


def test_the_table_of_contents_of_an_archive_may_lie() -> None:
    data = bytearray(docx())
    at = data.rfind(b"PK\x05\x06")
    for number in (0, 60_000):
        struct.pack_into("<HH", data, at + 8, number, number)
        with pytest.raises(Refused, match="abîmé"):
            receive("rapport.docx", bytes(data))


SAMPLES = {
    "papier.pdf": pdf(packed(b"4 0 <</Type/Page>>")),
    "texte.odt": odt(),
    "texte.docx": docx(),
    "classeur.xlsx": xlsx(),
    "mot.txt": "Été, « ça va »".encode(),
}
changes = st.lists(
    st.tuples(st.sampled_from(["cut", "put", "change", "twice"]), st.floats(0, 1), st.binary(min_size=1, max_size=12)),
    min_size=1, max_size=6,
)  # fmt: skip


def changed(data: bytes, gestures: list[tuple[str, float, bytes]]) -> bytes:
    """The same file after a bad journey."""
    for gesture, where, piece in gestures:
        at = int(where * len(data))
        if gesture == "cut":
            data = data[:at]
        elif gesture == "put":
            data = data[:at] + piece + data[at:]
        elif gesture == "change":
            data = data[:at] + piece + data[at + len(piece) :]
        else:
            data = data[:at] + data
    return data


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(SAMPLES)), changes)
def test_a_spoilt_file_is_kept_as_what_it_is_or_refused_in_words(
    name: str, gestures: list[tuple[str, float, bytes]]
) -> None:
    try:
        found = receive(name, changed(SAMPLES[name], gestures))
    except Refused as refusal:
        assert str(refusal).endswith((".", "!")) and len(str(refusal)) < 300
    else:
        assert found.media_type in ENDINGS and found.name.endswith(ENDINGS[found.media_type])


def drawn(kind: str) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").resize((90, 60)).save(out, kind)
    return out.getvalue()


PICTURES = {kind: drawn(kind) for kind in ("JPEG", "PNG", "WEBP")}


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(PICTURES)), changes)
def test_a_spoilt_photo_is_drawn_or_refused_in_words(kind: str, gestures: list[tuple[str, float, bytes]]) -> None:
    try:
        (made,) = redraw(changed(PICTURES[kind], gestures), [Wanted(64)])
    except PictureRefused as refusal:
        assert str(refusal).endswith(".")
    else:
        assert max(Image.open(io.BytesIO(made.data)).size) <= 64
