"""What needs the models: the tables and the small house, then the run itself."""

import shutil
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402

from liane.config.bench.faults.filling import FillRun  # noqa: E402
from liane.config.bench.faults.kills import KillRun  # noqa: E402 - the models need a house that is set up
from liane.config.bench.faults.parts import Parts  # noqa: E402
from liane.config.bench.faults.small_house import settle  # noqa: E402
from liane.config.testing import databases  # noqa: E402
from liane.kit.postgres.server import Server  # noqa: E402

NAME = "fautes"


def prepare(database: Server) -> str:
    """A fresh copy of the migrated tables; the template is kept from one run to the next."""
    shutil.rmtree(settings.JOURNAL_FOLDER, ignore_errors=True)  # its heads speak of the former copy
    shutil.rmtree(settings.FILES_ROOT, ignore_errors=True)
    databases.copy(database, databases.template(database), NAME)
    databases.point_to(NAME)
    return NAME


def strike(parts: Parts, rounds: int, seed: int) -> dict[str, Any]:
    """So many blows on the small house."""
    return KillRun(parts, settle(), seed).run(rounds)


def fill(parts: Parts, seed: int) -> dict[str, Any]:
    """A full disk under the small house."""
    return FillRun(parts, settle(), seed).run()
