"""The traits of an identity, as they travel from a form, an import or a service to the actions."""

from dataclasses import asdict, dataclass, fields
from datetime import date

from liane.people.enums import Precision, Sex
from liane.people.models import Person


@dataclass(frozen=True, slots=True)
class Traits:
    """Names of birth and of use, sex, birth: what makes an identity (RNIV)."""

    birth_name: str
    first_names: str = ""
    used_name: str = ""
    preferred_name: str = ""
    sex: str = Sex.UNKNOWN
    birth_date: date | None = None
    birth_precision: str = Precision.DAY
    birth_place: str = ""
    birth_place_code: str = ""
    birth_first_name: str = ""
    used_first_name: str = ""
    civility: str = ""
    birth_order: int | None = None
    nationalities: str = ""
    languages: str = ""
    family_situation: str = ""
    death_date: date | None = None
    death_place: str = ""
    death_place_code: str = ""
    death_cause: str = ""
    nss: str = ""
    identity_comment: str = ""

    def put_on(self, person: Person) -> Person:
        """Write them on a person (then `index_person`)."""
        for name, value in asdict(self).items():
            setattr(person, name, value)
        return person

    @classmethod
    def of(cls, person: Person) -> "Traits":
        """Those of a person already known."""
        return cls(**{field.name: getattr(person, field.name) for field in fields(cls)})
