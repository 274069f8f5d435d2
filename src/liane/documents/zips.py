"""What an office file says of itself, read in its table of contents alone: nothing is ever unpacked here.

A text or a workbook is a zip file. It is kept as it came and given back as it came: a bomb, a link or a trapped XML inside
it stays asleep. Only the names of its members are read, to tell a text from a program, and to refuse macros.
"""

import struct

_END = struct.Struct("<4s4H2LH")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_MOST_MEMBERS = 5_000
_LONGEST_COMMENT = 65_535


def member_names(data: bytes) -> list[str] | None:
    """Names of the members, or None when the table of contents is damaged, cut or out of measure."""
    at = data.rfind(b"PK\x05\x06", max(0, len(data) - _LONGEST_COMMENT - _END.size))
    if at < 0 or len(data) < at + _END.size:
        return None
    _, disk, start_disk, here, total, size, offset, comment = _END.unpack_from(data, at)
    if disk or start_disk or here != total or total > _MOST_MEMBERS or at + _END.size + comment != len(data):
        return None
    if offset + size != at:
        return None
    names = []
    for _ in range(total):
        if offset + _ENTRY.size > at:
            return None
        entry = _ENTRY.unpack_from(data, offset)
        if entry[0] != b"PK\x01\x02":
            return None
        name_size, extra_size, comment_size = entry[10], entry[11], entry[12]
        raw = data[offset + _ENTRY.size : offset + _ENTRY.size + name_size]
        names.append(raw.decode("utf-8", "replace"))
        offset += _ENTRY.size + name_size + extra_size + comment_size
    return names if offset == at else None


def first_stored(data: bytes) -> tuple[str, bytes]:
    """Name and content of the first member when it is stored as it is (the «mimetype» of an ODF file)."""
    if len(data) < 30 or not data.startswith(b"PK\x03\x04"):
        return "", b""
    method, _, _, _, packed, unpacked, name_size, extra_size = struct.unpack_from("<HHHLLLHH", data, 8)
    if method or packed != unpacked or packed > 200:
        return "", b""
    start = 30 + name_size + extra_size
    return data[30 : 30 + name_size].decode("utf-8", "replace"), data[start : start + packed]
