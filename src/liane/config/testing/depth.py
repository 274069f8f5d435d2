"""How far a search without end goes: `./liane test` takes a sample of it, `./liane test --long` goes to the end.

The sample is drawn, the same each time, from the whole: a page, a form, an attacker is never left out of both. What is long
is marked so (`pytest.mark.long`); what has no sample (`only=True`) waits for `--long`, as `.ci/run` asks for each submission.
`./liane bench --faults` also finishes what `--long` leaves after some minutes.
"""

import os
from typing import TypeVar

T = TypeVar("T")
ENDLESS = "sans fin"
WHOLE = bool(os.environ.get("LIANE_TESTS_WHOLE"))
IS_ENDLESS = os.environ.get("LIANE_TESTS_WHOLE") == ENDLESS


def depth(whole: T, sample: T) -> T:
    """How many, how much: the whole, or a sample of it."""
    return whole if WHOLE else sample
