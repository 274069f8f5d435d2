"""The matrix of rights, sent: each role, in each relation to the person, sends each form of her record by HTTP.

`matrix.csv` says who holds the right that a page declares. Where it says «existe» or «non», what is sent is refused, and what
does not exist looks so; where it says «oui», the form of the record itself is received, or its faults are said. What stands
inside the record (a measure, an absence) may ask more than the right, a volet or a state: `gestures.csv` tells it, line by line.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from test_farid import ALL, WITH_OBJECT, objects_of
from test_permissions import MATRIX, ON_A_RECORD, ROLES, Situation, situations

from liane.config.testing.depth import depth
from liane.kit.door import NotVisible
from liane.kit.ids import uuid7
from liane.notes.actions.writing import write_note
from liane.notes.drafts import Draft
from liane.people.models import Record
from liane.testing import House

STATE = {"stays:back": "she must be away"}
REFUSED = {"existe": (403, 404), "non": (404,)}
SENT = [
    name
    for name in WITH_OBJECT
    if (said := ALL[name].declared) and "POST" in said.methods and said.right in [*ON_A_RECORD]
]
EXPECTED = {(line["rôle"], line["droit"]): line for line in MATRIX}


@dataclass(frozen=True)
class Answer:
    """What was answered to one form, beside what the matrix says."""

    name: str
    relation: str
    said: str
    status: int

    @property
    def is_right(self) -> bool:
        if self.said == "oui":
            inside = ALL[self.name].parameters != ("record_id",) or self.name in STATE
            return self.status < 500 and (self.status not in (403, 404) or inside)
        return self.status in REFUSED[self.said]

    def __str__(self) -> str:
        return f"{self.name} / {self.relation} : «{self.said}», répondu {self.status}"


def sent(
    house: House, role: str, relation: str, stand: Situation, ids: dict[str, Any], names: list[str]
) -> Iterator[Answer]:
    """Each form, sent nearly empty; what it does is undone, so that the next one finds the same house."""
    client = house.client(next(s for s, a in house.accounts.items() if a.pk == stand.actor.account_id))
    client.raise_request_exception = False
    for name in names:
        said = ALL[name].declared
        assert said
        with transaction.atomic():
            answer = client.post(ALL[name].url(ids), {"id": str(uuid4())})
            transaction.set_rollback(True)
        yield Answer(name, relation, EXPECTED[role, said.right][relation], answer.status_code)


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.parametrize("role", ROLES)
def test_each_form_of_a_record_is_refused_to_whom_the_matrix_says(house: House, role: str) -> None:
    turn = ROLES.index(role)
    stands = {
        relation: stand
        for rank, (relation, stand) in enumerate(situations(house, role).items())
        if depth(True, (rank + turn) % 8 == 0)
    }
    units = {stand.record.pk: stand.unit for stand in stands.values()}
    ids = {key: objects_of(house, Record.objects.get(pk=key), unit) for key, unit in units.items()}
    for key in (key for key, unit in units.items() if unit == "mimosa"):
        with suppress(NotVisible):  # who writes there may not be of the team of a protected person
            ids[key]["thread_id"] = write_note(house.actor("karim"), key, uuid7(), Draft("Elle a ri.", level=1)).pk
    wrong = [
        str(answer)
        for relation, stand in stands.items()
        for answer in sent(house, role, relation, stand, ids[stand.record.pk], SENT)
        if not answer.is_right
    ]
    assert not wrong, f"{len(wrong)}\n" + "\n".join(wrong)
