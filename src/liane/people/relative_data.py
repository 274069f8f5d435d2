"""Somebody of the circle, as she travels from a form or an import to the actions."""

from dataclasses import asdict, dataclass, fields

from liane.people.models import Relative

OTHER = "AUTRE"


@dataclass(frozen=True, slots=True)
class RelativeData:
    """Who she is, what she is to the person, how to reach her, in which order."""

    name: str
    relation: str
    relation_label: str
    phone: str = ""
    other_phone: str = ""
    email: str = ""
    address: str = ""
    is_emergency_contact: bool = False
    call_order: int | None = None
    is_trusted: bool = False
    is_legal: bool = False
    note: str = ""

    def put_on(self, relative: Relative) -> Relative:
        """Write them on a relative."""
        for name, value in asdict(self).items():
            setattr(relative, name, value)
        return relative

    @classmethod
    def of(cls, relative: Relative) -> "RelativeData":
        """Those of somebody already known."""
        return cls(**{field.name: getattr(relative, field.name) for field in fields(cls)})
