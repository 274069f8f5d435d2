"""The child that reads the words of a PDF (see `kit.pdf_words`), in a process of its own.

Only what is written as text is read: a scanned page is a picture, and gives nothing. No code of the file is ever run.
"""

import contextlib
import io
import logging
import sys
import zlib

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from liane.kit.apart import READY, REFUSED, close_doors
from liane.kit.pdf_words import SECONDS

MEMORY = 1_000_000_000
MOST_PAGES = 30
MOST_SIGNS = 200_000
_BROKEN = (PyPdfError, ValueError, LookupError, TypeError, AttributeError, RecursionError, OSError, AssertionError)


def _words(data: bytes) -> str:
    reader = PdfReader(io.BytesIO(data), strict=False)
    found: list[str] = []
    for page in reader.pages[:MOST_PAGES]:
        found.append(page.extract_text() or "")
        if sum(map(len, found)) > MOST_SIGNS:
            break
    return "\n".join(found)[:MOST_SIGNS]


def _warm_up() -> None:
    """Read a small PDF of ours: whatever is loaded late is loaded now, before the doors close."""
    for codec in ("utf-16-be", "cp1252", "mac-roman", "latin-1"):
        "é".encode(codec)
    drawn = zlib.compress(b"BT /F 9 Tf (Essai) Tj <0041> Tj ET")
    cmap = zlib.compress(b"1 beginbfchar <0041> <0041> endbfchar")
    font = b"<</Type/Font/Subtype/Type0/BaseFont/Helvetica/Encoding/Identity-H/ToUnicode 5 0 R/DescendantFonts[]>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</Font<</F 6 0 R>>>>>>"
    packed = b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream"
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page]
    objects += [packed % (len(drawn), drawn), packed % (len(cmap), cmap), font]
    body = b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, one) for n, one in enumerate(objects, 1))
    with contextlib.suppress(*_BROKEN):
        _words(body + b"trailer<</Root 1 0 R/Size 7>>\nstartxref\n0\n%%EOF")


def main() -> int:
    """What the child does."""
    logging.disable(logging.CRITICAL)
    _warm_up()
    close_doors(SECONDS, MEMORY)
    try:
        text = _words(sys.stdin.buffer.read())
    except _BROKEN:
        return REFUSED
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    return READY


if __name__ == "__main__":
    sys.exit(main())
