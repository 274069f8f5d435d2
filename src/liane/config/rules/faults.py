"""What a rule answers, and the files it reads."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Fault:
    """One place where a rule is broken."""

    path: str
    line: int
    sentence: str

    def __str__(self) -> str:
        """The way editors make a link of it."""
        return f"{self.path}:{self.line}: {self.sentence}"


def room_of(path: Path) -> str:
    """The room a file of the package belongs to."""
    return path.relative_to(PACKAGE).parts[0]


def is_for_tests(path: Path) -> bool:
    """Tests, their tools and the imaginary people of the demonstration build rows as nobody else may."""
    parts = path.relative_to(PACKAGE).parts
    return (
        "tests" in parts
        or parts[:2] in (("config", "demo"), ("config", "testing"), ("config", "bench"))
        or path.name in ("testing.py", "conftest.py", "factories.py")
    )


def sources() -> Iterator[Path]:
    """Every Python file that runs in service."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if "migrations" not in path.parts and not is_for_tests(path):
            yield path


def shown(path: Path) -> str:
    """The path as a person reads it."""
    return str(Path("src/liane") / path.relative_to(PACKAGE))
