"""Who may be informed, read, sign, consent, at a date: one pure rule over the facts, the same for pages, consents and portal.

What each measure changes is in `legal_measures.toml`. For the person and the parents a measure only takes away; to who exercises
it, it gives; what a judge forbids to somebody comes last and wins.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from dateutil.relativedelta import relativedelta

from liane.kit.text import fold
from liane.nomenclatures.legal_measures import Answer, Rule, measure_kinds, rank, situation
from liane.people.enums import Precision
from liane.people.facts import RecordFacts
from liane.people.protection.enums import Authority, HolderRole, Limit, Visits
from liane.people.protection.facts import AroundFact, MeasureFact, ParentFact, ProtectionFacts
from liane.people.protection.parties import Parties, Party, party_of

MAJORITY = relativedelta(years=18)
PARENTS = frozenset({"MTH", "FTH", "NMTH", "NFTH"})
SIGNS_ALONE_OR_WITH = frozenset({Answer.YES, Answer.WITH})


@dataclass(frozen=True, slots=True)
class Standing:
    """Who may do what on a day, and what is missing to be sure."""

    on: date
    is_minor: bool
    is_emancipated: bool
    parties: tuple[Party, ...]
    measures: tuple[MeasureFact, ...]
    gaps: tuple[Rule, ...]

    def party(self, *, contact_id: UUID | None = None, name: str = "") -> Party | None:
        """Somebody named; None: nothing is open to her here."""
        for party in self.parties:
            if (contact_id and party.contact_id == contact_id) or (name and fold(party.name) == fold(name)):
                return party
        return None


def standing_of(facts: ProtectionFacts, on: date) -> Standing:
    """The rule."""
    if facts.death_date is not None and facts.death_date <= on:
        gone = party_of(facts.name, "elle-même", situation("person.dead"), is_person=True)
        return Standing(on, False, False, (gone,), (), ())
    minor = is_minor(facts, on)
    running = tuple(measures_running(facts, on))
    free = minor and any(m.kind == "emancipation" for m in running)
    parties = Parties()
    parties.add(_person(facts, running, minor, free))
    if minor and not free:
        for parent in _parents(facts, running, on):
            parties.add(parent)
    else:
        for parent in _parents_of_adult(facts, on):
            parties.add(parent)
    for holder in _holders(running):
        parties.add(holder)
    for trusted in _trusted(facts, on, adult=not minor or free):
        parties.add(trusted)
    for claimed in _claimed(facts, on, parties.all):
        parties.add(claimed)
    if minor and not free:
        for row in facts.parents:
            if row.is_dated_on(on):
                _forbid(parties.find(row.contact_id, row.name), row)
    told = tuple(parties.all)
    return Standing(on, minor, free, told, running, tuple(_gaps(facts, told, running, minor and not free)))


def latest_birth(born: date | None, precision: str) -> date | None:
    """Of an uncertain birth date, the latest that it may be: nobody is taken for older than she is."""
    if born is None or precision == Precision.UNKNOWN:
        return None
    if precision == Precision.MONTH:
        return born + relativedelta(day=31)
    return born if precision == Precision.DAY else date(born.year, 12, 31)


def majority_day(facts: ProtectionFacts) -> date | None:
    """The eighteenth birthday; of an uncertain date, the latest that it may be: a child is not taken for an adult."""
    born = latest_birth(facts.birth_date, facts.birth_precision)
    if born is None:
        return None
    day = born + MAJORITY  # born on 29 February: eighteen years are over on the first of March
    return day + relativedelta(days=1) if (born.month, born.day) == (2, 29) and day.day == 28 else day


def majority_of(facts: RecordFacts) -> date | None:
    """The same of a record that was opened."""
    person = facts.person
    return majority_day(ProtectionFacts(person.full_name, person.birth_date, person.birth_precision))


def is_minor(facts: ProtectionFacts, on: date) -> bool:
    """Under eighteen on that day. Age unknown: a child if something is written that only a child has."""
    day = majority_day(facts)
    if day is not None:
        return on < day
    rules = [m.rule for m in facts.measures if m.is_dated_on(on)]
    return bool(facts.parents) or any(rule is not None and rule.under == "minor" for rule in rules)


def measures_running(facts: ProtectionFacts, on: date) -> Iterator[MeasureFact]:
    """Those in force: dated on that day, and possible at that age (a measure for children stops at eighteen)."""
    minor = is_minor(facts, on)
    for measure in sorted(facts.measures, key=lambda m: (m.starts_on, str(m.thread_id))):
        if not measure.is_dated_on(on):
            continue
        under = measure.rule.under if measure.rule else "any"
        if under == "any" or (under == "minor") == minor:
            yield measure


def _effects(measures: Iterable[MeasureFact], who: str) -> Iterator[tuple[MeasureFact, Rule]]:
    for measure in measures:
        for rule in measure.rule.effects if measure.rule else ():
            covered = {"": True, "goods": measure.covers_goods, "person": measure.covers_person}[rule.when]
            if rule.who == who and covered:
                yield measure, rule


def _person(facts: ProtectionFacts, running: tuple[MeasureFact, ...], minor: bool, free: bool) -> Party:
    base = "person.emancipated" if free else "person.minor" if minor else "person.adult"
    party = party_of(facts.name, "", situation(base), is_person=True)
    for _, rule in _effects(running, "person"):
        party.cap(rule)
    return party


def _parents(facts: ProtectionFacts, running: tuple[MeasureFact, ...], on: date) -> Iterator[Party]:
    written = [row for row in facts.parents if row.is_dated_on(on)]
    alive = [row for row in written if not _is_dead(facts, row.contact_id, row.name, on)]
    sharing = {fold(row.name) for row in alive if row.status == Authority.SHARED}
    unwritten = [a for a in facts.circle if a.relation in PARENTS and a.is_there_on(on) and not _has_row(a, written)]
    waiting = [a for a in unwritten if not _is_dead(facts, a.contact_id, a.name, on)]
    seen: dict[str, Party] = {}
    for row in written:
        rule = situation(f"parent.{row.status}")
        if row not in alive:
            rule = situation("parent.dead")
        elif row.status == Authority.SHARED and len(sharing) == 1 and not waiting:
            rule = situation("parent.sole")
        role = row.relation_label or "parent"
        party = party_of(row.name, role, rule, contact_id=row.contact_id, words=row.remains)
        if row in alive and row.status in _CAPPED:
            _lessen(party, running)
        if before := seen.get(fold(row.name)):  # two lines of one parent on one day: the stricter holds
            for question, said in party.said.items():
                if rank(said.answer) < rank(before.said[question].answer):
                    before.said[question] = said
            continue
        seen[fold(row.name)] = party
        yield party
    for around in unwritten:
        code = "parent.unwritten" if around in waiting else "parent.dead"
        party = party_of(around.name, around.relation_label, situation(code), contact_id=around.contact_id)
        if around in waiting:
            _lessen(party, running)
        yield party


_CAPPED = frozenset({
    Authority.SHARED, Authority.SOLE, Authority.NOT_EXERCISED, Authority.PARTLY_WITHDRAWN, Authority.UNABLE,
})  # fmt: skip


def _lessen(party: Party, running: tuple[MeasureFact, ...]) -> None:
    for _, rule in _effects(running, "parents"):
        party.cap(rule)
        party.notes.append(rule)


def _has_row(around: AroundFact, written: list[ParentFact]) -> bool:
    return any(row.contact_id == around.contact_id or fold(row.name) == fold(around.name) for row in written)


def _is_dead(facts: ProtectionFacts, contact_id: UUID | None, name: str, on: date) -> bool:
    died = facts.death_of(contact_id, name)
    return died is not None and died <= on


def _parents_of_adult(facts: ProtectionFacts, on: date) -> Iterator[Party]:
    for a in facts.circle:
        if a.relation in PARENTS and a.is_there_on(on) and not _is_dead(facts, a.contact_id, a.name, on):
            yield party_of(a.name, a.relation_label, situation("parent.of_adult"), contact_id=a.contact_id)


def _holders(running: tuple[MeasureFact, ...]) -> Iterator[Party]:
    for measure in running:
        rules = [rule for _, rule in _effects([measure], "holder")]
        if not rules or measure.rule is None:
            continue
        role = f"{measure.rule.holder} ({measure.label.lower()})"
        name = measure.holder_name or (measure.authority_name if measure.rule.decided_by == "department" else "")
        yield _holder(name or measure.rule.holder, role, rules, measure.holder_id)
        if measure.second_name and measure.second_role == HolderRole.WATCHING:
            yield party_of(measure.second_name, f"subrogé ({measure.label.lower()})", situation("holder.watching"))
        elif measure.second_name:
            yield _holder(measure.second_name, role, rules, None)


def _holder(name: str, role: str, rules: list[Rule], contact_id: UUID | None) -> Party:
    party = party_of(name, role, rules[0], contact_id=contact_id)
    for rule in rules[1:]:
        party.grant(rule)
    return party


def _trusted(facts: ProtectionFacts, on: date, *, adult: bool) -> Iterator[Party]:
    for a in facts.circle:
        if not a.is_there_on(on) or _is_dead(facts, a.contact_id, a.name, on):
            continue
        for role, is_it in (("trusted.social", a.is_trusted), ("trusted.care", a.is_trusted_care)):
            if is_it:
                rule = situation(role if adult else "trusted.minor")
                word = "personne de confiance" + (" (santé)" if role == "trusted.care" else "")
                yield party_of(a.name, word, rule, contact_id=a.contact_id)


def _claimed(facts: ProtectionFacts, on: date, known: list[Party]) -> Iterator[Party]:
    """Said to be the legal representative in the circle, and nothing is written that makes her so."""
    for a in facts.circle:
        if (
            a.is_legal
            and a.is_there_on(on)
            and not any(p.contact_id == a.contact_id or fold(p.name) == fold(a.name) for p in known)
        ):
            yield party_of(a.name, a.relation_label, situation("legal.unwritten"), contact_id=a.contact_id)


def _forbid(party: Party | None, row: ParentFact) -> None:
    """What a judge forbids comes last: nothing that she is elsewhere gives it back."""
    if party is None:
        return
    forbidden = {Limit.PLACE.value: "limit.place", Limit.NOTHING.value: "limit.nothing"}
    codes = [forbidden[row.limit]] if row.limit in forbidden else []
    for code in [*codes, "limit.barred"] if row.visits == Visits.BARRED else codes:
        party.cap(situation(code))
        party.limits.append(situation(code))
    if row.visits:
        told = f"Visites\u00a0: {Visits(row.visits).label[0].lower()}{Visits(row.visits).label[1:]}"
        party.words.append(f"{told}, {row.visits_note}" if row.visits_note else told)


def _gaps(
    facts: ProtectionFacts, parties: tuple[Party, ...], running: tuple[MeasureFact, ...], under_authority: bool
) -> Iterator[Rule]:
    if facts.birth_date is None or facts.birth_precision != Precision.DAY:
        yield situation("gap.age")
    others = [party for party in parties if not party.is_person]
    if under_authority and not any(party.may("signs") in SIGNS_ALONE_OR_WITH for party in others):
        unsure = not others or any(party.may("signs") is Answer.CHECK for party in others)
        yield situation("gap.unwritten" if unsure and not facts.parents else "gap.nobody")
    for measure in running:
        kind = measure_kinds().get(measure.kind)
        if kind and kind.holder and kind.decided_by != "department" and not measure.holder_name:
            yield situation("gap.holder")
            break
