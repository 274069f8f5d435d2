"""The child that reads the square codes of a photo (see `kit.pictures.codes`), in a process of its own.

The photo is first drawn anew, with the guards of every picture that comes from outside: the reader meets plain grey points.
"""

import json
import sys
from io import BytesIO

import zxingcpp
from PIL import Image, features

from liane.kit.apart import READY, REFUSED, close_doors
from liane.kit.pictures.codes import SECONDS
from liane.kit.pictures.drawing import PictureRefused, Wanted, redraw

MEMORY = 1_000_000_000
SIDE = 2400  # a code of forty modules that fills a fifth of the photo still has ten points a module
_MOST = 5
_SQUARE = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.DataMatrix)


def _codes(data: bytes) -> list[str]:
    (drawn,) = redraw(data, [Wanted(SIDE)])
    with Image.open(BytesIO(drawn.data)) as picture:
        grey = picture.convert("L")
    found = zxingcpp.read_barcodes(grey, formats=_SQUARE)
    return [code.bytes.decode("latin-1") for code in found[:_MOST]]


def _warm_up() -> None:
    """Read small pictures of ours: whatever is loaded late is loaded now, before the doors close."""
    features.get_supported()
    for kind in ("JPEG", "PNG", "WEBP"):
        with BytesIO() as sample:
            Image.new("RGB", (40, 40), "white").save(sample, kind)
            _codes(sample.getvalue())


def main() -> int:
    """What the child does."""
    _warm_up()
    close_doors(SECONDS, MEMORY)
    try:
        codes = _codes(sys.stdin.buffer.read())
    except PictureRefused as refused:
        sys.stdout.buffer.write(str(refused).encode())
        return REFUSED
    sys.stdout.buffer.write(json.dumps(codes).encode())
    return READY


if __name__ == "__main__":
    sys.exit(main())
