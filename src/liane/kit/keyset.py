"""Where a page of a long list stopped, as its address says it: the moment and the identifier of its last line."""

from datetime import datetime
from uuid import UUID


def after(moment: datetime, key: UUID) -> str:
    """What the address of the next page carries."""
    return f"{moment.isoformat()}_{key}"


def stopped_at(text: str) -> tuple[datetime, UUID] | None:
    """What an address says, or nothing when it is not readable: the list then starts from its beginning."""
    moment, _, key = text[:80].partition("_")
    try:
        at = datetime.fromisoformat(moment)
        return (at, UUID(key)) if at.tzinfo else None
    except ValueError:
        return None
