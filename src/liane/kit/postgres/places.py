"""Where the PostgreSQL of a house keeps its data and its socket. Only folders of ours are made or closed."""

import hashlib
import os
import pwd
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from liane.kit.postgres.errors import PostgresRefused

SYSTEM_ROOT = Path("/var/lib/liane")
PORT = 5432
LONGEST_SOCKET_FOLDER = 80  # a socket path holds about 100 bytes, and its name takes fifteen


@dataclass(frozen=True)
class Place:
    """The folders and files of one house; `base` is open to nobody but the account that runs PostgreSQL."""

    home: Path
    base: Path
    socket: Path
    shared: Path | None

    @property
    def data(self) -> Path:
        """The cluster itself."""
        return self.base / "data"

    @property
    def door(self) -> Path:
        """Where the application finds the server: another folder when it works under another account (root)."""
        return self.base.with_name(f"{self.base.name}-porte") if self.shared else self.socket

    @property
    def files(self) -> Path:
        """What is not in the database: the documents, for the account of the application alone."""
        return self.base.with_name(f"{self.base.name}-fichiers") if self.shared else self.home / "fichiers"

    @property
    def journal(self) -> Path:
        """The key that seals the journal, and the heads that it has exported."""
        return self.base.with_name(f"{self.base.name}-journal") if self.shared else self.home / "journal"

    @property
    def measures(self) -> Path:
        """Where the processes that answer leave their counters."""
        return self.base.with_name(f"{self.base.name}-mesures") if self.shared else self.home / "mesures"

    @property
    def fitted(self) -> Path:
        """Says which key opens the cluster: data may outlive the home that held its keys, and be found again later."""
        return self.base / "serrure"

    @property
    def start_lock(self) -> Path:
        """Held by the one command that starts or prepares the server."""
        return self.home / "postgres.demarrage"

    @property
    def users_lock(self) -> Path:
        """Shared by every command that uses the server: it stops when the last one lets go."""
        return self.home / "postgres.usage"

    @property
    def log(self) -> Path:
        """What PostgreSQL says before its own log is open."""
        return self.home / "postgres.log"


def digest(home: Path) -> str:
    """A short name for a house, the same as long as the house stays where it is."""
    return hashlib.sha256(os.fsencode(home.resolve())).hexdigest()[:16]


def place_of(home: Path) -> Place:
    """Where things are for this house; nothing is created."""
    home = home.resolve()
    if os.geteuid() == 0:
        base = SYSTEM_ROOT / digest(home)
        return Place(home, base, base / "run", SYSTEM_ROOT / "programmes")
    base = home / "postgres"
    return Place(home, base, _short(base / "run", home), None)


def _short(wanted: Path, home: Path) -> Path:
    """The socket folder, elsewhere when the path of the house is too long for a socket."""
    if len(os.fsencode(wanted)) <= LONGEST_SOCKET_FOLDER:
        return wanted
    name = f"liane-{os.geteuid()}-{digest(home)}"
    for parent in (os.environ.get("XDG_RUNTIME_DIR", ""), tempfile.gettempdir(), "/tmp"):  # noqa: S108
        if parent and os.access(parent, os.W_OK) and len(os.fsencode(parent)) + len(name) < LONGEST_SOCKET_FOLDER:
            return Path(parent) / name
    return wanted


def create(place: Place, account: pwd.struct_passwd | None) -> None:
    """Make the folders of the database that are missing, private to the account that runs PostgreSQL."""
    try:
        if account:
            SYSTEM_ROOT.mkdir(mode=0o755, exist_ok=True)
        for folder in (place.base, place.socket):
            _private(folder, account)
        _open_door(place, account)
        if account:
            (place.base / "maison").write_text(f"{place.home}\n")
    except OSError as error:
        raise PostgresRefused(
            f"Le dossier {error.filename or place.home} ne peut pas être préparé : {error.strerror}."
        ) from error


def _open_door(place: Place, account: pwd.struct_passwd | None) -> None:
    """When root opens the house: the socket again in a folder where the application may come, and nobody else.

    Two accounts come in, and a folder has one group: this one lets everybody pass who knows the way, and lists nothing.
    What closes the database is the password of its role.
    """
    if account is None:
        return
    if not place.door.is_dir():
        place.door.mkdir(mode=0o700)
    os.chown(place.door, account.pw_uid, account.pw_gid)
    place.door.chmod(0o711)


def make_home(home: Path) -> None:
    """Make the folder of the house, closed to others, when it is not there yet."""
    try:
        if not home.is_dir():
            home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise PostgresRefused(
            f"Le dossier {error.filename or home} ne peut pas être préparé : {error.strerror}."
        ) from error


def _private(folder: Path, account: pwd.struct_passwd | None) -> None:
    """Make the folder for its account alone, or check that it is so: somebody else's folder is refused."""
    owner = account.pw_uid if account else os.geteuid()
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        pass
    else:
        if account:
            os.chown(folder, account.pw_uid, account.pw_gid)
    facts = folder.lstat()
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != owner or facts.st_mode & 0o077:
        raise PostgresRefused(
            f"Le dossier {folder} n’appartient pas à Liane seule : supprimez-le ou changez LIANE_HOME."
        )
