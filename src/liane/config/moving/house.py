"""The two gestures of a house that moves. The owner of the machine makes them, by the command line, under a name that is traced."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import IO, Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from liane.access.actor import Actor
from liane.access.houses import Newcomer, name_direction, propose_roles
from liane.access.models import Role
from liane.config.moving.words import read_me
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.journal.many import Trace, trace_many
from liane.kit.dates import local
from liane.kit.moving.archive import EDITION, Manifest, TableMark, pack, unpack
from liane.kit.moving.entering import keep_contents, write_entry
from liane.kit.moving.nouns import Noun, nouns
from liane.kit.moving.reading import Entry, Fate, read_entry
from liane.kit.tenancy import acting_for
from liane.organizations.models import Organization
from liane.people.doubles.watch import look_for_doubles
from liane.people.moving.identities import RECORDS
from liane.professionals.invitations import invite
from liane.stays.importing.apply import lock_imports
from liane.stays.retention.actions import reckon_house

ORIGIN = "ligne de commande"
REASON = "Déménagement de la maison"
_FIRST = "organisme"


@dataclass(frozen=True, slots=True)
class House:
    """An organisme of this instance."""

    id: UUID
    name: str


@dataclass(slots=True)
class Arrived:
    """What an archive would do, or did. `entry.faults`: nothing was written. `invitation`: the link of its direction."""

    manifest: Manifest
    entry: Entry
    house: House
    is_founded: bool
    invitation: str = ""


class Undone(Exception):
    """A trial: what was written is taken back."""


def who(name: str, organization_id: UUID) -> Actor:
    """Whoever owns the machine, under the name of the account that typed the command: no professional of the house."""
    key = uuid5(organization_id, f"machine {name}")
    return Actor(None, key, organization_id, f"{name} (compte de la machine)", "", origin=ORIGIN)


def houses() -> list[House]:
    """Those of this instance: only its owner sees over the walls."""
    rows = Organization.objects.using("owner").order_by("name", "pk").values_list("pk", "name")
    return [House(*row) for row in rows]


def export_house(name: str, house: House, out: IO[bytes]) -> Manifest:
    """Write the archive, and the trace of each record that left. The caller opened a transaction that sees one moment only."""
    made_at = local(timezone.now()).replace(microsecond=0)

    def manifest_of(marks: dict[str, TableMark]) -> Manifest:
        return Manifest(EDITION, made_at.isoformat(), house.id, house.name, marks)

    with acting_for(house.id):
        tables = [(noun.file, noun.lines()) for noun in nouns()]
        text = read_me(house.name, f"{made_at:%d/%m/%Y à %H:%M}", EDITION)
        contents = chain.from_iterable(noun.contents() for noun in nouns())
        manifest = pack(out, manifest_of, text, tables, contents)
        by = who(name, house.id)
        left = [Trace(Kind.EXPORTED, record_id=record.pk) for record in RECORDS.here()]
        trace_many(by, left, reason=REASON)
        trace(by, Kind.EXPORTED, reason=REASON, records=len(left), tables=len(manifest.tables))
    return manifest


def import_house(
    name: str, data: Any, *, into: House | None = None, direction: str = "", is_trial: bool = False
) -> Arrived:
    """Read, check, write: everything or nothing. `into`: an organisme already opened here; else that of the archive.
    `direction`: the login of who will direct an organisme where nobody works yet."""
    manifest, tables, pieces = unpack(data, [noun.file for noun in nouns()])
    house = into or House(manifest.organization_id, manifest.organization)
    known = [noun for noun in nouns() if noun.name != _FIRST or house.id == manifest.organization_id]
    arrived: list[Arrived] = []
    try:
        with transaction.atomic(), acting_for(house.id):
            lock_imports(house.id)
            is_founded = not Organization.objects.filter(pk=house.id).exists()
            entry = read_entry(tables, pieces, known, house.id)
            arrived.append(Arrived(manifest, entry, house, is_founded))
            if not entry.faults:
                _write(name, arrived[0], known)
            if direction and not entry.faults:
                arrived[0].invitation = _invite(who(name, house.id), house.id, direction)
            if is_trial or entry.faults:
                raise Undone
            keep_contents(entry, known)
    except Undone:
        pass
    return arrived[0]


def _write(name: str, arrived: Arrived, known: Iterable[Noun]) -> None:
    by, entry = who(name, arrived.house.id), arrived.entry
    new = entry.count(Fate.NEW)
    if not new:
        return
    write_entry(entry, known, by)
    if entry.faults:
        return
    if not Role.objects.exists():
        propose_roles(arrived.house.id)
    look_for_doubles(arrived.house.id)
    reckon_house()
    records = entry.count(Fate.NEW, RECORDS.name)
    trace(by, Kind.HOUSE_ENTERED, object_id=arrived.house.id, reason=REASON, lines=new, records=records)


def _invite(by: Actor, organization_id: UUID, login: str) -> str:
    """A link good once, by which she chooses her own password: nobody knows it, not even who types the command."""
    first, _, last = login.partition(".")
    newcomer = Newcomer(first.capitalize(), (last or first).capitalize(), "directeur", login, "directeur")
    account = name_direction(by, organization_id, newcomer, secrets.token_urlsafe(48)).account
    return invite(account) if account else ""
