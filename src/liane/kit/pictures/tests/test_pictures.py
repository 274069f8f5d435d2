"""A picture from outside is drawn anew, apart: nothing of the file is kept, and no file costs more than the house can give."""

import io
import struct
import zlib

import pytest
from PIL import Image

from liane.kit.pictures import PictureRefused, Wanted, redraw_apart
from liane.kit.pictures.apart import MEMORY

CANARY = b"48.8566 CANARI"


def picture(kind: str, size: tuple[int, int], mode: str = "RGB", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "white").save(out, kind, **options)
    return out.getvalue()


def telephone() -> bytes:
    """Lying on its side, and telling where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = CANARY.decode()
    exif.get_ifd(0x8825)[29] = CANARY.decode()
    return picture("JPEG", (800, 400), exif=exif, comment=CANARY) + b"<html><script>" + CANARY


def test_a_photo_stands_upright_and_tells_neither_where_nor_with_what() -> None:
    big, small = redraw_apart(telephone(), Wanted(600), Wanted(100, square=True, kind="WEBP"))
    assert (big.media_type, small.media_type) == ("image/jpeg", "image/webp")
    drawn = Image.open(io.BytesIO(big.data))
    assert drawn.size == (300, 600) and not drawn.getexif() and "comment" not in drawn.info
    assert Image.open(io.BytesIO(small.data)).size == (100, 100)
    assert CANARY not in big.data + small.data


def test_a_drawing_stays_png_and_what_was_transparent_is_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (40, 40), (255, 0, 0, 0)).save(out, "PNG")
    (drawn,) = redraw_apart(out.getvalue(), Wanted(40))
    assert drawn.media_type == "image/png"
    assert Image.open(io.BytesIO(drawn.data)).getpixel((5, 5)) == (255, 255, 255)


def flood(width: int, height: int) -> bytes:
    """A PNG of a few bytes that announces a wall of points."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (flood(60_000, 60_000), "trop de points"),
        (flood(10_000, 10_000), "trop de points"),
        (flood(4_000, 4_000), "n’est pas une photo lisible"),
        (b"", "n’est pas une photo lisible"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "n’est pas une photo lisible"),
        (b"GIF89a" + b"\0" * 50, "n’est pas une photo lisible"),
        (telephone()[:600], "n’est pas une photo lisible"),
    ],
    ids=["flood", "too big", "lies about its size", "empty", "svg", "gif", "cut"],
)  # fmt: skip
def test_what_cannot_be_drawn_is_refused_in_words(data: bytes, sentence: str) -> None:
    with pytest.raises(PictureRefused, match=sentence):
        redraw_apart(data, Wanted(600))


@pytest.mark.slow
def test_sixty_million_points_cost_the_memory_of_the_child_only() -> None:
    out = io.BytesIO()
    Image.new("P", (8_000, 7_400)).save(out, "PNG")
    (drawn,) = redraw_apart(out.getvalue(), Wanted(256, square=True))
    assert Image.open(io.BytesIO(drawn.data)).size == (256, 256)
    assert MEMORY < 1_000_000_000
