"""A bad line between the house and its database: late, cut, silent, or lost at the very moment of the answer."""

import contextlib
import os
import selectors
import socket
import struct
import threading
import time
from pathlib import Path

from liane.kit.postgres import places

_RESET = struct.pack("ii", 1, 0)
_COMMIT, _SELECT = b"COMMIT", b"SELECT"


class BadLine:
    """Sits where the application looks for PostgreSQL; what it does to the line may change at any moment."""

    def __init__(self, folder: Path, behind: Path) -> None:
        self.path, self.behind = folder / f".s.PGSQL.{places.PORT}", behind / f".s.PGSQL.{places.PORT}"
        self.late = 0.0  # seconds before the next answer is passed on, once
        self.silent = threading.Event()  # nothing is passed on in either way: half-open
        self.lost_commits = 0  # so many times, the order to commit arrives and its answer is lost
        self.lost_questions = 0  # so many times, the line falls with a question that PostgreSQL never hears
        self.hears_before_falling = 0  # questions that are still heard before that
        self.lines: set[tuple[socket.socket, socket.socket]] = set()
        self.lock = threading.Lock()
        self.listener: socket.socket | None = None
        self.open()

    def open(self) -> None:
        """The database is where it is looked for."""
        with contextlib.suppress(FileNotFoundError):
            self.path.unlink()
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(self.path))
        os.chmod(self.path, 0o600)
        self.listener.listen(64)
        threading.Thread(target=self._welcome, args=(self.listener,), daemon=True).start()

    def close(self) -> None:
        """Nobody answers any more, and the lines that were open are cut."""
        listener, self.listener = self.listener, None
        if listener is not None:
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        self.path.unlink(missing_ok=True)
        self.cut()

    def cut(self, *, reset: bool = False) -> None:
        """Every open line falls now."""
        with self.lock:
            cut, self.lines = self.lines, set()
        for line in cut:
            for end in line:
                with contextlib.suppress(OSError):
                    if reset:
                        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                    end.shutdown(socket.SHUT_RDWR)

    def _welcome(self, listener: socket.socket) -> None:
        while True:
            try:
                front, _ = listener.accept()
            except OSError:
                return
            back = socket.socket(socket.AF_UNIX)
            try:
                back.connect(str(self.behind))
            except OSError:
                front.close()
                continue
            with self.lock:
                self.lines.add((front, back))
            threading.Thread(target=self._carry, args=(front, back), daemon=True).start()

    def _carry(self, front: socket.socket, back: socket.socket) -> None:
        both = selectors.DefaultSelector()
        both.register(front, selectors.EVENT_READ, back)
        both.register(back, selectors.EVENT_READ, front)
        try:
            while self._carried(both, front, back):
                pass
        except OSError:
            pass
        finally:
            both.close()
            with self.lock:
                self.lines.discard((front, back))
            front.close()
            back.close()

    def _carried(self, both: selectors.BaseSelector, front: socket.socket, back: socket.socket) -> bool:
        """One exchange; False when one of the ends has left, or the answer is lost on purpose."""
        for key, _ in both.select(timeout=1):
            while self.silent.is_set():
                time.sleep(0.02)
            said = key.fileobj.recv(65536)  # type: ignore[union-attr]
            if not said:
                return False
            if key.fileobj is back and self.late:
                pause, self.late = self.late, 0.0
                time.sleep(pause)
            if key.fileobj is front and _SELECT in said and self._loses("lost_questions"):
                return False
            key.data.sendall(said)
            if key.fileobj is front and _COMMIT in said and self._loses("lost_commits"):
                back.recv(65536)  # PostgreSQL has committed, and says so: nobody hears it
                return False
        return True

    def _loses(self, what: str) -> bool:
        with self.lock:
            if what == "lost_questions" and self.lost_questions and self.hears_before_falling:
                self.hears_before_falling -= 1
                return False
            left = int(getattr(self, what))
            setattr(self, what, max(0, left - 1))
        return left > 0
