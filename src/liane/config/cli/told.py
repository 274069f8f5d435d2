"""What systemd is told of a house in service: `systemctl start` waits until it is open, and fails when it refuses."""

import contextlib
import os
import socket


def systemd(state: str) -> None:
    """One word on the socket that systemd gave (sd_notify); started by anything else, nothing happens."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line, contextlib.suppress(OSError):
        line.connect("\0" + address[1:] if address.startswith("@") else address)
        line.send(state.encode())
