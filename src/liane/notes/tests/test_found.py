"""A word of the fil is found through its index, by a function that stands above the wall and keeps to one house."""

from uuid import UUID

import pytest
from django.db import connection

from liane.kit.ids import uuid7
from liane.kit.tenancy import acting_for
from liane.notes.actions.writing import write_note
from liane.notes.drafts import Draft
from liane.testing import House

_ABOVE_THE_WALL = """
SELECT p.proname FROM pg_proc p WHERE p.prosecdef AND p.pronamespace = 'public'::regnamespace
AND EXISTS (SELECT 1 FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) WHERE grantee = 0)
"""


def found(record_id: UUID) -> int:
    """How many lines of the record hold the word."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cardinality(timeline_found(%s, to_tsquery('french', 'clarinette')))", [record_id])
        return int(cursor.fetchone()[0])


def test_a_word_is_found_in_its_house_and_nowhere_else(house: House) -> None:
    write_note(house.actor("karim"), house.sam.pk, uuid7(), Draft(text="Elle a joué de la clarinette."))
    assert found(house.sam.pk) == 1
    with acting_for(house.actor("farid").organization_id):
        assert found(house.sam.pk) == 0
    with acting_for(None):
        assert found(house.sam.pk) == 0


@pytest.mark.usefixtures("house")
def test_what_stands_above_the_wall_is_lent_to_our_roles_only() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_ABOVE_THE_WALL)
        assert cursor.fetchall() == []
