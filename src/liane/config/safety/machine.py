"""What doctor looks at on the machine: room, versions, doors, clock, modes of the secret files."""

import ctypes
import os
import platform
import re
import shutil
import stat
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import psutil

from liane.config.safety.findings import Finding, good, grave, watch
from liane.kit.postgres import cluster, keys, locate, places

LEAST, LITTLE = 2 << 30, 10 << 30
_PIN = re.compile(r"^([a-z0-9_.-]+)==([^ ;\\]+)(.*)$", re.IGNORECASE)
_ELSEWHERE = ("sys_platform == 'win32'", "implementation_name == 'PyPy'")
STA_UNSYNC = 0x40
APART = 5.0  # seconds between two clocks


def rooms() -> Iterator[Finding]:
    """Where the house writes: data, papers, backups."""
    home = locate.home()
    data = places.place_of(home).base
    named = {"la base": data if data.exists() else home, "les papiers": locate.files()}
    if told := os.environ.get("LIANE_BACKUP_FOLDER"):
        named["les sauvegardes"] = Path(told)
    for name, folder in named.items():
        while not folder.exists() and folder != folder.parent:
            folder = folder.parent
        use = shutil.disk_usage(folder)
        said = f"{use.free >> 30} Go libres sur {use.total >> 30} pour {name}"
        if use.free < LEAST or use.free < use.total // 50:
            yield grave("Place", said, f"Libérez de la place sur le disque de {folder} dès maintenant.")
        elif use.free < LITTLE and use.free < use.total // 5:
            yield watch("Place", said, f"Prévoyez de la place sur le disque de {folder}.")
        else:
            yield good("Place", said)


def versions() -> Iterator[Finding]:
    """Python, and each component against the list that was tried."""
    yield good("Versions", f"Python {platform.python_version()}, {sys.platform}")
    wrong = []
    for name, wanted in pinned(locate.CHECKOUT / "requirements" / "run.txt"):
        try:
            found = version(name)
        except PackageNotFoundError:
            found = "absent"
        if found != wanted:
            wrong.append(f"{name} {found} au lieu de {wanted}")
    if wrong:
        yield watch("Versions", f"composants différents de la liste essayée : {', '.join(wrong[:5])}",
                    "Effacez le dossier .venv, puis relancez ./liane doctor.")  # fmt: skip
    else:
        yield good("Versions", "tous les composants sont ceux de la liste essayée")


def pinned(path: Path) -> list[tuple[str, str]]:
    """Name and version of each component of the list, for this machine."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        pin = _PIN.match(line.strip())
        if pin and not any(elsewhere in pin.group(3) for elsewhere in _ELSEWHERE):
            found.append((pin.group(1), pin.group(2)))
    return found


def doors() -> Iterator[Finding]:
    """Which of our processes listen to the network, pages and database, and from where one can reach them."""
    home = locate.home()
    data = places.place_of(home).data
    ours = {
        process.pid: _is_database(process, data) for process in psutil.process_iter() if _serves(process, home, data)
    }
    try:
        listening = [c for c in psutil.net_connections("inet") if c.status == psutil.CONN_LISTEN and c.pid in ours]
    except psutil.AccessDenied:
        yield watch("Portes", "les ports ouverts n’ont pas pu être lus", "Relancez ./liane doctor en root.")
        return
    if _may_not_look(data):
        yield watch("Portes", "les ports ouverts n’ont pas pu être lus : ce conteneur ne voit pas ses propres comptes",
                    "Ajoutez --cap-add=SYS_PTRACE à podman run.")  # fmt: skip
        return
    wide = [c for c in listening if not ip_address(c.laddr.ip).is_loopback]
    if base := _told(c for c in wide if ours[c.pid]):
        yield grave(
            "Portes",
            f"la base de données écoute le réseau : {base}",
            f"Retirez listen_addresses des réglages de {data}, relancez Liane, et fermez ce port au pare-feu.",
        )
    if pages := _told(c for c in wide if not ours[c.pid]):
        yield watch(
            "Portes",
            f"Liane écoute le réseau sans passer par le serveur HTTPS : {pages}",
            "Retirez --ecoute (sauf dans un conteneur), ou fermez ce port au pare-feu.",
        )
    if not wide:
        told = "ouvertes à cette machine seulement" if listening else "la maison n’écoute pas en ce moment"
        yield good("Portes", told)


def _may_not_look(data: Path) -> bool:
    """In a container without this right, root sees neither where a process of another account works nor what it listens to."""
    server = cluster.postmaster(data)
    try:
        return bool(server) and not os.readlink(f"/proc/{server}/cwd")
    except PermissionError:
        return True
    except OSError:
        return False


def _told(listening: Iterable[Any]) -> str:
    return ", ".join(sorted({f"{c.laddr.ip}:{c.laddr.port}" for c in listening}))


def _serves(process: psutil.Process, home: Path, data: Path) -> bool:
    try:
        return process.environ().get("LIANE_HOME") == str(home) or _is_database(process, data)
    except (psutil.Error, OSError):
        return _is_database(process, data)


def _is_database(process: psutil.Process, data: Path) -> bool:
    """The server of the database works in the folder of its data, whoever started it, with or without our environment."""
    try:
        return Path(process.cwd()) == data.resolve()
    except (psutil.Error, OSError):
        return False


def clock(database_seconds: float) -> Iterator[Finding]:
    """The hour of writings is a proof: it is set by a time server, and the database has the same."""
    if abs(database_seconds) > APART:
        yield grave("Horloge", f"la base et cette machine ont {abs(database_seconds):.0f} secondes d’écart",
                    "Mettez les deux machines à l’heure (chrony ou systemd-timesyncd).")  # fmt: skip
    if is_set_by_a_server() is False:
        yield watch("Horloge", "aucun serveur de temps ne règle cette machine",
                    "Installez chrony ou activez systemd-timesyncd : timedatectl set-ntp true")  # fmt: skip
    else:
        yield good("Horloge", "à l’heure")


def is_set_by_a_server() -> bool | None:
    """What the kernel says of its clock; None where it says nothing."""
    try:
        answer = ctypes.create_string_buffer(256)
        if sys.platform != "linux" or ctypes.CDLL(None).adjtimex(answer) == -1:
            return None
    except (OSError, AttributeError):
        return None
    return not int.from_bytes(answer.raw[40:44], sys.byteorder) & STA_UNSYNC


def secret_files() -> Iterator[Finding]:
    """Secrets are for their account alone."""
    home = locate.home()
    loose = [path for path in (keys.path(home), home, *locate.journal().glob("*.pem")) if _is_loose(path)]
    for path in loose:
        yield grave("Clés", f"d’autres comptes peuvent lire {path}", f"Tapez : chmod go-rwx {path}")
    backups = Path(os.environ.get("LIANE_BACKUP_FOLDER") or home)
    kept = {home, home.parent, backups, backups.parent, Path.home()}  # where the page has it made, and around
    found = {file for place in kept for file in _files(place) if _holds_private_key(file)}
    for file in sorted(found):
        yield grave("Clés", f"la clef privée des sauvegardes est sur ce serveur : {file}",
                    "Copiez-la sur deux supports hors d’ici, puis effacez-la.")  # fmt: skip
    if not loose and not found:
        yield good("Clés", "lisibles par leur seul compte ; la clef privée des sauvegardes n’est pas là")


def _files(folder: Path) -> list[Path]:
    try:
        return [file for file in folder.iterdir() if file.is_file()]
    except OSError:
        return []


def _is_loose(path: Path) -> bool:
    return path.exists() and bool(stat.S_IMODE(path.stat().st_mode) & (0o077 if path.is_file() else 0o007))


def _holds_private_key(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return b"AGE-SECRET-KEY-1" in file.read(2048)
    except OSError:
        return False
