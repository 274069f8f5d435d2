"""Read a table that comes from outside in a process of its own (see kit.apart): the child is this very module."""

import contextlib
import importlib
import io
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator

from liane.kit.apart import READY, REFUSED, ask, close_doors
from liane.kit.tables.model import Table
from liane.kit.tables.reader import read_table
from liane.kit.tables.refusals import TableRefused
from liane.kit.tables.storage import pack, unpack
from liane.kit.tables.xlsx_reader import MAIN, RELATION_IDS

SECONDS = 60  # of processor; the clock of the machine may run three times longer
MEMORY = 1_500_000_000
CODECS = ("utf_8", "utf_8_sig", "utf_16", "utf_16_le", "utf_16_be", "cp1252", "mac_roman", "cp850")
SPLIT_AND_ADVISE = "Découpez-le, par établissement ou par année, puis recommencez."


def read_table_apart(data: bytes, filename: str, is_header: str = "") -> Table:
    """The same as `read_table`, in another process. `is_header` names a function: «package.module:function»."""
    try:
        answer = ask("liane.kit.tables.apart", filename.replace("\x00", ""), is_header, data=data, seconds=SECONDS)
    except subprocess.TimeoutExpired as late:
        raise TableRefused("La lecture de ce fichier prend trop de temps.", SPLIT_AND_ADVISE) from late
    if answer.returncode == READY:
        return unpack(answer.stdout)
    if answer.returncode == REFUSED:
        happened, _, to_do = answer.stdout.decode().partition("\n")
        raise TableRefused(happened, to_do)
    raise TableRefused("Ce fichier demande trop de travail pour être lu.", SPLIT_AND_ADVISE)


def _close_doors(recognise: Callable[[str], bool] | None = None) -> None:
    for sample in _samples():  # whatever is loaded late is loaded now
        with contextlib.suppress(TableRefused):
            read_table(sample, "essai", recognise)
    close_doors(SECONDS, MEMORY)


def _samples() -> Iterator[bytes]:
    """One small file of each kind, one of each encoding, and a broken one."""
    for codec in CODECS:
        yield 'Nom;Prénom\n"É";Zoé\n'.encode(codec)
    yield b"PK\x03\x04"
    sheet = "<worksheet xmlns='{0}'><sheetData><row><c t='d'><v>1950-01-01</v></c><c><v>1</v></c></row></sheetData></worksheet>"
    book = "<workbook xmlns='{0}'><sheets><sheet name='A' r:id='a' xmlns:r='{1}'/></sheets></workbook>"
    links = "<r><Relationship Id='a' Target='s.xml'/></r>"
    yield _zip({"xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": links, "xl/s.xml": sheet})
    yield _zip({"mimetype": "spreadsheet", "content.xml": "<a/>"})


def _zip(members: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in members.items():
            made.writestr(name, text.format(MAIN.strip("{}"), RELATION_IDS[0][1:-3]))
    return buffer.getvalue()


def _named(name: str) -> Callable[[str], bool] | None:
    """The function that recognises a title, from the room that asks."""
    if not name:
        return None
    module, _, function = name.partition(":")
    found: Callable[[str], bool] = getattr(importlib.import_module(module), function)
    return found


def main(filename: str, is_header: str) -> int:
    """What the child does."""
    recognise = _named(is_header)
    _close_doors(recognise)
    try:
        table = read_table(sys.stdin.buffer.read(), filename, recognise)
    except TableRefused as refused:
        sys.stdout.buffer.write(f"{refused.happened}\n{refused.to_do}".encode())
        return REFUSED
    sys.stdout.buffer.write(pack(table))
    return READY


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
