"""What is erased at its term, what a hold keeps, and a chain that stays verifiable after it."""

from datetime import UTC, date, datetime, time
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry, LegalHold, Purge, RetentionRule, Seal, Verification
from liane.journal.retention.actions import choose_rule, lift_hold, place_hold
from liane.journal.retention.certificates import certificate
from liane.journal.retention.purge import announced, count_next, purge_chain
from liane.journal.retention.rules import Rule, months_before, next_purge, preview_of, rule_of
from liane.journal.sealing.chain import OUTSIDE
from liane.journal.sealing.findings import Fault, Report
from liane.journal.sealing.keys import signing_key, trusted_keys
from liane.journal.sealing.runs import remember
from liane.journal.sealing.seal import last_seal, seal_batch
from liane.journal.sealing.verify import Proofs, verify
from liane.kit.dates import at_clock
from liane.kit.door import NotVisible, Refused
from liane.kit.tenancy import acting_for
from liane.testing import House

TODAY = date(2026, 11, 1)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> None:
    settings.JOURNAL_FOLDER, settings.JOURNAL_HEADS_FOLDER = tmp_path / "journal", ""


def written(house: House, at: datetime, *, record: bool = True, count: int = 1) -> None:
    """Lines of a moment long past, as they would have been written then."""
    JournalEntry.objects.bulk_create(
        JournalEntry(
            organization_id=house.deux_rives.pk, at=at, kind=Kind.RECORD_OPENED if record else Kind.SIGNED_IN,
            actor_name="Maud Lefort", record_id=house.sam.pk if record else None,
        )
        for _ in range(count)
    )  # fmt: skip


def read_of_a_unit(house: House, at: datetime) -> None:
    JournalEntry.objects.create(
        organization_id=house.deux_rives.pk, at=at, kind=Kind.HANDOVER_OPENED, object_id=house.units["mimosa"].pk
    )


def seal(house: House) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM journal_number")
        upto = cursor.fetchone()[0]
    while seal_batch(house.deux_rives.pk, upto, signing_key(), batch=4):
        pass


def checked(house: House) -> Report:
    return verify(Proofs(trusted_keys(), []), using="default", only=[house.deux_rives.pk])


def years_ago(years: int) -> datetime:
    return datetime(TODAY.year - years, 6, 1, 12, tzinfo=UTC)


def kept(house: House) -> set[tuple[int, bool]]:
    lines = JournalEntry.objects.filter(organization_id=house.deux_rives.pk, at__year__lt=2026)
    return {(line.at.year, line.record_id is not None) for line in lines}


def test_by_default_accesses_stay_three_years_and_the_rest_one(house: House) -> None:
    for years in (1, 2, 3, 4):
        written(house, years_ago(years))
        written(house, years_ago(years), record=False)
    seal(house)
    assert purge_chain(house.deux_rives.pk, TODAY, signing_key()) == 6
    assert kept(house) == {(2025, True), (2024, True)}
    report = checked(house)
    assert report.is_whole and report.purged == 6
    told = JournalEntry.objects.get(kind=Kind.JOURNAL_PURGED)
    assert told.detail == {"lines": 6} and "CNIL" in told.reason


def test_what_was_read_for_a_whole_unit_is_kept_as_long_as_the_opening_of_a_record(house: House) -> None:
    """Who read the hand-over of Mimosa read of Sam: she may ask about it for as long."""
    for years in (2, 4):
        read_of_a_unit(house, years_ago(years))
    written(house, years_ago(2), record=False)
    seal(house)
    preview = count_next(house.deux_rives.pk)
    assert (preview.accesses, preview.security) == (1, 1)
    assert purge_chain(house.deux_rives.pk, TODAY, signing_key()) == 2
    assert kept(house) == {(2024, False)} and checked(house).is_whole


def test_a_hold_on_a_record_keeps_what_was_read_for_its_unit(house: House) -> None:
    read_of_a_unit(house, years_ago(4))
    seal(house)
    place_hold(house.actor("amine"), house.sam.pk, "Plainte en cours", hold_id=uuid4())
    assert purge_chain(house.deux_rives.pk, TODAY, signing_key()) == 0
    assert count_next(house.deux_rives.pk).held == 1


def test_erasing_twice_erases_once_and_the_certificates_add_up(house: House) -> None:
    for years in (2, 3, 4):
        written(house, years_ago(years), count=3)
    seal(house)
    assert purge_chain(house.deux_rives.pk, TODAY, signing_key()) == 6
    assert purge_chain(house.deux_rives.pk, TODAY, signing_key()) == 0
    assert purge_chain(house.deux_rives.pk, date(2027, 11, 1), signing_key()) == 3
    assert checked(house).is_whole and sum(p.lines for p in Purge.objects.all()) == 9


def test_what_is_not_sealed_yet_is_never_erased(house: House) -> None:
    written(house, years_ago(5))
    assert purge_chain(house.deux_rives.pk, TODAY, signing_key()) == 0 and kept(house)


def test_a_hold_on_a_record_keeps_its_traces_and_only_them(house: House) -> None:
    amine = house.actor("amine")
    written(house, years_ago(4), count=2)
    written(house, years_ago(4), record=False)
    seal(house)
    place_hold(amine, house.sam.pk, "Plainte en cours", hold_id=(hold := uuid4()))
    assert purge_chain(house.deux_rives.pk, TODAY, signing_key()) == 1
    preview = count_next(house.deux_rives.pk)
    assert (preview.accesses, preview.security, preview.held) == (0, 0, 2)
    lift_hold(amine, hold, "Affaire classée")
    assert preview_of(house.deux_rives.pk).accesses == 2
    assert purge_chain(house.deux_rives.pk, TODAY, signing_key()) == 2
    assert checked(house).is_whole


def test_a_hold_on_the_whole_organisme_keeps_everything(house: House) -> None:
    written(house, years_ago(4), record=False)
    seal(house)
    place_hold(house.actor("amine"), None, "Inspection", hold_id=uuid4())
    assert purge_chain(house.deux_rives.pk, TODAY, signing_key()) == 0 and kept(house)


def test_the_dpo_chooses_between_six_months_and_the_life_of_the_record(house: House) -> None:
    amine = house.actor("amine")
    choose_rule(amine, 60, 6, "Analyse d’impact du 3 mars", rule_id=uuid4())
    assert rule_of(house.deux_rives.pk).access_months == 60
    choose_rule(amine, None, 12, "Décision du conseil", rule_id=(last := uuid4()))
    choose_rule(amine, None, 12, "Décision du conseil", rule_id=last)  # sent twice
    assert rule_of(house.deux_rives.pk).limits(TODAY)[0] is None and RetentionRule.objects.count() == 2
    for access, security in ((5, 12), (36, 24), (0, 12), (36, 3)):
        with pytest.raises(Refused):
            choose_rule(amine, access, security, "non", rule_id=uuid4())
    written(house, years_ago(9))
    seal(house)
    assert purge_chain(house.deux_rives.pk, TODAY, signing_key()) == 0


def test_a_hold_is_placed_once_and_belongs_to_its_house(house: House) -> None:
    place_hold(house.actor("amine"), house.sam.pk, "Plainte", hold_id=(hold := uuid4()))
    place_hold(house.actor("amine"), house.sam.pk, "Plainte", hold_id=hold)
    with pytest.raises(Refused, match="déjà posé"):
        place_hold(house.actor("amine"), house.sam.pk, "Autre", hold_id=uuid4())
    with house.inside(house.bel_air), pytest.raises(NotVisible):
        lift_hold(house.actor("farid"), hold, "intrus")
    assert LegalHold.objects.get().lifted_at is None


@pytest.mark.parametrize("why", ["young", "held", "unsealed", "other"])
def test_the_database_refuses_a_certificate_that_goes_too_far(house: House, why: str) -> None:
    """Even our own code, gone wrong, cannot erase what must stay."""
    written(house, timezone.now() if why == "young" else years_ago(4))
    seal(house)
    if why == "held":
        place_hold(house.actor("amine"), house.sam.pk, "Plainte", hold_id=uuid4())
    if why == "unsealed":
        written(house, years_ago(4))
    line = JournalEntry.objects.filter(record_id=house.sam.pk, kind=Kind.RECORD_OPENED).latest("number")
    made = certificate(
        last_seal(house.deux_rives.pk), [line.number + (1_000 if why == "other" else 0)], "essai", signing_key()
    )
    made.save(force_insert=True)
    with (
        pytest.raises(DatabaseError, match="names 1 lines, 0 may go"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT journal_erase(%s)", [made.pk])


def test_a_certificate_that_the_house_did_not_sign_is_found(house: House) -> None:
    written(house, years_ago(4), count=2)
    seal(house)
    sealed = last_seal(house.deux_rives.pk)
    made = certificate(sealed, [sealed.first_line], "essai", signing_key())
    made.rule = "une autre règle"
    made.save(force_insert=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT journal_erase(%s)", [made.pk])
    assert {f.fault for f in checked(house).findings} == {Fault.PURGE_FORGED, Fault.REMOVED}


def test_what_was_not_announced_on_a_day_before_is_not_erased(house: House) -> None:
    """A clock that jumps ahead erases nothing: the next month is soon enough."""
    assert not announced(house.deux_rives.pk, TODAY)
    preview = count_next(house.deux_rives.pk)
    assert not announced(house.deux_rives.pk, date(2031, 1, 1))
    assert announced(house.deux_rives.pk, preview.on)
    preview.counted_at = at_clock(preview.on, time(0, 5))
    preview.save()
    assert not announced(house.deux_rives.pk, preview.on)


def test_the_other_house_erases_nothing_here(house: House) -> None:
    written(house, years_ago(4))
    seal(house)
    purge_chain(house.bel_air.pk, TODAY, signing_key())
    assert kept(house) == {(2022, True)}


def test_an_erasing_leaves_a_trace_for_nobody_only_when_something_went(house: House) -> None:
    trace(house.actor("karim"), Kind.RECORD_OPENED, record_id=house.sam.pk)
    seal(house)
    assert purge_chain(house.deux_rives.pk, TODAY, signing_key()) == 0
    assert not JournalEntry.objects.filter(kind=Kind.JOURNAL_PURGED).exists()


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 1), 12, date(2025, 1, 1)),
        (date(2026, 8, 31), 36, date(2023, 8, 31)),
    ],
)
def test_months_are_those_of_the_calendar(day: date, months: int, expected: date) -> None:
    assert timezone.localtime(months_before(day, months)).date() == expected


def test_the_next_erasing_is_the_first_of_the_month() -> None:
    assert next_purge(date(2026, 12, 31)) == date(2027, 1, 1) and next_purge(date(2026, 11, 1)) == date(2026, 12, 1)
    assert Rule().limits(TODAY)[1] < timezone.now()


def test_seals_certificates_and_verifications_stay_behind_the_wall(house: House) -> None:
    written(house, years_ago(4))
    seal(house)
    purge_chain(house.deux_rives.pk, TODAY, signing_key())
    remember(house.deux_rives.pk, checked(house))
    kinds = (Seal, Purge, Verification)
    assert all(kind.objects.exists() for kind in kinds)
    mine = [kind.objects.first() for kind in kinds]
    for wall in (house.inside(house.bel_air), house.outside(), acting_for(OUTSIDE)):
        with wall:
            assert not any(kind.objects.filter(organization_id=house.deux_rives.pk).exists() for kind in kinds)
            for row in mine:
                row.pk = uuid4()
                with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                    row.save(force_insert=True)


def test_the_lines_of_no_organisme_are_read_by_the_sealing_alone(house: House) -> None:
    """A refused sign-in: no house sees it, a page without a house neither; it has its own chain."""
    with house.outside():
        trace(None, Kind.SIGN_IN_REFUSED)
        assert not JournalEntry.objects.exists()
    assert not JournalEntry.objects.filter(kind=Kind.SIGN_IN_REFUSED).exists()
    with acting_for(OUTSIDE), connection.cursor() as cursor:
        assert set(JournalEntry.objects.values_list("organization_id", flat=True)) == {None}
        cursor.execute("SELECT last_value FROM journal_number")
        sealed = seal_batch(None, cursor.fetchone()[0], signing_key())
    assert sealed is not None and sealed.organization_id is None
