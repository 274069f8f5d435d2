"""The words of the commands of a house in service."""

from collections.abc import Callable
from typing import Any


def service(commands: Any, add: Callable[..., Any]) -> None:
    """serve, migrate and what keeps a house."""
    serve = add(commands, "serve", "ouvre la maison pour de bon ; refuse ce qui ne serait pas sûr")
    serve.add_argument("--port", type=int, default=8000, help="port où le serveur HTTPS trouve Liane (8000 sinon)")
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
