"""Archives that arrive from outside: the honest ones open, the others are refused before unpacking."""

import io
import mmap
import struct
import tracemalloc
import zipfile

import pytest

from liane.kit.tables.archives import ArchiveLocked, ArchiveRefused, Limits, open_zip
from liane.kit.tables.tests.making import raw_member, raw_zip, zip_of

ZEROS = b"\x00" * 60_000_000


def test_an_honest_archive_opens():
    archive = open_zip(zip_of({"a.txt": "bonjour", "dossier/b.txt": "salut"}))
    assert archive.names == ["a.txt", "dossier/b.txt"]
    assert archive.read("a.txt") == b"bonjour"


def test_an_honest_hand_made_archive_opens():
    archive = open_zip(raw_zip(raw_member(b"a.txt", b"bonjour"), raw_member(b"b.txt", b"salut")))
    assert archive.read("b.txt") == b"salut"


@pytest.mark.parametrize("cut", [0, 20])
def test_a_file_that_the_system_maps_is_read_like_one_that_is_held(tmp_path, cut):
    packed = zip_of({"a.txt": "bonjour " * 5000, "dossier/b.txt": "salut"})
    path = tmp_path / "a.zip"
    path.write_bytes(packed[: len(packed) - cut])
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if cut:
            with pytest.raises(ArchiveRefused):
                open_zip(data)
            return
        archive = open_zip(data)
        assert archive.read("a.txt") == b"bonjour " * 5000
        assert archive.read("dossier/b.txt") == b"salut"


def test_an_archive_inside_is_kept_asleep_when_it_may_be_there():
    inside = zip_of({"a.txt": "bonjour"})
    assert open_zip(zip_of({"papier.docx": inside}), Limits(may_nest=True)).read("papier.docx") == inside


@pytest.mark.parametrize(
    "name",
    [
        "../a",
        "a/../../b",
        "/etc/passwd",
        "..",
        "c:/a",
        "a\\..\\b",
        "\\\\hote\\a",
        "a/../b",
        "a\x01b",
        "a\u202eb",
        "x" * 300,
    ],
)
def test_a_path_that_escapes_is_refused(name):
    with pytest.raises(ArchiveRefused, match="chemin dangereux"):
        open_zip(raw_zip(raw_member(name.encode(), b"x", flags=0x800)))


@pytest.mark.parametrize("mode", [0o120777, 0o020644, 0o060644, 0o010644, 0o140644])
def test_links_and_devices_are_refused(mode):
    with pytest.raises(ArchiveRefused, match="lien"):
        open_zip(raw_zip(raw_member(b"a", b"/etc/passwd", mode=mode)))


@pytest.mark.parametrize("names", [("a", "a"), ("a", "A"), ("é", "e\u0301"), ("dir/", "dir"), ("ﬁ", "fi")])
def test_two_members_of_the_same_name_are_refused(names):
    members = [raw_member(name.encode(), b"" if name.endswith("/") else b"x", flags=0x800) for name in names]
    with pytest.raises(ArchiveRefused, match="même nom"):
        open_zip(raw_zip(*members))


@pytest.mark.parametrize("flag", [0x1, 0x40, 0x2000])
def test_a_password_is_said_as_such(flag):
    with pytest.raises(ArchiveLocked, match="mot de passe"):
        open_zip(raw_zip(raw_member(b"a", b"x", flags=flag)))


@pytest.mark.parametrize("method", [12, 14, 93, 99, 6])
def test_unusual_methods_are_refused(method):
    with pytest.raises(ArchiveRefused):
        open_zip(raw_zip(raw_member(b"a", b"x", method=method)))


@pytest.mark.parametrize(
    "lies", [{"local_unpacked": 1}, {"unpacked": 1, "local_unpacked": 1}, {"unpacked": 900, "local_unpacked": 900}]
)
def test_lies_about_size_are_refused(lies):
    with pytest.raises(ArchiveRefused):
        open_zip(raw_zip(raw_member(b"a", b"bonjour" * 20, **lies))).read("a")


def test_a_ratio_bomb_is_refused_without_unpacking():
    bomb = zip_of({"a": ZEROS})
    tracemalloc.start()
    with pytest.raises(ArchiveRefused, match="énorme"):
        open_zip(bomb)
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_a_bomb_that_lies_is_stopped_while_reading():
    bomb = raw_zip(raw_member(b"a", ZEROS, unpacked=50, local_unpacked=50))
    with pytest.raises(ArchiveRefused):
        open_zip(bomb).read("a")


def test_many_small_bombs_are_counted_together():
    limits = Limits(unpacked=1_000_000)
    with pytest.raises(ArchiveRefused, match="énorme"):
        open_zip(zip_of({f"m{n}": b"ab" * 50_000 for n in range(20)}), limits)


def test_overlapping_members_are_refused():
    local, central = raw_member(b"a", b"x" * 2_000)
    _, other = raw_member(b"b", b"x" * 2_000)
    directory = central[:42] + struct.pack("<L", 0) + central[46:] + other[:42] + struct.pack("<L", 0) + other[46:]
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 2, 2, len(directory), len(local), 0)
    with pytest.raises(ArchiveRefused, match="abîmé ou piégé"):
        open_zip(local + directory + end)


@pytest.mark.parametrize(
    "start", [b"PK\x03\x04....", b"\x1f\x8b\x08\x00....", b"7z\xbc\xaf\x27\x1c..", b"Rar!\x1a\x07.."]
)
def test_an_archive_inside_is_refused(start):
    with pytest.raises(ArchiveRefused, match="autre fichier compressé"):
        open_zip(zip_of({"dedans": start}))


def test_too_many_members_are_refused():
    with pytest.raises(ArchiveRefused, match="trop d’éléments"):
        open_zip(zip_of({str(n): b"" for n in range(2_001)}))


@pytest.mark.parametrize("cut", [5, 30, 60, 90, -4, -20])
def test_a_cut_archive_is_refused(cut):
    with pytest.raises(ArchiveRefused):
        open_zip(zip_of({"a": b"bonjour" * 20})[:cut]).read("a")


def test_damaged_content_is_refused():
    data = bytearray(zip_of({"a": bytes(range(256)) * 20}))
    data[60:70] = b"\xff" * 10
    with pytest.raises(ArchiveRefused):
        open_zip(bytes(data)).read("a", 10_000)


def test_a_missing_member_is_refused():
    with pytest.raises(ArchiveRefused):
        open_zip(zip_of({"a": b"x"})).read("b")


def test_a_big_member_is_not_read_whole():
    with pytest.raises(ArchiveRefused, match="grosse"):
        open_zip(zip_of({"a": b"ab" * 5_000})).read("a", limit=1_000)


def test_a_folder_that_weighs_is_refused():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as zip_file:
        zip_file.writestr("dossier/", b"contenu")
    with pytest.raises(ArchiveRefused):
        open_zip(buffer.getvalue())
