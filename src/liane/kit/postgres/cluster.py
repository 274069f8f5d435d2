"""The cluster of a house on disk: made once, configured at each start, checked before it is used."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from liane.kit.postgres.binaries import Binaries
from liane.kit.postgres.errors import PostgresRefused
from liane.kit.postgres.places import PORT, Place

ADMIN = "liane_admin"
PATIENCE = 30.0
INSIST = 5.0

SETTINGS = {
    # Nobody reaches the server but through the private socket.
    "listen_addresses": "''",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "password_encryption": "'scram-sha-256'",
    # A small house on two cores: few connections, everything in memory, disks without a moving head.
    "max_connections": "60",
    "shared_buffers": "'256MB'",
    "effective_cache_size": "'1GB'",
    "work_mem": "'8MB'",
    "maintenance_work_mem": "'128MB'",
    "random_page_cost": "1.1",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "max_parallel_maintenance_workers": "0",
    "max_wal_size": "'1GB'",
    # The log never repeats what was written about a person.
    "logging_collector": "on",
    "log_directory": "'log'",
    "log_filename": "'postgresql-%u.log'",
    "log_rotation_age": "'1d'",
    "log_truncate_on_rotation": "on",
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "timezone": "'UTC'",
    "lc_messages": "'C'",
    "default_text_search_config": "'pg_catalog.french'",
}
if sys.platform == "linux":  # after a crash: one order to the disk instead of one for each of its thousands of files
    SETTINGS["recovery_init_sync_method"] = "syncfs"
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
FOR_TESTS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "100"}
FOR_TESTS |= {"autovacuum": "off"}  # copies live a few minutes, and what passes to clean them holds them


def create(place: Place, binaries: Binaries, account: pwd.struct_passwd | None, password: str) -> None:
    """Make an empty cluster whose only way in is a password; it takes its place once it is whole."""
    draft = place.base / "data-en-cours"
    shutil.rmtree(draft, ignore_errors=True)
    command = [binaries.program("initdb"), "-D", str(draft), "-U", ADMIN, "-E", "UTF8", "-A", "scram-sha-256"]
    command += ["--no-instructions", "--data-checksums", *_locale(binaries)]
    with tempfile.NamedTemporaryFile("w", dir=place.base, prefix="mot-de-passe-") as secret:
        secret.write(password)
        secret.flush()
        if account:
            os.chown(secret.name, account.pw_uid, account.pw_gid)
        answer = _run([*command, f"--pwfile={secret.name}"], account)
    if answer.returncode:
        raise PostgresRefused(f"La base de la maison n’a pas pu être créée : {_last_line(answer.stderr)}")
    draft.rename(place.data)


def _locale(binaries: Binaries) -> list[str]:
    """Unicode letters without any locale of the machine where PostgreSQL brings its own (since 17)."""
    if binaries.major < 17:
        return ["--locale=C.UTF-8"]
    return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]


def set_password(place: Place, binaries: Binaries, account: pwd.struct_passwd | None, password: str) -> None:
    """Give the administrator a new password when the keys of the house were lost (server stopped)."""
    order = f"ALTER ROLE {ADMIN} PASSWORD '{password}'"
    answer = _run([binaries.program("postgres"), "--single", "-D", str(place.data), "postgres"], account, order)
    if answer.returncode:
        raise PostgresRefused(f"Les clés de la base n’ont pas pu être refaites : {_last_line(answer.stderr)}")


def check_version(place: Place, binaries: Binaries) -> None:
    """Data of another major version is never touched: it would be lost."""
    try:
        found = int((place.data / "PG_VERSION").read_text().split(".")[0])
    except (OSError, ValueError) as error:
        raise PostgresRefused(
            f"Le dossier {place.data} est abîmé : restaurez une sauvegarde. Rien n’y a été changé."
        ) from error
    if found != binaries.major:
        raise PostgresRefused(
            f"Les données de cette maison viennent de PostgreSQL {found}, et Liane apporte ici PostgreSQL "
            f"{binaries.major} : sauvegardez-les avec la version qui les a écrites, puis restaurez-les."
        )


def configure(place: Place, account: pwd.struct_passwd | None, *, durable: bool) -> None:
    """Write the whole configuration anew, so that it is always the one of this version of Liane."""
    settings = SETTINGS | _sockets(place) | (DURABLE if durable else FOR_TESTS)
    lines = [
        "# Written by Liane at each start: changes made here are lost.",
        *(f"{k} = {v}" for k, v in settings.items()),
    ]
    _write(place.data / "postgresql.conf", "\n".join(lines) + "\n", account)
    _write(place.data / "pg_hba.conf", "local all all scram-sha-256\n", account)


def _sockets(place: Place) -> dict[str, str]:
    """The folders of the socket are what closes it: where there are two, the file itself is open to whoever may enter."""
    if place.door == place.socket:
        return {"unix_socket_directories": f"'{place.socket}'"}
    return {
        "unix_socket_directories": f"'{place.socket},{place.door}'",
        "unix_socket_permissions": "0777",
    }


def postmaster(data: Path) -> int | None:
    """The process of the server that really runs on this data, if any.

    A lock left by a crash is PostgreSQL's own affair: with it, it makes sure that nothing of the former server still
    writes. Only a lock whose number now belongs to another program is removed, since PostgreSQL would believe it.
    """
    file = data / "postmaster.pid"
    try:
        process = int(file.read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None
    if _serves(process, data):
        return process
    if _lives(process):
        file.unlink(missing_ok=True)
    return None


def _serves(process: int, data: Path) -> bool:
    """Is this process a server of this data? A number may belong to another program after a restart.

    In a container root may not look where the process of another account works: how it was started is open to everybody.
    """
    if not _lives(process):
        return False
    folder = Path(f"/proc/{process}/cwd")
    try:
        return not Path("/proc/self/cwd").exists() or folder.resolve() == data.resolve()
    except PermissionError:
        return _started_for(process, data)
    except OSError:
        return False


def _started_for(process: int, data: Path) -> bool:
    try:
        words = Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        words = b""
    if not words:
        return _lives(process)  # nothing says yet that it is another program: its lock is left alone
    return os.fsencode(data) in words.split(b"\0")


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def wait_until_gone(data: Path) -> None:
    """Let a server that is closing finish; one that never does is somebody else's affair.

    What a killed server left behind is asked to leave at once, then made to: two servers must never write the same data.
    """
    begun = time.monotonic()
    while (running := postmaster(data)) is not None or _left_behind(data):
        waited = time.monotonic() - begun
        if waited > PATIENCE:
            raise PostgresRefused("La base de cette maison est encore occupée par un autre PostgreSQL ; réessayez.")
        if running is None:
            for process in _left_behind(data):
                with contextlib.suppress(OSError):
                    os.kill(process, signal.SIGQUIT if waited < INSIST else signal.SIGKILL)
        time.sleep(0.05)


def _left_behind(data: Path) -> list[int]:
    """Processes of a PostgreSQL that works in this folder (Linux)."""
    return [process for process in _postgres() if _works_in(process, data)]


def _postgres() -> Iterator[int]:
    for found in Path("/proc").glob("[0-9]*/comm"):
        with contextlib.suppress(OSError):
            if found.read_text().strip() == "postgres":
                yield int(found.parent.name)


def _works_in(process: int, data: Path) -> bool:
    try:
        return Path(f"/proc/{process}/cwd").resolve(strict=True) == data.resolve()
    except OSError:
        return False


def _write(path: Path, text: str, account: pwd.struct_passwd | None) -> None:
    path.write_text(text)
    path.chmod(0o600)
    if account:
        os.chown(path, account.pw_uid, account.pw_gid)


def _run(
    command: list[str], account: pwd.struct_passwd | None, text: str | None = None
) -> "subprocess.CompletedProcess[str]":
    env = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "TZ": "UTC"}
    if account is None:
        return subprocess.run(command, input=text, capture_output=True, text=True, check=False, env=env)
    return subprocess.run(
        command,
        input=text,
        capture_output=True,
        text=True,
        check=False,
        env=env,
        cwd="/",
        umask=0o077,
        user=account.pw_uid,
        group=account.pw_gid,
        extra_groups=(),
    )


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "PostgreSQL n’a rien dit."
