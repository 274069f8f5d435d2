"""What it costs to seal the journal of the house, and to read it again whole as `./liane verify-journal` does."""

import time

from liane.config.cli.house import say
from liane.journal.sealing.keys import trusted_keys
from liane.journal.sealing.runs import still
from liane.journal.sealing.seal import seal_everything
from liane.journal.sealing.verify import Proofs, verify


def measure() -> dict[str, float]:
    """Lines, seconds to seal those that waited, seconds to verify all; no head leaves, since the house is a copy."""
    say("mesure : le journal scellé, puis relu en entier…")
    begun = time.perf_counter()
    sealed = seal_everything(patience=60)
    ready = time.perf_counter()
    with still("owner"):
        report = verify(Proofs(trusted_keys(), []))
    ended = time.perf_counter()
    return {
        "sealed": sealed,
        "seal_seconds": round(ready - begun, 2),
        "lines": report.lines,
        "verify_seconds": round(ended - ready, 2),
        "findings": len(report.findings),
    }
