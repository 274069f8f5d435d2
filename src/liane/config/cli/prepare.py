"""Bring a house up to date: its tables and, for a demonstration, its imaginary people. Runs as a process of its own."""

import argparse
import json
import sys
from importlib import import_module

import django
from django.core.management import call_command

from liane.config.cli.house import MARK, say
from liane.config.cli.progress import Progress
from liane.config.testing.databases import digest
from liane.kit.postgres import locate


def main() -> int:
    """Migrate when the tables changed, load the demonstration when the house is empty, then leave a mark."""
    options = argparse.ArgumentParser()
    options.add_argument("--size")
    size = options.parse_args().size
    mark = locate.home() / MARK
    done = json.loads(mark.read_text()) if mark.is_file() else {}
    if done == {"tables": digest(), "size": size}:
        return 0
    django.setup()
    say("mise en place des tables…")
    call_command("migrate", database="owner", verbosity=0)
    if size and "size" not in done:
        _load(size)
    draft = mark.with_suffix(".neuf")
    draft.write_text(json.dumps({"tables": digest(), "size": size}))
    draft.replace(mark)
    return 0


def _load(size: str) -> None:
    progress = Progress()
    import_module("liane.config.demo.load").load_demo(size, progress)
    progress.close()


if __name__ == "__main__":
    sys.exit(main())
