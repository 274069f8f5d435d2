"""Those who write while the house is being struck: they believe only what was answered, and send again with the same identifier."""

import http.client
import json
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

from liane.config.bench.browsers import Ask, Browser
from liane.config.bench.faults.small_house import SmallHouse
from liane.kit.ids import uuid7

PATIENCE = 90.0  # seconds during which somebody would try again, at most
_WAIT, _LONGEST = 0.1, 1.0  # one tries again at once, then less and less often
_GESTURES = ("note", "note", "note", "paper", "quote", "urgent", "reminder", "correct", "goal", "task", "draft")


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """What the house said it had kept: a 303, received whole."""

    kind: str
    id: UUID
    record: UUID
    mark: str
    thread: UUID | None = None
    version: int = 1


@dataclass
class Log:
    """What was acknowledged, and what the writers and the readers lived through."""

    kept: list[Acknowledged] = field(default_factory=list)
    retries: int = 0
    refused: list[str] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)
    outages: list[float] = field(default_factory=list)
    wordless: int = 0  # answers of a failure that did not say, in French, what is safe

    def keep(self, done: Acknowledged) -> None:
        """Written here after the answer, never before."""
        with self.lock:
            self.kept.append(done)


class Person(threading.Thread):
    """Somebody before a browser."""

    def __init__(self, house: SmallHouse, browser: Browser, log: Log, seed: str) -> None:
        super().__init__(daemon=True)
        self.house, self.browser, self.log = house, browser, log
        self.chance = random.Random(f"{seed}/{type(self).__name__}")
        self.stopping = threading.Event()

    def leave(self) -> None:
        """Ask her to finish what she is doing."""
        self.stopping.set()

    def again(self) -> None:
        """Another connection: the former one is broken, or silent."""
        before = self.browser.connection
        before.close()
        self.browser.connection = http.client.HTTPConnection(before.host, before.port, timeout=PATIENCE)

    def answer(self, ask: Ask) -> tuple[int, str]:
        """Status and text; 0 when nothing came back."""
        try:
            status, text = self.browser.answer(ask)
        except (OSError, http.client.HTTPException):
            self.again()
            return 0, ""
        with self.log.lock:
            self.log.statuses[status] += 1
            if status >= 500 and not _is_told(text):
                self.log.wordless += 1
        return status, text


def _is_told(text: str) -> bool:
    """Does the page say, in French, what happened and what is safe?"""
    return "Rien n’a été enregistré à moitié" in text or "Rien n’est perdu" in text


def paper(mark: str) -> bytes:
    """What the file joined to a writing holds."""
    return f"Ordonnance, {mark}.\n".encode()


class Writer(Person):
    """Writes one thing after the other; each until it is acknowledged."""

    def __init__(self, house: SmallHouse, browser: Browser, log: Log, seed: str) -> None:
        super().__init__(house, browser, log, seed)
        self.draft, self.revision = uuid7(), 0

    def run(self) -> None:
        """Until asked to leave."""
        mine: list[Acknowledged] = []
        while not self.stopping.is_set():
            kind = self.chance.choice(_GESTURES)
            if kind == "draft":
                done = self._draft()
            else:
                done = self._correct(self.chance.choice(mine)) if kind == "correct" and mine else self._new(kind)
            if done is None:
                continue
            self.log.keep(done)
            if done.kind == "correct":
                mine = [m for m in mine if m.thread != done.thread]
            if done.kind in ("correct", "note", "quote", "urgent", "reminder"):
                mine = [*mine[-20:], done]
            time.sleep(self.chance.random() * 0.06)

    def _new(self, kind: str) -> Acknowledged | None:
        record, key = self.chance.choice(self.house.records), uuid7()
        mark = f"repère {key.hex}"
        base = f"/personnes/{record}/"
        fields = {"id": str(key), "kind": "transmission", "text": f"Calme, {mark}.", "level": "0"}
        address = f"{base}ecrire/"
        if kind == "quote":
            fields["text"] = f"Elle dit : « tout va bien », {mark}. Puis : « à demain »."
        elif kind == "urgent":
            fields["level"] = "2"
        elif kind == "reminder":
            fields["reminder"] = "1"
        elif kind == "task":
            fields |= {"kind": "tache", "owner": "me"}
        elif kind == "goal":
            address = f"{base}projet/ajouter/"
            fields = {"id": str(key), "wording": f"Je veux {mark}", "voice": "SELF", "since": "01/03/2026"}
        kind = "note" if kind == "correct" else kind
        thread = key if kind in ("note", "paper", "quote", "urgent", "reminder") else None
        file = ("papier.txt", paper(mark)) if kind == "paper" else None
        return self._sent(Ask(address, fields, file=file), Acknowledged(kind, key, record, mark, thread))

    def _correct(self, before: Acknowledged) -> Acknowledged | None:
        key = uuid7()
        mark = f"repère {key.hex}"
        fields = {
            "id": str(key), "version": str(before.version), "kind": "transmission", "level": "0",
            "text": f"Corrigé, {mark}.", "reason": "essai", "matters": "on",
        }  # fmt: skip
        done = Acknowledged("correct", key, before.record, mark, before.thread, before.version + 1)
        return self._sent(Ask(f"/ecrits/{before.thread}/corriger/", fields), done)

    def _draft(self) -> Acknowledged | None:
        """One more state of a text that she has not finished: the house says that it is kept."""
        self.revision += 1
        mark = f"repère {uuid7().hex}"
        address = f"/personnes/{self.house.records[0]}/ecrire/"
        fields = {
            "id": str(self.draft), "address": address, "page": address, "revision": str(self.revision),
            "fields_typed": json.dumps([["text", f"Pas encore fini, {mark}"]]),
        }  # fmt: skip
        done = Acknowledged("draft", self.draft, self.house.records[0], mark, None, self.revision)
        return self._sent(Ask("/brouillons/garder/", fields), done, says='"kept"')

    def _sent(self, ask: Ask, done: Acknowledged, says: str = "") -> Acknowledged | None:
        """The same sending until it is acknowledged (a 303, or a 200 that says so); anything else that is not a failure of the house is a fault to tell."""
        limit, pause = time.monotonic() + PATIENCE, _WAIT
        while time.monotonic() < limit:
            status, text = self.answer(ask)
            if status == 303 or (says and status == 200 and says in text):
                return done
            if 0 < status < 500:
                with self.log.lock:
                    self.log.refused.append(f"{done.kind} {ask.path} : {status} {_said(text)}")
                return None
            with self.log.lock:
                self.log.retries += 1
            time.sleep(pause)
            pause = min(pause * 1.5, _LONGEST)
        with self.log.lock:
            self.log.refused.append(f"{done.kind} : sans réponse pendant {PATIENCE:.0f} s")
        return None


def _said(text: str) -> str:
    """The sentence of a page that refuses."""
    for mark in ('<div class="resume-fautes"', '<section class="carte erreur', "<h1"):
        if mark in text:
            return " ".join(text.split(mark, 1)[1][:400].split())
    return text[:200]


class Reader(Person):
    """Opens pages; how long she waited for one is an outage."""

    def run(self) -> None:
        """Until asked to leave."""
        while not self.stopping.is_set():
            record = self.chance.choice(self.house.records)
            path = self.chance.choice((f"/personnes/{record}/", "/personnes/", "/", f"/personnes/{record}/projet/"))
            begun = time.monotonic()
            while self.answer(Ask(path))[0] != 200 and time.monotonic() - begun < PATIENCE:
                time.sleep(_WAIT * 3)
            waited = time.monotonic() - begun
            if waited > _WAIT * 2:
                with self.log.lock:
                    self.log.outages.append(waited)
            time.sleep(self.chance.random() * 0.1)
