"""The words of what enters a house from a file, and of what leaves it."""

from collections.abc import Callable
from typing import Any

from liane.config.moving.words import CARRIES, LEAVES, WARNING

_ORGANIZATION = "organisme de l’instance, quand il y en a plusieurs"


def moving(commands: Any, add: Callable[..., Any]) -> None:
    """import, export."""
    imports = add(commands, "import", "reprend les personnes d’un tableau (CSV, XLSX, ODS), ou une maison entière")
    imports.add_argument(
        "kind", metavar="QUOI", choices=("personnes", "maison"),
        help="personnes : le tableau d’une maison ; maison : l’archive faite par ./liane export maison",
    )  # fmt: skip
    imports.add_argument("file", metavar="FICHIER", help="le fichier à reprendre")
    imports.add_argument(
        "--dry-run", action="store_true", help="montre ligne par ligne ce qui se passerait, sans rien écrire"
    )
    imports.add_argument(
        "--unit", metavar="UNITÉ", default="", help="personnes : unité des lignes qui n’en indiquent pas"
    )
    imports.add_argument(
        "--as", metavar="COMPTE", dest="account", default="",
        help="personnes : compte au nom duquel importer (démonstration : nicole)",
    )  # fmt: skip
    imports.add_argument(
        "--organisme", metavar="NOM", dest="organization", default="",
        help="maison : organisme déjà ouvert ici où la faire entrer ; sinon, celui de l’archive est ouvert",
    )  # fmt: skip
    imports.add_argument(
        "--direction", metavar="PRENOM.NOM", default="",
        help="maison : nom de connexion de la direction, quand personne ne travaille encore dans l’organisme",
    )  # fmt: skip
    imports.add_argument("--yes", action="store_true", help="accepte sans poser la question")

    exports = add(commands, "export", "sort une maison entière dans une archive de tableaux, pour la déménager")
    exports.description += (
        f" Elle contient {CARRIES}. N’y sont pas : {LEAVES}. {WARNING} Seul le compte qui la fait peut la lire."
    )
    exports.add_argument("kind", metavar="QUOI", choices=("maison",), help="ce qui sort : maison")
    exports.add_argument("file", metavar="FICHIER", help="l’archive à faire, par exemple maison.zip")
    exports.add_argument("--organisme", metavar="NOM", dest="organization", default="", help=_ORGANIZATION)
