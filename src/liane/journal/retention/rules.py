"""Which rule applies, and what a hold keeps (security.md §1; CNIL délibération 2021-122)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from liane.journal.models import LegalHold, RetentionPreview, RetentionRule
from liane.kit.dates import local

ACCESS_MONTHS, SECURITY_MONTHS = 36, 12  # what applies while nobody has chosen
ACCESS_CHOICES: tuple[int | None, ...] = (6, 12, 24, 36, 60, 120, None)  # None: as long as the record
SECURITY_CHOICES = (6, 9, 12)
DEFAULT_WORDS = "Règle proposée par Liane (CNIL, délibération 2021-122)"


@dataclass(frozen=True, slots=True)
class Rule:
    """How many months, and in whose name."""

    access_months: int | None = ACCESS_MONTHS
    security_months: int = SECURITY_MONTHS
    words: str = DEFAULT_WORDS

    def limits(self, on: date) -> tuple[datetime | None, datetime]:
        """Before which moment an access to a record, and another trace, are erased on that day."""
        access = months_before(on, self.access_months) if self.access_months else None
        return access, months_before(on, self.security_months)


def months_before(day: date, months: int) -> datetime:
    """The first instant of the same day, some months earlier (the last of the month when it has fewer days)."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    for shown in range(day.day, 27, -1):
        try:
            return timezone.make_aware(datetime(year, month + 1, shown))
        except ValueError:
            continue
    return timezone.make_aware(datetime(year, month + 1, min(day.day, 28)))


def rule_of(organization_id: UUID | None) -> Rule:
    """The rule chosen last. What belongs to no organisme is a matter of security alone."""
    if organization_id is None:
        return Rule()
    chosen = rules_of(organization_id)[:1]
    if not chosen:
        return Rule()
    words = f"Règle choisie par {chosen[0].author_name} le {local(chosen[0].chosen_at):%d/%m/%Y}"
    return Rule(chosen[0].access_months, chosen[0].security_months, words)


def rules_of(organization_id: UUID | None, limit: int = 10) -> list[RetentionRule]:
    """The rules chosen until now, the newest first."""
    return list(RetentionRule.objects.filter(organization_id=organization_id).order_by("-chosen_at", "-id")[:limit])


def holds_of(organization_id: UUID | None) -> list[LegalHold]:
    """Holds that stand now, the newest first."""
    standing = LegalHold.objects.filter(organization_id=organization_id, lifted_at=None)
    return list(standing.order_by("-placed_at", "-id"))


def preview_of(organization_id: UUID | None) -> RetentionPreview | None:
    """What was counted last."""
    return RetentionPreview.objects.filter(organization_id=organization_id).first()


def next_purge(today: date) -> date:
    """Traces are erased on the first of each month."""
    return date(today.year + today.month // 12, today.month % 12 + 1, 1)
