"""Around a protected person, who may not know where she is corrects a right or a measure and erases nothing that she was not shown."""

from datetime import timedelta

import pytest

from liane.access.models import Role
from liane.kit.dates import today
from liane.kit.ids import uuid7
from liane.people.entitlements.actions import Step as RightStep
from liane.people.entitlements.actions import correct_entitlement, record_entitlement
from liane.people.entitlements.models import Entitlement
from liane.people.entitlements.rules import RightDraft
from liane.people.models import LegalMeasure, Record
from liane.people.protection.actions import add_measure, correct_measure
from liane.people.protection.data import MeasureDraft, Step
from liane.testing import House

OUTINGS = RightDraft("auth_sortie", answers={"answer": "accordee", "scope": "Jusqu’à la mer"}, note="Guichet du port")
CURATELLE = MeasureDraft("curatelle_simple", today() - timedelta(days=30), note="Logée au port")


@pytest.fixture
def written(house: House) -> House:
    """Sophie wrote a right and a measure of Sam; then Sam is protected."""
    sophie = house.actor("sophie")
    record_entitlement(sophie, house.sam.pk, uuid7(), OUTINGS)
    add_measure(sophie, house.sam.pk, uuid7(), CURATELLE)
    Record.objects.filter(pk=house.sam.pk).update(is_protected=True)
    return house


def test_a_right_keeps_the_words_that_its_corrector_was_not_shown(written: House) -> None:
    nicole, right = written.actor("nicole"), Entitlement.objects.get()
    page = written.client("nicole").get(f"/personnes/{written.sam.pk}/droits/{right.thread_id}/corriger/")
    assert (
        page.status_code == 200
        and "la mer" not in page.content.decode()
        and "Guichet du port" not in page.content.decode()
    )
    draft = RightDraft("auth_sortie", number="12", answers={"answer": "refusee"})
    correct_entitlement(nicole, written.sam.pk, right.thread_id, RightStep(uuid7(), 1), draft)
    now = Entitlement.objects.get(is_current=True)
    assert (now.number, now.note) == ("12", "Guichet du port")
    assert now.answers == {"answer": "refusee", "scope": "Jusqu’à la mer"}
    known = RightDraft("auth_sortie", answers={"answer": "refusee", "scope": "Jusqu’au pont"}, note="Autre guichet")
    correct_entitlement(nicole, written.sam.pk, right.thread_id, RightStep(uuid7(), 2), known)
    last = Entitlement.objects.get(is_current=True)
    assert (last.note, last.answers["scope"]) == ("Autre guichet", "Jusqu’au pont"), "what she knows, she writes"


def test_a_measure_keeps_what_the_decision_says(written: House) -> None:
    Role.objects.filter(code="secretaire").update(rights=["record.read", "protection.write"])
    nicole, measure = written.actor("nicole"), LegalMeasure.objects.get()
    page = written.client("nicole").get(f"/personnes/{written.sam.pk}/qui-peut-quoi/mesures/{measure.thread_id}/")
    assert page.status_code == 200 and "au port" not in page.content.decode()
    draft = MeasureDraft("curatelle_simple", measure.starts_on, reference="RG 12")
    correct_measure(nicole, written.sam.pk, measure.thread_id, Step(uuid7(), 1), draft)
    now = LegalMeasure.objects.get(is_current=True)
    assert (now.reference, now.note) == ("RG 12", "Logée au port")


def test_who_may_know_where_she_is_erases_what_she_reads(written: House) -> None:
    measure = LegalMeasure.objects.get()
    draft = MeasureDraft("curatelle_simple", measure.starts_on)
    correct_measure(written.actor("sophie"), written.sam.pk, measure.thread_id, Step(uuid7(), 1), draft)
    assert LegalMeasure.objects.get(is_current=True).note == ""
