"""The one zip reader of the house: everything is checked before the first byte is unpacked.

A spreadsheet, a document or a transfer that arrives from outside is often a zip file. Such a file
can hide paths that escape, links, two members of the same name, or a few kilobytes that unpack
into gigabytes. Nothing else in the project may use `zipfile` to read.
"""

import io
import mmap
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any, BinaryIO, cast

LOCAL_HEADER = struct.Struct("<4s5H3L2H")
READABLE_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
ARCHIVE_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")
ENCRYPTED_FLAGS = 0x1 | 0x40 | 0x2000
STREAMED_FLAG = 0x8
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, struct.error, NotImplementedError, ValueError, OSError)


class ArchiveRefused(ValueError):
    """A zip file that is not safe to unpack; `str()` is the French reason."""


class ArchiveLocked(ArchiveRefused):
    """A zip file protected by a password: the reason deserves its own advice."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one incoming archive may cost: members, unpacked bytes, expansion."""

    members: int = 2_000
    unpacked: int = 128_000_000
    ratio: int = 250
    ratio_from: int = 1_000_000
    name_length: int = 250
    may_nest: bool = False  # members kept as they are and never opened (papers of a house that moves)


@dataclass(slots=True)
class SafeArchive:
    """An archive that passed every check; its members are read through a counter."""

    zip_file: zipfile.ZipFile
    limits: Limits
    unpacked: int = 0

    @property
    def names(self) -> list[str]:
        """Names of the members, folders left out."""
        return [info.filename for info in self.zip_file.infolist() if not info.is_dir()]

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        """Read one member little by little, without trusting the size that it declares."""
        try:
            raw = self.zip_file.open(name)
        except (*BROKEN, KeyError) as error:
            raise ArchiveRefused("Ce fichier est abîmé ou incomplet.") from error
        with raw:
            yield cast(BinaryIO, CountedReader(raw, self, self.zip_file.getinfo(name).file_size))

    def read(self, name: str, limit: int = 4_000_000) -> bytes:
        """Read a small member whole; one byte above the limit is a refusal."""
        with self.open(name) as stream:
            data = stream.read(limit + 1)
            if len(data) > limit:
                raise ArchiveRefused("Une partie de ce fichier est anormalement grosse.")
            return data


class CountedReader(io.RawIOBase):
    """A stream that adds what it hands out to the account of its archive."""

    def __init__(self, raw: IO[bytes], archive: SafeArchive, declared: int) -> None:
        self.raw = raw
        self.archive = archive
        self.left = declared

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """Hand out at most what the archive may still unpack."""
        room = self.archive.limits.unpacked - self.archive.unpacked + 1
        wanted = room if size is None or size < 0 else min(size, room)
        try:
            data = self.raw.read(wanted)
        except BROKEN as error:
            raise ArchiveRefused("Ce fichier est abîmé.") from error
        self.archive.unpacked += len(data)
        self.left -= len(data)
        if len(data) < wanted and self.left:
            raise ArchiveRefused("Ce fichier annonce des tailles fausses.")
        if self.archive.unpacked > self.archive.limits.unpacked:
            raise ArchiveRefused("Une fois décompressé, ce fichier devient énorme.")
        return data


class Window(io.RawIOBase):
    """A file that the system maps (`mmap`), read where it is: an archive of several gigabytes is never held whole."""

    def __init__(self, data: mmap.mmap) -> None:
        self.data, self.at = data, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self.at, io.SEEK_END: len(self.data)}[whence]
        self.at = max(0, start + offset)
        return self.at

    def readinto(self, buffer: Any) -> int:
        part = self.data[self.at : self.at + len(buffer)]
        buffer[: len(part)] = part
        self.at += len(part)
        return len(part)


def open_zip(data: bytes | mmap.mmap, limits: Limits | None = None) -> SafeArchive:
    """Open a zip file received from outside, or say why it is refused."""
    limits = limits or Limits()
    try:
        zip_file = zipfile.ZipFile(io.BytesIO(data) if isinstance(data, bytes) else Window(data))  # type: ignore[arg-type]
        infos = zip_file.infolist()
    except BROKEN as error:
        raise ArchiveRefused("Ce fichier est abîmé ou incomplet.") from error
    if len(infos) > limits.members:
        raise ArchiveRefused("Ce fichier contient beaucoup trop d’éléments.")
    _check_names(infos, limits)
    for info in infos:
        _check_kind(info)
    _check_sizes(infos, limits)
    _check_places(infos, data, zip_file.start_dir)
    archive = SafeArchive(zip_file, limits)
    if not limits.may_nest:
        _check_nesting(archive)
    return archive


def _check_names(infos: list[zipfile.ZipInfo], limits: Limits) -> None:
    """No path that escapes its folder, no two members that a disk would confuse."""
    seen: set[str] = set()
    for info in infos:
        for name in {info.filename, info.orig_filename}:
            parts = name.rstrip("/").split("/")
            unsafe = (
                not parts[0]
                or ".." in parts
                or "\\" in name
                or ":" in name
                or len(name) > limits.name_length
                or any(unicodedata.category(letter) in {"Cc", "Cf", "Cs"} for letter in name)
            )
            if unsafe:
                raise ArchiveRefused("Ce fichier contient un chemin dangereux.")
        key = unicodedata.normalize("NFKC", info.filename).casefold().rstrip("/")
        if key in seen:
            raise ArchiveRefused("Ce fichier contient deux éléments du même nom.")
        seen.add(key)


def _check_kind(info: zipfile.ZipInfo) -> None:
    """Ordinary files and folders only, in clear, packed by a usual method."""
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise ArchiveRefused("Ce fichier contient un lien vers un autre endroit.")
    if info.flag_bits & ENCRYPTED_FLAGS:
        raise ArchiveLocked("Ce fichier est protégé par un mot de passe.")
    if info.compress_type not in READABLE_METHODS:
        raise ArchiveRefused("Ce fichier est compressé d’une façon inhabituelle.")
    if info.is_dir() and (info.file_size or info.compress_size > 2):
        raise ArchiveRefused("Ce fichier annonce des tailles fausses.")


def _check_sizes(infos: list[zipfile.ZipInfo], limits: Limits) -> None:
    """The declared sizes stay human; what they hide is counted again while reading."""
    if sum(info.file_size for info in infos) > limits.unpacked:
        raise ArchiveRefused("Une fois décompressé, ce fichier devient énorme.")
    for info in infos:
        swollen = info.file_size > info.compress_size * limits.ratio
        if swollen and info.file_size > limits.ratio_from:
            raise ArchiveRefused("Une fois décompressé, ce fichier devient énorme.")
        if info.compress_type == zipfile.ZIP_STORED and info.file_size != info.compress_size:
            raise ArchiveRefused("Ce fichier annonce des tailles fausses.")


def _check_places(infos: list[zipfile.ZipInfo], data: bytes | mmap.mmap, directory_at: int) -> None:
    """Each member has its own bytes, and its own label tells the same story as the directory."""
    end = 0
    for info in sorted(infos, key=lambda one: one.header_offset):
        start = info.header_offset
        header = data[start : start + LOCAL_HEADER.size]
        if start < end or len(header) < LOCAL_HEADER.size:
            raise ArchiveRefused("Ce fichier est abîmé ou piégé.")
        sign, _, flags, method, _, _, _, packed, unpacked, name_size, extra_size = LOCAL_HEADER.unpack(header)
        if sign != b"PK\x03\x04" or method != info.compress_type:
            raise ArchiveRefused("Ce fichier est abîmé ou piégé.")
        if flags & ENCRYPTED_FLAGS:
            raise ArchiveLocked("Ce fichier est protégé par un mot de passe.")
        told = (packed, unpacked)
        if not flags & STREAMED_FLAG and 0xFFFFFFFF not in told and told != (info.compress_size, info.file_size):
            raise ArchiveRefused("Ce fichier annonce des tailles fausses.")
        end = start + LOCAL_HEADER.size + name_size + extra_size + info.compress_size
        if end > directory_at:
            raise ArchiveRefused("Ce fichier est abîmé ou piégé.")


def _check_nesting(archive: SafeArchive) -> None:
    """An archive inside an archive is never opened: it has no use here and hides bombs."""
    for name in archive.names:
        with archive.open(name) as stream:
            if stream.read(8).startswith(ARCHIVE_SIGNATURES):
                raise ArchiveRefused("Ce fichier contient un autre fichier compressé.")
    archive.unpacked = 0
