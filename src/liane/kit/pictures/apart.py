"""Draw a picture in a process of its own (see kit.apart): the child is this very module.

One at a time in each process of the house: the memory is counted once.
"""

import contextlib
import json
import struct
import subprocess
import sys
import threading
from dataclasses import asdict
from io import BytesIO

from PIL import Image, features

from liane.kit.apart import READY, REFUSED, ask, close_doors
from liane.kit.pictures.drawing import TOO_MANY_PIXELS, UNREADABLE, Drawn, PictureRefused, Wanted, redraw

SECONDS = 20  # of processor; the clock of the machine may run three times longer
MEMORY = 900_000_000
_HEAD = struct.Struct(">I16s")
_one_at_a_time = threading.Lock()


def redraw_apart(data: bytes, *wanted: Wanted) -> list[Drawn]:
    """The same as `drawing.redraw`, in another process. PictureRefused says what is wrong, in French."""
    asked = json.dumps([asdict(one) for one in wanted])
    try:
        with _one_at_a_time:
            answer = ask("liane.kit.pictures.apart", asked, data=data, seconds=SECONDS)
    except subprocess.TimeoutExpired as late:
        raise PictureRefused(TOO_MANY_PIXELS) from late
    if answer.returncode == READY:
        return list(_unpacked(answer.stdout))
    if answer.returncode == REFUSED:
        raise PictureRefused(answer.stdout.decode())
    raise PictureRefused(TOO_MANY_PIXELS if answer.returncode < 0 else UNREADABLE)


def _packed(drawings: list[Drawn]) -> bytes:
    return b"".join(_HEAD.pack(len(one.data), one.media_type.encode()) + one.data for one in drawings)


def _unpacked(sent: bytes) -> list[Drawn]:
    found, at = [], 0
    while at < len(sent):
        size, media_type = _HEAD.unpack_from(sent, at)
        at += _HEAD.size
        found.append(Drawn(sent[at : at + size], media_type.rstrip(b"\0").decode()))
        at += size
    return found


def _close_doors() -> None:
    features.get_supported()
    for kind in ("JPEG", "PNG", "WEBP"):  # whatever is loaded late is loaded now
        with contextlib.suppress(PictureRefused), BytesIO() as sample:
            Image.new("RGB", (2, 2)).save(sample, kind)
            redraw(sample.getvalue(), [Wanted(1), Wanted(1, square=True, kind="WEBP")])
    close_doors(SECONDS, MEMORY)


def main(asked: str) -> int:
    """What the child does."""
    wanted = [Wanted(**one) for one in json.loads(asked)]
    _close_doors()
    try:
        made = redraw(sys.stdin.buffer.read(), wanted)
    except PictureRefused as refused:
        sys.stdout.buffer.write(str(refused).encode())
        return REFUSED
    sys.stdout.buffer.write(_packed(made))
    return READY


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
