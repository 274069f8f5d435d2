"""What is sent is measured while it arrives: a file too heavy for the house is not written anywhere, its form is kept.

Small files stay in memory; the others are spread in a file without a name, in the folder of the documents, that vanishes
with its process. What is not taken in arrives as a `Hollow`: its name and its true weight, for the sentence of the form.
"""

import errno
from io import BytesIO
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

HEAVIEST = 25 * 1024 * 1024
_IN_MEMORY = 2 * 1024 * 1024
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Hollow(UploadedFile):
    """A file that the house did not take in: too heavy (`size` says how much), or met by a full disk."""

    is_disk_full = False

    def read(self, *args: Any) -> bytes:
        """Nothing of it is there; whoever did not look at its weight does not take it for an empty file."""
        raise OSError(errno.ENOSPC if self.is_disk_full else errno.EFBIG, "this file was not taken in")


class MeasuredUpload(FileUploadHandler):
    """One file at a time, never heavier than the house takes."""

    spread: IO[bytes] | None = None
    met_full_disk = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file begins."""
        super().new_file(*args, **kwargs)
        folder = Path(settings.FILES_ROOT)
        where = str(folder) if folder.is_dir() else None
        self.met_full_disk = False
        self.spread = SpooledTemporaryFile(max_size=_IN_MEMORY, dir=where)  # noqa: SIM115 - closed with the request

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """A piece of it; beyond the measure, pieces are only counted."""
        if self.spread is None:
            return
        if start + len(raw_data) > HEAVIEST:
            self._let_go()
            return
        try:
            self.spread.write(raw_data)
        except OSError as problem:
            if problem.errno not in _FULL:
                raise
            self.met_full_disk = True
            self._let_go()

    def file_complete(self, file_size: int) -> UploadedFile:
        """The end of the file."""
        whole, self.spread = self.spread, None
        if whole is None:
            hollow = Hollow(BytesIO(), self.file_name, self.content_type, file_size, self.charset)
            hollow.is_disk_full = self.met_full_disk
            return hollow
        whole.seek(0)
        return UploadedFile(whole, self.file_name, self.content_type, file_size, self.charset)

    def upload_interrupted(self) -> None:
        """The browser went away in the middle."""
        self._let_go()

    def _let_go(self) -> None:
        if self.spread is not None:
            self.spread.close()
        self.spread = None
