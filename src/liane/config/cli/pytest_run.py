"""./liane test: pytest, with every core of the machine when everything is run."""

import os
import subprocess
import sys

from liane.kit.postgres import locate

# Whole files stay together, so that what they share is made once, in the order that `conftest.py` gives: the longest first.
# One more process than cores: many tests wait for a process that they have killed, for a clock, for a browser.
SPREAD = ["-n", str((os.cpu_count() or 2) + 1), "--dist", "loadfile", "--no-loadscope-reorder"]
LONG = "--long"


def run(arguments: list[str]) -> int:
    """Run pytest on what was asked, or on everything; its own closing line closes. `--long`: the long searches, to their end."""
    spread = [] if any(not argument.startswith("-") for argument in arguments) else SPREAD
    if any(argument.startswith(("-n", "--numprocesses", "--pdb", "-p")) for argument in arguments):
        spread = []
    if LONG in arguments:
        arguments = ["-m", "long", *(argument for argument in arguments if argument != LONG)]
        os.environ["LIANE_TESTS_WHOLE"] = "1"
    return subprocess.run(
        (sys.executable, "-m", "pytest", *spread, *arguments), cwd=locate.CHECKOUT, check=False
    ).returncode
