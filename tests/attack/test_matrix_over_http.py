"""The matrix of rights, asked by a browser: role × gesture × relation × state of the person, the page of each gesture (security B1)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from test_farid import ALL
from test_permissions import ADMIN, MATRIX, RELATIONS, ROLES, situations

from liane.access.enums import Right
from liane.people.models import Record
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
    """Protected: nothing changes for her own team. Gone from the unit, with nobody left to follow her, or archived: nobody of it
    opens her any more."""
    house.hire("essai", role, "mimosa")
    client, wrong = house.client("essai"), []
    protected = house.person("Ana Cachée", "mimosa", is_protected=True)
    gone = house.person("Léo Parti", "mimosa", until=timezone.now() - timedelta(days=1))
    gone_and_protected = house.person(
        "Eva Partie", "mimosa", until=timezone.now() - timedelta(days=1), is_protected=True
    )
    long_ago = timezone.now() - timedelta(days=9000)
    archived = house.person("Odile Lointaine", "mimosa", since=long_ago - timedelta(days=90), until=long_ago)
    Record.objects.filter(pk=archived.pk).update(archived_at=timezone.now())
    for line in (line for line in MATRIX if line["rôle"] == role and Right(line["droit"]) in PAGES):
        name, more = PAGES[Right(line["droit"])]
        for record, cell in (
            (protected, line["même unité"]), (gone, "non"), (gone_and_protected, "non"), (archived, "non"),
        ):  # fmt: skip
            answer = client.get(reverse(name, kwargs={"record_id": record.pk, **more}))
            if answer.status_code != expected(line, cell):
                wrong.append(f"{line['geste']} / {record.person.first_names} : {cell}, répondu {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def page_without_record(right: str) -> str:
    """The first page that this right alone opens, about nobody."""
    found = [
        name
        for name, address in ALL.items()
        if address.declared and address.declared.right == right and "GET" in address.declared.methods
        and not address.parameters and not address.declared.public and not address.declared.recent
        and not name.startswith("demo:")
    ]  # fmt: skip
    return min(found, default="")


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_the_pages_about_nobody_answer_to_who_holds_their_right_and_to_nobody_else(house: House, role: str) -> None:
    """Lists, the house, the team, conformity: the column «même unité» of the matrix says who comes in; once her post has
    ended, nothing does."""
    pages = {right: name for right in Right if (name := page_without_record(right))}
    here, gone = "admin", ""
    if role != ADMIN:
        house.hire(here := "essai", role, "mimosa")
        house.hire(gone := "partie", role, "mimosa", ends=timedelta(hours=-1))
    held = {line["droit"]: line["même unité"] == "oui" for line in MATRIX if line["rôle"] == role}
    wrong = [
        f"{right} ({name}) : répondu {answer.status_code}"
        for right, name in pages.items()
        if (answer := house.client(here).get(reverse(name))).status_code
        not in ((200, 302) if held[right] else (403, 404))
    ]
    if gone:
        wrong += [
            f"{right} ({name}), partie : répondu {answer.status_code}"
            for right, name in pages.items()
            if (answer := house.client(gone).get(reverse(name))).status_code not in (403, 404)
        ]
    assert not wrong, "\n".join(wrong)
    assert len(pages) >= 10, sorted(pages)
