"""./liane restore DIR --clef FILE: bring a backup back into an empty place, and prove that the house is the same."""

import argparse
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

from liane.config.cli import configuration
from liane.config.cli.children import Stop, stop_on_signals
from liane.config.cli.house import opened, say
from liane.config.cli.progress import Progress
from liane.config.safety import bringing, manifest, sealed, taking, trial
from liane.config.safety.house import House, house_of, remember
from liane.kit.postgres import keys

RECORDS = 20
TOLD = os.environ.get("LIANE_SECRET_KEY")  # before the house is open, which gives its own


def run(options: argparse.Namespace) -> int:
    """Restore, or with --essai only try to."""
    stop_on_signals()
    configuration.load()
    folder = manifest.find(Path(options.place).expanduser().absolute())
    page = manifest.read(folder)
    key = sealed.private_key(Path(options.key))
    say(
        f"sauvegarde {folder.name}, version {page.version}, {sum(page.counts.values())} lignes, {page.documents} papiers."
    )
    try:
        taking.check(folder, key, Progress())
        with opened("serve") as home:
            house = house_of(home)
            if options.trial:
                print(trial.try_and_keep(house, folder, key, Progress()))
                return 0
            return _restore(house, folder, page, key)
    except Stop:
        say("restauration arrêtée : recommencez dans un endroit vide.")
        return 1


def _restore(house: House, folder: Path, page: manifest.Manifest, key: sealed.Identity) -> int:
    bringing.refuse_unless_empty(house)
    begun, progress = datetime.now(UTC), Progress()
    try:
        bringing.bring(folder, page, key, house, progress)
    except BaseException:
        for place in (house.files, house.journal):
            shutil.rmtree(place, ignore_errors=True)  # it was empty when we began
        raise
    progress("la maison restaurée est essayée")
    lived = bringing.prove(house, page, RECORDS)
    progress.close()
    figures = {"backup": folder.name, "rows": sum(page.counts.values()), "documents": page.documents} | lived
    with house.opened() as base:
        remember(base, "RESTORE", begun, trial.told(figures), success=True, figures=figures)
    print(trial.told(figures))
    if lived["migrations"]:
        print(
            f"Cette sauvegarde venait d’une version plus ancienne : ses tables ont été mises à jour ({lived['migrations']})."
        )
    _say_keys(house)
    print(f"La maison est celle du {page.made:%d/%m/%Y à %H:%M} UTC. Ouvrez-la avec ./liane serve.")
    return 0


def _say_keys(house: House) -> None:
    """The key of the data came with the backup; settings that name another would close the second factors."""
    if TOLD not in (None, keys.ensure(house.home).django):
        say("la clef des données vient de la sauvegarde : retirez LIANE_SECRET_KEY de vos réglages.")
    if house.former.is_file():
        say(f"recopiez {house.former} dans LIANE_SECRET_KEY_FALLBACKS (réglages), puis effacez ce fichier.")
