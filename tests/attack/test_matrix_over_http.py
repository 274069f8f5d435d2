"""The matrix of rights, asked by a browser: role × gesture × relation × state of the person, the page of each gesture (security B1)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from test_permissions import ADMIN, MATRIX, RELATIONS, ROLES, situations

from liane.access.enums import Right
from liane.testing import House

CODES = {"oui": 200, "existe": 403, "non": 404}


def expected(line: dict[str, str], cell: str) -> int:
    """What the cell says; the page of a gesture that her role holds nowhere does not exist for her, whoever is followed where."""
    held = "oui" in [line[relation] for relation in RELATIONS]
    return CODES[cell if held else "non"]


# The page on which each gesture begins. What is about one writing, or has no page of its own, is tried by its room.
PAGES = {
    Right.RECORD_READ: ("timeline:record", {}),
    Right.RECORD_EDIT: ("people:identity", {}),
    Right.RECORD_PRINT: ("people:essential_pdf", {}),
    Right.RECORD_JOURNAL: ("people:journal", {}),
    Right.ESSENTIAL_WRITE: ("people:essential_answer", {"question": "apaise"}),
    Right.CIRCLE_WRITE: ("people:relative_add", {}),
    Right.STAY_WRITE: ("stays:open", {}),
    Right.ABSENCE_WRITE: ("stays:absence_new", {}),
    Right.IDENTITY_VERIFY: ("people:evidence", {}),
    Right.NOTE_WRITE: ("notes:write", {}),
    Right.IDENTITY_MERGE: ("people:double_of", {}),
    Right.PLAN_WRITE: ("plans:goal_add", {}),
    Right.ENTITLEMENT_WRITE: ("people:right_choose", {}),
    Right.PROTECTION_WRITE: ("people:measure_choose", {}),
}


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_the_page_of_each_gesture_answers_as_the_matrix_says(house: House, role: str) -> None:
    stands, wrong = situations(house, role), []
    slugs = {account.pk: slug for slug, account in house.accounts.items()}
    lines = [line for line in MATRIX if line["rôle"] == role and Right(line["droit"]) in PAGES]
    for relation in RELATIONS:
        stand = stands[relation]
        client = house.client(slugs[stand.actor.account_id])
        for line in lines:
            name, more = PAGES[Right(line["droit"])]
            answer = client.get(reverse(name, kwargs={"record_id": stand.record.pk, **more}))
            if answer.status_code != expected(line, line[relation]):
                wrong.append(f"{line['geste']} / {relation} : {line[relation]}, répondu {answer.status_code}")
    assert not wrong, "\n".join(wrong)
    assert len(lines) == len(PAGES)


@pytest.mark.slow
@pytest.mark.parametrize("role", [role for role in ROLES if role != ADMIN])
def test_the_state_of_the_person_changes_what_the_matrix_says(house: House, role: str) -> None:
    """Protected: nothing changes for her own team. Gone from the unit, with nobody left to follow her: nobody of it opens her any more."""
    house.hire("essai", role, "mimosa")
    client, wrong = house.client("essai"), []
    protected = house.person("Ana Cachée", "mimosa", is_protected=True)
    gone = house.person("Léo Parti", "mimosa", until=timezone.now() - timedelta(days=1))
    gone_and_protected = house.person(
        "Eva Partie", "mimosa", until=timezone.now() - timedelta(days=1), is_protected=True
    )
    for line in (line for line in MATRIX if line["rôle"] == role and Right(line["droit"]) in PAGES):
        name, more = PAGES[Right(line["droit"])]
        for record, cell in ((protected, line["même unité"]), (gone, "non"), (gone_and_protected, "non")):
            answer = client.get(reverse(name, kwargs={"record_id": record.pk, **more}))
            if answer.status_code != expected(line, cell):
                wrong.append(f"{line['geste']} / {record.person.first_names} : {cell}, répondu {answer.status_code}")
    assert not wrong, "\n".join(wrong)
