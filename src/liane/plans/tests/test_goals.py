"""What she aims at is written in her words, corrected by adding, closed with its reason; the fil and the journal say it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.dates import short, today
from liane.kit.door import NotVisible
from liane.kit.ids import uuid7
from liane.plans.actions import GoalDraft, Step, close_goal, set_goal
from liane.plans.enums import GoalState
from liane.plans.models import Goal
from liane.plans.queries import goals_of, latest
from liane.testing import House
from liane.timeline.models import Entry

Browser = Callable[[str], Any]
BUS = "Je veux prendre le bus seule"


def base(house: House) -> str:
    """Address of what Sam aims at."""
    return f"/personnes/{house.sam.pk}/projet/"


def current(house: House, login: str, record_id: UUID) -> list[UUID]:
    """Goals in progress, as this colleague finds them."""
    return [goal.thread_id for goal in goals_of(house.actor(login), record_id) if goal.state == GoalState.ACTIVE]


def typed(**changes: Any) -> dict[str, Any]:
    """What Karim types."""
    words = {"wording": BUS, "voice": "SELF", "since": short(today()), "proof": "Elle fait le trajet."}
    return {"id": str(uuid7()), **words, **changes}


def aimed(house: House, wording: str = BUS, who: str = "karim") -> UUID:
    """A goal of Sam, already written."""
    key = uuid7()
    set_goal(house.actor(who), house.sam.pk, key, GoalDraft(wording=wording))
    return key


def test_before_any_goal_the_page_says_how_to_begin_and_what_is_not_there_yet(house: House, client_of: Browser) -> None:
    page = client_of("karim").get(base(house)).content.decode()
    assert "Commencer par ses mots" in page
    assert "L’atelier complet du projet personnalisé" in page


def test_a_goal_is_written_in_her_words_once_however_many_times_it_is_sent(house: House, client_of: Browser) -> None:
    sent = typed()
    for _ in range(2):
        assert client_of("karim").post(f"{base(house)}ajouter/", sent).status_code == 303
    assert Goal.objects.filter(record_id=house.sam.pk).count() == 1
    assert JournalEntry.objects.filter(record_id=house.sam.pk, kind=Kind.GOAL_SET).count() == 1
    page = client_of("maud").get(base(house)).content.decode()
    assert f'<q class="parole">{BUS}</q>' in page
    assert "Dit par Sam" in page
    assert BUS in client_of("maud").get(f"/personnes/{house.sam.pk}/").content.decode()


def test_a_wish_that_was_only_observed_is_never_printed_as_her_words(house: House, client_of: Browser) -> None:
    client_of("karim").post(f"{base(house)}ajouter/", typed(voice="OBSERVED", voice_of="Karim Duval"))
    page = client_of("karim").get(base(house)).content.decode()
    assert BUS in page
    assert f'parole">{BUS}' not in page
    assert "Observé par Karim Duval" in page
    assert "«" not in Entry.objects.get(record_id=house.sam.pk, kind="GOAL").title


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("wording", "", "Écrivez ce qu’elle vise, avec ses mots."),
        ("wording", "x" * 10_000_000, "La limite est de 200."),
        ("since", "31/02/2026", "Le 31/02 n’existe pas."),
        ("until", "12/03/1999", "Cette date est avant le début."),
        ("voice", "ROBOT", "Choisissez qui l’a dit."),
        ("voice", "HELPED", "Écrivez qui l’a aidée à le dire"),
    ],
)
def test_what_cannot_be_kept_is_said_in_a_sentence_with_the_rest_kept(
    house: House, client_of: Browser, field: str, value: str, sentence: str
) -> None:
    answer = client_of("karim").post(f"{base(house)}ajouter/", typed(**{field: value}))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Elle fait le trajet." in answer.content.decode()
    assert not Goal.objects.exists()


def test_what_could_deceive_is_cleaned_and_markup_stays_text(house: House, client_of: Browser) -> None:
    client_of("karim").post(f"{base(house)}ajouter/", typed(wording="Un\x00 chat \u202e<script>alert(1)</script> 🐈"))
    assert Goal.objects.get().wording == "Un chat <script>alert(1)</script> 🐈"
    page = client_of("karim").get(base(house)).content.decode()
    assert "<script>alert" not in page


def test_correcting_adds_a_version_and_keeps_the_former(house: House, client_of: Browser) -> None:
    key = aimed(house)
    page = client_of("maud").get(f"{base(house)}{key}/corriger/").content.decode()
    assert BUS in page
    words = typed(wording="Je veux aller chez ma sœur en bus", version="1", reason="Elle le dit mieux")
    for _ in range(2):  # sent twice
        assert client_of("maud").post(f"{base(house)}{key}/corriger/", words).status_code == 303
    page = client_of("karim").get(f"{base(house)}{key}/").content.decode()
    assert "Je veux aller chez ma sœur en bus" in page
    assert BUS in page
    assert "Elle le dit mieux" in page
    assert [g.version for g in Goal.objects.filter(thread_id=key).order_by("version")] == [1, 2]
    assert "sœur" in Entry.objects.get(source_id=key).title


def test_a_stale_correction_is_shown_beside_the_current_version(house: House, client_of: Browser) -> None:
    key = aimed(house)
    client_of("maud").post(f"{base(house)}{key}/corriger/", typed(wording="Version de Maud", version="1"))
    answer = client_of("karim").post(f"{base(house)}{key}/corriger/", typed(wording="Version de Karim", version="1"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Maud Lefort a modifié cet objectif" in page
    assert "Version de Maud" in page
    assert "Version de Karim" in page
    assert 'name="version" value="2"' in page
    assert latest(key).wording == "Version de Maud"


def test_a_goal_stops_with_its_reason_and_may_be_taken_up_again(house: House, client_of: Browser) -> None:
    key = aimed(house)
    without = client_of("karim").post(
        f"{base(house)}{key}/terminer/", {"id": str(uuid7()), "state": "STOPPED", "version": "1"}
    )
    assert without.status_code == 422
    assert "Écrivez pourquoi on s’arrête" in without.content.decode()
    ended = {"id": str(uuid7()), "state": "STOPPED", "version": "1", "reason": "Elle préfère marcher"}
    assert client_of("karim").post(f"{base(house)}{key}/terminer/", ended).status_code == 303
    assert current(house, "karim", house.sam.pk) == []
    page = client_of("karim").get(base(house)).content.decode()
    assert "Arrêté" in page
    assert "Elle préfère marcher" in page
    client_of("karim").post(f"{base(house)}{key}/reprendre/", {"id": str(uuid7()), "version": "2"})
    assert current(house, "karim", house.sam.pk) == [key]
    assert Entry.objects.filter(record_id=house.sam.pk, kind="GOAL").count() == 3


def test_two_colleagues_close_the_same_goal_and_only_one_does(house: House) -> None:
    key = aimed(house)
    close_goal(house.actor("karim"), house.sam.pk, key, Step(uuid7(), 1), "REACHED")
    with pytest.raises(Exception, match="a modifié cet objectif"):
        close_goal(house.actor("maud"), house.sam.pk, key, Step(uuid7(), 1, "Trop tôt"), "STOPPED")
    assert latest(key).state == "REACHED"


def test_a_discreet_team_keeps_its_goals_from_the_others(house: House) -> None:
    luc = house.person("Luc Test", "csapa", "mecs")
    house.hire("cle", "educateur", "csapa")
    house.hire("bel", "educateur", "mecs")
    key = uuid7()
    set_goal(house.actor("cle"), luc.pk, key, GoalDraft(wording="Je veux arrêter"))
    assert current(house, "cle", luc.pk) == [key]
    assert current(house, "bel", luc.pk) == []
    with pytest.raises(NotVisible):
        close_goal(house.actor("bel"), luc.pk, key, Step(uuid7(), 1), "REACHED")


def test_who_does_not_read_the_accompagnement_has_no_tab_and_no_goal(house: House, client_of: Browser) -> None:
    key = aimed(house)
    page = client_of("nicole").get(f"/personnes/{house.sam.pk}/").content.decode()
    assert "/projet/" not in page
    assert client_of("nicole").get(base(house)).status_code == 404
    assert client_of("nicole").get(f"{base(house)}{key}/").status_code == 404
    assert client_of("nicole").post(f"{base(house)}ajouter/", typed()).status_code in (403, 404)


def test_a_goal_is_not_set_with_the_identifier_of_another(house: House) -> None:
    key = aimed(house)
    other = house.person("Nadia Bel", "mimosa")
    with pytest.raises(NotVisible):
        set_goal(house.actor("karim"), other.pk, key, GoalDraft(wording="Autre"))


def test_the_period_is_told(house: House, client_of: Browser) -> None:
    until = short(today() + timedelta(days=90))
    client_of("karim").post(f"{base(house)}ajouter/", typed(until=until))
    assert f"pour le {until}" in client_of("karim").get(base(house)).content.decode()
