"""What each process of a house in service is given: its own environment, and when root opens the house its own account.

What answers the network never holds the password of the owner of the tables, nor reads the file of the keys (G1).
"""

import os
import pwd
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from liane.kit.postgres import accounts, locate, places
from liane.kit.postgres.errors import PostgresRefused

# Of the environment of the command, only this and the settings of Liane; passwords and tokens of the host stay with it.
PASSED_ON = ("PATH", "LANG", "LC_ALL", "TZ", "SSL_CERT_FILE", "PYTHONWARNINGS", "PYTHONPATH", "LD_LIBRARY_PATH")
HELD = ("LIANE_CONF", "LIANE_BACKUP_FOLDER", "LIANE_BACKUP_KEYS", "LIANE_HEADS_FOLDER")
FOR_SEALING = ("LIANE_HEADS_FOLDER",)


@dataclass(frozen=True)
class Part:
    """How to start what answers the network, or works in the background."""

    env: dict[str, str]
    account: pwd.struct_passwd | None
    group: int | None = None
    umask: int = 0o077


def working(home: Path, *, single: bool = False) -> Part:
    """What answers the network and works in the background; `single` keeps the account of the command (a trial)."""
    account = _account(accounts.working_account, "liane-web", single=single)
    _folder(locate.files(), account)
    settings = {name: os.environ[name] for name in os.environ if name.startswith("LIANE_") and name not in HELD}
    return Part(settings | _common(home), account)


def sealing(home: Path) -> Part | None:
    """What seals the journal, when it has an account of its own: the key, and none of the secrets of the pages."""
    if os.geteuid() != 0:
        return None
    account = _account(accounts.sealing_account, "liane-sceau", single=False)
    working_account = accounts.working_account()
    folder = _folder(locate.journal(), account)
    group = working_account.pw_gid if working_account else None
    if account and group:  # the public halves are shown by the pages; the key itself is for its account alone
        os.chown(folder, account.pw_uid, group)
        folder.chmod(0o750)
    settings = {name: os.environ[name] for name in (*FOR_SEALING, "LIANE_TIME_ZONE") if os.environ.get(name)}
    return Part(settings | _common(home), account, group, umask=0o027)


def _common(home: Path) -> dict[str, str]:
    passed = {name: os.environ[name] for name in PASSED_ON if os.environ.get(name)}
    return passed | {
        "DJANGO_SETTINGS_MODULE": "liane.config.settings",
        "LIANE_MODE": "serve",
        "LIANE_HOME": str(home),
        "LIANE_FILES": str(locate.files()),
        "LIANE_JOURNAL_FOLDER": str(locate.journal()),
        "DATABASE_APP_URL": locate.application_url(home),
        "PYTHONDONTWRITEBYTECODE": "1",
        # Nothing is collected: WhiteNoise would say at each start that its folder is not there.
        "PYTHONWARNINGS": os.environ.get("PYTHONWARNINGS") or "ignore:No directory at",
    }


def _account(find: Callable[[], pwd.struct_passwd | None], name: str, *, single: bool) -> pwd.struct_passwd | None:
    if os.geteuid() != 0 or single:
        return None
    account = find()
    if account is None:
        raise PostgresRefused(
            f"Le compte système « {name} » n’a pas pu être créé : créez-le (useradd --system {name}), puis recommencez."
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
    folder = _folder(places.place_of(home).measures, account)
    for old in folder.glob("*.db"):
        old.unlink(missing_ok=True)
    return folder
