"""The keeper: holds one PostgreSQL open while somebody uses it, and closes it afterwards.

It runs apart from every command. Each command that uses the server holds a shared lock; the keeper waits
for the exclusive one. Whatever happens to the commands (Ctrl-C, kill -9, a closed terminal), the system
frees their locks, and the keeper then closes PostgreSQL: no process stays behind.
"""

import contextlib
import ctypes
import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_CHILD_SUBREAPER = 36
PATIENCE = 60.0
PAUSE = 0.02


def die_with_parent(number: int = signal.SIGINT) -> None:
    """Ask the system to end this process when its parent dies (Linux; elsewhere nothing happens)."""
    _prctl(PR_SET_PDEATHSIG, number)


def hide() -> None:
    """Close the memory and the environment of this process to the others of the same account (Linux)."""
    _prctl(PR_SET_DUMPABLE, 0)


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)


def status(data: Path, process: int | None = None) -> str:
    """What postmaster.pid says of the server (of this very process when one is named): starting, ready… or nothing."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except OSError:
        return ""
    if process is not None and lines[:1] != [str(process)]:  # left by a server that is dead
        return ""
    return lines[7].strip() if len(lines) > 7 else ""


def launch(order: dict[str, Any]) -> "subprocess.Popen[bytes]":
    """Start PostgreSQL under its account; it follows the keeper into the grave."""
    account = {"user": order["uid"], "group": order["gid"], "extra_groups": ()} if order["uid"] is not None else {}
    with open(order["log"], "ab") as log:
        return subprocess.Popen(
            (order["postgres"], "-D", order["data"]),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=order["data"] if order["uid"] is None else "/",
            preexec_fn=die_with_parent,
            umask=0o077,
            **account,
        )


def wait_until_ready(server: "subprocess.Popen[bytes]", data: Path) -> bool:
    """Wait for the server to open its doors; recovery after a power cut may take a while."""
    limit = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < limit:
        if status(data, server.pid) == "ready":
            return True
        time.sleep(PAUSE)
    return False


def stop(server: "subprocess.Popen[bytes]") -> None:
    """Close the server: unfinished transactions are undone, nothing written is lost."""
    server.send_signal(signal.SIGINT)
    try:
        server.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGQUIT)
        server.wait(PATIENCE)
    with contextlib.suppress(ChildProcessError):  # its last children (the log) end after it
        while True:
            os.wait()


def _leave(server: "subprocess.Popen[bytes]") -> None:
    stop(server)
    sys.exit(0)


def main() -> int:
    """Keep the server described by the order (JSON, first argument) until nobody uses it any more."""
    order = json.loads(sys.argv[1])
    if os.fork():
        return 0  # the command that called has nothing to wait for
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    _prctl(PR_SET_CHILD_SUBREAPER, 1)
    server = launch(order)
    if not wait_until_ready(server, Path(order["data"])):
        if server.poll() is None:
            stop(server)
        print("failed", flush=True)
        return 1
    signal.signal(signal.SIGTERM, lambda *_: _leave(server))
    signal.signal(signal.SIGCHLD, lambda *_: server.poll() is not None and sys.exit(1))
    print("ready", flush=True)
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    with open(order["users_lock"], "rb") as users:
        fcntl.flock(users, fcntl.LOCK_EX)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        stop(server)
    return 0


if __name__ == "__main__":
    sys.exit(main())
