"""Conformité: who comes in, what is treated, what is asked and answered, what leaves for an inspection."""

import csv
import io
import json
from datetime import timedelta
from uuid import uuid4

import pypdf
import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry, LegalHold, RetentionRule
from liane.journal.sealing.findings import Fault, Finding, Report
from liane.journal.sealing.heads import read_heads
from liane.journal.sealing.keys import trusted_keys
from liane.journal.sealing.runs import remember
from liane.kit.events import deliver
from liane.steering.enums import Outcome
from liane.steering.mails import mail_heads
from liane.steering.models import Alert, AlertReview
from liane.steering.tests.conftest import traces, yesterday
from liane.testing import House

PAGE = "/conformite/"
SMTP = "django.core.mail.backends.smtp.EmailBackend"
BAD = ["\x00", "🦊" * 700, "<script>alert(1)</script>", "‮", "x" * 20_000]


@pytest.fixture
def alert(house: House, look) -> Alert:
    """Karim opened the record of somebody of his name."""
    traces(house, "karim", [house.person("Anne Duval", "mimosa").pk])
    return look()[0]


def test_the_dpo_and_the_direction_come_in_and_nobody_else(house: House, alert: Alert) -> None:
    for slug, status in {"amine": 200, "marc": 200, "sophie": 404, "karim": 404, "admin": 404, "farid": 404}.items():
        assert house.client(slug).get(PAGE).status_code == status, slug


def test_the_page_says_that_there_is_nothing_to_treat(house: House) -> None:
    page = house.client("amine").get(PAGE).content.decode()
    assert "Rien à traiter." in page and "Rien n’est encore scellé" in page


def test_one_gesture_says_that_nothing_is_abnormal(house: House, alert: Alert) -> None:
    client = house.client("amine")
    assert "qui porte son nom de famille" in client.get(PAGE).content.decode()
    sent = {"id": str(uuid4())}
    for _ in range(2):  # sent twice
        assert client.post(f"{PAGE}acces/{alert.pk}/rien-d-anormal/", sent).status_code == 303
    assert "Rien à traiter." in client.get(PAGE).content.decode()
    treated = client.get(f"{PAGE}?vue=traites").content.decode()
    assert "Rien d’anormal, Amine Haddad" in treated
    assert AlertReview.objects.count() == 1
    assert JournalEntry.objects.filter(kind=Kind.ACCESS_EXPLAINED, object_id=alert.pk).count() == 1


def test_the_question_reaches_the_professional_and_the_answer_comes_back(house: House, alert: Alert) -> None:
    amine, karim = house.client("amine"), house.client("karim")
    assert "On vous demande" not in karim.get("/").content.decode()
    word = {"id": str(uuid4()), "outcome": "asked", "word": "Un lien avec votre famille ?"}
    assert amine.post(f"{PAGE}acces/{alert.pk}/", word).status_code == 303
    assert "On vous demande" in karim.get("/").content.decode()
    assert "Un lien avec votre famille ?" in karim.get("/questions/").content.decode()
    assert house.client("maud").get(f"/questions/{alert.pk}/").status_code == 404
    empty = karim.post(f"/questions/{alert.pk}/", {"word": " "})
    assert empty.status_code == 422 and "Écrivez pourquoi" in empty.content.decode()
    answered = {"id": str(uuid4()), "word": "Homonyme : je remplaçais à Mimosa."}
    assert karim.post(f"/questions/{alert.pk}/", answered).status_code == 303
    page = amine.get(PAGE).content.decode()
    assert "Homonyme : je remplaçais à Mimosa." in page and "Réponse attendue" not in page
    assert "On vous demande" not in karim.get("/").content.decode()


@pytest.mark.parametrize("outcome", ["explained", "abnormal", "asked"])
def test_a_conclusion_that_matters_needs_a_word(house: House, alert: Alert, outcome: str) -> None:
    answer = house.client("amine").post(f"{PAGE}acces/{alert.pk}/", {"outcome": outcome, "word": ""})
    assert answer.status_code == 422 and "Écrivez un mot" in answer.content.decode()
    assert not AlertReview.objects.exists()


def test_nobody_treats_her_own_access(house: House, look) -> None:
    traces(house, "marc", [None], kind=Kind.EXPORTED)
    [own] = look()
    client = house.client("marc")
    assert "Cet accès est le vôtre" in client.get(f"{PAGE}acces/{own.pk}/").content.decode()
    assert client.post(f"{PAGE}acces/{own.pk}/rien-d-anormal/", {}).status_code == 409
    own.refresh_from_db()
    assert own.is_open


def test_what_happens_in_a_discreet_facility_is_for_the_dpo_not_for_the_direction(house: House, look) -> None:
    traces(house, "karim", [house.person("Anne Duval", "csapa").pk])
    [alert] = look()
    assert "nom de famille" in house.client("amine").get(PAGE).content.decode()
    assert "nom de famille" not in house.client("marc").get(PAGE).content.decode()
    assert house.client("marc").get(f"{PAGE}acces/{alert.pk}/").status_code == 404


@pytest.mark.parametrize("word", BAD)
def test_strange_words_are_kept_as_text_or_refused_in_words(house: House, alert: Alert, word: str) -> None:
    client = house.client("amine")
    answer = client.post(f"{PAGE}acces/{alert.pk}/", {"outcome": "explained", "word": word})
    assert answer.status_code in (303, 422)
    assert "<script>alert" not in client.get(f"{PAGE}acces/{alert.pk}/").content.decode()
    assert client.post(f"{PAGE}dossiers/", {"q": word}).status_code in (200, 422)
    for address in (f"{PAGE}dossiers/", f"{PAGE}dossiers/{house.sam.pk}/"):
        found = client.get(address, {"q": word, "qui": word, "du": word, "avant": word, "genre": word})
        assert found.status_code in (200, 422) and "<script>alert" not in found.content.decode()


# Inspection


@pytest.mark.parametrize("typed", ["Samia Belkacem", "belkacem samia", "Sam Belkacem", "  SAMIA  bélkacem "])
def test_the_exact_name_opens_the_accesses_at_once(house: House, typed: str) -> None:
    for slug in ("amine", "marc"):
        answer = house.client(slug).post(f"{PAGE}dossiers/", {"q": typed})
        assert answer.status_code == 303 and answer["Location"] == f"{PAGE}dossiers/{house.sam.pk}/"
    told = JournalEntry.objects.filter(kind=Kind.RECORD_LOOKED_UP)
    assert {line.record_id for line in told} == {house.sam.pk} and told.count() == 2


@pytest.mark.parametrize("typed", ["Belkacem", "Sam Belk", "S Belkacem", "Samia", "Nadia Belkacem"])
def test_part_of_a_name_finds_nobody_and_the_try_is_told(house: House, typed: str) -> None:
    answer = house.client("amine").post(f"{PAGE}dossiers/", {"q": typed})
    assert answer.status_code == 200 and "Aucun dossier" in answer.content.decode()
    assert JournalEntry.objects.get(kind=Kind.RECORD_LOOKED_UP).detail == {"found": 0}


def test_homonyms_are_told_apart_by_their_birth(house: House) -> None:
    house.person("Samia Belkacem", "acacia", birth=None)
    page = house.client("amine").post(f"{PAGE}dossiers/", {"q": "Samia Belkacem"}).content.decode()
    assert "Plusieurs personnes portent ce nom" in page and "12/03/1992" in page


def test_the_direction_finds_nobody_of_a_discreet_facility(house: House) -> None:
    discreet = house.person("Luc Discret", "csapa")
    assert "Aucun dossier" in house.client("marc").post(f"{PAGE}dossiers/", {"q": "Luc Discret"}).content.decode()
    assert house.client("marc").get(f"{PAGE}dossiers/{discreet.pk}/").status_code == 404
    assert house.client("amine").post(f"{PAGE}dossiers/", {"q": "Luc Discret"}).status_code == 303


def test_the_dpo_reads_the_accesses_and_none_of_the_content(house: House) -> None:
    traces(house, "karim", [house.sam.pk], reason="Fait partie de l’équipe")
    client = house.client("amine")
    page = client.get(f"{PAGE}dossiers/{house.sam.pk}/").content.decode()
    assert "Karim Duval a ouvert le dossier." in page and "Fait partie de l’équipe" in page
    assert client.get(f"/personnes/{house.sam.pk}/").status_code == 404
    assert client.get(f"/personnes/{house.sam.pk}/qui-a-vu/").status_code == 404
    told = JournalEntry.objects.get(kind=Kind.JOURNAL_READ, record_id=house.sam.pk)
    assert told.actor_name == "Amine Haddad"


@pytest.mark.parametrize(
    ("typed", "tries"), [("", 0), ("  ", 0), ("\u202e", 0), ("!!! ???", 1), ("% %", 1), ("_ _", 1), ("12 34", 1)]
)
def test_a_name_without_a_letter_is_asked_again_in_words_and_the_try_is_told(
    house: House, typed: str, tries: int
) -> None:
    client = house.client("amine")
    page = client.post(f"{PAGE}dossiers/", {"q": typed})
    assert page.status_code == 422 and "Écrivez le prénom et le nom, en lettres." in page.content.decode()
    assert JournalEntry.objects.filter(kind=Kind.RECORD_LOOKED_UP).count() == tries
    assert "Écrivez le prénom" not in client.get(f"{PAGE}dossiers/").content.decode()


def test_filters_keep_a_period_a_professional_and_a_gesture(house: House) -> None:
    traces(house, "karim", [house.sam.pk], at=yesterday() - timedelta(days=40))
    traces(house, "maud", [house.sam.pk])
    traces(house, "maud", [house.sam.pk], kind=Kind.RECORD_REFUSED)
    client, address = house.client("amine"), f"{PAGE}dossiers/{house.sam.pk}/"

    def said(**filters: str) -> tuple[bool, bool, bool]:
        page = client.get(address, filters).content.decode()
        return tuple(text in page for text in ("Karim Duval a ouvert", "Maud Lefort a ouvert", "accès refusé"))

    recent = f"{timezone.localtime(yesterday() - timedelta(days=5)):%d/%m/%Y}"
    assert said() == (True, True, True)
    assert said(du=recent) == (False, True, True)
    assert said(au=recent) == (True, False, False)
    assert said(qui="maud") == (False, True, True)
    assert said(genre="refus") == (False, False, True)
    wrong = client.get(address, {"du": "31/02/2026"})
    assert wrong.status_code == 422 and "n’existe pas" in wrong.content.decode()


def test_the_answer_leaves_as_a_table_and_on_paper_and_is_told(house: House) -> None:
    traces(house, "karim", [house.sam.pk] * 60, reason="=1+1")
    client, address = house.client("marc"), f"{PAGE}dossiers/{house.sam.pk}/"
    table = client.get(f"{address}qui-a-vu.csv")
    rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Quand", "Qui", "Fonction", "Ce qui a été fait", "Pourquoi"] and len(rows) == 61
    assert rows[1][4] == "'=1+1"
    paper = client.get(f"{address}qui-a-vu.pdf?qui=karim")
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(paper.content)).pages)
    assert "Karim Duval a ouvert le dossier." in text and "Marc Estève" in text and "Samia Belkacem" in text
    told = JournalEntry.objects.filter(kind=Kind.ACCESSES_EXPORTED, record_id=house.sam.pk)
    assert [line.detail["form"] for line in told.order_by("number")] == ["csv", "pdf"]


def test_the_list_goes_on_page_after_page_without_missing_a_line(house: House) -> None:
    for n in range(3):
        traces(house, "karim", [house.sam.pk] * 40, at=yesterday() - timedelta(hours=n))
    client, address, seen = house.client("amine"), f"{PAGE}dossiers/{house.sam.pk}/", 0
    while address:
        page = client.get(address).content.decode()
        seen += page.count("Karim Duval a ouvert le dossier.")
        _, _, rest = page.partition('class="suite"><a class="btn" href="')
        address = f"{PAGE}dossiers/{house.sam.pk}/" + rest.partition('"')[0].replace("&amp;", "&") if rest else ""
    assert seen == 120


# What proves


def test_the_head_and_the_public_key_are_given_as_files(house: House, alert: Alert, tmp_path) -> None:
    client = house.client("amine")
    (tmp_path / "tete.jsonl").write_bytes(client.get(f"{PAGE}tete/").content)
    [head] = read_heads([tmp_path / "tete.jsonl"])
    assert head.is_genuine(trusted_keys()) and head.statement.organization == str(house.deux_rives.pk)
    assert b"BEGIN PUBLIC KEY" in client.get(f"{PAGE}cle-publique/").content
    assert JournalEntry.objects.filter(kind=Kind.HEADS_EXPORTED).count() == 1


def test_the_head_leaves_by_mail_only_when_the_house_has_a_mail_server(house: House, alert: Alert, settings) -> None:
    settings.MAIL_IS_SET = False
    assert mail_heads(house.deux_rives.pk) == 0 and not mail.outbox
    settings.MAIL_IS_SET = True
    assert mail_heads(house.deux_rives.pk) == 1
    [message] = mail.outbox
    assert message.to == ["amine@essai.fr"] and json.loads(message.attachments[0][1])["number"] == 1
    assert not any(word in message.body for word in ("Karim", "Duval", "Samia", "Amine"))


def test_the_dpo_has_the_journal_read_again_and_twice_is_once(house: House, alert: Alert) -> None:
    for _ in range(2):
        assert house.client("amine").post(f"{PAGE}relire/").status_code == 303
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'liane.journal.tasks.verify'")
        assert cursor.fetchone()[0] == 1


def test_the_page_says_when_the_sealing_has_stopped(house: House, look) -> None:
    traces(house, "karim", [house.sam.pk])  # of yesterday, and not sealed since
    client = house.client("amine")
    assert "attendent leur scellé depuis hier" in client.get(PAGE).content.decode()
    look()
    assert "attendent leur scellé" not in client.get(PAGE).content.decode()


def test_a_journal_that_was_touched_is_said_in_red_first_and_by_mail(house: House, alert: Alert, settings) -> None:
    report = Report(seals=1, lines=3, findings=[Finding(Fault.EDITED, "Votre organisme", "la ligne 7 a été modifiée.")])
    remember(house.deux_rives.pk, report)
    page = house.client("amine").get(PAGE).content.decode()
    assert page.index("le journal a été touché") < page.index("Accès à regarder")
    assert "la ligne 7 a été modifiée." in page
    settings.MAIL_IS_SET = True
    deliver("journal.touched", str(house.deux_rives.pk), {"findings": "1"})
    assert mail.outbox[0].to == ["amine@essai.fr"] and "touché" in mail.outbox[0].subject
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", 9
    with pytest.raises(ConnectionError):  # nobody was told: the job is tried again
        deliver("journal.touched", str(house.deux_rives.pk), {"findings": "1"})


# Retention


def test_the_dpo_chooses_how_long_and_the_direction_only_reads(house: House) -> None:
    address = f"{PAGE}conservation/"
    sent = {"id": str(uuid4()), "access": "60", "security": "6", "reason": "Analyse d’impact"}
    assert house.client("marc").get(address).status_code == 200
    assert house.client("marc").post(address, sent).status_code == 404
    amine = house.client("amine")
    for _ in range(2):
        assert amine.post(address, sent).status_code == 303
    rule = RetentionRule.objects.get()
    assert (rule.access_months, rule.security_months, rule.author_name) == (60, 6, "Amine Haddad")
    assert "Accès aux dossiers : 5\u00a0ans." in amine.get(address).content.decode()
    wrong = amine.post(address, {"access": "3", "security": "6", "reason": "non"})
    assert wrong.status_code == 422 and "Choisissez une durée." in wrong.content.decode()


def test_a_hold_is_placed_on_a_record_or_on_everything_and_lifted(house: House) -> None:
    amine = house.client("amine")
    assert house.client("marc").get(f"{PAGE}dossiers/{house.sam.pk}/geler/").status_code == 404
    for address in (f"{PAGE}dossiers/{house.sam.pk}/geler/", f"{PAGE}conservation/geler/"):
        assert amine.get(address).status_code == 200
        assert amine.post(address, {"id": str(uuid4()), "reason": ""}).status_code == 422
        assert amine.post(address, {"id": str(uuid4()), "reason": "Plainte"}).status_code == 303
        again = amine.post(address, {"id": str(uuid4()), "reason": "Plainte"})
        assert again.status_code == 422 and "déjà posé" in again.content.decode()
    assert "tout l’organisme" in amine.get(f"{PAGE}conservation/").content.decode()
    for hold in LegalHold.objects.all():
        lift = f"{PAGE}conservation/{hold.pk}/lever/"
        assert amine.get(lift).status_code == 200
        assert amine.post(lift, {"reason": "Affaire classée"}).status_code == 303
        assert amine.get(lift).status_code == 404
    assert not LegalHold.objects.filter(lifted_at=None).exists()


def test_a_conclusion_is_never_changed(house: House, alert: Alert) -> None:
    house.client("amine").post(f"{PAGE}acces/{alert.pk}/", {"outcome": "explained", "word": "Homonyme"})
    review = AlertReview.objects.get()
    assert review.outcome == Outcome.EXPLAINED
    with pytest.raises(Exception, match="append_only"):
        AlertReview.objects.filter(pk=review.pk).update(word="autre")
