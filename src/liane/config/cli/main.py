"""The commands a person can type, with their help in French."""

import argparse
import importlib
import os
import signal
import sys
from typing import NoReturn

from liane.config.cli.house import say
from liane.kit.postgres.errors import PostgresRefused


def main(arguments: list[str]) -> int:
    """Run one command; a mistake of the person typing is answered by one French sentence."""
    try:
        if arguments[:1] == ["manage"]:
            return run("django_commands", arguments[1:])
        return 1
    except PostgresRefused as refusal:
        say(str(refusal))
        return 1


def run(module: str, *options: object) -> int:
    """Load a command only when it is asked for: --help answers at once."""
    return int(importlib.import_module(f"liane.config.cli.{module}").run(*options))
