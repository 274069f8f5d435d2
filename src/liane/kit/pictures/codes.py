"""The square codes (Data Matrix) of a photo, read in a process of its own (see kit.apart): the child is `codes_child`.

What reads a code is loaded by that child alone: the processes that answer the pages do not carry it. Nothing is kept.
"""

import json
import subprocess
import threading

from liane.kit.apart import READY, REFUSED, ask
from liane.kit.pictures.drawing import TOO_MANY_PIXELS, UNREADABLE, PictureRefused

SECONDS = 20  # of processor; the clock of the machine may run three times longer
_one_at_a_time = threading.Lock()


def codes_in(data: bytes) -> list[str]:
    """What each code of the photo says, none when there is no code. PictureRefused: not a photo, or too big a one."""
    try:
        with _one_at_a_time:
            answer = ask("liane.kit.pictures.codes_child", data=data, seconds=SECONDS)
    except subprocess.TimeoutExpired as late:
        raise PictureRefused(TOO_MANY_PIXELS) from late
    if answer.returncode == READY:
        found: list[str] = json.loads(answer.stdout)
        return found
    if answer.returncode == REFUSED:
        raise PictureRefused(answer.stdout.decode())
    raise PictureRefused(TOO_MANY_PIXELS if answer.returncode < 0 else UNREADABLE)
