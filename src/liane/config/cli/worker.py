"""The process that does the work of the background: one of the children of a house in service."""

import os
import sys
import threading
import time

import django
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

CONCURRENCY = 2
PATIENCE = 5.0


def _leave_with_parent() -> None:
    """The parent holds the other end of standard input: when it ends, however it ends, this process ends too."""
    while os.read(sys.stdin.fileno(), 1):
        pass
    time.sleep(PATIENCE)
    os._exit(1)


def main() -> int:
    """Work on these queues (all when none is named) until asked to stop; the job at hand is finished first."""
    queues = sys.argv[1:] or None
    django.setup()
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    connector = app.connector
    if isinstance(connector, DjangoConnector):
        connector = connector.get_worker_connector()
    with app.replace_connector(connector) as working:
        working.run_worker(queues=queues, concurrency=CONCURRENCY)
    return 0


if __name__ == "__main__":
    sys.exit(main())
