"""The settings of a house in service: one file of NAME=value lines, the same for every command and for systemd."""

import os
from pathlib import Path

from liane.kit.postgres.errors import PostgresRefused

USUAL = Path("/etc/liane/liane.conf")


def path() -> Path:
    """The file of LIANE_CONF, else the usual one."""
    return Path(os.environ.get("LIANE_CONF") or USUAL)


def load() -> None:
    """Bring the file into the environment; what the environment already says wins. No file, nothing happens."""
    try:
        lines = path().read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        if os.environ.get("LIANE_CONF"):
            raise PostgresRefused(f"Le fichier de réglages {path()} (LIANE_CONF) n’existe pas : créez-le.") from None
        return
    except (OSError, UnicodeDecodeError) as error:
        raise PostgresRefused(
            f"Le fichier de réglages {path()} ne peut pas être lu : lancez la commande avec le compte qui le peut."
        ) from error
    for rank, line in enumerate(lines, 1):
        name, value = _pair(line, rank)
        if name:
            os.environ.setdefault(name, value)


def _pair(line: str, rank: int) -> tuple[str, str]:
    line = line.strip()
    if not line or line.startswith("#"):
        return "", ""
    name, equal, value = line.partition("=")
    if not equal or not name.strip().replace("_", "").isalnum():
        raise PostgresRefused(f"La ligne {rank} de {path()} ne se lit pas : écrivez NOM=valeur.")
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
    return name.strip(), value
