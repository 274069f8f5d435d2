"""A house leaves in an archive, or enters from one. Needs the models: loaded once the house is open."""

import argparse
import getpass
import mmap
import os
import sys
import time
from pathlib import Path

from django.db import DatabaseError, connection, connections, transaction

from liane.config.cli.house import address_of, say
from liane.config.moving.house import Arrived, House, export_house, houses, import_house
from liane.config.moving.words import LEAVES, WARNING
from liane.config.safety.files import give_to
from liane.kit.door import Refused
from liane.kit.moving.archive import Manifest
from liane.kit.moving.nouns import nouns
from liane.kit.moving.reading import WORDS, Fate
from liane.kit.postgres import locate
from liane.kit.postgres.accounts import working_account
from liane.kit.text import fold, thousands
from liane.professionals import logins

LARGEST = 50_000_000_000
MOST_FAULTS = 50


def leave(options: argparse.Namespace) -> int:
    """One sentence when it cannot be done; the file exists whole, for its owner alone, or not at all."""
    path = Path(options.file)
    try:
        house = _chosen(options.organization)
        begun = time.monotonic()
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            manifest = _export(path, house)
    except Refused as refused:
        say(str(refused))
        return 1
    except OSError as error:
        say(f"« {path} » ne s’écrit pas ({error.strerror}) : rien n’est exporté.")
        return 1
    except DatabaseError as error:
        say(f"la base de données a refusé : rien n’est exporté ({error.__class__.__name__}).")
        return 1
    for noun in nouns():
        print(f"{noun.label} : {thousands(manifest.tables[noun.file].lines)}")
    print(f"{house.name} est dans {path} ({thousands(path.stat().st_size)} octets, {time.monotonic() - begun:.0f} s).")
    say(f"n’y sont pas : {LEAVES}.")
    say(WARNING)
    return 0


def enter(options: argparse.Namespace) -> int:
    """Say line by line what would happen; write when it is asked, all or nothing."""
    path = Path(options.file)
    try:
        return _enter(options, path)
    except Refused as refused:
        say(str(refused))
    except OSError as error:
        say(f"« {path} » ne se lit pas ({error.strerror}).")
    except DatabaseError as error:
        say(f"la base de données a refusé : rien n’a été enregistré ({error.__class__.__name__}).")
    return 1


def _enter(options: argparse.Namespace, path: Path) -> int:
    if not 0 < path.stat().st_size <= LARGEST:
        raise Refused("ce fichier est vide, ou trop lourd pour une archive de maison. Rien n’a été enregistré.")
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return _enter_from(options, data)


def _enter_from(options: argparse.Namespace, data: mmap.mmap) -> int:
    direction = options.direction.strip().lower()
    if direction and (wrong := logins.fault(direction)):
        raise Refused(wrong)
    into = _chosen(options.organization) if options.organization else None
    begun = time.monotonic()
    if options.dry_run or not options.yes:
        arrived = import_house(_me(), data, into=into, direction=direction, is_trial=True)
        if _told(arrived, whole=options.dry_run):
            return 1
        if options.dry_run or not (arrived.entry.count(Fate.NEW) or direction):
            print(f"{arrived.house.name} : {_sum(arrived, options.dry_run)}.")
            return 0
        if not _accepted():
            return 1
    arrived = import_house(_me(), data, into=into, direction=direction)
    if (options.yes or arrived.entry.faults) and _told(arrived, whole=False):
        return 1
    if arrived.entry.count(
        Fate.NEW
    ):  # the planner knows nothing of what has just come: without this, the first pages crawl
        with connections["owner"].cursor() as cursor:
            cursor.execute("ANALYZE")
        give_papers()
    print(f"{arrived.house.name} : {_sum(arrived)} ({time.monotonic() - begun:.0f} s).")
    if arrived.invitation:
        say(
            "donnez ce lien à la direction pour qu’elle choisisse son mot de passe. Il sert une fois, pendant 72 heures :"
        )
        print(address_of(arrived.invitation))
    elif arrived.is_founded:
        say("personne ne travaille encore dans cet organisme : nommez sa direction avec --direction prenom.nom.")
    return 0


def give_papers() -> None:
    """Root brought the papers in: what answers the network must read them. A house without papers has no folder yet."""
    account = working_account()
    if account and locate.files().is_dir():
        give_to(locate.files(), account.pw_uid, account.pw_gid)


def _me() -> str:
    """The account of the machine, the one before sudo when there is one."""
    try:
        return os.environ.get("SUDO_USER") or getpass.getuser()
    except (KeyError, OSError):
        return f"compte {os.getuid()}"


def _chosen(name: str) -> House:
    """The organisme that is named, or the only one."""
    known = houses()
    if not known:
        raise Refused("il n’y a aucun organisme dans cette instance. Vérifiez LIANE_HOME.")
    found = [house for house in known if not name or fold(name) == fold(house.name)]
    if len(found) == 1:
        return found[0]
    shown = ", ".join(house.name for house in known)
    if name:
        raise Refused(f"l’organisme « {name} » n’est pas ici. Choisissez avec --organisme parmi : {shown}.")
    raise Refused(f"il y a plusieurs organismes : choisissez avec --organisme parmi : {shown}.")


def _export(path: Path, house: House) -> Manifest:
    """For its owner alone from its first byte; nothing is covered, and nothing is left of a failure."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w+b") as file:
            manifest = export_house(_me(), house, file)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return manifest


def _told(arrived: Arrived, *, whole: bool) -> bool:
    """What each line becomes; the faults, and whether there are any."""
    entry = arrived.entry
    if entry.faults:
        for fault in entry.faults[:MOST_FAULTS]:
            print(fault)
        if (more := len(entry.faults) - MOST_FAULTS) > 0:
            print(f"… et {thousands(more)} autres.")
        say(
            f"cette archive ne peut pas être reprise ({thousands(len(entry.faults))} raisons). Rien n’a été enregistré."
        )
        return True
    for noun in nouns():
        for line in entry.lines.get(noun.name, ()):
            if whole or line.fate in (Fate.DIFFERENT, Fate.APART):
                print(f"{line.where} — {WORDS[line.fate]} : {line.label}")
    for noun in nouns():
        if lines := entry.lines.get(noun.name, ()):
            new = entry.count(Fate.NEW, noun.name)
            print(f"{noun.label} : {thousands(new)} à créer, {thousands(len(lines) - new)} déjà ici")
    return False


def _sum(arrived: Arrived, is_trial: bool = False) -> str:
    new, apart = arrived.entry.count(Fate.NEW), arrived.entry.count(Fate.DIFFERENT) + arrived.entry.count(Fate.APART)
    left = f" ; {thousands(apart)} lignes différentes ici, laissées telles quelles" if apart else ""
    done = "seraient reprises, rien n’est écrit" if is_trial else "reprises"
    return (f"{thousands(new)} lignes {done}" if new else "rien à faire, tout est déjà ici") + left


def _accepted() -> bool:
    """Nothing is written without a yes."""
    if not sys.stdin.isatty():
        say("ajoutez --yes pour accepter, ou --dry-run pour seulement regarder. Rien n’a été enregistré.")
        return False
    return input("Reprendre cette maison ? (oui/non) ").strip().lower() in {"o", "oui"}
