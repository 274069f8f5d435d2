"""Redraw a photo: small, square, without what it hides (place, device, preview), and never bigger than expected."""

import hashlib

from liane.kit.door import Refused
from liane.kit.pictures import PictureRefused, Wanted, redraw_apart

SIDE = 256
MOST_BYTES = 10 * 1024 * 1024


def check_weight(size: int) -> None:
    """Refuse before reading: a heavy file is never held in memory."""
    if size > MOST_BYTES:
        weight = f"{size / 1024 / 1024:.0f}\u00a0Mo"
        raise Refused(f"Cette photo pèse {weight}. La limite est de 10\u00a0Mo. Essayez une photo plus légère.")


def redraw(data: bytes) -> tuple[bytes, str]:
    """The photo as WebP, 256 pixels a side, and its digest. Refused says what is wrong with the file.

    Drawn in a process of its own: sixty million points would otherwise fill the memory of the house.
    """
    check_weight(len(data))
    try:
        (drawn,) = redraw_apart(data, Wanted(SIDE, square=True, kind="WEBP"))
    except PictureRefused as refused:
        raise Refused(str(refused)) from refused
    return drawn.data, hashlib.sha256(drawn.data).hexdigest()
