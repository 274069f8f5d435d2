"""The form of a right is made of the questions of its kind; that of a request, of where it stands."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django import forms

from liane.kit.dates import today
from liane.kit.forms import ChoiceField, FrenchDateField, HouseForm, LineField, RemarkField
from liane.nomenclatures.entitlements import EntitlementKind, Question
from liane.people.entitlements.actions import ClaimDraft
from liane.people.entitlements.enums import ClaimState
from liane.people.entitlements.models import Entitlement
from liane.people.entitlements.rules import RightDraft

_NOTHING = [("", "Sans réponse")]


def _far() -> date:
    return today() + relativedelta(years=80)


def _day(label: str, hint: str = "") -> FrenchDateField:
    return FrenchDateField(label=label, required=False, latest=_far, help_text=hint)


class RightForm(HouseForm):
    """One right. `papers`: those of the record, at which it may point."""

    issuer = LineField(
        label="Donné par", max_length=120, required=False, help_text="MDPH, caisse, mutuelle, préfecture…"
    )
    number = LineField(label="Numéro", max_length=40, required=False)
    national_number = LineField(label="Numéro national de la décision", max_length=40, required=False)
    decided_on = _day("Décidé le")
    opens_on = _day("À partir du")
    expires_on = _day("Jusqu’au")
    is_endless = forms.BooleanField(label="Sans limite de durée", required=False)
    paper = ChoiceField(label="Le papier, dans ce dossier", choices=_NOTHING, required=False)
    note = RemarkField(label="À savoir", max_length=500, required=False)
    reason = LineField(label="Pourquoi cette correction ?", max_length=300, required=False)
    is_shared = forms.BooleanField(label="Partager avec les autres équipes qui l’accompagnent", required=False)
    renews = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, kind: EntitlementKind, papers: Iterable[tuple[UUID, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for question in kind.questions:
            self.fields[question.code] = _field(question)
            self.fields[question.code].widget.attrs.setdefault("autocomplete", "off")
        self.fields["paper"].choices = [("", "Aucun papier"), *((str(key), title) for key, title in papers)]
        if not kind.is_decision:
            del self.fields["national_number"], self.fields["decided_on"]
        if not kind.renewed:
            self.fields["opens_on"].label = "Depuis le"

    def draft(self) -> RightDraft:
        """What was written, for the action."""
        data = self.cleaned_data
        answers = {
            q.code: _kept(data.get(q.code)) for q in self.kind.questions if data.get(q.code) not in (None, "", [])
        }
        return RightDraft(
            kind=self.kind.code, issuer=data["issuer"], number=data["number"],
            national_number=data.get("national_number", ""), decided_on=data.get("decided_on"), opens_on=data["opens_on"],
            expires_on=data["expires_on"], is_endless=data["is_endless"], answers=answers, note=data["note"],
            paper_id=UUID(data["paper"]) if data["paper"] else None,
        )  # fmt: skip


def _field(question: Question) -> forms.Field:
    if question.type in ("choice", "yesno"):
        choices = _NOTHING + list(question.choices.items())
        return ChoiceField(label=question.label, choices=choices, required=False, help_text=question.hint)
    if question.type == "choices":
        return forms.MultipleChoiceField(
            label=question.label, choices=list(question.choices.items()), required=False,
            widget=forms.CheckboxSelectMultiple,
        )  # fmt: skip
    if question.type == "date":
        return _day(question.label, question.hint)
    if question.type in ("money", "percent", "integer"):
        return FigureField(label=question.label, max_length=20, required=False, help_text=question.hint)
    return LineField(label=question.label, max_length=300, required=False, help_text=question.hint)


class FigureField(LineField):
    """A number as it is typed in France: «1 016,05». What it may be is the rule of its question."""

    def to_python(self, value: Any) -> str:
        return "".join(super().to_python(value).split()).replace("€", "").replace("%", "").replace(",", ".")


def _kept(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def initial_of(row: Entitlement) -> dict[str, Any]:
    """What a right holds, as its form is filled."""
    names = ("issuer", "number", "national_number", "decided_on", "opens_on", "expires_on", "is_endless", "note")
    held: dict[str, Any] = {name: getattr(row, name) for name in names}
    held["paper"] = str(row.paper_id or "")
    for code, value in row.answers.items():
        held[code] = _shown(code, value)
    return held


def _shown(code: str, value: Any) -> Any:
    if isinstance(value, str) and code.endswith(("_on", "_until")):
        return date.fromisoformat(value)
    return value


class WithdrawForm(HouseForm):
    """Why it no longer counts."""

    reason = LineField(label="Pourquoi ?", max_length=300, ask="Écrivez pourquoi ce droit est retiré.")


class ClaimForm(HouseForm):
    """Where a request stands."""

    state = ChoiceField(label="Où en est-on ?", choices=ClaimState.choices, ask="Dites où en est la démarche.")
    on = FrenchDateField(label="Le", ask="Écrivez le jour.", latest=_far)
    note = RemarkField(label="À savoir", max_length=500, required=False)
    renews = forms.UUIDField(widget=forms.HiddenInput, required=False)
    is_shared = forms.BooleanField(label="Partager avec les autres équipes qui l’accompagnent", required=False)

    def draft(self, kind: str) -> ClaimDraft:
        """What was written, for the action."""
        data = self.cleaned_data
        return ClaimDraft(kind, data["state"], data["on"], data["note"], data.get("renews"))


class FirstClaimForm(ClaimForm):
    """A request begins to be made, or was just sent."""

    state = ChoiceField(
        label="Où en est-on ?", choices=[(s.value, s.label) for s in (ClaimState.TO_ASK, ClaimState.ASKED)],
        ask="Dites où en est la démarche.",
    )  # fmt: skip
