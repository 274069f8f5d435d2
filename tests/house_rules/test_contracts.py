"""The import contracts hold: a copy of the sources in which one is broken does not pass."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from liane.config.rules.faults import PACKAGE

ROOT = PACKAGE.parents[1]
PLANTS = {
    "upstairs": (
        "people/enums_of_trial.py",
        "import liane.notes.models",
        "liane.people is not allowed to import liane.notes",
    ),
    "next door": ("journal/trial.py", "import liane.professionals.models", "liane.journal is not allowed to import"),
    "against the order of a room": (
        "notes/models/trial.py",
        "import liane.notes.policies",
        "liane.notes.models is not allowed to import liane.notes.policies",
    ),
    "a screen in the domain": (
        "notes/policies/trial.py",
        "import liane.people.views",
        "liane.notes.policies is not allowed to import liane.people.views",
    ),
    "a room without a storey": ("cellar/__init__.py", "", "cellar"),
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python sources, elsewhere."""
    root = tmp_path_factory.mktemp("copie")
    shutil.copytree(ROOT / "src", root / "src", ignore=lambda _folder, names: [n for n in names if _is_left(n)])
    shutil.copy(ROOT / "pyproject.toml", root)
    return root


def _is_left(name: str) -> bool:
    return name in ("__pycache__", "static", "templates") or ("." in name and not name.endswith(".py"))


def lint(root: Path) -> str:
    """What import-linter says of it."""
    program = Path(sys.executable).parent / "lint-imports"
    env = os.environ | {"PYTHONPATH": str(root / "src"), "COLUMNS": "400"}
    command = (program, "--no-logo", "--no-cache", root / "pyproject.toml")
    answer = subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, check=False)
    return f"{answer.returncode}\n{answer.stdout}{answer.stderr}"


def test_the_sources_keep_the_contracts(copy: Path) -> None:
    answer = lint(copy)
    assert answer.startswith("0\n"), answer


@pytest.mark.parametrize("plant", PLANTS.values(), ids=PLANTS)
def test_a_broken_contract_is_caught(copy: Path, plant: tuple[str, str, str]) -> None:
    name, source, sentence = plant
    file = copy / "src" / "liane" / name
    kept = file.parent.with_suffix(".py")
    made = not file.parent.is_dir()
    if made:  # a module becomes a package for the length of the test
        file.parent.mkdir()
        (file.parent / "__init__.py").write_text(kept.read_text() if kept.is_file() else "")
    file.write_text(source + "\n")
    try:
        answer = lint(copy)
    finally:
        shutil.rmtree(file.parent) if made else file.unlink()
    assert not answer.startswith("0\n")
    assert sentence in answer
