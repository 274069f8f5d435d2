"""A house with its people, its papers and its sealed journal, committed in a database of its own; and a backup of it."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from pyrage.x25519 import Identity

from liane.config.cli.progress import Progress
from liane.config.safety import taking
from liane.config.safety.house import House
from liane.config.testing import databases
from liane.journal.sealing.runs import seal_and_export
from liane.kit.postgres import keys, locate, places, server
from liane.kit.tenancy import acting_for
from liane.testing import BACKEND, HouseClient, build_house

CANARY = "Canari Brume-Écarlate"
PAPER = b"%PDF-1.4 papier imaginaire " + CANARY.encode()


class Quiet(Progress):
    """Nobody waits."""

    def __call__(self, sentence: str, done: int | None = None, total: int | None = None) -> None:
        """Say nothing."""


@dataclass
class Saved:
    """The house, its backup, and the keys that open it."""

    house: House
    folder: Path
    key: Identity
    second: Identity


@pytest.fixture(scope="module")
def saved(
    postgres: server.Server, django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Saved]:
    """One house for every test of a module: it is never changed, its backup is copied before it is hurt."""
    name, home = f"essai_{os.getpid()}_saved", tmp_path_factory.mktemp("maison")
    places.make_home(home)
    keys.ensure(home)
    owner, app = locate.embedded(postgres.place.home)
    house = House(home, home / "fichiers", home / "journal", owner | {"NAME": name}, app | {"NAME": name})
    databases.copy(postgres, databases.template(postgres), name)
    before = settings.JOURNAL_FOLDER
    settings.JOURNAL_FOLDER = house.journal
    try:
        with django_db_blocker.unblock(), databases.pointing_to(name):
            live(house)
        key, second = Identity.generate(), Identity.generate()
        public = [key.to_public(), second.to_public()]
        folder = taking.take(house, home / "sauvegardes", public, Identity.generate(), Quiet())
        yield Saved(house, folder, key, second)
    finally:
        settings.JOURNAL_FOLDER = before
        databases.drop(postgres, name)


def live(house: House) -> None:
    """People, one paper on disk with its row, a journal that is sealed."""
    built = build_house()
    organization = built.deux_rives
    digest = hashlib.sha256(PAPER).hexdigest()
    path = house.files / str(organization.pk) / digest[:2] / digest
    path.parent.mkdir(parents=True)
    path.write_bytes(PAPER)
    with acting_for(organization.pk), house.opened() as base:
        base.execute(
            "INSERT INTO documents_storedfile (id, organization_id, digest, size, media_type, wanted_at)"
            " VALUES (gen_random_uuid(), %s, %s, %s, 'application/pdf', now())",
            [organization.pk, digest, len(PAPER)],
        )
    built.person(CANARY, "mimosa")
    client = HouseClient()
    client.force_login(built.accounts["karim"], backend=BACKEND)
    assert client.get(f"/personnes/{built.sam.pk}/").status_code == 200
    seal_and_export()
