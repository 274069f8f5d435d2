"""The programs of PostgreSQL, found and, when the account cannot reach them, copied whole."""

import subprocess
from pathlib import Path

from liane.kit.postgres import binaries


def test_the_programs_of_the_package_are_found() -> None:
    found = binaries.find(None, None)
    assert found.major >= binaries.MINIMUM
    assert Path(found.program("initdb")).is_file()


def test_a_copy_of_the_programs_runs_by_itself(tmp_path: Path) -> None:
    install = binaries.find(None, None).folder.parent
    copied = binaries._copy(install, tmp_path / "programmes")
    assert binaries._copy(install, tmp_path / "programmes") == copied
    for program in ("initdb", "postgres", "pg_dump"):
        answer = subprocess.run((copied / "bin" / program, "--version"), capture_output=True, text=True, check=True)
        assert "PostgreSQL" in answer.stdout
