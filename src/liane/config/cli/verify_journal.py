"""./liane verify-journal: read the whole journal again and say, in sentences, whether somebody touched it."""

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
    configuration.load()
    for name in options.heads:
        if not Path(name).exists():
            say(f"le fichier de têtes « {name} » n’existe pas. Vérifiez son nom et son dossier.")
            return 2
    if not os.environ.get("DATABASE_URL") and not keys.path(locate.home()).is_file():
        say("cette maison n’existe pas encore : il n’y a pas de journal à vérifier.")
        return 2
    with opened(kind_of(locate.home())):
        django.setup()
        return int(importlib.import_module("liane.config.cli.verify_lines").run(options))
