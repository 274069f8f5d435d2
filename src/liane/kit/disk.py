"""A file is there after a power cut only once its folder, too, has been written to the disk."""

import os
from pathlib import Path


def force(folder: Path) -> None:
    """What was just created, renamed or removed in this folder stays so, whatever happens to the machine."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
