"""Leave a trace. Called by the doors, in the transaction of what they open; never called to «log something»."""

import json
from typing import Any, Protocol
from uuid import UUID

from django.db import connection

from liane.journal.kinds import Kind
from liane.kit.ids import uuid7
from liane.kit.text import clean_line


class Who(Protocol):
    """What the journal needs to know of somebody who acts."""

    @property
    def account_id(self) -> UUID | None: ...
    @property
    def practitioner_id(self) -> UUID | None: ...
    @property
    def organization_id(self) -> UUID | None: ...
    @property
    def name(self) -> str: ...
    @property
    def role_label(self) -> str: ...
    @property
    def origin(self) -> str: ...


_INSERT = """
INSERT INTO journal_journalentry (id, organization_id, at, kind, account_id, actor_id, actor_name, actor_role,
                                  record_id, object_id, reason, origin, detail)
VALUES (%s, %s, clock_timestamp(), %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb)
"""


def trace(
    actor: Who | None,
    kind: Kind,
    *,
    record_id: UUID | None = None,
    object_id: UUID | None = None,
    reason: str = "",
    **detail: Any,
) -> None:
    """One line of the journal, in the current transaction: the act and its trace live or die together.

    `detail` holds identifiers and counts only, never a text written about somebody (security.md F3).
    """
    row = (
        uuid7(),
        actor.organization_id if actor else None,
        kind.value,
        actor.account_id if actor else None,
        actor.practitioner_id if actor else None,
        actor.name if actor else "",
        actor.role_label if actor else "",
        record_id,
        object_id,
        clean_line(reason)[:300],
        actor.origin if actor else "",
        json.dumps(detail, default=str).replace("\\u0000", ""),
    )
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, row)
