"""Rows of the daily work: writings, the person's words, who was asked to read and has, tasks, and their traces."""

from datetime import datetime, time, timedelta
from random import Random
from uuid import UUID

from liane.config.demo.diary import Diary, Told
from liane.config.demo.goals_rows import Aims
from liane.config.demo.places_rows import unit_id
from liane.config.demo.residents import Passage, Resident
from liane.config.demo.seed import chance, dated_id
from liane.config.demo.staff import Team, Worker
from liane.config.demo.tables import Tables
from liane.journal.kinds import Kind
from liane.kit.dates import at_clock

FRESH = timedelta(hours=36)  # what is younger may still wait for a reader


class Scribe:
    """Writes the rows of one organisme's daily work."""

    def __init__(self, tables: Tables, house: UUID, now: datetime, traced_days: int) -> None:
        self.tables, self.house, self.now = tables, house, now
        self.traced_since = now - timedelta(days=traced_days)
        self.aims = Aims(tables, house, now, self._traced)

    def diary(self, resident: Resident, passage: Passage, diary: Diary, count: int) -> int:
        """Everything that this team wrote about this person."""
        rng = chance("lignes", resident.key, passage.unit.key)
        written = 0
        for told in diary.tell(count):
            self.note(rng, resident, passage.unit.key, told, diary.team)
            written += 1
        return written

    def note(
        self, rng: Random, resident: Resident, unit_key: str, told: Told, team: Team, *, readings: bool = True
    ) -> UUID:
        """One writing and all that goes with it."""
        writing, author = told.writing, told.author
        key, unit = dated_id(rng, told.written_at), unit_id(unit_key)
        kind = "NOTE" if writing.text and not writing.level else "TRANSMISSION"
        self.tables.note.add(
            key, self.house, resident.record_id, unit, writing.volet, kind, writing.level, writing.focus_code, writing.focus,
            writing.text, writing.observation, writing.action, writing.outcome, told.happened_at, told.written_at, author.id,
            author.name, author.job, key,
            self.aims.of_writing(resident.record_id, unit_key, writing.focus_code, told.happened_at),
        )  # fmt: skip
        for quote in writing.quotes:
            self.tables.quote.add(
                dated_id(rng, told.written_at), self.house, key, resident.record_id, quote.part, quote.start, quote.end,
                quote.text, writing.said_by or resident.called,
            )  # fmt: skip
        if told.written_at >= self.traced_since:
            if rng.random() < 0.6:
                self.trace(
                    rng,
                    told.written_at - timedelta(minutes=rng.randint(2, 9)),
                    Kind.RECORD_OPENED,
                    author,
                    resident.record_id,
                )
            self.trace(rng, told.written_at, Kind.NOTE_WRITTEN, author, resident.record_id, key)
        if writing.level and readings:
            self._readings(rng, resident, unit, key, told, team)
        if writing.task:
            self._task(rng, resident, unit, key, told, team)
        return key

    def reading(self, rng: Random, resident: Resident, unit: UUID, key: UUID, told: Told, reader: Worker, read_at: datetime | None) -> None:  # fmt: skip
        """One colleague asked to read, and the moment she did."""
        self.tables.reading.add(
            dated_id(rng, told.written_at), self.house, key, resident.record_id, unit, reader.id, told.writing.level,
            told.written_at, read_at,
        )  # fmt: skip
        if read_at and read_at >= self.traced_since:
            self.trace(rng, read_at, Kind.NOTE_READ, reader, resident.record_id, key)

    def _readings(self, rng: Random, resident: Resident, unit: UUID, key: UUID, told: Told, team: Team) -> None:
        readers = team.readers(told.writing.volet, told.author.id, told.happened_at.date())
        fresh = told.written_at > self.now - FRESH
        for reader in readers if fresh else rng.sample(readers, min(len(readers), rng.randint(3, 6))):
            read_at = told.written_at + timedelta(minutes=rng.randint(15, 840))
            waits = fresh and (rng.random() < 0.3 or (reader.slug == "maud" and rng.random() < 0.9))
            if read_at > self.now or waits:
                known = unit == unit_id("mimosa")  # there, only the three writings of the mock-up wait
                last = max(self.now - timedelta(minutes=rng.randint(5, 50)), told.written_at) if known else None
                self.reading(rng, resident, unit, key, told, reader, last)
                continue
            self.reading(rng, resident, unit, key, told, reader, read_at)

    def _task(self, rng: Random, resident: Resident, unit: UUID, key: UUID, told: Told, team: Team) -> None:
        label, days = told.writing.task or ("", 0)
        able = team.readers(told.writing.volet, UUID(int=0), told.happened_at.date(), by_day=True)
        due = at_clock(told.happened_at.date() + timedelta(days=days), time(18))
        late = due < self.now
        owner = None if rng.random() < 0.2 and not late or not able else able[rng.randrange(len(able))]
        done = (
            min(due - timedelta(hours=rng.randint(1, 9)), self.now)
            if late and owner and (rng.random() < 0.9 or due < self.now - timedelta(days=10))
            else None
        )
        done_at = max(done, told.written_at + timedelta(minutes=10)) if done else None
        self.task(rng, resident, unit, told, label, due, owner, key, done_at)

    def task(
        self, rng: Random, resident: Resident, unit: UUID, told: Told, label: str, due: datetime, owner: Worker | None,
        key: UUID | None, done: datetime | None = None,
    ) -> None:  # fmt: skip
        """Something to do, taken by somebody or by nobody yet."""
        author = told.author
        task = dated_id(rng, told.written_at)
        self.tables.task.add(
            task, self.house, resident.record_id, unit, told.writing.volet, label[:200], due, owner.id if owner else None,
            key, author.id, author.name, told.written_at, done, owner.name if done and owner else "",
        )  # fmt: skip
        if told.written_at >= self.traced_since:
            self.trace(rng, told.written_at, Kind.TASK_CREATED, author, resident.record_id, task)
        if done and owner and done >= self.traced_since:
            self.trace(rng, done, Kind.TASK_DONE, owner, resident.record_id, task)

    def _traced(self, rng: Random, at: datetime, kind: Kind, who: Worker, record: UUID, about: UUID) -> None:
        """The same, for what may be older than the journal of the demonstration."""
        if at >= self.traced_since:
            self.trace(rng, at, kind, who, record, about)

    def trace(
        self, rng: Random, at: datetime, kind: Kind, who: Worker, record: UUID | None = None, about: UUID | None = None
    ) -> None:
        """One line of the journal."""
        self.tables.journal.add(
            dated_id(rng, at), self.house, at, kind.value, who.account_id, who.id, who.name, who.job, record, about, ""
        )

    def shifts(self, unit_key: str, team: Team, residents: list[Resident], days: int = 14) -> None:
        """Hand-overs given and taken, and the rounds of the nights, as the last fortnight left them."""
        rng = chance("relèves", unit_key)
        nights = [w for w, _ in team.members if w.night and w.until is None]
        day = [w for w, role in team.members if not w.night and role in team.takes and w.until is None]
        for ago in range(days, -1, -1):
            on = self.now.date() - timedelta(days=ago)
            morning = at_clock(on, time(7))
            if morning > self.now:
                continue
            for worker in day:
                at = morning + timedelta(minutes=rng.randint(-15, 40))
                if rng.random() < 0.5 and at < self.now and not (unit_key == "mimosa" and ago == 0):
                    self._takeover(rng, unit_key, worker, at)
            if nights:
                self._night(rng, unit_key, nights[on.toordinal() % len(nights)], morning, residents, last=ago == 0)

    def _takeover(self, rng: Random, unit_key: str, worker: Worker, at: datetime, unread: int = 0) -> None:
        self.tables.takeover.add(
            dated_id(rng, at), self.house, unit_id(unit_key), worker.id, at, at - timedelta(hours=24), unread
        )
        self.trace(rng, at - timedelta(minutes=rng.randint(3, 9)), Kind.SIGNED_IN, worker)
        self.trace(rng, at, Kind.HANDOVER_TAKEN, worker, None, unit_id(unit_key))

    def _night(self, rng: Random, unit_key: str, worker: Worker, morning: datetime, residents: list[Resident], *, last: bool) -> None:  # fmt: skip
        if last and unit_key == "mimosa":
            return  # told by `mimosa`
        word = rng.choice(_WORDS)
        at = morning - timedelta(minutes=rng.randint(5, 25))
        self.handover(rng, unit_key, worker, morning, at, word)
        for hours in (8, 4, 1):
            seen = morning - timedelta(hours=hours, minutes=rng.randint(0, 20))
            for resident in residents:
                if rng.random() < 0.97:
                    remark = rng.choice(_REMARKS) if hours == 1 else ""
                    self.round_check(
                        rng, resident, unit_key, worker, seen, remark.replace("|", "e" if resident.feminine else "")
                    )

    def handover(self, rng: Random, unit_key: str, worker: Worker, morning: datetime, at: datetime, word: str) -> None:
        """The night team closes its shift, with a word for the next one."""
        self.tables.handover.add(
            dated_id(rng, at), self.house, unit_id(unit_key), "Nuit", morning - timedelta(hours=10), morning, word, worker.id,
            worker.name, at,
        )  # fmt: skip
        self.trace(rng, at, Kind.HANDOVER_GIVEN, worker, None, unit_id(unit_key))

    def round_check(self, rng: Random, resident: Resident, unit_key: str, worker: Worker, seen: datetime, remark: str) -> None:  # fmt: skip
        """Seen on a round."""
        self.tables.round_check.add(
            dated_id(rng, seen), self.house, resident.record_id, unit_id(unit_key), seen, remark, worker.id, worker.name
        )


_WORDS = (
    "Nuit calme.", "Nuit calme à partir de 2\u00a0h. Bonne journée à tous.", "Deux levers, rien de grave. Café prêt.",
    "Le volet du couloir grince, bon fait au service technique.", "Prévoir du linge plat, la réserve est presque vide.",
    "Beaucoup d’appels avant minuit, puis calme.", "Pensez à l’ampoule de la salle de bain.", "", "Nuit courte pour plusieurs, matinée douce si possible.",
)  # fmt: skip
_REMARKS = (
    "a dormi",
    "a dormi",
    "a dormi",
    "a dormi",
    "levé| 1 fois",
    "levé| 2 fois",
    "endormi| tard",
    "réveillé| tôt",
)
