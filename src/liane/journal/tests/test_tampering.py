"""Somebody who owns the database touches the journal: each way of doing it is seen, and said with its place."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connections, transaction

from liane.journal.models import Seal
from liane.journal.sealing import keys
from liane.journal.sealing.findings import Fault
from liane.journal.sealing.heads import HeadsRefused, read_heads
from liane.journal.sealing.keys import signing_key
from liane.journal.sealing.seal import seal_batch
from liane.journal.tests.conftest import Ledger

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def faults(ledger: Ledger, heads: list | None = None) -> set[Fault]:
    return {finding.fault for finding in ledger.verify(heads).findings}


def numbers(ledger: Ledger) -> list[int]:
    return [
        row[0]
        for row in ledger.ask(
            "SELECT number FROM journal_journalentry WHERE organization_id = %s ORDER BY 1", ledger.organization_id
        )
    ]


def test_an_untouched_journal_is_whole(ledger: Ledger) -> None:
    ledger.write(3)
    report = ledger.verify(ledger.export())
    assert report.is_whole and (report.seals, report.lines, report.waiting, report.heads) == (4, 35, 3, 1)


@pytest.mark.parametrize(
    "change",
    [
        "reason = 'autre raison'",
        "actor_name = 'Karim Duval'",
        "at = at + interval '1 microsecond'",
        "record_id = gen_random_uuid()",
        "detail = '{\"rank\": 99}'",
        "kind = 'note.read'",
        "organization_id = organization_id, origin = '10.0.0.1'",
    ],
)
def test_an_edited_line_is_found_with_its_number_and_its_seal(ledger: Ledger, change: str) -> None:
    target = numbers(ledger)[13]
    ledger.tamper(f"UPDATE journal_journalentry SET {change} WHERE number = %s", target)
    [finding] = ledger.verify().findings
    assert finding.fault is Fault.EDITED
    assert f"la ligne {target} a été modifiée" in finding.sentence and "scellé n°\u00a02 du" in finding.sentence


def test_a_removed_line_is_found(ledger: Ledger) -> None:
    target = numbers(ledger)[20]
    ledger.tamper("DELETE FROM journal_journalentry WHERE number = %s", target)
    [finding] = ledger.verify().findings
    assert finding.fault is Fault.REMOVED and f"la ligne {target} a été supprimée" in finding.sentence


def test_a_line_inserted_behind_a_seal_is_found(ledger: Ledger) -> None:
    ledger.write(1, organization_id=ledger.person)  # of another house: a number inside the sealed range is then free
    here = numbers(ledger)
    ledger.tamper(
        "INSERT INTO journal_journalentry (id, number, organization_id, at, kind, actor_name, actor_role, reason, origin, detail) "
        "VALUES (gen_random_uuid(), %s, %s, now(), 'record.opened', 'Faux', '', '', '', '{}')",
        here[5], ledger.organization_id,
    )  # fmt: skip
    [finding] = ledger.verify().findings
    assert finding.fault is Fault.INSERTED and f"la ligne {here[5]} a été ajoutée" in finding.sentence


def test_two_lines_that_exchange_their_places_are_found(ledger: Ledger) -> None:
    one, other = numbers(ledger)[2], numbers(ledger)[7]
    ledger.tamper(
        "UPDATE journal_journalentry SET number = CASE number WHEN %s THEN %s::bigint ELSE %s::bigint END WHERE number IN (%s, %s)",
        one, other, one, one, other,
    )  # fmt: skip
    findings = ledger.verify().findings
    assert [finding.fault for finding in findings] == [Fault.MOVED, Fault.MOVED]
    assert "l’ordre a été changé" in findings[0].sentence


def test_a_line_given_to_another_organisation_is_missing_here(ledger: Ledger) -> None:
    ledger.tamper(
        "UPDATE journal_journalentry SET organization_id = %s WHERE number = %s", ledger.person, numbers(ledger)[0]
    )
    assert faults(ledger) == {Fault.REMOVED}


def test_a_line_pushed_out_of_the_seals_is_missing_in_its_seal(ledger: Ledger) -> None:
    ledger.tamper("UPDATE journal_journalentry SET number = number + 1000000 WHERE number = %s", numbers(ledger)[0])
    assert faults(ledger) == {Fault.REMOVED}


def test_a_tail_cut_with_its_seals_is_found_by_the_exported_heads(ledger: Ledger) -> None:
    heads = ledger.export()
    ledger.tamper("DELETE FROM journal_journalentry WHERE number > %s", numbers(ledger)[19])
    ledger.tamper("DELETE FROM journal_seal WHERE number > 2 AND organization_id = %s", ledger.organization_id)
    assert ledger.verify().is_whole  # the database alone cannot know
    [finding] = ledger.verify(heads).findings
    assert finding.fault is Fault.CUT and "la base s’arrête au n°\u00a02" in finding.sentence


def test_a_tail_cut_without_its_seals_is_found_by_the_database_alone(ledger: Ledger) -> None:
    ledger.tamper("DELETE FROM journal_journalentry WHERE number > %s", numbers(ledger)[30])
    report = ledger.verify()
    assert [finding.fault for finding in report.findings] == [Fault.REMOVED] * 4


def test_a_seal_taken_out_of_the_middle_is_found(ledger: Ledger) -> None:
    ledger.tamper("DELETE FROM journal_journalentry WHERE number BETWEEN %s AND %s", *numbers(ledger)[10:20:9])
    ledger.tamper("DELETE FROM journal_seal WHERE number = 2 AND organization_id = %s", ledger.organization_id)
    findings = ledger.verify().findings
    assert findings[0].fault is Fault.SEAL_MISSING and "le scellé n°\u00a02 a disparu" in findings[0].sentence


def test_seals_renumbered_around_a_hole_are_found(ledger: Ledger) -> None:
    ledger.tamper("DELETE FROM journal_journalentry WHERE number BETWEEN %s AND %s", *numbers(ledger)[10:20:9])
    ledger.tamper("DELETE FROM journal_seal WHERE number = 2 AND organization_id = %s", ledger.organization_id)
    ledger.tamper(
        "UPDATE journal_seal SET number = number - 1 WHERE number > 2 AND organization_id = %s", ledger.organization_id
    )
    assert Fault.SEAL_FORGED in faults(ledger)


def reseal(ledger: Ledger) -> None:
    """Forget every seal and make the chain again, with whatever key lies in the folder."""
    ledger.tamper("DELETE FROM journal_seal WHERE organization_id = %s", ledger.organization_id)
    ledger.seal()


def test_a_chain_recomputed_with_the_stolen_key_is_found_by_the_exported_heads(ledger: Ledger) -> None:
    heads = ledger.export()
    ledger.tamper("UPDATE journal_journalentry SET reason = 'effacé' WHERE number = %s", numbers(ledger)[3])
    reseal(ledger)
    assert ledger.verify().is_whole  # signed by the true key: only what left the machine can tell
    [finding] = ledger.verify(heads).findings
    assert finding.fault is Fault.REWRITTEN and "la chaîne a été recalculée" in finding.sentence


def test_a_chain_recomputed_with_another_key_is_found_without_any_head(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusted = keys.trusted_keys()
    ledger.tamper("DELETE FROM journal_seal WHERE organization_id = %s", ledger.organization_id)
    monkeypatch.setattr(keys, "PRIVATE", "autre.pem")
    monkeypatch.setattr(keys, "PUBLIC", "autres")
    upto = ledger.ask("SELECT last_value FROM journal_number")[0][0]
    seal_batch(ledger.organization_id, upto, signing_key(), using="owner")
    monkeypatch.undo()
    assert trusted == keys.trusted_keys() and faults(ledger) == {Fault.KEY_UNKNOWN}


def test_a_seal_whose_digests_are_rewritten_without_the_key_is_found(ledger: Ledger) -> None:
    ledger.tamper("UPDATE journal_seal SET sealed_at = sealed_at - interval '1 day' WHERE number = 3")
    assert faults(ledger) == {Fault.SEAL_FORGED}


def test_a_database_put_back_to_yesterday_is_found_even_after_it_went_on(ledger: Ledger) -> None:
    """The backup held two seals; the house then wrote other lines and sealed them, with its own key."""
    heads = ledger.export()
    ledger.tamper("DELETE FROM journal_journalentry WHERE number > %s", numbers(ledger)[19])
    ledger.tamper("DELETE FROM journal_seal WHERE number > 2 AND organization_id = %s", ledger.organization_id)
    ledger.write(25)
    ledger.seal()
    [finding] = ledger.verify(heads).findings
    assert finding.fault is Fault.REWRITTEN and "est revenue en arrière puis a continué" in finding.sentence


def test_a_journal_emptied_with_all_its_seals_is_found(ledger: Ledger) -> None:
    heads = ledger.export()
    ledger.tamper("DELETE FROM journal_journalentry WHERE organization_id = %s", ledger.organization_id)
    ledger.tamper("DELETE FROM journal_seal WHERE organization_id = %s", ledger.organization_id)
    assert faults(ledger, heads) == {Fault.CUT}


def test_a_head_that_somebody_made_up_is_told_apart(ledger: Ledger) -> None:
    [head] = ledger.export()
    path = ledger.folder / "faux.jsonl"
    path.write_text(head.line().replace(f'"lines": {head.statement.lines}', '"lines": 4'))
    assert faults(ledger, read_heads([path])) == {Fault.HEAD_FORGED}


@pytest.mark.parametrize("text", ["{}", "pas du json", '{"head": "zz"}', "[]", "🦊"])
def test_a_damaged_file_of_heads_is_refused_with_its_line(ledger: Ledger, text: str) -> None:
    path = ledger.folder / "abime.jsonl"
    path.write_text(text)
    with pytest.raises(HeadsRefused, match="ligne 1"):
        read_heads([path])


def test_many_faults_of_one_kind_are_counted_not_listed(ledger: Ledger) -> None:
    ledger.tamper("UPDATE journal_journalentry SET reason = 'x' WHERE organization_id = %s", ledger.organization_id)
    shown = list(ledger.verify().shown())
    assert len(shown) == 21 and "et 15 autres constats" in shown[-1]


@pytest.mark.parametrize(
    "order", ["UPDATE journal_seal SET lines = 0", "DELETE FROM journal_seal", "TRUNCATE journal_seal"]
)
def test_a_seal_is_written_once_even_for_the_owner(ledger: Ledger, order: str) -> None:
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic(using="owner"):
        ledger.ask(order)


def test_the_application_may_only_add_and_read_seals() -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT p FROM unnest(ARRAY['SELECT','INSERT','UPDATE','DELETE','TRUNCATE']) p "
            "WHERE has_table_privilege('journal_seal', p)"
        )
        assert [p for (p,) in cursor.fetchall()] == ["SELECT", "INSERT"]


def test_each_seal_follows_the_one_before(ledger: Ledger) -> None:
    seals = list(Seal.objects.using("owner").filter(organization_id=ledger.organization_id).order_by("number"))
    assert [seal.lines for seal in seals] == [10, 10, 10, 5]
    assert all(bytes(b.previous) == bytes(a.head) for a, b in zip(seals, seals[1:], strict=False))


def test_heads_are_added_to_their_file_at_most_every_five_minutes(ledger: Ledger) -> None:
    assert len(ledger.export()) == 1
    ledger.write(1)
    ledger.seal()
    assert len(ledger.export()) == 1
    ledger.tamper("UPDATE journal_seal SET sealed_at = %s WHERE number = 5", datetime.now(UTC) + timedelta(minutes=6))
    assert len(ledger.export()) == 2
    ledger.tamper("UPDATE journal_seal SET sealed_at = %s WHERE number = 5", datetime.now(UTC) - timedelta(days=3))
    assert len(ledger.export()) == 3  # the clock was put back: the heads go on leaving
