"""Every step of a double leaves its line, in the journal of each record that it touches: looked at, answered, joined, parted, undone."""

from typing import Any

from liane.journal.kinds import SENTENCES, Kind
from liane.journal.models import JournalEntry
from liane.people.doubles.models import Double, Regrouping
from liane.people.doubles.tests.test_pages import QUEUE, Browser, join, pair, parting  # noqa: F401 - a fixture
from liane.people.models import LocalIdentifier, Record
from liane.testing import House

DOUBLES = {Kind.DOUBLE_COMPARED, Kind.DOUBLE_ANSWERED, Kind.RECORDS_JOINED, Kind.RECORD_PARTED, Kind.REGROUPING_UNDONE}


class Steps:
    """What the journal says since it was last asked: who, of which record, what."""

    def __init__(self) -> None:
        self.seen: set[Any] = set(JournalEntry.objects.values_list("number", flat=True))

    def since(self) -> set[tuple[str, Any, str]]:
        rows = JournalEntry.objects.exclude(number__in=self.seen).filter(kind__in=DOUBLES)
        found = list(rows.values_list("number", "actor_name", "record_id", "kind"))
        self.seen |= {row[0] for row in found}
        return {row[1:] for row in found}


def both(kind: Kind, *records: Record, who: str = "Nicole Ferrand") -> set[tuple[str, Any, str]]:
    return {(who, record.pk, str(kind)) for record in records}


def test_each_step_from_the_comparison_to_the_way_back_is_in_both_journals(
    house: House, client_of: Browser, pair: tuple[Record, Record, Double],  # noqa: F811
) -> None:  # fmt: skip
    one, other, double = pair
    nicole, steps = client_of("nicole"), Steps()
    nicole.get(f"{QUEUE}{double.pk}/")
    assert steps.since() == both(Kind.DOUBLE_COMPARED, one, other)
    assert nicole.post(f"{QUEUE}{double.pk}/deux-personnes/", {"reason": "Deux cousines"}).status_code == 303
    assert steps.since() == both(Kind.DOUBLE_ANSWERED, one, other)
    assert nicole.post(f"{QUEUE}{double.pk}/redemander/").status_code == 303
    assert steps.since() == both(Kind.DOUBLE_COMPARED, one, other)
    joined = join(nicole, double, one)
    assert both(Kind.RECORDS_JOINED, one, other) <= steps.since()
    assert nicole.get(joined["Location"]).status_code == 200
    assert both(Kind.DOUBLE_COMPARED, one) <= steps.since()
    assert nicole.post(f"{joined['Location']}annuler/", {"reason": "Deux sœurs"}).status_code == 303
    assert both(Kind.REGROUPING_UNDONE, one, other) <= steps.since()
    seen = client_of("sophie").get(f"/personnes/{one.pk}/qui-a-vu/").content.decode()
    told = [SENTENCES[kind].format(who="Nicole Ferrand") for kind in DOUBLES - {Kind.RECORD_PARTED}]
    assert [sentence for sentence in told if sentence not in seen] == []


def test_two_records_brought_together_by_hand_are_traced(house: House, client_of: Browser) -> None:
    one, other = house.person("Ana Un", "mimosa"), house.person("Zoé Deux", "mimosa")
    steps = Steps()
    sent = {"other": str(other.pk)}
    assert client_of("nicole").post(f"/personnes/{one.pk}/autre-dossier/", sent).status_code == 303
    assert both(Kind.DOUBLE_COMPARED, one, other) <= steps.since()


def test_a_record_that_is_parted_and_put_back_is_traced_in_both(house: House, client_of: Browser) -> None:
    sophie, steps = client_of("sophie"), Steps()
    number = LocalIdentifier.objects.create(organization=house.deux_rives, person=house.sam.person, value="N-9")
    sent = parting(house, house.sam, [f"NUMBER:{number.pk}"])
    answer = sophie.post(f"/personnes/{house.sam.pk}/separer/", sent)
    done = Regrouping.objects.get()
    other = Record.objects.get(pk=done.target_id)
    assert both(Kind.RECORD_PARTED, house.sam, other, who="Sophie Marchal") <= steps.since()
    assert sophie.post(f"{answer['Location']}annuler/", {"reason": "C’était bien elle"}).status_code == 303
    assert ("Sophie Marchal", house.sam.pk, str(Kind.REGROUPING_UNDONE)) in steps.since()


def test_each_of_these_lines_is_a_sentence() -> None:
    assert all(SENTENCES[kind].startswith("{who} a ") for kind in DOUBLES)
