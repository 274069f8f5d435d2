"""A house with a row of every kind, the archive that it makes, and the ways to spoil it."""

import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from django.db import transaction
from django.test import override_settings

from liane.config.moving import house as moving
from liane.config.moving.tests.furnished_more import furnish_more
from liane.config.testing.grounds import BARE, BUILT
from liane.kit.dates import today
from liane.kit.ids import uuid7
from liane.kit.moving.archive import MANIFEST, READ_ME
from liane.kit.tables.csv_writer import read_back, write_csv
from liane.kit.tenancy import set_organization
from liane.organizations.models import Place
from liane.people.identity import index_person
from liane.people.ins.matricule import NIR, key_of
from liane.people.models import (
    Claim,
    Contact,
    Entitlement,
    FamilyTie,
    FormerIns,
    Hearing,
    Home,
    Household,
    HouseholdMember,
    IdentityEvidence,
    IdentityStep,
    LegalMeasure,
    LocalIdentifier,
    ParentalAuthority,
    Record,
    Relative,
)
from liane.stays.models import Absence, ClockMark, FollowUp, FormerMode, Occupation, Stay
from liane.stays.presence import show_presence
from liane.steering.tests.conftest import folder, look  # noqa: F401 - the fixtures of a sealed journal

AWKWARD = (
    '=HYPERLINK("x")',
    "-1",
    " '=x",
    "''@",
    'L’été; «"a"»\nb\r\nc',
    "e\u0301tat",
    "Da --Silva",
    "שרה",
    "Jean--Luc",
)
BODY = "2920313055042"
NUMBER = BODY + key_of(BODY)
NOW = datetime(2026, 3, 12, 14, 5, 33, 123456, tzinfo=UTC)
ME = UUID(int=7)


@contextmanager
def elsewhere(grounds) -> Iterator[None]:
    """An instance that has just been migrated, where nobody is; nothing that is written there stays."""
    grounds.want(BARE)
    try:
        with TemporaryDirectory() as folder, override_settings(FILES_ROOT=Path(folder)), transaction.atomic():
            set_organization(None)
            yield
            transaction.set_rollback(True)
    finally:
        grounds.want(BUILT)


def furnish(house) -> Record:
    """A row of every kind at least, with what is hard to carry."""
    house_id, record, unit = house.deux_rives.pk, house.sam, house.units["mimosa"]
    mine = {"organization_id": house_id}
    by = {"author_id": ME, "author_name": "Karim; =Duval", "written_at": NOW}
    place = Place.objects.create(unit=unit, name="12 bis", **mine)
    stay = Stay.objects.get(record=record)
    stay.comment, stay.entry_mode, stay.identifier = AWKWARD[0], "HOME", "3130000000/x-SEJOUR-1"
    stay.planned_ends_on = today() + timedelta(days=300)
    stay.save()
    Occupation.objects.create(stay=stay, place=place, starts_on=stay.starts_on, **mine)
    FormerMode.objects.create(stay=stay, mode="TEMPORARY", until=stay.starts_on, **mine)
    Absence.objects.create(
        stay=stay,
        motive="HOSPITAL",
        starts_at=NOW,
        note=AWKWARD[4],
        author_id=ME,
        author_name="Inès",
        written_at=NOW,
        **mine,
    )
    show_presence(stay)
    FollowUp.objects.create(stay=stay, due_on=date(2027, 1, 1), article="D312-37", said=AWKWARD[5], **mine)
    ClockMark.objects.create(
        stay=stay, record=record, unit=unit, code="contrat", source_id=stay.pk, done_on=date(2026, 1, 2), **by, **mine
    )
    person = record.person
    _identity(person, mine, by)
    mother = Contact(**mine).put(name=AWKWARD[6], phone="06 12 34 56 78", born_on="1960", address=AWKWARD[4])
    mother.save()
    gone = Contact(joined_to=mother, kind="SCHOOL", **mine).put(name=AWKWARD[1])
    gone.save()
    links = [
        Relative.objects.create(
            record=record, unit=unit, contact=contact, relation="MTH", relation_label=label, note=AWKWARD[2], call_order=1,
            since=date(2020, 1, 1), **mine,
        )
        for contact, label in ((mother, "Mère"), (gone, "École"))
    ]  # fmt: skip
    FamilyTie.objects.create(
        record=record, one=links[0], other=links[1], kind="PARENT", since="2001", unit=unit, **mine
    )
    home = Household.objects.create(name=AWKWARD[7], unit=unit, address=AWKWARD[3], email="chez@exemple.fr", **mine)
    HouseholdMember.objects.create(household=home, contact=mother, since=date(2020, 1, 1), **mine)
    Home.objects.create(record=record, household=home, kind="ALTERNATE", rhythm="1 semaine / 2", **mine)
    _rights(record, unit, mine, by)
    house.person("Nadia Bel", "mimosa", "savs", is_protected=True, birth=None)
    house.person("Luc Parti", "acacia", until=datetime.now(UTC) - timedelta(days=9))
    furnish_more(house, record, AWKWARD, NOW)
    return record


def _identity(person, mine, by) -> None:
    """Qualified, with an INS, papers seen, a former INS."""
    paper = IdentityEvidence.objects.create(
        person=person,
        kind="CNI",
        label="Carte d’identité",
        is_high=True,
        seen_on=date(2026, 1, 2),
        note=AWKWARD[3],
        **by,
        **mine,
    )
    IdentityStep.objects.create(
        person=person, event="EVIDENCE_SEEN", before="PROVISOIRE", after="VALIDEE", evidence=paper, author_id=ME,
        author_name="Karim", at=NOW, **mine,
    )  # fmt: skip
    FormerIns.objects.create(
        person=person, matricule="2920313055041" + key_of("2920313055041"), oid=NIR, source="INSHISTO", until=NOW,
        reason=AWKWARD[1], author_name="Karim", **mine,
    )  # fmt: skip
    LocalIdentifier.objects.create(person=person, kind="MDPH", value="-13 0042", **mine)
    person.birth_first_name, person.birth_place_code, person.nss = "Samia", "13055", NUMBER
    person.nationalities, person.identity_comment = AWKWARD[8], AWKWARD[4]
    person.identity_status, person.ins_matricule, person.ins_oid = "QUALIFIEE", NUMBER, NIR
    person.ins_source, person.ins_at = "INSI", NOW
    index_person(person, ["-13 0042"]).save()


def _rights(record, unit, mine, by) -> None:
    """Two versions of a right, a request, a measure and its hearing, a parent."""
    first = uuid7()
    here = {"record": record, "unit": unit, **by, **mine}
    more = {"kind": "aah", "volet": "ADMIN", "thread_id": first}
    Entitlement.objects.create(id=first, is_current=False, note=AWKWARD[0], **more, **here)
    Entitlement.objects.create(
        version=2, expires_on=date(2027, 5, 6), answers={"é": [1, None], "a": "b;c"}, reason=AWKWARD[1], **more, **here
    )
    Claim.objects.create(kind="aah", volet="ADMIN", thread_id=uuid7(), state="ASKED", on=date(2026, 2, 3), **here)
    thread = uuid7()
    holder = Contact.objects.filter(joined_to=None).first()
    LegalMeasure.objects.create(
        id=thread, thread_id=thread, kind="curatelle_renforcee", volet="ADMIN", starts_on=date(2024, 1, 1),
        ends_on=date(2029, 1, 1), holder=holder, holder_name="UDAF; \"13\"", **here,
    )  # fmt: skip
    Hearing.objects.create(thread_id=uuid7(), measure_thread_id=thread, held_at=NOW, volet="ADMIN", **here)
    ParentalAuthority.objects.create(
        thread_id=uuid7(), name=AWKWARD[6], status="shared", volet="JUDICIAL", visits="FREE", is_struck=True, **here
    )


def leave(house) -> bytes:
    return out_of(moving.House(house.deux_rives.pk, house.deux_rives.name))


def out_of(house) -> bytes:
    """The archive of a house of this instance."""
    out = BytesIO()
    moving.export_house("essai", house, out)
    return out.getvalue()


def tables(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as opened:
        return {name: opened.read(name) for name in opened.namelist() if name not in (MANIFEST, READ_ME)}


def altered(data: bytes, **files) -> bytes:
    """The same archive with other members; a table that is changed is told by the manifest, as a forger would."""
    content = tables(data)
    with zipfile.ZipFile(BytesIO(data)) as opened:
        content |= {name: opened.read(name) for name in (MANIFEST, READ_ME)}
    content |= {name.replace("__", "."): value for name, value in files.items()}
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, value in content.items():
            if value is not None:
                made.writestr(name, value)
    return buffer.getvalue()


def told(data: bytes, change) -> bytes:
    """The archive with a manifest changed by `change`."""
    with zipfile.ZipFile(BytesIO(data)) as opened:
        manifest = json.loads(opened.read(MANIFEST))
    change(manifest)
    return altered(data, **{MANIFEST.replace(".", "__"): json.dumps(manifest).encode()})


def rewritten(data: bytes, name: str, change) -> bytes:
    """The archive with a table whose lines were changed by `change`, and the manifest that goes with it."""
    rows = read_back(tables(data)[name])
    change(rows)
    made = write_csv(rows)

    def mark(manifest):
        manifest["tables"][name] = {"lines": len(rows) - 1, "sha256": sha256(made).hexdigest()}

    return told(altered(data, **{name.replace(".", "__"): made}), mark)
