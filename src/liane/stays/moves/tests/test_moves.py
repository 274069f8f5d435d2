"""A change of unit: one person or a group, all or nothing, chained, traced, and the record follows by the unit rule."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from liane.access.enums import Right
from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.dates import short, today
from liane.kit.door import NotVisible, Refused
from liane.kit.ids import uuid7
from liane.organizations.models import Facility, Place, Unit
from liane.people.door import open_record
from liane.people.models import Record, RecordUnit
from liane.people.policies import writes_for
from liane.stays.absences.actions import Leave, note_absence, note_return
from liane.stays.models import Absence, FollowUp, Occupation, Stay
from liane.stays.moves.actions import Destination, Mover, move_people
from liane.stays.places.queries import place_named
from liane.testing import House
from liane.timeline.models import Entry

Browser = Callable[[str], Any]


def stay_of(record: Record, unit: str = "", house: House | None = None) -> Stay:
    found = Stay.objects.filter(record=record)
    return found.filter(unit=house.units[unit]).get() if house else found.get()


def three(house: House) -> list[Record]:
    return [house.person(f"Personne{n} Essai", "mimosa", since=timezone.now() - timedelta(days=60)) for n in range(3)]


def form(house: House, records: list[Record], **more: Any) -> dict[str, Any]:
    return {
        "id": str(uuid7()), "unit": str(house.units["acacia"].pk), "on": short(today()),
        "qui": [str(stay_of(record).pk) for record in records], **more,
    }  # fmt: skip


def test_a_group_moves_in_one_gesture_and_the_records_follow(house: House, client_of: Browser) -> None:
    house.hire("noe", "aes", "acacia")
    house.hire("lou", "aes", "mimosa")
    people = three(house)
    typed = form(house, people[:2])
    page = f"/places/unites/{house.units['mimosa'].pk}/changer/"
    assert "Personne0 Essai" in client_of("sophie").get(page).content.decode()
    for _ in range(2):  # sent twice
        assert client_of("sophie").post(page, typed).status_code == 303
    for record in people[:2]:
        old, new = Stay.objects.filter(record=record).order_by("starts_on")
        assert (old.ends_on, old.exit_mode, new.starts_on, new.entry_mode) == (
            today() - timedelta(days=1),
            "MOVE",
            today(),
            "MOVE",
        )
        assert new.follows_id == old.pk and new.unit_id == house.units["acacia"].pk
        assert JournalEntry.objects.filter(record_id=record.pk, kind=Kind.STAY_MOVED).count() == 1
        titles = set(Entry.objects.filter(record_id=record.pk).values_list("title", flat=True))
        assert {"Changement d’unité\u00a0: départ vers Acacia", "Changement d’unité\u00a0: arrivée de Mimosa"} <= titles
        assert client_of("noe").get(f"/personnes/{record.pk}/").status_code == 200
        assert client_of("lou").get(f"/personnes/{record.pk}/").status_code == 403
    assert Stay.objects.filter(record=people[2]).count() == 1


def test_one_that_cannot_stops_all_and_is_named(house: House, client_of: Browser) -> None:
    people = three(house)
    house.stay(people[1], "acacia", since=timezone.now() - timedelta(days=5))
    before = Stay.objects.count(), RecordUnit.objects.count()
    typed = form(house, people[:1]) | {"qui": [str(s.pk) for s in Stay.objects.filter(unit=house.units["mimosa"])]}
    answer = client_of("sophie").post(f"/places/unites/{house.units['mimosa'].pk}/changer/", typed)
    assert answer.status_code == 422 and "Personne1 Essai est déjà accompagné(e)" in answer.content.decode()
    assert (Stay.objects.count(), RecordUnit.objects.count()) == before
    assert not Stay.objects.filter(exit_mode="MOVE").exists()


def test_nobody_ticked_is_said(house: House, client_of: Browser) -> None:
    answer = client_of("sophie").post(f"/places/unites/{house.units['mimosa'].pk}/changer/", form(house, []))
    assert answer.status_code == 422 and "Cochez au moins une personne." in answer.content.decode()


def test_an_absence_that_runs_goes_on_in_the_new_unit(house: House, client_of: Browser) -> None:
    stay = stay_of(house.sam)
    start = timezone.now() - timedelta(days=3)
    note_absence(house.actor("karim"), house.sam.pk, stay.pk, uuid7(), Leave("HOSPITAL", start, place="CHU"))
    page = f"/personnes/{house.sam.pk}/accompagnements/{stay.pk}/changer-d-unite/"
    typed = {"id": str(uuid7()), "unit": str(house.units["acacia"].pk), "on": short(today()), "place": ""}
    assert client_of("sophie").post(page, typed).status_code == 303
    old, new = Absence.objects.order_by("starts_at")
    assert old.ends_at == new.starts_at and new.ends_at is None and new.place == "CHU"
    assert RecordUnit.objects.open().get(record=house.sam).presence == "HOSPITAL"


def test_two_persons_exchange_their_places(house: House) -> None:
    acacia, mimosa = house.units["acacia"], house.units["mimosa"]
    for unit in (acacia, mimosa):
        Place.objects.create(organization_id=unit.organization_id, unit=unit, name="Chambre 1")
    one, two = three(house)[:2]
    there = house.person("Déjà Là", "acacia", since=timezone.now() - timedelta(days=60))
    place = place_named(acacia.pk, "1")
    assert place is not None
    Occupation.objects.create(
        organization_id=acacia.organization_id, stay=stay_of(there), place=place, starts_on=today() - timedelta(days=60)
    )
    to = Destination(acacia.pk, today())
    with pytest.raises(Refused, match="Personne0 Essai.*Chambre 1 est occupée par Déjà Là"):
        move_people(house.actor("sophie"), uuid7(), [Mover(one.pk, stay_of(one).pk, "1")], to)
    move_people(
        house.actor("sophie"), uuid7(), [Mover(there.pk, stay_of(there).pk, "1")], Destination(mimosa.pk, today())
    )
    move_people(house.actor("sophie"), uuid7(), [Mover(one.pk, stay_of(one).pk, "1")], to)
    assert Occupation.objects.get(ends_on=None, place=place).stay.record_id == one.pk and two


def test_a_move_to_come_is_written_now_and_takes_effect_on_its_day(house: House) -> None:
    day = today() + timedelta(days=10)
    stay = stay_of(house.sam)
    move_people(
        house.actor("sophie"), uuid7(), [Mover(house.sam.pk, stay.pk)], Destination(house.units["acacia"].pk, day)
    )
    held = {h.unit_id: h.presence for h in RecordUnit.objects.open().filter(record=house.sam)}
    assert held == {house.units["mimosa"].pk: "PRESENT", house.units["acacia"].pk: "EXPECTED"}
    assert stay_of(house.sam, "acacia", house).starts_on == day


def test_only_who_opens_stays_in_both_units_moves_somebody(house: House, client_of: Browser) -> None:
    stay = stay_of(house.sam)
    page = f"/personnes/{house.sam.pk}/accompagnements/{stay.pk}/changer-d-unite/"
    unit = f"/places/unites/{house.units['mimosa'].pk}/changer/"
    for slug in ("karim", "helene", "farid"):
        for address in (page, unit):
            assert client_of(slug).get(address).status_code in (403, 404)
            assert client_of(slug).post(address, form(house, [house.sam])).status_code in (403, 404)
    with pytest.raises(NotVisible):
        move_people(
            house.actor("sophie"), uuid7(), [Mover(house.sam.pk, stay.pk)], Destination(house.units["savs"].pk, today())
        )
    assert Stay.objects.filter(record=house.sam).count() == 1


def test_moving_to_a_discreet_unit_is_not_told_to_the_old_team(house: House, client_of: Browser) -> None:
    to = Destination(house.units["csapa"].pk, today())
    lea = house.hire("lea", "chef_de_service", "mimosa")
    house.post(lea, "chef_de_service", "csapa").save(force_insert=True)
    move_people(house.actor("lea"), uuid7(), [Mover(house.sam.pk, stay_of(house.sam).pk)], to)
    old = Stay.objects.get(record=house.sam, unit=house.units["mimosa"])
    assert "Source" not in old.destination
    titles = Entry.objects.filter(record_id=house.sam.pk, unit=house.units["mimosa"]).values_list("title", flat=True)
    assert not any("Source" in title for title in titles)


def test_who_comes_back_before_a_move_written_in_advance_is_not_awaited_in_the_new_unit(house: House) -> None:
    sophie, start, key = house.actor("sophie"), timezone.now() - timedelta(days=2), uuid7()
    stay = stay_of(house.sam)
    note_absence(house.actor("karim"), house.sam.pk, stay.pk, key, Leave("HOSPITAL", start, place="CHU"))
    to = Destination(house.units["acacia"].pk, today() + timedelta(days=3))
    move_people(sophie, uuid7(), [Mover(house.sam.pk, stay.pk)], to)
    old, new = Absence.objects.order_by("starts_at")
    assert old.ends_at is None and new.ends_at is None
    note_return(house.actor("karim"), house.sam.pk, key, timezone.now(), version=old.version)
    new.refresh_from_db()
    assert new.cancelled_at is not None and "De retour avant" in new.cancel_reason
    assert RecordUnit.objects.get(record=house.sam, unit=house.units["mimosa"]).presence == "PRESENT"


def plan_a_move(house: House, unit: str = "acacia", days: int = 5, place: str = "") -> tuple[Stay, Stay]:
    """Sophie writes that Sam changes unit in some days."""
    stay = Stay.objects.get(record=house.sam, ends_on=None)
    to = Destination(house.units[unit].pk, today() + timedelta(days=days))
    move_people(house.actor("sophie"), uuid7(), [Mover(house.sam.pk, stay.pk, place)], to)
    stay.refresh_from_db()
    return stay, Stay.objects.exclude(exit_mode="NEVER_CAME").get(follows=stay)


def test_a_move_to_come_is_said_as_such_and_she_is_still_of_her_unit(house: House, client_of: Browser) -> None:
    stay, after = plan_a_move(house)
    titles = set(Entry.objects.filter(record_id=house.sam.pk, kind="STAY").values_list("title", flat=True))
    assert f"Changement d’unité prévu le {short(after.starts_on)}\u00a0: départ vers Acacia" in titles
    sophie, base = client_of("sophie"), f"/personnes/{house.sam.pk}/accompagnements/"
    assert f"{base}{stay.pk}/" in sophie.get(f"/personnes/{house.sam.pk}/essentiel/").content.decode()
    assert "Annuler le changement d’unité" in sophie.get(f"{base}{stay.pk}/").content.decode()
    there = sophie.get(f"{base}{after.pk}/").content.decode()
    assert "Annuler le changement d’unité" in there and "Noter l’arrivée" not in there
    early = sophie.post(f"{base}{after.pk}/arrivee/", {"starts_on": short(today()), "version": after.version})
    assert early.status_code == 422 and "annulez ce changement" in early.content.decode()


def test_a_move_to_come_that_will_not_be_is_given_up_before_its_day(house: House, client_of: Browser) -> None:
    acacia = house.units["acacia"]
    room = Place.objects.create(organization_id=acacia.organization_id, unit=acacia, name="Chambre 1")
    start, key = timezone.now() - timedelta(days=2), uuid7()
    note_absence(house.actor("karim"), house.sam.pk, stay_of(house.sam).pk, key, Leave("HOSPITAL", start))
    before = stay_of(house.sam)
    stay, after = plan_a_move(house, place="1")
    page = f"/personnes/{house.sam.pk}/accompagnements/{stay.pk}/reprendre-la-sortie/"
    typed = {"reason": "la chambre n’est pas prête", "version": stay.version}
    assert "Annuler le changement d’unité" in client_of("sophie").get(page).content.decode()
    for _ in range(2):  # sent twice
        assert client_of("sophie").post(page, typed).status_code == 303
    stay.refresh_from_db()
    after.refresh_from_db()
    assert (stay.ends_on, stay.exit_mode) == (None, "") == (before.ends_on, before.exit_mode)
    assert (after.starts_on, after.exit_mode) == (None, "NEVER_CAME")
    assert not Occupation.objects.filter(place=room).exists()
    absence = Absence.objects.get(cancelled_at=None)
    assert absence.pk == key and absence.ends_at is None
    held = RecordUnit.objects.filter(record=house.sam, until=None).values_list("unit_id", flat=True)
    assert list(held) == [house.units["mimosa"].pk]
    titles = " ".join(Entry.objects.filter(record_id=house.sam.pk, kind="STAY").values_list("title", flat=True))
    assert titles.count("la chambre n’est pas prête") == 3 and "départ vers Acacia" not in titles
    essential = client_of("sophie").get(f"/personnes/{house.sam.pk}/essentiel/").content.decode()
    assert "changement d’unité annulé, prévu le" in essential and "Reprendre la sortie" not in essential
    gone = client_of("sophie").get(f"/personnes/{house.sam.pk}/accompagnements/{after.pk}/reprendre-la-sortie/")
    assert "annulé avant son jour" in gone.content.decode()
    again, later = plan_a_move(house, place="1", days=9)  # and it is written again for another day
    assert later.starts_on == today() + timedelta(days=9) and again.pk == stay.pk


def test_a_move_that_took_place_is_not_taken_back(house: House, client_of: Browser) -> None:
    stay, _ = plan_a_move(house, days=0)
    page = f"/personnes/{house.sam.pk}/accompagnements/{stay.pk}/reprendre-la-sortie/"
    answer = client_of("sophie").post(page, {"reason": "erreur", "version": stay.version})
    assert answer.status_code == 422 and "Changez-la plutôt d’unité" in answer.content.decode()


def test_from_the_ime_to_another_facility_of_the_house_she_is_followed_three_years(house: House) -> None:
    Facility.objects.filter(name="IME La Garenne").update(category="183")
    marc, lou = house.actor("marc"), house.person("Lou Grandit", "garenne", since=timezone.now() - timedelta(days=900))
    move_people(marc, uuid7(), [Mover(lou.pk, stay_of(lou).pk)], Destination(house.units["mimosa"].pk, today()))
    left = Stay.objects.get(record=lou, unit=house.units["garenne"])
    assert FollowUp.objects.filter(stay=left, article="CASF D312-37").count() == 3
    assert not FollowUp.objects.filter(stay__record=lou, stay__unit=house.units["mimosa"]).exists()


def test_from_a_group_of_the_ime_to_another_nobody_is_followed_as_if_she_had_left(house: House) -> None:
    facility = Facility.objects.get(name="IME La Garenne")
    Facility.objects.filter(pk=facility.pk).update(category="183")
    petits = Unit.objects.create(organization=house.deux_rives, facility=facility, name="Les Petits")
    lou = house.person("Lou Grandit", "garenne", since=timezone.now() - timedelta(days=900))
    move_people(house.actor("marc"), uuid7(), [Mover(lou.pk, stay_of(lou).pk)], Destination(petits.pk, today()))
    assert not FollowUp.objects.filter(stay__record=lou).exists()


def test_until_the_day_of_a_move_she_is_where_she_is_for_everybody(house: House, client_of: Browser) -> None:
    house.hire("noe", "chef_de_service", "mimosa")
    noe = house.actor("noe")
    plan_a_move(house)
    for page in (f"/personnes/{house.sam.pk}/", "/personnes/?q=belkacem"):
        shown = client_of("sophie").get(page).content.decode()
        assert "Mimosa" in shown and "Attendu" not in shown, page
    facts = open_record(house.actor("sophie"), house.sam.pk, to=Right.RECORD_READ)
    assert [held["unit"] for held in facts.held] == ["Mimosa", "Acacia"]
    assert writes_for(house.actor("sophie"), facts, Right.NOTE_WRITE).unit_id == house.units["mimosa"].pk
    assert writes_for(noe, facts, Right.NOTE_WRITE).unit_id == house.units["mimosa"].pk
