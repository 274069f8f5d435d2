"""Bring a backup back in a house of passage, live in it for a moment, and tear it down: the only proof that it can serve."""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pyrage.x25519 import Identity

from liane.config.cli.progress import Progress
from liane.config.safety import bringing, manifest
from liane.config.safety.house import House, remember, scratch_of
from liane.kit.postgres import places, server
from liane.kit.postgres.errors import PostgresRefused

ROOM = 3  # a database brought back takes about this many times its sealed size


def try_out(folder: Path, key: Identity, home: Path, progress: Progress, *, records: int = 20) -> dict[str, Any]:
    """The figures of a restoration that went well; refused with the reason when it did not."""
    page = manifest.read(folder)
    place = home / "essai-de-restauration"
    places.make_home(place)
    try:
        _room(page, place)
        with server.start(place, durable=False):
            scratch = scratch_of(place)
            bringing.bring(folder, page, key, scratch, progress)
            progress("la maison restaurée est essayée")
            lived = bringing.prove(scratch, page, records)
            progress.close()
    finally:
        _clear(place)
    return {"backup": folder.name, "rows": sum(page.counts.values()), "documents": page.documents} | lived


def _room(page: manifest.Manifest, home: Path) -> None:
    needed = ROOM * page.parts[manifest.BASE].clear.size + page.parts[manifest.FILES].clear.size
    data = places.SYSTEM_ROOT if places.SYSTEM_ROOT.is_dir() and places.place_of(home).shared else home
    free = shutil.disk_usage(data).free
    if free < needed:
        raise PostgresRefused(
            f"il manque de la place pour l’essai de restauration : il faut environ {needed >> 20} Mo libres, il y en a "
            f"{free >> 20}."
        )


def _clear(place: Path) -> None:
    server.erase(place)
    shutil.rmtree(place, ignore_errors=True)


def try_and_keep(house: House, folder: Path, key: Identity, progress: Progress) -> str:
    """Try, and leave one line for the Conformité screen, whatever happened. Gives the sentence to show."""
    begun = datetime.now(UTC)
    try:
        figures = try_out(folder, key, house.home, progress)
    except PostgresRefused as refusal:
        _record(house, begun, {}, str(refusal))
        raise
    _record(house, begun, figures, "")
    return f"Essai de restauration réussi. {told(figures)}"


def _record(house: House, begun: datetime, figures: dict[str, Any], refusal: str) -> None:
    with house.opened() as base:
        remember(base, "TRIAL", begun, refusal or told(figures), success=not refusal, figures=figures)


def told(figures: dict[str, Any]) -> str:
    """The sentence of a trial that went well."""
    come_in = "connexion réussie, " if figures["sign_in"] else ""
    return (
        f"Restaurée et ouverte : {figures['rows']} lignes, {figures['documents']} papiers, journal vérifié "
        f"({figures['journal_lines']} lignes), {come_in}{figures['records_opened']} dossiers ouverts."
    )
