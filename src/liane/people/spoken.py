"""How somebody is called, in a list, in a sentence, on a sheet: the same words for a person and for a line of a list."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from liane.kit.dates import age, day, short
from liane.kit.text import initials
from liane.people.enums import Precision, Sex


class Spoken:
    """What is said of an identity. Lists use it without a model behind (a model costs more to build than its line)."""

    __slots__ = ()
    birth_name: Any
    used_name: Any
    first_names: Any
    preferred_name: Any
    sex: Any
    birth_date: Any
    birth_precision: Any
    birth_first_name: Any
    used_first_name: Any

    @property
    def first_name(self) -> str:
        """First birth first name: the one written apart («Jean Pierre» is one), else the first word of the list."""
        if self.birth_first_name:
            return str(self.birth_first_name)
        return self.first_names.split(",")[0].split(" ")[0] if self.first_names else ""

    @property
    def full_name(self) -> str:
        """How she is written on a list: the first name she uses, then the name she uses."""
        first = self.used_first_name or self.first_name or self.preferred_name
        return f"{first} {self.used_name or self.birth_name}".strip()

    @property
    def called(self) -> str:
        """How she is spoken of in a sentence: «Sam»."""
        return self.preferred_name or self.used_first_name or self.first_name or self.full_name

    @property
    def initials(self) -> str:
        """Two letters for the avatar."""
        return initials(self.full_name)

    @property
    def birth_text(self) -> str:
        """The birth date as far as it is known."""
        if self.birth_date is None or self.birth_precision == Precision.UNKNOWN:
            return "date de naissance non connue"
        if self.birth_precision == Precision.YEAR:
            return f"en {self.birth_date.year}"
        if self.birth_precision == Precision.ABOUT:
            return f"vers {self.birth_date.year}"
        if self.birth_precision == Precision.NO_MONTH:
            return f"le {self.birth_date.day} (mois non connu) {self.birth_date.year}"
        if self.birth_precision == Precision.MONTH:
            return "en " + day(self.birth_date, year=True).split(" ", 2)[2]
        return f"le {short(self.birth_date)}"

    @property
    def age_text(self) -> str:
        """«34 ans», «environ 34 ans» when the date is uncertain."""
        if self.birth_date is None or self.birth_precision == Precision.UNKNOWN:
            return "âge non connu"
        about = "" if self.birth_precision == Precision.DAY else "environ "
        years = age(self.birth_date)
        return f"{about}{years}\u00a0an{'s' if years > 1 else ''}"

    @property
    def born(self) -> str:
        """«née», «né», «né(e)»."""
        return {Sex.FEMALE: "née", Sex.MALE: "né"}.get(Sex(self.sex), "né(e)")


@dataclass(slots=True)
class Somebody(Spoken):
    """A person as a list knows her."""

    id: UUID
    birth_name: str
    used_name: str
    first_names: str
    preferred_name: str
    sex: str
    birth_date: date | None
    birth_precision: str
    birth_first_name: str = ""
    used_first_name: str = ""
