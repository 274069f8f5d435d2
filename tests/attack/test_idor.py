"""Twenty thousand requests that name what belongs to somebody else: nothing of hers is told, nothing of hers moves (security B2).

`./liane test` sends a tenth of them. Seven attackers, each with every right that a role gives, elsewhere or before. What is drawn depends on a seed, said when a
request gets through: LIANE_IDOR_SEED draws others, LIANE_IDOR_COUNT draws more.
"""

import json
import os
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlencode

import pytest
from crawl import name_of, sample
from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.http import HttpResponse
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import Resolver404, resolve
from django.utils import timezone
from drawn import Draw, Sent, shapes
from others import CANARY, Other, plant
from state import GROWING, UUIDS, everything
from test_farid import ALL, CANARIES, FOR_THE_DPO, PUBLIC

from liane.access.models import Emergency
from liane.config.testing.depth import depth
from liane.testing import House, HouseClient

SEED = int(os.environ.get("LIANE_IDOR_SEED", "20260"))
COUNT = int(os.environ.get("LIANE_IDOR_COUNT", depth(2900, 290)))  # for each of the seven
TOGETHER = 145  # undone together
# Not sent: what ends the session of the attacker, the door that is there to be opened with a
# reason (its own tests), the example of a list (its people are invented).
NOT_SENT = {
    *PUBLIC,
    "professionals:lock",
    "professionals:session_end",
    "people:emergency",
    "people:emergency_door",
    "stays:import_model",
    "stays:notice_read",  # her own notification holds whatever she pastes, like a draft
}
# A request for admission belongs to the whole facility wished: a head of service of another unit of it follows it.
OF_THE_FACILITY = {
    name for name, address in ALL.items() if {"referral_id", "wish_id", "notice_id"} & set(address.parameters)
} | {"stays:referrals", "stays:referral_new", "stays:waiting_list", "stays:waiting_rules", "stays:requests_erase"}
# … and by the search, which finds those requests by their name (that it finds no record: test_protected, test_search_everywhere).
OF_THE_FACILITY |= {"timeline:search", "timeline:palette"}
# Sent before what is hers only: on her own post or account, each would rightly end the session of the attacker.
ON_THEIRS = {
    "access:post_end",
    "access:way_back",
    "access:review_decide",
    "access:look_start",
    "professionals:device_enrol",
}
ASIDE = (*GROWING, "kit_saveddraft")  # her own draft may hold whatever she types
# The DPO says how long his organisme keeps, with a reason that he types: its records are counted anew.
HIS_CHOICE = {"amine": ("stays_retentionchoice", "stays_retentioncase")}
EXAMPLES = ("Mimosa",)  # the name of a unit in the hints of some pages
INSIDERS = ("karim", "sophie", "maud")


def head(house: House, slug: str, place: str, ends: timedelta | None = None) -> str:
    """Somebody with the posts that give every right, at one place."""
    practitioner = house.hire(slug, "chef_de_service", place, ends=ends)
    with house.inside(house.units[place].organization):
        post = house.post(practitioner, "directeur", place)
        post.ends_at = timezone.now() + ends if ends else None
        post.save(force_insert=True)
    return slug


def after_an_emergency(house: House) -> str:
    """She opened the record with a reason; the four hours are over."""
    practitioner, begun = house.hire("apres", "educateur", "mecs"), timezone.now() - timedelta(hours=5)
    Emergency.objects.create(
        organization=house.deux_rives, practitioner=practitioner, record_id=house.sam.pk, reason="Malaise au self",
        unit_ids=[house.units["mimosa"].pk], starts_at=begun, ends_at=begun + timedelta(hours=4),
    )  # fmt: skip
    return "apres"


def night_is_over(house: House) -> str:
    """A temp whose night ended an hour ago."""
    house.hire("renfort", "aes", "mimosa", starts=timedelta(hours=-11), ends=timedelta(hours=-1))
    return "renfort"


WHO: dict[str, Callable[[House], str]] = {
    "the head of service of the other organisme": lambda house: head(house, "chef-bel-air", "belair"),
    "a head of service of another unit, before a protected person": lambda house: head(house, "chef-acacia", "acacia"),
    "a head of service who has left": lambda house: head(house, "chef-parti", "mimosa", timedelta(hours=-1)),
    "a temp whose night is over": night_is_over,
    "the administrator of the instance": lambda house: "admin",
    "the DPO, before what is written": lambda house: "amine",
    "a colleague whose emergency access is over": after_an_emergency,
}


def is_sent(sent: Sent, other: Other, left_out: set[str]) -> bool:
    """Whether this attacker sends it."""
    name = name_of(unquote(sent.path))
    return name not in left_out and (name not in ON_THEIRS or any(i in sent.path.lower() for i in other.ids))


def send(client: HouseClient, sent: Sent) -> HttpResponse:
    """One request, as a tool would send it."""
    extra = dict(sent.headers)
    if sent.files:
        parts = {name: [v for n, v in sent.body if n == name] for name, _ in sent.body}
        content = encode_multipart(BOUNDARY, parts | {name: sample("") for name in sent.files})
        return client.generic(
            "POST", sent.path, content, MULTIPART_CONTENT, query_params=list(sent.query) or None, **extra
        )
    body = urlencode(sent.body) if sent.method == "POST" else ""
    kind = "application/x-www-form-urlencoded" if body else ""
    return client.generic(sent.method, sent.path, body, kind, query_params=list(sent.query) or None, **extra)


def told(answer: HttpResponse) -> str:
    """Everything that leaves: the body, the headers, the cookies."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return f"{body.decode('utf-8', 'replace')} {list(answer.headers.items())} {answer.cookies.output()}"


def at_her_door(sent: Sent, other: Other, open_to: set[str], mine: set[str]) -> bool:
    """The address itself names what is hers, and this attacker has no reason to find it."""
    try:
        match = resolve(unquote(sent.path))
    except Resolver404:
        return False
    return match.view_name not in open_to and any(str(value) in other.ids - mine for value in match.kwargs.values())


def faults_of(
    client: HouseClient, sent: Sent, other: Other, words: tuple[str, ...], open_to: set[str], mine: set[str]
) -> list[str]:
    """What this answer tells and should not.

    `mine`: the identifiers under which this attacker has just written something of her own. A form brings its identifier: one
    that names a paper over there may name a task here, and she finds her own task.
    """
    answer = send(client, sent)
    said = told(answer)
    echoed = unquote(sent.text)
    faults = [f"tells {word}" for word in words if word in said and word.lower() not in echoed]
    if (
        answer.status_code >= 500
        or ((answer.status_code < 400 and answer.status_code != 301) or answer.status_code == 410)
        and at_her_door(sent, other, open_to, mine)
    ):
        faults.append(f"answers {answer.status_code}")
    if any(not cookie.value for name, cookie in answer.cookies.items() if name == settings.SESSION_COOKIE_NAME):
        faults.append("ends the session")
    if not faults and sent.method == "POST" and answer.status_code == 303:
        mine.update(value for name, value in sent.body if name == "id")
    return [f"{sent}: {fault}" for fault in faults]


def moved(before: dict[str, set[str]], after: dict[str, set[str]], other: Other) -> list[str]:
    """Rows born, changed or gone that are hers, or that name what is hers."""
    there = {(t, json.loads(row).get("id")) for t in before for row in before[t]}
    born = [(t, row) for t in after for row in after[t] - before.get(t, set())]
    # The identifier of a new row is chosen by its form: only what it points at counts.
    chosen = {json.loads(row).get("id") for t, row in born if (t, json.loads(row).get("id")) not in there}
    gone = [(t, row) for t in before for row in before[t] - after.get(t, set())]
    found = [
        (t, row) for t, row in born if CANARY in row or (other.ids - chosen) & set(UUIDS.findall(but_typed(t, row)))
    ]
    found += [(t, row) for t, row in gone if CANARY in row or other.ids & set(UUIDS.findall(row))]
    return [f"{t}: {row}" for t, row in found]


@cache
def texts_of(table: str) -> frozenset[str]:
    """The columns of a table that hold words: an identifier, a list or a structure is none."""
    model = next(m for m in apps.get_models() if m._meta.db_table == table)
    return frozenset(
        f.column for f in model._meta.concrete_fields if isinstance(f, models.CharField | models.TextField)
    )


def but_typed(table: str, row: str) -> str:
    """What he types in a text of his own (an address, a number) points at nothing; any other column does."""
    fields = json.loads(row).items()
    return json.dumps({name: value for name, value in fields if name not in texts_of(table)})


def kept(house: House, slug: str = "") -> dict[str, set[str]]:
    tables = everything(house, but=(*ASIDE, *HIS_CHOICE.get(slug, ())))
    return {t: {json.dumps(row, sort_keys=True) for row in rows} for t, rows in tables.items()}


def ends_it(client: HouseClient, batch: list[Sent]) -> list[Sent]:
    """The requests after which the attacker is no longer signed in."""
    found = []
    for sent in batch:
        with transaction.atomic():
            send(client, sent)
            if client.get("/").status_code not in (200, 403):
                found.append(sent)
            transaction.set_rollback(True)
    return found


@pytest.fixture
def papers_apart(settings: Any, tmp_path: Path) -> None:
    """The papers of this test, on a disk of their own."""
    settings.FILES_ROOT = tmp_path


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.usefixtures("papers_apart")
@pytest.mark.parametrize("who", WHO)
def test_naming_what_is_hers_tells_nothing_and_moves_nothing(house: House, who: str) -> None:
    is_stranger = "other organisme" in who
    record = house.person("Samia Cachée", "mimosa", is_protected=True) if "protected" in who else house.sam
    other = plant(house, record, "mimosa")
    if not is_stranger:
        other = other.of_one_house()
    slug = WHO[who](house)
    words = (CANARY, *(word for word in CANARIES if word not in EXAMPLES)) if is_stranger else (CANARY,)
    open_to = {"amine": FOR_THE_DPO, "chef-acacia": OF_THE_FACILITY}.get(slug, set())
    begin = shapes(house, slug, INSIDERS, other)
    own = {i for shape in begin for i in UUIDS.findall(shape.text)} - other.ids
    draw = Draw(SEED, [s for s in begin if name_of(unquote(s.path)) not in NOT_SENT], other, own)
    chosen = (sent for sent in draw.requests(COUNT * 2) if is_sent(sent, other, NOT_SENT | open_to))
    before, count = kept(house, slug), 0
    while batch := list(islice(chosen, min(TOGETHER, COUNT - count))):
        with transaction.atomic():
            client = house.client(slug)
            mine: set[str] = set()
            faults = [fault for sent in batch for fault in faults_of(client, sent, other, words, open_to, mine)]
            faults += moved(before, kept(house, slug), other)
            signed_in = client.get("/").status_code in (200, 403)  # 403: no post any more, and told so
            transaction.set_rollback(True)
        assert signed_in, f"ends the session of {who}: {ends_it(house.client(slug), batch)}"
        assert not faults, f"LIANE_IDOR_SEED={SEED}, {who}:\n" + "\n".join(faults)
        count += len(batch)
    assert count >= COUNT


@pytest.mark.usefixtures("papers_apart")
def test_the_trap_works_a_colleague_of_the_team_reads_and_moves_it(house: House) -> None:
    other, karim = plant(house, house.sam, "mimosa"), house.client("karim")
    before, page = kept(house), f"/personnes/{house.sam.pk}/"
    assert faults_of(karim, Sent("GET", page), other, (CANARY,), set(), set()) != []
    paper = Sent("GET", f"/papiers/{other.by_parameter['document_id'][0]}/")
    assert faults_of(karim, paper, other, (f"{CANARY}contenu",), set(), set()) != []
    body = (("id", "01980000-0000-7000-8000-000000000001"), ("label", "Allergie"), ("kind", "DANGER"))
    send(karim, Sent("POST", f"{page}a-savoir/", (), body))
    assert moved(before, kept(house), other)
