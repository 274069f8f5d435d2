"""The matrix of rights, line by line: role × gesture × relation to the person. Written by hand, read by anybody.

`matrix.csv`: «oui», «existe» (the colleague is told that somebody is followed here, and whom to ask), «non» (the page
does not exist). `volets.csv`: which part of the record each role reads and writes. A change of right is a change of
these files, seen as such.
"""

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from test_farid import ALL

from liane.access.actor import Actor, Grant, OpenEmergency
from liane.access.building import common
from liane.access.enums import SECRET_VOLETS, Right, Volet
from liane.access.models import Emergency, Role
from liane.access.policies import Decision, Held, Level, decide, may_tell_existence
from liane.access.roles import default_roles
from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.door import NotVisible
from liane.kit.ids import uuid7
from liane.kit.tenancy import acting_for
from liane.people.door import open_record
from liane.people.models import Record, RecordUnit
from liane.professionals.models import PractitionerRole
from liane.testing import BEL_AIR, House, HouseClient

HERE = Path(__file__).parent
PACKAGE = HERE.parent / "src" / "liane"
ADMIN = "administre l’instance"
DAY = timedelta(days=1)
EMERGENCY = "accès d’urgence en cours"


def table(name: str) -> list[dict[str, str]]:
    """Lines of a file that a spreadsheet opens."""
    return list(csv.DictReader((HERE / name).read_text("utf-8").splitlines(), delimiter=";"))


MATRIX, VOLETS = table("matrix.csv"), table("volets.csv")
ROLES = sorted({line["rôle"] for line in MATRIX})
RELATIONS = list(MATRIX[0])[3:]
ON_A_RECORD = {
    Right.RECORD_READ, Right.RECORD_EDIT, Right.RECORD_PRINT, Right.RECORD_JOURNAL, Right.ESSENTIAL_WRITE,
    Right.CIRCLE_WRITE, Right.STAY_WRITE, Right.NOTE_WRITE, Right.NOTE_CANCEL, Right.TASK_WRITE, Right.PLAN_WRITE,
    Right.IDENTITY_VERIFY, Right.IDENTITY_MERGE, Right.PROTECTION_WRITE, Right.ENTITLEMENT_WRITE, Right.ABSENCE_WRITE,
}  # fmt: skip


@dataclass(frozen=True)
class Situation:
    """Who stands before which record; `unit` is where a right without a record is asked."""

    actor: Actor
    record: Record
    unit: str


def situations(house: House, role: str) -> dict[str, Situation]:
    """One situation for each column of the matrix."""
    in_mimosa = house.person("Nadia Bel", "mimosa", referent="karim")
    in_source = house.person("Luc Discret", "csapa")
    protected = house.person("Ana Cachée", "mimosa", is_protected=True)

    def somebody(place: str, **dates: timedelta) -> Actor:
        if role == ADMIN:
            return house.actor("admin")
        slug = f"essai{len(house.accounts)}"
        house.hire(slug, role, place, **dates)
        return house.actor(slug)

    def in_emergency(*, ended: bool = False) -> Actor:
        actor = somebody("mecs")
        if actor.organization_id is None:
            return actor
        begun = timezone.now() - timedelta(hours=3)
        Emergency.objects.create(
            organization=house.deux_rives, practitioner_id=actor.practitioner_id, record_id=in_mimosa.pk,
            unit_ids=[house.units["mimosa"].pk], reason="Malaise au self", starts_at=begun,
            ends_at=begun + timedelta(hours=1 if ended else 4),
        )  # fmt: skip
        return house.actor(next(s for s, a in house.accounts.items() if a.pk == actor.account_id))

    everywhere = somebody("")
    elsewhere = somebody("mecs")
    return {
        "même unité": Situation(somebody("mimosa"), in_mimosa, "mimosa"),
        "autre unité du même établissement": Situation(somebody("acacia"), in_mimosa, "mimosa"),
        "autre établissement": Situation(elsewhere, in_mimosa, "mimosa"),
        "établissement discret, vu d’ailleurs": Situation(elsewhere, in_source, "csapa"),
        "personne protégée, vue d’une autre unité": Situation(somebody("acacia"), protected, "mimosa"),
        "tout l’organisme": Situation(everywhere, in_mimosa, "mimosa"),
        "tout l’organisme, établissement discret": Situation(everywhere, in_source, "csapa"),
        "autre organisme": Situation(somebody("belair"), in_mimosa, "mimosa"),
        "poste terminé": Situation(somebody("mimosa", ends=-DAY), in_mimosa, "mimosa"),
        "poste pas encore commencé": Situation(somebody("mimosa", starts=DAY), in_mimosa, "mimosa"),
        EMERGENCY: Situation(in_emergency(), in_mimosa, "mimosa"),
        "accès d’urgence terminé": Situation(in_emergency(ended=True), in_mimosa, "mimosa"),
    }


def answer(house: House, situation: Situation, right: Right) -> str:
    """What the house answers: through the door for a record, by the right itself otherwise."""
    actor = situation.actor
    if right not in ON_A_RECORD:
        return "oui" if actor.may(right, house.units[situation.unit].pk) else "non"
    with house.inside(house.organizations[BEL_AIR] if actor.organization_id == house.bel_air.pk else None):
        try:
            open_record(actor, situation.record.pk, to=right)
        except NotVisible as closed:
            return "existe" if closed.refusal.sentence else "non"
        return "oui"


@pytest.mark.parametrize("role", ROLES)
def test_each_cell_of_the_matrix_is_what_the_house_answers(house: House, role: str) -> None:
    stands = situations(house, role)
    wrong = [
        f"{line['geste']} / {relation} : attendu {line[relation]}, observé {observed}"
        for line in MATRIX
        if line["rôle"] == role
        for relation in RELATIONS
        if (observed := answer(house, stands[relation], Right(line["droit"]))) != line[relation]
    ]
    assert wrong == []


def test_the_matrix_speaks_of_every_role_and_every_right() -> None:
    said = [(line["rôle"], line["droit"]) for line in MATRIX]
    assert {role.code for role in default_roles()} | {ADMIN} == set(ROLES)
    assert sorted(said) == sorted((role, right.value) for role in ROLES for right in Right)  # each once, none forgotten
    assert {cell for line in MATRIX for cell in list(line.values())[3:]} == {"oui", "existe", "non"}


def test_every_right_opens_something() -> None:
    """A right that no page asks for misleads whoever gives it, and whoever reads the matrix."""
    declared = {address.declared.right for address in ALL.values() if address.declared}
    elsewhere = {"enums.py", "rescue.py", "role_rules.py"}  # where rights are listed, not asked
    asked = {
        name
        for file in PACKAGE.rglob("*.py")
        if "tests" not in file.parts and "migrations" not in file.parts and file.name not in elsewhere
        for name in re.findall(r"\bRight\.([A-Z_]+)", file.read_text("utf-8"))
    }
    assert [right for right in Right if right not in declared and right.name not in asked] == []


def test_a_right_of_a_former_version_kept_in_a_role_breaks_nothing(house: House) -> None:
    aes = Role.objects.get(code="aes")
    Role.objects.filter(pk=aes.pk).update(rights=[*aes.rights, "record.export"])
    assert house.client("ines").get("/").status_code == 200
    marc = house.client("marc")
    for path in ("", "roles/", "roles/imprimer/", f"roles/{aes.pk}/", "roles/nouveautes/"):
        assert marc.get(f"/droits/{path}").status_code == 200, path


@pytest.mark.parametrize("role", [r for r in ROLES if r != ADMIN])
def test_lists_show_exactly_what_the_door_opens(house: House, role: str) -> None:
    for relation, stand in situations(house, role).items():
        with house.inside(house.bel_air if stand.actor.organization_id == house.bel_air.pk else None):
            listed = Record.objects.visible_to(stand.actor).filter(pk=stand.record.pk).exists()
        opened = answer(house, stand, Right.RECORD_READ) == "oui"
        assert listed == (opened and relation != EMERGENCY), relation  # the broken glass opens a record, never a list


@pytest.mark.parametrize("line", VOLETS, ids=lambda line: line["rôle"])
def test_each_role_reads_and_writes_the_volets_of_the_table(house: House, line: dict[str, str]) -> None:
    house.hire("essai", line["rôle"], "mimosa")
    actor = house.actor("essai")
    mimosa, acacia = house.units["mimosa"].pk, house.units["acacia"].pk
    observed = {
        v: "lit et écrit"
        if actor.reads(mimosa, v) and actor.writes(mimosa, v)
        else "lit"
        if actor.reads(mimosa, v)
        else "non"
        for v in Volet
    }
    assert {"rôle": line["rôle"], **observed} == line
    assert not actor.volets_read([acacia]) and not actor.volets_written(acacia)


def test_what_may_be_written_may_be_read() -> None:
    assert [role.code for role in default_roles() if not set(role.writes) <= set(role.reads)] == []


@pytest.mark.parametrize("role", ["educateur", "medecin", "chef_de_service", "dpo", ADMIN])
def test_over_http_the_answer_is_the_one_of_the_matrix(house: House, role: str) -> None:
    codes = {"oui": 200, "existe": 403, "non": 404}
    expected = next(line for line in MATRIX if line["rôle"] == role and line["droit"] == Right.RECORD_READ)
    for relation, stand in situations(house, role).items():
        slug = next(s for s, a in house.accounts.items() if a.pk == stand.actor.account_id)
        answer = house.client(slug).get(reverse("timeline:record", kwargs={"record_id": stand.record.pk}))
        assert answer.status_code == codes[expected[relation]], relation
        if stand.actor.organization_id:
            assert traces(house, stand) == [Kind.RECORD_OPENED if answer.status_code == 200 else Kind.RECORD_REFUSED]


def traces(house: House, stand: Situation) -> list[str]:
    """What the journal kept of this actor before this record: exactly one line for one page (security F1)."""
    kept = JournalEntry.objects.filter(record_id=stand.record.pk, actor_id=stand.actor.practitioner_id)
    with acting_for(stand.actor.organization_id):
        return list(kept.values_list("kind", flat=True))


# What changes takes effect at the next request (security B5)


def opens(client: HouseClient, record: Record) -> bool:
    return client.get(reverse("timeline:record", kwargs={"record_id": record.pk})).status_code == 200


def test_a_post_that_ends_closes_the_record_at_the_next_page(house: House) -> None:
    client = house.client("ines")
    assert opens(client, house.sam)
    PractitionerRole.objects.filter(practitioner=house.practitioner("ines")).update(ends_at=timezone.now() - DAY)
    assert not opens(client, house.sam)


def test_a_right_taken_from_a_role_is_gone_at_the_next_page(house: House) -> None:
    client = house.client("ines")
    assert opens(client, house.sam)
    Role.objects.filter(code="aes").update(rights=["persons.search"])
    assert not opens(client, house.sam)


def test_a_record_that_leaves_the_unit_closes_at_the_next_page(house: House) -> None:
    client = house.client("ines")
    house.stay(house.sam, "chrs", since=timezone.now() - DAY)
    assert opens(client, house.sam)
    RecordUnit.objects.filter(record=house.sam, unit=house.units["mimosa"]).update(until=timezone.now() - DAY)
    assert not opens(client, house.sam)
    assert opens(house.client("helene"), house.sam)


# The sentences of a refusal


def refused(house: House, slug: str, record: Record, right: Right = Right.RECORD_READ) -> str:
    with pytest.raises(NotVisible) as closed:
        open_record(house.actor(slug), record.pk, to=right)
    return closed.value.refusal.sentence


def test_a_colleague_is_told_whom_to_ask(house: House) -> None:
    sentence = refused(house, "helene", house.sam)
    assert sentence == (
        "Ce dossier n’est pas ouvert à votre équipe : il est suivi par Mimosa, FAM Les Tilleuls. "
        "Demandez à Karim Duval (éducateur spécialisé). Si quelqu’un est en danger, utilisez l’accès d’urgence."
    )
    assert "urgence" not in refused(house, "nicole", house.person("Nadia Bel", "glycines"))  # not in her role


def test_the_role_that_refuses_says_what_it_does_not_allow(house: House) -> None:
    assert refused(house, "karim", house.sam, Right.NOTE_CANCEL) == (
        "Votre rôle ne permet pas d’annuler l’écrit d’un collègue. Demandez à votre chef de service."
    )


def test_a_discreet_facility_is_never_named_nor_its_key_worker(house: House) -> None:
    house.hire("paule", "educateur", "csapa")
    both = house.person("Luc Deux", "mecs", "csapa", referent="paule")
    sentence = refused(house, "karim", both)
    assert "Belvédère" in sentence and "Source" not in sentence and "Paule" not in sentence


# The rule itself, whatever the posts (deny by default, rights only add, nothing leaks)

UNITS = [uuid7() for _ in range(4)]
rights_sets = st.frozensets(st.sampled_from(list(Right)), max_size=6)
grants = st.builds(
    Grant, st.just("r"), st.just("R"), rights_sets, *[st.frozensets(st.sampled_from(list(Volet)), max_size=3)] * 2,
    st.frozensets(st.sampled_from(UNITS), max_size=3),
)  # fmt: skip
holdings = st.lists(
    st.builds(Held, st.sampled_from(UNITS), st.just("Mimosa"), st.just("FAM"), st.booleans()), max_size=4
)


def who(*held: Grant) -> Actor:
    """Somebody with these posts."""
    return Actor(None, uuid7(), uuid7(), "Essai", "", held, unit_ids=frozenset().union(*(g.unit_ids for g in held)))


LEVELS = [Level.NOTHING, Level.EXISTS, Level.FOLLOWED, Level.CONTENT]


def more_open(one: Decision, other: Decision) -> bool:
    return LEVELS.index(one.level) >= LEVELS.index(other.level)


@given(st.lists(grants, max_size=3), holdings, st.sampled_from(list(Right)), st.booleans())
def test_a_yes_always_comes_from_one_post_that_holds_the_right_where_she_is_followed(
    held_posts: list[Grant], held: list[Held], right: Right, is_protected: bool
) -> None:
    decision = decide(who(*held_posts), right, held, is_protected=is_protected)
    reasons = [g for g in held_posts if right in g.rights and g.unit_ids & {h.unit_id for h in held}]
    assert decision.allowed == bool(reasons) == (decision.level is Level.CONTENT)
    assert decision.why


@given(holdings, st.sampled_from(list(Right)), st.booleans())
def test_without_a_post_nothing_is_known(held: list[Held], right: Right, is_protected: bool) -> None:
    assert decide(who(), right, held, is_protected=is_protected).level is Level.NOTHING


@given(st.lists(grants, max_size=2), grants, holdings, st.sampled_from(list(Right)), st.booleans())
def test_one_more_post_never_closes_what_was_open(
    held_posts: list[Grant], more: Grant, held: list[Held], right: Right, is_protected: bool
) -> None:
    before = decide(who(*held_posts), right, held, is_protected=is_protected)
    after = decide(who(*held_posts, more), right, held, is_protected=is_protected)
    assert more_open(after, before)


@given(st.lists(grants, max_size=3), holdings, st.sampled_from(list(Right)), st.booleans())
def test_what_is_discreet_or_protected_exists_for_its_team_only(
    held_posts: list[Grant], held: list[Held], right: Right, is_protected: bool
) -> None:
    actor = who(*held_posts)
    team = any(actor.may(r, h.unit_id) for h in held for r in (Right.RECORD_READ, right))
    hidden = is_protected or all(h.is_discreet for h in held)
    if hidden and not team:
        assert decide(actor, right, held, is_protected=is_protected).level is Level.NOTHING


@given(st.lists(grants, max_size=3), holdings, st.sampled_from(list(Right)))
def test_a_discreet_facility_more_changes_nothing_for_the_others(
    held_posts: list[Grant], held: list[Held], right: Right
) -> None:
    actor = who(*held_posts)
    secret = Held(uuid7(), "La Source", "CSAPA La Source", True)
    decide_on: Callable[[list[Held]], Decision] = lambda units: decide(actor, right, units, is_protected=False)  # noqa: E731
    assert decide_on([*held, secret]) == decide_on(held)


def test_secret_volets_are_not_even_told() -> None:
    assert [v for v in Volet if not may_tell_existence(v)] == sorted(SECRET_VOLETS, key=list(Volet).index)


RECORD, OTHER = uuid7(), uuid7()
emergencies = st.builds(
    lambda rights, units: OpenEmergency(
        uuid7(), RECORD, "danger", timezone.now(), Grant("urgence", "", rights, frozenset({"CARE"}), frozenset(), units)
    ),
    rights_sets, st.frozensets(st.sampled_from(UNITS), max_size=3),
)  # fmt: skip


@given(st.lists(grants, max_size=2), emergencies, holdings, st.sampled_from(list(Right)), st.booleans())
def test_the_broken_glass_opens_its_record_and_changes_no_other_answer(
    posts: list[Grant], emergency: OpenEmergency, held: list[Held], right: Right, is_protected: bool
) -> None:
    plain = who(*posts)
    broken = replace(plain, emergencies=(emergency,))
    before = decide(plain, right, held, is_protected=is_protected, record_id=RECORD)
    for actor in (broken, broken.on_pages_of(RECORD)):
        assert decide(actor, right, held, is_protected=is_protected, record_id=OTHER) == before
        after = decide(actor, right, held, is_protected=is_protected, record_id=RECORD)
        openly = any(h.unit_id in emergency.grant.unit_ids and not h.is_discreet for h in held)
        assert after.allowed == (before.allowed or (openly and right in emergency.grant.rights and not is_protected))
        assert actor.on_pages_of(OTHER) == plain.on_pages_of(None) or actor.on_pages_of(OTHER).inside is None


@given(st.lists(grants, max_size=3), st.lists(grants, max_size=3), st.sampled_from(list(Right)), st.sampled_from(UNITS))
def test_looking_with_the_rights_of_a_colleague_never_gives_more_than_either_holds(
    mine: list[Grant], theirs: list[Grant], right: Right, unit: UUID
) -> None:
    both = who(*common(tuple(mine), tuple(theirs)))
    assert both.may(right, unit) == (who(*mine).may(right, unit) and who(*theirs).may(right, unit))
    assert both.unit_ids <= who(*mine).unit_ids & who(*theirs).unit_ids
    for volet in Volet:
        assert both.reads(unit, volet) == (who(*mine).reads(unit, volet) and who(*theirs).reads(unit, volet))
        assert both.writes(unit, volet) == (who(*mine).writes(unit, volet) and who(*theirs).writes(unit, volet))
