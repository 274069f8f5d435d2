"""Bring a backup back, into an empty place only: rows, rights, files, then the proof that it is the same house."""

import io
import json
import os
import pwd
import subprocess
import sys
from pathlib import Path
from typing import Any

from pyrage.x25519 import Identity

from liane.config.cli.progress import Progress
from liane.config.safety import content, files, manifest, programs, proof, sealed
from liane.config.safety.house import House
from liane.kit.postgres import accounts, keys
from liane.kit.postgres.errors import PostgresRefused


def refuse_unless_empty(house: House) -> None:
    """Nothing that exists is ever written over: a restoration goes into an empty place."""
    with house.opened() as base:
        found = content.tables(base)
    if found:
        raise PostgresRefused(
            f"cette base contient déjà une maison ({len(found)} tables) : restaurez dans un autre LIANE_HOME, ou dans une "
            "base vide."
        )
    if house.files.is_dir() and any(house.files.iterdir()):
        raise PostgresRefused(f"le dossier des papiers {house.files} n’est pas vide : choisissez un autre LIANE_HOME.")


def bring(folder: Path, page: manifest.Manifest, key: Identity, house: House, progress: Progress) -> None:
    """Everything that the backup holds, compared with what it says of itself."""
    if page.postgres > _server(house):
        raise PostgresRefused(
            f"cette sauvegarde vient de PostgreSQL {page.postgres}, plus récent que celui d’ici : installez-le d’abord."
        )
    carried = io.BytesIO()
    sealed.unseal(folder / manifest.KEYS, key, carried)
    words = [programs.program("pg_restore"), *programs.RESTORE, f"--dbname={house.owner['NAME']}"]
    with programs.running(words, programs.environment(house.owner), fed=True) as stream:
        sealed.unseal(folder / manifest.BASE, key, stream, progress.megabytes("la base"))
    _unpack(folder / manifest.FILES, key, house.files, progress, "les papiers", accounts.working_account())
    _unpack(folder / manifest.JOURNAL, key, house.journal, progress, "les têtes", accounts.sealing_account())
    _give_keys(house, json.loads(carried.getvalue()))
    with house.opened() as base:
        content.give_back(base, house.app["USER"], page.grants)
        progress("comparaison avec ce qui a été sauvegardé")
        compare(base, house, page)
        base.execute("ANALYZE")
    progress.close()


def _server(house: House) -> int:
    with house.opened() as base:
        return base.info.server_version // 10000


def _unpack(
    path: Path, key: Identity, folder: Path, progress: Progress, name: str, account: pwd.struct_passwd | None
) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    unpacking = files.Unpacking(folder)
    try:
        sealed.unseal(path, key, unpacking, progress.megabytes(name))
    finally:
        unpacking.close()
    if account:
        files.give_to(folder, account.pw_uid, account.pw_gid)


def _give_keys(house: House, carried: dict[str, str]) -> None:
    if carried.get("django"):
        keys.carry(house.home, carried["django"])
    if carried.get("former"):
        house.former.touch(mode=0o600)
        house.former.write_text(carried["former"])


def compare(base: content.Connection, house: House, page: manifest.Manifest) -> None:
    """Row by row count, right by right, head by head, file by file."""
    found = content.counts(base)
    wrong = [f"{name} : {found.get(name, 0)} au lieu de {n}" for name, n in page.counts.items() if found.get(name) != n]
    if wrong:
        raise PostgresRefused(f"le compte n’y est pas ({' ; '.join(wrong[:3])}) : prenez une autre sauvegarde.")
    if content.grants(base, house.app["USER"]) != page.grants:
        raise PostgresRefused("les droits du compte applicatif ne sont pas ceux qui ont été sauvegardés.")
    if content.heads(base) != page.heads:
        raise PostgresRefused("les têtes du journal ne sont pas celles qui ont été sauvegardées.")
    missing = [d for o, d in content.documents(base) if not (house.files / o / d[:2] / d).is_file()]
    if missing:
        raise PostgresRefused(f"{len(missing)} papiers manquent dans cette sauvegarde : prenez-en une autre.")


def prove(house: House, page: manifest.Manifest, records: int) -> dict[str, Any]:
    """Live in the house that was brought back, in a process of its own: journal, sign-in, records. Refused when it fails."""
    answer = subprocess.run(
        (sys.executable, "-m", proof.__name__, f"--records={records}"),
        env=house.environment(),
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    try:
        said: dict[str, Any] = json.loads(answer.stdout.splitlines()[-1])
    except (ValueError, IndexError):
        detail = os.linesep.join(answer.stderr.splitlines()[-8:])
        raise PostgresRefused(f"la maison restaurée ne s’ouvre pas ; voici ce qu’elle a dit :\n{detail}") from None
    if said.get("trouble"):
        raise PostgresRefused(f"la maison restaurée n’est pas saine : {said['trouble']}")
    if page.counts.get("people_record") and not said["records_opened"]:
        raise PostgresRefused("la maison restaurée n’est pas saine : aucun dossier ne s’ouvre à ceux qui le peuvent.")
    return said
