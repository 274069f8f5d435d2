"""Pictures that come from outside: drawn anew in a process of their own, so that nothing of the file itself is kept."""

from liane.kit.pictures.apart import redraw_apart
from liane.kit.pictures.codes import codes_in
from liane.kit.pictures.drawing import Drawn, PictureRefused, Wanted

__all__ = ["Drawn", "PictureRefused", "Wanted", "codes_in", "redraw_apart"]
