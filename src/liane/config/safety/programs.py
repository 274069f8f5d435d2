"""pg_dump and pg_restore, of the version that this house uses, told where the database is without a password on show."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from liane.kit.postgres import accounts, binaries, locate, places
from liane.kit.postgres.errors import PostgresRefused

DUMP = ("--format=custom", "--compress=gzip:4", "--no-owner", "--no-privileges", "--no-comments", "--no-password")
RESTORE = ("--no-owner", "--no-privileges", "--no-comments", "--no-password", "--exit-on-error", "--single-transaction")
SSL = {"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY"}


def program(name: str) -> str:
    """The full path of a program of PostgreSQL."""
    account = accounts.dedicated_account()
    return binaries.find(places.place_of(locate.home()).shared, account).program(name)


def environment(entry: dict[str, Any]) -> dict[str, str]:
    """How these programs find the database: their environment, which no other account can read."""
    env = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "PGCONNECT_TIMEOUT": "10"}
    env |= {"PGHOST": entry["HOST"], "PGUSER": entry["USER"], "PGPASSWORD": entry["PASSWORD"]}
    env |= {"PGDATABASE": entry["NAME"]} | ({"PGPORT": entry["PORT"]} if entry["PORT"] else {})
    return env | {SSL[name]: value for name, value in entry.get("OPTIONS", {}).items() if name in SSL}


@contextmanager
def running(words: list[str], env: dict[str, str], *, fed: bool) -> Iterator[IO[bytes]]:
    """A program at work: the stream that it gives, or that it is `fed`. Refused when it fails, with its last word."""
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(
            words,
            stdin=subprocess.PIPE if fed else subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if fed else subprocess.PIPE,
            stderr=complaints,
            env=env,
        )
        stream = process.stdin if fed else process.stdout
        assert stream is not None  # noqa: S101 - asked for just above
        broken: BaseException | None = None
        try:
            yield stream
        except BrokenPipeError as error:
            broken = error
        except BaseException:
            process.kill()
            process.wait()
            raise
        finally:
            try:
                stream.close()
            except BrokenPipeError as error:
                broken = error
        if process.wait() or broken:
            complaints.seek(0)
            raise PostgresRefused(f"PostgreSQL n’a pas pu finir : {_last(complaints.read().decode(errors='replace'))}")


def _last(text: str) -> str:
    """The error, without the values that it may repeat."""
    lines = [line for line in text.splitlines() if "error:" in line.lower()] or text.splitlines()
    return lines[0].split("DETAIL")[0][:300] if lines else "il n’a rien dit."
