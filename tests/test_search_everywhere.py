"""The search everywhere: what one may open is found by its words, and nothing else leaves a sign.

Two facilities follow Luc, one of them discreet; Sam is followed in Mimosa; Farid works elsewhere.
"""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone
from django.utils.http import urlencode

from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.ids import uuid7
from liane.notes.actions.writing import correct_note, write_note
from liane.notes.drafts import Draft
from liane.people.models import Record, RecordUnit
from liane.professionals.limits import lend
from liane.testing import House
from liane.timeline.searching.wanted import wanted
from liane.timeline.searching.writings import After, search


def wrote(house: House, slug: str, record: Record, text: str, *, days: int = 0, **draft: object) -> UUID:
    """Somebody writes, some days ago."""
    happened = timezone.now() - timedelta(days=days, minutes=1)
    return write_note(house.actor(slug), record.pk, uuid7(), Draft(text=text, happened_at=happened, **draft)).thread_id  # type: ignore[arg-type]


def titles(house: House, slug: str, typed: str) -> list[str]:
    """Titles of the writings found, newest first."""
    with house.inside(house.bel_air if slug == "farid" else None):
        return [line.title for line in search(house.actor(slug), wanted(typed)).lines]


def page(house: House, slug: str, typed: str, **more: str) -> str:
    """The page as this reader receives it."""
    answer = house.client(slug).get(f"/recherche/?{urlencode({'q': typed, **more})}")
    assert answer.status_code == 200
    return answer.content.decode()


def said(text: str) -> str:
    """A page without the token of its forms."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)


@pytest.fixture
def writings(house: House) -> House:
    """A few writings about Sam, from three hands, over a year."""
    wrote(house, "karim", house.sam, "A mangé son goûter avec plaisir.", focus="Repas")
    wrote(house, "ines", house.sam, "Sommeil agité, elle a demandé du petit lait.", days=10, focus="Sommeil")
    wrote(house, "maud", house.sam, "Le petit déjeuner est refusé : « je n’ai pas faim ».", days=70, focus="Repas")
    wrote(house, "karim", house.sam, "Déjeuner chez sa sœur, petit cadeau.", days=400)
    return house


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("gouter", ["Repas : a mangé son goûter avec plaisir"]),
        ("manger", ["Repas : a mangé son goûter avec plaisir"]),
        ("goû", ["Repas : a mangé son goûter avec plaisir"]),
        ('"petit déjeuner"', ["Repas : le petit déjeuner est refusé : « je n’ai pas faim »"]),
        ("petit dejeuner", ["Repas : le petit déjeuner est refusé : « je n’ai pas faim »", "Déjeuner chez sa sœur, petit cadeau"]),
        ("soeur", ["Déjeuner chez sa sœur, petit cadeau"]),
        ("petit auteur:ines", ["Sommeil : sommeil agité, elle a demandé du petit lait"]),
        ("auteur:\"Roche Inès\"", ["Sommeil : sommeil agité, elle a demandé du petit lait"]),
        ("cible:sommeil", ["Sommeil : sommeil agité, elle a demandé du petit lait"]),
        ('cible:"vie quotidienne"', []),
        ('cible:"" lait', ["Sommeil : sommeil agité, elle a demandé du petit lait"]),
        ("cible:repas depuis:1mois", ["Repas : a mangé son goûter avec plaisir"]),
        ("petit depuis:2mois", ["Sommeil : sommeil agité, elle a demandé du petit lait"]),
        ("lait dans:mimosa", ["Sommeil : sommeil agité, elle a demandé du petit lait"]),
        ("lait dans:tilleuls", ["Sommeil : sommeil agité, elle a demandé du petit lait"]),
        ("lait dans:acacia", []),
        ("gouter auteur:maud", []),
        ("gouter auteur:personne", []),
        ("introuvable", []),
        ("le", []),
    ],
)  # fmt: skip
def test_writings_are_found_by_words_phrases_and_filters(writings: House, typed: str, found: list[str]) -> None:
    assert [title.casefold() for title in titles(writings, "karim", typed)] == [title.casefold() for title in found]


@pytest.mark.parametrize("typed", ['"3 h"', "30 mg", '"à 3 h, 30 mg"', '"visite de sa sœur"'])
def test_the_spaces_of_french_typography_part_words(house: House, typed: str) -> None:
    wrote(house, "karim", house.sam, "Réveillée à 3\u202fh, 30\u00a0mg de fer, attend la visite de sa sœur.")
    assert len(titles(house, "karim", typed)) == 1


def test_what_one_wrote_oneself_since_a_day(writings: House) -> None:
    assert len(titles(writings, "karim", "auteur:moi")) == 2
    assert len(titles(writings, "karim", "auteur:moi depuis:hier")) == 1
    assert len(titles(writings, "karim", "depuis:1mois")) == 2


def test_a_correction_is_found_by_its_new_words_and_keeps_its_readers(house: House) -> None:
    key = wrote(house, "karim", house.sam, "Une clarinette.", shared_unit_ids=())
    correct_note(house.actor("karim"), key, uuid7(), Draft(text="Un hautbois."), version=1)
    assert titles(house, "ines", "hautbois") == ["Un hautbois"]
    assert titles(house, "ines", "clarinette") == []


def test_pages_follow_each_other_without_a_hole_nor_a_double(house: House) -> None:
    keys = [wrote(house, "karim", house.sam, f"Promenade numéro {n}.", days=n * 30) for n in range(23)]
    actor, seen, after = house.actor("karim"), [], None
    with house.inside():
        while True:
            found = search(actor, wanted("promenade"), after=after, limit=5)
            seen += [line.source_id for line in found.lines]
            if found.after is None:
                break
            after = After.read(str(found.after))
    assert seen == keys


def test_a_word_that_is_only_begun_keeps_its_pages(house: House) -> None:
    keys = [wrote(house, "karim", house.sam, f"Clarinette numéro {n}.", days=n) for n in range(7)]
    actor = house.actor("karim")
    with house.inside():
        first = search(actor, wanted("clarin"), limit=4)
        assert first.after is not None and first.after.is_begun
        second = search(actor, wanted("clarin"), after=After.read(str(first.after)), limit=4)
    assert [line.source_id for line in first.lines + second.lines] == keys and second.after is None


def test_nobody_else_finds_them(writings: House) -> None:
    writings.hire("remplacante", "interimaire", "mimosa", ends=timedelta(hours=-1))
    for slug in ("helene", "fatou", "farid", "remplacante", "amine", "admin"):
        text = page(writings, slug, "petit")
        assert "trouve-ecrits" not in text and "<mark>" not in text, slug
        assert "Samia" not in page(writings, slug, "samia"), slug


def test_a_record_that_is_no_longer_open_to_her_is_not_found(writings: House) -> None:
    with writings.inside():
        RecordUnit.objects.filter(record=writings.sam).update(until=timezone.now() - timedelta(minutes=1))
    assert titles(writings, "karim", "gouter") == []
    assert "Samia" not in page(writings, "karim", "samia goûter")


def test_a_part_that_one_does_not_read_is_not_found(house: House) -> None:
    house.hire("psy", "psychologue", "mimosa")
    wrote(house, "psy", house.sam, "Canari du matin.", volet="PSY")
    assert titles(house, "psy", "canari") == ["Canari du matin"]
    for slug in ("karim", "ines", "sophie", "nicole"):
        assert titles(house, slug, "canari") == []
        assert said(page(house, slug, "canari")) == said(page(house, slug, "canary")).replace("canary", "canari")


def test_a_discreet_facility_leaves_no_sign_in_a_search_nor_after_one(house: House) -> None:
    house.hire("paule", "educateur", "csapa")
    house.hire("chef-mecs", "chef_de_service", "mecs")
    luc = house.person("Luc Deux", "mecs", "csapa", is_protected=True)
    wrote(house, "paule", luc, "Canari entre nous.", unit_id=house.units["csapa"].pk)
    assert "<mark>Canari</mark>" in page(house, "paule", "canari")
    for typed in ("canari", "auteur:paule", "dans:source", "canari dans:source", "luc canari", "cible:canari"):
        text = page(house, "chef-mecs", typed)
        assert "trouve-ecrits" not in text and "La Source" not in text and "Paule" not in text, typed
    assert "La Source" not in house.client("chef-mecs").get("/recherche/palette/?q=luc").content.decode()
    seen = house.client("chef-mecs").get(f"/personnes/{luc.pk}/qui-a-vu/").content.decode()
    assert "Paule" not in seen
    helene = page(house, "helene", "luc deux")
    assert "Luc Deux" not in helene and "/personnes/" + str(luc.pk) not in helene


def test_what_is_shared_with_a_team_is_found_by_it(house: House) -> None:
    house.hire("paule", "educateur", "csapa")
    house.hire("educ-mecs", "educateur", "mecs")
    luc, units = house.person("Luc Deux", "mecs", "csapa"), house.units
    wrote(house, "paule", luc, "Hautbois partagé.", unit_id=units["csapa"].pk, shared_unit_ids=(units["mecs"].pk,))
    assert titles(house, "educ-mecs", "hautbois") == ["Hautbois partagé"]


def test_the_palette_says_which_writing_and_nothing_of_what_it_says(house: House) -> None:
    """It answers at each letter and leaves no trace: only the page of search, which leaves one, shows the words."""
    wrote(house, "karim", house.sam, "Hautbois confié à sa sœur.", focus="Sommeil")
    wrote(house, "karim", house.sam, "Le hautbois : elle en joue, dit-elle.")
    text = house.client("karim").get("/recherche/palette/?q=hautbois").content.decode()
    assert "confié" not in text and "en joue" not in text and "Le hautbois" not in text
    assert "Sommeil" in text and "Samia Belkacem ·" in text and text.count("#ecrit-") == 2
    assert not JournalEntry.objects.filter(kind=Kind.WRITINGS_SEARCHED).exists()


def test_an_extract_that_is_shown_is_told_in_who_has_seen(writings: House) -> None:
    client = writings.client("karim")
    client.get("/recherche/?q=petit")
    with writings.inside():
        told = JournalEntry.objects.filter(record_id=writings.sam.pk, kind=Kind.WRITINGS_SEARCHED)
        assert [entry.detail["through"] for entry in told] == [str(writings.units["mimosa"].pk)]
    client.get("/recherche/?q=samia")
    with writings.inside():
        assert told.count() == 1, "a name in a list is not an extract"


def test_her_own_words_stay_between_their_marks(house: House) -> None:
    wrote(house, "karim", house.sam, "Elle a souri. Puis : « je veux voir ma sœur ». Rien de plus.")
    assert "« je veux voir ma <mark>sœur</mark> »" in page(house, "karim", "sœur").replace("\u00a0", " ")


def test_words_are_marked_and_what_was_typed_is_only_text(house: House) -> None:
    wrote(
        house,
        "karim",
        house.sam,
        "Bonjour <script>alert(1)</script> & mangé <b onclick=x>trop</b>. " + "Encore une phrase. " * 30,
    )
    text = page(house, "karim", "manger trop")
    assert "<mark>mangé</mark> &lt;b onclick=x&gt;<mark>trop</mark>&lt;/b&gt;" in text
    assert "<script>alert" not in text and "<b onclick" not in text
    echo = page(house, "karim", '"><svg onload=alert(1)> samia')
    assert "<svg onload" not in echo


@pytest.mark.parametrize(
    "typed",
    ["", " ", "&|!()<->:*", '"', '"""', "« ", "a' | b; DROP TABLE x", "\x00", "☂ 🎻", "\u202eabc", "auteur:", "cible:\"", "depuis:zzz",
     "depuis:31/02", "depuis:9999999an", "dans:zzz", "auteur:%_", "le la les", "%", "\\", "a:*", "!a", "مرحبا", "x" * 5000, "1 " * 400],
)  # fmt: skip
def test_anything_may_be_typed(writings: House, typed: str) -> None:
    text = page(writings, "karim", typed)
    assert "<h1>Chercher</h1>" in text and "Réf." not in text
    assert writings.client("karim").get(f"/recherche/palette/?{urlencode({'q': typed})}").status_code == 200


@pytest.mark.parametrize(
    "cursor", ["", "x", "2026-01-01T00:00:00_x_1", "2026-01-01T00:00:00+00:00_" + "0" * 36 + "_1", "\x00", "_" * 90]
)
def test_a_wrong_place_in_the_pages_is_the_first_page(writings: House, cursor: str) -> None:
    assert page(writings, "karim", "petit", partie="ecrits", suite=cursor).count("<article") == 0


def test_a_date_that_is_none_is_said(writings: House) -> None:
    assert "« zzz » n’est pas une date" in page(writings, "karim", "petit depuis:zzz")
    assert "Aucune de vos unités ne s’appelle « source »" in page(writings, "karim", "dans:source")
    assert "Écrits depuis le" in page(writings, "karim", "depuis:1mois")


def test_gestures_are_offered_to_those_who_hold_their_right(house: House) -> None:
    assert "Écrire pour Samia Belkacem" in page(house, "karim", "écrire Samia")
    assert f"/personnes/{house.sam.pk}/#ecrire" in page(house, "karim", "ecr samia")
    assert "Imprimer l’essentiel de Samia Belkacem" in page(house, "karim", "imprimer l’essentiel de sam")
    assert "Accueillir une personne" in page(house, "nicole", "accueillir")
    assert 'href="/personnes/nouvelle/"' not in page(house, "ines", "accueillir")
    assert "Écrire pour" not in page(house, "helene", "écrire Samia")
    assert "Équipe et droits" in page(house, "amine", "droits")
    assert "Relève" in page(house, "karim", "relève") and "trouve-actions" not in page(house, "admin", "relève")


def test_help_answers_in_a_few_sentences(house: House) -> None:
    assert "L’ancien texte reste lisible" in page(house, "admin", "corriger")
    assert "Tapez un nom" in house.client("karim").get("/recherche/?aide=chercher").content.decode()
    assert house.client("karim").get("/recherche/?aide=rien").status_code == 200


def test_a_result_opens_the_fil_where_the_writing_stands(house: House) -> None:
    old = wrote(house, "karim", house.sam, "Une clarinette.", days=300)
    for number in range(35):
        wrote(house, "ines", house.sam, f"Nuit {number}.", days=number)
    link = re.search(r'href="(/personnes/[^"#]+)#ecrit-' + str(old), page(house, "karim", "clarinette"))
    assert link
    opened = house.client("karim").get(link[1].replace("&amp;", "&")).content.decode()
    assert f'id="ecrit-{old}"' in opened and "Revenir aux écrits les plus récents" in opened


def test_whoever_writes_a_line_it_carries_where_by_whom_and_when(house: House) -> None:
    wrote(house, "karim", house.sam, "Une clarinette.")
    mimosa, acacia = house.units["mimosa"].pk, house.units["acacia"].pk
    with house.inside(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE timeline_entry SET shared_unit_ids = %s::uuid[] WHERE record_id = %s", [[acacia], house.sam.pk]
        )
        cursor.execute(
            "UPDATE timeline_entry SET shared_unit_ids = '{}', happened_at = '2024-02-29 23:30+00' WHERE record_id = %s"
            " RETURNING tsvector_to_array(words)",
            [house.sam.pk],
        )
        ((words,),) = cursor.fetchall()
    karim = house.practitioner("karim").pk
    assert [word for word in words if ":" in word] == [
        f"by:{karim.hex}", f"in:{mimosa.hex}:SUPPORT", "on:202402", f"record:{house.sam.pk.hex}",
    ]  # fmt: skip


def test_a_search_never_reads_another_house_even_from_above_the_wall(writings: House) -> None:
    karim = writings.actor("karim")
    with writings.inside(writings.bel_air):
        assert search(karim, wanted("petit")).lines == []
    with writings.outside():
        assert search(karim, wanted("petit")).lines == []


def test_who_reads_the_whole_house_finds_the_same(writings: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond some units the rule is applied line by line instead of by words of the index: one answer, two ways."""
    house = writings
    house.hire("psy", "psychologue", "mimosa")
    wrote(house, "psy", house.sam, "Canari, petit.", volet="PSY")
    asked = ("petit", "gouter", '"petit déjeuner"', "auteur:moi", "cible:repas", "petit dans:mimosa", "canari", "clari")
    slugs = ("karim", "marc", "psy", "helene", "nicole")
    few = {(slug, typed): titles(house, slug, typed) for slug in slugs for typed in asked}
    monkeypatch.setattr("liane.timeline.searching.writings._MOST_MARKS", 0)
    assert {(slug, typed): titles(house, slug, typed) for slug in slugs for typed in asked} == few
    monkeypatch.setattr("liane.timeline.searching.writings._MOST_ALONE", 0)
    assert "Ajoutez un mot" in page(house, "karim", "depuis:lundi")


@pytest.mark.parametrize(
    ("address", "window"), [("/recherche/?q=samia", "search"), ("/recherche/palette/?q=samia", "typing")]
)
def test_a_machine_that_searches_is_asked_to_wait(
    house: House, monkeypatch: pytest.MonkeyPatch, address: str, window: str
) -> None:
    monkeypatch.setattr("liane.professionals.limits.WINDOWS", {window: (3, 60)})
    karim = house.client("karim")
    answers = [karim.get(address) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert "Samia" not in answers[-1].content.decode() and re.search("minute|seconde", answers[-1].content.decode())
    assert house.client("maud").get(address).status_code == 200


def test_the_benchmark_borrows_more_searches_than_a_person_may_make(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("liane.professionals.limits.WINDOWS", {"search": (1, 60)})
    lend("search", house.accounts["karim"].pk, 3)
    karim = house.client("karim")
    assert [karim.get("/recherche/?q=samia").status_code for _ in range(6)] == [200] * 4 + [429] * 2
