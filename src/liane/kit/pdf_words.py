"""The words of a PDF that comes from outside, read in a process of its own (see kit.apart): the child is `kit.pdf_child`.

What reads a PDF is loaded by that child alone: the processes that answer the pages do not carry it.
"""

import subprocess

from liane.kit.apart import READY, REFUSED, ask

SECONDS = 20


class PdfUnread(ValueError):
    """This PDF gives no word; `str()` says why, in French."""


def words_of_pdf(data: bytes) -> str:
    """Its text, page after page. PdfUnread: damaged, locked, too heavy. An empty text: pages that are pictures."""
    try:
        answer = ask("liane.kit.pdf_child", data=data, seconds=SECONDS)
    except subprocess.TimeoutExpired as late:
        raise PdfUnread("La lecture de ce PDF prend trop de temps.") from late
    if answer.returncode == READY:
        return answer.stdout.decode("utf-8", "replace")
    if answer.returncode == REFUSED:
        raise PdfUnread("Ce PDF est abîmé ou protégé.")
    raise PdfUnread("Ce PDF demande trop de travail pour être lu.")
