"""Builds the files that the tests read: honest spreadsheets, and the bombs that nobody should commit."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Sequence

from openpyxl import Workbook

ODS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
)
ODS_TAIL = "</office:spreadsheet></office:body></office:document-content>"
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def zip_of(members: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A plain zip file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as zip_file:
        for name, content in members.items():
            zip_file.writestr(name, content)
    return buffer.getvalue()


def xlsx_of(rows: Iterable[Sequence[object]], title: str = "Feuille1") -> bytes:
    """A workbook written by another program than ours."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    return saved(book)


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def ods_of(*sheets: str) -> bytes:
    """An OpenDocument file around the XML of its sheets."""
    return zip_of({"mimetype": ODS_TYPE, "content.xml": ODS_HEAD + "".join(sheets) + ODS_TAIL})


def ods_sheet(rows: Iterable[str], name: str = "Feuille1") -> str:
    """One sheet from the XML of its lines."""
    return f'<table:table table:name="{name}">{"".join(rows)}</table:table>'


def ods_row(*values: str, repeated: int = 1) -> str:
    """A line of texts."""
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{v}</text:p></table:table-cell>' for v in values
    )
    return f'<table:table-row table:number-rows-repeated="{repeated}">{cells}</table:table-row>'


def raw_member(name: bytes, content: bytes, **lies: int) -> tuple[bytes, bytes]:
    """A zip member written by hand, local part and directory part, able to lie about anything."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(content) + packer.flush()
    told = {
        "flags": 0,
        "method": 8,
        "crc": zlib.crc32(content),
        "packed": len(packed),
        "unpacked": len(content),
        "local_unpacked": len(content),
        "mode": 0o100644,
        **lies,
    }
    local = struct.pack(
        "<4s5H3L2H", b"PK\x03\x04", 20, told["flags"], told["method"], 0, 33, told["crc"], told["packed"],
        told["local_unpacked"], len(name), 0,
    )  # fmt: skip
    central = struct.pack(
        "<4s6H3L5H2L", b"PK\x01\x02", 0x31E, 20, told["flags"], told["method"], 0, 33, told["crc"], told["packed"],
        told["unpacked"], len(name), 0, 0, 0, 0, told["mode"] << 16, told.get("offset", 0),
    )  # fmt: skip
    return local + name + packed, central + name


def raw_zip(*members: tuple[bytes, bytes]) -> bytes:
    """A zip file from hand-made members; each directory entry gets the place of its member."""
    body, directory = b"", b""
    for local, central in members:
        directory += central[:42] + struct.pack("<L", len(body)) + central[46:]
        body += local
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, len(members), len(members), len(directory), len(body), 0)
    return body + directory + end
