"""Every cell of the machine of statuses: state × event × marks, in the model and by direct SQL."""

import itertools
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from liane.kit.door import Refused
from liane.nomenclatures.identity import ANY, FORBIDDEN, SAME, status_moves
from liane.people.enums import HOLDS_INS, IdentityStatus
from liane.people.ins.matricule import DEMO_NIR, key_of
from liane.people.ins.moves import Event, Mark, State, move
from liane.people.models import FormerIns, Person
from liane.testing import House

P, V, R, Q = (
    IdentityStatus.PROVISIONAL, IdentityStatus.VALIDATED, IdentityStatus.RETRIEVED, IdentityStatus.QUALIFIED,
)  # fmt: skip
NIR = "2920313055042"
MATRICULE = NIR + key_of(NIR)
NONE: frozenset[Mark] = frozenset()
H, D, F = frozenset({Mark.HOMONYM}), frozenset({Mark.DOUBTFUL}), frozenset({Mark.FICTIVE})
# Which marks may stand with which status (requirements I-006).
MARKS = {P: (NONE, H, D, D | H, F), V: (NONE, H), R: (NONE, H), Q: (NONE, H)}
STATES = [State(status, marks) for status, allowed in MARKS.items() for marks in allowed]
# The table, written here by hand once more: what each event makes of each status, `None` where it is refused.
TABLE: dict[Event, dict[IdentityStatus, IdentityStatus | None]] = {
    Event.CREATED: {P: None, V: None, R: None, Q: None},
    Event.EVIDENCE_SEEN: {P: V, V: V, R: Q, Q: Q},
    Event.EVIDENCE_CANCELLED: {P: P, V: P, R: R, Q: R},
    Event.INS_FOUND: {P: R, V: Q, R: R, Q: Q},
    Event.INS_FOUND_WITH_EVIDENCE: {P: Q, V: Q, R: Q, Q: Q},
    Event.INS_NOT_CONFIRMED: {P: None, V: None, R: P, Q: V},
    Event.DOUBT_RAISED: {P: P, V: P, R: P, Q: P},
    Event.DOUBT_LIFTED: {P: P, V: None, R: None, Q: None},
    Event.FICTION_MARKED: {P: P, V: P, R: P, Q: P},
    Event.FICTION_LIFTED: {P: P, V: None, R: None, Q: None},
    Event.HOMONYM_MARKED: {P: P, V: V, R: R, Q: Q},
    Event.HOMONYM_LIFTED: {P: P, V: V, R: R, Q: Q},
    Event.TRAIT_CHANGED: {P: P, V: P, R: None, Q: None},
}
_NEEDS_NO_DOUBT = {Event.EVIDENCE_SEEN, Event.INS_FOUND, Event.INS_FOUND_WITH_EVIDENCE}
_ADDS = {Event.DOUBT_RAISED: Mark.DOUBTFUL, Event.FICTION_MARKED: Mark.FICTIVE, Event.HOMONYM_MARKED: Mark.HOMONYM}
_TAKES = {Event.DOUBT_LIFTED: Mark.DOUBTFUL, Event.FICTION_LIFTED: Mark.FICTIVE, Event.HOMONYM_LIFTED: Mark.HOMONYM}


def expected(state: State, event: Event) -> State | None:
    """What the rules of the requirements say, without the file."""
    after = TABLE[event][state.status]
    marks = set(state.marks)
    if event in _NEEDS_NO_DOUBT and marks & {Mark.DOUBTFUL, Mark.FICTIVE}:
        return None
    if event in _TAKES and _TAKES[event] not in marks:
        return None
    if event is Event.FICTION_MARKED and marks & {Mark.DOUBTFUL, Mark.HOMONYM}:
        return None
    if event in (Event.DOUBT_RAISED, Event.HOMONYM_MARKED) and Mark.FICTIVE in marks:
        return None
    if after is None:
        return None
    marks |= {_ADDS[event]} if event in _ADDS else set()
    marks -= {_TAKES[event]} if event in _TAKES else set()
    return State(after, frozenset(marks))


@pytest.mark.parametrize("event", list(Event), ids=str)
@pytest.mark.parametrize("state", STATES, ids=lambda s: f"{s.status}-{'+'.join(sorted(s.marks)) or 'sans'}")
def test_each_event_moves_each_state_as_the_table_says(state: State, event: Event) -> None:
    wanted = expected(state, event)
    if wanted is None:
        with pytest.raises(Refused) as problem:
            move(state, event)
        assert str(problem.value).endswith(".")
    else:
        assert move(state, event) == wanted


@pytest.mark.parametrize(
    ("marks", "event", "why", "instead"),
    [
        (H, Event.FICTION_MARKED, "deux vraies personnes du même nom", "retirez d’abord «\u00a0homonyme\u00a0»"),
        (D, Event.FICTION_MARKED, "elle n’est donc pas inventée", "levez d’abord le doute"),
        (F, Event.HOMONYM_MARKED, "elle n’a pas d’homonyme", "retirez d’abord «\u00a0fictive\u00a0»"),
        (F, Event.DOUBT_RAISED, "pas de doute à signaler", "retirez d’abord «\u00a0fictive\u00a0»"),
    ],
)
def test_two_marks_that_exclude_each_other_say_why_and_what_to_do(
    marks: frozenset[Mark], event: Event, why: str, instead: str
) -> None:
    with pytest.raises(Refused) as problem:
        move(State(P, marks), event)
    assert why in str(problem.value) and instead in str(problem.value)


def test_no_move_of_the_table_leads_to_a_state_that_cannot_be() -> None:
    for state, event in itertools.product(STATES, Event):
        try:
            after = move(state, event)
        except Refused:
            continue
        assert after in STATES


def test_each_line_of_the_file_says_where_it_comes_from() -> None:
    for line in status_moves():
        assert line.source and line.edition and line.mark
        assert line.event in set(Event)
        assert {line.before, line.after} <= {*IdentityStatus, ANY, SAME, FORBIDDEN, "(aucun)"}


FLAGS = {Mark.HOMONYM: "is_homonym", Mark.DOUBTFUL: "is_doubtful", Mark.FICTIVE: "is_fictive"}


def put(house: House, state: State) -> Person:
    """Somebody in that state, put there by the moves that the database allows."""
    record = house.person("Ada Bel", "mimosa")
    person = Person.objects.get(pk=record.person_id)
    person.first_names, person.birth_first_name, person.birth_place_code, person.sex = "Ada", "Ada", "13055", "F"
    person.save()
    if state.status == V:
        person.identity_status = V
    elif state.status in HOLDS_INS:
        person.ins_matricule, person.ins_oid, person.ins_at = MATRICULE, DEMO_NIR, timezone.now()
        person.identity_status = state.status
    person.save()
    for mark in state.marks:  # one at a time
        sql(person, **{FLAGS[mark]: True})
    person.refresh_from_db()
    return person


def sql(person: Person, **columns: Any) -> None:
    """A direct UPDATE, as a program that knows nothing of our rules would write it."""
    names = ", ".join(f"{name} = %s" for name in columns)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE people_person SET {names} WHERE id = %s", [*columns.values(), person.pk])


def leave(person: Person) -> dict[str, Any]:
    """The INS goes to the history, as the database asks."""
    if not person.ins_matricule:
        return {}
    FormerIns.objects.create(
        organization_id=person.organization_id, person=person, matricule=person.ins_matricule, oid=person.ins_oid,
        since=person.ins_at, until=timezone.now(), reason="essai", author_name="essai",
    )  # fmt: skip
    return {"ins_matricule": "", "ins_oid": "", "ins_source": "", "ins_at": None}


def flags(state: State) -> dict[str, Any]:
    return {
        "identity_status": state.status, "is_homonym": Mark.HOMONYM in state.marks,
        "is_doubtful": Mark.DOUBTFUL in state.marks, "is_fictive": Mark.FICTIVE in state.marks,
    }  # fmt: skip


# Where one event leads from each state, by the table written here by hand; to stay as one is is no move.
REACHED = {before: {before} | {expected(before, event) for event in Event} - {None} for before in STATES}
EVERY_MARKS = [frozenset(c) for n in range(4) for c in itertools.combinations(Mark, n)]


@pytest.mark.parametrize("after", list(IdentityStatus), ids=str)
@pytest.mark.parametrize("before", STATES, ids=lambda s: f"{s.status}-{'+'.join(sorted(s.marks)) or 'sans'}")
def test_the_database_knows_the_same_moves_and_the_same_marks(
    house: House, before: State, after: IdentityStatus
) -> None:
    """For each state, towards each status with each set of marks: PostgreSQL accepts what one event does, no more."""
    for marks in EVERY_MARKS:
        wanted = State(after, marks)
        may = wanted in REACHED[before]
        with transaction.atomic():
            person = put(house, before)
            new = flags(wanted)
            if after in HOLDS_INS and before.status not in HOLDS_INS:
                new |= {"ins_matricule": MATRICULE, "ins_oid": DEMO_NIR, "ins_at": timezone.now()}
            if after not in HOLDS_INS and before.status in HOLDS_INS:
                new |= leave(person)
            if may:
                sql(person, **new)
            else:
                with pytest.raises(IntegrityError):
                    sql(person, **new)


def test_nobody_begins_with_a_verified_identity(house: House) -> None:
    person = put(house, State(P))
    for status in (V, R, Q):
        with pytest.raises(IntegrityError, match="nobody begins"), transaction.atomic():
            Person.objects.create(
                organization_id=person.organization_id, birth_name="Bel", first_names="Ada", identity_status=status,
                birth_date=person.birth_date, birth_place_code="13055",
            )  # fmt: skip


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("birth_name", "Autre"), ("first_names", "Eve"), ("birth_first_name", "Eve"), ("sex", "M"),
        ("birth_date", "1992-03-13"), ("birth_precision", "MONTH"), ("birth_place_code", "13056"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("status", [R, Q])
def test_a_strict_trait_does_not_change_under_an_ins(
    house: House, status: IdentityStatus, column: str, value: str
) -> None:
    person = put(house, State(status))
    with pytest.raises(IntegrityError, match="strict traits are locked"):
        sql(person, **{column: value})
    sql(person, used_name="Roux")  # what is not strict stays hers


@pytest.mark.parametrize(
    "trait", ["birth_name", "first_names", "birth_first_name", "sex", "birth_date", "birth_place_code"]
)
def test_the_paper_seen_no_longer_stands_for_other_traits(house: House, trait: str) -> None:
    """A validated identity whose strict trait changes is provisional again, in the same writing."""
    value = {"sex": "M", "birth_date": "1992-03-13", "birth_place_code": "13056"}.get(trait, "Eve")
    person = put(house, State(V))
    with pytest.raises(IntegrityError, match="strict traits do not change"):
        sql(person, **{trait: value})
    sql(person, used_name="Roux", birth_place="Marseille")  # what is not strict stays hers
    sql(person, **{trait: value}, identity_status=P)


def test_the_national_service_may_write_the_names_of_a_validated_identity_but_not_another_birth(house: House) -> None:
    person = put(house, State(V))
    given = {"identity_status": Q, "ins_matricule": MATRICULE, "ins_oid": DEMO_NIR, "ins_at": timezone.now()}
    for other in ({"birth_date": "1992-03-13"}, {"sex": "M"}):
        with pytest.raises(IntegrityError, match="strict traits do not change"):
            sql(person, **given, **other)
    sql(person, **given, first_names="Ada, Rose")


@pytest.mark.parametrize("status", [R, Q])
def test_traits_are_not_corrected_while_a_doubt_is_raised(house: House, status: IdentityStatus) -> None:
    """First the doubt, then the correction: the history says under which traits the INS was known."""
    person = put(house, State(status))
    doubt = {"identity_status": P, "is_doubtful": True} | leave(person)
    with pytest.raises(IntegrityError, match="strict traits do not change"):
        sql(person, **doubt, birth_name="Autre")
    sql(person, **doubt)
    sql(person, birth_name="Autre")


def test_an_ins_is_not_lost_without_its_history(house: House) -> None:
    person = put(house, State(Q))
    gone = {"identity_status": V, "ins_matricule": "", "ins_oid": "", "ins_source": "", "ins_at": None}
    with pytest.raises(IntegrityError, match="leaves its history behind"):
        sql(person, **gone)
    leave(person)
    sql(person, **gone)


@pytest.mark.parametrize("status", [P, V])
def test_a_provisional_or_validated_identity_holds_no_ins(house: House, status: IdentityStatus) -> None:
    person = put(house, State(status))
    with pytest.raises(IntegrityError, match="person_ins_with_status"):
        sql(person, ins_matricule=MATRICULE, ins_oid=DEMO_NIR, ins_at=timezone.now())


@pytest.mark.parametrize("number", ["292031305504213", "2920313055042", "9" + MATRICULE[1:], "A" * 15])
def test_a_matricule_whose_key_or_shape_is_wrong_is_refused_by_the_database(house: House, number: str) -> None:
    assert number != MATRICULE
    person = put(house, State(P))
    with pytest.raises(IntegrityError):
        sql(person, identity_status=R, ins_matricule=number, ins_oid=DEMO_NIR, ins_at=timezone.now())
    with pytest.raises(IntegrityError, match="person_nss_key"):
        sql(person, nss=number)


def test_an_unknown_oid_is_refused_by_the_database(house: House) -> None:
    person = put(house, State(P))
    with pytest.raises(IntegrityError, match="person_ins_oid"):
        sql(person, identity_status=R, ins_matricule=MATRICULE, ins_oid="1.2.250.1.213.1.4.2", ins_at=timezone.now())


def test_nobody_dies_before_birth_nor_has_no_name(house: House) -> None:
    person = put(house, State(P))
    with pytest.raises(IntegrityError, match="person_dies_after_birth"):
        sql(person, death_date="1990-01-01")
    with pytest.raises(IntegrityError, match="person_has_a_name"):
        sql(person, birth_name="", first_names="", used_name="", preferred_name="")


@pytest.mark.parametrize("missing", [{"birth_name": ""}, {"birth_date": None}, {"is_alias": True}, {"first_names": ""}])
def test_an_identity_is_whole_before_it_is_sure(house: House, missing: dict[str, Any]) -> None:
    person = put(house, State(P))
    sql(person, preferred_name="Ada", **missing)
    with pytest.raises(IntegrityError, match="person_sure_is_whole"):
        sql(person, identity_status=V)
