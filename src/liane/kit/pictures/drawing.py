"""Draw a picture anew: upright, no bigger than asked, without what it hides (place, device, preview, added bytes).

Run by `apart.py` only, in a process whose memory and time are counted: the pixels of a small file may fill a machine.
"""

import warnings
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageCms, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 60_000_000  # a page of A4 at 800 points per inch, the sensor of a good telephone
MOST_PIXELS_JPEG = 250_000_000  # JPEG is read at a half, a quarter… of its size: the sensors that boast of more
TOO_MANY_PIXELS = "Cette photo a trop de points. Réduisez-la, ou prenez-en une autre."
UNREADABLE = "Ce fichier n’est pas une photo lisible. Choisissez une photo JPEG, PNG ou WebP."


class PictureRefused(ValueError):
    """A file that is not drawn; `str()` is the French sentence."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One drawing asked for: the longest side in pixels, and a square cut in the middle or the whole.

    `kind`: «WEBP», or «SAME»: PNG stays PNG (a drawing, a scan keeps its lines), the rest becomes JPEG, which every
    office still opens.
    """

    side: int
    square: bool = False
    kind: str = "SAME"


@dataclass(frozen=True, slots=True)
class Drawn:
    """One drawing made."""

    data: bytes
    media_type: str


def redraw(data: bytes, wanted: list[Wanted]) -> list[Drawn]:
    """Every drawing asked for, the biggest read once. PictureRefused says what is wrong."""
    Image.MAX_IMAGE_PIXELS = None  # counted here, before anything is unpacked
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(data), formats=FORMATS) as picture:
                kind = picture.format or ""
                upright = _upright(picture, max(one.side for one in wanted))
            return [_drawn(upright, one, kind) for one in wanted]
    except PictureRefused:
        raise
    except MemoryError as problem:
        raise PictureRefused(TOO_MANY_PIXELS) from problem
    except Exception as problem:  # a damaged file makes the decoder fail in many ways: all of them mean the same
        raise PictureRefused(UNREADABLE) from problem


def _upright(picture: Image.Image, side: int) -> Image.Image:
    """Read at a reduced size when the format can, made smaller first and turned after: memory follows the drawing."""
    is_jpeg = picture.format == "JPEG"
    if picture.width * picture.height > (MOST_PIXELS_JPEG if is_jpeg else MOST_PIXELS):
        raise PictureRefused(TOO_MANY_PIXELS)
    if is_jpeg:
        picture.draft("RGB", (side, side))
        if picture.width * picture.height > MOST_PIXELS:
            raise PictureRefused(TOO_MANY_PIXELS)
    profile = picture.info.get("icc_profile")
    turn = picture.getexif().get(0x0112, 1)
    picture.load()
    small = _plain(_reduced(picture, side))
    if profile and small.mode == "RGB":
        small = _in_usual_colours(small, profile)
    small.info.clear()
    exif = Image.Exif()
    exif[0x0112] = turn
    small.info["exif"] = exif.tobytes()
    upright = ImageOps.exif_transpose(small)
    upright.info.clear()
    return upright


def _reduced(picture: Image.Image, side: int) -> Image.Image:
    """Made small at once, in place: the big one is not kept beside. What has a palette is first given its colours."""
    if picture.mode not in ("L", "LA", "RGB", "RGBA", "CMYK"):
        picture = _plain(picture)
    picture.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return picture


def _plain(picture: Image.Image) -> Image.Image:
    """Grey or colours; what was transparent becomes white, as on paper."""
    if picture.mode in ("1", "L"):
        return picture.convert("L")
    if picture.mode.startswith("I"):  # sixteen bits of grey: scanners
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        sheet = Image.new("RGB", picture.size, "white")
        above = picture.convert("RGBA")
        sheet.paste(above, mask=above.getchannel("A"))
        return sheet
    return picture.convert("RGB")


def _in_usual_colours(picture: Image.Image, profile: bytes) -> Image.Image:
    """Telephones have colours of their own: they are translated once, since the profile is not kept."""
    try:
        with BytesIO(profile) as source:
            turned = ImageCms.profileToProfile(
                picture, ImageCms.ImageCmsProfile(source), ImageCms.createProfile("sRGB")
            )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return picture
    return turned or picture


def _drawn(upright: Image.Image, wanted: Wanted, kind: str) -> Drawn:
    if wanted.square:
        made = ImageOps.fit(upright, (wanted.side, wanted.side), Image.Resampling.LANCZOS)
    else:
        made = upright.copy()
        made.thumbnail((wanted.side, wanted.side), Image.Resampling.LANCZOS)
    made.info.clear()
    out = BytesIO()
    if wanted.kind == "WEBP":
        made.save(out, "WEBP", quality=82, method=4)
        return Drawn(out.getvalue(), "image/webp")
    if kind == "PNG":
        made.save(out, "PNG")
        return Drawn(out.getvalue(), "image/png")
    made.save(out, "JPEG", quality=85, optimize=True)
    return Drawn(out.getvalue(), "image/jpeg")
