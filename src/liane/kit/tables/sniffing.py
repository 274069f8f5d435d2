"""What a file really is, by its content: a name proves nothing."""

from enum import Enum

from liane.kit.tables.archives import ArchiveLocked, SafeArchive, open_zip
from liane.kit.tables.refusals import TableRefused, quoted

USE_A_TABLE = "Enregistrez le tableau au format Excel (.xlsx), OpenDocument (.ods) ou CSV, puis recommencez."
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED_OFFICE = "EncryptedPackage".encode("utf-16-le")
NOT_TABLES = (
    ((b"%PDF",), "un document PDF"),
    ((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*"), "une image"),
    ((b"{\\rtf",), "un document texte"),
    ((b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ", b"PK\x05\x06"), "un dossier compressé"),
    ((b"MZ", b"\x7fELF", b"SQLite format"), "un programme ou une base de données"),
)
PAGE_STARTS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<table", b"<meta", b"<style", b"<div")


class Kind(Enum):
    """The three families of files that can be a table."""

    TEXT = "texte"
    XLSX = "xlsx"
    ODS = "ods"


def sniff(data: bytes, filename: str) -> tuple[Kind, SafeArchive | None]:
    """Say which reader must open the file, or refuse what is not a table."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise TableRefused(f"Le fichier {quoted(filename)} est vide.", "Vérifiez le fichier, puis recommencez.")
    if data.startswith(b"PK\x03\x04"):
        return _sniff_zip(data, filename)
    if data.startswith(OLD_OFFICE):
        raise _old_office(data, filename)
    for starts, what in NOT_TABLES:
        if data.startswith(starts) and not _looks_like_text(data, starts):
            raise TableRefused(f"Le fichier {quoted(filename)} est {what}, pas un tableau.", USE_A_TABLE)
    if data[4:8] == b"ftyp" or (data.startswith(b"RIFF") and data[8:12] == b"WEBP"):
        raise TableRefused(f"Le fichier {quoted(filename)} est une image ou une vidéo, pas un tableau.", USE_A_TABLE)
    _refuse_markup(data, filename)
    return Kind.TEXT, None


def _looks_like_text(data: bytes, starts: tuple[bytes, ...]) -> bool:
    """Two-letter signatures also begin honest words («BM;Nom», «MZ …»): look further before refusing."""
    short = any(len(start) == 2 and start.isalpha() and data.startswith(start) for start in starts)
    return short and b"\x00" not in data[:512]


def _old_office(data: bytes, filename: str) -> TableRefused:
    """A file of Excel before 2007, or a recent one under a password: both have the same envelope."""
    if LOCKED_OFFICE in data:
        return locked(filename)
    return TableRefused(
        f"Le fichier {quoted(filename)} est dans un ancien format de Microsoft Office (.xls ou .doc).",
        "Ouvrez-le dans votre tableur, enregistrez-le au format .xlsx ou .ods, puis recommencez.",
    )


def locked(filename: str) -> TableRefused:
    """The sentence for any file that asks for a password."""
    return TableRefused(
        f"Le fichier {quoted(filename)} est protégé par un mot de passe.",
        "Ouvrez-le dans votre tableur, enregistrez-le sans mot de passe, puis recommencez.",
    )


def _sniff_zip(data: bytes, filename: str) -> tuple[Kind, SafeArchive]:
    """Modern office files are zip files: the names inside say which."""
    try:
        archive = open_zip(data)
    except ArchiveLocked as error:
        raise locked(filename) from error
    names = set(archive.names)
    if "xl/workbook.xml" in names:
        return Kind.XLSX, archive
    if "xl/workbook.bin" in names:
        raise TableRefused(f"Le fichier {quoted(filename)} est au format Excel binaire (.xlsb).", USE_A_TABLE)
    if "content.xml" in names and b"spreadsheet" in _member(archive, "mimetype"):
        if b"encryption-data" in _member(archive, "META-INF/manifest.xml"):
            raise locked(filename)
        return Kind.ODS, archive
    if "content.xml" in names or any(name.startswith(("word/", "ppt/")) for name in names):
        raise TableRefused(
            f"Le fichier {quoted(filename)} est un document texte ou un diaporama, pas un tableau.", USE_A_TABLE
        )
    raise TableRefused(
        f"Le fichier {quoted(filename)} est un dossier compressé, pas un tableau.",
        "Ouvrez le dossier, puis envoyez le tableau qu’il contient.",
    )


def _member(archive: SafeArchive, name: str) -> bytes:
    """The content of a small member, nothing when it is missing."""
    return archive.read(name) if name in archive.names else b""


def _refuse_markup(data: bytes, filename: str) -> None:
    """Web pages and raw XML saved under the name of a spreadsheet, as many programs do."""
    start = data[:2_000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<?xml", b"<!--")):
        start = start[start.find(b">") + 1 :].lstrip()
    if start.startswith(PAGE_STARTS):
        raise TableRefused(
            f"Le fichier {quoted(filename)} est une page web enregistrée sous un nom de tableau.",
            "Ouvrez-le dans votre tableur, enregistrez-le au format .xlsx, .ods ou CSV, puis recommencez.",
        )
    if data[:2_000].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise TableRefused(f"Le fichier {quoted(filename)} est un fichier XML, pas un tableau.", USE_A_TABLE)
