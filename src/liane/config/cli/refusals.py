"""Before a house opens to the network: each thing that would make it unsafe stops it, in one sentence with what to do."""

import json
import os
import stat
from pathlib import Path
from typing import Any

from liane.config.cli.prepare import MARK
from liane.kit.networks import networks
from liane.kit.postgres import external, keys, locate, roles
from liane.kit.postgres.errors import PostgresRefused

SHORTEST_KEY = 50
FEWEST_SIGNS = 12
KNOWN_KEYS = ("only-for-checks-and-tests", "django-insecure-", "changeme", "secret")


def before_starting(home: Path, *, without_tls: bool) -> None:
    """What can be said before the database is opened."""
    _settings()
    _key(os.environ.get("LIANE_SECRET_KEY"))
    _former(os.environ.get("LIANE_SECRET_KEY_FALLBACKS", ""))
    _hosts(os.environ.get("LIANE_HOSTS", ""))
    _front(os.environ.get("LIANE_PROXIES", ""), without_tls=without_tls)
    _demonstration(home)
    _modes(home)


def once_open(home: Path) -> None:
    """What the database says of itself, asked under the role of the application."""
    with external.connect(locate.parse(locate.application_url(home), "DATABASE_APP_URL"), "la maison") as app:
        roles.check_application(app)
        roles.check_durability(app)
        check_nobody_imaginary(app)


def check_nobody_imaginary(app: Any) -> None:
    """A demonstration brought back by a restoration, or behind DATABASE_URL, has the same public password as any other."""
    found = app.execute("SELECT to_regclass('professionals_account') IS NOT NULL").fetchone()
    if (
        found
        and found[0]
        and app.execute("SELECT EXISTS (SELECT 1 FROM professionals_account WHERE slug <> '')").fetchone()[0]
    ):
        raise PostgresRefused(
            "cette base est celle d’une maison de démonstration, dont le mot de passe est public : "
            "ouvrez une maison vide (./liane migrate, puis ./liane admin)."
        )


def _settings() -> None:
    if os.environ.get("DJANGO_SETTINGS_MODULE", "liane.config.settings") != "liane.config.settings":
        raise PostgresRefused("d’autres réglages que ceux de Liane sont demandés : retirez DJANGO_SETTINGS_MODULE.")
    for name in ("DEBUG", "DJANGO_DEBUG", "LIANE_DEBUG", "PYTHONINSPECT"):
        if os.environ.get(name, "").lower() not in ("", "0", "false", "no", "non"):
            raise PostgresRefused(
                f"le mode de mise au point est demandé : retirez {name}, il montre ce qui est secret."
            )


def _key(key: str | None) -> None:
    """A key given by hand; without one, the house has drawn its own (384 bits)."""
    if key is not None and _is_weak(key):
        raise PostgresRefused(
            "la clé LIANE_SECRET_KEY est trop courte ou connue : retirez-la (Liane en tire une au hasard), "
            f"ou donnez-en une d’au moins {SHORTEST_KEY} signes tirés au hasard."
        )


def _former(keys_told: str) -> None:
    """A former key still opens links, sessions and drafts: a weak one is as good as none, however strong the new one is."""
    if any(_is_weak(key) for key in keys_told.split()):
        raise PostgresRefused(
            "une ancienne clé de LIANE_SECRET_KEY_FALLBACKS est trop courte ou connue : retirez-la, elle ouvrirait encore "
            "des sessions et des liens. Ce qui en dépendait est à refaire."
        )


def _is_weak(key: str) -> bool:
    return len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_SIGNS or key.lower().startswith(KNOWN_KEYS)


def _hosts(hosts: str) -> None:
    named = [host.strip() for host in hosts.split(",") if host.strip()]
    if not named:
        raise PostgresRefused("le nom de la maison manque : écrivez par exemple LIANE_HOSTS=dossiers.exemple.fr.")
    wide = [host for host in named if "*" in host or host.startswith(".") or "/" in host]
    if wide:
        raise PostgresRefused(f"LIANE_HOSTS doit nommer la maison exactement, et non « {wide[0]} ».")


def _front(proxies: str, *, without_tls: bool) -> None:
    try:
        fronts = networks(proxies)
    except ValueError as error:
        raise PostgresRefused(
            "LIANE_PROXIES doit être une liste d’adresses, comme 127.0.0.1 ou 10.0.0.0/24."
        ) from error
    if without_tls and fronts:
        raise PostgresRefused("LIANE_PROXIES nomme un serveur devant : retirez --sans-tls-devant, ou LIANE_PROXIES.")
    if not fronts and not without_tls:
        raise PostgresRefused(
            "aucun serveur HTTPS n’est annoncé devant Liane : installez-en un (exemples dans deploy/), écrivez son "
            "adresse dans LIANE_PROXIES, ou ajoutez --sans-tls-devant pour un essai sur cette seule machine."
        )
    if any(front.prefixlen == 0 for front in fronts):
        raise PostgresRefused("LIANE_PROXIES croit tout le monde : nommez l’adresse exacte du serveur placé devant.")


def _demonstration(home: Path) -> None:
    mark = home / MARK
    if mark.is_file() and json.loads(mark.read_text()).get("size"):
        raise PostgresRefused(
            f"{home} est une maison de démonstration, dont le mot de passe est public : choisissez un autre LIANE_HOME."
        )


def _modes(home: Path) -> None:
    file = keys.path(home)
    if file.is_file() and stat.S_IMODE(file.stat().st_mode) & 0o077:
        raise PostgresRefused(f"d’autres comptes peuvent lire les clés : tapez chmod 600 {file}, puis recommencez.")
