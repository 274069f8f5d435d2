"""The one XML reader of the house: no document type, no entity, no network, no giant tree.

XML that arrives from outside (spreadsheets today, health documents tomorrow) can ask the reader to
open local files, call other machines or grow without end. All these tricks start with a document
type declaration; none of the formats that we receive needs one, so it is refused before parsing.
Nothing else in the project may parse XML.
"""

import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

PROLOG_LIMIT = 65_536
CHUNK = 65_536
WEIGHT_LIMIT = 800_000  # elements and attributes between two useful elements
READABLE_ENCODINGS = {"utf-8", "us-ascii", "ascii", "iso-8859-1", "iso-8859-15", "windows-1252"}
DECLARED_ENCODING = re.compile(rb"""\A<\?xml[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
ROOT_START = re.compile(rb"<[A-Za-z_:\x80-\xff]")
SAFE = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


class XmlRefused(ValueError):
    """XML that is broken or that tries something; `str()` is the French reason."""


def read_xml(data: bytes) -> etree._Element:
    """Parse a small document whole and give its root."""
    _check_prolog(data[:PROLOG_LIMIT])
    if _weight(data) > WEIGHT_LIMIT:
        raise XmlRefused("Une partie de ce fichier est anormalement grosse.")
    try:
        return etree.fromstring(data, etree.XMLParser(**SAFE))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise XmlRefused("Ce fichier est abîmé.") from error


def stream_xml(stream: BinaryIO, *tags: str) -> Iterator[etree._Element]:
    """Give the elements of these names one after the other; each is forgotten once the next is asked."""
    start = _read_start(stream)
    _check_prolog(start[:PROLOG_LIMIT])
    source = _Weighed(start, stream)
    try:
        for _, element in etree.iterparse(source, events=("end",), tag=tags, **SAFE):
            yield element
            source.weight = 0
            element.clear()
            _forget_before(element)
    except (etree.XMLSyntaxError, UnicodeError) as error:
        raise XmlRefused("Ce fichier est abîmé.") from error


def _forget_before(element: etree._Element) -> None:
    """Free all that stands before an element, on every level: the tree never grows."""
    branch: etree._Element | None = element
    while branch is not None:
        parent = branch.getparent()
        while parent is not None and branch.getprevious() is not None:
            del parent[0]
        branch = parent


def _weight(data: bytes) -> int:
    """Count what costs memory once parsed: elements and attributes."""
    return data.count(b"<") + data.count(b"=")


def _read_start(stream: BinaryIO) -> bytes:
    """Read until the root element begins, without ever reading an endless prolog."""
    start = b""
    while len(start) < PROLOG_LIMIT and (chunk := stream.read(CHUNK)):
        start += chunk
        if ROOT_START.search(start):
            break
    return start


def _check_prolog(start: bytes) -> None:
    """Before the root: an XML declaration, comments, instructions, and nothing else."""
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    declared = DECLARED_ENCODING.match(text)
    if declared and declared.group(1).decode().lower() not in READABLE_ENCODINGS:
        raise XmlRefused("Ce fichier utilise un codage inhabituel.")
    while not ROOT_START.match(text):
        if text.startswith(b"<!--"):
            _, found, text = text[4:].partition(b"-->")
        elif text.startswith(b"<?"):
            _, found, text = text[2:].partition(b"?>")
        else:
            found = b""
        if not found:
            raise XmlRefused("Ce fichier contient une déclaration interdite.")
        text = text.lstrip()


class _Weighed(io.RawIOBase):
    """The bytes already looked at, then the rest; too many useless elements in a row are refused."""

    def __init__(self, start: bytes, rest: BinaryIO) -> None:
        self.start = start
        self.rest = rest
        self.weight = 0

    def read(self, size: int = -1) -> bytes:
        """Serve the beginning first; the parser asks for pieces, never for everything."""
        wanted = CHUNK if size is None or size < 0 else size
        if self.start:
            piece, self.start = self.start[:wanted], self.start[wanted:]
        else:
            piece = self.rest.read(wanted)
        self.weight += _weight(piece)
        if self.weight > WEIGHT_LIMIT:
            raise XmlRefused("Une partie de ce fichier est anormalement grosse.")
        return piece
