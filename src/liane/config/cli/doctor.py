"""./liane doctor: is everything well? In plain words, the worst first; the exit code says whether something is serious."""

import argparse
import importlib
import json
import os
from dataclasses import asdict

import django

from liane.config.cli import configuration
from liane.config.cli.house import opened, say
from liane.kit.postgres import keys, locate

ORDER = ("grave", "à voir", "bien")


def run(options: argparse.Namespace) -> int:
    """Open the house, look at everything, tell."""
    configuration.load()
    if not os.environ.get("DATABASE_URL") and not keys.path(locate.home()).is_file():
        say(f"il n’y a pas encore de maison dans {locate.home()} : ouvrez-la d’abord (./liane serve, ou ./liane demo).")
        return 1
    with opened("serve"):
        django.setup()
        if importlib.import_module("liane.config.cli.gate").compare()[0] == 4:
            say("cette maison est vide : ouvrez-la d’abord avec ./liane serve.")
            return 1
        findings = importlib.import_module("liane.config.safety.checkup").examine()
    findings.sort(key=lambda finding: ORDER.index(finding.level))
    if options.json:
        print(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=1))
    else:
        for finding in findings:
            print(f"{finding.level.upper():<7} {finding.subject} : {finding.sentence}")
            if finding.gesture:
                print(f"        → {finding.gesture}")
    return 1 if any(finding.level == "grave" for finding in findings) else 0
