"""Which system account runs PostgreSQL: the caller's own, or a dedicated one when the caller is root."""

import os
import pwd
import shutil
import subprocess

from liane.kit.postgres import locks, places
from liane.kit.postgres.errors import PostgresRefused

NAMES = ("liane", "liane-postgres")
WORKING, SEALING = ("liane-web",), ("liane-sceau",)
LAST_RESORTS = ("postgres", "nobody")
FIRST_HUMAN_UID = 1000
CREATORS = (
    ("useradd", "--system", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin"),
    ("adduser", "-S", "-D", "-H", "-s", "/sbin/nologin"),
)


def dedicated_account() -> pwd.struct_passwd | None:
    """The account that PostgreSQL must run as, or None when the caller's own serves.

    PostgreSQL refuses to run as root, and a database is safer under an account that owns nothing else.
    """
    if os.geteuid() != 0:
        return None
    return _existing(NAMES) or _created(NAMES) or _existing(LAST_RESORTS) or _none_found()


def working_account() -> pwd.struct_passwd | None:
    """The account of what answers the network and works in the background, when root opens the house.

    It can read neither the data of PostgreSQL nor the keys of the house: a flaw in a page does not give them (G1).
    None when an ordinary account opens the house, or when this machine cannot create it.
    """
    return _own(WORKING)


def sealing_account() -> pwd.struct_passwd | None:
    """The account that alone reads the key that seals the journal: what answers the network can only have it sealed."""
    return _own(SEALING)


def _own(names: tuple[str, ...]) -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    return _existing(names) or _created(names)


def _existing(names: tuple[str, ...]) -> pwd.struct_passwd | None:
    """The first of these accounts that no person signs in with (someone may well be called Liane)."""
    for name in names:
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            continue
        if account.pw_uid and (account.pw_uid < FIRST_HUMAN_UID or name in LAST_RESORTS):
            return account
    return None


def _created(names: tuple[str, ...]) -> pwd.struct_passwd | None:
    """One command at a time: the account that another is creating is awaited, a second one would not own the house."""
    creators = [creator for creator in CREATORS if shutil.which(creator[0])]
    if not creators:
        return None
    places.SYSTEM_ROOT.mkdir(mode=0o755, exist_ok=True)
    with locks.alone(places.SYSTEM_ROOT / "comptes"):
        if account := _existing(names):
            return account
        for creator in creators:
            for name in names:
                subprocess.run((*creator, name), capture_output=True, check=False)
                if account := _existing((name,)):
                    return account
    return None


def _none_found() -> pwd.struct_passwd:
    raise PostgresRefused(
        "PostgreSQL refuse de tourner sous root, et aucun compte système n’a pu être créé pour lui : "
        "lancez Liane avec un compte ordinaire."
    )
