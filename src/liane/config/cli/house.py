"""Open a house for a command: its folder, its database, the environment of the processes it starts."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from liane.kit.postgres import external, locate, server

MARK = "demonstration.json"


def say(sentence: str) -> None:
    """Tell the person at the keyboard what is going on; results alone go to standard output."""
    print(f"Liane : {sentence}", file=sys.stderr, flush=True)


def address_of(path: str) -> str:
    """A page of this house, as it is typed from elsewhere."""
    host = os.environ.get("LIANE_HOSTS", "localhost").split(",")[0].strip()
    return f"{'http' if os.environ.get('LIANE_TLS') == '0' else 'https'}://{host}{path}"


def kind_of(home: Path) -> str:
    """A house that the demonstration made stays one; every other is in service."""
    return "demo" if (home / MARK).is_file() else "serve"


@contextmanager
def opened(mode: str, home: Path | None = None) -> Iterator[Path]:
    """The house, with its database running for the length of the block.

    Children inherit LIANE_HOME and LIANE_MODE, from which the settings find everything.
    """
    folder = home or locate.home()
    os.environ["LIANE_HOME"] = str(folder)
    os.environ.setdefault("LIANE_MODE", mode)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liane.config.settings")
    if os.environ.get("DATABASE_URL"):
        external.prepare(folder)
        _share_secret()
        yield folder
        return
    with server.start(folder, tell=say):
        _share_secret()
        yield folder


def _share_secret() -> None:
    """Each house signs with a key of its own, the same in all its processes."""
    os.environ.setdefault("LIANE_SECRET_KEY", locate.secret_key())
