"""Eight readers at once: how many answers a second.

They share the processors with the house, so asking must cost next to nothing: one thread, requests written as they travel,
answers read as bytes. (Eight threads of an ordinary client took a third of the machine for themselves.)
"""

import re
import selectors
import socket
import statistics
import time
from collections.abc import Sequence
from typing import Any

from liane.config.bench.browsers import Browser, Unexpected, sign_in
from liane.config.bench.operations import Operation, actor
from liane.kit.ids import uuid7
from liane.kit.tenancy import acting_for
from liane.professionals.limits import lend
from liane.professionals.models import Account, Practitioner, PractitionerRole

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
CLIENTS = 8
WARM_UP, SECONDS = (
    2.0,
    3.0,
)  # each thread of the house asks PostgreSQL eight times before it keeps the plan of a question
# Answers a second that the best of three open peers (mano, domifa, GNU Health) gives to eight clients for the same
# gesture, measured on a machine of two processors in November 2026. A gesture that none of them has is not here.
BEST_PEER = {"list": 109, "search": 80, "palette": 80, "record": 50, "write": 189}


def rush(operations: Sequence[Operation], port: int) -> list[dict[str, Any]]:
    """The gestures that eight people may make at the same time, one kind after the other."""
    return [_rush(operation, port) for operation in operations if operation.crowd]


def _team(slug: str) -> list[Account]:
    """Eight people with the same posts: somebody of the cast and colleagues hired for the measure.

    Eight sessions of one account would wait for one another: what an account does is counted in one row.
    """
    first = actor(slug)
    accounts = [Account.objects.get(slug=slug)]
    with acting_for(first.organization_id):
        me = Practitioner.objects.get(account=accounts[0])
        posts = list(PractitionerRole.objects.filter(practitioner=me))
        for turn in range(2, CLIENTS + 1):
            login = f"mesure.{slug}.{turn}"
            account = Account.objects.filter(login=login).first()
            accounts.append(account or _hired(login, me, posts))
    for account in accounts:
        lend("typing", account.pk, 1_000_000)
        lend("search", account.pk, 1_000_000)
    return accounts


def _hired(login: str, like: Practitioner, posts: Sequence[PractitionerRole]) -> Account:
    """One more colleague, at the same posts."""
    account = Account.objects.create_account(login)
    twin = Practitioner.objects.create(
        organization_id=like.organization_id, account=account, first_name=like.first_name, last_name=login,
        profession=like.profession,
    )  # fmt: skip
    for post in posts:
        post.pk, post.practitioner = uuid7(), twin
        post.save(force_insert=True)
    return account


class _Reader:
    """One of the eight: a connection that stays open, one request at a time."""

    def __init__(self, port: int, operation: Operation, account: Account) -> None:
        self.browser = Browser(port, sign_in(account))
        self.line = socket.create_connection(("127.0.0.1", port))
        self.operation, self.begun = operation, 0.0
        self.received, self.length = bytearray(), -1

    def ask(self) -> None:
        """Send the next request."""
        self.asked = self.operation.ask()
        self.received, self.length = bytearray(), -1
        request = self.browser.written(self.asked)
        self.begun = time.perf_counter()
        self.line.sendall(request)

    def reads(self) -> float | None:
        """Take what has come; the milliseconds that the answer took, once it is whole."""
        got = self.line.recv(1 << 18)
        if not got:
            raise Unexpected(f"{self.asked.method} {self.asked.path} : la ligne s’est fermée")
        self.received += got
        if self.length < 0 and (end := self.received.find(b"\r\n\r\n")) >= 0:
            head = bytes(self.received[:end])
            status, size = int(head.split(b" ", 2)[1]), _LENGTH.search(head)
            if status != self.asked.status or size is None:
                raise Unexpected(f"{self.asked.method} {self.asked.path} : {status} au lieu de {self.asked.status}")
            self.length = end + 4 + int(size[1])
        return (time.perf_counter() - self.begun) * 1000 if 0 <= self.length <= len(self.received) else None


def _rush(operation: Operation, port: int) -> dict[str, Any]:
    readers = [_Reader(port, operation, account) for account in _team(operation.who)]
    times: list[float] = []
    begun = time.perf_counter() + WARM_UP
    with selectors.DefaultSelector() as waited:
        for reader in readers:
            waited.register(reader.line, selectors.EVENT_READ, reader)
            reader.ask()
        while waited.get_map():
            for key, _ in waited.select():
                if (elapsed := key.data.reads()) is None:
                    continue
                if (now := time.perf_counter() - begun) >= 0:
                    times.append(elapsed)
                if now < SECONDS:
                    key.data.ask()
                else:
                    waited.unregister(key.fileobj)
                    key.data.line.close()
    peer = BEST_PEER.get(operation.key)
    rate = len(times) / (time.perf_counter() - begun)
    return {
        "key": operation.key,
        "label": operation.label,
        "clients": CLIENTS,
        "per_second": round(rate, 1),
        "p50": round(statistics.median(times), 2),
        "p95": round(statistics.quantiles(times, n=20, method="inclusive")[18], 2),
        "best_peer": peer,
        "ratio": round(rate / peer, 1) if peer else None,
    }
