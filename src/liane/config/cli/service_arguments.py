"""The words of the commands of a house in service."""

from collections.abc import Callable
from typing import Any


def service(commands: Any, add: Callable[..., Any]) -> None:
    """serve, migrate and what keeps a house."""
    serve = add(commands, "serve", "ouvre la maison pour de bon ; refuse ce qui ne serait pas sûr")
    serve.add_argument(
        "--port", type=int, help="port où le serveur HTTPS trouve Liane (LIANE_PORT dans les réglages, 8000 sinon)"
    )
    serve.add_argument(
        "--ecoute",
        dest="listen",
        metavar="ADRESSE",
        default="127.0.0.1",
        help="adresse écoutée (127.0.0.1 sinon ; 0.0.0.0 dans un conteneur)",
    )
    serve.add_argument(
        "--sans-tls-devant",
        dest="without_tls",
        action="store_true",
        help="accepte de parler en clair, pour un essai sur cette seule machine",
    )
    serve.add_argument(
        "--meme-compte",
        dest="single",
        action="store_true",
        help="sous root : garde un seul compte système pour tout, pour un essai",
    )
    add(commands, "migrate", "met les tables de la base à jour, après une nouvelle version")
    admin = add(commands, "admin", "crée le compte de qui administre l’instance, et donne son lien de connexion")
    admin.add_argument("login", metavar="NOM", help="nom de connexion")
    admin.add_argument("--courriel", dest="email", metavar="ADRESSE", help="son adresse électronique")
    admin.add_argument(
        "--rouvrir",
        dest="reopen",
        action="store_true",
        help="donne à une personne d’une équipe, qui n’a plus de quoi entrer, un lien pour revenir dans son compte",
    )
    _keep(commands, add)
    doctor = add(commands, "doctor", "dit ce qui va et ce qui ne va pas, avec le geste suivant")
    doctor.add_argument("--json", action="store_true", help="la même chose pour une autre machine")


def _keep(commands: Any, add: Callable[..., Any]) -> None:
    backup = add(commands, "backup", "sauvegarde la maison, scellée pour des clefs qui n’y sont pas, et la relit")
    backup.add_argument("place", metavar="DOSSIER", nargs="?", help="dossier des sauvegardes")
    backup.add_argument(
        "--pour", dest="keys", metavar="CLEF", action="append", help="clef publique (age1…) ; à répéter, deux au moins"
    )
    backup.add_argument("--garder", dest="keep", metavar="N", type=int, help="ne garde que les N dernières sauvegardes")
    backup.add_argument(
        "--essai",
        dest="trial",
        action="store_true",
        help="la restaure aussitôt dans une base de passage, pour la prouver",
    )
    backup.add_argument(
        "--nouvelle-clef",
        dest="new_key",
        metavar="FICHIER",
        help="crée une clef privée dans ce fichier, dit la clef publique",
    )
    restore = add(
        commands, "restore", "ramène une sauvegarde dans un endroit vide, et vérifie que c’est la même maison"
    )
    restore.add_argument("place", metavar="DOSSIER", help="une sauvegarde, ou le dossier des sauvegardes (la dernière)")
    restore.add_argument("--clef", dest="key", metavar="FICHIER", required=True, help="fichier de la clef privée")
    restore.add_argument(
        "--essai", dest="trial", action="store_true", help="dans une base de passage seulement : rien ne change ici"
    )
