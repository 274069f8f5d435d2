"""The two databases of one process of pytest: an empty one, and one where the small house of the tests already stands.

Building the house costs a third of an ordinary test. It is built once, written for good, and every test that asks for it
works in a transaction undone above it; the connections to both stay open from one test to the next.
"""

import os
import pickle
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import connections, transaction

from liane.config.testing import databases
from liane.kit.postgres.server import Server

BARE, BUILT = "nue", "batie"


@dataclass
class Ground:
    """A database, the template of which it is a copy, and the open connections to it."""

    name: str
    source: str
    lines: dict[str, Any] = field(default_factory=dict)


class Grounds:
    """Where the tests of this process stand; the first test that asks for the house has it built."""

    def __init__(self, build: Callable[[], object]) -> None:
        self.build = build
        self.wanted = BARE
        self.server: Server | None = None
        self.blocker: Any = None
        self.source = self.standing = ""
        self.known: dict[str, Ground] = {}
        self.house = b""

    def open(self, server: Server, blocker: Any) -> None:
        """From here on the tests stand on the ground that the first one wants; `blocker` is the one of pytest-django."""
        with blocker.unblock():
            self.server, self.blocker, self.source = server, blocker, databases.template(server)
        self.turn()

    def want(self, kind: str) -> None:
        """The next test stands there: said before its transaction opens."""
        self.wanted = kind
        if self.server:
            self.turn()

    def turn(self) -> None:
        """Both Django connections become those of the wanted ground."""
        if self.standing == self.wanted:
            return
        with self.blocker.unblock():
            ground = self.known.get(self.wanted) or self._made(self.wanted)
        for alias in databases.ALIASES:
            if self.standing:
                self.known[self.standing].lines[alias] = connections[alias]
            connections[alias] = ground.lines.get(alias) or connections.create_connection(alias)
            connections[alias].settings_dict["NAME"] = ground.name
        self.standing = self.wanted

    def afresh(self) -> None:
        """What is written stays written, even in tests: a committed test is undone by a new copy, not by TRUNCATE."""
        connections.close_all()
        here = self.known[self.standing]
        assert self.server
        databases.copy(self.server, here.source, here.name)

    def close(self) -> None:
        """Nothing is left."""
        assert self.server
        with self.blocker.unblock():
            connections.close_all()
            for ground in self.known.values():
                for line in ground.lines.values():
                    line.close()
        for ground in self.known.values():
            databases.drop(self.server, ground.name)
            if ground.source != self.source:
                databases.drop(self.server, ground.source)

    def the_house(self) -> object:
        """What the builder gave, as if it had just been built for this test."""
        return pickle.loads(self.house)

    def _made(self, kind: str) -> Ground:
        assert self.server
        name = f"essai_{os.getpid()}_{kind}"
        source = self.source if kind == BARE else self._with_the_house(f"{name}_modele")
        databases.copy(self.server, source, name)
        self.known[kind] = Ground(name, source)
        return self.known[kind]

    def _with_the_house(self, name: str) -> str:
        assert self.server
        databases.copy(self.server, self.source, name)
        for alias in databases.ALIASES:
            if self.standing:
                self.known[self.standing].lines[alias] = connections[alias]
            connections[alias] = connections.create_connection(alias)
        databases.point_to(name)
        with transaction.atomic():
            self.house = pickle.dumps(self.build())
        connections.close_all()
        self.standing = ""
        return name
