"""Until when a record is kept: the sector that protects most, the last departure, the birth where the archives count from it."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.kit.ids import uuid7
from liane.nomenclatures.packs import pack_codes
from liane.nomenclatures.retention import DEPARTURE, DESTROY, KEEP, LAST_CONTACT, retention_rules, rule_for
from liane.stays.retention import reckoning
from liane.stays.retention.reckoning import Chosen, Past, reckon

HERE, THERE = uuid7(), uuid7()


def test_a_home_help_record_closes_two_years_after_then_sleeps_five_more() -> None:
    found = reckon([Past(HERE, "savs", date(2020, 2, 29))], date(1980, 1, 1), {})
    assert (found.rule, found.archive_on, found.end_on, found.fate) == (
        "social",
        date(2022, 2, 28),
        date(2027, 2, 28),
        DESTROY,
    )


def test_a_child_placed_is_kept_ninety_years_from_birth_and_never_destroyed() -> None:
    found = reckon([Past(HERE, "mecs_aemo", date(2020, 6, 1))], date(2010, 5, 5), {})
    assert (found.archive_on, found.end_on, found.fate) == (date(2022, 6, 1), date(2100, 5, 5), KEEP)
    unknown = reckon([Past(HERE, "mecs_aemo", date(2020, 6, 1))], None, {})
    assert unknown.end_on == date(2112, 6, 1)


def test_the_most_protective_of_her_sectors_counts_from_her_last_departure() -> None:
    past = [Past(HERE, "mecs_aemo", date(2012, 1, 1)), Past(THERE, "chrs", date(2020, 1, 1))]
    found = reckon(past, date(2000, 1, 1), {})
    assert (found.rule, found.left_on, found.facility_id) == ("enfance", date(2020, 1, 1), THERE)


def test_it_is_counted_from_the_last_contact_when_the_rule_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    past, heard = [Past(HERE, "savs", date(2020, 3, 1))], date(2021, 3, 1)
    found = reckon(past, None, {}, heard)
    assert (found.left_on, found.archive_on, found.end_on) == (date(2020, 3, 1), date(2023, 3, 1), date(2028, 3, 1))
    assert reckon(past, None, {}, date(2019, 1, 1)).archive_on == date(2022, 3, 1)  # of a stay before
    assert {rule.starts for rule in retention_rules().values()} <= {LAST_CONTACT, DEPARTURE}
    from_departure = replace(rule_for(frozenset({"savs"})), starts=DEPARTURE)
    monkeypatch.setattr(reckoning, "rule_for", lambda packs: from_departure)
    assert reckon(past, None, {}, heard).archive_on == date(2022, 3, 1)


def test_what_the_organisme_chose_counts_instead() -> None:
    found = reckon([Past(HERE, "chrs", date(2020, 1, 31))], None, {"social": Chosen(6, 12, KEEP)})
    assert (found.archive_on, found.end_on, found.fate) == (date(2020, 7, 31), date(2021, 7, 31), KEEP)


@given(
    st.lists(
        st.tuples(st.sampled_from(pack_codes()), st.dates(date(1990, 1, 1), date(2030, 1, 1))), min_size=1, max_size=6
    )
)
def test_nothing_ends_before_it_is_archived_nor_is_archived_before_she_left(stays: list[tuple[str, date]]) -> None:
    found = reckon([Past(HERE, pack, on) for pack, on in stays], date(1950, 1, 1), {})
    assert max(on for _, on in stays) == found.left_on < found.archive_on <= found.end_on


def test_every_sector_has_a_rule_and_each_rule_says_how_sure_it_is() -> None:
    assert {rule_for(frozenset({pack})).code for pack in pack_codes()} == set(retention_rules())
    for rule in retention_rules().values():
        assert rule.packs <= set(pack_codes()) and rule.source and rule.mark in {"V", "V°", "M", "D"}
