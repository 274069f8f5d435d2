"""The web server of a house: the program is read once, then lent to the processes that answer.

Run as `python -m liane.config.web_server --port=8000`. Two processes that each read the program by themselves hold twice its
memory, and one that comes back after a fall needs seconds to read it again. Here the first process reads it, opens nothing
(no connection, no thread), and the others are copies of it that share its pages of memory.
"""

import argparse
import signal
from collections.abc import Callable
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from liane.config.wsgi import application
from liane.kit.postgres.keeper import die_with_parent

HOST = "127.0.0.1"
WORKERS = 2  # one per processor of a small server
THREADS = 4  # few, since each keeps a connection to the database
LONGEST_REST = 600  # seconds: a thread that ends closes its connection and forgets its plans
BACK_AFTER = 0.2  # seconds: one of the processes falls, the others go on, and it comes back
LAST_WORDS = 5  # seconds


def _words() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="web_server")
    parser.add_argument("--host", default=HOST)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--workers", type=int, default=WORKERS)
    parser.add_argument("--threads", type=int, default=THREADS)
    return parser.parse_args()


def _door() -> Callable[..., Any]:
    """In each process that answers: it leaves with the one that started it, however it ends."""
    die_with_parent(signal.SIGTERM)
    return application


def main() -> None:
    """Read the program, then answer until told to stop."""
    options = _words()
    Server(
        "liane.config.wsgi:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.workers,
        blocking_threads=options.threads,
        blocking_threads_idle_timeout=LONGEST_REST,
        workers_kill_timeout=LAST_WORDS,
        respawn_failed_workers=True,
        respawn_interval=BACK_AFTER,
        log_level=LogLevels.warning,
        websockets=False,
    ).serve(target_loader=_door, wrap_loader=False)


if __name__ == "__main__":
    main()
