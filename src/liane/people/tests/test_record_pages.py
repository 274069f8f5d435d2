"""Every page of a record opens for its team, leaves a trace, and costs little."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from liane.access.models import Role
from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.ids import uuid7
from liane.people.banner import tags
from liane.people.facts import record_facts
from liane.people.models import EssentialAnswer, Flag, KeyWorker, LocalIdentifier, Person, Portrait, Record, Relative
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


def relative(**changes: Any) -> dict[str, Any]:
    """What Karim types of Leïla."""
    typed = {
        "id": str(uuid7()), "name": "Leïla Belkacem", "relation": "SIS", "phone": "06 12 34 56 78", "call_order": "1",
        "is_emergency_contact": "on", "is_trusted": "on", "email": "leila@exemple.fr", "address": "3 rue du Port, Marseille",
    }  # fmt: skip
    return {**typed, **changes}


def test_somebody_who_counts_is_added_once_and_called_in_order(house: House, client_of: Browser) -> None:
    client, base = client_of("karim"), f"/personnes/{house.sam.pk}/entourage/"
    typed = relative()
    assert client.post(f"{base}ajouter/", typed).status_code == 303
    assert client.post(f"{base}ajouter/", typed).status_code == 303
    client.post(
        f"{base}ajouter/",
        relative(name="Dr Roux", relation="AUTRE", relation_label="Médecin traitant", call_order="2", is_trusted=""),
    )
    assert Relative.objects.count() == 2
    page = client.get(base).content.decode()
    assert page.index("Leïla Belkacem") < page.index("Dr Roux")
    assert 'href="tel:0612345678"' in page
    assert "Sœur, personne de confiance" in page
    assert JournalEntry.objects.filter(kind=Kind.RELATIVE_ADDED).count() == 2


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "", "Écrivez son nom."),
        ("name", "<img src=x>", "Un nom s’écrit avec des lettres"),
        ("relation", "", "Choisissez son lien avec la personne."),
        ("relation", "AUTRE", "Précisez son lien"),
        ("relation", "XXX", "Choisissez son lien"),
        ("phone", "zéro six", "Écrivez le numéro avec des chiffres"),
        ("phone", "=CMD()", "Écrivez le numéro avec des chiffres"),
        ("phone", "", "Écrivez un numéro"),
        ("email", "leila", "Écrivez l’adresse comme ceci"),
        ("email", "a" * 10_000, "La limite est de 254"),
        ("call_order", "premier", "Écrivez un chiffre"),
        ("call_order", "0", "Écrivez un chiffre"),
        ("call_order", "٣", "Écrivez un chiffre"),
        ("address", "a" * 10_000_000, "La limite est de 250"),
    ],
)
def test_what_is_wrong_about_a_relative_is_said_and_kept(
    house: House, client_of: Browser, field: str, typed: str, sentence: str
) -> None:
    answer = client_of("karim").post(f"/personnes/{house.sam.pk}/entourage/ajouter/", relative(**{field: typed}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert f'href="#id_{field}' in page
    assert not Relative.objects.exists()


def test_two_versions_of_a_relative_are_shown_and_none_is_lost(house: House, client_of: Browser) -> None:
    typed = relative()
    base = f"/personnes/{house.sam.pk}/entourage/"
    client_of("karim").post(f"{base}ajouter/", typed)
    address = f"{base}{typed['id']}/"
    first = client_of("karim").post(address, relative(phone="06 00 00 00 00", version=1))
    late = client_of("maud").post(address, relative(phone="07 11 11 11 11", version=1))
    page = late.content.decode()
    assert (first.status_code, late.status_code) == (303, 422)
    assert "Karim Duval a modifié cette fiche" in page
    assert "06 00 00 00 00" in page
    assert "07 11 11 11 11" in page
    assert Relative.objects.get().contact.phone == "06 00 00 00 00"
    assert 'name="version" value="2"' in page
    assert client_of("maud").post(address, relative(phone="07 11 11 11 11", version=2)).status_code == 303
    assert Relative.objects.get().contact.phone == "07 11 11 11 11"


def test_somebody_taken_away_is_kept_aside_and_comes_back(house: House, client_of: Browser) -> None:
    typed, client = relative(), client_of("karim")
    base = f"/personnes/{house.sam.pk}/entourage/"
    client.post(f"{base}ajouter/", typed)
    assert client.post(f"{base}{typed['id']}/retirer/").status_code == 303
    assert "personne n’en fait plus partie" in client.get(base).content.decode()
    assert client.post(f"{base}{typed['id']}/retirer/", {"remettre": "1"}).status_code == 303
    assert Relative.objects.get().ended_on is None


def test_the_addresses_around_a_protected_person_are_absent(house: House, client_of: Browser) -> None:
    typed = relative()
    base = f"/personnes/{house.sam.pk}/entourage/"
    client_of("karim").post(f"{base}ajouter/", typed)
    Record.objects.filter(pk=house.sam.pk).update(is_protected=True)
    assert "rue du Port" not in client_of("ines").get(base).content.decode()
    assert "rue du Port" in client_of("karim").get(base).content.decode()
    maud = client_of("maud")
    assert "rue du Port" not in maud.get(f"{base}{typed['id']}/").content.decode()
    stale = maud.post(f"{base}{typed['id']}/", relative(address="", said_by="Autre", version=7))
    assert stale.status_code == 422 and "rue du Port" not in stale.content.decode()
    assert maud.post(f"{base}{typed['id']}/", relative(address="", version=1)).status_code == 303
    assert Relative.objects.get().contact.address == "3 rue du Port, Marseille"  # not seen, not erased


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


def picture(size: tuple[int, int] = (900, 600), kind: str = "JPEG", mode: str = "RGB", **options: Any) -> io.BytesIO:
    """A photo as a telephone makes it: too big, turned, and telling where it was taken."""
    image = Image.new(mode, size, "olive" if mode == "RGB" else 0)
    exif = Image.Exif()
    exif[0x010E] = "chambre 12"
    exif[0x0112] = 6
    out = io.BytesIO()
    image.save(out, kind, exif=exif, **options)
    out.seek(0)
    out.name = "photo.jpg"
    return out


def test_a_photo_is_redrawn_and_tells_nothing_more(house: House, client_of: Browser) -> None:
    client, base = client_of("karim"), f"/personnes/{house.sam.pk}/photo/"
    assert client.post(f"{base}changer/", {"photo": picture()}).status_code == 303
    stored = bytes(Portrait.objects.get().image)
    drawn = Image.open(io.BytesIO(stored))
    assert (drawn.format, drawn.size) == ("WEBP", (256, 256))
    assert not drawn.getexif()
    assert b"chambre 12" not in stored
    answer = client.get(base)
    assert answer.content == stored
    assert answer["Content-Type"] == "image/webp"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert base in client.get(f"/personnes/{house.sam.pk}/essentiel/").content.decode()
    assert client_of("helene").get(base).status_code == 404
    assert client.post(f"{base}retirer/").status_code == 303
    assert client.get(base).status_code == 404


def named(data: bytes, name: str) -> io.BytesIO:
    """A file as it is sent."""
    out = io.BytesIO(data)
    out.name = name
    return out


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "n’est pas une photo lisible"),
        (b"MZ\x90\x00 not a photo", "n’est pas une photo lisible"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "n’est pas une photo lisible"),
        (lambda: picture().getvalue()[:200], "n’est pas une photo lisible"),
        (b"\xff\xd8" + b"0" * (11 * 1024 * 1024), "La limite est de 10"),
        (lambda: picture((20000, 9000), "PNG", mode="1").getvalue(), "trop de points"),
    ],
)
def test_what_is_not_a_photo_is_refused_in_words(
    house: House, client_of: Browser, data: bytes | Callable[[], bytes], sentence: str
) -> None:
    sent = named(data if isinstance(data, bytes) else data(), "photo.jpg")
    answer = client_of("karim").post(f"/personnes/{house.sam.pk}/photo/changer/", {"photo": sent})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Portrait.objects.exists()


def test_who_has_seen_is_told_in_sentences_refusals_first(house: House, client_of: Browser) -> None:
    client_of("maud").get(f"/personnes/{house.sam.pk}/essentiel/")
    client_of("helene").get(f"/personnes/{house.sam.pk}/essentiel/")
    page = client_of("karim").get(f"/personnes/{house.sam.pk}/qui-a-vu/").content.decode()
    assert "Maud Lefort a ouvert le dossier." in page
    assert "Accès refusés depuis trois mois" in page
    assert "Hélène Vidal n’a pas pu ouvrir le dossier" in page
    assert "Karim Duval a regardé qui a vu le dossier." in page  # this very page


def test_a_person_without_a_photo_is_no_refusal(house: House, client_of: Browser) -> None:
    photo = f"/personnes/{house.sam.pk}/photo/"
    assert client_of("karim").get(photo).status_code == client_of("helene").get(photo).status_code == 404
    refused = JournalEntry.objects.filter(kind=Kind.RECORD_REFUSED)
    assert [entry.actor_name for entry in refused] == ["Hélène Vidal"]


def test_one_thing_refused_inside_a_record_that_she_opens_is_named(house: House, client_of: Browser) -> None:
    record = f"/personnes/{house.sam.pk}/"
    Role.objects.filter(code="aes").update(rights=["record.read", "note.write"])
    ines = client_of("ines")
    assert ines.get(record).status_code == 200
    for path in ("essentiel.pdf", "qui-a-vu/", "identite/"):
        assert ines.get(record + path).status_code in (403, 404)
    client_of("helene").get(record)
    page = client_of("karim").get(f"{record}qui-a-vu/").content.decode()
    for gesture in ("d’imprimer la fiche de liaison", "de voir qui a ouvert le dossier", "de corriger l’identité"):
        assert f"Inès Roche n’a pas eu le droit {gesture} : accès refusé." in page
    assert "Inès Roche n’a pas pu ouvrir" not in page and "Hélène Vidal n’a pas pu ouvrir le dossier" in page


def test_a_long_journal_is_read_page_after_page(house: House, client_of: Browser) -> None:
    client = client_of("karim")
    for _ in range(60):
        client.get(f"/personnes/{house.sam.pk}/entourage/")
    page = client.get(f"/personnes/{house.sam.pk}/qui-a-vu/").content.decode()
    older = re.search(r'href="(/personnes/[^"]+/qui-a-vu/\?avant=[^"]+)"', page)
    assert older is not None
    assert page.count("a ouvert le dossier.") == 49
    assert client.get(older[1].replace("&amp;", "&")).content.decode().count("a ouvert le dossier.") == 11


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


def test_the_card_counts_once_each_of_those_who_opened_this_week(house: House, client_of: Browser) -> None:
    for slug in ("maud", "karim", "karim", "ines"):
        client_of(slug).get(f"/personnes/{house.sam.pk}/")
    assert "3\u00a0personnes en 7 jours" in client_of("karim").get(f"/personnes/{house.sam.pk}/").content.decode()
    alone = house.person("Lou Seul", "mimosa")
    assert "1\u00a0personne en 7 jours" in client_of("karim").get(f"/personnes/{alone.pk}/").content.decode()


def test_who_may_not_open_a_record_learns_nothing_of_an_identifier_that_she_knows(
    house: House, client_of: Browser
) -> None:
    """A sending received before is answered as the first time: to whoever may open the record, and to nobody else."""
    page, sent = f"/personnes/{house.sam.pk}/essentiel/apaise/", {"id": str(uuid7()), "text": "Un thé.", "seen": ""}
    assert [client_of("karim").post(page, sent).status_code for _ in range(2)] == [303, 303]
    assert client_of("helene").post(page, sent).status_code in (403, 404)
    assert client_of("farid").post(page, sent).status_code == 404
