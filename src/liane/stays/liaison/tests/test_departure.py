"""A departure: the papers of her sector say what is known, show what is missing, leave a trace, and never say more than the reader knows."""

import io
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import pypdf
import pytest
from django.utils import timezone

from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.dates import today
from liane.kit.ids import uuid7
from liane.nomenclatures.liaison import SOURCES, papers
from liane.nomenclatures.packs import all_packs, pack_codes
from liane.notes.actions.writing import cancel_note, write_note
from liane.notes.drafts import Draft
from liane.people.ins.actions import Seen, see_evidence
from liane.people.ins.matricule import DEMO_NIR, key_of
from liane.people.ins.port import Answer, Identity, Outcome
from liane.people.ins.receiving import receive_answer
from liane.people.models import EssentialAnswer, Flag, Person
from liane.stays.absences.actions import Leave, note_absence
from liane.stays.models import Stay
from liane.testing import House, asked

Browser = Callable[[str], Any]


def url(house: House, *codes: str) -> str:
    """The file of these papers."""
    return f"/personnes/{house.sam.pk}/depart.pdf?" + "&".join(f"papier={code}" for code in codes)


def read(answer: Any) -> str:
    """All the text of a PDF, on one line."""
    pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.fixture
def sam(house: House) -> House:
    """Sam, with what the hospital must know."""
    same: dict[str, Any] = {"organization_id": house.deux_rives.pk, "record": house.sam}
    Flag.objects.create(kind="DANGER", label="Allergie : pénicilline", since="2026-01-01", author_name="Maud", **same)
    house.relative(house.sam, "Dr Roux", relation="AUTRE", relation_label="Médecin traitant", phone="04 91 00 00 01")
    EssentialAnswer.objects.create(
        question="communiquer", text="Parlez lentement. #panic()", said_by="Sam", author_id=uuid7(), author_name="Karim",
        written_at=timezone.now(), **same,
    )  # fmt: skip
    return house


def test_the_four_sheets_and_the_letter_print_together_from_what_is_known(sam: House, client_of: Browser) -> None:
    codes = [p.code for p in papers().values() if p.group] + ["urgence"]
    assert len(codes) == 5
    answer = client_of("maud").get(url(sam, *codes))
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    text = read(answer)
    for said in (
        "Fiche simple", "Fiche médicale", "Fiche paramédicale", "Fiche des habitudes de vie", "Fiche de liaison d’urgence",
        "Allergie : pénicilline", "Dr Roux", "04 91 00 00 01", "Parlez lentement. #panic()", "Samia Belkacem", "D344-5-8",
        "À compléter avant de partir",
    ):  # fmt: skip
        assert said in text, said
    trace = JournalEntry.objects.get(record_id=sam.sam.pk, kind=Kind.RECORD_PRINTED)
    assert sorted(codes) == trace.detail["papers"]


def test_the_page_says_what_is_missing_before_one_prints(sam: House, client_of: Browser) -> None:
    page = client_of("maud").get(f"/personnes/{sam.sam.pk}/depart/").content.decode()
    missing = page.split('id="manque"')[1]
    assert "Traitements en cours" in missing and "Médecin traitant" not in missing
    assert "Dossier de liaison d’urgence" not in page  # a paper of another sector
    assert page.count("checked") == 5


def test_what_was_written_lately_is_there_as_far_as_the_reader_reads_it(sam: House, client_of: Browser) -> None:
    write_note(sam.actor("maud"), sam.sam.pk, uuid7(), Draft(text="Fièvre 39,2 à midi.", volet="CARE"))
    wrong = write_note(sam.actor("maud"), sam.sam.pk, uuid7(), Draft(text="Vomissements toute la nuit.", volet="CARE"))
    cancel_note(sam.actor("maud"), wrong.thread_id, reason="Ce n’était pas elle.")
    nurse = read(client_of("maud").get(url(sam, "urgence", "fiche_medecin")))
    assert "Fièvre 39,2 à midi" in nurse
    assert "Vomissements" not in nurse
    educator = read(client_of("karim").get(url(sam, "urgence", "fiche_medecin")))
    assert "Fièvre" not in educator


def test_nobody_else_prints(sam: House, client_of: Browser) -> None:
    assert client_of("farid").get(url(sam, "urgence")).status_code == 404
    assert client_of("helene").get(url(sam, "urgence")).status_code in (403, 404)
    assert client_of("maud").get(url(sam, "inconnu")).status_code == 404


def test_the_page_and_the_file_keep_their_budget(sam: House) -> None:
    for number in range(40):
        write_note(sam.actor("maud"), sam.sam.pk, uuid7(), Draft(text=f"Température {number}", volet="CARE"))
    assert len(asked(sam.client("maud"), f"/personnes/{sam.sam.pk}/depart/")) <= 12
    assert len(asked(sam.client("maud"), url(sam, "urgence", "fiche_medecin"))) <= 12


def test_the_file_of_papers_names_sectors_sources_and_questions_that_exist() -> None:
    questions = {question.code for pack in all_packs() for question in pack.questions}
    for paper in papers().values():
        assert paper.packs <= set(pack_codes()) and paper.usual <= set(pack_codes())
        for part in paper.parts:
            for source in part.sources:
                kind, _, code = source.partition(":")
                assert (
                    kind in SOURCES
                    or (kind == "answer" and code in questions)
                    or (kind, bool(code)) == ("writings", True)
                ), source


def as_identity(house: House, settings: Any, *, qualified: bool) -> None:
    """What the service of the INS said of Sam; and, if it is qualified, the paper that somebody saw."""
    settings.DEMO = True
    Person.objects.filter(pk=house.sam.person_id).update(sex="F", birth_place="Marseille", birth_place_code="13055")
    body, nicole = "2920313055042", house.actor("nicole")
    said = Identity(
        matricule=body + key_of(body), oid=DEMO_NIR, birth_name="BELKACEM", first_names="SAMIA NOUR",
        first_name="SAMIA", sex="F", birth_date=date(1992, 3, 12), birth_place_code="13055",
    )  # fmt: skip
    receive_answer(nicole, house.sam.pk, Answer(Outcome.FOUND, identity=said))
    if qualified:
        version = Person.objects.get(pk=house.sam.person_id).version
        see_evidence(nicole, house.sam.pk, uuid7(), Seen("CNI", today()), version=version)


def test_each_paper_carries_the_ins_of_a_qualified_identity_and_of_no_other(
    sam: House, client_of: Browser, settings: Any
) -> None:
    codes = [*(p.code for p in papers().values() if p.group), "urgence"]
    as_identity(sam, settings, qualified=False)
    noted = {"organization_id": sam.deux_rives.pk, "record": sam.sam, "since": "2026-01-01", "author_name": "Maud"}
    Flag.objects.create(kind="IDENTITY", label="Identité qualifiée (INS)", **noted)
    assert "Identité qualifiée" not in read(client_of("maud").get(url(sam, *codes)))
    as_identity(sam, settings, qualified=True)
    text = read(client_of("maud").get(url(sam, *codes)))
    assert len(codes) == 5 == text.count("Matricule INS") == text.count("2 92 03 13 055 042")


def test_a_doctor_of_the_directory_is_found_whatever_her_link_says(sam: House, client_of: Browser) -> None:
    sam.relative(
        sam.sam, "Cabinet des Pins", kind="DOCTOR", relation="AUTRE", relation_label="Autre", phone="04 91 00 00 02"
    )
    text = read(client_of("maud").get(url(sam, "fiche_medecin")))
    assert "Cabinet des Pins" in text and "04 91 00 00 02" in text


def test_five_papers_take_less_than_a_second(sam: House, client_of: Browser) -> None:
    client, codes = client_of("maud"), [*(p.code for p in papers().values() if p.group), "urgence"]
    started = time.perf_counter()
    assert client.get(url(sam, *codes)).status_code == 200
    assert time.perf_counter() - started < 1


def test_a_departure_that_has_just_been_noted_prints_its_papers_in_one_gesture(sam: House, client_of: Browser) -> None:
    stay = Stay.objects.get(record=sam.sam)
    note_absence(sam.actor("maud"), sam.sam.pk, stay.pk, uuid7(), Leave("HOSPITAL", timezone.now()))
    page, direct = f"/personnes/{sam.sam.pk}/absences/", f"/personnes/{sam.sam.pk}/depart.pdf"
    assert f'href="{direct}"' in client_of("maud").get(page).content.decode()
    text = read(client_of("maud").get(direct))
    assert (
        "Fiche de liaison d’urgence" in text and "Fiche paramédicale" in text and "À compléter avant de partir" in text
    )
    sam.hire("lou", "interimaire", "mimosa")
    assert f'href="{direct}"' not in client_of("lou").get(page).content.decode()
    leaving = f"/personnes/{sam.sam.pk}/accompagnements/{stay.pk}/terminer/"
    assert f"/personnes/{sam.sam.pk}/depart/" in client_of("sophie").get(leaving).content.decode()
