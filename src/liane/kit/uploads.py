"""What is sent is measured while it arrives: a file too heavy for the house is not written anywhere, its form is kept.

Small files stay in memory; the others are spread in a file without a name, in the folder of the documents, that vanishes
with its process. A file left out on the way is told to the view by `left_out`, in a sentence.
"""

import errno
from dataclasses import dataclass
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

HEAVIEST = 25 * 1024 * 1024
_IN_MEMORY = 2 * 1024 * 1024
_MARK = "LIANE_LEFT_OUT"
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that the house did not take in: its field, its name, and whether the disk was full or the file too heavy."""

    field: str
    name: str
    is_disk_full: bool


class MeasuredUpload(FileUploadHandler):
    """One file at a time, never heavier than the house takes."""

    spread: IO[bytes] | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file begins."""
        super().new_file(*args, **kwargs)
        folder = Path(settings.FILES_ROOT)
        where = str(folder) if folder.is_dir() else None
        self.spread = SpooledTemporaryFile(max_size=_IN_MEMORY, dir=where)  # noqa: SIM115 - closed with the request

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """A piece of it."""
        if self.spread is None:
            return
        if start + len(raw_data) > HEAVIEST:
            self._leave_out(is_disk_full=False)
        try:
            self.spread.write(raw_data)
        except OSError as problem:
            if problem.errno not in _FULL:
                raise
            self._leave_out(is_disk_full=True)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """The whole file is there."""
        whole, self.spread = self.spread, None
        if whole is None:
            return None
        try:
            whole.seek(0)
        except OSError:
            return None
        return UploadedFile(whole, self.file_name, self.content_type, file_size, self.charset)

    def upload_interrupted(self) -> None:
        """The browser went away in the middle."""
        if self.spread is not None:
            self.spread.close()

    def _leave_out(self, *, is_disk_full: bool) -> None:
        if self.spread is not None:
            self.spread.close()
        self.spread = None
        if self.request is not None:
            told = self.request.META.setdefault(_MARK, [])
            told.append(LeftOut(str(self.field_name), str(self.file_name), is_disk_full))
        raise SkipFile


def left_out(request: HttpRequest) -> list[LeftOut]:
    """Files of this sending that the house did not take in. Read after `request.POST`."""
    return list(request.META.get(_MARK, ()))
