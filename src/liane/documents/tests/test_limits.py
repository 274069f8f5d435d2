"""Nothing sent is lost or doubled, and each limit is said in words, with what was typed kept."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from liane.documents.actions import sending
from liane.documents.models import Document, StoredFile, Upload
from liane.documents.tests.conftest import boxes, file_away, named, pdf, photo, send, write
from liane.kit import uploads
from liane.notes.models import Note
from liane.testing import House


def test_a_file_already_sent_waits_for_the_words_and_is_joined_once(house: House) -> None:
    assert write(house, "karim", named(pdf(), "Bail.pdf"), text=" ").status_code == 422
    waiting = boxes(house.client("karim").get(f"/personnes/{house.sam.pk}/ecrire/"))
    assert list(waiting.values()) == [False]
    key = next(iter(waiting))
    form = {"piece": key, "id": str(uuid4())}
    for _ in range(2):
        assert write(house, "karim", **form).status_code == 303
    assert Document.objects.get().pk == UUID(key)
    assert boxes(house.client("karim").get(f"/personnes/{house.sam.pk}/")) == {}


def test_what_was_ticked_stays_ticked_beside_the_text_when_the_form_comes_back(house: House) -> None:
    answer = write(house, "karim", named(pdf(), "Bail.pdf"), named(b"MZ\x90\0", "virus.exe"))
    page = answer.content.decode()
    assert answer.status_code == 422 and "Elle a reçu un courrier." in page
    assert "«\u00a0virus.exe\u00a0»\u00a0: Ce type de fichier (.exe) n’est pas accepté" in page
    assert list(boxes(answer).values()) == [True]
    assert not Note.objects.exists()


def test_another_file_chosen_on_the_page_that_came_back_is_another_file(house: House) -> None:
    form = {"id": str(uuid4()), "text": " "}
    key = next(iter(boxes(write(house, "karim", named(pdf(), "a.pdf"), **form))))
    assert write(house, "karim", named(b"mot", "b.txt"), id=form["id"], piece=key).status_code == 303
    assert sorted(Document.objects.values_list("title", flat=True)) == ["a", "b"]


def test_the_same_form_sent_twice_files_each_paper_once(house: House) -> None:
    form = {"id": str(uuid4()), "title": "Bail"}
    for _ in range(2):
        assert file_away(house, "karim", named(pdf(), "a.pdf"), named(photo(), "b.jpg"), **form).status_code == 303
    assert sorted(Document.objects.values_list("title", flat=True)) == ["Bail (a.pdf)", "Bail (b.jpg)"]


def test_a_file_sent_by_script_comes_back_as_a_ticked_box_and_twice_is_once(house: House) -> None:
    key = str(uuid4())
    for _ in range(2):
        answer = send(house, "karim", id=key)
        assert answer.status_code == 201 and boxes(answer) == {key: True}
    assert Upload.objects.count() == 1


def test_the_file_of_a_colleague_cannot_be_joined_and_the_writing_waits(house: House) -> None:
    key = str(uuid4())
    send(house, "ines", id=key)
    answer = write(house, "karim", piece=key)
    assert answer.status_code == 422 and "Ce fichier n’est plus là" in answer.content.decode()
    assert not Note.objects.exists()
    assert send(house, "karim", id=key).status_code == 404


def test_a_file_that_waited_too_long_is_asked_again(house: House) -> None:
    key = str(uuid4())
    send(house, "karim", id=key)
    Upload.objects.update(sent_at=timezone.now() - timedelta(hours=25))
    answer = write(house, "karim", piece=key)
    assert answer.status_code == 422 and "Choisissez-le de nouveau" in answer.content.decode()


def test_a_task_keeps_no_file_and_says_so(house: House) -> None:
    answer = write(house, "karim", named(pdf(), "a.pdf"), kind="tache")
    assert answer.status_code == 422 and "Une tâche ne garde pas de fichier" in answer.content.decode()


# Limits, in words


def test_a_file_too_heavy_is_not_written_and_its_form_is_kept(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "HEAVIEST", 3_000)
    answer = write(house, "karim", named(b"a" * 70_000, "gros.txt"), named(b"petit", "petit.txt"))
    page = answer.content.decode()
    assert answer.status_code == 422 and "Elle a reçu un courrier." in page
    assert "«\u00a0gros.txt\u00a0»\u00a0: Ce fichier pèse 68\u00a0Ko. La limite est 25\u00a0Mo." in page
    assert list(boxes(answer).values()) == [True]
    answer = send(house, "karim", b"a" * 70_000, "gros.txt")
    assert (
        answer.status_code == 422 and "Ce fichier pèse 68\u00a0Ko. La limite est 25\u00a0Mo." in answer.content.decode()
    )


def test_two_hundred_files_a_day_then_a_sentence(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "MOST_A_DAY", 2)
    assert [send(house, "karim").status_code for _ in range(2)] == [201, 201]
    answer = send(house, "karim")
    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")
    assert "c’est la limite" in answer.content.decode()
    assert send(house, "ines").status_code == 201
    Upload.objects.update(sent_at=timezone.now() - timedelta(hours=25))
    assert send(house, "karim").status_code == 201


def test_the_room_of_an_organisme_is_counted_and_its_end_is_said(house: House, settings: Any) -> None:
    settings.FILES_QUOTA = 10
    assert send(house, "karim", b"12345").status_code == 201
    answer = send(house, "karim", b"123456789")
    assert answer.status_code == 422 and "ne suffit plus (il reste 1\u00a0Ko)" in answer.content.decode()
    assert StoredFile.objects.count() == 1


def test_twenty_files_at_once_and_no_more(house: House) -> None:
    answer = write(house, "karim", *(named(b"mot", f"{n}.txt") for n in range(21)))
    assert answer.status_code == 422 and "La limite est de 20 à la fois" in answer.content.decode()
    assert not Upload.objects.exists()


@pytest.mark.parametrize("sent", ["", "pas-un-identifiant", "\x00", "😀", "00000000-0000-7000-8000-000000000001"])
def test_a_box_that_means_nothing_changes_nothing(house: House, sent: str) -> None:
    assert write(house, "karim", piece=sent).status_code in (303, 422)
    assert not Document.objects.exists()
    assert file_away(house, "karim", piece=sent).status_code == 422
