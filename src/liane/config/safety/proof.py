"""Runs as a process of its own in a house that was brought back: one line of JSON says how it lives, or what troubles it."""

import argparse
import json
import sys
from importlib import import_module

import django


def main() -> int:
    """The models are loaded once the settings of that house are."""
    options = argparse.ArgumentParser()
    options.add_argument("--records", type=int, default=20)
    wanted = options.parse_args().records
    django.setup()
    life = import_module("liane.config.safety.life")
    try:
        answer = life.examine(wanted)
    except life.Trouble as trouble:
        answer = {"trouble": str(trouble)}
    sys.stdout.write(json.dumps(answer) + "\n")
    return 1 if "trouble" in answer else 0


if __name__ == "__main__":
    sys.exit(main())
