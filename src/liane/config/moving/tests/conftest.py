"""Papers of a test are kept aside: nothing of it stays on the disk."""

import pytest


@pytest.fixture(autouse=True)
def papers_aside(settings, tmp_path) -> None:
    settings.FILES_ROOT = tmp_path / "papiers"
