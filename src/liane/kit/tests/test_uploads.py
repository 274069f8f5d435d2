"""A file too heavy for the house is counted, not written: whatever page receives it says its weight in words."""

import errno
import io

import pytest

from liane.kit import uploads
from liane.kit.uploads import Hollow
from liane.testing import House


def named(size: int, name: str) -> io.BytesIO:
    sent = io.BytesIO(b"a" * size)
    sent.name = name
    return sent


def test_a_photo_and_a_list_that_are_too_heavy_are_told_their_weight(house: House) -> None:
    sent = uploads.HEAVIEST + 3 * 1024 * 1024
    photo = house.client("karim").post(f"/personnes/{house.sam.pk}/photo/changer/", {"photo": named(sent, "photo.jpg")})
    assert photo.status_code == 422 and "pèse 28\u00a0Mo" in photo.content.decode()
    listed = house.client("sophie").post("/personnes/importer/", {"file": named(sent, "liste.csv")})
    assert listed.status_code == 422 and "pèse 29\u00a0Mo" in listed.content.decode()


def test_what_was_not_taken_in_is_never_taken_for_an_empty_file() -> None:
    with pytest.raises(OSError) as problem:
        Hollow(io.BytesIO(), "gros.csv", size=30_000_000).read()
    assert problem.value.errno == errno.EFBIG
