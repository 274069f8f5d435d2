"""The fiche de liaison: tagged, archivable, complete on paper, and never a program."""

import io
import time
from collections.abc import Callable
from typing import Any

import pikepdf
import pypdf
import pytest

from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.ids import uuid7
from liane.people.facts import record_facts
from liane.people.models import EssentialAnswer, Flag
from liane.people.sheet import essential_pdf
from liane.testing import House

Browser = Callable[[str], Any]


@pytest.fixture
def sam(house: House) -> House:
    """Sam, with what a replacement must know."""
    same: dict[str, Any] = {"organization_id": house.deux_rives.pk, "record": house.sam}
    Flag.objects.create(kind="DANGER", label="Allergie : pénicilline", since="2026-01-01", author_name="Maud", **same)
    Flag.objects.create(kind="LEGAL", label="Curatelle renforcée", since="2026-01-01", author_name="Maud", **same)
    house.relative(
        house.sam, "Leïla Belkacem", phone="06 12 34 56 78", call_order=1, is_emergency_contact=True, is_trusted=True
    )
    for question, text in (
        ("qui_je_suis", "Je suis Sam.\nJ’aime la musique."),
        ("apaise", "*Une tisane* #panic() $x$"),
    ):
        EssentialAnswer.objects.create(
            question=question, text=text, said_by="Sam", author_id=uuid7(), author_name="Karim Duval",
            written_at=house.sam.opened_at, **same,
        )  # fmt: skip
    return house


def read(data: bytes) -> str:
    """All the text of a PDF, on one line."""
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_sheet_says_everything_and_is_traced(sam: House, client_of: Browser) -> None:
    answer = client_of("karim").get(f"/personnes/{sam.sam.pk}/essentiel.pdf")
    text = read(answer.content)
    assert answer["Content-Type"] == "application/pdf"
    for said in (
        "Samia Belkacem, née le 12/03/1992", "Allergie : pénicilline", "Curatelle renforcée", "Leïla Belkacem",
        "Sœur, personne de confiance", "06 12 34 56 78", "J’aime la musique.", "*Une tisane* #panic() $x$", "Mes nuits",
        "imprimé par Karim Duval le", "page 1/", "Karim Duval, éducateur spécialisé", "Hébergement complet",
    ):  # fmt: skip
        assert said in text, said
    traces = JournalEntry.objects.filter(record_id=sam.sam.pk).values_list("kind", flat=True)
    assert list(traces) == [Kind.RECORD_PRINTED]


def test_the_sheet_is_tagged_in_french_and_claims_what_it_is(sam: House, client_of: Browser) -> None:
    content = client_of("karim").get(f"/personnes/{sam.sam.pk}/essentiel.pdf").content
    with pikepdf.open(io.BytesIO(content)) as paper:
        assert str(paper.Root.Lang).startswith("fr")
        assert bool(paper.Root.MarkInfo.Marked)
        assert "/StructTreeRoot" in paper.Root
        with paper.open_metadata() as told:
            assert (told["pdfaid:part"], told["pdfaid:conformance"], told["pdfuaid:part"]) == ("2", "A", "1")
            assert "Samia Belkacem" in told["dc:title"]
        assert len(paper.pages) <= 2
        width, height = (float(side) for side in paper.pages[0].MediaBox[2:])
    assert (round(width), round(height)) == (595, 842)


def test_each_page_says_whose_it_is(sam: House, client_of: Browser) -> None:
    EssentialAnswer.objects.filter(question="apaise").update(text="Une longue histoire. " * 180)
    content = client_of("karim").get(f"/personnes/{sam.sam.pk}/essentiel.pdf").content
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    assert len(pages) >= 2
    for number, page in enumerate(pages, 1):
        text = " ".join(page.extract_text().split())
        assert "Samia Belkacem, née le 12/03/1992" in text
        assert f"page {number}/{len(pages)}" in text
        assert "imprimé par Karim Duval le" in text


@pytest.mark.parametrize(
    "text", ["🎉 ☂ 漢字", "محمد بن علي", "\ue000 privé", "\U000f0000", "a\u0301 œ €", '#read("/etc/passwd")']
)
def test_whatever_was_written_the_sheet_is_made(sam: House, actor: Callable[..., Any], text: str) -> None:
    EssentialAnswer.objects.filter(question="apaise").update(text=f"Avant {text} après")
    facts = record_facts(sam.sam.pk, sam.deux_rives.pk)
    assert facts is not None
    made = read(essential_pdf(actor("karim"), facts))
    assert "Avant" in made
    assert "root:" not in made


def test_a_sheet_takes_less_than_a_second(sam: House, client_of: Browser) -> None:
    client = client_of("karim")
    started = time.perf_counter()
    client.get(f"/personnes/{sam.sam.pk}/essentiel.pdf")
    assert time.perf_counter() - started < 1


def test_who_may_not_print_gets_no_paper(sam: House, client_of: Browser) -> None:
    sam.hire("temp", "interimaire", "mimosa")
    assert client_of("temp").get(f"/personnes/{sam.sam.pk}/essentiel.pdf").status_code in (403, 404)
    assert client_of("farid").get(f"/personnes/{sam.sam.pk}/essentiel.pdf").status_code == 404
