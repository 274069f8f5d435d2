"""What each page of every day may ask of PostgreSQL, sign-in, rights and trace included (issue: «fast from the start»).

The budget is a promise about growth: a page asks the same number of questions after three years as on the first day.
"""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from liane.kit.ids import uuid7
from liane.kit.tenancy import set_organization
from liane.notes.actions.writing import write_note
from liane.notes.drafts import Draft
from liane.organizations.models import Facility, Organization, Unit
from liane.testing import House, asked


def written(house: House, count: int, *, level: int = 0) -> list[str]:
    """The night team writes in Sam's record, one writing every eleven hours up to now."""
    actor, now = house.actor("ines"), timezone.now()
    return [
        str(
            write_note(
                actor,
                house.sam.pk,
                uuid7(),
                Draft(text=f"Nuit {n} : « ça va ».", level=level, happened_at=now - timedelta(hours=11 * n)),
            ).pk
        )
        for n in range(count)
    ]


def pages(house: House) -> dict[str, str]:
    """Address of each page that has a budget."""
    record = f"/personnes/{house.sam.pk}"
    return {
        "list": "/personnes/?vue=tous",
        "search": "/personnes/?q=belkacem",
        "palette": "/recherche/palette/?q=bel",
        "everywhere": "/recherche/?q=nuit",
        "record": f"{record}/",
        "handover": f"/releve/?unite={house.units['mimosa'].pk}",
        "home": "/",
        "papers": f"{record}/papiers/",
        "essential": f"{record}/essentiel.pdf",
        "project": f"{record}/projet/",
        "identity": f"{record}/identite/etat/",
        "drafts": "/brouillons/",
        "drafts of a form": f"/brouillons/ici/?adresse={record}/ecrire/",
    }


BUDGETS = {
    "papers": 10,
    "list": 4,
    "search": 3,
    "palette": 6,
    "everywhere": 10,  # persons, requests for admission and writings of the same name
    "record": 11,
    "handover": 10,
    "home": 10,
    "essential": 10,
}
BUDGETS |= {"identity": 11, "project": 8, "drafts": 4, "drafts of a form": 3}


@pytest.mark.parametrize("slug", ["karim", "maud", "sophie"])
def test_each_page_keeps_its_budget(house: House, slug: str) -> None:
    for number in range(55):
        house.person(f"Personne{number} Essai", "mimosa")
    written(house, 4, level=1)
    counts = {page: len(asked(house.client(slug), pages(house)[page])) for page in BUDGETS}
    assert {page: (count, BUDGETS[page]) for page, count in counts.items() if count > BUDGETS[page]} == {}


def test_papers_of_a_writing_and_papers_alone_are_asked_together(house: House, settings: Any, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path
    client, record = house.client("karim"), f"/personnes/{house.sam.pk}"
    joined = {"id": str(uuid7()), "text": "Elle a reçu un courrier.", "kind": "note", "fichiers": [paper("joint")]}
    alone = {"id": str(uuid7()), "unit": str(house.units["mimosa"].pk), "fichiers": [paper("seul")]}
    for address, form in ((f"{record}/ecrire/", joined), (f"{record}/papiers/", alone)):
        assert client.post(address, form).status_code == 303
    shown = client.get(f"{record}/").content.decode()
    assert "joint" in shown and "seul" in shown
    assert len(asked(client, f"{record}/")) <= BUDGETS["record"]


def paper(title: str) -> io.BytesIO:
    """A small text that one joins."""
    file = io.BytesIO(f"Le papier {title}.".encode())
    file.name = f"{title}.txt"
    return file


@pytest.mark.parametrize("page", ["/", "/conformite/", "/conformite/conservation/", "/conformite/dossiers/{sam}/"])
@pytest.mark.parametrize("slug", ["amine", "marc"])
def test_pages_of_conformity_keep_their_budget(house: House, slug: str, page: str) -> None:
    written(house, 4, level=1)
    assert len(asked(house.client(slug), page.format(sam=house.sam.pk))) <= 10


@pytest.mark.parametrize(
    ("page", "budget"), [("/compte/securite/", 6), ("/reglages/connexions/", 10), ("/mot-de-passe/", 3)]
)
def test_pages_of_the_account_keep_their_budget(house: House, page: str, budget: int) -> None:
    assert len(asked(house.client("marc"), page)) <= budget


def test_gestures_keep_their_budget(house: House) -> None:
    record, (thread,) = f"/personnes/{house.sam.pk}", written(house, 1, level=2)
    note = {"id": str(uuid7()), "kind": "transmission", "level": "2", "text": "Elle dit « j’ai peur »."}
    assert len(asked(house.client("karim"), f"{record}/ecrire/", note)) <= 10
    assert len(asked(house.client("karim"), f"/ecrits/{thread}/lu/", {})) <= 10


def test_pages_ask_the_same_after_three_years_as_on_the_first_days(house: House) -> None:
    client = house.client("karim")
    written(house, 3, level=1)
    young = {name: len(asked(client, address)) for name, address in pages(house).items()}
    written(house, 297)
    assert {name: len(asked(client, address)) for name, address in pages(house).items()} == young


def test_pages_ask_the_same_beside_one_organisme_or_thirty(house: House) -> None:
    client = house.client("karim")
    alone = {name: len(asked(client, address)) for name, address in pages(house).items()}
    for number in range(30):
        organization = Organization(name=f"Association {number}")
        set_organization(organization.pk)
        organization.save(force_insert=True)
        facility = Facility.objects.create(organization=organization, name=f"Foyer {number}", pack="fam_mas")
        Unit.objects.create(organization=organization, facility=facility, name="Les Chênes")
    set_organization(house.deux_rives.pk)
    assert {name: len(asked(client, address)) for name, address in pages(house).items()} == alone


RIGHTS_DESK = {
    ("sophie", "/droits/revue/?vue=tout"): 15, ("sophie", "/droits/revue/imprimer/"): 12, ("marc", "/droits/roles/"): 5,
    ("amine", "/droits/roles/imprimer/"): 5, ("sophie", "/equipe/pour-une-nuit/"): 6, ("ines", "/ce-soir/"): 9,
    ("sophie", "/acces-urgence/service/"): 6, ("helene", "/acces-urgence/"): 5, ("helene", "/personnes/{sam}/"): 12,
}  # fmt: skip


def test_pages_of_the_rights_desk_keep_their_budget(house: House) -> None:
    helene = house.client("helene")
    for record in [*(house.person(f"Personne{number} Essai", "mimosa") for number in range(6)), house.sam]:
        helene.post(f"/personnes/{record.pk}/acces-urgence/", {"id": str(uuid7()), "reason": "Malaise au self"})
    counts = {one: len(asked(house.client(one[0]), one[1].format(sam=house.sam.pk))) for one in RIGHTS_DESK}
    assert {one: (count, RIGHTS_DESK[one]) for one, count in counts.items() if count > RIGHTS_DESK[one]} == {}
