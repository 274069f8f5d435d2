"""What each process of a house in service is given: its own environment, and when root opens the house its own account.

What answers the network never holds the password of the owner of the tables, nor reads the file of the keys (G1).
"""

import os
import pwd
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from liane.kit.postgres import accounts, locate, places
from liane.kit.postgres.errors import PostgresRefused

# Everything else stays with the command: passwords, addresses of databases, tokens of the host.
PASSED_ON = ("PATH", "LANG", "LC_ALL", "TZ", "SSL_CERT_FILE", "PYTHONWARNINGS", "PYTHONPATH", "LD_LIBRARY_PATH")
SETTINGS = (
    "LIANE_HOSTS",
    "LIANE_PROXIES",
    "LIANE_TLS",
    "LIANE_TIME_ZONE",
    "LIANE_STATIC",
    "LIANE_SECRET_KEY",
    "LIANE_FILES_QUOTA_GB",
)


@dataclass(frozen=True)
class Part:
    """How to start what answers the network, or works in the background."""

    env: dict[str, str]
    account: pwd.struct_passwd | None


def working(home: Path, *, single: bool = False) -> Part:
    """The part that works under the application role alone; `single` keeps the account of the command (a trial)."""
    account = _account(single=single)
    env = {name: os.environ[name] for name in (*PASSED_ON, *SETTINGS, *_asked()) if os.environ.get(name)}
    env |= {
        "DJANGO_SETTINGS_MODULE": "liane.config.settings",
        "LIANE_MODE": "serve",
        "LIANE_HOME": str(home),
        "LIANE_FILES": str(_folder(places.place_of(home).files, account)),
        "DATABASE_APP_URL": locate.application_url(home),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return Part(env, account)


def _asked() -> list[str]:
    """Settings of the mail and of other rooms, told by their name: never those of a database."""
    return [name for name in os.environ if name.startswith(("LIANE_MAIL_", "LIANE_WEB_"))]


def _account(*, single: bool) -> pwd.struct_passwd | None:
    if os.geteuid() != 0 or single:
        return None
    account = accounts.working_account()
    if account is None:
        raise PostgresRefused(
            "Le compte système « liane-web » n’a pas pu être créé : créez-le (useradd --system liane-web), puis recommencez."
        )
    if not _may_run(account):
        raise PostgresRefused(
            f"Le compte « {account.pw_name} » ne peut pas lire le programme ou son Python ({sys.executable}) : placez "
            "Liane dans /opt/liane avec le Python du système, ou ajoutez --meme-compte pour un essai."
        )
    return account


def _may_run(account: pwd.struct_passwd) -> bool:
    """Can the account reach Python and the code? Asked by trying."""
    env = {name: os.environ[name] for name in PASSED_ON if name in os.environ} | {"PYTHONDONTWRITEBYTECODE": "1"}
    command = (sys.executable, "-c", f"import {working.__module__}")
    try:
        subprocess.run(
            command,
            user=account.pw_uid,
            group=account.pw_gid,
            extra_groups=(),
            env=env,
            cwd="/",
            capture_output=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def _folder(folder: Path, account: pwd.struct_passwd | None) -> Path:
    """A folder for this account alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if account:
        os.chown(folder, account.pw_uid, account.pw_gid)
    folder.chmod(0o700)
    return folder


def measures_folder(home: Path, account: pwd.struct_passwd | None) -> Path:
    """Where the processes that answer leave their counters; empty at each start."""
    place = places.place_of(home)
    folder = _folder(place.base.with_name(f"{place.base.name}-mesures") if place.shared else home / "mesures", account)
    for old in folder.glob("*.db"):
        old.unlink(missing_ok=True)
    return folder
