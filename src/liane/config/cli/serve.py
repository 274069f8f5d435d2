"""./liane serve: a house in service. Refuses what is unsafe, starts its parts, starts again the one that falls."""

import argparse
import os
import time
from pathlib import Path

from liane.config.cli import configuration, demo, gate, migrate, parts, refusals, told, web
from liane.config.cli.children import Children, Stop, stop_on_signals
from liane.config.cli.house import opened, say
from liane.kit.postgres import locate, places, server
from liane.kit.postgres.errors import PostgresRefused
from liane.kit.postgres.keeper import hide

WEB, WORK, SEAL = "serveur web", "travail de fond", "scellement du journal"
WORKER = "liane.config.cli.worker"
GLANCE = 0.5
FALLS, WITHIN = 6, 60.0  # more falls than this in a minute: somebody must look
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - compared, not bound


def run(options: argparse.Namespace) -> int:
    """Open the house, and keep it open until somebody asks to close it."""
    stop_on_signals()
    configuration.load()
    hide()
    try:
        home = locate.home()
        options.port = options.port if options.port is not None else _port(os.environ.get("LIANE_PORT", "8000"))
        if options.without_tls:
            os.environ["LIANE_TLS"] = "0"
        if options.without_tls and options.listen != web.HOST:
            raise PostgresRefused("sans serveur HTTPS devant, Liane n’écoute que cette machine : retirez --ecoute.")
        refusals.before_starting(home, without_tls=options.without_tls)
        demo.check_port(options.port, options.listen)
        os.environ["LIANE_MODE"] = "serve"
        with opened("serve") as home:
            return _House(home, options).live()
    except Stop:
        say("la maison est fermée.")
        return 0


class _House:
    """The parts of the house, and how often each has fallen."""

    def __init__(self, home: Path, options: argparse.Namespace) -> None:
        self.home, self.options = home, options
        self.children = Children()
        self.fallen: list[float] = []
        self.database: server.Server | None = None

    def live(self) -> int:
        try:
            self._tables()
            refusals.once_open(self.home)
            self.part = parts.working(self.home, single=self.options.single)
            self.sealing = None if self.options.single else parts.sealing(self.home)
            self.part.env["PROMETHEUS_MULTIPROC_DIR"] = str(parts.measures_folder(self.home, self.part.account))
            self._start(WORK)
            if self.sealing:
                self._start(SEAL)
            self._start(WEB)
            if not web.answers(self.options.port, self.children, probe_host(self.options.listen)):
                say(f"le {self.children.dead() or WEB} n’a pas démarré (le détail est au-dessus).")
                return 1
            print(f"Liane est ouverte : {self._address()}", flush=True)
            told.systemd("READY=1")
            return self._watch()
        finally:
            told.systemd("STOPPING=1")
            self.children.stop()
            if self.database is not None:
                self.database.release()

    def _address(self) -> str:
        name = os.environ["LIANE_HOSTS"].split(",")[0].strip()
        if self.options.without_tls:
            return f"http://{name}:{self.options.port}/"
        return f"https://{name}/ (le serveur placé devant s’adresse à {self.options.listen}:{self.options.port})"

    def _tables(self) -> None:
        """An empty house receives its tables; an older one waits for ./liane migrate, so that a backup comes first."""
        answer = self.children.start("vérification", "-m", gate.__name__).wait()
        self.children.running.clear()
        if answer == gate.EMPTY:
            answer = self.children.start("mise en place des tables", "-m", migrate.__name__).wait()
            self.children.running.clear()
        if answer != gate.READY:
            raise PostgresRefused("la maison ne s’ouvre pas (la raison est au-dessus).")

    def _start(self, name: str) -> None:
        if name == WEB:
            self.children.start(name, *web.command(self.options.port, self.options.listen), part=self.part)
            return
        queues = {WORK: ["default"] if self.sealing else [], SEAL: ["journal"]}[name]
        self.children.start(name, "-m", WORKER, *queues, part=self.sealing if name == SEAL else self.part)

    def _watch(self) -> int:
        """What falls is started again; the database too when it is ours."""
        while True:
            time.sleep(GLANCE)
            if not os.environ.get("DATABASE_URL") and not self._database_lives():
                self._count("serveur de la base")
                before, self.database = self.database, server.start(self.home, tell=say)
                if before is not None:
                    before.hold.close()
            while name := self.children.dead():
                self._count(name)
                self.children.forget(name)
                self._start(name)

    def _database_lives(self) -> bool:
        data = places.place_of(self.home).data
        return server.cluster.postmaster(data) is not None

    def _count(self, name: str) -> None:
        now = time.monotonic()
        self.fallen = [at for at in self.fallen if now - at < WITHIN] + [now]
        if len(self.fallen) > FALLS:
            raise PostgresRefused(f"le {name} tombe sans cesse : la maison ferme. Lisez le journal du service.")
        say(f"le {name} s’est arrêté : il est relancé.")


def _port(text: str) -> int:
    if not text.isdigit():
        raise PostgresRefused("LIANE_PORT doit être un nombre, comme 8000.")
    return int(text)


def probe_host(listen: str) -> str:
    """Where this machine asks whether the house answers."""
    return web.HOST if listen in EVERYWHERE else listen
