"""What is typed about a measure, a parent, a hearing."""

from collections.abc import Iterable
from datetime import date, time
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django import forms

from liane.kit.dates import at_clock, local, today
from liane.kit.forms import ChoiceField, FrenchDateField, HourField, HouseForm, LineField, NameField, RemarkField
from liane.nomenclatures.legal_measures import MeasureKind
from liane.people.protection.data import AuthorityDraft, HearingDraft, MeasureDraft, Step
from liane.people.protection.enums import Authority, HolderRole, Limit, Visits
from liane.people.protection.models import Hearing, LegalMeasure, ParentalAuthority

People = Iterable[tuple[UUID, str]]
SHARE = "Partager avec les autres équipes qui l’accompagnent"


def _far() -> date:
    return today() + relativedelta(years=25)


def _day(label: str, hint: str = "", **kwargs: Any) -> FrenchDateField:
    return FrenchDateField(label=label, help_text=hint, **{"required": False, "latest": _far, **kwargs})


class StepForm(HouseForm):
    """A correction says why."""

    reason = LineField(label="Pourquoi ce changement ?", max_length=300, required=False)

    def step(self) -> Step:
        """Which version was read."""
        data = self.cleaned_data
        return Step(data["id"], data.get("version") or 0, data["reason"])


class _Named(StepForm):
    """Somebody chosen in the circle, or written."""

    def choose(self, field: str, people: People, nobody: str) -> None:
        self.known = {str(key): name for key, name in people}
        self.fields[field].choices = [("", nobody), *self.known.items()]  # type: ignore[attr-defined]

    def named(self, field: str, typed: str) -> tuple[UUID | None, str]:
        """The contact, and her name."""
        chosen = self.cleaned_data.get(field)
        return (UUID(chosen), self.known[chosen]) if chosen else (None, self.cleaned_data.get(typed, ""))


class MeasureForm(_Named):
    """One measure, with the questions of its kind."""

    starts_on = FrenchDateField(label="Prend effet le", ask="Écrivez le jour où la mesure prend effet.", latest=_far)
    ends_on = _day("Jusqu’au", "Dernier jour de la mesure.")
    is_sure = forms.BooleanField(label="C’est ce que dit la décision", required=False)
    authority_name = LineField(label="Juge ou département", max_length=200, required=False)
    decided_on = _day("Décidée le", latest=today)
    reference = LineField(label="Numéro de la décision", max_length=60, required=False)
    covers_goods = forms.BooleanField(label="Porte sur les biens", required=False)
    covers_person = forms.BooleanField(label="Porte sur la personne", required=False)
    holder = ChoiceField(label="Exercée par (dans son entourage)", required=False)
    holder_name = NameField(
        label="Ou par quelqu’un d’autre", max_length=200, required=False, help_text="Nom de la personne ou du service."
    )
    second_name = NameField(label="Et par", max_length=200, required=False)
    second_role = ChoiceField(
        label="Rôle de cette seconde personne", choices=[("", "Sans objet"), *HolderRole.choices], required=False
    )
    report_due_on = _day("Rapport à rendre le")
    seized_on = _day("Juge des enfants saisi le", latest=today)
    note = RemarkField(label="Ce que dit la décision", max_length=500, required=False)
    is_shared = forms.BooleanField(label=SHARE, required=False)
    follows = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, kind: MeasureKind, people: People = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        unused = [] if kind.has_spheres else ["covers_goods", "covers_person"]
        unused += [] if kind.holder else ["holder", "holder_name", "second_name", "second_role"]
        unused += [] if kind.has_spheres or kind.family == "parental" else ["second_name", "second_role"]
        unused += [] if kind.clocks else ["seized_on"]
        unused += [] if kind.longest else ["is_sure"]
        for name in dict.fromkeys(unused):
            self.fields.pop(name, None)
        if kind.holder:
            self.fields["holder"].label = f"{kind.holder}, dans son entourage"
            self.choose("holder", people, "Quelqu’un d’autre")
        label = {"judge": "Juge, tribunal", "department": "Département", "person": "Notaire ou acte"}
        self.fields["authority_name"].label = label[kind.decided_by]

    def draft(self) -> MeasureDraft:
        """What was written, for the action."""
        data = self.cleaned_data
        holder_id, holder_name = self.named("holder", "holder_name") if self.kind.holder else (None, "")
        names = ("starts_on", "ends_on", "authority_name", "reference", "decided_on", "report_due_on", "note")
        asked = {name: data.get(name, default) for name, default in _IF_ASKED.items()}
        held = {"holder_name": holder_name, "holder_id": holder_id}
        return MeasureDraft(kind=self.kind.code, **{name: data[name] for name in names}, **asked, **held)


_IF_ASKED: dict[str, Any] = {
    "covers_goods": True, "covers_person": True, "second_name": "", "second_role": "", "seized_on": None, "is_sure": False,
}  # fmt: skip


class AuthorityForm(_Named):
    """How one parent stands."""

    contact = ChoiceField(label="Qui, dans son entourage", required=False)
    name = NameField(label="Ou quelqu’un d’autre", max_length=200, required=False)
    relation_label = LineField(label="Son lien", max_length=120, required=False, help_text="Mère, père, grand-mère…")
    status = ChoiceField(
        label="L’autorité parentale", choices=[("", "Choisissez"), *Authority.choices],
        ask="Choisissez ce qu’il en est de l’autorité parentale.",
    )  # fmt: skip
    remains = LineField(
        label="Ce qui lui reste", max_length=300, required=False, help_text="Si elle est retirée en partie."
    )
    visits = ChoiceField(label="Visites", choices=Visits.choices, required=False)
    visits_note = LineField(label="Visites : quand, où, avec qui", max_length=300, required=False)
    limit = ChoiceField(label="Ce qui ne lui est pas dit", choices=Limit.choices, required=False)
    authority_name = LineField(label="Décidé par", max_length=200, required=False)
    decided_on = _day("Décidé le", latest=today)
    starts_on = _day("Depuis le", "Vide : depuis toujours.")
    ends_on = _day("Jusqu’au")
    is_shared = forms.BooleanField(label=SHARE, required=False)

    def __init__(self, *args: Any, people: People = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("contact", people, "Quelqu’un d’autre")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("contact") and not data.get("name") and "name" not in self.errors:
            self.add_error("name", "Choisissez ou écrivez de qui il s’agit.")
        return data

    def draft(self) -> AuthorityDraft:
        """What was written, for the action."""
        contact_id, name = self.named("contact", "name")
        names = ("relation_label", "status", "remains", "visits", "visits_note", "limit", "authority_name")
        dates = ("decided_on", "starts_on", "ends_on")
        kept = {field: self.cleaned_data[field] for field in (*names, *dates)}
        return AuthorityDraft(name=name, contact_id=contact_id, **kept)


class HearingForm(StepForm):
    """When, where, who is called."""

    held_on = FrenchDateField(label="Jour", ask="Écrivez le jour de l’audience.", latest=_far)
    held_hour = HourField(label="Heure", required=False, help_text="Par exemple\u00a0: 9 h 30")
    place = LineField(label="Lieu", max_length=200, required=False)
    called = LineField(label="Qui est convoqué", max_length=300, required=False)

    def draft(self) -> HearingDraft:
        """What was written, for the action."""
        data = self.cleaned_data
        return HearingDraft(at_clock(data["held_on"], data["held_hour"] or time(9)), data["place"], data["called"])


class StrikeForm(HouseForm):
    """Why it was a mistake."""

    reason = LineField(label="Pourquoi ?", max_length=300, ask="Écrivez pourquoi c’était une erreur.")


def initial_of(row: LegalMeasure | ParentalAuthority | Hearing) -> dict[str, Any]:
    """The form of a line already written."""
    if isinstance(row, Hearing):
        at = local(row.held_at)
        return {"held_on": at.date(), "held_hour": f"{at:%H:%M}", "place": row.place, "called": row.called}
    names = _MEASURE if isinstance(row, LegalMeasure) else _AUTHORITY
    found = {name: getattr(row, name) for name in names}
    field, typed, key = (
        ("holder", "holder_name", row.holder_id)
        if isinstance(row, LegalMeasure)
        else ("contact", "name", row.contact_id)
    )
    return found | ({field: str(key), typed: ""} if key else {})


_MEASURE = (
    "starts_on", "ends_on", "covers_goods", "covers_person", "authority_name", "reference", "decided_on", "report_due_on",
    "seized_on", "holder_name", "second_name", "second_role", "note",
)  # fmt: skip
_AUTHORITY = (
    "name", "relation_label", "status", "remains", "visits", "visits_note", "limit", "authority_name", "decided_on",
    "starts_on", "ends_on",
)  # fmt: skip
