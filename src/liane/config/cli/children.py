"""The processes of a house in service: none survives the command that started it."""

import contextlib
import os
import signal
import subprocess
import sys
from types import FrameType

from liane.config.cli.parts import Part
from liane.kit.postgres.keeper import die_with_parent

PATIENCE = 8.0


class Stop(BaseException):
    """Somebody asked the house to close (Ctrl-C, SIGTERM, terminal closed)."""


def stop_on_signals() -> None:
    """From now on a request to stop is an exception like any other, raised once."""

    def ask(_number: int, _frame: FrameType | None) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        raise Stop

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ask)


class Children:
    """What was started, in order; closed in the opposite order."""

    def __init__(self) -> None:
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, *command: str, part: Part | None = None) -> "subprocess.Popen[bytes]":
        """Start a process apart from the keyboard, that dies with this one; in its own part of the house if one is named.

        What it prints goes to standard error; its standard input ends when this process does.
        """
        account = part.account if part else None
        group = (part.group or account.pw_gid) if part and account else None
        child = subprocess.Popen(
            (sys.executable, *command),
            stdin=subprocess.PIPE,
            env=part.env if part else None,
            cwd="/" if part else None,
            user=account.pw_uid if account else None,
            group=group,
            extra_groups=() if account else None,
            umask=part.umask if part else -1,
            stdout=sys.stderr.fileno(),
            start_new_session=True,
            preexec_fn=lambda: die_with_parent(signal.SIGTERM),
        )
        self.running[name] = child
        return child

    def dead(self) -> str | None:
        """The name of one that stopped by itself, if any."""
        return next((name for name, child in self.running.items() if child.poll() is not None), None)

    def forget(self, name: str) -> None:
        """One that stopped by itself: nothing that it had started survives it."""
        child = self.running.pop(name)
        child.wait()
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)

    def wait(self) -> str:
        """Sleep until one of them stops by itself; its name."""
        while not (name := self.dead()):
            with contextlib.suppress(ChildProcessError):
                os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
        return name

    def stop(self) -> None:
        """Ask them to finish, then insist: nothing stays behind."""
        for child in reversed(list(self.running.values())):
            child.terminate()
        for child in reversed(list(self.running.values())):
            try:
                child.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(child.pid, signal.SIGKILL)
        self.running.clear()
