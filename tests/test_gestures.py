"""Who is refused each gesture of the person’s file and of her path, asked by a browser: one line a page, one column a reader.

`gestures.csv` is written by hand, for a reader who does not code. «oui»: the page answers (a sending is received, or its
faults are said). «existe»: refused, with whom to ask. «non»: the page does not exist. «pas de compte»: the way in, and nothing
more. What a parent may know, sign or consent to, once somebody asks for her, is in `people/protection/tests/standing.csv`.
"""

import csv
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from rows import row
from test_farid import ALL, OBJECTS

from liane.access.actor import TEMP_ROLE
from liane.access.enums import Right, Volet
from liane.access.models import Role
from liane.kit.ids import uuid7
from liane.people.doubles.actions.joining import Joining, join_records
from liane.people.models import Contact, Record
from liane.stays.absences.actions import Leave, note_absence
from liane.stays.models import FollowUp, Stay
from liane.stays.referrals.tests.making import ask, go, wish_of
from liane.stays.retention.actions import reckon_house
from liane.testing import House, HouseClient

FILE = Path(__file__).parent / "gestures.csv"
LINES = list(csv.DictReader(FILE.read_text("utf-8").splitlines(), delimiter=";"))
READERS = list(LINES[0])[4:]
WITHOUT = "collègue de l’unité qui a le geste, sans le volet"
WORDS = {200: "oui", 303: "oui", 422: "oui", 403: "existe", 404: "non", 302: "pas de compte", 401: "pas de compte"}
# What must be in the record before its page is asked, when any row will not do.
MADE: dict[str, dict[str, Any]] = {
    "people.LegalMeasure": {"kind": "aemo", "volet": "JUDICIAL"},
    "people.ParentalAuthority": {"volet": "JUDICIAL", "name": "Marc Bel", "status": "shared"},
    "people.Hearing": {"volet": "JUDICIAL"},
    "people.Entitlement": {"kind": "ald", "volet": "CARE"},
    "people.Claim": {"kind": "ald", "volet": "CARE"},
}


def readers(house: House) -> dict[str, HouseClient]:
    """Everybody of the columns, signed in; the parent has no account."""
    rights, over = [*Right], timedelta(hours=-1)
    for code, volets in (("tout", [*Volet]), ("sans_volet", [Volet.SUPPORT, Volet.FAMILY])):
        Role.objects.create(
            organization=house.deux_rives, code=code, label=code, rights=rights, reads=volets, writes=volets
        )
    for slug, role, ends in (
        ("titulaire", "tout", None), ("sans", "sans_volet", None), ("collegue", "moniteur", None),
        ("partie", "tout", over), ("nuit", TEMP_ROLE, over),
    ):  # fmt: skip
        house.hire(slug, role, "mimosa", ends=ends)
    slugs = ("titulaire", "sans", "collegue", "farid", "partie", "nuit")
    return dict(zip(READERS, [*(house.client(slug) for slug in slugs), HouseClient()], strict=True))


def objects_of(house: House, child: Record) -> dict[str, Any]:
    """One object of each kind in the record of a child whose parents are separated."""
    unit = house.units["mimosa"]
    made: dict[Any, Any] = {Record: child, type(child.person): child.person, type(unit): unit}
    made[Stay] = Stay.objects.get(record=child)
    made[type(house.practitioner("karim"))] = house.practitioner("karim")
    ids: dict[str, Any] = {}
    for parameter, kind in OBJECTS.items():
        if "." not in kind:
            ids[parameter] = kind.removeprefix("=")
            continue
        model, chosen = apps.get_model(kind), dict(MADE.get(kind, {}))
        if any(field.name == "thread_id" for field in model._meta.fields):
            chosen["id"] = chosen["thread_id"] = uuid4()
        if kind == "people.Double":
            chosen["second"] = house.person("Lena Bel", "mimosa", birth=date(2016, 5, 4)).person
        ids[parameter] = row(model, house.deux_rives, made, **chosen).pk
    ids |= path_of(house, child) | joined(house) | gone_from(house) | {"archived": archived(house).pk}
    return ids | {"contact_id": school_of(house, child), "facility": unit.facility_id}


def school_of(house: House, child: Record) -> Any:
    """A school of the directory of the organisme, which is hers."""
    contact = Contact(organization=house.deux_rives, kind="SCHOOL").put(name="École Jean Jaurès")
    contact.save(force_insert=True)
    house.relative(child, "", "mimosa", contact=contact, relation="AUTRE", relation_label="École")
    return contact.pk


def path_of(house: House, child: Record) -> dict[str, Any]:
    """She is away for the night; somebody else asks to come, and is expected."""
    stay, absence = Stay.objects.filter(record=child).earliest("pk"), uuid7()
    since = timezone.now() - timedelta(hours=9)
    note_absence(house.actor("sophie"), child.pk, stay.pk, absence, Leave("FAMILY", since))
    wish = go(house, wish_of(ask(house)), "ADMISSION")
    return {"stay_id": stay.pk, "absence_id": absence, "referral_id": wish.referral_id, "wish_id": wish.pk}


def joined(house: House) -> dict[str, Any]:
    """Two records of one person, joined."""
    kept, gone = (house.person(name, "mimosa", birth=date(1979, 5, 6)) for name in ("Ugo Reuni", "Hugo Reuni"))
    words = Joining(kept.pk, gone.pk, "Même personne", kept.person.version, gone.person.version)
    join_records(house.actor("marc"), done := uuid7(), words)
    return {"regrouping_id": done}


def gone_from(house: House) -> dict[str, Any]:
    """Somebody left the unit a year ago, and what she becomes is to be asked."""
    left = house.person("Rémi Sorti", "mimosa", until=timezone.now() - timedelta(days=370))
    stay = Stay.objects.get(record=left)
    due = {"due_on": date.today(), "article": "CASF D312-37"}
    point = FollowUp.objects.create(organization=house.deux_rives, stay=stay, **due)
    return {"left_record": left.pk, "left_stay": stay.pk, "left_point": point.pk}


def archived(house: House) -> Record:
    """Somebody who left thirty years ago, whose term is past."""
    until = timezone.now() - timedelta(days=366 * 30)
    old = house.person("Odile Lointaine", "mimosa", since=until - timedelta(days=90), until=until)
    Record.objects.filter(pk=old.pk).update(archived_at=timezone.now())
    reckon_house()
    return old


def asked(client: HouseClient, line: dict[str, str], ids: dict[str, Any]) -> str:
    """What the page of this gesture answers; a gesture without a page of its own is sent, empty."""
    name, _, fixed = line["page"].partition(" ")
    address = ALL[name]
    told = ids | {name: ids.get(value, value) for name, value in (part.split("=") for part in fixed.split())}
    url = reverse(name, kwargs={p: told[p] for p in address.parameters})
    assert address.declared
    answer = client.get(url) if "GET" in address.declared.methods else client.post(url, {"id": str(uuid4())})
    return WORDS.get(answer.status_code, str(answer.status_code))


@pytest.mark.slow
def test_each_gesture_is_refused_to_whom_it_must_be(house: House) -> None:
    child = house.person("Lina Bel", "mimosa", birth=date(2016, 5, 4), referent="karim")
    ids, wrong = objects_of(house, child), list[str]()
    for who, client in readers(house).items():
        wrong += [
            f"{line['geste']} / {who} : attendu {line[who]}, répondu {answer}"
            for line in LINES
            if (answer := asked(client, line, ids)) != line[who]
        ]
    assert not wrong, "\n".join(wrong)


def test_the_file_says_no_to_who_must_never_come_in() -> None:
    """Whatever is written in the file one day, these columns never open anything."""
    for line in LINES:
        outside = [line[who] for who in READERS[3:6]]
        assert set(outside) == {"non"} and line[READERS[6]] == "pas de compte", line["page"]
        assert line[READERS[0]] == "oui", f"{line['page']}: nobody would hold this gesture"
        if line["volet"]:
            assert line[WITHOUT] == "non", line["page"]
