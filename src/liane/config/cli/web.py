"""The web server of a house in service: how it is started, and when it answers."""

import json
import time
import urllib.request

from liane.config.cli.children import Children

HOST = "127.0.0.1"
PATIENCE = 60.0
MODULE = "liane.config.web_server"
PROGRAM = "liane.config.wsgi"  # to be imported alone, its pages are compiled


def command(port: int, host: str = HOST) -> list[str]:
    """The words that start it, after those of Python."""
    return ["-m", MODULE, f"--host={host}", f"--port={port}"]


def answers(port: int, children: Children, host: str = HOST) -> bool:
    """Wait for the house to say that it is ready."""
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit and not children.dead():
        try:
            with urllib.request.urlopen(f"http://{host}:{port}/healthz", timeout=5) as answer:
                if json.load(answer).get("status") == "ok":
                    return True
        except (OSError, ValueError):
            pass
        time.sleep(0.05)
    return False
