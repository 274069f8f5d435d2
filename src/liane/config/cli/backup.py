"""./liane backup DIR: a sealed copy of the house, read again, and if asked brought back at once to prove it."""

import argparse
import os
from datetime import UTC, datetime
from pathlib import Path

from liane.config.cli import configuration
from liane.config.cli.children import Stop, stop_on_signals
from liane.config.cli.house import opened, say
from liane.config.cli.progress import Progress
from liane.config.safety import manifest, sealed, taking, trial
from liane.config.safety.house import House, house_of, remember
from liane.config.safety.sealed import Identity
from liane.kit.postgres import locks
from liane.kit.postgres.errors import PostgresRefused

FEWEST = 1  # backups kept at least


def run(options: argparse.Namespace) -> int:
    """Take one backup, or draw a new pair of keys."""
    stop_on_signals()
    if options.new_key:
        return draw_key(Path(options.new_key))
    configuration.load()
    try:
        return _run(options)
    except Stop:
        say("sauvegarde arrêtée : rien n’en est gardé.")
        return 1


def _run(options: argparse.Namespace) -> int:
    place = Path(options.place or os.environ.get("LIANE_BACKUP_FOLDER", "")).expanduser().absolute()
    if not options.place and not os.environ.get("LIANE_BACKUP_FOLDER"):
        raise PostgresRefused(
            "dites où sauvegarder : ./liane backup DOSSIER (ou LIANE_BACKUP_FOLDER dans les réglages)."
        )
    if options.keep is not None and options.keep < FEWEST:
        raise PostgresRefused("--garder demande un nombre d’au moins 1.")
    public = sealed.public_keys(_asked(options))
    with opened("serve") as home, locks.alone(home / "sauvegarde.verrou"):
        house = house_of(home)
        passing = Identity.generate()
        folder = _take(house, place, public, passing)
        if options.keep:
            for old in taking.forget_old(place, options.keep):
                say(f"{old.name} est effacée (--garder {options.keep}).")
        if options.trial:  # with the key that only this process holds: no private key lies on the server
            print(trial.try_and_keep(house, folder, passing, Progress()))
        return 0


def _asked(options: argparse.Namespace) -> list[str]:
    """The public keys of the command, else those of the settings of the house."""
    texts = list(options.keys or os.environ.get("LIANE_BACKUP_KEYS", "").replace(",", " ").split())
    if not texts:
        raise PostgresRefused(
            "il faut une clef publique pour sceller la sauvegarde : ./liane backup --nouvelle-clef FICHIER en crée une, "
            "puis ajoutez --pour age1… (ou LIANE_BACKUP_KEYS dans les réglages)."
        )
    if len(set(texts)) < 2:
        say(
            "une seule clef ouvre cette sauvegarde : si elle se perd, tout est perdu. Ajoutez-en une deuxième (--pour)."
        )
    return texts


def _take(house: House, place: Path, public: list[sealed.Recipient], passing: Identity) -> Path:
    begun, progress = datetime.now(UTC), Progress()
    try:
        folder = taking.take(house, place, public, passing, progress)
    except PostgresRefused as refusal:
        with house.opened() as base:
            remember(base, "BACKUP", begun, str(refusal), success=False, figures={})
        raise
    page = manifest.read(folder)
    size = sum(part.closed.size for part in page.parts.values())
    rows = sum(page.counts.values())
    figures = {"backup": folder.name, "bytes": size, "rows": rows, "documents": page.documents, "keys": len(public)}
    with house.opened() as base:
        sentence = f"{rows} lignes, {page.documents} papiers, {size >> 20} Mo, relue en entier."
        remember(base, "BACKUP", begun, sentence, success=True, figures=figures)
    print(f"Sauvegarde faite et relue : {folder} ({rows} lignes, {page.documents} papiers, {max(1, size >> 20)} Mo).")
    return folder


def draw_key(path: Path) -> int:
    """A new pair: the private half in a file to take away, the public half to keep in the settings."""
    identity = Identity.generate()
    text = (
        "# Clef privée des sauvegardes de Liane. Sans elle, aucune sauvegarde ne s’ouvre ; avec elle, toutes.\n"
        "# À garder hors du serveur, à deux endroits sûrs (coffre, clef USB scellée). Ne l’envoyez pas par courriel.\n"
        f"# Clef publique : {identity.to_public()}\n{identity}\n"
    )
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise PostgresRefused(f"{path} existe déjà : choisissez un autre nom, une clef ne se remplace pas.") from error
    except OSError as error:
        raise PostgresRefused(f"{path} ne peut pas être écrit : {error.strerror}.") from error
    say(f"la clef privée est dans {path}. Copiez-la sur deux supports hors de ce serveur, puis effacez-la d’ici.")
    say("qui perd la clef privée perd les sauvegardes ; qui la trouve les lit. La clef publique, elle, n’ouvre rien :")
    print(str(identity.to_public()))
    return 0
