"""Every page of a record opens for its team, leaves a trace, and costs little."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.ids import uuid7
from liane.people.banner import tags
from liane.people.facts import record_facts
from liane.people.models import EssentialAnswer, Flag, KeyWorker, LocalIdentifier, Person, Record
from liane.testing import House

Browser = Callable[[str], Any]
PAGES = ["essentiel/", "entourage/", "qui-a-vu/", "essentiel/qui_je_suis/", "a-savoir/", "photo/changer/"]


def questions(captured: CaptureQueriesContext) -> list[str]:
    """Questions of the page, without the bookkeeping of the transaction or of the test browser."""
    quiet = ("SAVEPOINT", "RELEASE", "set_config", "current_setting")
    return [q["sql"] for q in captured.captured_queries if not any(word in q["sql"][:60] for word in quiet)]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_the_record_opens_and_is_traced(house: House, client_of: Browser, page: str) -> None:
    client = client_of("karim")
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(f"/personnes/{house.sam.pk}/{page}")
    assert answer.status_code == 200
    assert "Samia Belkacem" in answer.content.decode()
    assert JournalEntry.objects.filter(record_id=house.sam.pk, actor_name="Karim Duval").count() == 1
    assert len(questions(captured)) <= 10


@pytest.mark.parametrize("page", [*PAGES, "identite/", "photo/", "essentiel.pdf", "entourage/ajouter/", "referent/"])
def test_farid_gets_the_page_of_what_does_not_exist(house: House, client_of: Browser, page: str) -> None:
    answer = client_of("farid").get(f"/personnes/{house.sam.pk}/{page}")
    assert answer.status_code == 404
    assert "Cette page n’existe pas, ou vous n’y avez pas accès." in answer.content.decode()
    assert "Belkacem" not in answer.content.decode()


def test_an_answer_follows_the_former_one_which_stays(house: House, client_of: Browser) -> None:
    client, address = client_of("ines"), f"/personnes/{house.sam.pk}/essentiel/apaise/"
    first = {"id": str(uuid7()), "text": "Une tisane.\r\nSon plaid.", "said_by": ""}
    assert client.post(address, first).status_code == 303
    assert client.post(address, first).status_code == 303  # sent twice
    only = EssentialAnswer.objects.get(record=house.sam)
    second = {"id": str(uuid7()), "text": "La musique", "said_by": "Sam", "seen": str(only.pk)}
    assert client.post(address, second).status_code == 303
    page = client.get(f"/personnes/{house.sam.pk}/essentiel/").content.decode()
    assert "La musique" in page
    assert "Une tisane." not in page
    assert "Une tisane." in client.get(address).content.decode()
    assert JournalEntry.objects.filter(record_id=house.sam.pk, kind=Kind.ESSENTIAL_WRITTEN).count() == 2


def test_two_answers_at_the_same_time_are_shown_side_by_side(house: House, client_of: Browser) -> None:
    address = f"/personnes/{house.sam.pk}/essentiel/apaise/"
    client_of("karim").post(address, {"id": str(uuid7()), "text": "Une tisane."})
    answer = client_of("ines").post(address, {"id": str(uuid7()), "text": "La musique."})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Karim Duval a modifié cette fiche à" in page
    assert "Une tisane." in page
    assert "La musique." in page
    assert EssentialAnswer.objects.get(record=house.sam).text == "Une tisane."
    assert JournalEntry.objects.filter(kind=Kind.ESSENTIAL_WRITTEN).count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Écrivez la réponse"),
        ("\u200b\x00 ", "Écrivez la réponse"),
        ("é" * 10_000_000, "La limite est de 4\u202f000"),
    ],
)
def test_an_empty_or_endless_answer_is_refused_in_words(
    house: House, client_of: Browser, typed: str, sentence: str
) -> None:
    answer = client_of("karim").post(
        f"/personnes/{house.sam.pk}/essentiel/apaise/", {"id": str(uuid7()), "text": typed}
    )
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not EssentialAnswer.objects.exists()


def test_markup_stays_text(house: House, client_of: Browser) -> None:
    client, typed = client_of("karim"), "<script>alert(1)</script> {{ 7*7 }} =1+1 🎉 שלום"
    client.post(f"/personnes/{house.sam.pk}/essentiel/apaise/", {"id": str(uuid7()), "text": typed})
    page = client.get(f"/personnes/{house.sam.pk}/essentiel/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }} =1+1 🎉 שלום" in page
    assert EssentialAnswer.objects.get().text == typed


def test_a_question_that_no_sector_asks_does_not_exist(house: House, client_of: Browser) -> None:
    address = f"/personnes/{house.sam.pk}/essentiel/nimporte/"
    assert client_of("karim").get(address).status_code == 404
    assert client_of("karim").post(address, {"id": str(uuid7()), "text": "x"}).status_code == 404


def test_what_to_know_before_acting_is_on_every_page_dangers_first(house: House, client_of: Browser) -> None:
    client, address = client_of("maud"), f"/personnes/{house.sam.pk}/a-savoir/"
    for kind, label in (
        ("LEGAL", "Curatelle renforcée"),
        ("COMMUNICATION", "Phrases courtes"),
        ("DANGER", "Fausses routes : mixé"),
    ):
        assert client.post(address, {"id": str(uuid7()), "kind": kind, "label": label}).status_code == 303
    page = client.get(f"/personnes/{house.sam.pk}/qui-a-vu/").content.decode()
    places = [page.index(label) for label in ("Fausses routes : mixé", "Phrases courtes", "Curatelle renforcée")]
    assert places == sorted(places)
    again = client.post(address, {"id": str(uuid7()), "kind": "LEGAL", "label": "Curatelle renforcée"})
    assert again.status_code == 422
    assert "déjà écrit" in again.content.decode()


def test_what_is_no_longer_true_leaves_the_banner_and_keeps_its_dates(house: House, client_of: Browser) -> None:
    client, flag_id = client_of("maud"), uuid7()
    client.post(
        f"/personnes/{house.sam.pk}/a-savoir/", {"id": str(flag_id), "kind": "DANGER", "label": "Allergie : noix"}
    )
    assert client.post(f"/personnes/{house.sam.pk}/a-savoir/{flag_id}/retirer/").status_code == 303
    assert "Allergie : noix" not in client.get(f"/personnes/{house.sam.pk}/entourage/").content.decode()
    assert Flag.objects.get(pk=flag_id).until is not None


def test_no_danger_is_ever_folded_away(house: House, actor: Callable[..., Any]) -> None:
    for number in range(9):
        Flag.objects.create(
            organization_id=house.deux_rives.pk, record=house.sam, kind="DANGER" if number < 7 else "LEGAL",
            label=f"Chose {number}", since="2026-01-01", author_name="Maud Lefort",
        )  # fmt: skip
    shown = [tag["word"] for tag in tags(record_facts(house.sam.pk, house.deux_rives.pk), actor("karim"))]
    assert [word for word in shown if word.startswith("Chose")] == [f"Chose {number}" for number in range(7)]
    assert "et 2 autres dans L’essentiel" in shown


def test_the_key_worker_is_somebody_of_the_team(house: House, client_of: Browser) -> None:
    client, address = client_of("sophie"), f"/personnes/{house.sam.pk}/referent/"
    page = client.get(address).content.decode()
    assert "Inès Roche" in page
    assert "Hélène Vidal" not in page
    seen = re.findall(r'name="seen" value="([^"]+)"', page)[0]
    stranger = {"id": str(uuid7()), "practitioner": str(house.practitioner("helene").pk), "seen": seen}
    assert client.post(address, stranger).status_code == 422
    assert client.post(address, {**stranger, "practitioner": str(house.practitioner("ines").pk)}).status_code == 303
    now = KeyWorker.objects.filter(record=house.sam, until=None).values_list("practitioner_id", flat=True)
    assert list(now) == [house.practitioner("ines").pk]
    assert client_of("ines").get(address).status_code in (403, 404)


def identity(**changes: Any) -> dict[str, Any]:
    """Sam’s identity as Nicole corrects it."""
    typed = {
        "birth_name": "Belkacem", "first_names": "Samia, Nour", "used_name": "", "preferred_name": "Sam", "sex": "F",
        "birth_date": "12/03/1992", "birth_place": "Oran", "version": 1,
    }  # fmt: skip
    return {**typed, **changes}


def test_an_identity_is_corrected_and_found_by_its_new_words(house: House, client_of: Browser) -> None:
    client = client_of("nicole")
    assert client.post(f"/personnes/{house.sam.pk}/identite/", identity(used_name="Vidal")).status_code == 303
    assert f"/personnes/{house.sam.pk}/" in client.get("/personnes/?q=vidal+nour").content.decode()
    assert JournalEntry.objects.filter(record_id=house.sam.pk, kind=Kind.RECORD_CHANGED).count() == 1


def test_who_may_not_read_the_addresses_protects_and_cannot_lift_it(house: House, client_of: Browser) -> None:
    nicole, sophie, page = client_of("nicole"), client_of("sophie"), f"/personnes/{house.sam.pk}/identite/"
    done = nicole.post(page, identity(is_protected="on"), follow=True).content.decode()
    assert "relisez-les" in done and Record.objects.get(pk=house.sam.pk).is_protected
    asked_of_her = nicole.get(page).content.decode()
    assert 'name="is_protected"' not in asked_of_her and "Le service social peut lever" in asked_of_her
    done = nicole.post(page, identity(version=2, used_name="Vidal"), follow=True).content.decode()
    assert "enregistrée" in done and "relisez-les" not in done and Record.objects.get(pk=house.sam.pk).is_protected
    assert sophie.post(page, identity(version=3, used_name="Vidal")).status_code == 303
    assert not Record.objects.get(pk=house.sam.pk).is_protected


def test_a_stale_identity_shows_both_versions_and_overwrites_nothing(house: House, client_of: Browser) -> None:
    address = f"/personnes/{house.sam.pk}/identite/"
    client_of("sophie").post(address, identity(birth_place="Alger"))
    late = client_of("nicole").post(address, identity(birth_place="Tunis"))
    page = late.content.decode()
    assert late.status_code == 422
    assert "Sophie Marchal a modifié cette fiche à" in page
    assert "Alger" in page
    assert "Tunis" in page
    assert Person.objects.get(pk=house.sam.person_id).birth_place == "Alger"
    assert JournalEntry.objects.filter(kind=Kind.RECORD_CHANGED).count() == 1
    assert (
        client_of("nicole").post(address, identity(birth_place="Alger")).status_code == 303
    )  # the same twice is no conflict


def test_the_number_of_a_discreet_facility_is_shown_there_only(house: House, client_of: Browser) -> None:
    house.hire("paule", "educateur", "csapa")
    house.hire("chef-mecs", "chef_de_service", "mecs")
    luc = house.person("Luc Deux", "mecs", "csapa")
    for unit, value in (("mecs", "M-12"), ("csapa", "LS-0153")):
        facility = house.units[unit].facility
        LocalIdentifier.objects.create(
            organization_id=facility.organization_id, person=luc.person, facility=facility, value=value
        )
    page = f"/personnes/{luc.pk}/essentiel/"
    inside, outside = client_of("paule").get(page).content.decode(), client_of("chef-mecs").get(page).content.decode()
    assert "M-12" in inside and "LS-0153" in inside
    assert "M-12" in outside and "LS-0153" not in outside and "La Source" not in outside


def test_who_answers_from_a_discreet_facility_is_not_named_elsewhere(house: House, client_of: Browser) -> None:
    house.hire("paule", "educateur", "csapa")
    house.hire("chef-mecs", "chef_de_service", "mecs")
    luc = house.person("Luc Deux", "mecs", "csapa")
    address = f"/personnes/{luc.pk}/essentiel/apaise/"
    sent = {"id": str(uuid7()), "text": "Une promenade.", "said_by": "", "is_shared": "on"}
    assert client_of("paule").post(address, sent).status_code == 303
    inside = client_of("paule").get(f"/personnes/{luc.pk}/essentiel/").content.decode()
    assert "Paule" in inside.split("Une promenade.")[1][:200]
    late = client_of("chef-mecs").post(address, {"id": str(uuid7()), "text": "Un thé.", "seen": ""})
    assert late.status_code == 422
    for page in (f"/personnes/{luc.pk}/essentiel/", address):
        text = client_of("chef-mecs").get(page).content.decode()
        assert "Une promenade." in text and "Paule" not in text
    assert "Paule" not in late.content.decode()


def test_who_may_not_open_a_record_learns_nothing_of_an_identifier_that_she_knows(
    house: House, client_of: Browser
) -> None:
    """A sending received before is answered as the first time: to whoever may open the record, and to nobody else."""
    page, sent = f"/personnes/{house.sam.pk}/essentiel/apaise/", {"id": str(uuid7()), "text": "Un thé.", "seen": ""}
    assert [client_of("karim").post(page, sent).status_code for _ in range(2)] == [303, 303]
    assert client_of("helene").post(page, sent).status_code in (403, 404)
    assert client_of("farid").post(page, sent).status_code == 404
