"""./liane admin LOGIN: the first account of a house, which founds the organismes and never reads a record."""

import argparse
import importlib
import os

import django

from liane.config.cli import configuration
from liane.config.cli.house import opened


def run(options: argparse.Namespace) -> int:
    """Open the house, then hand over to what needs its models."""
    configuration.load()
    with opened("serve"):
        os.environ.setdefault("LIANE_HOSTS", "localhost")
        django.setup()
        return int(importlib.import_module("liane.config.cli.admin_account").run(options))
