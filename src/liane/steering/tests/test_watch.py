"""What the rules signal, what they leave in peace, and how it is told (security.md F4)."""

import io
from datetime import time, timedelta

import pytest
from django.utils import timezone

from liane.access.rescue import give_way_back
from liane.config.moving import house as moving
from liane.config.moving.house import export_house
from liane.journal.kinds import Kind
from liane.steering.enums import Rule
from liane.steering.tests.conftest import traces, yesterday
from liane.steering.watch import watch_house
from liane.steering.words import sentence
from liane.testing import House


def test_more_than_twenty_persons_outside_ones_team_are_signalled(house: House, look) -> None:
    others = [house.person(f"Personne{n} Ailleurs", "glycines").pk for n in range(21)]
    traces(house, "karim", others)
    [alert] = look()
    assert (alert.rule, alert.count) == (Rule.MANY, 21) and alert.unit_ids == [house.units["glycines"].pk]
    told = sentence(alert)
    assert told.startswith("Karim Duval, éducateur spécialisé, a ouvert 21\u00a0dossiers de personnes que son équipe")
    assert "14\u00a0h" in told


def test_twenty_outside_and_a_hundred_in_ones_own_team_are_work(house: House, look) -> None:
    traces(house, "karim", [house.person(f"Personne{n} Ailleurs", "glycines").pk for n in range(20)])
    traces(house, "karim", [house.person(f"Proche{n} Bel", "acacia").pk for n in range(30)] * 3)
    assert look() == []


def test_a_key_worker_is_of_the_circle_wherever_the_person_lives(house: House, look) -> None:
    followed = [house.person(f"Suivi{n} Bel", "glycines", referent="karim").pk for n in range(25)]
    traces(house, "karim", followed)
    assert look() == []


def test_the_direction_that_opens_many_records_is_seen_too(house: House, look) -> None:
    traces(house, "marc", [house.person(f"Personne{n} Bel", "mimosa").pk for n in range(25)])
    assert [alert.rule for alert in look()] == [Rule.MANY]


def test_a_night_reading_by_somebody_of_the_day_is_signalled(house: House, look) -> None:
    for days in range(2, 12):
        traces(house, "karim", [house.sam.pk] * 3, at=yesterday() - timedelta(days=days))
    traces(house, "karim", [house.sam.pk], at=yesterday(time(23, 40)))
    [alert] = look()
    assert alert.rule == Rule.NIGHT and "dans la nuit du" in sentence(alert) and "23\u00a0h\u00a040" in sentence(alert)


def test_the_night_team_reads_at_night_in_peace(house: House, look) -> None:
    """Those whose post says so, and those whose habit it is."""
    for days in range(2, 12):
        traces(house, "maud", [house.sam.pk] * 3, at=yesterday(time(23, 0)) - timedelta(days=days))
        traces(house, "ines", [house.sam.pk] * 3, at=yesterday(time(7, 10)) - timedelta(days=days))
    traces(house, "maud", [house.sam.pk], at=yesterday(time(23, 40)))
    traces(house, "ines", [house.sam.pk], at=yesterday(time(5, 10)))
    assert look() == []


def test_somebody_new_has_no_habit_yet(house: House, look) -> None:
    traces(house, "karim", [house.sam.pk], at=yesterday(time(23, 40)))
    assert look() == []


@pytest.mark.parametrize("name", ["Anne Duval", "Léa DUVAL"])
def test_the_same_family_name_is_signalled(house: House, look, name: str) -> None:
    traces(house, "karim", [house.person(name, "mimosa").pk])
    [alert] = look()
    assert alert.rule == Rule.SAME_NAME and "qui porte son nom de famille" in sentence(alert)
    assert "Anne" not in sentence(alert) and "Léa" not in sentence(alert)


def test_a_protected_person_opened_from_outside_her_team_is_signalled(house: House, look) -> None:
    hidden = house.person("Ana Cachée", "glycines", is_protected=True)
    traces(house, "maud", [hidden.pk] * 2)  # her team
    traces(house, "karim", [hidden.pk] * 2)
    [alert] = look()
    assert (alert.rule, alert.count, alert.record_id) == (Rule.PROTECTED, 2, hidden.pk)
    assert "Ana" not in sentence(alert)


@pytest.mark.parametrize(("records", "signalled"), [("same", True), ("four", False), ("five", True)])
def test_repeated_refusals_are_signalled(house: House, look, records: str, signalled: bool) -> None:
    people = [house.person(f"P{n} Bel", "glycines").pk for n in range(5)]
    chosen = {"same": [people[0]] * 3, "four": people[:4], "five": people}[records]
    traces(house, "fatou", chosen, kind=Kind.RECORD_REFUSED)
    assert [alert.rule for alert in look()] == [Rule.REFUSED] * signalled


def test_every_export_is_told_with_its_reason_and_only_many_prints(house: House, look) -> None:
    traces(house, "sophie", [None], kind=Kind.EXPORTED, reason="Bilan du conseil départemental")
    traces(house, "maud", [house.sam.pk] * 5, kind=Kind.RECORD_PRINTED)
    traces(house, "ines", [house.sam.pk] * 6, kind=Kind.RECORD_PRINTED)
    alerts = {alert.rule: alert for alert in look()}
    assert set(alerts) == {Rule.EXPORTED, Rule.PRINTED}
    assert alerts[Rule.EXPORTED].why == "Bilan du conseil départemental"
    assert alerts[Rule.PRINTED].actor_name == "Inès Roche" and alerts[Rule.PRINTED].count == 6


def test_every_access_given_back_to_a_colleague_is_told(house: House, look) -> None:
    lea = house.hire("lea", "moniteur", "mimosa")
    give_way_back(house.actor("sophie"), lea.pk, "téléphone perdu")
    [alert] = look()
    assert (alert.rule, alert.why) == (Rule.RESCUED, "téléphone perdu")
    assert sentence(alert).startswith("Sophie Marchal, cheffe de service, a rouvert l’accès de Lea Essai, ")
    assert "a rouvert l’accès de Lea Essai" in house.client("amine").get("/conformite/").content.decode()


def test_an_homonym_is_asked_about_once_not_every_day(house: House, look) -> None:
    anne = house.person("Anne Duval", "mimosa").pk
    for days in (4, 3):
        traces(house, "karim", [anne], at=yesterday() - timedelta(days=days))
    assert len(look()) == 1
    traces(house, "karim", [anne])
    assert len(look()) == 1


def test_looking_again_changes_nothing_and_more_of_the_same_opens_it_again(house: House, look) -> None:
    anne = house.person("Anne Duval", "mimosa").pk
    traces(house, "karim", [anne])
    [alert] = look()
    alert.is_open = False
    alert.save()
    assert watch_house(house.deux_rives.pk) == 0
    assert [a.is_open for a in look()] == [False]
    traces(house, "karim", [anne])
    [again] = look()
    assert again.pk == alert.pk and again.is_open and again.count == 2


def test_what_is_not_sealed_or_too_old_is_not_looked_at(house: House, look) -> None:
    anne = house.person("Anne Duval", "mimosa").pk
    traces(house, "karim", [anne], at=timezone.now() - timedelta(days=30))
    assert look() == []
    traces(house, "karim", [anne])
    assert watch_house(house.deux_rives.pk) == 0  # written, not sealed yet


def test_every_rule_has_its_sentence_without_accusation(house: House, look) -> None:
    traces(house, "karim", [house.person("Anne Duval", "mimosa").pk])
    [alert] = look()
    for rule in Rule:
        for count in (1, 7):
            alert.rule, alert.count = rule, count
            told = sentence(alert)
            assert told.startswith("Karim Duval") and told.endswith(".")
            assert not any(word in told.lower() for word in ("log", "audit", "fraude", "suspect", "patient"))


def test_a_house_taken_out_whole_by_the_owner_of_the_machine_is_signalled(house: House, look) -> None:
    export_house("root", moving.House(house.deux_rives.pk, house.deux_rives.name), io.BytesIO())
    [alert] = look()
    assert alert.rule == Rule.EXPORTED
    assert sentence(alert).startswith("root (compte de la machine) a sorti des données de Liane")
