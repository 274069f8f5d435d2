"""Échéances: what ends within sixty days, across her units, by date; what she does not read does not end there."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from liane.kit.dates import today
from liane.kit.ids import uuid7
from liane.kit.tenancy import acting_for
from liane.people.entitlements import actions
from liane.people.entitlements.actions import ClaimDraft, Step
from liane.people.entitlements.enums import ClaimState
from liane.people.entitlements.models import Entitlement
from liane.people.entitlements.queries import PAGE, ended_and_ending, ending
from liane.people.entitlements.reminders import deadlines
from liane.people.entitlements.tests.test_rights import DAY, draft
from liane.testing import House, asked


def ends(house: House, record: Any, days: int, slug: str = "helene", **more: Any) -> Any:
    key = uuid7()
    actions.record_entitlement(house.actor(slug), record.pk, key, draft(expires_on=today() + days * DAY, **more))
    return key


def told(house: House, slug: str, since: int = 0, until: int = 60) -> list[str]:
    rows = ending(house.actor(slug), today() + since * DAY, today() + until * DAY)
    return [f"{row.name} {row.kind} {(row.expires_on - today()).days} {row.state}".strip() for row in rows]


@pytest.fixture
def ana(house: House) -> Any:
    return house.person("Ana Bel", "savs")


def test_by_date_across_her_units_and_nothing_further_than_sixty_days(house: House, ana: Any) -> None:
    leo = house.person("Léo Far", "chrs")
    ends(house, ana, 60)
    ends(house, leo, 3, kind="domiciliation")
    ends(house, ana, 61, kind="rqth")
    ends(house, ana, -4, kind="amc")
    assert told(house, "helene") == ["Léo Far domiciliation 3", "Ana Bel aah 60"]
    assert told(house, "helene", -365, -1) == ["Ana Bel amc -4"]
    assert ended_and_ending(house.actor("helene"), today(), today() + 60 * DAY) == (1, 2)


def test_what_is_renewed_withdrawn_corrected_or_of_somebody_gone_does_not_end(house: House, ana: Any) -> None:
    actor = house.actor("helene")
    first = ends(house, ana, 10)
    actions.begin_claim(actor, ana.pk, uuid7(), ClaimDraft("aah", ClaimState.ASKED, today(), renews=first))
    assert told(house, "helene") == ["Ana Bel aah 10 ASKED"]
    actions.record_entitlement(actor, ana.pk, uuid7(), draft(expires_on=today() + 999 * DAY), renews=first)
    wrong = ends(house, ana, 12, kind="amc")
    actions.withdraw_entitlement(actor, ana.pk, wrong, Step(uuid7(), 1, "doublon"))
    later = ends(house, ana, 14, kind="amo")
    actions.correct_entitlement(actor, ana.pk, later, Step(uuid7(), 1), draft("amo", expires_on=today() + 400 * DAY))
    assert told(house, "helene") == []
    ends(house, ana, 15, kind="cmi")
    ana.held_by.update(until=timezone.now() - timedelta(days=1))
    assert told(house, "helene") == []


def test_another_unit_another_volet_another_organisme_see_nothing(house: House, ana: Any) -> None:
    ends(house, ana, 10)
    ends(house, ana, 11, kind="ressource")
    assert told(house, "helene") == ["Ana Bel aah 10", "Ana Bel ressource 11"]
    assert told(house, "sophie") == [] and told(house, "nicole") == []
    house.hire("secretaire2", "secretaire", "savs")
    assert told(house, "secretaire2") == ["Ana Bel aah 10"]
    page = house.client("farid").get("/echeances/").content.decode()
    assert "Ana" not in page and "Aucun droit ne finit" in page


def test_what_a_discreet_facility_wrote_ends_for_its_team_alone(house: House) -> None:
    both = house.person("Luc Deux", "csapa", "savs")
    house.hire("source", "assistante_sociale", "csapa")
    ends(house, both, 9, slug="source", kind="amo")
    assert told(house, "source") == ["Luc Deux amo 9"]
    assert told(house, "helene") == []


def test_the_page_is_one_gesture_from_anywhere_and_keeps_its_budget(house: House, ana: Any) -> None:
    for number in range(PAGE + 5):
        ends(house, house.person(f"Personne{number} Essai", "savs"), number)
    client = house.client("helene")
    assert 'href="/echeances/"' in client.get("/").content.decode()
    page = client.get("/echeances/").content.decode()
    assert page.count("<tr>") == PAGE + 1 and "Voir la suite" in page and f"Dans les 60 jours ({PAGE + 5})" in page
    assert "À renouveler avant le" in page and "Rien n’est noté" in page
    assert len(asked(client, "/echeances/")) <= 5


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_the_list_of_what_ends_is_served_by_its_index(house: House, ana: Any) -> None:
    """Thousands of rights in the organisme: those that end soon are found without reading the others."""
    with acting_for(house.deux_rives.pk):
        _three_thousand(house, ana)
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE people_entitlement, people_record, people_person, people_recordunit")
    with acting_for(house.deux_rives.pk):
        ends(house, ana, 5)
        plan = _plan(house)
        assert "entitlement_expiring" in plan, plan
        assert told(house, "helene") == ["Ana Bel aah 5"]


def _three_thousand(house: House, ana: Any) -> None:
    row = Entitlement.objects.get(pk=ends(house, ana, 400))
    many = []
    for number in range(3000):
        key = uuid7()
        expires = today() + (61 + number % 900) * DAY
        many.append(Entitlement(**{**_values(row), "id": key, "thread_id": key, "expires_on": expires}))
    Entitlement.objects.bulk_create(many)


def _values(row: Entitlement) -> dict[str, Any]:
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}


def _plan(house: House) -> str:
    with CaptureQueriesContext(connection) as caught:
        ending(house.actor("helene"), today(), today() + 60 * DAY)
    sql = next(query["sql"] for query in caught if "people_entitlement" in query["sql"])
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}")
        return "\n".join(line for (line,) in cursor.fetchall())


def test_what_ends_is_reminded_to_a_team_that_holds_the_record_and_never_beyond_a_discreet_one(house: House) -> None:
    both = house.person("Luc Deux", "csapa", "savs")
    house.hire("source", "assistante_sociale", "csapa")
    ends(house, both, 50, kind="rqth")
    first = ends(house, both, 40)
    ends(house, both, 45, slug="source", kind="amo")
    asked_again = ClaimDraft("aah", ClaimState.ASKED, today(), renews=first)
    actions.begin_claim(house.actor("helene"), both.pk, uuid7(), asked_again)
    told_now = list(deadlines(today(), today() + 90 * DAY))
    units = {unit.pk: key for key, unit in house.units.items()}
    assert [(d.label.split(",")[0], units[d.unit_id], d.volet) for d in told_now] == [
        ("Droit à renouveler\u00a0: Assurance maladie (AMO)", "csapa", "ADMIN"),
        ("Droit à renouveler\u00a0: RQTH (reconnaissance de la qualité de travailleur handicapé)", "savs", "ADMIN"),
    ]
    late = ends(house, both, 20, kind="cmi")
    actions.begin_claim(
        house.actor("helene"), both.pk, uuid7(), ClaimDraft("cmi", ClaimState.ASKED, today(), renews=late)
    )
    assert next(deadlines(today(), today() + 90 * DAY)).label.startswith("Renouvellement sans réponse")
    both.held_by.filter(unit=house.units["csapa"]).update(until=timezone.now() - timedelta(days=1))
    assert "csapa" not in {units[d.unit_id] for d in deadlines(today(), today() + 90 * DAY)}
    assert not [d for d in deadlines(today(), today() + 90 * DAY) if "maladie" in d.label]
