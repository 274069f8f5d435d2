"""./liane import QUOI FICHIER: the same import of persons as on the page, or a whole house that moves in."""

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
    if not Path(options.file).is_file():
        say(f"le fichier « {options.file} » n’existe pas. Vérifiez son nom et son dossier.")
        return 1
    configuration.load()
    if not os.environ.get("DATABASE_URL") and not keys.path(locate.home()).is_file():
        how = "migrate" if options.kind == "maison" else "demo"
        say(f"cette maison n’existe pas encore. Ouvrez-la une première fois avec ./liane {how}, puis recommencez.")
        return 1
    with opened(kind_of(locate.home())):
        django.setup()
        if options.kind == "maison":
            return int(importlib.import_module("liane.config.cli.moving").enter(options))
        return int(importlib.import_module("liane.config.cli.import_people").run(options))
