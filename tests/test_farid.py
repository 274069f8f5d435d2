"""Farid, from the other organisme, tries every door of the house; so do the administrator and the curious colleague.

Whoever may not know finds the page of what does not exist: same code, same words, nothing written.
A new address must be entered below: with an object behind it, or with the reason why it has none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import connection
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from rows import row, sensitive_models

from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.pages import Declaration
from liane.people.models import Record
from liane.testing import House, HouseClient

# Addresses without an object: what they are for. Everything else must carry an id of OBJECTS.
PUBLIC = {
    "healthz": "is the house ready",
    "metrics": "figures, for this machine only",
    "professionals:sign_in": "the way in",
    "professionals:second_step": "the way in, second half",
    "professionals:sign_in_by_key": "the way in, with a key",
    "professionals:challenge": "what a key must sign",
    "professionals:pin": "the way in on a shared device",
    "professionals:forgotten": "the way back in",
    "professionals:choose": "the first way in, by a sealed link",
    "professionals:sign_out": "the way out",
    "demo:faces": "demonstration and tests only",
    "demo:enter": "demonstration and tests only",
}
OWN = {
    "professionals:password": "one’s own password",
    "professionals:security": "one’s own account",
    "professionals:proof": "one’s own proof",
    "professionals:session_end": "one’s own sessions",
    "professionals:application": "one’s own second factor",
    "professionals:key_new": "one’s own second factor",
    "professionals:key_options": "one’s own second factor",
    "professionals:factor_remove": "one’s own second factor",
    "professionals:codes_renew": "one’s own second factor",
    "professionals:pin_set": "one’s own code",
    "professionals:address": "one’s own address",
    "professionals:address_confirm": "one’s own address",
    "professionals:lock": "one’s own screen",
    "professionals:awake": "one’s own screen",
    "professionals:house": "the sign-ins of one’s own organisme",
    "professionals:rule_set": "the sign-ins of one’s own organisme",
    "professionals:device_enrol": "a device of one’s own organisme",
    "professionals:device_end": "a device of one’s own organisme",
    "access:place": "one’s own posts",
    "access:rights": "the rights of one’s own teams",
    "access:settings": "the places of one’s own organisme",
    "access:newcomer": "somebody new in one’s own organisme",
    "access:found": "a new organisme, by who administers the instance",
    "drafts:list": "one’s own drafts",
    "drafts:save": "the same, kept as one writes",
    "drafts:here": "the same, asked by a form",
    "people:list": "one’s own list",
    "people:doubles": "pairs of records that one may both join",
    "people:identities": "figures of one’s own units",
    "people:mail": "the same, printed on envelopes",
    "people:directory": "the directory of one’s own organisme",
    "people:contact_add": "the same, one more",
    "timeline:search": "what one may open, by its words",
    "timeline:palette": "the same, as one types",
    "access:review": "the posts of one’s own teams",
    "access:review_start": "the review of one’s own organisme",
    "access:review_close": "the same, finished",
    "access:review_print": "the same, printed",
    "access:roles": "the roles of one’s own organisme",
    "access:role_news": "what is proposed for them",
    "access:roles_matrix": "the same, printed",
    "access:temp_new": "a night in one’s own units",
    "notes:tonight": "one’s own unit, tonight",
    "access:look": "what one may do while looking as a colleague",
    "access:look_stop": "one’s own look",
    "people:emergency_door": "the emergency door of one’s own organisme; asks an exact identity",
    "people:emergency_service": "the emergency accesses on one’s own units",
    "people:expiries": "the rights that end, in one’s own units",
    "people:create": "a new record in one’s own unit",
    "people:create_alias": "the same, of somebody without papers",
    "people:code": "an INS code, looked for among one’s own list",
    "people:birth_places": "the official lists of communes and countries, which name nobody",
    "stays:clocks": "the delays of one’s own units",
    "stays:places": "the places of one’s own units",
    "stays:census": "who was there, in one’s own units",
    "stays:referrals": "the requests of one’s own facilities",
    "stays:notice_read": "a notification, for its author",
    "stays:referral_new": "a new request to one’s own facility",
    "stays:retention": "the records of one’s own organisme, without a name for the DPO",
    "stays:requests_erase": "the requests of one’s own facilities",
    "stays:archive": "the same, archived",
    "stays:durations": "the durations of one’s own organisme",
    "stays:import_send": "one’s own imports, and a new one",
    "stays:import_model": "an example of list",
    "notes:home": "one’s own day",
    "steering:conformity": "the accesses of one’s own organisme",
    "steering:verify": "the same, read again",
    "steering:heads": "the journal of one’s own organisme",
    "steering:public_key": "what everybody may know",
    "steering:retention": "the traces of one’s own organisme",
    "steering:hold_all": "the same, held",
    "steering:search": "a record of one’s own organisme, by its exact name",
    "steering:questions": "what one is asked",
    "notes:start": "choose somebody of one’s own list",
    "notes:tasks": "one’s own tasks",
    "notes:handover": "the hand-over of one’s own unit",
    "notes:handover_print": "the same, printed",
    "notes:handover_take": "the same, taken",
    "notes:handover_give": "the same, given",
    "notes:round": "seen on a round of one’s own unit",
}
# What each parameter of an address points at: the model, or a fixed value that names nobody.
OBJECTS: dict[str, str] = {
    "record_id": "people.Record",
    "draft_id": "kit.SavedDraft",
    "double_id": "people.Double",
    "regrouping_id": "people.Regrouping",
    "flag_id": "people.Flag",
    "relative_id": "people.Relative",
    "home_id": "people.Home",
    "member_id": "people.HouseholdMember",
    "contact_id": "people.Contact",
    "join_id": "people.ContactJoin",
    "tie_id": "people.FamilyTie",
    "evidence_id": "people.IdentityEvidence",
    "number_id": "people.LocalIdentifier",
    "goal_id": "plans.Goal",
    "right_id": "people.Entitlement",
    "claim_id": "people.Claim",
    "measure_id": "people.LegalMeasure",
    "authority_id": "people.ParentalAuthority",
    "hearing_id": "people.Hearing",
    "line_id": "people.LegalMeasure",
    "what": "=mesure",
    "measure": "=curatelle_simple",
    "kind": "=auth_image",
    "thread_id": "notes.Note",
    "task_id": "notes.Task",
    "handover_id": "notes.Handover",
    "stay_id": "stays.Stay",
    "mark_id": "stays.ClockMark",
    "follow_up_id": "stays.FollowUp",
    "rule": "=social",
    "destruction_id": "stays.Destruction",
    "erasure_id": "stays.RequestErasure",
    "code": "=reactualisation",
    "source_id": "stays.Stay",
    "absence_id": "stays.Absence",
    "inventory_id": "stays.Inventory",
    "referral_id": "stays.Referral",
    "wish_id": "stays.Wish",
    "notice_id": "stays.Notice",
    "step": "=visite",
    "document_id": "documents.Document",
    "batch_id": "stays.ImportBatch",
    "line": "=1",
    "facility_id": "organizations.Facility",
    "unit_id": "organizations.Unit",
    "practitioner_id": "professionals.Practitioner",
    "post_id": "professionals.PractitionerRole",
    "emergency_id": "access.Emergency",
    "role_id": "access.Role",
    "question": "=apaise",
    "alert_id": "steering.Alert",
    "hold_id": "journal.LegalHold",
    "slug": "=karim",
    "token": "=forged",
}
# A colleague is no secret inside the organisme: whoever keeps a team may propose her a post there, or be told that she may not look as her.
ABOUT_A_COLLEAGUE = {"access:post_new", "access:look_start", "access:person_print"}
# Who answers for the accesses finds them, and nothing of the content (tests of steering).
FOR_THE_DPO = {
    "access:person_print",
    "steering:accesses",
    "steering:accesses_csv",
    "steering:accesses_pdf",
    "steering:hold_record",
    "steering:hold_lift",
    "stays:certificate",
    "stays:erasure",
}
CANARIES = ("Samia", "Mimosa", "Karim", "Tilleuls", "La Source", "Belvédère")


@dataclass(frozen=True)
class Address:
    """One address of the house, as its room declares it."""

    name: str
    parameters: tuple[str, ...]
    declared: Declaration | None

    def url(self, ids: dict[str, Any]) -> str:
        return reverse(self.name, kwargs={p: ids[p] for p in self.parameters})


def addresses(resolver: URLResolver | None = None, space: str = "") -> Iterator[Address]:
    """Every address, whatever its room."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern):
            parameters = tuple(pattern.pattern.converters)
            yield Address(f"{space}{pattern.name}", parameters, getattr(pattern.callback, "declared", None))


ALL = {address.name: address for address in addresses()}
KNOWN = {name for name, a in ALL.items() if OBJECTS.keys() >= set(a.parameters)}
WITH_OBJECT = sorted(name for name in KNOWN if any(not OBJECTS[p].startswith("=") for p in ALL[name].parameters))


def test_every_address_is_entered_here() -> None:
    for name, address in ALL.items():
        unknown = [p for p in address.parameters if p not in OBJECTS]
        assert not unknown, f"{name}: say in OBJECTS what {unknown} points at, so that Farid can try it"
        assert name in WITH_OBJECT or name in PUBLIC or name in OWN, (
            f"{name}: say in OWN or PUBLIC why it has no object"
        )


def test_every_address_declares_its_right() -> None:
    assert [name for name, address in ALL.items() if address.declared is None] == []
    assert {name for name, a in ALL.items() if a.declared and a.declared.public} == set(PUBLIC) & set(ALL)


def objects_of(house: House, record: Record, unit: str, *names: str) -> dict[str, Any]:
    """An object of each kind in this record, or of those alone that these addresses name; a fixed value where nobody is named."""
    named = {"record_id", *(p for name in names for p in ALL[name].parameters)} if names else OBJECTS
    made: dict[Any, Any] = {
        Record: record,
        type(record.person): record.person,
        type(house.units[unit]): house.units[unit],
        type(house.practitioner("karim")): house.practitioner("karim"),
    }
    ids: dict[str, Any] = {}
    for parameter, kind in OBJECTS.items():
        if parameter not in named:
            continue
        if "." not in kind:
            ids[parameter] = kind.removeprefix("=")
        elif kind.split(".")[1].lower() in apps.all_models[kind.split(".")[0]]:
            model = apps.get_model(kind)
            fields = {f.name for f in model._meta.fields}
            chosen: dict[str, Any] = {"volet": "SUPPORT"} if "volet" in fields else {}
            if kind in ("people.Entitlement", "people.Claim"):
                chosen |= {"volet": "ADMIN", "kind": "auth_image", "unit": house.units[unit]}
            if kind in ("notes.Note", "plans.Goal", "people.Entitlement", "people.Claim"):
                chosen["id"] = chosen["thread_id"] = uuid4()
            if kind == "people.Double":
                chosen["second"] = row(type(record.person), house.deux_rives, {})
            ids[parameter] = row(model, house.deux_rives, made, **chosen).pk
    return ids


def absent(ids: dict[str, Any]) -> dict[str, Any]:
    """The same address with ids that exist nowhere."""
    return {name: uuid4() if isinstance(value, UUID) else value for name, value in ids.items()}


def knock(client: HouseClient, address: Address, ids: dict[str, Any]) -> Iterator[tuple[str, HttpResponse]]:
    """Every declared method, with nothing and with a plausible form."""
    assert address.declared
    for method in address.declared.methods:
        bodies: tuple[dict[str, Any], ...] = ({},) if method == "GET" else ({}, _form(ids))
        for body in bodies:
            yield method, getattr(client, method.lower())(address.url(ids), body)


def _form(ids: dict[str, Any]) -> dict[str, Any]:
    words = dict.fromkeys(("text", "label", "reason", "observation", "name", "birth_name", "relation", "kind"), "essai")
    return {
        **words,
        "id": str(uuid4()),
        "level": "0",
        "volet": "SUPPORT",
        "version": "1",
        "record": str(ids["record_id"]),
    }


def visible_words(answer: HttpResponse) -> str:
    """The body without what changes at each answer."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())


COUNT = " UNION ALL ".join(f"SELECT '{t}', count(*) FROM {t}" for t in (m._meta.db_table for m in sensitive_models()))


def written(house: House) -> dict[str, int]:
    """How many rows each table of Les Deux Rives holds."""
    with house.inside(), connection.cursor() as cursor:
        cursor.execute(COUNT)
        return dict(cursor.fetchall())


def strangers(house: House) -> Iterator[tuple[str, HouseClient, Record, str]]:
    """Who knocks (with every right that a role can give, elsewhere), and at whose record."""
    for slug, place, over in (
        ("chef-bel-air", "belair", None), ("chef-mecs", "mecs", None), ("chef-acacia", "acacia", None),
        ("chef-parti", "mimosa", timedelta(hours=-1)),
    ):  # fmt: skip
        practitioner = house.hire(slug, "chef_de_service", place, ends=over)
        with house.inside(house.units[place].organization):
            post = house.post(practitioner, "directeur", place)
            post.ends_at = timezone.now() + over if over else None
            post.save(force_insert=True)
    discreet = house.person("Samia Discrète", "csapa")
    protected = house.person("Samia Cachée", "mimosa", is_protected=True)
    yield "Farid", house.client("farid"), house.sam, "mimosa"
    yield "the head of service of Farid", house.client("chef-bel-air"), house.sam, "mimosa"
    yield "the administrator of the instance", house.client("admin"), house.sam, "mimosa"
    yield "the DPO", house.client("amine"), house.sam, "mimosa"
    yield "a head of service who has left", house.client("chef-parti"), house.sam, "mimosa"
    yield "a head of service, before a discreet facility", house.client("chef-mecs"), discreet, "csapa"
    yield "a head of service, before a protected person", house.client("chef-acacia"), protected, "mimosa"


@pytest.mark.parametrize("name", WITH_OBJECT)
def test_who_may_not_know_finds_what_does_not_exist(house: House, name: str) -> None:
    knocking = [(*one, objects_of(house, one[2], one[3], name)) for one in strangers(house)]
    before = written(house)
    for who, client, record, _, ids in knocking:
        if name in ABOUT_A_COLLEAGUE and record is not house.sam:
            continue
        if name in FOR_THE_DPO and who == "the DPO":
            continue
        knocks = zip(knock(client, ALL[name], ids), knock(client, ALL[name], absent(ids)), strict=True)
        for (method, there), (_, missing) in knocks:
            assert there.status_code == missing.status_code == 404, f"{who}: {method} {name} {there.status_code}"
            assert visible_words(there) == visible_words(missing), who
            assert not [word for word in CANARIES if word in there.content.decode()], who
    assert written(house) == before


@pytest.mark.parametrize("name", sorted(OWN.keys() & ALL.keys()))
def test_the_pages_of_farid_speak_of_his_house_only(house: House, name: str) -> None:
    client, ids = house.client("farid"), objects_of(house, house.sam, "mimosa", name)
    before = written(house)
    mimosa, sam = str(house.units["mimosa"].pk), str(house.sam.pk)
    lures = dict.fromkeys(("unit", "unite", "lieu", "unit_id"), mimosa)
    lures |= dict.fromkeys(("record", "record_id", "personne", "person", "qui"), sam)
    lures |= {"apres": str(house.practitioner("karim").pk), "q": "Belka"}
    assert ALL[name].declared
    for method in ALL[name].declared.methods:
        for sent in ({}, lures, {**_form(ids), **lures}):
            answer = getattr(client, method.lower())(ALL[name].url(ids), sent)
            assert answer.status_code < 500
            assert not [word for word in CANARIES if word in answer.content.decode()], f"{method} {name} {sent}"
    assert written(house) == before


@pytest.mark.parametrize("name", sorted(KNOWN - PUBLIC.keys()))
def test_nobody_comes_in_without_signing_in(house: House, name: str) -> None:
    ids = objects_of(house, house.sam, "mimosa", name)
    before = written(house)
    for method, answer in knock(HouseClient(), ALL[name], ids):
        if method == "GET":
            assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/connexion/")
        else:
            assert answer.status_code == 401
        assert not [word for word in CANARIES if word in answer.content.decode()]
    assert written(house) == before


def test_the_trap_works_a_colleague_of_the_team_does_open(house: House) -> None:
    assert house.client("karim").get(reverse("timeline:record", kwargs={"record_id": house.sam.pk})).status_code == 200


# The refusal is written, after the rollback of what was refused


def test_a_refusal_is_traced_in_the_house_of_who_knocked(house: House) -> None:
    house.client("farid").get(reverse("timeline:record", kwargs={"record_id": house.sam.pk}))
    with house.inside(house.bel_air):
        trace = JournalEntry.objects.get(kind=Kind.RECORD_REFUSED)
    assert (trace.actor_name, trace.record_id) == ("Farid Zeroual", house.sam.pk)


def test_a_refused_colleague_is_told_whom_to_ask_and_the_person_can_see_it(house: House) -> None:
    started = timezone.now()
    answer = house.client("helene").get(reverse("timeline:record", kwargs={"record_id": house.sam.pk}))
    assert answer.status_code == 403
    assert "Demandez à Karim Duval" in answer.content.decode()
    trace = JournalEntry.objects.get(record_id=house.sam.pk, kind=Kind.RECORD_REFUSED, at__gte=started)
    assert trace.actor_name == "Hélène Vidal" and trace.reason == "N’accompagne pas cette personne"


def test_a_refused_writing_leaves_its_refusal_and_nothing_else(house: House) -> None:
    before = written(house)
    answer = house.client("helene").post(
        reverse("notes:write", kwargs={"record_id": house.sam.pk}),
        {"id": str(uuid4()), "text": "essai", "kind": "NOTE"},
    )
    assert answer.status_code == 403
    assert written(house) == before
    assert JournalEntry.objects.filter(record_id=house.sam.pk, kind=Kind.RECORD_REFUSED).count() == 1
