"""«Délai»: how many days from the opening of a record to a qualified identity, by facility; half took less, half took more."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from liane.people.ins.models import IdentityStep
from liane.people.models import Record
from liane.testing import House


def qualified(house: House, name: str, days: int) -> None:
    """Her record was opened so many days ago, and her identity is qualified today."""
    record, now = house.person(name, "mimosa"), timezone.now()
    Record.objects.filter(pk=record.pk).update(opened_at=now - timedelta(days=days))
    for after, at in (
        ("QUALIFIEE", now),
        ("QUALIFIEE", now + timedelta(days=9)),
    ):  # verified again since: the first counts
        IdentityStep.objects.create(
            organization=house.deux_rives, person_id=record.person_id, event="INS_FOUND", before="VALIDEE", after=after,
            author_id=uuid4(), author_name="Nicole Ferrand", at=at,
        )  # fmt: skip


@pytest.mark.parametrize(("opened", "told"), [((30, 4, 2), "4 jours"), ((30, 8), "19 jours"), ((1,), "1 jour")])
def test_the_days_to_qualify_are_those_of_the_middle_one(
    house: House, client_of: Callable[[str], Any], opened: tuple[int, ...], told: str
) -> None:
    assert "entre l’ouverture du dossier" not in client_of("sophie").get("/identites/").content.decode()
    for number, days in enumerate(opened):
        qualified(house, f"Personne{number} Essai", days)
    page = client_of("sophie").get("/identites/").content.decode().replace("\u00a0", " ")
    assert f"{told} entre l’ouverture du dossier et la qualification (médiane sur {len(opened)})." in page
