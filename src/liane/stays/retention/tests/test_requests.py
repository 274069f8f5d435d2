"""A request that never became a stay: erased at its term by somebody, whole, and then nothing in the house speaks of her."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.journal.retention.actions import place_hold
from liane.kit.dates import today
from liane.kit.door import NotVisible, Refused
from liane.kit.ids import uuid7
from liane.people.queries.doubles import near_twins
from liane.stays.referrals.models import Notice, Opinion, Referral, Wish, WishMove
from liane.stays.referrals.queries import near_requests
from liane.stays.referrals.studying import give_opinion
from liane.stays.referrals.tests.making import ask, go, wish_of
from liane.stays.retention.erasing import erase_requests
from liane.stays.retention.models import RequestErasure
from liane.stays.retention.requests import counts_with_requests
from liane.stays.retention.tests.test_retention import CANARY, PAGE, begin, tables_that_say
from liane.testing import House

ERASE = "/conformite/demandes/effacer/"
BORN = date(1999, 8, 7)


def over(house: House, name: str = f"{CANARY} Partie", *facilities: str, days: int = 3) -> Referral:
    """A request refused so long ago that its term is past by that many days, with a line in each table of the requests."""
    referral = ask(house, name, *facilities, birth_date=BORN, request=f"{CANARY} voudrait une chambre.")
    for wish in Wish.objects.filter(referral=referral):
        give_opinion(
            house.actor("marc"), referral.pk, wish.pk, uuid7(), verdict="MORE", text=f"{CANARY} à revoir", volet="SUPPORT"
        )  # fmt: skip
        go(house, wish, "REFUSED", code="NO_PLACE", reason=f"Pas de chambre pour {CANARY}")
    Notice.objects.create(
        organization=house.deux_rives, referral=referral, name="n.txt", media_type="text/plain", data=CANARY.encode(),
        text=f"Notification de {CANARY}", author_id=uuid7(), author_name="Marc", received_at=timezone.now(),
    )  # fmt: skip
    past(referral, days)
    return referral


def past(referral: Referral, days: int) -> None:
    """Its term was that many days ago."""
    Wish.objects.filter(referral=referral).update(keep_until=today() - timedelta(days=days))


def test_nothing_speaks_of_her_any_more_and_the_certificate_names_nobody(house: House) -> None:
    referral, stays = over(house), ask(house, "Lina Reste")
    begin(house, "marc", f"/demandes/{referral.pk}/corriger/")
    said = {"stays_referral", "stays_wishmove", "stays_opinion", "stays_notice", "kit_saveddraft"}
    assert said <= tables_that_say(CANARY, referral.pk)
    marc = house.actor("marc")
    made = erase_requests(marc, uuid7(), [referral.pk], reason="Décidé en réunion de direction")
    assert tables_that_say(CANARY) == set() and tables_that_say(str(referral.pk)) == {"stays_requesterasure"}
    assert made.counts == {
        "stays_referral": 1,
        "stays_wish": 1,
        "stays_wishmove": 2,
        "stays_opinion": 1,
        "stays_notice": 1,
    }
    assert made.carried_out_at is not None and Referral.objects.filter(pk=stays.pk).exists()
    line = JournalEntry.objects.get(kind=Kind.REFERRAL_ERASED, object_id=referral.pk)
    assert line.reason == "Décidé en réunion de direction" and CANARY not in str(line.__dict__)
    assert near_requests(marc, "Partie", CANARY, BORN) == [] and near_twins(marc, "Partie", CANARY, BORN) == []
    client = house.client("marc")
    for url in ("/recherche/?q=partie+chambre", "/demandes/?q=partie", "/personnes/?q=partie", f"{PAGE}?vue=demandes"):
        assert CANARY not in client.get(url).content.decode(), url
    assert client.get(f"/demandes/{referral.pk}/").status_code == 404
    page = house.client("amine").get(reverse("stays:erasure", kwargs={"erasure_id": made.pk})).content.decode()
    assert CANARY not in page and str(referral.pk) in page and "FAM Les Tilleuls" in page


def test_every_table_that_points_at_a_request_is_erased_with_it() -> None:
    """A table added later is named in `stays_erase_requests`, or the erasure would be refused by its link."""
    targets = {Referral, Wish}
    pointing = {relation.related_model._meta.db_table for model in targets for relation in model._meta.related_objects}
    known = {"stays_wish", "stays_wishmove", "stays_opinion", "stays_admissiontask", "stays_notice"}
    assert pointing == known


def test_never_before_its_term_nor_when_somebody_still_keeps_it(house: House) -> None:
    today_last, reopened, elsewhere = over(house, days=0), over(house, "Bob Repris"), over(house, "Ana Deux")
    go(house, wish_of(reopened), "RECEIVED", reason="Une place se libère")
    Wish.objects.create(
        organization=house.deux_rives, referral=elsewhere, facility=house.facilities["SAVS Horizon"], state_on=today()
    )
    for referral in (today_last, reopened, elsewhere):
        with pytest.raises(NotVisible):
            erase_requests(house.actor("marc"), uuid7(), [referral.pk], reason="Trop tôt")
        refused_by_the_database(house, referral.pk)
    assert Referral.objects.count() == 3 and not RequestErasure.objects.filter(carried_out_at__isnull=False).exists()


def refused_by_the_database(house: House, *keys: UUID) -> None:
    made = RequestErasure.objects.create(
        organization=house.deux_rives, requests=[str(key) for key in keys], facilities=[], last_kept=today(),
        reason="Essai", author_id=uuid7(), author_name="X", decided_at=timezone.now(),
    )  # fmt: skip
    with pytest.raises(DatabaseError, match="may not be erased"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT stays_erase_requests(%s)", [made.pk])


def test_the_whole_list_or_nothing(house: House) -> None:
    first, second = over(house, "Ana Une"), over(house, "Bob Deux", days=-10)
    with pytest.raises(NotVisible):
        erase_requests(house.actor("marc"), uuid7(), [first.pk, second.pk], reason="Terme")
    refused_by_the_database(house, first.pk, second.pk)
    refused_by_the_database(house, first.pk, uuid7())
    refused_by_the_database(house)
    assert Referral.objects.count() == 2


def test_a_hold_stops_everything(house: House) -> None:
    referral = over(house)
    place_hold(house.actor("amine"), None, "Inspection", hold_id=uuid7())
    with pytest.raises(Refused, match="gel"):
        erase_requests(house.actor("marc"), uuid7(), [referral.pk], reason="Terme")
    refused_by_the_database(house, referral.pk)
    assert "Gelée" in house.client("marc").get(f"{PAGE}?vue=demandes").content.decode()
    assert str(referral.pk) not in house.client("marc").get(ERASE).content.decode()


def test_what_was_decided_and_said_cannot_be_erased_otherwise(house: House) -> None:
    referral = over(house)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('liane.destruction', %s, true)", [str(uuid7())])
    for model in (WishMove, Opinion):
        with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
            model.objects.filter(wish__referral=referral).delete()


def test_the_direction_decides_for_a_list_on_one_page(house: House) -> None:
    first, second = over(house, "Ana Une"), over(house, "Bob Deux")
    marc, key = house.client("marc"), str(uuid7())
    page = marc.get(f"{PAGE}?vue=demandes").content.decode()
    assert "Ana Une" in page and ERASE in page and "2 ans après" in page
    nobody = marc.post(ERASE, {"id": key, "reason": "Bureau du 3 mars"})
    assert nobody.status_code == 422 and "Cochez au moins une demande" in nobody.content.decode()
    empty = marc.post(ERASE, {"id": key, "requests": [str(first.pk)], "reason": ""})
    assert empty.status_code == 422 and "Écrivez qui l’a décidé" in empty.content.decode()
    sent = {"id": key, "requests": [str(first.pk), str(second.pk)], "reason": "Bureau du 3 mars"}
    for _ in range(2):
        done = marc.post(ERASE, sent)
        assert done.status_code == 303 and done["Location"].endswith(f"/effacements/{key}/")
    assert RequestErasure.objects.count() == 1 and not Referral.objects.exists()
    assert "Aucune demande" in marc.get(ERASE).content.decode()
    assert "2 demandes d’admission" in marc.get(PAGE).content.decode()


def test_the_dpo_is_told_how_many_and_nobody_else_anything(house: House) -> None:
    over(house)
    over(house, "Bob Bientôt", days=-45)
    amine = house.actor("amine")
    told = counts_with_requests(amine, today())
    assert told["requests_now"] == 1 and told["destroy_now"] == 0
    page = house.client("amine").get(f"{PAGE}?vue=demandes").content.decode()
    assert CANARY not in page and "Demande " in page
    assert "1\u00a0demande à effacer" in house.client("amine").get("/conformite/").content.decode()
    for slug in ("farid", "karim", "sophie", "nicole", "amine"):
        assert house.client(slug).get(ERASE).status_code in (403, 404), slug


def test_a_request_to_a_discreet_facility_is_not_decided_by_others(house: House) -> None:
    house.hire("source", "chef_de_service", "csapa")
    with house.inside():
        house.post(house.practitioner("source"), "chef_de_service", "savs").save(force_insert=True)
    referral = ask(house, f"{CANARY} Cachée", "CSAPA La Source", "SAVS Horizon", by="source")
    for wish in Wish.objects.filter(referral=referral):
        go(house, wish, "REFUSED", by="source", code="NO_PLACE")
    past(referral, 3)
    with pytest.raises(NotVisible):
        erase_requests(house.actor("marc"), uuid7(), [referral.pk], reason="Terme")
    assert CANARY not in house.client("marc").get(f"{PAGE}?vue=demandes").content.decode()
