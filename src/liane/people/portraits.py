"""Redraw a photo: small, square, without what it hides (place, device, preview), and never bigger than expected."""

import hashlib
from io import BytesIO

from PIL import Image, ImageOps

from liane.kit.door import Refused

SIDE = 256
MOST_BYTES = 10 * 1024 * 1024
_MOST_PIXELS = 60_000_000
_FORMATS = ("JPEG", "PNG", "WEBP")
_NOT_A_PHOTO = "Ce fichier n’est pas une photo lisible. Choisissez une photo JPEG, PNG ou WebP."


def check_weight(size: int) -> None:
    """Refuse before reading: a heavy file is never held in memory."""
    if size > MOST_BYTES:
        weight = f"{size / 1024 / 1024:.0f}\u00a0Mo"
        raise Refused(f"Cette photo pèse {weight}. La limite est de 10\u00a0Mo. Essayez une photo plus légère.")


def redraw(data: bytes) -> tuple[bytes, str]:
    """The photo as WebP, 256 pixels a side, and its digest. Refused says what is wrong with the file."""
    check_weight(len(data))
    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as photo:
            if photo.width * photo.height > _MOST_PIXELS:
                raise Refused("Cette photo a trop de points. Réduisez-la, ou prenez-en une autre.")
            photo.draft("RGB", (SIDE * 2, SIDE * 2))
            upright = ImageOps.exif_transpose(photo).convert("RGB")
    except Refused:
        raise
    except Image.DecompressionBombError as problem:
        raise Refused("Cette photo a trop de points. Réduisez-la, ou prenez-en une autre.") from problem
    except Exception as problem:  # a damaged file makes the decoder fail in many ways: all of them mean the same
        raise Refused(_NOT_A_PHOTO) from problem
    square = ImageOps.fit(upright, (SIDE, SIDE), Image.Resampling.LANCZOS)
    square.info.clear()
    out = BytesIO()
    square.save(out, "WEBP", quality=82, method=4)
    drawn = out.getvalue()
    return drawn, hashlib.sha256(drawn).hexdigest()
