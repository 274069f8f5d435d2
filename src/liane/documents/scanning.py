"""Ask the antivirus of the host, when it has one: what it knows as harmful is not kept (ASVS 5.4.3).

ClamAV answers on a socket (`clamd`, command INSTREAM). LIANE_CLAMD names it: a path, or host:port. A house that asked for
it never goes without: while it does not answer, nothing is kept, and the sentence says so.
"""

import socket
import struct

from django.conf import settings

from liane.kit.door import Refused

SECONDS = 30.0
_STEP = 1024 * 1024
HARMFUL = (
    "Ce fichier est reconnu comme dangereux par l’antivirus. Il n’est pas enregistré. Prévenez qui vous l’a donné."
)
SILENT = (
    "L’antivirus de la maison ne répond pas : ce fichier ne peut pas être vérifié, il n’est pas enregistré. Réessayez dans "
    "quelques minutes, ou prévenez la personne qui s’occupe de Liane."
)


def scan(data: bytes) -> None:
    """Refused when the antivirus knows this content, or does not answer; nothing when the house has none."""
    if not settings.CLAMD:
        return
    try:
        answer = _asked(data)
    except OSError as silence:
        raise Refused(SILENT) from silence
    if answer.endswith(b"FOUND"):
        raise Refused(HARMFUL)
    if not answer.endswith(b"OK"):
        raise Refused(SILENT)


def _asked(data: bytes) -> bytes:
    with _line() as line:
        line.sendall(b"zINSTREAM\0")
        for at in range(0, len(data), _STEP):
            piece = data[at : at + _STEP]
            line.sendall(struct.pack(">I", len(piece)) + piece)
        line.sendall(struct.pack(">I", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < 4_096 and (piece := line.recv(1_024)):
            answer += piece
        return answer.rstrip(b"\0\n ")


def _line() -> socket.socket:
    host, _, port = settings.CLAMD.rpartition(":")
    if host and port.isdigit():
        return socket.create_connection((host, int(port)), timeout=SECONDS)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(SECONDS)
    try:
        line.connect(settings.CLAMD)
    except OSError:
        line.close()
        raise
    return line
