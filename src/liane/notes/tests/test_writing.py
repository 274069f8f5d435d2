"""Write, correct, cancel: nothing is rewritten, nothing is written twice, nobody else comes in."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.door import NotVisible, Refused, Stale
from liane.kit.ids import uuid7
from liane.notes.actions.reading import mark_read
from liane.notes.actions.writing import cancel_note, correct_note, write_note
from liane.notes.drafts import Draft
from liane.notes.models import Cancellation, Note, Quote, Reading
from liane.testing import House, asked
from liane.timeline.models import Entry, Tally

Write = Callable[..., Note]


def test_a_writing_leaves_its_line_its_tally_and_its_trace(house: House, write: Write) -> None:
    note = write("karim", focus="Transport", observation="Elle a validé sa carte.", action="Resté en retrait.")
    line = Entry.objects.get(kind="NOTE", source_id=note.pk)
    assert line.title == "Transport : elle a validé sa carte"
    assert (line.unit_id, line.volet) == (house.units["mimosa"].pk, "SUPPORT")
    assert Tally.objects.get(record=house.sam).lines == 1
    trace = JournalEntry.objects.get(kind=Kind.NOTE_WRITTEN)
    assert (trace.record_id, trace.object_id, trace.actor_name) == (house.sam.pk, note.pk, "Karim Duval")


def test_sent_twice_it_is_written_once(house: House) -> None:
    key, draft = uuid7(), Draft(text="Une seule fois.")
    first = write_note(house.actor("karim"), house.sam.pk, key, draft)
    again = write_note(house.actor("karim"), house.sam.pk, key, draft)
    assert first.pk == again.pk
    assert Note.objects.count() == Entry.objects.count() == 1
    assert JournalEntry.objects.filter(kind=Kind.NOTE_WRITTEN).count() == 1


def test_another_text_on_a_page_already_used_is_never_said_saved(house: House) -> None:
    karim, address = house.client("karim"), f"/personnes/{house.sam.pk}/ecrire/"
    key = str(uuid7())
    assert karim.post(address, {"id": key, "text": "Le premier."}).status_code == 303
    assert karim.post(address, {"id": key, "text": "Le premier."}).status_code == 303
    answer = karim.post(address, {"id": key, "text": "Le second."})
    page = answer.content.decode()
    assert answer.status_code == 422 and "Le second." in page and "avait déjà servi" in page
    assert key not in page and "[" not in page.partition("Le second.")[0][-5:]
    assert Note.objects.count() == 1


def test_an_identifier_taken_by_a_colleague_is_refused_not_returned(house: House, write: Write) -> None:
    note = write("karim")
    with pytest.raises(NotVisible):
        write_note(house.actor("maud"), house.sam.pk, note.pk, Draft(text="Autre chose."))


def test_an_identifier_of_another_record_is_refused(house: House, write: Write) -> None:
    note, other = write("karim"), house.person("Paul Lemaire", "mimosa")
    with pytest.raises(NotVisible):
        write_note(house.actor("karim"), other.pk, note.pk, Draft(text="Autre chose."))


def test_her_own_words_are_kept_as_spans_with_who_said_them(write: Write) -> None:
    note = write("ines", observation="Elle attend : « J’ai peur qu’elle ne vienne pas. » Puis rien.", action="Tisane.")
    quote = Quote.objects.get(note=note)
    assert quote.text == "J’ai peur qu’elle ne vienne pas."
    assert note.observation[quote.start : quote.end] == "« J’ai peur qu’elle ne vienne pas. »"
    assert (quote.said_by, quote.part) == ("Sam", "observation")


def test_the_words_of_somebody_else_say_so(write: Write) -> None:
    note = write("karim", text="Sa sœur : « Je viens lundi. »", said_by="Leïla, sa sœur")
    assert Quote.objects.get(note=note).said_by == "Leïla, sa sœur"


def test_the_target_decides_the_part_and_the_trades_asked_to_read(house: House, write: Write) -> None:
    note = write("ines", focus="Chute", text="Assise au pied du lit.", level=2)
    assert note.volet == "CARE"
    readers = {r.practitioner_id for r in Reading.objects.filter(thread_id=note.pk)}
    assert house.practitioner("maud").pk in readers
    assert house.practitioner("ines").pk not in readers  # the author is not asked to read herself
    assert house.practitioner("karim").pk not in readers  # an educator does not read this part


def test_nothing_is_asked_for_what_is_only_for_information(write: Write) -> None:
    write("ines")
    assert not Reading.objects.exists()


def test_one_does_not_write_in_a_part_that_is_not_hers(write: Write) -> None:
    with pytest.raises(Refused):
        write("karim", volet="PSY")
    assert not Note.objects.exists() and not Entry.objects.exists()


@pytest.mark.parametrize("slug", ["farid", "helene", "amine", "admin"])
def test_who_does_not_accompany_her_does_not_write(house: House, write: Write, slug: str) -> None:
    with pytest.raises(NotVisible):
        write(slug)
    assert not Note.objects.exists()


def test_the_database_itself_refuses_to_rewrite_what_was_written(write: Write) -> None:
    note = write()
    for gesture in (lambda: Note.objects.filter(pk=note.pk).update(text="Autre"), lambda: note.delete()):
        with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
            gesture()


def test_a_correction_is_a_new_version_that_makes_readers_unread_again(house: House, write: Write) -> None:
    note = write("ines", level=1, text="Réveillée à 3 h.")
    mark_read(house.actor("maud"), note.pk)
    new = correct_note(house.actor("ines"), note.pk, uuid7(), Draft(text="Réveillée à 4 h.", level=1), version=1)
    assert (new.version, new.thread_id, new.replaces_id) == (2, note.pk, note.pk)
    assert Note.objects.get(pk=note.pk).text == "Réveillée à 3 h."
    assert Reading.objects.get(thread_id=note.pk, practitioner=house.practitioner("maud")).read_at is None
    assert Entry.objects.get(source_id=note.pk).title == "Réveillée à 4 h"


def test_a_spelling_mistake_does_not_ask_to_read_again(house: House, write: Write) -> None:
    note = write("ines", level=1, text="Réveillé à 3 h.")
    mark_read(house.actor("maud"), note.pk)
    draft = Draft(text="Réveillée à 3 h.", level=1)
    correct_note(house.actor("ines"), note.pk, uuid7(), draft, version=1, matters=False)
    assert Reading.objects.get(thread_id=note.pk, practitioner=house.practitioner("maud")).read_at is not None


def test_only_the_author_corrects_and_a_stale_version_shows_both(house: House, write: Write) -> None:
    note = write("ines")
    with pytest.raises(Refused):
        correct_note(house.actor("karim"), note.pk, uuid7(), Draft(text="Non."), version=1)
    correct_note(house.actor("ines"), note.pk, uuid7(), Draft(text="Deux."), version=1)
    with pytest.raises(Stale) as stale:
        correct_note(house.actor("ines"), note.pk, uuid7(), Draft(text="Trois."), version=1)
    assert stale.value.current.text == "Deux."
    assert Note.objects.count() == 2


def test_a_cancelled_writing_stays_with_its_reason(house: House, write: Write) -> None:
    note = write("karim", level=1)
    with pytest.raises(Refused):
        cancel_note(house.actor("karim"), note.pk, reason=" ")
    with pytest.raises(Refused):
        cancel_note(house.actor("ines"), note.pk, reason="Pas d’accord")
    cancel_note(house.actor("sophie"), note.pk, reason="Écrit dans le mauvais dossier")
    assert Cancellation.objects.get().author_name == "Sophie Marchal"
    assert Note.objects.get(pk=note.pk).text == note.text
    assert not Reading.objects.filter(is_expected=True).exists()


def test_a_unit_of_the_same_organisme_does_not_read_what_another_wrote(house: House, write: Write) -> None:
    house.stay(house.sam, "savs", since=timezone.now() - timedelta(days=30))
    note = write("karim", volet="SOCIAL")
    with pytest.raises(NotVisible):
        mark_read(house.actor("helene"), note.pk)
    shared = write("karim", volet="SOCIAL", shared_unit_ids=(house.units["savs"].pk,))
    assert mark_read(house.actor("helene"), shared.pk).read_at is not None


def test_an_unknown_writing_and_a_foreign_one_are_the_same_answer(house: House, write: Write) -> None:
    note = write("karim")
    answers = []
    for key in (note.pk, uuid7()):
        answer = house.client("farid").post(f"/ecrits/{key}/lu/")
        answers.append((answer.status_code, answer.content))
    assert answers[0] == answers[1] and answers[0][0] == 404


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "=1+1",
        "👩‍🦽 va bien",
        "שלום",
        "a\x00b\x1b[31m",
        "‮evil‬",
        "x" * 20_000,
        "' OR 1=1 --",
    ],
)
def test_text_is_text_whatever_it_is(house: House, text: str) -> None:
    client = house.client("karim")
    key = uuid7()
    answer = client.post(f"/personnes/{house.sam.pk}/ecrire/", {"id": str(key), "text": text, "kind": "note"})
    assert answer.status_code == 303
    page = client.get(f"/personnes/{house.sam.pk}/").content.decode()
    assert "<script>alert" not in page
    stored = Note.objects.get(pk=key).text
    assert "\x00" not in stored and "\u202e" not in stored


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("text", "", "Écrivez quelques mots"),
        ("text", "x" * 10_000_000, "La limite est de"),
        ("happened_on", "31/02/2026", "n’existe pas"),
        ("happened_on", "12/03/2990", "Vérifiez"),
        ("happened_at", "25 h", "Écrivez l’heure comme ceci"),
        ("volet", "PSY", "Votre rôle n’écrit pas"),
        ("level", "9", "Ce choix n’existe plus"),
    ],
)
def test_bad_input_gets_a_sentence_and_is_kept(house: House, field: str, value: str, sentence: str) -> None:
    data: dict[str, Any] = {"id": str(uuid7()), "text": "Un texte à garder.", "kind": "transmission", field: value}
    answer = house.client("karim").post(f"/personnes/{house.sam.pk}/ecrire/", data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert (value if field == "text" else "Un texte à garder.") in page
    assert not Note.objects.exists() and not Entry.objects.exists()


def test_the_task_that_comes_out_of_a_writing_exists_once(house: House) -> None:
    client, key = house.client("karim"), uuid7()
    data = {"id": str(key), "text": "La référente ASE rappelle.", "kind": "note", "reminder": "7", "owner": "me"}
    for _ in range(2):
        assert client.post(f"/personnes/{house.sam.pk}/ecrire/", data).status_code == 303
    page = client.get("/taches/").content.decode()
    assert page.count("La référente ASE rappelle") == 2  # once as a text, once in the label of its button


def test_writing_costs_at_most_ten_queries(house: House) -> None:
    client = house.client("ines")
    data = {
        "id": str(uuid7()), "kind": "transmission", "focus": "Sommeil", "level": "1", "text": "Réveillée : « J’ai peur. »",
        "action": "Tisane.", "outcome": "Rendormie.",
    }  # fmt: skip
    assert len(asked(client, f"/personnes/{house.sam.pk}/ecrire/", data)) <= 10
    assert UUID(data["id"]) == Note.objects.get().pk


def test_two_cancellations_at_the_same_instant_are_one(
    house: House, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = write("karim")
    cancel_note(house.actor("karim"), note.pk, reason="Mauvais dossier")
    nobody = Cancellation.objects.none()
    monkeypatch.setattr("liane.notes.actions.writing.Cancellation.objects.filter", lambda **same: nobody)
    cancel_note(house.actor("sophie"), note.pk, reason="Écrit deux fois")
    monkeypatch.undo()
    assert Cancellation.objects.get().reason == "Mauvais dossier"


def test_a_part_of_the_record_that_does_not_exist_is_said_and_the_text_kept(house: House) -> None:
    sent = {"text": "Elle a validé sa carte.", "volet": "secret"}
    answer = house.client("karim").post(f"/personnes/{house.sam.pk}/ecrire/", sent)
    assert answer.status_code == 422
    assert "Elle a validé sa carte." in answer.content.decode()
