"""systemd hears that the house is open, on the socket that it gave."""

import socket
from pathlib import Path

import pytest

from liane.config.cli import told


def test_systemd_hears_that_the_house_is_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ear = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(ear))
        monkeypatch.setenv("NOTIFY_SOCKET", str(ear))
        told.systemd("READY=1")
        assert listening.recv(64) == b"READY=1"


def test_a_house_that_systemd_did_not_start_tells_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    told.systemd("READY=1")
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "nobody"))
    told.systemd("READY=1")  # nobody listens: the house opens all the same
