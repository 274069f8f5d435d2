"""Drafts on the server: kept for their author alone, ended with the writing that consumes them, never brought back late."""

import json
import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from liane.access.actor import Actor
from liane.kit.drafts import store
from liane.kit.drafts.forms import MOST_FIELDS
from liane.kit.drafts.sealing import drafts_meta
from liane.kit.models import SavedDraft
from liane.notes.models import Note
from liane.professionals.models import Session
from liane.testing import House, HouseClient, asked

TEXT = "Réveillée à 2 h. « J’ai eu peur. »"


def writing(house: House) -> str:
    return f"/personnes/{house.sam.pk}/ecrire/"


def keep(client: HouseClient, address: str, key: UUID, text: str = TEXT, revision: int = 1, **more: object) -> dict:
    sent = {
        "id": key, "address": address, "page": address, "device": "tablette", "revision": revision,
        "fields_typed": json.dumps([["id", str(key)], ["text", text]]), **more,
    }  # fmt: skip
    return json.loads(client.post("/brouillons/garder/", sent).content)


def offered(client: HouseClient, address: str) -> list[str]:
    found = json.loads(client.get("/brouillons/ici/", {"adresse": address}).content)["brouillons"]
    return [value for draft in found for name, value in draft["champs"] if name == "text"]


def test_a_draft_is_offered_again_to_its_author_and_to_nobody_else(house: House) -> None:
    address = writing(house)
    assert keep(house.client("ines"), address, uuid4())["etat"] == "kept"
    assert offered(house.client("ines"), address) == [TEXT]
    for slug in ("karim", "sophie", "maud", "marc", "amine", "farid", "admin"):
        assert offered(house.client(slug), address) == []
        assert TEXT not in house.client(slug).get("/brouillons/").content.decode()


def test_the_list_shows_what_was_begun_and_where_to_go_on(house: House) -> None:
    client, key = house.client("ines"), uuid4()
    keep(client, writing(house), key, "<b>Peur</b> de l’orage")
    page = client.get("/brouillons/").content.decode()
    assert "Écrit — Samia Belkacem" in page and "&lt;b&gt;Peur" in page and f"brouillon={key}" in page
    assert "1 brouillon en attente" in client.get("/").content.decode().replace("\u00a0", " ")


def test_home_counts_drafts_as_their_list_shows_them_without_a_query_more(house: House) -> None:
    client, thread = house.client("sophie"), uuid4()  # the longest home: she answers for a service
    before = len(asked(client, "/"))
    client.post(writing(house), {"id": thread, "text": "Dort.", "kind": "note"})
    for address in (writing(house), f"/ecrits/{thread}/corriger/", "/taches/"):
        keep(client, address, uuid4())
    assert len(asked(client, "/")) == before <= 10
    figures = lambda: re.findall("([0-9])\u00a0brouillons? (en attente|concerne)", client.get("/").content.decode())  # noqa: E731
    assert figures() == [("3", "en attente")]
    house.sam.held_by.update(until=timezone.now() - timedelta(minutes=1))
    assert figures() == [("1", "en attente"), ("2", "concerne")]
    assert "2\u00a0brouillons concernent" in client.get("/brouillons/").content.decode()


def test_sent_twice_or_in_disorder_the_last_words_stay(house: House) -> None:
    client, key = house.client("ines"), uuid4()
    keep(client, writing(house), key, "un", revision=1)
    keep(client, writing(house), key, "un deux trois", revision=3)
    assert keep(client, writing(house), key, "un deux", revision=2)["etat"] == "elsewhere"
    assert keep(client, writing(house), key, "un deux trois", revision=3)["etat"] == "kept"
    assert offered(client, writing(house)) == ["un deux trois"]
    assert SavedDraft.objects.count() == 1


@pytest.mark.parametrize(
    "clock", [{"seen_at": timedelta(minutes=31)}, {"signed_in_at": timedelta(hours=12, minutes=1)}]
)
def test_the_end_of_a_session_by_its_clocks_loses_no_draft(house: House, clock: dict[str, timedelta]) -> None:
    client, address = house.client("ines"), writing(house)
    keep(client, address, uuid4())
    past = {name: timezone.now() - ago for name, ago in clock.items()}
    Session.objects.filter(session_key=client.cookies["liane"].value).update(**past)
    assert client.get(address).status_code == 302
    assert offered(house.client("ines"), address) == [TEXT]


def test_two_devices_on_the_same_draft_both_keep_their_words(house: House) -> None:
    client, key = house.client("ines"), uuid4()
    keep(client, writing(house), key, "commun", revision=1)
    keep(client, writing(house), key, "commun, tablette", revision=2)
    assert keep(client, writing(house), key, "commun, téléphone", revision=2)["etat"] == "elsewhere"
    keep(client, writing(house), uuid4(), "commun, téléphone", revision=1)  # what the script then does
    assert sorted(offered(client, writing(house))) == ["commun, tablette", "commun, téléphone"]


def test_the_writing_ends_its_draft_in_the_same_transaction_and_a_late_copy_stays_outside(house: House) -> None:
    client, key = house.client("ines"), uuid4()
    keep(client, writing(house), key)
    sent = {"id": key, "text": TEXT, "kind": "transmission", "level": "0", "brouillon": "1"}
    assert client.post(writing(house), sent).status_code == 303
    assert Note.objects.filter(pk=key).count() == 1
    assert offered(client, writing(house)) == []
    assert keep(client, writing(house), key, "copie en retard", revision=9)["etat"] == "ended"
    assert not SavedDraft.objects.exclude(fields="[]").exists()
    ended = json.loads(client.get("/brouillons/ici/", {"cle": str(key)}).content)["finis"]
    assert ended == [str(key)]


def test_a_writing_that_is_refused_keeps_its_draft(house: House) -> None:
    client, key = house.client("ines"), uuid4()
    keep(client, writing(house), key)
    back = client.post(writing(house), {"id": key, "text": "", "brouillon": "1"})
    assert back.status_code == 422
    # It comes back with its draft: sent again before the scripts of the page are there, it still ends it.
    assert f'<input type="hidden" name="brouillon" value="{key}">' in back.content.decode()
    assert offered(client, writing(house)) == [TEXT]


def test_a_copy_that_arrives_after_a_writing_never_kept_before_stays_outside(house: House) -> None:
    client, key = house.client("ines"), uuid4()
    client.post(writing(house), {"id": key, "text": TEXT, "kind": "note", "brouillon": "1"})
    assert keep(client, writing(house), key)["etat"] == "ended"


def test_an_emptied_draft_is_no_longer_offered(house: House) -> None:
    client, key = house.client("ines"), uuid4()
    keep(client, writing(house), key)
    assert keep(client, writing(house), key, revision=2, fields_typed="[]")["etat"] == "ended"
    assert offered(client, writing(house)) == []


def test_thrown_away_a_draft_can_be_taken_back(house: House) -> None:
    client = house.client("ines")
    keep(client, writing(house), uuid4())
    draft = SavedDraft.objects.get()
    page = client.post(f"/brouillons/{draft.pk}/jeter/", follow=True).content.decode()
    assert TEXT not in page and f"/brouillons/{draft.pk}/remettre/" in page
    client.post(f"/brouillons/{draft.pk}/remettre/")
    assert TEXT in client.get("/brouillons/").content.decode()
    assert house.client("karim").post(f"/brouillons/{draft.pk}/jeter/").status_code == 404


def test_a_draft_about_a_record_closed_since_is_counted_not_shown_and_comes_back_with_the_right(house: House) -> None:
    client = house.client("ines")
    keep(client, writing(house), uuid4())
    held = house.sam.held_by.get()
    held.until = timezone.now() - timedelta(minutes=1)
    held.save()
    page = client.get("/brouillons/").content.decode()
    assert TEXT not in page and "Samia" not in page and "1\u00a0brouillon concerne" in page
    assert offered(client, writing(house)) == []
    home = client.get("/").content.decode()  # counts as the list shows
    assert "en attente" not in home and "1\u00a0brouillon concerne" in home and "gardé jusqu’au" in home
    held.until = None
    held.save()
    assert offered(client, writing(house)) == [TEXT]


def test_a_correction_is_offered_to_who_may_read_the_writing(house: House) -> None:
    client, thread = house.client("ines"), uuid4()
    client.post(writing(house), {"id": thread, "text": "Dort.", "kind": "note"})
    keep(client, f"/ecrits/{thread}/corriger/", uuid4(), "Dort enfin.")
    assert offered(client, f"/ecrits/{thread}/corriger/") == ["Dort enfin."]
    keep(house.client("farid"), f"/ecrits/{thread}/corriger/", uuid4(), "Je regarde.")
    assert offered(house.client("farid"), f"/ecrits/{thread}/corriger/") == []


@pytest.mark.parametrize(
    "fields",
    [
        "{",
        "[[1]]",
        "[" * 5000,
        json.dumps([["text", "x" * 400_001]]),
        json.dumps([["n", "v"]] * (MOST_FIELDS + 1)),
        "nul",
    ],
)
def test_what_cannot_be_kept_is_said_in_a_sentence(house: House, fields: str) -> None:
    answer = keep(house.client("ines"), writing(house), uuid4(), fields_typed=fields)
    assert answer["etat"] == "refuse" and answer["phrase"].endswith(".")
    assert not SavedDraft.objects.exists()


def test_strange_signs_are_kept_without_what_the_database_refuses(house: House) -> None:
    client = house.client("ines")
    keep(client, writing(house), uuid4(), "Nul \x00, \ud83d seul, 👩‍👧, شكرا <script>")
    assert offered(client, writing(house)) == ["Nul ,  seul, 👩‍👧, شكرا <script>"]


def test_passwords_and_tokens_are_never_kept(house: House) -> None:
    fields = json.dumps([["password_new", "secret"], ["csrfmiddlewaretoken", "jeton"], ["text", TEXT]])
    keep(house.client("ines"), writing(house), uuid4(), fields_typed=fields)
    assert json.loads(SavedDraft.objects.get().fields) == [["text", TEXT]]


@pytest.mark.parametrize("address", ["/mot-de-passe/", "/nulle-part/", "https://ailleurs.fr/", "//ailleurs.fr/x/", ""])
def test_only_the_forms_of_this_house_keep_drafts(house: House, address: str) -> None:
    assert keep(house.client("ines"), address, uuid4())["etat"] == "refuse"


def test_a_page_of_elsewhere_is_never_where_one_resumes(house: House) -> None:
    keep(house.client("ines"), writing(house), uuid4(), page="//ailleurs.fr/")
    assert SavedDraft.objects.get().page == writing(house)


def test_a_hundred_drafts_are_enough(house: House) -> None:
    client = house.client("ines")
    keep(client, writing(house), uuid4())
    one = SavedDraft.objects.get()
    SavedDraft.objects.bulk_create(
        SavedDraft(
            **{f.attname: getattr(one, f.attname) for f in one._meta.fields if f.name not in ("id", "key")}, key=uuid4()
        )
        for _ in range(store.MOST - 1)
    )
    assert keep(client, writing(house), uuid4())["phrase"].startswith("Vous avez déjà 100 brouillons")
    assert keep(client, writing(house), one.key, "la suite", revision=2)["etat"] == "kept"


def test_old_drafts_are_forgotten_in_every_organisme(house: House) -> None:
    address = writing(house)
    keep(house.client("ines"), address, uuid4(), "récent")
    keep(house.client("ines"), address, uuid4(), "vieux")
    keep(house.client("farid"), address, uuid4(), "vieux aussi")
    old = timezone.now() - store.KEPT - timedelta(hours=1)
    for organization in (house.deux_rives, house.bel_air):
        with house.inside(organization):
            SavedDraft.objects.filter(fields__contains="vieux").update(changed_at=old)
    with house.outside():
        assert store.forget() == 2
    assert offered(house.client("ines"), address) == ["récent"]


def test_each_account_seals_with_its_own_key_and_nobody_has_one_without_signing_in(house: House) -> None:
    pages = {slug: house.client(slug).get("/").content.decode() for slug in ("ines", "karim")}
    keys = {slug: page.split('name="liane-brouillons" content="')[1].split('"')[0] for slug, page in pages.items()}
    assert keys["ines"] != keys["karim"] and len(keys["ines"]) == 44
    again = house.client("ines").get("/").content.decode()
    assert keys["ines"] in again
    assert "liane-brouillons" not in HouseClient().get("/connexion/").content.decode()
    assert drafts_meta(None) == ""


def test_who_looks_as_a_colleague_keeps_her_own_drafts(house: House) -> None:
    """The owner is the account that signed in, whoever the actor of the page is."""

    class Request:
        user = house.accounts["marc"]
        actor: Actor = house.actor("ines")

    assert store.owner_of(Request()).account_id == house.accounts["marc"].pk  # type: ignore[arg-type, union-attr]


def test_the_list_costs_the_same_whatever_the_number_of_drafts(house: House) -> None:
    client, costs = house.client("ines"), []
    for number in (1, 12):
        for _ in range(number):
            keep(client, writing(house), uuid4())
        costs.append(len(asked(client, "/brouillons/")))
    assert costs[0] == costs[1] <= 5
