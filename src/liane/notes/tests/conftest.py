"""What the tests of writings have in common."""

from collections.abc import Callable
from typing import Any

import pytest

from liane.kit.ids import uuid7
from liane.notes.actions.writing import write_note
from liane.notes.drafts import Draft
from liane.notes.models import Note
from liane.testing import House


@pytest.fixture
def write(house: House) -> Callable[..., Note]:
    """`write("ines", level=1, text="…")`: somebody of the cast writes in Sam's record."""

    def _write(slug: str = "karim", record: Any = None, **draft: Any) -> Note:
        draft.setdefault("text", "Elle a pris le bus sans aide.")
        return write_note(house.actor(slug), (record or house.sam).pk, uuid7(), Draft(**draft))

    return _write
