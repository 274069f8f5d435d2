"""What a request brings to somebody already known never undoes what a colleague has just corrected."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liane.people.actions import arriving
from liane.people.actions.arriving import keep_nss, keep_number
from liane.people.enums import IdentifierKind
from liane.people.identity import index_person
from liane.people.models import Person
from liane.testing import House

NSS = "292031305504290"


def test_a_number_of_the_request_leaves_the_identity_corrected_meanwhile(
    house: House, actor: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    record = house.person("Ada Bel", "mimosa")

    def meanwhile(person: Person, numbers: Iterable[str] = ()) -> Person:
        Person.objects.filter(pk=person.pk).update(birth_name="Belle", identity_comment="Acte de naissance vu")
        return index_person(person, numbers)

    monkeypatch.setattr(arriving, "index_person", meanwhile)
    with CaptureQueriesContext(connection) as asked:
        keep_number(actor("nicole"), record.pk, IdentifierKind.MDPH, "13-4521")
    person = Person.objects.get(pk=record.person_id)
    assert (person.birth_name, person.identity_comment) == ("Belle", "Acte de naissance vu")
    assert "134521" in str(Person.objects.values_list("search", flat=True).get(pk=person.pk))
    assert any("FOR UPDATE" in query["sql"] for query in asked)


def test_the_number_of_social_security_of_the_request_is_seen_by_who_is_correcting(
    house: House, actor: Callable[..., Any]
) -> None:
    """The page of the identity that she had open is an older version: her empty box does not erase the number."""
    record = house.person("Ada Bel", "mimosa")
    before = Person.objects.get(pk=record.person_id)
    with CaptureQueriesContext(connection) as asked:
        keep_nss(actor("nicole"), record.pk, NSS)
    person = Person.objects.get(pk=record.person_id)
    assert person.nss == NSS and person.version == before.version + 1
    assert any("FOR UPDATE" in query["sql"] for query in asked)
    keep_nss(actor("nicole"), record.pk, "292031305504389")  # one is known: it stays
    assert Person.objects.get(pk=record.person_id).nss == NSS
