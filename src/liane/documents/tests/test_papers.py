"""Papers: joined to a writing or filed alone, opened by whoever reads their line of the fil, withdrawn with a reason."""

import io
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from PIL import Image

from liane.documents import store
from liane.documents.models import Document, Upload
from liane.documents.tests.conftest import CANARY, docx, file_away, named, papers_of, pdf, photo, write
from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.notes.models import Note
from liane.testing import House, asked

# Join, open


def test_a_file_joined_to_a_writing_is_read_with_it_and_stays_shut_for_farid(house: House) -> None:
    assert write(house, "karim", named(pdf(), "Notification MDPH.pdf")).status_code == 303
    paper = Document.objects.get()
    assert (paper.title, paper.line_id) == ("Notification MDPH", Note.objects.get().thread_id)
    page = house.client("ines").get(f"/personnes/{house.sam.pk}/").content.decode()
    assert "Notification MDPH" in page and f"/papiers/{paper.pk}/" in page
    answer = house.client("ines").get(f"/papiers/{paper.pk}/")
    assert (answer.content, answer["Content-Type"]) == (pdf(), "application/pdf")
    assert answer["Content-Disposition"] == 'inline; filename="Notification MDPH.pdf"'
    assert "sandbox" in answer["Content-Security-Policy"] and answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
    trace = JournalEntry.objects.get(kind=Kind.DOCUMENT_OPENED)
    assert (trace.actor_name, trace.record_id, trace.object_id) == ("Inès Roche", house.sam.pk, paper.pk)
    there, missing = (house.client("farid").get(f"/papiers/{key}/") for key in (paper.pk, uuid4()))
    assert there.status_code == missing.status_code == 404


def test_a_photo_is_shown_upright_small_and_without_the_place_where_it_was_taken(house: House) -> None:
    assert write(house, "karim", named(photo(), "IMG_2034.jpg")).status_code == 303
    paper = Document.objects.get()
    assert paper.title.startswith("Photo du ")
    client = house.client("ines")
    answer, small = client.get(f"/papiers/{paper.pk}/"), client.get(f"/papiers/{paper.pk}/vignette/")
    assert (
        answer["Content-Disposition"] == 'inline; filename="IMG_2034.jpg"'
        and "sandbox" in small["Content-Security-Policy"]
    )
    assert Image.open(io.BytesIO(answer.content)).size == (40, 80)
    assert CANARY not in answer.content + small.content
    saved = client.get(f"/papiers/{paper.pk}/?enregistrer=1")
    assert saved["Content-Disposition"].startswith("attachment")
    assert JournalEntry.objects.filter(kind=Kind.DOCUMENT_OPENED).count() == 2  # a small image is not an opening


def test_an_emergency_access_shows_the_small_image_of_the_paper_that_it_opens(house: House) -> None:
    assert write(house, "maud", named(photo(), "Pansement.jpg"), volet="CARE").status_code == 303
    small = f"/papiers/{Document.objects.get().pk}/vignette/"
    client = house.client("helene")
    assert client.get(small).status_code == 404
    sent = {"id": str(uuid4()), "reason": "Malaise au self, je suis seule avec elle.", "lasts": "60"}
    assert client.post(f"/personnes/{house.sam.pk}/acces-urgence/", sent).status_code == 303
    assert client.get(small).status_code == 200
    refused = JournalEntry.objects.filter(kind=Kind.RECORD_REFUSED)
    assert refused.count() == 1  # before the glass was broken
    type(house.sam).objects.filter(pk=house.sam.pk).update(is_protected=True)
    assert client.get(small).status_code == 404 and refused.count() == 2


def test_a_small_image_that_does_not_exist_is_no_refusal(house: House) -> None:
    write(house, "karim", named(b"Un mot.", "mot.txt"))
    assert house.client("karim").get(f"/papiers/{Document.objects.get().pk}/vignette/").status_code == 404
    assert not JournalEntry.objects.filter(kind=Kind.RECORD_REFUSED).exists()


def test_a_text_is_given_as_text_whatever_it_says(house: House) -> None:
    write(house, "karim", named(b"alert(1) // <script>", "mot.html"))
    answer = house.client("karim").get(f"/papiers/{Document.objects.get().pk}/")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="mot.txt"'


def test_a_page_dressed_as_a_paper_is_given_as_a_paper(house: House) -> None:
    trap = pdf(b"% <html><script>alert(1)</script>\n")
    write(house, "karim", named(trap, "page.html"))
    answer = house.client("karim").get(f"/papiers/{Document.objects.get().pk}/")
    assert answer["Content-Type"] == "application/pdf"
    assert (
        answer["X-Content-Type-Options"] == "nosniff"
        and answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    )


def test_what_the_house_prints_can_be_filed_and_comes_back_the_same(house: House) -> None:
    sheet = house.client("karim").get(f"/personnes/{house.sam.pk}/essentiel.pdf").content
    assert file_away(house, "karim", named(sheet, "Fiche de liaison.pdf")).status_code == 303
    assert house.client("karim").get(f"/papiers/{Document.objects.get().pk}/").content == sheet


# Who reads


def test_a_paper_is_read_by_the_rule_of_its_part_everywhere(house: House) -> None:
    assert file_away(house, "maud", named(photo(), "Ordonnance.jpg"), kind="PRESCRIPTION").status_code == 303
    paper = Document.objects.get()
    assert paper.volet == "CARE"
    nurse, educator = house.client("maud"), house.client("karim")
    for address in (f"/personnes/{house.sam.pk}/", papers_of(house), f"{papers_of(house)}?mots=ordonn"):
        assert str(paper.pk) in nurse.get(address).content.decode()
        assert str(paper.pk) not in educator.get(address).content.decode()
    for address in (f"/papiers/{paper.pk}/", f"/papiers/{paper.pk}/vignette/", f"/papiers/{paper.pk}/retirer/"):
        assert (nurse.get(address).status_code, educator.get(address).status_code) == (200, 404)


def test_what_one_unit_files_is_not_told_to_another_unit_of_the_same_record(house: House) -> None:
    house.stay(house.sam, "savs", since=timezone.now() - timedelta(days=10))
    file_away(house, "karim", named(pdf(), "Bail.pdf"))
    paper = Document.objects.get()
    client = house.client("helene")
    assert "Bail" not in client.get(papers_of(house)).content.decode()
    assert client.get(f"/papiers/{paper.pk}/").status_code == 404


def test_a_writing_shared_with_another_unit_shares_its_papers(house: House) -> None:
    house.stay(house.sam, "savs", since=timezone.now() - timedelta(days=10))
    write(
        house, "karim", named(pdf(), "Bail.pdf"), unit=str(house.units["mimosa"].pk), shared=str(house.units["savs"].pk)
    )
    assert house.client("helene").get(f"/papiers/{Document.objects.get().pk}/").status_code == 200


def test_a_record_that_is_no_longer_followed_shuts_its_papers(house: House) -> None:
    gone = house.person("Nadia Bel", "acacia")
    unit = str(house.units["acacia"].pk)
    client = house.client("karim")
    client.post(
        f"/personnes/{gone.pk}/papiers/", {"unit": unit, "fichiers": named(photo(), "Carte.jpg"), "kind": "IDENTITY"}
    )
    paper = Document.objects.get()
    assert client.get(f"/papiers/{paper.pk}/vignette/").status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_recordunit SET until = now() WHERE record_id = %s", [gone.pk])
    assert client.get(f"/papiers/{paper.pk}/").status_code == 404
    assert client.get(f"/papiers/{paper.pk}/vignette/").status_code == 404


def test_nobody_files_in_a_part_where_she_does_not_write(house: House) -> None:
    answer = file_away(house, "karim", named(pdf(), "a.pdf"), volet="CARE")
    assert answer.status_code == 422 and "n’écrit pas dans cette partie" in answer.content.decode()
    assert not Document.objects.exists() and Upload.objects.get().filed_at is None
    other = str(house.units["savs"].pk)
    assert file_away(house, "karim", named(pdf(), "a.pdf"), unit=other).status_code == 404


# The list, the withdrawal


def test_papers_are_found_by_title_by_sort_and_page_after_page(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("liane.documents.queries.PAGE", 2)
    monkeypatch.setattr("liane.documents.views.papers.PAGE", 2)
    for name, kind in (("Décision CDAPH", "DECISION"), ("Carte d’identité", "IDENTITY"), ("Été à la mer", "PHOTO")):
        assert (
            file_away(house, "sophie", named(pdf(), f"{name}.pdf"), kind=kind, dated_on="12/03/2024").status_code == 303
        )
    client = house.client("sophie")

    def titles(query: str) -> list[str]:
        page = client.get(papers_of(house) + query).content.decode()
        return re.findall(r'class="titre-papier"><a[^>]*>([^<]+)', page)

    assert titles("?mots=decision") == ["Décision CDAPH"] and titles("?mots=ÉTÉ mer") == ["Été à la mer"]
    assert titles("?sorte=IDENTITY") == ["Carte d’identité"] and titles("?mots=100%25_") == []
    first = client.get(papers_of(house)).content.decode()
    assert "du 12/03/2024" in first and "Été à la mer" in first and "CDAPH" not in first
    older = re.search(r'href="([^"]+)" rel="next"', first)
    assert older and "CDAPH" in client.get(older[1].replace("&amp;", "&")).content.decode()
    assert client.get(f"{papers_of(house)}?avant=hier_x&sorte=%00").status_code == 200


def test_a_writing_is_found_by_the_titles_of_its_papers_even_once_corrected(house: House) -> None:
    write(house, "karim", named(pdf(), "Échéancier du bail.pdf"))
    file_away(house, "karim", named(pdf(), "Quittance.pdf"))
    note, client = Note.objects.get(), house.client("karim")

    def found(words: str) -> bool:
        return f"ecrit-{note.thread_id}" in client.get(f"/personnes/{house.sam.pk}/?mots={words}").content.decode()

    assert found("échéancier") and not found("quittance")
    corrected = {"id": str(uuid4()), "version": "1", "text": "Deux courriers.", "kind": "note", "level": "0"}
    assert client.post(f"/ecrits/{note.thread_id}/corriger/", corrected).status_code == 303
    assert found("echeancier") and found("courriers")
    assert "Quittance" in client.get(f"/personnes/{house.sam.pk}/?mots=quittance").content.decode()
    assert "Quittance" in client.get("/recherche/?q=quittance").content.decode()


def test_a_withdrawn_paper_stays_listed_and_opens_for_who_answers_for_the_service(house: House) -> None:
    file_away(house, "karim", named(photo(), "Carte de Nadia.jpg"))
    paper = Document.objects.get()
    address = f"/papiers/{paper.pk}/retirer/"
    assert house.client("ines").post(address, {"reason": "essai"}).status_code == 422
    assert house.client("karim").post(address, {"reason": " "}).status_code == 422
    for _ in range(2):
        assert house.client("karim").post(address, {"reason": "C’est celle de Nadia"}).status_code == 303
    page = house.client("ines").get(papers_of(house)).content.decode()
    assert "Carte de Nadia" in page and "Retiré par Karim Duval : C’est celle de Nadia" in page
    assert f"/papiers/{paper.pk}/vignette/" not in page
    assert house.client("ines").get(f"/papiers/{paper.pk}/").status_code == 404
    assert house.client("karim").get(f"/papiers/{paper.pk}/vignette/").status_code == 404
    assert house.client("sophie").get(f"/papiers/{paper.pk}/").status_code == 200
    assert "Retiré par Karim Duval" in house.client("ines").get(f"/personnes/{house.sam.pk}/").content.decode()


def test_a_paper_is_neither_changed_nor_erased_by_anybody(house: House) -> None:
    file_away(house, "karim", named(pdf(), "Bail.pdf"))
    for statement in ("UPDATE documents_document SET title = 'x'", "DELETE FROM documents_document"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_file_that_is_missing_or_spoilt_is_said_so_and_never_given(house: House) -> None:
    file_away(house, "karim", named(docx(), "Bail.docx"))
    paper = Document.objects.get()
    path = store.path_of(house.deux_rives.pk, paper.file.digest)
    path.write_bytes(b"something else")
    client = house.client("karim")
    assert client.get(f"/papiers/{paper.pk}/").status_code == 410
    path.unlink()
    answer = client.get(f"/papiers/{paper.pk}/")
    assert answer.status_code == 410 and "reprendre d’une sauvegarde" in answer.content.decode()


@pytest.mark.slow
def test_the_pages_of_papers_ask_as_little_with_many_papers_as_with_one(house: House) -> None:
    client, address = house.client("sophie"), papers_of(house)
    file_away(house, "sophie", named(photo(), "a.jpg"))
    write(house, "sophie", named(pdf(), "b.pdf"))
    one, fil = len(asked(client, address)), len(asked(client, f"/personnes/{house.sam.pk}/"))
    for number in range(3):
        file_away(house, "sophie", named(photo((80, 40 + number)), f"{number}.jpg"))
        write(house, "sophie", named(pdf(b"%%%d\n" % number), f"{number}.pdf"))
    assert len(asked(client, address)) == one <= 10
    assert len(asked(client, f"/personnes/{house.sam.pk}/")) == fil <= 12
    paper = Document.objects.filter(file__media_type="application/pdf")[0]
    assert len(asked(client, f"/papiers/{paper.pk}/")) <= 6
