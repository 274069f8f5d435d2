"""What a file is, told by its content alone: never by its name, nor by what the browser says of it.

Photos are drawn anew; a PDF is looked through; texts and office files are kept asleep. The rest is refused, in words.
"""

import re
from dataclasses import dataclass

from liane.documents.pdfs import fault_of
from liane.documents.zips import first_stored, member_names
from liane.kit.door import Refused
from liane.kit.pictures import PictureRefused, Wanted, redraw_apart
from liane.kit.text import clean, clean_line
from liane.kit.uploads import HEAVIEST

MOST_BYTES = HEAVIEST
PAGE_SIDE = 3508  # A4 at 300 points per inch: a photographed paper stays readable
PREVIEW_SIDE = 480
ACCEPTED = "Vous pouvez joindre : PDF, photo, texte, tableur."
ACCEPT = ".pdf,.jpg,.jpeg,.png,.webp,.txt,.odt,.ods,.docx,.xlsx"  # what the browser proposes; never believed
PDF = "application/pdf"
TEXT = "text/plain"
_OOXML = "application/vnd.openxmlformats-officedocument."
ENDINGS = {
    PDF: ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    TEXT: ".txt",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    f"{_OOXML}wordprocessingml.document": ".docx",
    f"{_OOXML}spreadsheetml.sheet": ".xlsx",
}
_WORDS = {
    PDF: "PDF",
    "image/jpeg": "photo",
    "image/png": "image",
    "image/webp": "photo",
    TEXT: "texte",
    "application/vnd.oasis.opendocument.spreadsheet": "tableur",
    f"{_OOXML}spreadsheetml.sheet": "tableur",
}
_NAMED = {".jpeg", *ENDINGS.values()}
_HEIC = (b"heic", b"heix", b"mif1", b"msf1", b"hevc", b"heim", b"heis", b"avif")
_ENDING = re.compile(r"\.([A-Za-z0-9]{1,8})$")
_FOR_MACHINES = ("<", "{\\rtf", "#!", "%!", "%PDF", "GIF8")  # pages, drawings, programs dressed as words
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Received:
    """A file ready to be kept: its content, what it is, its name with the right ending, and its small image."""

    data: bytes
    media_type: str
    name: str
    preview: bytes = b""


def word_of(media_type: str) -> str:
    """«PDF», «photo», «texte»: what a person calls it."""
    return _WORDS.get(media_type, "texte")


def weight(size: int) -> str:
    """«240 Ko», «1,4 Mo»."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))}\u00a0Ko"
    number = f"{size / 1024 / 1024:.1f}".replace(".", ",").removesuffix(",0")
    return f"{number}\u00a0Mo"


def too_big(size: int) -> str:
    """The sentence of ux §12."""
    return f"Ce fichier pèse {weight(size)}. La limite est 25\u00a0Mo. Essayez une photo ou un PDF plus léger."


def receive(name: str, data: bytes) -> Received:
    """Read a file that somebody sent. Refused says why it is not kept, and what to do."""
    if len(data) > MOST_BYTES:
        raise Refused(too_big(len(data)))
    if not data:
        raise Refused("Ce fichier est vide. Choisissez-en un autre.")
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return _picture(name, data)
    if data.startswith(b"%PDF-"):
        if fault := fault_of(data):
            raise Refused(fault)
        return Received(data, PDF, file_name(name, PDF))
    if data.startswith(b"PK\x03\x04"):
        return _office(name, data)
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
        raise Refused(
            "Cette photo est au format HEIC, que Liane n’ouvre pas. Dans les réglages de l’appareil photo, choisissez "
            "« Le plus compatible », ou faites une capture d’écran de la photo et joignez-la."
        )
    return _text(name, data)


def file_name(name: str, media_type: str) -> str:
    """A name that a disk and an eye can trust: no path, no hidden sign, the ending of what the file really is."""
    last = clean_line(re.split(r"[/\\]", name)[-1]).strip(". ")
    found = _ENDING.search(last)
    stem = last[: found.start()] if found else last
    stem = re.sub(r'[<>:"|?*%]', "_", stem).strip(". ")[:100].strip()
    return (stem or "papier") + ENDINGS[media_type]


def _refusal(name: str) -> Refused:
    found = _ENDING.search(clean_line(name[-40:]))
    if found and f".{found[1].lower()}" in _NAMED:  # «.pdf is not accepted, you may join: PDF» would explain nothing
        return Refused(
            f"Le contenu de ce fichier n’est pas ce que dit son nom (.{found[1].lower()}) : il a été renommé, ou il est "
            f"abîmé. Reprenez le fichier d’origine. {ACCEPTED}"
        )
    kind = f" (.{found[1].lower()})" if found else ""
    return Refused(f"Ce type de fichier{kind} n’est pas accepté. {ACCEPTED}")


def _picture(name: str, data: bytes) -> Received:
    try:
        page, small = redraw_apart(data, Wanted(PAGE_SIDE), Wanted(PREVIEW_SIDE, kind="WEBP"))
    except PictureRefused as refused:
        raise Refused(str(refused)) from refused
    return Received(page.data, page.media_type, file_name(name, page.media_type), small.data)


def _office(name: str, data: bytes) -> Received:
    """A text or a workbook, without macros; any other archive is refused."""
    names = member_names(data)
    if names is None:
        raise Refused(f"Ce fichier est abîmé ou incomplet. {ACCEPTED}")
    first, told = first_stored(data)
    media_type = told.decode("ascii", "replace") if first == "mimetype" else _ooxml(names)
    if media_type not in ENDINGS:
        raise _refusal(name)
    low = [one.casefold() for one in names]
    if any(one.endswith("vbaproject.bin") or one.startswith(("basic/", "scripts/")) for one in low):
        raise Refused(
            "Ce fichier contient des macros, c’est-à-dire du code. Enregistrez-le sans macros, ou en PDF, puis joignez-le."
        )
    return Received(data, media_type, file_name(name, media_type))


def _ooxml(names: list[str]) -> str:
    if "[Content_Types].xml" not in names:
        return ""
    if "word/document.xml" in names:
        return f"{_OOXML}wordprocessingml.document"
    return f"{_OOXML}spreadsheetml.sheet" if "xl/workbook.xml" in names else ""


def _text(name: str, data: bytes) -> Received:
    """Plain words, whatever the machine that wrote them; what is written for a machine (HTML, SVG, a script) is refused."""
    text = _decoded(data)
    if text is None or _CONTROLS.search(text) or text.lstrip("\ufeff \t\r\n").startswith(_FOR_MACHINES):
        raise _refusal(name)
    plain = clean(text)
    if not plain.strip():
        raise Refused("Ce fichier est vide. Choisissez-en un autre.")
    return Received(plain.encode(), TEXT, file_name(name, TEXT))


def _decoded(data: bytes) -> str | None:
    codecs = ["utf-16"] if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1252"]
    for codec in codecs:
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            continue
    return None
