"""A scripted month of four teams, with its nights, its errands and eight gestures to look at: what the rules find of them (F4)."""

import random
from datetime import datetime, time, timedelta
from uuid import UUID

import pytest
from django.db import connection

from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.journal.sealing.keys import signing_key
from liane.journal.sealing.seal import seal_batch
from liane.kit.dates import at_clock, today
from liane.steering.enums import Rule
from liane.steering.models import Alert
from liane.steering.watch import watch_house
from liane.testing import House

DAYS, UNITS = 28, ("mimosa", "acacia", "glycines", "garenne")


class Month:
    """Who is there, whom they follow, and what they did, day after day."""

    def __init__(self, house: House) -> None:
        self.house, self.rng, self.lines = house, random.Random(20261126), []
        self.people = {u: [house.person(f"Prénom{n}{u} Accueil{n}", u).pk for n in range(20)] for u in UNITS}
        self.staff = {u: [house.hire(f"{u}{n}", "aes", u) for n in range(5)] for u in UNITS}
        self.first = today() - timedelta(days=DAYS)

    def did(self, who: object, at: datetime, record: UUID | None, kind: Kind = Kind.RECORD_OPENED) -> None:
        """One trace."""
        self.lines.append(
            JournalEntry(
                organization_id=self.house.deux_rives.pk, at=at, kind=kind, actor_id=who.pk,  # type: ignore[attr-defined]
                actor_name=str(who), actor_role="AES", record_id=record,
            )
        )  # fmt: skip

    def ordinary(self) -> None:
        """Each day the team of the unit opens its own records; the last of each team works at night; now and then somebody
        lends a hand next door, or knocks at a door that is not hers."""
        for number in range(DAYS):
            day = self.first + timedelta(days=number)
            for unit, team in self.staff.items():
                for who in team:
                    start = at_clock(day, time(22, 0) if who is team[-1] else time(8, 0))
                    for _ in range(8):
                        at = start + timedelta(minutes=self.rng.randrange(420))
                        self.did(who, at, self.rng.choice(self.people[unit]))
                    if self.rng.random() < 0.1:
                        elsewhere = self.rng.choice([u for u in UNITS if u != unit])
                        for record in self.rng.sample(self.people[elsewhere], 4):
                            self.did(who, start + timedelta(hours=2), record)
                    if self.rng.random() < 0.1:
                        self.did(who, start + timedelta(hours=3), None, Kind.RECORD_REFUSED)

    def planted(self) -> set[tuple[str, UUID]]:
        """What a DPO should see: two of the mass, two of the night, an homonym, a protected person, refusals, an export."""
        day = lambda n, clock: at_clock(self.first + timedelta(days=n), clock)  # noqa: E731
        a, b, c, d = (self.staff[unit] for unit in UNITS)
        for who, n in ((a[0], 20), (b[1], 25)):
            for record in [r for unit in ("glycines", "garenne") for r in self.people[unit]][:30]:
                self.did(who, day(n, time(14, 0)), record)
        for who, n, unit in ((a[1], 22, "mimosa"), (c[2], 26, "glycines")):
            self.did(who, day(n, time(23, 30)), self.people[unit][0])
        family = self.house.person("Zoé Essai", "acacia").pk
        self.did(b[2], day(23, time(10, 0)), family)
        hidden = self.house.person("Ana Cachée", "garenne", is_protected=True).pk
        self.did(c[0], day(24, time(11, 0)), hidden)
        for _ in range(6):
            self.did(d[3], day(24, time(15, 0)), self.people["mimosa"][3], Kind.RECORD_REFUSED)
        self.did(d[0], day(27, time(9, 0)), None, Kind.EXPORTED)
        return {
            (Rule.MANY, a[0].pk), (Rule.MANY, b[1].pk), (Rule.NIGHT, a[1].pk), (Rule.NIGHT, c[2].pk),
            (Rule.SAME_NAME, b[2].pk), (Rule.PROTECTED, c[0].pk), (Rule.REFUSED, d[3].pk), (Rule.EXPORTED, d[0].pk),
        }  # fmt: skip


@pytest.mark.slow
def test_a_scripted_month_shows_what_was_planted_and_nothing_else(house: House) -> None:
    month = Month(house)
    month.ordinary()
    expected = month.planted()
    for number in range(7, DAYS + 8, 7):  # the jobs pass each week of the month
        until = at_clock(month.first + timedelta(days=number), time(7, 0))
        passed = sorted((line for line in month.lines if line.at < until), key=lambda line: line.at)
        month.lines = [line for line in month.lines if line.at >= until]
        JournalEntry.objects.bulk_create(passed, batch_size=2_000)
        with connection.cursor() as cursor:
            cursor.execute("SELECT last_value FROM journal_number")
            upto = cursor.fetchone()[0]
        while seal_batch(house.deux_rives.pk, upto, signing_key()):
            pass
        watch_house(house.deux_rives.pk, now=until)
    found = {(alert.rule, alert.actor_id) for alert in Alert.objects.all()}
    assert not month.lines
    assert expected - found == set(), "missed"
    assert found - expected == set(), "false alarms"
