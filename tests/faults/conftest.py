"""A small house whose line to its database is bad."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from far_house import FarHouse, command, environment

from liane.config.bench.browsers import Browser
from liane.config.bench.faults.parts import free_port, is_answering
from liane.config.bench.faults.proxy import BadLine
from liane.config.bench.faults.small_house import settle
from liane.config.testing import databases
from liane.kit.postgres.server import Server


@pytest.fixture(scope="package")
def far_house(postgres: Server, django_db_setup: None, django_db_blocker: Any) -> Iterator[FarHouse]:
    """One web server for all the tests of this folder."""
    name = f"essai_{os.getpid()}_fautes"
    databases.copy(postgres, databases.template(postgres), name)
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="ligne-") as folder:
        line = BadLine(Path(folder), postgres.place.socket)
        with django_db_blocker.unblock(), databases.pointing_to(name):
            house = settle()
            browsers = [Browser(port, house.browser(number)) for number in range(len(house.accounts))]
        web = subprocess.Popen(command(port), env=environment(postgres, folder, name), stderr=subprocess.DEVNULL)
        try:
            assert is_answering(port, patience=60)
            yield FarHouse(line, port, house, browsers, postgres, name, django_db_blocker, Path(folder) / "journal")
        finally:
            for browser in browsers:
                browser.connection.close()
            web.kill()
            web.wait(20)
            line.close()
            databases.drop(postgres, name)
