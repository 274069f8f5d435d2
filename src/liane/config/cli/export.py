"""./liane export maison FICHIER.zip: the house in one archive, to move it. Made by the owner of the machine."""

import argparse
import importlib
import os
from pathlib import Path

import django

from liane.config.cli import configuration
from liane.config.cli.house import kind_of, opened, say
from liane.kit.postgres import keys, locate


def run(options: argparse.Namespace) -> int:
    """Open the house, then hand over to what needs its models."""
    if Path(options.file).exists():
        say(f"le fichier « {options.file} » existe déjà : donnez un autre nom. Rien n’est recouvert.")
        return 1
    if not Path(options.file).absolute().parent.is_dir():
        say(f"le dossier de « {options.file} » n’existe pas. Vérifiez son nom.")
        return 1
    configuration.load()
    if not os.environ.get("DATABASE_URL") and not keys.path(locate.home()).is_file():
        say("cette maison n’existe pas encore : il n’y a rien à exporter.")
        return 1
    with opened(kind_of(locate.home())):
        django.setup()
        return int(importlib.import_module("liane.config.cli.moving").leave(options))
