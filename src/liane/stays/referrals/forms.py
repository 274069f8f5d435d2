"""Forms of the requests."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from liane.access.enums import VOLET_LABELS
from liane.kit.dates import today
from liane.kit.forms import (
    ChoiceField,
    FrenchDateField,
    HouseForm,
    LineField,
    MailField,
    NameField,
    PhoneField,
    RemarkField,
    TextField,
)
from liane.kit.uploads import HEAVIEST
from liane.nomenclatures.codes import relations
from liane.nomenclatures.referrals import origins, reasons
from liane.people.circle.data import OTHER
from liane.people.enums import Precision, Sex
from liane.people.forms.identity import BIRTH_HINT, BirthDateField
from liane.stays.forms import start_field
from liane.stays.models import StayMode
from liane.stays.referrals import nss
from liane.stays.referrals.data import PRIVATE, ReferralData, WishData
from liane.stays.referrals.enums import ENDED, Duration, TaskState, Verdict, WishState
from liane.stays.referrals.models import Referral, Wish
from liane.stays.referrals.policies import next_states
from liane.stays.referrals.waiting import HEAVIEST as MOST_POINTS
from liane.stays.referrals.waiting import Chosen

Choices = list[tuple[str, str]]


def _long_ago() -> date:
    return date(1950, 1, 1)


def _far() -> date:
    return date(today().year + 60, 12, 31)


def _soon() -> date:
    return date(today().year + 10, 12, 31)


def _day(label: str, *, ask: str = "", far: bool = False) -> FrenchDateField:
    return FrenchDateField(label=label, ask=ask, earliest=_long_ago, latest=_far if far else today)


class NoticeForm(HouseForm):
    """A notification, pasted or sent as a file."""

    text = TextField(label="Texte de la notification", max_length=100_000, required=False)
    file = forms.FileField(
        label="Ou le fichier", required=False, error_messages={"empty": "Ce fichier est vide. Choisissez-en un autre."}
    )

    def clean_file(self) -> Any:
        """Too big is said before it is read."""
        file = self.cleaned_data.get("file")
        if file and file.size and file.size > HEAVIEST:
            raise forms.ValidationError("Ce fichier dépasse 25\u00a0Mo. Essayez une photo ou un PDF plus léger.")
        return file

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data.get("text") and not data.get("file"):
            self.add_error("text", "Collez le texte de la notification, ou choisissez un fichier.")
        return data


class ReferralForm(HouseForm):
    """Who she is, who asks, what is asked. Little is required: a request often knows little."""

    birth_name = NameField(
        label="Nom de naissance", max_length=100, ask="Écrivez le nom de naissance, ou le nom donné."
    )
    first_names = NameField(label="Prénoms", max_length=200, required=False)
    used_name = NameField(
        label="Nom utilisé", max_length=100, required=False, help_text="S’il est différent du nom de naissance."
    )
    sex = ChoiceField(label="Sexe", choices=Sex.choices, ask="Choisissez une réponse.")
    birth_date = BirthDateField(label="Date de naissance", required=False, help_text=BIRTH_HINT)
    birth_place = LineField(label="Lieu de naissance", max_length=120, required=False)
    nss = LineField(
        label="N° de Sécurité sociale",
        max_length=30,
        required=False,
        help_text="15 chiffres. Il n’est gardé que pour l’admission.",
    )
    mdph_number = LineField(label="N° MDPH", max_length=40, required=False)
    address = LineField(label="Adresse", max_length=250, required=False)
    phone = PhoneField(label="Téléphone", required=False)
    email = MailField(label="Courriel")
    contact_name = NameField(label="Qui contacter", max_length=200, required=False)
    contact_relation = ChoiceField(label="Son lien", required=False)
    contact_phone = PhoneField(label="Téléphone du contact", required=False)
    contact_email = MailField(label="Courriel du contact")
    is_protected = forms.BooleanField(
        label="Coordonnées protégées",
        required=False,
        help_text="L’adresse, le contact, qui adresse la demande et ce qui est demandé ne sont montrés qu’au service social.",
    )
    origin = ChoiceField(label="D’où vient la demande ?", ask="Choisissez d’où vient la demande.")
    origin_name = LineField(label="Qui l’adresse", max_length=200, required=False)
    received_on = _day("Reçue le", ask="Écrivez le jour où la demande est arrivée.")
    decision_number = LineField(label="N° de la décision", max_length=60, required=False)
    national_number = LineField(label="N° national de la décision", max_length=60, required=False)
    decision_on = _day("Date de la décision")
    orientation = LineField(label="Orientation", max_length=300, required=False)
    starts_on = _day("Début du droit", far=True)
    ends_on = _day("Fin du droit", far=True)
    request = TextField(label="Ce qui est demandé", max_length=4_000, required=False)

    def __init__(self, *args: Any, sees_private: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["origin"].choices = [("", "Choisir…"), *((o.code, o.label) for o in origins().values())]  # type: ignore[attr-defined]
        known = [(code, r.shown) for code, r in relations().items()]
        self.fields["contact_relation"].choices = [("", "Non précisé"), *known, (OTHER, "Autre")]  # type: ignore[attr-defined]
        if not sees_private:
            for name in (*PRIVATE, "is_protected"):
                del self.fields[name]

    def clean_nss(self) -> str:
        """Its shape and its key; whether it is hers is another matter."""
        number = nss.compact(self.cleaned_data["nss"])
        if number and (problem := nss.fault(number)):
            raise forms.ValidationError(problem)
        return number

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        born = data["birth_date"][0] if data.get("birth_date") else None
        if data.get("nss") and (
            said := nss.contradiction(data["nss"], data.get("sex", ""), _whole(data.get("birth_date")))
        ):
            self.add_error("nss", said)
        if born and data.get("received_on") and data["received_on"] < born:
            self.add_error("received_on", "La demande est reçue avant la naissance. Vérifiez les deux dates.")
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", "La fin du droit est avant son début. Vérifiez les deux dates.")
        return data

    def referral(self) -> ReferralData:
        """What was written, for the action."""
        data = {name: self.cleaned_data[name] for name in self.fields if name in ReferralData.__dataclass_fields__}
        data["birth_date"], data["birth_precision"] = self.cleaned_data["birth_date"] or (None, Precision.UNKNOWN)
        return ReferralData(**data)

    @staticmethod
    def initial_of(referral: Referral) -> dict[str, Any]:
        """The form of what is written now."""
        values = {name: getattr(referral, name) for name in ReferralData.__dataclass_fields__}
        values["birth_date"] = (referral.birth_date, values.pop("birth_precision"))
        return values


def _whole(birth: tuple[date, str] | None) -> date | None:
    return birth[0] if birth and birth[1] == Precision.DAY else None


class WishForm(HouseForm):
    """Where she would come: a facility, perhaps a unit, a mode, a day."""

    facility = ChoiceField(label="Établissement ou service", ask="Choisissez l’établissement.")
    unit = ChoiceField(label="Unité souhaitée", required=False)
    mode = ChoiceField(label="Mode d’accueil", choices=[("", "Non précisé"), *StayMode.choices], required=False)
    duration = ChoiceField(label="Durée", choices=Duration.choices, required=False)
    is_sequential = forms.BooleanField(label="Accueil séquentiel (certaines semaines, certains jours)", required=False)
    wished_on = FrenchDateField(label="Entrée souhaitée le", required=False, earliest=_long_ago, latest=_soon)

    def __init__(self, *args: Any, facilities: Choices, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        blank = [("", "Choisir…")] if len(facilities) != 1 else []
        self.fields["facility"].choices = [*blank, *facilities]  # type: ignore[attr-defined]
        self.fields["unit"].choices = [("", "Peu importe"), *units]  # type: ignore[attr-defined]

    def wish(self) -> WishData:
        """What was written, for the action."""
        data = self.cleaned_data
        unit = UUID(data["unit"]) if data["unit"] else None
        return WishData(
            UUID(data["facility"]), unit, data["mode"], data["duration"], data["is_sequential"], data["wished_on"]
        )


class NewReferralForm(WishForm, ReferralForm):
    """A request and the facility that receives it, on one page."""

    def __init__(self, *args: Any, facilities: Choices, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, facilities=facilities, units=units, **kwargs)


class DecideForm(HouseForm):
    """The next state of a wish, since when, why."""

    state = ChoiceField(
        label="Que devient la demande ?", widget=forms.RadioSelect, ask="Choisissez ce que devient la demande."
    )
    reason_code = ChoiceField(label="Raison, si elle s’arrête", required=False)
    reason = RemarkField(
        label="En quelques mots",
        max_length=450,
        required=False,
        help_text="Ce qui a été décidé, par qui. Toujours demandé pour entrer sur la liste d’attente ou la quitter. "
        "La personne peut demander à le lire.",
    )
    on = _day("Décidé le", ask="Écrivez le jour de la décision.")

    def __init__(self, *args: Any, wish: Wish, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.leaves_the_list = wish.state == WishState.WAITING
        order = [state for state in WishState if state in next_states(wish)]
        self.fields["state"].choices = [(state.value, _GESTURES.get(state, state.label)) for state in order]  # type: ignore[attr-defined]
        grouped = [
            (f"{state}:{r.code}", f"{WishState(state).label} : {r.label.lower()}")
            for state in ENDED
            for r in reasons()[state].values()
        ]
        self.fields["reason_code"].choices = [("", "Choisir…"), *grouped]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        state, _, code = data.get("reason_code", "").partition(":")
        if data.get("state") in ENDED:
            if not code:
                self.add_error("reason_code", "Choisissez la raison.")
            elif state != data["state"]:
                self.add_error("reason_code", "Cette raison va avec une autre réponse. Choisissez-en une autre.")
        data["code"] = code if data.get("state") in ENDED else ""
        moves_the_list = self.leaves_the_list or data.get("state") == WishState.WAITING
        if moves_the_list and not data["code"] and "reason" in data and not data["reason"].strip():
            self.add_error("reason", "Dites pourquoi en quelques mots : les autres places de la liste en dépendent.")
        return data


_GESTURES = {
    WishState.STUDY: "Mettre à l’étude",
    WishState.WAITING: "Mettre sur la liste d’attente",
    WishState.ADMISSION: "Préparer l’admission",
    WishState.REFUSED: "Refuser",
    WishState.WITHDRAWN: "La personne retire sa demande",
    WishState.NO_ANSWER: "Clore : personne ne répond",
    WishState.RECEIVED: "Reprendre la demande",
}


class CriteriaForm(HouseForm):
    """What is known of her situation, criterion by criterion, and why it changes today."""

    reason = RemarkField(label="Qu’est-ce qui change ?", max_length=450, ask="Dites ce qui change, en quelques mots.")

    def __init__(self, *args: Any, criteria: Iterable[Chosen], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = [one for one in criteria if one.levels and one.weight]
        for one in self.criteria:
            choices = [("", "Pas encore noté"), *((str(n), word) for n, word in enumerate(one.levels))]
            self.fields[f"critere-{one.code}"] = ChoiceField(
                label=one.label, choices=choices, required=False, help_text=one.hint
            )
        self.order_fields([*(f"critere-{one.code}" for one in self.criteria), "reason"])

    def levels(self, known: dict[str, int]) -> dict[str, int]:
        """What was noted; what is no longer asked stays as it was."""
        asked = {one.code for one in self.criteria}
        kept = {code: level for code, level in known.items() if code not in asked}
        noted = {code: self.cleaned_data[f"critere-{code}"] for code in asked}
        return kept | {code: int(level) for code, level in noted.items() if level}


class PlaceForm(HouseForm):
    """A place decided by the team."""

    rank = forms.IntegerField(
        label="À quelle place ?", min_value=0, max_value=10_000, help_text="0 : la place que donnent les critères.",
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), "Écrivez un nombre, comme 3."),
    )  # fmt: skip
    reason = RemarkField(label="Pourquoi", max_length=450, ask="Dites pourquoi, et qui l’a décidé.")


class OpinionForm(HouseForm):
    """What somebody of the team thinks of it."""

    verdict = ChoiceField(
        label="Votre avis", choices=Verdict.choices, widget=forms.RadioSelect, ask="Choisissez votre avis."
    )
    text = TextField(
        label="Ce qui le fonde",
        max_length=4_000,
        required=False,
        help_text="Des faits, pas de jugement. La personne peut demander à lire.",
    )
    volet = ChoiceField(
        label="Partie du dossier",
        ask="Choisissez la partie du dossier.",
        help_text="Qui lit cette partie lit votre avis.",
    )

    def __init__(self, *args: Any, parts: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["volet"].choices = [(part, VOLET_LABELS[part]) for part in parts]  # type: ignore[attr-defined]


class LetterForm(HouseForm):
    """The letter that says a refusal: to whom, and what explains it. Nothing of it is kept: it is a paper."""

    to = ChoiceField(label="Adresser à", ask="Choisissez à qui l’adresser.")
    text = TextField(
        label="Ce que vous expliquez",
        max_length=2_000,
        required=False,
        help_text="Le motif choisi est déjà écrit. Des faits, des mots simples : c’est elle qui lira.",
    )

    def __init__(self, *args: Any, to: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = to  # type: ignore[attr-defined]


class TaskForm(HouseForm):
    """Where one task of an admission stands."""

    state = ChoiceField(
        label="Où en est-on ?", choices=TaskState.choices, widget=forms.RadioSelect, ask="Choisissez une réponse."
    )
    note = RemarkField(label="À savoir", max_length=450, required=False)
    with_her = forms.BooleanField(label="Fait avec la personne", required=False)


class AdmitForm(HouseForm):
    """The day she comes in, and where."""

    unit = ChoiceField(label="Unité qui l’accueille", ask="Choisissez l’unité qui l’accueille.")
    starts_on = start_field()
    place = LineField(label="Chambre ou place", max_length=60, required=False)
    mode = ChoiceField(label="Mode d’accueil", choices=StayMode.choices, ask="Choisissez le mode d’accueil.")

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [*([("", "Choisir…")] if len(units) != 1 else []), *units]  # type: ignore[attr-defined]


class RulesForm(HouseForm):
    """What counts in a waiting list, and how much."""

    reason = RemarkField(label="Pourquoi ces règles", max_length=400, ask="Dites qui les a décidées, et pourquoi.")

    def __init__(self, *args: Any, criteria: Iterable[Chosen], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = list(criteria)
        for one in self.criteria:
            self.fields[f"poids-{one.code}"] = _weight(one.label, one.hint, one.weight)
        own = max([int(one.code[5:]) for one in self.criteria if one.code.startswith("LOCAL")], default=0) + 1
        self.own = f"LOCAL{own}"
        self.fields["nouveau"] = LineField(label="Un critère de plus (oui ou non)", max_length=60, required=False)
        self.fields["poids-nouveau"] = _weight("Points de ce critère", "", 0)
        self.order_fields([n for n in self.fields if n != "reason"] + ["reason"])

    def rows(self) -> list[dict[str, Any]]:
        """What was chosen, as it is kept."""
        data = self.cleaned_data
        rows = [{"code": c.code, "label": c.label, "weight": data[f"poids-{c.code}"]} for c in self.criteria]
        if data["nouveau"]:
            rows.append({"code": self.own, "label": data["nouveau"], "weight": data["poids-nouveau"]})
        return rows


def _weight(label: str, hint: str, weight: int) -> forms.IntegerField:
    sentence = f"Écrivez un nombre de 0 à {MOST_POINTS}."
    return forms.IntegerField(
        label=label, help_text=hint, initial=weight, min_value=0, max_value=MOST_POINTS,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), sentence),
    )  # fmt: skip
