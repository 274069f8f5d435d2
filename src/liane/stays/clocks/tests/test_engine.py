"""The dates of the delays, without a database: what the law counts, on awkward days too."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from liane.kit.ids import uuid7
from liane.nomenclatures.clocks import ClockError, Span, clocks, read_clocks
from liane.nomenclatures.packs import all_packs, pack_codes
from liane.nomenclatures.stay_lists import absence_motives
from liane.stays.clocks.engine import Away, Due, Facts, dues

STAY = uuid7()
ADMITTED = date(2026, 8, 31)
DAYS = st.dates(date(2000, 1, 1), date(2050, 1, 1))


def facts(pack: str = "fam_mas", **more: object) -> Facts:
    return Facts(STAY, pack, **{"entered_on": ADMITTED, **more})  # type: ignore[arg-type]


def due(code: str, found: list[Due]) -> Due:
    return next(d for d in found if d.code == code)


def codes(found: list[Due]) -> set[str]:
    return {d.code for d in found}


def seen(told: Facts, on: date = ADMITTED) -> list[Due]:
    return dues(told, clocks().values(), on=on)


def test_the_contract_is_given_in_fifteen_days_and_signed_in_a_month_counted_as_lawyers_do() -> None:
    found = seen(facts())
    assert due("contrat_remis", found).due_on == date(2026, 9, 15)
    assert due("contrat_signe", found).due_on == date(2026, 9, 30)  # 31 August and one month: the last day of September
    assert due("avenant", found).due_on == date(2027, 2, 28)
    assert due("reactualisation", found).due_on == date(2027, 8, 31)
    assert due("contrat_remis", found).why == "entrée le 31/08/2026"


def test_the_dates_of_the_contract_are_its_proof_and_nobody_says_it_twice() -> None:
    found = seen(facts(contract_given=date(2026, 9, 1), contract_signed=date(2026, 9, 20)))
    assert not {"contrat_remis", "contrat_signe"} & codes(found)


def test_what_comes_back_every_year_is_counted_from_the_last_time() -> None:
    found = seen(facts(done={("reactualisation", STAY): date(2027, 6, 1)}), on=date(2027, 6, 2))
    assert due("reactualisation", found).due_on == date(2028, 6, 1)
    assert "fait le 01/06/2027" in due("reactualisation", found).why


def test_a_stay_that_has_ended_asks_nothing_more_but_its_last_day_still_does() -> None:
    assert seen(facts(ends_on=date(2026, 9, 1)), on=date(2026, 9, 2)) == []
    assert seen(facts(ends_on=date(2026, 9, 1)), on=date(2026, 9, 1)) != []


def test_each_sector_has_its_own_delays() -> None:
    assert {"situation_chrs"} <= codes(seen(facts("chrs"))) and "rapport_ase" not in codes(seen(facts("chrs")))
    assert {"avis_medecin_co"} <= codes(seen(facts("ehpad"))) and "quatre_fiches" not in codes(seen(facts("ehpad")))


def test_a_prolongation_is_asked_a_month_before_the_planned_end() -> None:
    assert "prolongation_chrs" not in codes(seen(facts("chrs")))
    found = seen(facts("chrs", planned_end=date(2027, 3, 31)))
    assert due("prolongation_chrs", found).due_on == date(2027, 2, 28)


def test_seventy_two_hours_of_absence_are_counted_from_the_hour_of_departure() -> None:
    left = timezone.make_aware(datetime(2026, 9, 10, 14, 0))
    away = Away(uuid7(), left, None, "HOSPITAL")
    found = seen(facts("ehpad", absences=(away,)), on=date(2026, 9, 20))
    assert due("absence_72h", found).due_on == date(2026, 9, 13)
    back = Away(away.id, left, left + timedelta(hours=71), "HOSPITAL")
    assert "absence_72h" not in codes(seen(facts("ehpad", absences=(back,)), on=date(2026, 9, 20)))
    late = Away(away.id, left, left + timedelta(hours=73), "HOSPITAL")
    assert "absence_72h" in codes(seen(facts("ehpad", absences=(late,)), on=date(2026, 9, 20)))
    said = {("absence_72h", away.id): date(2026, 9, 14)}
    assert "absence_72h" not in codes(seen(facts("ehpad", absences=(away,), done=said), on=date(2026, 9, 20)))


def test_the_four_sheets_are_asked_for_each_departure() -> None:
    left = timezone.make_aware(datetime(2026, 9, 10, 14, 0))
    two = (
        Away(uuid7(), left, left + timedelta(hours=4), "HOSPITAL"),
        Away(uuid7(), left + timedelta(days=9), None, "HOLIDAY"),
    )
    found = [d for d in seen(facts(absences=two), on=date(2026, 9, 20)) if d.code == "quatre_fiches"]
    assert [d.due_on for d in found] == [date(2026, 9, 10), date(2026, 9, 19)]
    school = (Away(uuid7(), left, left + timedelta(days=4), "SCHOOL"),)  # not a departure of that kind
    assert "quatre_fiches" not in codes(seen(facts(absences=school), on=date(2026, 9, 20)))


def test_who_came_in_before_one_year_is_asked_the_yearly_report_once_two() -> None:
    baby = facts("mecs_aemo", birth_date=date(2026, 6, 1))
    assert "rapport_ase" not in codes(seen(baby, on=date(2028, 5, 31)))
    assert due("rapport_ase", seen(baby, on=date(2028, 6, 1))).due_on == date(2028, 8, 31)
    assert due("rapport_ase", seen(baby, on=date(2029, 3, 1))).due_on == date(2028, 8, 31)  # late, and told


def test_under_two_years_the_report_is_every_six_months_then_every_year() -> None:
    baby = facts("mecs_aemo", birth_date=date(2026, 6, 1))
    assert "rapport_ase_petit" in codes(seen(baby)) and "rapport_ase" not in codes(seen(baby))
    child = facts("mecs_aemo", birth_date=date(2018, 6, 1))
    assert "rapport_ase_petit" not in codes(seen(child)) and "rapport_ase" in codes(seen(child))
    unknown = facts("mecs_aemo")
    assert "rapport_ase_petit" not in codes(seen(unknown)) and "rapport_ase" in codes(seen(unknown))


@given(DAYS, st.integers(1, 36))
def test_months_never_land_after_the_month_they_name(start: date, months: int) -> None:
    end = Span(months, "m").after(start)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day <= start.day


@given(DAYS, DAYS, st.sampled_from(pack_codes()))
def test_nothing_is_asked_before_the_admission_but_what_is_counted_before_an_end(
    start: date, on: date, pack: str
) -> None:
    for found in dues(Facts(STAY, pack, start), clocks().values(), on=on):
        assert found.due_on >= start and found.why and len(found.why) <= 120


def test_the_file_names_sectors_that_exist_and_says_how_sure_it_is() -> None:
    for clock in clocks().values():
        assert clock.motives <= set(absence_motives())
        assert clock.packs <= set(pack_codes())
        assert not clock.step or all(clock.step in {step.code for step in pack.admission} for pack in all_packs())
        assert clock.article and clock.mark in {"V", "V°", "M", "D"}
        assert (clock.mark == "V") == (clock.caution == "")


@pytest.mark.parametrize(("line", "said"), [
    ('after = "15 jours"', "n’est pas un délai"),
    ('after = "15d"\nmark = "X"', "«\u00a0mark\u00a0» inconnu"),
    ('after = "15d"\nstarts = "jamais"', "«\u00a0starts\u00a0» inconnu"),
    ('', "«\u00a0after\u00a0» manque"),
])  # fmt: skip
def test_a_wrong_line_is_told_in_words(tmp_path: Path, line: str, said: str) -> None:
    rest = {"code": "a", "label": "b", "why": "c", "starts": "admission", "article": "d", "mark": "V"}
    rest = {name: value for name, value in rest.items() if f"{name} =" not in line}
    file = tmp_path / "clocks.toml"
    file.write_text("[[clock]]\n" + "\n".join(f'{n} = "{v}"' for n, v in rest.items()) + f"\n{line}\n")
    with pytest.raises(ClockError, match=said):
        read_clocks(file)
