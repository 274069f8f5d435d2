"""The files on disk: whole or not there, for the account of the house alone, swept when nothing points at them."""

import errno
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone

from liane.documents import store
from liane.documents.actions import sending
from liane.documents.actions.sending import send_file
from liane.documents.models import Document, StoredFile, Upload
from liane.documents.tasks import sweep
from liane.documents.tests.conftest import kept, named, photo
from liane.kit.door import Refused
from liane.testing import House

LONG_AGO = timedelta(hours=25)


def sent(house: House, data: bytes = b"bonjour", slug: str = "karim") -> Upload:
    return send_file(house.actor(slug), house.sam.pk, uuid4(), "mot.txt", data)


def age(files: Path) -> None:
    """A day passes."""
    then = (timezone.now() - LONG_AGO).timestamp()
    for path in kept(files):
        os.utime(path, (then, then))
    Upload.objects.update(sent_at=timezone.now() - LONG_AGO)
    StoredFile.objects.update(wanted_at=timezone.now() - LONG_AGO)


def test_a_content_is_kept_once_for_the_account_of_the_house_alone(house: House, files: Path) -> None:
    first, second = sent(house), sent(house, slug="ines")
    assert first.file_id == second.file_id
    (path,) = kept(files)
    assert path == store.path_of(house.deux_rives.pk, first.file.digest) and path.read_bytes() == b"bonjour"
    assert path.stat().st_mode & 0o777 == 0o600
    assert {folder.stat().st_mode & 0o777 for folder in files.rglob("*") if folder.is_dir()} == {0o700}


def test_another_organisme_keeps_its_own_copy_and_learns_nothing(house: House, files: Path) -> None:
    sent(house)
    person = house.person("Zoé Pin", "belair")
    answer = house.client("farid").post(
        f"/personnes/{person.pk}/papiers/envoyer/", {"fichiers": named(b"bonjour", "mot.txt")}
    )
    assert answer.status_code == 201
    assert len(kept(files)) == 2 and StoredFile.objects.count() == 1


def test_a_crash_between_the_file_and_its_row_leaves_a_file_that_is_swept_later(
    house: House, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(row: object) -> None:
        raise RuntimeError("the power went off")

    with monkeypatch.context() as broken:
        broken.setattr(sending, "insert", crash)
        with pytest.raises(RuntimeError), house.inside():
            sent(house)
    assert len(kept(files)) == 1 and not StoredFile.objects.exists() and not Upload.objects.exists()
    assert sweep(0) == 0 and len(kept(files)) == 1  # perhaps somebody is still sending it
    age(files)
    assert sweep(0) == 1 and kept(files) == []


def test_a_writing_cut_short_never_takes_the_name_of_a_content(
    house: House, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", crash)
    with pytest.raises(KeyboardInterrupt), house.inside():
        sent(house)
    assert kept(files) == []


def test_a_draft_left_by_a_dead_process_goes_after_a_day(house: House, files: Path) -> None:
    folder = store.path_of(house.deux_rives.pk, "0" * 64).parent
    folder.mkdir(parents=True)
    (folder / ".en-cours-abcd").write_bytes(b"half")
    assert list(store.every_file()) == []
    age(files)
    assert sweep(0) == 1 and kept(files) == []


def test_what_was_sent_and_never_filed_goes_after_a_day_and_what_was_filed_stays(house: House, files: Path) -> None:
    unit = str(house.units["mimosa"].pk)
    house.client("karim").post(
        f"/personnes/{house.sam.pk}/papiers/",
        {"unit": unit, "fichiers": [named(photo(), "a.jpg"), named(b"mot", "b.txt")]},
    )
    sent(house, b"mot")  # the same content, sent again and forgotten
    sent(house, b"jamais")
    assert sweep(0) == 0
    age(files)
    assert sweep(0) == 1
    assert not Upload.objects.exists() and Document.objects.count() == 2
    assert {one.digest for one in store.every_file()} == set(StoredFile.objects.values_list("digest", flat=True))
    assert all(store.is_whole(one) for one in store.every_file()) and len(kept(files)) == 3
    assert sweep(0) == 0


def test_a_photo_never_filed_goes_with_its_small_image(house: House, files: Path) -> None:
    send_file(house.actor("karim"), house.sam.pk, uuid4(), "a.jpg", photo())
    assert len(kept(files)) == 2
    age(files)
    assert sweep(0) + sweep(0) == 2 and kept(files) == []


def test_a_content_asked_again_at_the_last_moment_is_not_swept(house: House, files: Path) -> None:
    sent(house)
    age(files)
    Upload.objects.all().delete()
    again = sent(house)
    assert sweep(0) == 0 and store.read(house.deux_rives.pk, again.file.digest) == b"bonjour"


def test_a_spoilt_file_is_found_and_mended_by_the_next_sending(house: House, files: Path) -> None:
    upload = sent(house)
    (path,) = kept(files)
    path.write_bytes(b"bonsoir")
    assert [store.is_whole(one) for one in store.every_file()] == [False]
    assert store.read(house.deux_rives.pk, upload.file.digest) is None
    sent(house)
    assert path.read_bytes() == b"bonjour"


# The disk is full


def test_a_full_disk_is_said_and_nothing_is_half_kept(
    house: House, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", full)
        answer = house.client("karim").post(
            f"/personnes/{house.sam.pk}/ecrire/",
            {"id": str(uuid4()), "text": "Elle sourit.", "kind": "note", "fichiers": named(b"mot", "mot.txt")},
        )
    page = answer.content.decode()
    assert answer.status_code == 422 and "plus de place pour les fichiers" in page and "Elle sourit." in page
    assert kept(files) == [] and not StoredFile.objects.exists() and not Upload.objects.exists()
    assert sent(house).file.size == 7


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """The system itself refuses to write further, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_what_the_system_refuses_to_write_is_refused_in_words(house: House, files: Path) -> None:
    data = b"a long word\n" * 1_000
    with no_file_longer_than(4_096), pytest.raises(Refused, match="plus de place"), house.inside():
        sent(house, data)
    assert kept(files) == []
    assert sent(house, data).file.size == len(data)


def test_a_heavy_file_that_does_not_fit_while_it_arrives_leaves_its_form(house: House, files: Path) -> None:
    files.mkdir()
    data = {"id": str(uuid4()), "text": "Elle sourit.", "kind": "note", "fichiers": named(b"a" * 3_000_000, "gros.txt")}
    with no_file_longer_than(1_000_000):
        answer = house.client("karim").post(f"/personnes/{house.sam.pk}/ecrire/", data)
    page = answer.content.decode()
    assert answer.status_code == 422 and "plus de place pour les fichiers" in page and "Elle sourit." in page
    assert kept(files) == []
