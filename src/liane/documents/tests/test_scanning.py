"""The antivirus of the host is asked when the house has one, and a house that asked for it never goes without."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from liane.documents.models import Upload
from liane.documents.tests.conftest import send
from liane.testing import House

Answering = Callable[[bytes], None]


@pytest.fixture
def antivirus(settings: Any, tmp_path: Path) -> Iterator[tuple[Answering, list[bytes]]]:
    """A clamd that answers what it is told, and what it was asked."""
    asked: list[bytes] = []
    door = socket.socket(socket.AF_UNIX)
    settings.CLAMD = str(tmp_path / "clamd")
    door.bind(settings.CLAMD)
    door.listen()

    def answering(words: bytes) -> None:
        def serve() -> None:
            line, _ = door.accept()
            with line, line.makefile("rb") as sent:
                assert sent.read(10) == b"zINSTREAM\0"
                data = b""
                while size := struct.unpack(">I", sent.read(4))[0]:
                    data += sent.read(size)
                asked.append(data)
                line.sendall(words)

        threading.Thread(target=serve, daemon=True).start()

    yield answering, asked
    door.close()


def test_what_the_antivirus_finds_clean_is_kept(house: House, antivirus: tuple[Answering, list[bytes]]) -> None:
    answering, asked = antivirus
    answering(b"stream: OK\0")
    assert send(house, "karim", b"mot " * 600_000).status_code == 201
    assert asked == [b"mot " * 600_000]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (b"stream: Eicar-Signature FOUND\0", "reconnu comme dangereux"),
        (b"INSTREAM size limit exceeded. ERROR\0", "ne répond pas"),
        (b"", "ne répond pas"),
    ],
)
def test_what_it_knows_or_cannot_read_is_not_kept(
    house: House, antivirus: tuple[Answering, list[bytes]], words: bytes, sentence: str
) -> None:
    antivirus[0](words)
    answer = send(house, "karim")
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert not Upload.objects.exists()


def test_a_house_that_asked_for_it_never_goes_without(house: House, settings: Any, tmp_path: Path) -> None:
    settings.CLAMD = str(tmp_path / "nobody")
    answer = send(house, "karim")
    assert answer.status_code == 422 and "ne peut pas être vérifié" in answer.content.decode()
    assert not Upload.objects.exists()
