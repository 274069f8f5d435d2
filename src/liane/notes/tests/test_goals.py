"""A writing is linked to what she aims at, and found again under it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from liane.kit.door import NotVisible
from liane.kit.ids import uuid7
from liane.notes.actions.writing import correct_note, write_note
from liane.notes.drafts import Draft
from liane.notes.models import Note
from liane.notes.queries.goals import goals_here
from liane.notes.views.composer import goal_choices
from liane.plans.actions import GoalDraft, Step, close_goal, set_goal
from liane.testing import House, asked

Browser = Callable[[str], Any]


def aimed(house: House, wording: str = "Je veux prendre le bus seule", record: Any = None, who: str = "karim") -> UUID:
    """Something that Sam aims at."""
    key = uuid7()
    set_goal(house.actor(who), (record or house.sam).pk, key, GoalDraft(wording=wording))
    return key


def wrote(house: House, goal: UUID | None, text: str = "Elle a compté les arrêts.", **more: Any) -> UUID:
    """Karim writes, linked to this goal."""
    return write_note(house.actor("karim"), house.sam.pk, uuid7(), Draft(text=text, goal_id=goal, **more)).pk


def offered(house: House, slug: str) -> list[dict[str, str]]:
    """What the composer proposes to a colleague."""
    return goal_choices(goals_here(house.actor(slug), house.sam.pk))


def test_the_composer_offers_her_goals_and_the_writing_is_found_under_the_one_chosen(
    house: House, client_of: Browser
) -> None:
    key = aimed(house)
    record = f"/personnes/{house.sam.pk}/"
    page = client_of("karim").get(record).content.decode()
    assert "Pour quel objectif ?" in page
    assert f'value="{key}"' in page
    sent = {"id": str(uuid7()), "kind": "transmission", "text": "Elle a compté les arrêts.", "goal": str(key)}
    assert client_of("karim").post(f"{record}ecrire/", sent).status_code == 303
    page = client_of("maud").get(record).content.decode()
    assert "Objectif\u00a0: Je veux prendre le bus seule" in page
    assert f'href="{record}projet/{key}/"' in page
    assert "Elle a compté les arrêts" in client_of("maud").get(f"{record}projet/").content.decode()
    assert "Elle a compté les arrêts" in client_of("maud").get(f"{record}projet/{key}/").content.decode()


def test_without_any_goal_the_composer_asks_nothing(house: House, client_of: Browser) -> None:
    assert "Pour quel objectif ?" not in client_of("karim").get(f"/personnes/{house.sam.pk}/").content.decode()


def test_the_goal_linked_last_comes_first_for_who_linked_it(house: House) -> None:
    bus, shop = aimed(house), aimed(house, "Je veux payer mes courses")
    assert [c["value"] for c in offered(house, "karim")] == ["", str(bus), str(shop)]
    wrote(house, shop)
    assert [c["value"] for c in offered(house, "karim")] == ["", str(shop), str(bus)]
    assert [c["value"] for c in offered(house, "maud")] == ["", str(bus), str(shop)]


def test_a_goal_of_somebody_else_is_refused_and_nothing_is_written(house: House) -> None:
    other = house.person("Nadia Bel", "mimosa")
    foreign = aimed(house, record=other)
    with pytest.raises(NotVisible):
        wrote(house, foreign)
    with pytest.raises(NotVisible):
        wrote(house, uuid7())
    assert not Note.objects.exists()


def test_what_is_not_a_goal_is_said_with_the_text_kept(house: House, client_of: Browser) -> None:
    sent = {"id": str(uuid7()), "text": "Gardez-moi", "goal": "n’importe quoi"}
    answer = client_of("karim").post(f"/personnes/{house.sam.pk}/ecrire/", sent)
    assert answer.status_code == 422
    assert "Gardez-moi" in answer.content.decode()
    assert "Choisissez un objectif de la liste, ou aucun." in answer.content.decode()


def test_a_correction_keeps_the_goal_even_once_reached_and_may_take_it_away(house: House, client_of: Browser) -> None:
    key = aimed(house)
    note = wrote(house, key)
    close_goal(house.actor("karim"), house.sam.pk, key, Step(uuid7(), 1), "REACHED")
    page = client_of("karim").get(f"/ecrits/{note}/corriger/").content.decode()
    assert f'<option value="{key}" selected>' in page
    under = f"/personnes/{house.sam.pk}/projet/{key}/"
    correct_note(house.actor("karim"), note, uuid7(), Draft(text="Elle a compté dix arrêts.", goal_id=key), version=1)
    page = client_of("karim").get(under).content.decode()
    assert "dix arrêts" in page
    assert page.count(f'id="ecrit-{note}"') == 1
    correct_note(house.actor("karim"), note, uuid7(), Draft(text="Elle a compté dix arrêts."), version=2)
    assert "dix arrêts" not in client_of("karim").get(under).content.decode()


def test_under_a_goal_a_reader_finds_only_what_she_may_read(house: House, client_of: Browser) -> None:
    key = aimed(house)
    wrote(house, key, "Écrit du social", volet="SOCIAL")
    assert "Écrit du social" in client_of("karim").get(f"/personnes/{house.sam.pk}/projet/{key}/").content.decode()
    assert "Écrit du social" not in client_of("ines").get(f"/personnes/{house.sam.pk}/projet/{key}/").content.decode()


def test_a_card_does_not_tell_the_goal_of_a_discreet_team(house: House) -> None:
    luc = house.person("Luc Test", "csapa", "mecs")
    for slug in ("cle", "bel"):
        house.hire(slug, "educateur", "csapa" if slug == "cle" else "mecs")
    both = house.hire("lou", "educateur", "csapa")
    with house.inside():
        house.post(both, "educateur", "mecs").save(force_insert=True)
    key = uuid7()
    set_goal(house.actor("cle"), luc.pk, key, GoalDraft(wording="Je veux arrêter l’alcool"))
    draft = Draft(text="Soirée calme.", goal_id=key, unit_id=house.units["mecs"].pk)
    write_note(house.actor("lou"), luc.pk, uuid7(), draft)
    page = house.client("bel").get(f"/personnes/{luc.pk}/").content.decode()
    assert "Soirée calme" in page
    assert "alcool" not in page
    assert "alcool" in house.client("lou").get(f"/personnes/{luc.pk}/").content.decode()


@pytest.mark.slow
def test_the_writings_of_a_goal_are_read_thirty_at_a_time_at_the_same_cost(house: House, client_of: Browser) -> None:
    key, client = aimed(house), client_of("karim")
    address = f"/personnes/{house.sam.pk}/projet/{key}/"
    now = timezone.now()
    for number in range(3):
        wrote(house, key, f"Trajet numéro {number}.", happened_at=now - timedelta(hours=number))
    young = len(asked(client, address))
    for number in range(3, 70):
        wrote(house, key, f"Trajet numéro {number}.", happened_at=now - timedelta(days=4 * number))
    assert len(asked(client, address)) == young
    seen: list[str] = []
    while address:
        page = client.get(address).content.decode()
        seen += [
            f"Trajet numéro {n}" for n in range(70) if f"Trajet numéro {n}<" in page or f"Trajet numéro {n}." in page
        ]
        address = (
            page.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
            if 'rel="next"' in page
            else ""
        )
    assert len(seen) == len(set(seen)) == 70
    recent = client.get(f"/personnes/{house.sam.pk}/projet/?periode=6").content.decode()
    assert "Trajet numéro 5" in recent
    assert "Trajet numéro 60" not in recent
