"""The queue, the comparison, the two answers, the way back, the parting: as Sophie and Nicole do, and as others may not."""

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from liane.access.enums import Right
from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.door import NotVisible
from liane.notes.actions.writing import write_note
from liane.notes.drafts import Draft
from liane.notes.models import Note, Quote, Reading
from liane.people.actions.creation import Arrival, create_person
from liane.people.door import open_record
from liane.people.doubles.models import Double, Regrouping
from liane.people.doubles.queries import half_pairs, queue, waiting
from liane.people.doubles.watch import look_for_doubles
from liane.people.identity import index_person
from liane.people.models import Flag, LocalIdentifier, Person, Record, RecordUnit
from liane.people.traits import Traits
from liane.stays.models import Stay
from liane.testing import House, asked
from liane.timeline.models import Entry, Tally

Browser = Callable[[str], Any]
QUEUE = "/identites/doublons/"
BORN = date(1980, 2, 7)
STRANGER = "0192f0c4-7d3a-7c11-8a55-3f0e9d1b7c20"  # names nothing; the same in every process of pytest


@pytest.fixture
def pair(house: House) -> tuple[Record, Record, Double]:
    """Nadia twice in Mimosa, and the night has passed."""
    one = house.person("Nadia Bellec", "mimosa", birth=BORN)
    other = house.person("Nadia Belec", "mimosa", birth=date(1980, 7, 2), since=timezone.now() - timedelta(days=8))
    look_for_doubles(house.deux_rives.pk)
    return one, other, Double.objects.get()


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def join(client: Any, double: Double, kept: Record, **changes: Any) -> Any:
    page = client.get(f"{QUEUE}{double.pk}/").content.decode()
    form = {name: hidden(page, name) for name in ("id", "one_version", "other_version")}
    return client.post(f"{QUEUE}{double.pk}/reunir/", form | {"keep": str(kept.pk)} | changes)


def test_the_night_finds_and_the_queue_shows_why(house: House, client_of: Browser, pair: Any) -> None:
    page = client_of("nicole").get(QUEUE).content.decode()
    assert re.search(r"1\spaire de dossiers à comparer", page)
    assert "Nom qui se prononce pareil, même prénom, jour et mois inversés" in page
    assert f'href="{QUEUE}{pair[2].pk}/"' in page
    assert "%" not in re.sub(r"<[^>]*>", "", page.split("<main")[1])  # never a figure that looks like a proof


def test_a_comparison_says_what_differs_and_is_told_in_both_journals(
    house: House, client_of: Browser, pair: Any
) -> None:
    one, other, double = pair
    page = client_of("nicole").get(f"{QUEUE}{double.pk}/").content.decode()
    assert "Bellec" in page and "Belec" in page and "différent" in page
    assert page.count('class="btn btn-1"') == 1  # one is proposed: the surer, then the older
    assert re.search(rf'btn btn-1"[^>]*value="{one.pk}"', page)
    told = JournalEntry.objects.filter(kind=Kind.DOUBLE_COMPARED).values_list("record_id", flat=True)
    assert set(told) == {one.pk, other.pk}


def test_one_gesture_joins_and_the_old_links_lead_to_the_kept_record(
    house: House, client_of: Browser, pair: Any
) -> None:
    one, other, double = pair
    nicole = client_of("nicole")
    answer = join(nicole, double, one)
    assert answer.status_code == 303
    page = nicole.get(answer["Location"]).content.decode()
    assert "1 accompagnement en double, mis de côté" in page and "Belec" in page
    again = re.search(r"reunions/([0-9a-f-]{36})", answer["Location"])
    assert (
        again
        and nicole.post(
            f"{QUEUE}{double.pk}/reunir/",
            {"id": again[1], "keep": str(one.pk), "one_version": "1", "other_version": "1"},
        )["Location"]
        == answer["Location"]
    )  # sent twice
    old = nicole.get(f"/personnes/{other.pk}/essentiel/?x=1")
    assert (old.status_code, old["Location"]) == (302, f"/personnes/{one.pk}/essentiel/?x=1")
    assert waiting(house.actor("nicole")) == 0
    assert "Réunis ou séparés récemment" in nicole.get(QUEUE).content.decode()
    assert "Déjà fait" in nicole.get(f"{QUEUE}{double.pk}/").content.decode()
    for slug, status in (("farid", 404), ("amine", 404), ("helene", 403)):
        assert client_of(slug).get(f"/personnes/{other.pk}/").status_code == status


def test_a_colleague_who_was_writing_in_the_closed_record_is_told_and_keeps_her_words(
    house: House, client_of: Browser, pair: Any
) -> None:
    one, other, double = pair
    karim = client_of("karim")
    assert join(client_of("nicole"), double, one).status_code == 303
    before = Note.objects.count()
    answer = karim.post(
        f"/personnes/{other.pk}/ecrire/",
        {"id": str(uuid4()), "kind": "transmission", "level": "0", "text": "Elle a bien dormi."},
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "réuni à un autre" in page and "Elle a bien dormi." in page and f'href="/personnes/{one.pk}/"' in page
    assert Note.objects.count() == before
    assert not JournalEntry.objects.filter(kind=Kind.RECORD_REFUSED).exists()


def test_a_colleague_who_was_correcting_the_closed_record_reads_her_words_and_nothing_of_the_machine(
    house: House, client_of: Browser, pair: Any
) -> None:
    one, other, double = pair
    nicole = client_of("nicole")
    address = f"/personnes/{other.pk}/identite/"
    base = json.dumps({"birth_name": "Zimmer", "used_name": ""})
    assert join(nicole, double, one).status_code == 303
    typed = {"version": "1", "base": base, "used_name": "Garnier-Petit", "birth_date": "12/03/1992"}
    answer = nicole.post(address, typed)
    page = answer.content.decode()
    assert answer.status_code == 409 and "Garnier-Petit" in page
    assert "birth_name" not in page and "Zimmer" not in page
    assert not Person.objects.filter(used_name="Garnier-Petit").exists()


def test_an_identity_changed_while_comparing_is_said(house: House, client_of: Browser, pair: Any) -> None:
    one, other, double = pair
    answer = join(client_of("nicole"), double, one, one_version="99")
    assert answer.status_code == 422
    assert "Rien n’a été réuni" in answer.content.decode()
    assert Record.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize("keep", ["", "rien", STRANGER])
def test_a_side_that_is_not_one_of_the_two_joins_nothing(
    house: House, client_of: Browser, pair: Any, keep: str
) -> None:
    one, other, double = pair
    answer = join(client_of("nicole"), double, one, keep=keep)
    assert answer.status_code == 422
    assert Record.objects.filter(pk__in=[one.pk, other.pk]).count() == 2


def test_two_persons_is_never_asked_again(house: House, client_of: Browser, pair: Any) -> None:
    one, other, double = pair
    nicole = client_of("nicole")
    answer = nicole.post(f"{QUEUE}{double.pk}/deux-personnes/", {"reason": "Deux cousines"})
    assert answer.status_code == 303
    look_for_doubles(house.deux_rives.pk)
    assert "Aucun doublon à comparer" in nicole.get(QUEUE).content.decode()
    page = nicole.get(f"{QUEUE}{double.pk}/").content.decode()
    assert "Nicole Ferrand a répondu que ce sont deux personnes" in page and "Deux cousines" in page
    assert 'name="keep"' not in page
    told = JournalEntry.objects.filter(kind=Kind.DOUBLE_ANSWERED).values_list("record_id", flat=True)
    assert set(told) == {one.pk, other.pk}
    assert nicole.post(f"{QUEUE}{double.pk}/redemander/").status_code == 303
    assert waiting(house.actor("nicole")) == 1


def test_a_joining_is_undone_with_its_reason(house: House, client_of: Browser, pair: Any) -> None:
    one, other, double = pair
    sophie = client_of("sophie")
    address = join(sophie, double, one)["Location"]
    assert sophie.post(f"{address}annuler/", {"reason": ""}).status_code == 422
    assert sophie.post(f"{address}annuler/", {"reason": "Deux cousines"}).status_code == 303
    page = sophie.get(address).content.decode()
    assert "Annulé par Sophie Marchal" in page
    assert sophie.get(f"/personnes/{other.pk}/").status_code == 200
    assert Double.objects.get().state == "APART"


@pytest.mark.parametrize("gesture", ["reunir", "deux-personnes", "redemander"])
def test_each_answer_asks_who_she_is_again(house: House, client_of: Browser, pair: Any, gesture: str) -> None:
    nicole = client_of("nicole")
    session = nicole.session
    session["proved_at"] = 0
    session.save()
    assert nicole.post(f"{QUEUE}{pair[2].pk}/{gesture}/", {}).status_code == 401


def test_the_queue_shows_only_pairs_that_may_both_be_joined(house: House, client_of: Browser) -> None:
    """A discreet facility, a protected person elsewhere, another house: not even a count. Another unit: whom to ask, no more."""
    born = date(1971, 3, 4)
    house.person("Zoé Lam", "mimosa", birth=born)
    house.person("Zoé Lam", "csapa", birth=born)
    house.person("Zoé Lamm", "savs", birth=born, is_protected=True)
    house.person("Zoë Lam", "garenne", birth=born)
    look_for_doubles(house.deux_rives.pk)
    with house.inside(house.bel_air):
        house.person("Zoé Lam", "belair", birth=born)
        look_for_doubles(house.bel_air.pk)
        assert Double.objects.count() == 0
    assert Double.objects.count() == 6
    for slug in ("nicole", "sophie"):
        assert queue(house.actor(slug)) == [] and waiting(house.actor(slug)) == 0
        page = client_of(slug).get(QUEUE).content.decode()
        assert "Aucun doublon" in page and page.count("Une autre fiche existe peut-être. Demandez à Les Grands") == 1
        assert page.count("Une autre fiche") == 1 and not re.search("Lamm|Zoë|Source|Horizon", page)
        for double in Double.objects.all():
            assert client_of(slug).get(f"{QUEUE}{double.pk}/").status_code in (403, 404)
    for slug in ("karim", "maud", "amine", "helene", "farid"):
        assert client_of(slug).get(QUEUE).status_code == 404
    assert waiting(house.actor("marc")) >= 1  # the director follows every unit openly


def test_a_discreet_unit_is_never_named_beside_a_shared_person(house: House, client_of: Browser) -> None:
    one = house.person("Ida Mons", "mimosa", "csapa", birth=BORN)
    house.person("Ida Monts", "mimosa", birth=BORN)
    Flag.objects.create(
        organization=house.deux_rives, record=one, kind="DANGER", label="Mot du CSAPA", since=BORN, author_name="x",
        unit=house.units["csapa"],
    )  # fmt: skip
    look_for_doubles(house.deux_rives.pk)
    nicole, double = client_of("nicole"), Double.objects.get()
    for address in (QUEUE, f"{QUEUE}{double.pk}/", "/identites/", f"/personnes/{one.pk}/separer/"):
        page = nicole.get(address).content.decode()
        assert "La Source" not in page and "Mot du CSAPA" not in page, address


def test_the_queue_costs_the_same_at_any_length(house: House, client_of: Browser) -> None:
    for number in range(45):
        born = date(1950 + number, 1 + number % 12, 1 + number % 28)
        house.person(f"Prenom{number} Martin", "mimosa", birth=born)
        house.person(f"Prenom{number} Marttin", "mimosa", birth=born)
    look_for_doubles(house.deux_rives.pk)
    nicole = client_of("nicole")
    assert len(asked(nicole, QUEUE)) <= 8
    page = nicole.get(QUEUE).content.decode()
    older = re.search(r'href="([^"]*apres=[^"]*)"', page)
    assert older and page.count("Comparer<") == 30
    second = nicole.get(older[1].replace("&amp;", "&")).content.decode()
    assert second.count("Comparer<") == 15
    assert len(asked(nicole, "/identites/")) <= 8
    double = Double.objects.first()
    assert (
        double and len(asked(nicole, f"{QUEUE}{double.pk}/")) <= 40
    )  # two whole records are opened, whatever they hold


@pytest.mark.parametrize(
    "after", ["x", "90_", f"-1_{STRANGER}", f"99999999999_{STRANGER}", "90_" + "9" * 40, f"²_{STRANGER}"]
)
def test_an_address_that_cannot_be_read_begins_again(house: House, client_of: Browser, pair: Any, after: str) -> None:
    answer = client_of("nicole").get(QUEUE, {"apres": after})
    assert answer.status_code == 200 and "Comparer" in answer.content.decode()


def test_who_is_welcomed_although_she_looks_like_another_waits_in_the_queue_at_once(house: House) -> None:
    house.person("Nadia Bellec", "mimosa", birth=BORN)
    nicole, arrival = house.actor("nicole"), Arrival(house.units["mimosa"].pk, date(2026, 9, 1))
    for name, first in (("Belec", "Nadia"), ("Bellec", "Zoé"), ("Caron", "Bruno")):
        create_person(nicole, uuid4(), Traits(birth_name=name, first_names=first, birth_date=BORN), arrival)
    pair = Double.objects.get()
    assert {pair.first.birth_name, pair.second.birth_name} == {"Bellec", "Belec"}
    assert waiting(nicole) == 1
    assert look_for_doubles(house.deux_rives.pk).new == 0


def test_a_pair_that_no_longer_looks_alike_leaves_the_queue(house: House, pair: Any) -> None:
    person = Person.objects.get(pk=pair[1].person_id)
    person.first_names, person.birth_date = "Claire", date(1999, 1, 1)
    index_person(person).save()
    night = look_for_doubles(house.deux_rives.pk)
    assert (night.gone, Double.objects.count()) == (1, 0)


def test_a_colleague_may_bring_two_records_together(house: House, client_of: Browser) -> None:
    one, other = house.person("Aya Sow", "mimosa"), house.person("Fatou Ba", "mimosa", birth=BORN)
    index_person(other.person).save()
    nicole = client_of("nicole")
    address = f"/personnes/{one.pk}/autre-dossier/"
    assert "Fatou Ba" in nicole.get(f"{address}?q=ba").content.decode()
    assert nicole.post(address, {"other": "rien"}).status_code == 422
    assert nicole.post(address, {"other": str(one.pk)}).status_code == 422
    answer = nicole.post(address, {"other": str(other.pk)})
    assert answer.status_code == 303
    look_for_doubles(house.deux_rives.pk)
    assert Double.objects.get().state == "OPEN"  # what a colleague asked stays asked
    elsewhere = house.person("Léa Roy", "savs")
    assert nicole.post(address, {"other": str(elsewhere.pk)}).status_code == 403


# Two persons in one file


def parting(house: House, record: Record, lines: list[str], **changes: Any) -> dict[str, Any]:
    return {
        "id": str(uuid4()), "birth_name": "Belkacem", "first_names": "Sonia", "sex": "F", "birth_date": "03/04/1993",
        "unit": str(house.units["mimosa"].pk), "starts_on": "01/10/2026", "reason": "Deux cartes d’identité",
        "line": lines, **changes,
    }  # fmt: skip


def test_a_file_is_parted_line_by_line_and_put_back(house: House, client_of: Browser) -> None:
    sam, karim = house.sam, house.actor("karim")
    hers, theirs = (
        write_note(karim, sam.pk, uuid4(), Draft(text=f"Elle a dit « {word} » ce soir.", level=1))
        for word in ("oui", "non")
    )
    flag = Flag.objects.create(
        organization=house.deux_rives, record=sam, kind="DANGER", label="Noix", since=BORN, author_name="x"
    )
    number = LocalIdentifier.objects.create(organization=house.deux_rives, person=sam.person, value="N-9")
    sophie = client_of("sophie")
    address = f"/personnes/{sam.pk}/separer/"
    page = sophie.get(address).content.decode()
    lines = [f"NOTE:{theirs.thread_id}", f"FLAG:{flag.pk}", f"NUMBER:{number.pk}"]
    assert all(f'value="{line}"' in page for line in lines)
    form = parting(house, sam, lines)
    answer = sophie.post(address, form)
    assert answer.status_code == 303, answer.content.decode()
    assert sophie.post(address, form)["Location"] == answer["Location"]  # twice is once
    done = Regrouping.objects.get()
    other = Record.objects.get(pk=done.target_id)
    assert other.person.full_name == "Sonia Belkacem"
    assert Note.objects.get(pk=theirs.pk).record_id == other.pk and Note.objects.get(pk=hers.pk).record_id == sam.pk
    assert set(Quote.objects.filter(note=theirs).values_list("record_id", flat=True)) == {other.pk}
    assert not Reading.objects.filter(thread_id=theirs.thread_id).exclude(record=other).exists()
    assert Flag.objects.get(pk=flag.pk).record_id == other.pk
    assert LocalIdentifier.objects.get(pk=number.pk).person_id == other.person_id
    for record in (sam, other):
        tally = Tally.objects.get(record=record, volet="SUPPORT", unit=house.units["mimosa"])
        assert tally.lines == Entry.objects.filter(record=record, volet="SUPPORT").count()
    assert Double.objects.get().state == "APART"
    found = sophie.get(f"/personnes/{other.pk}/?mots=non").content.decode()
    assert "ce soir" in found and "ce soir" not in sophie.get(f"/personnes/{sam.pk}/?mots=non").content.decode()
    assert sophie.post(f"{answer['Location']}annuler/", {"reason": "C’était bien elle"}).status_code == 303
    assert not Record.objects.filter(pk=other.pk).exists()
    assert Note.objects.get(pk=theirs.pk).record_id == sam.pk
    assert Stay.objects.filter(record=sam).count() == 1


def test_a_stay_that_goes_opens_the_other_record_to_its_team(house: House, client_of: Browser) -> None:
    both = house.person("Ali Un", "mimosa", "acacia")
    stay = Stay.objects.get(record=both, unit=house.units["acacia"])
    sophie = client_of("sophie")
    answer = sophie.post(f"/personnes/{both.pk}/separer/", parting(house, both, [f"STAY:{stay.pk}"]))
    assert answer.status_code == 303, answer.content.decode()
    other = Regrouping.objects.get().target_id
    assert list(RecordUnit.objects.open().filter(record_id=other).values_list("unit_id", flat=True)) == [stay.unit_id]
    assert list(RecordUnit.objects.open().filter(record=both).values_list("unit_id", flat=True)) == [
        house.units["mimosa"].pk
    ]
    last = Stay.objects.get(record=both)
    refused = sophie.post(f"/personnes/{both.pk}/separer/", parting(house, both, [f"STAY:{last.pk}"]))
    assert refused.status_code == 422 and "Laissez un accompagnement" in refused.content.decode()
    assert Regrouping.objects.count() == 1


@pytest.mark.parametrize(
    ("lines", "changes", "said"),
    [
        ([], {}, "Cochez au moins une ligne"),
        (["NOTE:" + STRANGER], {}, "n’est plus dans ce dossier"),
        (["x"], {}, "n’est plus dans ce dossier"),
        (["FLAG"], {"birth_name": ""}, "Écrivez le nom de naissance."),
        (["FLAG"], {"birth_date": "31/02/1990"}, "Le 31/02 n’existe pas."),
        (["FLAG"], {"reason": ""}, "comment vous savez"),
        (["FLAG"], {"unit": STRANGER}, "Choisissez l’unité"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_ticked_stays(
    house: House, client_of: Browser, lines: list[str], changes: dict, said: str
) -> None:
    flag = Flag.objects.create(
        organization=house.deux_rives, record=house.sam, kind="DANGER", label="Noix", since=BORN, author_name="x"
    )
    lines = [f"FLAG:{flag.pk}" if line == "FLAG" else line for line in lines]
    answer = client_of("sophie").post(
        f"/personnes/{house.sam.pk}/separer/", parting(house, house.sam, lines, **changes)
    )
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page
    assert (f'value="FLAG:{flag.pk}" checked' in page) is (f"FLAG:{flag.pk}" in lines)
    assert Flag.objects.get().record_id == house.sam.pk and not Regrouping.objects.exists()


def test_a_line_that_is_not_read_is_neither_shown_nor_moved(house: House, client_of: Browser) -> None:
    """Nicole reads the administrative part only: the writings of the team stay where they are."""
    note = write_note(house.actor("karim"), house.sam.pk, uuid4(), Draft(text="Écrit de l’équipe."))
    nicole = client_of("nicole")
    address = f"/personnes/{house.sam.pk}/separer/"
    assert str(note.thread_id) not in nicole.get(address).content.decode()
    answer = nicole.post(address, parting(house, house.sam, [f"NOTE:{note.thread_id}"]))
    assert answer.status_code == 422
    assert Note.objects.get(pk=note.pk).record_id == house.sam.pk


def test_the_other_person_is_as_protected_as_the_file(house: House, client_of: Browser) -> None:
    record = house.person("Ana Paz", "mimosa", is_protected=True)
    flag = Flag.objects.create(
        organization=house.deux_rives, record=record, kind="DANGER", label="Noix", since=BORN, author_name="x"
    )
    assert (
        client_of("sophie")
        .post(f"/personnes/{record.pk}/separer/", parting(house, record, [f"FLAG:{flag.pk}"]))
        .status_code
        == 303
    )
    assert Record.objects.get(pk=Regrouping.objects.get().target_id).is_protected


# Figures


def test_each_figure_opens_exactly_its_rows(house: House, client_of: Browser, pair: Any) -> None:
    house.person("Ida Douteuse", "mimosa", is_doubtful=True)
    house.person("Zoé Ailleurs", "savs")
    nicole = client_of("nicole")
    page = nicole.get("/identites/").content.decode()
    assert "FAM Les Tilleuls" in page and "SAVS" not in page
    links = re.findall(r'href="(/identites/\?etablissement=[^"#]*)#personnes">(\d+)', page)
    assert links
    for address, count in links:
        rows = nicole.get(address.replace("&amp;", "&")).content.decode().split('id="personnes"')[1]
        assert rows.count("<li>") == int(count), address
    assert {int(count) for _, count in links} >= {1, 2, 4}
    stranger = nicole.get(
        f"/identites/?etablissement={house.facilities['SAVS Horizon'].pk}&voir=suivies"
    ).content.decode()
    assert "Zoé" not in stranger
    assert "le délai sera compté à la première" in page  # nobody is qualified yet: no figure is made up


def test_the_way_between_a_joined_record_and_an_unknown_one_is_closed_alike(
    house: House, client_of: Browser, pair: Any
) -> None:
    one, other, double = pair
    join(client_of("nicole"), double, one)
    for address in (f"/personnes/{other.pk}/", f"/personnes/{uuid4()}/"):
        answer = client_of("farid").get(address)
        assert answer.status_code == 404 and "Bellec" not in answer.content.decode()
    key: UUID = Regrouping.objects.get().pk
    assert client_of("farid").get(f"/identites/reunions/{key}/").status_code == 404
    assert client_of("karim").get(f"/identites/reunions/{key}/").status_code == 404


# One side is mine, the other is not


def half(house: House, *units: str, **fields: Any) -> Record:
    """Nadia in Mimosa, and somebody very alike elsewhere; the night has passed."""
    mine = house.person("Nadia Bellec", "mimosa", birth=BORN)
    house.person("Nadya Bellek", *units, birth=BORN, **fields)
    look_for_doubles(house.deux_rives.pk)
    assert Double.objects.count() == 1
    return mine


def test_of_a_pair_half_hers_she_is_told_whom_to_ask_and_nothing_of_who(house: House, client_of: Browser) -> None:
    mine = half(house, "savs", referent="helene")
    page = client_of("sophie").get(QUEUE).content.decode()
    assert "Une autre fiche existe peut-être. Demandez à SAVS Horizon, ou à la direction" in page
    assert f"/personnes/{mine.pk}/" in page
    assert "Nadya" not in page and "Bellek" not in page and "prononce" not in page
    assert waiting(house.actor("sophie")) == 0 and waiting(house.actor("marc")) == 1  # the direction has it whole
    assert "Une autre fiche existe" not in client_of("marc").get(QUEUE).content.decode()
    assert client_of("sophie").get(f"{QUEUE}{Double.objects.get().pk}/").status_code in (403, 404)


@pytest.mark.parametrize("kind", ["discreet", "protected", "gone"])
def test_of_what_may_not_be_told_half_a_pair_says_nothing(house: House, client_of: Browser, kind: str) -> None:
    fields: dict[str, Any] = {
        "protected": {"is_protected": True},
        "gone": {"until": timezone.now() - timedelta(days=9)},
    }.get(kind, {})
    half(house, "csapa" if kind == "discreet" else "savs", **fields)
    page = client_of("sophie").get(QUEUE).content.decode()
    assert "Une autre fiche" not in page and "Nadia" not in page.split("<main")[1]


def test_half_a_pair_is_told_exactly_when_the_door_tells_that_somebody_is_followed(house: House) -> None:
    for number, units in enumerate((("savs",), ("csapa",), ("savs", "csapa"), ("acacia",))):
        for protected in (False, True):
            born = BORN + timedelta(days=400 * (2 * number + protected))
            house.person("Nadia Bellec", "mimosa", birth=born)
            house.person("Nadya Bellek", *units, birth=born, is_protected=protected)
    look_for_doubles(house.deux_rives.pk)
    house.hire("mimosa", "chef_de_service", "mimosa")
    actor, told = house.actor("mimosa"), set()
    for record in Record.objects.filter(person__birth_name="Bellek").select_related("person"):
        try:
            open_record(actor, record.pk, to=Right.RECORD_READ)
        except NotVisible as closed:
            if closed.refusal.sentence:
                told.add(record.person.birth_date)
    assert {one.mine.person.birth_date for one in half_pairs(actor)} == told and len(told) == 3


def test_two_persons_may_be_marked_homonyms_by_who_verifies_both(house: House, client_of: Browser, pair: Any) -> None:
    one, other, double = pair
    sophie, page = client_of("sophie"), f"{QUEUE}{double.pk}/"
    assert 'name="homonym"' in sophie.get(page).content.decode()
    assert 'name="homonym"' not in client_of("marc").get(page).content.decode()  # he joins records, and verifies nobody
    assert sophie.post(f"{page}deux-personnes/", {"reason": "Cousines", "homonym": "on"}).status_code == 303
    people = Person.objects.filter(record__in=[one, other])
    assert all(person.is_homonym for person in people)
    assert Double.objects.get().state == "APART"
    assert client_of("marc").post(f"{page}deux-personnes/", {"homonym": "on"}).status_code in (403, 404)
