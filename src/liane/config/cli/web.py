"""The web server of a house in service: how it is started, and when it answers."""

import json
import time
import urllib.request

from liane.config.cli.children import Children

HOST = "127.0.0.1"
WORKERS = "2"
THREADS = "4"
PATIENCE = 60.0


def command(port: int, host: str = HOST) -> list[str]:
    """The words of granian: one worker per processor, few threads, since each keeps a connection to the database."""
    options = {"host": host, "port": str(port), "workers": WORKERS, "blocking-threads": THREADS}
    options |= {"interface": "wsgi", "log-level": "warning", "workers-kill-timeout": "5"}
    options["respawn-interval"] = "0.2"  # one of the processes falls: the others go on, and it comes back
    options["blocking-threads-idle-timeout"] = "600"  # a thread that ends closes its connection and forgets its plans
    return [
        "-m",
        "granian",
        "--no-ws",
        "--respawn-failed-workers",
        *(f"--{name}={value}" for name, value in options.items()),
        APPLICATION,
    ]


MODULE = "liane.config.wsgi"
APPLICATION = f"{MODULE}:application"


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
