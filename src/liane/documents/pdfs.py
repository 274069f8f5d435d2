"""A PDF is kept as it came (it may be signed), so what is alive in it is refused: code, orders to open, files inside.

The bytes are read as text, and every packed stream that may hold objects is unpacked little by little within a fixed
measure; no PDF is ever interpreted. What is locked cannot be looked at, and a paper that asks for a password is of no
use to a team. The way out is always the same gesture: print it into a PDF, which keeps the page and nothing else.
"""

import re
import zlib

LIVE = "Ce PDF contient du code, ou un autre fichier caché dedans. "
LOCKED = "Ce PDF est protégé : Liane ne peut pas vérifier ce qu’il contient. "
BROKEN = "Ce PDF est abîmé ou incomplet. "
HEAVY = "Ce PDF demande trop de travail pour être vérifié. "
PRINT_IT = "Ouvrez-le, choisissez Imprimer puis « Enregistrer au format PDF », et joignez cette copie."

_MOST_UNPACKED = 100_000_000
_MOST_STREAMS = 50_000
_STEP = 65_536
_PIECE = 1_000_000
_OVERLAP = 64
_BLANK = b"\0\t\n\f\r "
_STREAM = re.compile(rb"(?<!end)stream[\r\n]{1,2}")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_END = rb"(?![A-Za-z0-9])"
_ALIVE = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|XFA|GoToE|ImportData|SubmitForm)" + _END)
_ENCRYPTED = re.compile(rb"/Encrypt" + _END)
_OBJECTS = re.compile(rb"/ObjStm" + _END)


def fault_of(data: bytes) -> str:
    """Why this PDF is refused, as a sentence with its way out; empty when it is a quiet paper."""
    end = data.rfind(b"%%EOF")
    if not data.startswith(b"%PDF-") or end < 0 or len(data) - end > 4_096:
        return BROKEN + PRINT_IT
    if data[end + 5 :].strip(_BLANK):  # something follows the paper: two files in one
        return LIVE + PRINT_IT
    declared = 0
    for at in range(0, len(data), _PIECE):  # piece by piece: a heavy paper is not copied whole
        written = _names(data[at : at + _PIECE + _OVERLAP])
        if _ENCRYPTED.search(written):
            return LOCKED + PRINT_IT
        if _ALIVE.search(written):
            return LIVE + PRINT_IT
        declared += len(_OBJECTS.findall(_names(data[at : at + _PIECE + 6])))
    return _packed_fault(data, declared)


def _packed_fault(data: bytes, declared: int) -> str:
    """Look into the packed streams; each collection of objects that is declared must have been one of them."""
    left, seen = _MOST_UNPACKED, 0
    for looked, found in enumerate(_STREAM.finditer(data)):
        alive, used, holds_objects = _look_into(memoryview(data)[found.end() :], left)
        left -= used
        seen += holds_objects
        if alive:
            return LIVE + PRINT_IT
        if left <= 0 or looked > _MOST_STREAMS:
            return HEAVY + PRINT_IT
    return LOCKED + PRINT_IT if declared > seen else ""


def _names(text: bytes) -> bytes:
    """Names as they are meant: «/J#61vaScript» is JavaScript."""
    return _HEX.sub(lambda found: bytes([int(found[1], 16)]), text)


def _look_into(packed: memoryview, most: int) -> tuple[bool, int, bool]:
    """Is something alive in this stream, how many bytes were unpacked, and does it hold objects.

    A collection of objects begins with numbers (ISO 32000-2, 7.5.7); what does not (a picture, a font) is left at once.
    """
    if bytes(packed[:1]).isdigit():
        return False, 0, True  # written in clear: read already with the rest
    if len(packed) < 2 or packed[0] & 0x0F != 8 or (packed[0] << 8 | packed[1]) % 31:
        return False, 0, False
    engine, before, used, at = zlib.decompressobj(), b"", 0, 0
    while used < most and not engine.eof:
        source = engine.unconsumed_tail or bytes(packed[at : at + _STEP])
        at += 0 if engine.unconsumed_tail else len(source)
        try:
            piece = engine.decompress(source, _STEP)
        except zlib.error:
            break
        if not source and not piece:
            break
        used += len(piece)
        if not before and (first := piece.lstrip(_BLANK)[:1]) and not (first.isdigit() or first == b"%"):
            return False, used, False
        if _ALIVE.search(_names(before + piece)):
            return True, used, True
        before = (before + piece)[-_OVERLAP:]
    return False, used, bool(before)
