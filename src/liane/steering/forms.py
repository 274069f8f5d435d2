"""What is typed on the pages of conformity."""

from datetime import time, timedelta

from django import forms

from liane.access.queries import Unsaid
from liane.journal.kinds import Kind
from liane.journal.queries import Asked
from liane.journal.retention.rules import ACCESS_CHOICES, SECURITY_CHOICES
from liane.kit.dates import at_clock
from liane.kit.forms import ChoiceField, FrenchDateField, HouseForm, LineField
from liane.steering.enums import Outcome

KINDS: dict[str, tuple[str, tuple[Kind, ...]]] = {
    "ouvertures": (
        "Ouvertures",
        (
            Kind.RECORD_OPENED,
            Kind.DOCUMENT_OPENED,
            Kind.JOURNAL_READ,
            Kind.WRITINGS_SEARCHED,
            Kind.HANDOVER_OPENED,
            Kind.TONIGHT_OPENED,
            Kind.CENSUS_READ,
        ),
    ),
    "sorties": (
        "Impressions et exports",
        (Kind.RECORD_PRINTED, Kind.HANDOVER_PRINTED, Kind.MAIL_PRINTED, Kind.EXPORTED, Kind.ACCESSES_EXPORTED),
    ),
    "refus": ("Refus", (Kind.RECORD_REFUSED,)),
    "urgence": ("Accès d’urgence", tuple(kind for kind in Kind if kind.value.startswith("emergency"))),
}
FOREVER = "dossier"


def months_label(months: int | None) -> str:
    """«3 ans», «6 mois»."""
    if months is None:
        return "aussi longtemps que le dossier"
    years, rest = divmod(months, 12)
    if rest or not years:
        return f"{months}\u00a0mois"
    return f"{years}\u00a0an{'s' if years > 1 else ''}"


class TreatForm(HouseForm):
    """What is said of a signalled access."""

    outcome = ChoiceField(
        choices=[(o.value, o.label) for o in Outcome if o != Outcome.ANSWERED], ask="Choisissez une réponse."
    )
    word = LineField(max_length=600)


class AnswerForm(HouseForm):
    """What the professional answers."""

    word = LineField(max_length=600, ask="Écrivez pourquoi vous avez ouvert ce dossier.")


class RuleForm(HouseForm):
    """How long traces are kept."""

    access = ChoiceField(
        choices=[(str(m or FOREVER), months_label(m)) for m in ACCESS_CHOICES], ask="Choisissez une durée."
    )
    security = ChoiceField(choices=[(str(m), months_label(m)) for m in SECURITY_CHOICES], ask="Choisissez une durée.")
    reason = LineField(max_length=300, ask="Écrivez pourquoi cette durée (analyse d’impact, décision…).")

    @property
    def access_months(self) -> int | None:
        """None: as long as the record."""
        typed = self.cleaned_data["access"]
        return None if typed == FOREVER else int(typed)


class HoldForm(HouseForm):
    """Why nothing may be erased, or why it may be again."""

    reason = LineField(max_length=300, ask="Écrivez pourquoi (plainte, inspection, contentieux…).")


class AccessesForm(HouseForm):
    """Filters of «Qui a vu»."""

    du = FrenchDateField(required=False)
    au = FrenchDateField(required=False)
    qui = LineField(max_length=80)
    genre = forms.ChoiceField(required=False, choices=[("", "Tout"), *((k, label) for k, (label, _) in KINDS.items())])

    def asked(self, unsaid: Unsaid) -> Asked:
        """What they mean for the journal; what is mistyped filters nothing."""
        typed = self.cleaned_data
        first, last = typed.get("du"), typed.get("au")
        kinds = KINDS.get(typed.get("genre") or "", ("", ()))[1]
        return Asked(
            since=at_clock(first, time(0)) if first else None,
            until=at_clock(last + timedelta(days=1), time(0)) if last else None,
            who=typed.get("qui") or "",
            kinds=tuple(kind.value for kind in kinds),
            but_units=tuple(unsaid.unit_ids),
            but_actors=tuple(unsaid.practitioner_ids),
        )
