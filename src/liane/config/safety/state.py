"""How safe is what the house holds: the last backup, the last trial that brought one back. For the DPO, and for doctor."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from liane.config.models import SafetyRun

PATIENCE = {SafetyRun.Kind.BACKUP: timedelta(days=2), SafetyRun.Kind.TRIAL: timedelta(days=8)}


@dataclass(frozen=True)
class State:
    """The newest run of each sort that went well, and the newest that did not."""

    good: dict[str, SafetyRun]
    bad: dict[str, SafetyRun]

    def is_late(self, kind: SafetyRun.Kind, now: datetime) -> bool:
        """Nothing went well for too long (security.md J2: eight days for a trial)."""
        run = self.good.get(kind)
        return run is None or now - run.at > PATIENCE[kind]

    def failed_since(self, kind: SafetyRun.Kind) -> SafetyRun | None:
        """The failure that came after the last success."""
        bad, good = self.bad.get(kind), self.good.get(kind)
        return bad if bad and (good is None or bad.at > good.at) else None


def state(using: str = "default") -> State:
    """One query. A restoration by hand counts as a trial: it proved the same."""
    newest = SafetyRun.objects.using(using).order_by("kind", "is_success", "-at").distinct("kind", "is_success")
    good: dict[str, SafetyRun] = {}
    bad: dict[str, SafetyRun] = {}
    for run in newest:
        kind = SafetyRun.Kind.TRIAL if run.kind == SafetyRun.Kind.RESTORE else run.kind
        side = good if run.is_success else bad
        if kind not in side or run.at > side[kind].at:
            side[kind] = run
    return State(good, bad)
