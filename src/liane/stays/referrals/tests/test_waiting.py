"""Places of a list: computed, explained, and never moved without a line that says why."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.kit.dates import today
from liane.kit.door import NotVisible, Refused, Stale
from liane.stays.referrals.deciding import choose_rules, note_criteria, place_before
from liane.stays.referrals.models import WaitingRules, Wish, WishMove
from liane.stays.referrals.queries import criteria_of, rank_of, ranks_of, waiting_list
from liane.stays.referrals.tests.making import go, waiting
from liane.stays.referrals.waiting import default_criteria, explained, rank_key
from liane.testing import House


def order(house: House) -> list[str]:
    rows, _ = waiting_list(house.facilities["FAM Les Tilleuls"].pk)
    return [placed.wish.referral.birth_name for placed in rows]


def version(wish: Wish) -> int:
    return Wish.objects.get(pk=wish.pk).version


def rules(**weights: int) -> list[dict]:
    return [{"code": c.code, "label": c.label, "weight": weights.get(c.code, 0)} for c in default_criteria()]


def test_who_waits_longest_comes_first_when_nothing_else_is_known(house: House) -> None:
    for name, since in (("Ana Deux", 60), ("Bob Trois", 30), ("Cléo Un", 90)):
        waiting(house, name, since=since)
    assert order(house) == ["Un", "Deux", "Trois"]


def test_what_is_noted_moves_her_and_the_move_says_why(house: House) -> None:
    waiting(house, "Ana Un", since=90)
    second = waiting(house, "Bob Deux", since=30)
    note_criteria(
        house.actor("sophie"),
        second.referral_id,
        second.pk,
        {"SITUATION": 2},
        "Hébergée nulle part",
        version=version(second),
    )
    assert order(house) == ["Deux", "Un"]
    move = WishMove.objects.filter(wish=second).latest("at")
    assert (move.from_rank, move.to_rank, move.of_rank) == (2, 1, 2)
    assert (move.reason, move.author_name) == ("Hébergée nulle part", "Sophie Marchal")


def test_the_place_is_explained_line_by_line_and_the_lines_make_the_total() -> None:
    levels, since = {"SITUATION": 2, "NEAR": 1}, date(2026, 1, 1)
    lines, total = explained(default_criteria(), levels, since, 0, "", on=date(2026, 3, 2))
    said = {line.label: (line.said, line.points) for line in lines}
    assert said["Ancienneté"] == ("depuis le 01/01/2026, 1 par mois", 2.0)
    assert said["Solution actuelle"] == ("Sans aucune solution, 10 × 2", 20.0)
    assert said["Danger"] == ("pas encore noté, 12 × 0", 0.0)
    assert total == 25.0 == sum(line.points for line in lines)


@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 2000)), min_size=2, max_size=12, unique=True
    ),
    st.integers(0, 3000),
)
def test_the_order_is_the_one_of_the_explained_totals_on_any_day(people: list, later: int) -> None:
    """A place never moves by itself: the order of the keys is that of the totals, today and in eight years."""
    first, criteria = date(2020, 1, 1), default_criteria()
    on = date(2026, 1, 1) + timedelta(days=later)
    keys, totals = [], []
    for situation, danger, days in people:
        levels, since = {"SITUATION": situation, "DANGER": danger}, first + timedelta(days=days)
        keys.append(rank_key(criteria, levels, since, 0))
        points = situation * 10 + danger * 12
        totals.append(points + (on - since).days / 30)
        assert abs(explained(criteria, levels, since, 0, "", on=on)[1] - totals[-1]) < 0.06
    by_key = sorted(range(len(people)), key=lambda i: -keys[i])
    assert all(totals[a] >= totals[b] - 1e-9 for a, b in zip(by_key, by_key[1:], strict=False))


def test_a_decision_of_the_team_puts_her_where_it_says(house: House) -> None:
    wishes = {
        n: waiting(house, f"Ana {n}", since=s) for n, s in (("Un", 90), ("Deux", 60), ("Trois", 30), ("Quatre", 10))
    }
    last = wishes["Quatre"]
    for rank, expected in (
        (2, ["Un", "Quatre", "Deux", "Trois"]),
        (4, ["Un", "Deux", "Trois", "Quatre"]),
        (1, ["Quatre", "Un", "Deux", "Trois"]),
    ):
        place_before(house.actor("marc"), last.referral_id, last.pk, rank, "Commission du jour", version=version(last))
        assert order(house) == expected
    place_before(house.actor("marc"), last.referral_id, last.pk, 0, "Retour aux critères", version=version(last))
    assert order(house) == ["Un", "Deux", "Trois", "Quatre"]
    move = WishMove.objects.filter(wish=last).latest("at")
    assert (move.kind, move.from_rank, move.to_rank, move.reason) == ("PLACE", 1, 4, "Retour aux critères")
    with pytest.raises(Refused, match="de 1 à 4"):
        place_before(house.actor("marc"), last.referral_id, last.pk, 9, "?", version=version(last))


def test_two_who_move_the_same_request_are_shown_each_other(house: House) -> None:
    wish = waiting(house, "Ana Un")
    read = version(wish)
    note_criteria(house.actor("sophie"), wish.referral_id, wish.pk, {"DANGER": 2}, "Signalé", version=read)
    with pytest.raises(Stale, match="Sophie Marchal a décidé"):
        note_criteria(house.actor("marc"), wish.referral_id, wish.pk, {"DANGER": 0}, "Rien", version=read)


def test_the_direction_changes_the_rules_and_each_place_that_moves_is_told_why(house: House) -> None:
    facility = house.facilities["FAM Les Tilleuls"].pk
    first, second, third = (waiting(house, f"Ana {n}", since=s) for n, s in (("Un", 90), ("Deux", 60), ("Trois", 30)))
    note_criteria(
        house.actor("marc"), third.referral_id, third.pk, {"NEAR": 2}, "Famille à côté", version=version(third)
    )
    assert order(house) == ["Trois", "Un", "Deux"]
    moved = choose_rules(house.actor("marc"), facility, rules(SENIORITY=1), "L’ancienneté seule", version=0)
    assert moved == 3 and order(house) == ["Un", "Deux", "Trois"]
    told = WishMove.objects.filter(kind="RULES")
    assert {m.reason for m in told} == {"Règles de la liste : L’ancienneté seule"} and told.count() == 3
    assert choose_rules(house.actor("marc"), facility, rules(SENIORITY=1), "Encore", version=1) == 0  # sent twice
    with pytest.raises(Stale):
        choose_rules(house.actor("marc"), facility, rules(NEAR=1), "Autre", version=0)
    with pytest.raises(Refused, match="poids"):
        choose_rules(house.actor("marc"), facility, rules(), "Rien ne compte", version=1)
    with pytest.raises(NotVisible):  # she follows the list, she does not choose its rules
        choose_rules(house.actor("sophie"), facility, rules(NEAR=1), "Non", version=1)
    assert WaitingRules.objects.get().author_name == "Marc Estève"
    assert first.pk and second.pk


def test_a_criterion_of_the_house_counts_like_the_others(house: House) -> None:
    facility = house.facilities["FAM Les Tilleuls"].pk
    waiting(house, "Ana Un", since=90)
    second = waiting(house, "Bob Deux", since=30)
    own = {"code": "LOCAL1", "label": "Vient de l’IME voisin", "weight": 30}
    choose_rules(house.actor("marc"), facility, [*rules(SENIORITY=1), own], "Convention avec l’IME", version=0)
    assert [c.levels for c in criteria_of(facility)[0] if c.code == "LOCAL1"] == [("Non", "Oui")]
    note_criteria(house.actor("sophie"), second.referral_id, second.pk, {"LOCAL1": 1}, "Y est", version=version(second))
    assert order(house) == ["Deux", "Un"]


def test_leaving_the_list_closes_the_ranks(house: House) -> None:
    first, second = (waiting(house, f"Ana {n}", since=s) for n, s in (("Un", 90), ("Deux", 60)))
    assert rank_of(Wish.objects.get(pk=second.pk)) == (2, 2)
    go(house, first, "WITHDRAWN", code="ELSEWHERE")
    assert rank_of(Wish.objects.get(pk=second.pk)) == (1, 1) and rank_of(Wish.objects.get(pk=first.pk)) == (0, 1)
    again = go(house, go(house, first, "RECEIVED", reason="Revient"), "WAITING")
    assert again.waiting_since == first.waiting_since  # what she has waited is hers
    assert list(ranks_of(first.facility_id).values()) == [1, 2]
    assert today() >= again.state_on


def test_nobody_enters_or_leaves_the_list_without_a_reason(house: House) -> None:
    first = waiting(house, "Ana Un")
    with pytest.raises(Refused, match="quitte la liste"):
        go(house, first, "ADMISSION", reason="")
    go(house, first, "ADMISSION", reason="Chambre libre")
    with pytest.raises(Refused, match="entre sur la liste"):
        go(house, first, "WAITING", reason=" ")
    page = house.client("marc").get(f"/demandes/{first.referral_id}/").content.decode()
    assert "Sans précision" not in page
    go(house, waiting(house, "Bob Deux"), "REFUSED", reason="", code="NO_PLACE")  # the reason chosen in the list is one


def test_each_place_that_another_request_moves_has_its_line_and_names_nobody(house: House) -> None:
    last = waiting(house, "Bob Deux", since=30)
    first = waiting(house, "Ana Un", since=90)
    line = WishMove.objects.get(wish=last, kind="OTHER")
    assert (line.from_rank, line.to_rank, line.of_rank) == (1, 2, 2)
    assert line.reason == "Une autre demande est entrée sur la liste"
    place_before(house.actor("marc"), last.referral_id, last.pk, 1, "Urgence du foyer", version=version(last))
    moved = WishMove.objects.get(wish=first, kind="OTHER")
    assert (moved.from_rank, moved.to_rank) == (1, 2) and "foyer" not in moved.reason
    go(house, last, "WITHDRAWN", code="LATER")
    back = WishMove.objects.filter(wish=first, kind="OTHER").order_by("-at")[0]
    assert (back.from_rank, back.to_rank, back.reason) == (2, 1, "Une autre demande a quitté la liste")
    assert WishMove.objects.filter(kind="OTHER").count() == 3
