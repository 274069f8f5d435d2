"""A request for admission: who reads it, what it may become, what it leaves behind."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from liane.access.actor import Actor
from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.dates import today
from liane.kit.door import NotVisible, Refused, Stale
from liane.kit.ids import uuid7
from liane.people.models import Record
from liane.stays.referrals.data import ReferralData, Step, WishData
from liane.stays.referrals.deciding import decide
from liane.stays.referrals.door import open_referral
from liane.stays.referrals.enums import ENDED, NEXT, WishState
from liane.stays.referrals.models import Referral, Wish, WishMove
from liane.stays.referrals.queries import near_requests, opinions_told, requests_over, wishes_in_order
from liane.stays.referrals.studying import give_opinion
from liane.stays.referrals.tests.making import ask, go, wish_of
from liane.stays.referrals.writing import add_wish, create_referral, edit_referral, link_record
from liane.testing import House


def refused_to(actor: Actor, referral: Referral) -> bool:
    try:
        with transaction.atomic():
            open_referral(actor, referral.pk)
    except NotVisible:
        return True
    return False


def test_a_request_is_read_in_the_facility_that_is_asked_and_nowhere_else(house: House) -> None:
    referral = ask(house, by="nicole")
    assert not refused_to(house.actor("sophie"), referral)
    assert not refused_to(house.actor("maud"), referral)  # nurse: she reads them
    house.hire("chef-mecs", "chef_de_service", "mecs")
    house.hire("chef-parti", "chef_de_service", "mimosa", ends=timedelta(hours=-1))
    house.hire("nuit", "interimaire", "mimosa", ends=timedelta(hours=8))
    for slug in ("karim", "ines", "helene", "amine", "chef-mecs", "chef-parti", "nuit"):
        assert refused_to(house.actor(slug), referral), slug
    with house.inside(house.bel_air):
        assert refused_to(house.actor("farid"), referral)


def test_a_request_to_a_discreet_facility_is_told_to_its_team_alone(house: House) -> None:
    house.hire("source", "chef_de_service", "csapa")
    with house.inside():
        post = house.post(house.practitioner("source"), "chef_de_service", "savs")
        post.save(force_insert=True)
    referral = ask(house, "Ana Perez", "CSAPA La Source", "SAVS Horizon", by="source")
    assert not refused_to(house.actor("source"), referral)
    seen = open_referral(house.actor("helene"), referral.pk)
    assert [wish.facility.name for wish in seen.wishes] == ["SAVS Horizon"]
    alone = ask(house, "Ana Perez", "CSAPA La Source", by="source")
    assert refused_to(house.actor("helene"), alone) and refused_to(house.actor("marc"), alone)
    assert alone not in near_requests(house.actor("helene"), "Perez", "Ana", date(2001, 3, 12))
    with pytest.raises(Refused):  # a facility that she may not know is not in the list
        add_wish(house.actor("helene"), referral.pk, uuid7(), WishData(house.facilities["CSAPA La Source"].pk))


def test_opening_a_request_leaves_a_trace_with_its_subject(house: House) -> None:
    referral = ask(house)
    open_referral(house.actor("sophie"), referral.pk)
    line = JournalEntry.objects.get(kind=Kind.REFERRAL_OPENED.value)
    assert line.object_id == referral.pk and line.actor_name == "Sophie Marchal" and line.record_id is None
    assert line.detail["through"] in {str(house.units[unit].pk) for unit in ("mimosa", "acacia")}


def test_there_is_no_record_before_the_admission(house: House) -> None:
    before = Record.objects.count()
    go(house, wish_of(ask(house)), "WAITING")
    assert Record.objects.count() == before


def test_the_same_sending_twice_is_one_request(house: House) -> None:
    key, nicole = uuid7(), house.actor("nicole")
    data = ReferralData("Roussel", "MDPH", today(), first_names="Lina")
    wished = [WishData(house.facilities["FAM Les Tilleuls"].pk)]
    assert create_referral(nicole, key, data, wished).pk == create_referral(nicole, key, data, wished).pk
    assert Referral.objects.count() == Wish.objects.count() == WishMove.objects.count() == 1


def test_near_requests_are_shown_to_those_who_may_know_them(house: House) -> None:
    referral = ask(house, "Lina Roussel")
    assert near_requests(house.actor("nicole"), "ROUSSEL", "Lina", date(2001, 3, 12)) == [referral]
    assert near_requests(house.actor("nicole"), "Roussell", "Lyna", date(2001, 3, 12)) == [referral]
    assert near_requests(house.actor("nicole"), "Roussel", "Lina", date(2003, 5, 2)) == []
    assert near_requests(house.actor("helene"), "Roussel", "Lina", date(2001, 3, 12)) == []


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"birth_date": today() - timedelta(days=1)}, "née le"),
        ({"received_on": today() + timedelta(days=2)}, "futur"),
        ({"starts_on": date(2026, 5, 1), "ends_on": date(2026, 4, 1)}, "fin du droit"),
        ({"decision_on": date(1999, 1, 1)}, "avant la naissance"),
        ({"nss": "205031300504234"}, "clé"),
    ],
)
def test_dates_that_cannot_follow_are_refused_in_words(house: House, fields: dict, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        ask(house, **fields)
    assert Referral.objects.count() == 0


def test_the_database_refuses_them_too(house: House) -> None:
    referral = ask(house)
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(birth_date=today())
    with pytest.raises(IntegrityError), transaction.atomic():
        Wish.objects.filter(referral=referral).update(state="ADMITTED")
    with pytest.raises(IntegrityError), transaction.atomic():
        Wish.objects.filter(referral=referral).update(state="WAITING", waiting_since=None)


def test_a_closed_unit_or_one_of_elsewhere_is_not_asked(house: House) -> None:
    referral, marc = ask(house), house.actor("marc")
    mecs = house.facilities["MECS Le Belvédère"].pk
    with pytest.raises(Refused, match="n’est pas de cet établissement"):
        add_wish(marc, referral.pk, uuid7(), WishData(mecs, house.units["mimosa"].pk))
    house.units["mecs"].is_open = False
    house.units["mecs"].save()
    with pytest.raises(Refused, match="est fermée"):
        add_wish(marc, referral.pk, uuid7(), WishData(mecs, house.units["mecs"].pk))
    with pytest.raises(Refused, match="déjà demandé"):
        add_wish(marc, referral.pk, uuid7(), WishData(house.facilities["FAM Les Tilleuls"].pk))


@pytest.mark.parametrize("state", WishState.values)
def test_every_state_goes_only_where_it_may(house: House, state: str) -> None:
    """Every (state × state) cell. Admitted is reached by the admission alone (test_admission)."""
    for then in WishState.values:
        wish = wish_of(ask(house, f"Lina Essai{then.title().replace('_', '')}"))
        if state == WishState.ADMITTED:
            continue
        changes = {"waiting_since": today()} if state == WishState.WAITING else {}
        Wish.objects.filter(pk=wish.pk).update(state=state, **changes)
        code = "OTHER" if then != WishState.NO_ANSWER else "NO_CONTACT"
        step = Step(then, today(), "Pourquoi", code if then in ENDED else "", 1)
        if then in NEXT[state]:
            assert decide(house.actor("marc"), wish.referral_id, wish.pk, step).state == then
        else:
            with pytest.raises(Refused, match="ne peut pas devenir"):
                decide(house.actor("marc"), wish.referral_id, wish.pk, step)


def test_a_refusal_has_its_reason_and_its_last_day(house: House) -> None:
    wish = wish_of(ask(house))
    with pytest.raises(Refused, match="Choisissez la raison"):
        go(house, wish, "REFUSED")
    with pytest.raises(Refused, match="pas dans la liste"):
        go(house, wish, "REFUSED", code="ELSEWHERE")
    closed = go(house, wish, "REFUSED", code="NO_PLACE", reason="Aucun départ prévu cette année.")
    assert (closed.keep_until - today()).days in (730, 731)
    move = WishMove.objects.filter(wish=wish).latest("at")
    assert move.reason == "Pas de place : Aucun départ prévu cette année." and move.reason_code == "NO_PLACE"
    with pytest.raises(Refused, match="reprise"):
        go(house, wish, "RECEIVED", reason="")
    assert go(house, wish, "RECEIVED", reason="Une place se libère").keep_until is None


def test_a_decision_is_not_before_the_request_nor_in_the_future(house: House) -> None:
    wish, marc = wish_of(ask(house)), house.actor("marc")
    for on, sentence in ((today() + timedelta(days=1), "futur"), (today() - timedelta(days=90), "reçue le")):
        with pytest.raises(Refused, match=sentence):
            decide(marc, wish.referral_id, wish.pk, Step("STUDY", on, "", "", 1))


def test_two_colleagues_who_decide_at_once_are_shown_each_other(house: House) -> None:
    wish = wish_of(ask(house))
    first = Step("STUDY", today(), "À voir lundi", "", 1)
    decide(house.actor("sophie"), wish.referral_id, wish.pk, first)
    decide(house.actor("sophie"), wish.referral_id, wish.pk, first)  # sent twice
    assert WishMove.objects.filter(wish=wish).count() == 2
    with pytest.raises(Stale, match="Sophie Marchal a décidé") as stale:
        decide(house.actor("nicole"), wish.referral_id, wish.pk, Step("REFUSED", today(), "", "NO_PLACE", 1))
    assert stale.value.current.state == "STUDY"


def test_each_facility_answers_for_itself(house: House) -> None:
    referral = ask(house, "Lina Roussel", "FAM Les Tilleuls", "MECS Le Belvédère")
    tilleuls = Wish.objects.get(referral=referral, facility=house.facilities["FAM Les Tilleuls"])
    mecs = Wish.objects.get(referral=referral, facility=house.facilities["MECS Le Belvédère"])
    go(house, tilleuls, "REFUSED", code="AGE")
    assert Wish.objects.get(pk=mecs.pk).state == "RECEIVED"
    with pytest.raises(NotVisible):  # Sophie is told of the MECS, she does not decide for it
        go(house, mecs, "STUDY", by="sophie")
    told = open_referral(house.actor("sophie"), referral.pk)
    assert {wish.facility.name for wish in told.wishes} == {"FAM Les Tilleuls", "MECS Le Belvédère"}


def test_an_opinion_is_read_by_those_who_read_its_part(house: House) -> None:
    house.hire("psy", "psychologue", "mimosa")
    wish = wish_of(ask(house))
    give_opinion(
        house.actor("psy"), wish.referral_id, wish.pk, uuid7(), verdict="FOR", text="Demande mûrie.", volet="PSY"
    )
    give_opinion(house.actor("sophie"), wish.referral_id, wish.pk, uuid7(), verdict="MORE", text="", volet="SUPPORT")
    assert len(opinions_told(house.actor("psy"), [wish.pk])) == 2
    assert [one.verdict for one in opinions_told(house.actor("sophie"), [wish.pk])] == ["MORE"]
    assert opinions_told(house.actor("nicole"), [wish.pk]) == []
    with pytest.raises(NotVisible):  # a part where she does not write
        give_opinion(house.actor("maud"), wish.referral_id, wish.pk, uuid7(), verdict="FOR", text="", volet="PSY")


def test_a_protected_person_has_no_address_for_who_does_not_read_the_social_part(house: House) -> None:
    referral = ask(house, address="3 rue Cachée", request="Un studio au port", is_protected=True)
    assert open_referral(house.actor("sophie"), referral.pk).sees_private
    assert not open_referral(house.actor("maud"), referral.pk).sees_private
    assert not open_referral(house.actor("nicole"), referral.pk).sees_private
    data = ReferralData.of(referral)
    changed = ReferralData(
        **{**{f: getattr(data, f) for f in data.__dataclass_fields__}, "address": "", "request": "", "orientation": "X"}
    )
    edit_referral(house.actor("nicole"), referral.pk, changed, version=1)
    referral.refresh_from_db()
    assert (referral.address, referral.request) == ("3 rue Cachée", "Un studio au port")
    assert (referral.orientation, referral.is_protected) == ("X", True)


def test_a_request_made_before_she_was_a_protected_person_is_kept_as_her_record_is(house: House) -> None:
    """Her record was protected after the request, or before it by somebody who did not know: the stricter holds."""
    referral = ask(
        house, "Lina Roussel", "FAM Les Tilleuls", "IME La Garenne", address="3 rue Cachée", origin_name="Foyer Caché"
    )
    record = house.person("Lina Roussel", "mimosa", birth=date(2001, 3, 12))
    Referral.objects.filter(pk=referral.pk).update(record=record)
    page = f"/demandes/{referral.pk}/"
    assert all(
        told in house.client("nicole").get(page).content.decode() for told in ("3 rue Cachée", "Foyer Caché", "Garenne")
    )
    Record.objects.filter(pk=record.pk).update(is_protected=True)
    for slug in ("nicole", "maud"):
        client = house.client(slug)
        told = client.get(page).content.decode() + client.get("/demandes/").content.decode()
        assert not [word for word in ("3 rue Cachée", "Foyer Caché", "Garenne") if word in told], slug
        assert "Cachée" not in client.get(f"{page}corriger/").content.decode()
    assert "3 rue Cachée" in house.client("sophie").get(page).content.decode()


def test_a_stale_correction_is_given_back(house: House) -> None:
    referral = ask(house)
    edit_referral(house.actor("sophie"), referral.pk, _with(referral, request="A"), version=1)
    with pytest.raises(Stale, match="Sophie Marchal a modifié"):
        edit_referral(house.actor("nicole"), referral.pk, _with(referral, request="B"), version=1)


def _with(referral: Referral, **changed: object) -> ReferralData:
    data = ReferralData.of(referral)
    return ReferralData(**{**{name: getattr(data, name) for name in data.__dataclass_fields__}, **changed})


def test_only_a_record_that_she_may_know_is_linked(house: House) -> None:
    known = house.person("Lina Roussel", "garenne", birth=date(2001, 3, 12))
    hidden = house.person("Lina Roussel", "csapa", birth=date(2001, 3, 12))
    referral = ask(house, by="nicole")
    link_record(house.actor("nicole"), referral.pk, known.pk)
    assert Referral.objects.get(pk=referral.pk).record_id == known.pk
    with pytest.raises(NotVisible):
        link_record(house.actor("nicole"), referral.pk, hidden.pk)
    lines = JournalEntry.objects.filter(kind=Kind.REFERRAL_LINKED.value, record_id=known.pk)
    assert lines.count() == 1


def test_a_list_shows_only_her_facilities(house: House) -> None:
    ask(house, "Lina Roussel")
    ask(house, "Paul Mecs", "MECS Le Belvédère")
    assert {w.referral.birth_name for w in wishes_in_order(house.actor("marc"), WishState.values)} == {
        "Roussel",
        "Mecs",
    }
    assert {w.referral.birth_name for w in wishes_in_order(house.actor("nicole"), WishState.values)} == {"Roussel"}
    assert wishes_in_order(house.actor("karim"), WishState.values) == []


def test_what_was_decided_and_said_stays_written(house: House) -> None:
    wish = go(house, wish_of(ask(house)), "STUDY")
    with pytest.raises(Exception, match="append_only"), transaction.atomic():
        WishMove.objects.filter(wish=wish).update(reason="Autre")
    assert timezone.now() >= WishMove.objects.filter(wish=wish).latest("at").at


def test_a_request_is_over_when_every_facility_has_closed_it_for_long_enough(house: House) -> None:
    alone = go(house, wish_of(ask(house, "Ana Seule")), "REFUSED", code="NO_PLACE")
    two = ask(house, "Bob Deux", "FAM Les Tilleuls", "MECS Le Belvédère")
    tilleuls = Wish.objects.get(referral=two, facility=house.facilities["FAM Les Tilleuls"])
    go(house, tilleuls, "REFUSED", code="NO_PLACE")
    late = today() + timedelta(days=800)
    assert requests_over(today()) == [] and requests_over(late) == [alone.referral_id]
