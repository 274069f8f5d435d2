"""The pages that read all in one trip call somebody as the others do."""

import pytest
from django.db import connection

from liane.people.models import Person
from liane.people.queries.names import CALLED, FIRST_NAME, FULL_NAME
from liane.testing import House

LIKE = [
    {"first_names": "Samia, Leïla", "preferred_name": "Sam"},
    {"first_names": "Jean Marc"},
    {"first_names": "Anne-Lise,Marie", "used_name": "Dupont"},
    {"first_names": "", "preferred_name": "Lulu"},
    {"first_names": ""},
]


@pytest.mark.parametrize("names", LIKE)
def test_the_words_of_the_database_are_those_of_the_pages(house: House, names: dict[str, str]) -> None:
    person = house.sam.person
    Person.objects.filter(pk=person.pk).update(**{"used_name": "", "preferred_name": ""} | names)
    person.refresh_from_db()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {FIRST_NAME}, {FULL_NAME}, {CALLED} FROM people_person p WHERE id = %s", [person.pk])
        assert cursor.fetchone() == (person.first_name or person.preferred_name, person.full_name, person.called)
