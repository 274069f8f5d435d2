"""What travels from the forms to the actions."""

from dataclasses import asdict, dataclass, fields
from datetime import date
from uuid import UUID

from liane.people.enums import Precision, Sex
from liane.people.identity import identity_key, sound_key
from liane.people.traits import Traits
from liane.stays.referrals.models import Referral

# What only those who read the social part see of a person whose details are protected: absent, not masked (ux §5).
PRIVATE = (
    "address", "phone", "email", "contact_name", "contact_relation", "contact_phone", "contact_email", "origin_name",
    "request",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReferralData:
    """A request, as it is written: who, by whom, what."""

    birth_name: str
    origin: str
    received_on: date
    used_name: str = ""
    first_names: str = ""
    sex: str = Sex.UNKNOWN
    birth_date: date | None = None
    birth_precision: str = Precision.DAY
    birth_place: str = ""
    nss: str = ""
    mdph_number: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    is_protected: bool = False
    contact_name: str = ""
    contact_relation: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    origin_name: str = ""
    decision_number: str = ""
    national_number: str = ""
    decision_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    orientation: str = ""
    request: str = ""

    def put_on(self, referral: Referral) -> Referral:
        """Write it on a request, with the traits by which doubles are recognised."""
        for name, value in asdict(self).items():
            setattr(referral, name, value)
        referral.key = identity_key(self.birth_name, self.first_names, self.birth_date)[:320]
        referral.sound_key = sound_key(self.birth_name, self.first_names)
        return referral

    @classmethod
    def of(cls, referral: Referral) -> "ReferralData":
        """What is written now."""
        return cls(**{field.name: getattr(referral, field.name) for field in fields(cls)})


def traits_of(referral: Referral) -> Traits:
    """Her identity, as the request tells it, for the record that the admission opens."""
    return Traits(
        birth_name=referral.birth_name,
        first_names=referral.first_names,
        used_name=referral.used_name,
        sex=referral.sex,
        birth_date=referral.birth_date,
        birth_precision=referral.birth_precision,
        birth_place=referral.birth_place,
    )


@dataclass(frozen=True, slots=True)
class WishData:
    """One facility asked: where, how, when."""

    facility_id: UUID
    unit_id: UUID | None = None
    mode: str = ""
    duration: str = ""
    is_sequential: bool = False
    wished_on: date | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A decision about one wish: where it goes, since when, why. `version`: the state that was read."""

    state: str
    on: date
    reason: str
    reason_code: str = ""
    version: int = 0
