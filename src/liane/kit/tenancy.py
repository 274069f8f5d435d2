"""The second wall: PostgreSQL only shows the rows of the organisation named in the transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction

SETTING = "liane.organization"


def current_organization() -> str:
    """The organisation of this transaction, or an empty string: then every sensitive table is empty."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting(%s, true), '')", [SETTING])
        return str(cursor.fetchone()[0])


def set_organization(organization_id: UUID | str | None) -> None:
    """Name the organisation until the end of the transaction (local: safe behind a connection pool)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [SETTING, str(organization_id or "")])


def replace_organization(organization_id: UUID | str | None) -> str:
    """Name another organisation and give back the one named before, in one question."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(current_setting(%s, true), ''), set_config(%s, %s, true)",
            [SETTING, SETTING, str(organization_id or "")],
        )
        return str(cursor.fetchone()[0])


@contextmanager
def acting_for(organization_id: UUID | str | None) -> Iterator[None]:
    """Run a block inside one organisation, in one transaction. A nested block gives back the outer one at its end."""
    with transaction.atomic():
        before = replace_organization(organization_id)
        yield
        set_organization(before)
