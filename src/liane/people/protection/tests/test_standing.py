"""Who may do what: a table of cases that a lawyer can read and correct (`standing.csv`), and what is true in every case.

`raison` is the article that answers «may she read». A portal asks the same function: somebody «absent» is nobody here.
"""

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.access.enums import SECRET_VOLETS
from liane.nomenclatures.legal_measures import QUESTIONS, Answer, legal_file, measure_kinds, rank
from liane.people.protection.enums import Authority, Limit, Visits
from liane.people.protection.facts import AroundFact, MeasureFact, ParentFact, ProtectionFacts, first_day
from liane.people.protection.parties import Party
from liane.people.protection.policies import is_minor, majority_day, standing_of

CASES = Path(__file__).parent / "standing.csv"
ON = date(2026, 11, 26)
NAMES = {
    "mere": "Nadia Bel",
    "pere": "Marc Bel",
    "tiers": "Udaf du Nord",
    "confiance": "Rose Petit",
    "legal": "Jean Loup",
}
SAM = "Sam Bel"
DAY = timedelta(days=1)
# «pere:withdrawn pere:fini»: what was decided of the father ended yesterday.
DATED: dict[str, dict[str, date]] = {
    "fini": {"ends_on": ON - DAY}, "finit": {"ends_on": ON}, "commence": {"starts_on": ON}, "demain": {"starts_on": ON + DAY},
}  # fmt: skip


def key(name: str) -> UUID:
    return uuid5(UUID(int=1), name)


def measure(code: str, start: int = -300, end: int | None = 300, **fields: Any) -> MeasureFact:
    ends = None if end is None else ON + timedelta(days=end)
    kind = measure_kinds()[code]
    held = {"holder_name": NAMES["tiers"], "holder_id": key("tiers")} if kind.holder else {}
    return MeasureFact(key(code), code, kind.volet, ON + timedelta(days=start), ends, **(held | fields))


def around(who: str, **fields: Any) -> AroundFact:
    relation = {"mere": ("MTH", "Mère"), "pere": ("FTH", "Père")}.get(who, ("FRND", "Autre proche"))
    return AroundFact(key(who), NAMES[who], *relation, **fields)


def parent(who: str, status: str, **fields: Any) -> ParentFact:
    return ParentFact(key(f"parent {who}"), NAMES[who], status, key(who), **fields)


def facts_of(age: float, written: str) -> ProtectionFacts:
    """The words of the table: «pere:withdrawn», «m:tutelle:biens», «m:aemo:-300:-1», «pere:decede»…"""
    born = ON.replace(year=ON.year - int(age + 0.02)) + timedelta(days=1 if age % 1 else 0)
    measures, parents, circle = [], {}, {"mere": around("mere"), "pere": around("pere")}
    death = None
    for word in written.split():
        who, _, rest = word.partition(":")
        if who == "m":
            code, *more = rest.split(":")
            spans = [int(n) for n in more if n.lstrip("-").isdigit()]
            covers = {"covers_person": "biens" not in more, "covers_goods": "personne" not in more}
            measures.append(measure(code, *spans, **covers))
        elif who in ("confiance", "legal"):
            circle[who] = around(who, is_trusted=who == "confiance", is_legal=who == "legal")
        elif who == "sans-pere":
            circle.pop("pere")
        elif who == "decedee":
            death = ON
        elif rest == "decede":
            circle[who] = replace(circle[who], died_on="2019")
        elif rest in Visits.values:
            parents[who] = replace(parents[who], visits=rest)
        elif rest in Limit.values:
            parents[who] = replace(parents[who], limit=rest)
        elif rest in DATED:
            parents[who] = replace(parents[who], **DATED[rest])
        else:
            parents[who] = parent(who, rest)
    return ProtectionFacts(SAM, born, "DAY", death, tuple(measures), tuple(parents.values()), tuple(circle.values()))


def rows() -> Iterator[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@pytest.mark.parametrize("row", list(rows()), ids=lambda row: row["cas"])
def test_the_table_of_cases(row: dict[str, str]) -> None:
    found = standing_of(facts_of(float(row["age"]), row["ecrit"]), ON)
    party = found.parties[0] if row["qui"] == "elle" else found.party(name=NAMES[row["qui"]])
    told = {q: str(party.may(q)) if party else "absent" for q in QUESTIONS}
    told["raison"] = party.said["reads"].article if party else ""
    assert told == {q: row[q] for q in told}


def test_each_kind_and_each_situation_of_a_parent_has_a_case() -> None:
    written = " ".join(row["ecrit"] for row in rows())
    tried = {word.split(":")[1] for word in written.split() if ":" in word}
    assert set(measure_kinds()) <= tried
    assert set(Authority.values) <= tried


# ---- What is true in every case ------------------------------------------------------------------------------------------

_DAYS = st.integers(-900, 900)
_MEASURES = st.builds(
    lambda code, start, length, goods, person: measure(
        code, start, None if length is None else start + length, covers_goods=goods, covers_person=person
    ),
    st.sampled_from(sorted(measure_kinds())), _DAYS, st.none() | st.integers(0, 900), st.booleans(), st.booleans(),
)  # fmt: skip
_PARENTS = st.builds(
    lambda who, status, visits, limit: parent(who, status, visits=visits, limit=limit),
    st.sampled_from(["mere", "pere"]), st.sampled_from(Authority.values), st.sampled_from(Visits.values),
    st.sampled_from(Limit.values),
)  # fmt: skip
_AROUND = st.builds(
    lambda who, trusted, care, legal, died: around(
        who, is_trusted=trusted, is_trusted_care=care, is_legal=legal, died_on=died
    ),
    st.sampled_from(sorted(NAMES)), st.booleans(), st.booleans(), st.booleans(), st.sampled_from(["", "", "2019"]),
)  # fmt: skip
FACTS = st.builds(
    ProtectionFacts,
    st.just(SAM),
    st.none() | st.dates(date(1930, 1, 1), ON),
    st.sampled_from(["DAY", "DAY", "MONTH", "YEAR", "UNKNOWN"]),
    st.none(),
    st.lists(_MEASURES, max_size=4, unique_by=lambda m: m.kind).map(tuple),
    st.lists(_PARENTS, max_size=3, unique_by=lambda p: p.name).map(tuple),
    st.lists(_AROUND, max_size=4, unique_by=lambda a: a.contact_id).map(tuple),
)


def told(parties: tuple[Party, ...]) -> dict[str, dict[str, str]]:
    return {party.name: {q: str(party.may(q)) for q in QUESTIONS} for party in parties}


@given(FACTS, _DAYS)
def test_every_answer_has_its_sentence_and_its_article(facts: ProtectionFacts, days: int) -> None:
    found = standing_of(facts, ON + timedelta(days=days))
    assert found.parties[0].is_person and len({p.name for p in found.parties}) == len(found.parties)
    for party in found.parties:
        assert set(party.said) == set(QUESTIONS)
        assert all(said.why and said.article for said in party.said.values())


@given(FACTS)
def test_the_same_facts_give_the_same_answers(facts: ProtectionFacts) -> None:
    turned = replace(facts, measures=facts.measures[::-1], parents=facts.parents[::-1], circle=facts.circle[::-1])
    assert told(standing_of(facts, ON).parties) == told(standing_of(turned, ON).parties)


@given(FACTS, st.sampled_from(sorted(measure_kinds())), st.integers(1, 400), st.booleans())
def test_a_measure_ended_yesterday_or_that_begins_tomorrow_changes_nothing(
    facts: ProtectionFacts, code: str, length: int, past: bool
) -> None:
    if facts.birth_date is None or facts.birth_precision == "UNKNOWN":
        return  # age unknown: a measure of a child, even past, is no proof of an age today either way
    other = measure(code, -length, -1) if past else measure(code, 1, length)
    kept = replace(facts, measures=tuple(m for m in facts.measures if m.kind != code))
    with_it = replace(kept, measures=(*kept.measures, other))
    assert told(standing_of(kept, ON).parties) == told(standing_of(with_it, ON).parties)


@given(FACTS, st.sampled_from(["mere", "pere"]), st.sampled_from([Authority.WITHDRAWN, Authority.SUSPENDED]))
def test_a_parent_from_whom_authority_was_taken_gets_nothing_as_a_parent(
    facts: ProtectionFacts, who: str, status: Authority
) -> None:
    others = tuple(p for p in facts.parents if p.name != NAMES[who])
    around_ = tuple(replace(a, is_trusted=False, is_trusted_care=False, is_legal=False) for a in facts.circle)
    found = standing_of(replace(facts, parents=(*others, parent(who, status)), circle=around_, measures=()), ON)
    party = found.party(name=NAMES[who])
    if found.is_minor:
        assert party is not None and {party.may(q) for q in QUESTIONS} == {Answer.NO}
    elif party is not None:
        assert all(party.may(q) in (Answer.NO, Answer.AGREED) for q in QUESTIONS)


@given(FACTS, st.sampled_from(["mere", "pere"]), st.sampled_from([Limit.PLACE, Limit.NOTHING]), st.booleans())
def test_what_a_judge_forbids_never_opens_anything(
    facts: ProtectionFacts, who: str, limit: Limit, barred: bool
) -> None:
    others = tuple(p for p in facts.parents if p.name != NAMES[who])
    before = standing_of(replace(facts, parents=(*others, parent(who, "shared"))), ON)
    row = parent(who, "shared", limit=limit, visits=Visits.BARRED if barred else Visits.FREE)
    after = standing_of(replace(facts, parents=(*others, row)), ON)
    one, two = before.party(name=NAMES[who]), after.party(name=NAMES[who])
    if one is None or two is None:
        assert one is two
        return
    assert all(rank(two.may(q)) <= rank(one.may(q)) for q in QUESTIONS)
    if after.is_minor and not after.is_emancipated:
        assert two.limits
        if limit == Limit.NOTHING or barred:
            assert two.may("reads") is Answer.NO


@given(FACTS)
def test_at_eighteen_no_parent_keeps_anything_from_parental_authority(facts: ProtectionFacts) -> None:
    bare = replace(facts, measures=(), circle=tuple(replace(a, is_legal=False) for a in facts.circle))
    found = standing_of(bare, ON)
    if not found.is_minor:
        for party in found.parties[1:]:
            assert all(rank(party.may(q)) <= rank(Answer.AGREED) for q in QUESTIONS)


@given(FACTS)
def test_a_child_for_whom_nobody_can_sign_is_said_to_be_so(facts: ProtectionFacts) -> None:
    found = standing_of(facts, ON)
    if found.is_minor and not found.is_emancipated:
        signs = any(p.may("signs") in (Answer.YES, Answer.WITH) for p in found.parties[1:])
        assert signs != any(gap.code in ("gap.nobody", "gap.unwritten") for gap in found.gaps)


@given(FACTS, st.sets(st.sampled_from(["ADMIN", "SOCIAL", "SUPPORT"])))
def test_for_an_adult_what_is_secret_changes_nobody_but_who_exists_by_it(
    facts: ProtectionFacts, reads: set[str]
) -> None:
    """So the page of an adult may be shown without the judicial part, and betrays nothing of it."""
    named = tuple(replace(m, holder_name=f"{m.holder_name} {m.kind}", holder_id=None) for m in facts.measures)
    facts = replace(facts, measures=named)
    if facts.birth_date is None or facts.birth_precision == "UNKNOWN" or is_minor(facts, ON):
        return
    whole, part = told(standing_of(facts, ON).parties), told(standing_of(facts.only(frozenset(reads)), ON).parties)
    assert all(whole[name] == answers for name, answers in part.items())
    hidden = {f"{NAMES['tiers']} {m.kind}" for m in facts.measures if m.volet not in reads | {"ADMIN"}}
    assert set(whole) - set(part) <= hidden


@pytest.mark.parametrize(
    ("born", "precision", "adult_on"),
    [
        (date(2008, 11, 26), "DAY", date(2026, 11, 26)),
        (date(2008, 2, 29), "DAY", date(2026, 3, 1)),
        (date(2008, 4, 1), "MONTH", date(2026, 4, 30)),
        (date(2008, 1, 1), "YEAR", date(2026, 12, 31)),
        (date(2008, 1, 1), "ABOUT", date(2026, 12, 31)),
        (date(2008, 1, 1), "UNKNOWN", None),
        (None, "DAY", None),
    ],
)
def test_a_child_is_never_taken_for_an_adult(born: date | None, precision: str, adult_on: date | None) -> None:
    facts = ProtectionFacts(SAM, born, precision)
    assert majority_day(facts) == adult_on
    if adult_on:
        assert is_minor(facts, adult_on - timedelta(days=1)) and not is_minor(facts, adult_on)


def test_of_an_unknown_age_who_has_parents_with_authority_is_a_child() -> None:
    assert is_minor(ProtectionFacts(SAM, parents=(parent("mere", "shared"),)), ON)
    assert not is_minor(ProtectionFacts(SAM), ON)
    assert [gap.code for gap in standing_of(ProtectionFacts(SAM), ON).gaps] == ["gap.age"]


def test_a_mother_who_is_also_the_guardian_is_one_line_with_both_roles() -> None:
    facts = replace(facts_of(30, "m:tutelle"), measures=(measure("tutelle", holder_name="", holder_id=key("mere")),))
    party = standing_of(facts, ON).party(contact_id=key("mere"))
    assert party is not None and party.may("signs") is Answer.YES and len(party.roles) == 2


def test_both_parents_deprived_a_guardianship_must_open() -> None:
    found = standing_of(facts_of(10, "mere:withdrawn pere:withdrawn"), ON)
    assert [gap.code for gap in found.gaps] == ["gap.nobody"]


@pytest.mark.parametrize(
    ("written", "day"), [("2019", date(2019, 1, 1)), ("12/03/2019", date(2019, 3, 12)), ("?", None)]
)
def test_a_death_is_read_as_it_is_written(written: str, day: date | None) -> None:
    assert first_day(written) == day


def test_the_file_says_of_each_line_whether_it_was_verified() -> None:
    known = legal_file()
    for rule in [*known.situations.values(), *(effect for kind in known.kinds.values() for effect in kind.effects)]:
        assert rule.article and rule.mark, rule.code
        assert bool(rule.caution) == (rule.mark != "V")
    assert known.edition and {"aed", "aemo", "opp", "tutelle", "mjie", "jeune_majeur"} <= set(known.kinds)
    assert all(kind.volet in SECRET_VOLETS for kind in known.kinds.values() if kind.family in ("child", "pjj"))
