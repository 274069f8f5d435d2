"""./liane demo: everything a newcomer needs, in one command and one line."""

import argparse
import errno
import json
import os
import shutil
import socket
import subprocess
import sys

from liane.config.cli import prepare, web
from liane.config.cli.children import Children, Stop, stop_on_signals
from liane.config.cli.house import opened, say
from liane.kit.postgres import locate, places, server
from liane.kit.postgres.errors import PostgresRefused


def run(options: argparse.Namespace) -> int:
    """Open the demonstration house and keep it open until somebody asks to close it."""
    stop_on_signals()
    children = Children()
    try:
        _check(options)
        if options.reset:
            _erase()
        os.environ.setdefault("PYTHONWARNINGS", "ignore")  # they speak to developers
        with opened("demo"):
            try:
                return _serve(options, children)
            finally:
                children.stop()
    except Stop:
        say("la maison est fermée.")
        return 0


def check_port(port: int, host: str) -> None:
    """A port that can be listened to, or one sentence."""
    if not 0 < port < 65536:
        raise PostgresRefused("le port doit être un nombre entre 1 et 65535.")
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as error:
            raise PostgresRefused(f"le port {port} est réservé : choisissez-en un au-dessus de 1024.") from error
        except socket.gaierror as error:
            raise PostgresRefused(f"« {host} » n’est pas une adresse de cette machine.") from error
        except OSError as error:
            if error.errno == errno.EADDRNOTAVAIL:
                raise PostgresRefused(f"« {host} » n’est pas une adresse de cette machine.") from error
            raise PostgresRefused(f"le port {port} est déjà pris : ajoutez par exemple --port {port + 1}.") from error


def _check(options: argparse.Namespace) -> None:
    check_port(options.port, web.HOST)
    mark = locate.home() / prepare.MARK
    if mark.is_file() and not options.reset:
        size = json.loads(mark.read_text()).get("size")
        if size and size != options.size:
            raise PostgresRefused(f"cette maison a été faite en taille « {size} » : ajoutez --size {size}, ou --reset.")


def _erase() -> None:
    if os.environ.get("DATABASE_URL"):
        raise PostgresRefused("--reset n’efface que la base embarquée : videz vous-même celle de DATABASE_URL.")
    server.erase(locate.home())
    (locate.home() / prepare.MARK).unlink(missing_ok=True)
    shutil.rmtree(places.place_of(locate.home()).files, ignore_errors=True)


def _serve(options: argparse.Namespace, children: Children) -> int:
    if not (locate.home() / prepare.MARK).is_file():
        children.start("compilation", "-m", web.PROGRAM)  # beside: the preparation leaves a processor idle
    preparation = children.start("préparation", "-m", prepare.__name__, f"--size={options.size}")
    if preparation.wait():
        say("la maison n’a pas pu être préparée (le détail est au-dessus).")
        return 1
    children.running.clear()
    children.start("travail de fond", "-m", "liane.config.cli.worker")
    children.start("serveur web", *web.command(options.port))
    if not web.answers(options.port, children):
        say(f"le {children.dead() or 'serveur web'} n’a pas démarré (le détail est au-dessus).")
        return 1
    address = f"http://{web.HOST}:{options.port}/"
    print(f"Liane est prête : {address}", flush=True)
    if not options.no_browser:
        _show(address)
    name = children.wait()
    say(f"le {name} s’est arrêté : la maison ferme.")
    return 1


def _show(address: str) -> None:
    """Open the browser of the person, when there is a screen."""
    opener = "open" if sys.platform == "darwin" else "xdg-open"
    has_screen = sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if has_screen and shutil.which(opener):
        subprocess.Popen(
            (opener, address), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
