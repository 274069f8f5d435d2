"""Rights of a record: written, corrected, renewed, taken off, asked again; who reads them, who writes them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from liane.access.enums import Right
from liane.documents.actions.bringing import bring_paper
from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.brought import Brought
from liane.kit.dates import short, today
from liane.kit.door import NotVisible, Stale
from liane.kit.ids import uuid7
from liane.people.door import open_record
from liane.people.entitlements import actions
from liane.people.entitlements.actions import ClaimDraft, Step, Wrong
from liane.people.entitlements.enums import ClaimState
from liane.people.entitlements.models import Claim, Entitlement
from liane.people.entitlements.queries import rights_of
from liane.people.entitlements.rules import RightDraft
from liane.people.models import Record
from liane.testing import House
from liane.timeline.models import Entry

DAY = timedelta(days=1)


def draft(kind: str = "aah", **more: Any) -> RightDraft:
    """A right that began last year and ends in a hundred days."""
    dates = {"opens_on": today() - 300 * DAY, "expires_on": today() + 100 * DAY}
    return RightDraft(kind, **{**dates, **more})


def written(house: House, slug: str = "sophie", record: Any = None, **more: Any) -> UUID:
    key = uuid7()
    actions.record_entitlement(house.actor(slug), (record or house.sam).pk, key, draft(**more))
    return key


def test_a_right_is_written_once_with_its_trace_and_its_line_in_the_fil(house: House) -> None:
    key = written(house, answers={"rate": "80", "amount": "1016.05"})
    actions.record_entitlement(house.actor("sophie"), house.sam.pk, key, draft(answers={"rate": "80"}))
    row = Entitlement.objects.get()
    assert (row.pk, row.volet, row.answers["rate"], row.is_current) == (key, "ADMIN", "80", True)
    assert row.unit_id == house.units["mimosa"].pk
    assert JournalEntry.objects.filter(kind=Kind.RIGHT_ADDED, object_id=key).count() == 1
    assert "AAH" in Entry.objects.get(kind="RIGHT", source_id=key).title


def test_a_correction_is_a_version_and_the_former_one_stays(house: House) -> None:
    key, step = written(house), Step(uuid7(), 1, "mauvaise date")
    later = today() + 400 * DAY
    for _ in range(2):
        actions.correct_entitlement(house.actor("sophie"), house.sam.pk, key, step, draft(expires_on=later))
    rows = list(Entitlement.objects.filter(thread_id=key).order_by("version"))
    assert [(r.version, r.is_current, r.expires_on) for r in rows] == [
        (1, False, today() + 100 * DAY),
        (2, True, later),
    ]
    with pytest.raises(Stale, match="Sophie Marchal"):
        actions.correct_entitlement(house.actor("sophie"), house.sam.pk, key, Step(uuid7(), 1), draft())


def test_what_is_written_cannot_be_changed_even_by_sql(house: House) -> None:
    written(house)
    for change in (lambda: Entitlement.objects.update(number="X"), lambda: Entitlement.objects.all().delete()):
        with pytest.raises(Exception, match="append_only"), transaction.atomic():
            change()


def test_a_right_that_follows_ends_the_expiry_of_the_first_and_receives_the_request(house: House) -> None:
    first, claim, second = written(house), uuid7(), uuid7()
    actor, sam = house.actor("sophie"), house.sam.pk
    actions.begin_claim(actor, sam, claim, ClaimDraft("aah", ClaimState.ASKED, today(), renews=first))
    with pytest.raises(Wrong, match="déjà en cours"):
        actions.begin_claim(actor, sam, uuid7(), ClaimDraft("aah", ClaimState.TO_ASK, today(), renews=first))
    following = draft(opens_on=today() + 101 * DAY, expires_on=today() + 900 * DAY)
    actions.record_entitlement(actor, sam, second, following, renews=first)
    assert Entitlement.objects.get(thread_id=first, is_current=True).renewed_by == second
    assert list(Claim.objects.order_by("version").values_list("state", flat=True)) == ["ASKED", "RECEIVED"]
    with pytest.raises(Wrong, match="même sorte"):
        actions.record_entitlement(actor, sam, uuid7(), draft("rqth"), renews=second)
    actions.withdraw_entitlement(actor, sam, second, Step(uuid7(), 1, "écrit deux fois"))
    assert Entitlement.objects.get(thread_id=first, is_current=True).renewed_by is None


def test_a_request_goes_through_its_steps_and_stops(house: House) -> None:
    actor, sam, key = house.actor("sophie"), house.sam.pk, uuid7()
    actions.begin_claim(actor, sam, key, ClaimDraft("rqth", ClaimState.TO_ASK, today() + 9 * DAY))
    with pytest.raises(Wrong, match="pas encore passée"):
        actions.move_claim(actor, sam, key, Step(uuid7(), 1), ClaimDraft("", ClaimState.ASKED, today() + DAY))
    actions.move_claim(actor, sam, key, Step(uuid7(), 1), ClaimDraft("", ClaimState.ASKED, today()))
    with pytest.raises(Stale):
        actions.move_claim(actor, sam, key, Step(uuid7(), 1), ClaimDraft("", ClaimState.REFUSED, today()))
    actions.move_claim(actor, sam, key, Step(uuid7(), 2), ClaimDraft("", ClaimState.REFUSED, today()))
    with pytest.raises(Wrong, match="terminée"):
        actions.move_claim(actor, sam, key, Step(uuid7(), 3), ClaimDraft("", ClaimState.ASKED, today()))
    assert [row.title.split("\u00a0:")[0] for row in Entry.objects.filter(kind="CLAIM").order_by("id")] == [
        "Droit à demander", f"Droit demandé le {short(today())}", f"Droit refusé le {short(today())}",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("more", "name", "sentence"),
    [
        ({"expires_on": today() - 301 * DAY}, "expires_on", "finit avant de commencer"),
        ({"is_endless": True}, "is_endless", "effacez-la"),
        ({"opens_on": today().replace(year=1950)}, "opens_on", "avant la naissance"),
        ({"answers": {"rate": "101"}}, "rate", "ne dépasse pas 100"),
        ({"answers": {"rate": "-1"}}, "rate", "négatif"),
        ({"answers": {"amount": "-3,2".replace(",", ".")}}, "amount", "négatif"),
        ({"answers": {"amount": "beaucoup"}}, "amount", "nombre"),
        ({"answers": {"amount": "NaN"}}, "amount", "nombre"),
        ({"answers": {"right_type": "13.1"}}, "right_type", "n’existe pas"),
        ({"answers": {"gir": "2"}}, "gir", "ne se pose pas"),
        ({"answers": {"decision_type": "5"}}, "closed_on", "date d’effet"),
        ({"paper_id": UUID(int=7)}, "paper", "n’est pas dans ce dossier"),
    ],
)
def test_what_cannot_be_is_said_under_its_question(house: House, more: Any, name: str, sentence: str) -> None:
    with pytest.raises(Wrong) as caught:
        written(house, **more)
    assert any(field == name and sentence in said for field, said in caught.value.faults), caught.value.faults
    assert not Entitlement.objects.exists()


def test_the_decision_of_another_person_is_told_and_only_of_records_she_opens(house: House) -> None:
    other, far = house.person("Ana Bel", "mimosa"), house.person("Léo Far", "savs")
    written(house, record=other, national_number="N-1")
    written(house, "helene", record=far, national_number="N-2")
    with pytest.raises(Wrong, match="autre personne"):
        written(house, national_number="N-1")
    written(house, national_number="N-2")  # nobody learns that somebody is followed at the SAVS
    with pytest.raises(Wrong, match="déjà dans ce dossier"):
        written(house, national_number="N-2")


def test_health_is_read_and_written_by_those_who_read_it(house: House) -> None:
    with pytest.raises(NotVisible):
        written(house, "sophie", kind="ald")
    written(house, "maud", kind="ald")
    assert [r.kind for r in seen(house, "maud")] == ["ald"]
    assert seen(house, "sophie") == []
    written(house, "sophie", kind="ressource", expires_on=None)
    assert seen(house, "nicole") == []  # a secretary does not read the social part
    with pytest.raises(NotVisible):
        written(house, "nicole", kind="ressource", expires_on=None)


def seen(house: House, slug: str) -> list[Entitlement]:
    actor = house.actor(slug)
    return rights_of(actor, open_record(actor, house.sam.pk, to=Right.RECORD_READ))


def test_a_discreet_facility_keeps_its_rights_for_itself_unless_shared(house: House) -> None:
    both = house.person("Luc Deux", "csapa", "savs")
    house.hire("source", "assistante_sociale", "csapa")
    actor = house.actor("source")
    actions.record_entitlement(actor, both.pk, uuid7(), draft("amo"))
    actions.record_entitlement(actor, both.pk, uuid7(), draft("amc"), is_shared=True)
    helene = house.actor("helene")
    facts = open_record(helene, both.pk, to=Right.RECORD_READ)
    assert [row.kind for row in rights_of(helene, facts)] == ["amc"]
    assert {r.kind for r in rights_of(actor, open_record(actor, both.pk, to=Right.RECORD_READ))} == {"amo", "amc"}
    page = house.client("helene").get(f"/personnes/{both.pk}/papiers/").content.decode()
    assert "Complémentaire santé (AMC)" in page and "Assurance maladie (AMO)" not in page
    hidden = Entitlement.objects.get(kind="amo").thread_id
    assert house.client("helene").get(f"/personnes/{both.pk}/droits/{hidden}/").status_code == 404


def test_a_paper_that_she_does_not_read_stays_with_the_right_that_she_corrects(house: House) -> None:
    """Nicole corrects a date; the judgement that proves the right is in the social part, which she does not read."""
    paper = Brought(uuid7(), "jugement.txt", "text/plain", b"Jugement", "Jugement", volet="SOCIAL")
    bring_paper(house.actor("sophie"), house.sam.pk, house.units["mimosa"].pk, paper)
    key = written(house, kind="auth_sortie", paper_id=paper.id, answers={"answer": "accordee", "signer1": "Leïla"})
    nicole, page = house.client("nicole"), f"/personnes/{house.sam.pk}/droits/{key}/corriger/"
    assert "Jugement" not in nicole.get(page).content.decode()
    sent = {
        "id": str(uuid7()), "version": "1", "reason": "mauvaise date", "answer": "accordee", "signer1": "Leïla",
        "expires_on": short(today() + 30 * DAY), "paper": "",
    }  # fmt: skip
    assert nicole.post(page, sent).status_code == 303
    assert Entitlement.objects.get(thread_id=key, is_current=True).paper_id == paper.id
    sent |= {"id": str(uuid7()), "version": "2", "reason": "ce n’est pas ce papier"}
    assert house.client("sophie").post(page, sent).status_code == 303
    assert Entitlement.objects.get(thread_id=key, is_current=True).paper_id is None


def test_where_the_letters_of_a_protected_person_are_sent_is_for_the_social_service_alone(house: House) -> None:
    """Whatever the part in which it was written, and before or after she became a protected person."""
    key = written(house, kind="domiciliation", issuer="CCAS d’Istres", expires_on=today() + 40 * DAY)
    record, papers, ends = house.sam.pk, f"/personnes/{house.sam.pk}/papiers/", "/echeances/"
    assert "CCAS d’Istres" in house.client("maud").get(papers).content.decode()
    Record.objects.filter(pk=record).update(is_protected=True)
    for slug, reads in (("maud", False), ("nicole", False), ("sophie", True)):
        client = house.client(slug)
        assert ("CCAS d’Istres" in client.get(papers).content.decode()) is reads, slug
        assert ("Domiciliation" in client.get(ends).content.decode()) is reads, slug
        assert client.get(f"/personnes/{record}/droits/{key}/").status_code == (200 if reads else 404), slug
    nicole, add = house.client("nicole"), f"/personnes/{record}/droits/ajouter/"
    assert "domiciliation" not in nicole.get(add).content.decode() and "ald" not in nicole.get(add).content.decode()
    assert nicole.get(f"{add}domiciliation/").status_code == 404
    with pytest.raises(NotVisible):
        written(house, "nicole", kind="domiciliation")
    step = Step(uuid7(), 1, "partie d’Istres")
    actions.correct_entitlement(house.actor("sophie"), record, key, step, draft("domiciliation"))
    fil = f"/personnes/{record}/"
    assert "partie d’Istres" in house.client("sophie").get(fil).content.decode()
    assert "partie d’Istres" not in house.client("maud").get(fil).content.decode()
