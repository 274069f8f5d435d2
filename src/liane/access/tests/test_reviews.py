"""Revue des droits: who has what, given by whom, last use; one gesture a line; finished with the last one."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from liane.access.models import PostDecision, RightsReview
from liane.access.reviews import to_review
from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.ids import uuid7
from liane.professionals.models import PractitionerRole
from liane.testing import House, HouseClient, asked

HERE = "/droits/revue/"


def text(client: HouseClient, path: str = HERE) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode().replace("\u00a0", " ")


def post_of(house: House, slug: str, organization: str = "") -> PractitionerRole:
    return PractitionerRole.objects.filter(practitioner=house.practitioner(slug, organization)).first()


def decide(client: HouseClient, post: PractitionerRole, decision: str) -> Any:
    return client.post(f"{HERE}postes/{post.pk}/", {"decision": decision})


@pytest.fixture
def opened(house: House) -> House:
    """Marc has opened a review; posts were held before it."""
    house.client("marc").post(f"{HERE}ouvrir/", {"id": str(uuid7())})
    return house


def test_each_line_says_who_has_what_by_whom_and_whether_it_serves(house: House) -> None:
    marc = house.client("marc")
    data = {"id": str(uuid7()), "role_code": "moniteur", "place": f"unit:{house.units['savs'].pk}"}
    marc.post(f"/equipe/{house.practitioner('ines').pk}/poste/", data)
    house.client("ines").get(f"/personnes/{house.sam.pk}/")
    page = text(marc, HERE + "?vue=tout")
    assert "donné par Marc Estève" in page and "donné avant que Liane ne garde qui le donne" in page
    assert "dernier geste aujourd’hui" in page and "jamais utilisé" in page
    assert "Moniteur éducateur, moniteur d’atelier, SAVS Horizon" in page


def test_a_review_is_opened_decided_line_by_line_and_finished_with_the_last(opened: House) -> None:
    marc, sophie = opened.client("marc"), opened.client("sophie")
    amine = post_of(opened, "amine", "Association Les Deux Rives")
    for post in to_review(opened.deux_rives.pk, RightsReview.objects.get()):
        if post.pk in (amine.pk, post_of(opened, "fatou").pk):
            continue
        decide(marc, post, "KEPT")
    assert RightsReview.objects.get().closed_at is None
    assert decide(sophie, amine, "KEPT").status_code == 404  # not her perimeter
    decide(marc, amine, "KEPT")
    decide(marc, post_of(opened, "fatou"), "ENDED")
    review = RightsReview.objects.get()
    assert review.closed_at is not None and review.ended == 1 and review.closer_name == "Marc Estève"
    assert "Dernière revue terminée le" in text(marc)
    kinds = JournalEntry.objects.filter(actor_name="Marc Estève").values_list("kind", flat=True)
    assert {Kind.REVIEW_STARTED, Kind.POST_CONFIRMED, Kind.POST_ENDED, Kind.REVIEW_CLOSED} <= set(kinds)


def test_what_is_ended_in_the_review_is_closed_at_the_next_request(opened: House) -> None:
    karim, marc = opened.client("karim"), opened.client("marc")
    for post in PractitionerRole.objects.filter(practitioner=opened.practitioner("karim")):
        decide(marc, post, "ENDED")
    assert karim.get(f"/personnes/{opened.sam.pk}/").status_code in (302, 404)
    assert opened.client("karim").get(f"/personnes/{opened.sam.pk}/").status_code == 404


def test_a_head_of_service_confirms_or_signals_what_is_hers_and_ends_nothing(opened: House) -> None:
    sophie, ines = opened.client("sophie"), post_of(opened, "ines")
    page = text(sophie)
    assert (
        "Inès Roche" in page and "Fatou" not in page and "Signaler à la direction" in page and "btn-rouge" not in page
    )
    decide(sophie, ines, "DOUBTED")
    assert "signalé à la direction" in text(opened.client("marc")).lower()
    assert decide(sophie, post_of(opened, "fatou"), "KEPT").status_code == 404
    assert decide(sophie, ines, "ENDED").status_code == 404
    assert PractitionerRole.objects.get(pk=ines.pk).ends_at is None
    decide(sophie, ines, "KEPT")
    assert "Inès Roche" not in text(sophie)


def test_what_is_signalled_still_waits_for_the_management(opened: House) -> None:
    decide(opened.client("sophie"), post_of(opened, "ines"), "DOUBTED")
    assert post_of(opened, "ines") in to_review(opened.deux_rives.pk, RightsReview.objects.get())


def test_nobody_confirms_her_own_post_unless_nobody_else_can(opened: House) -> None:
    marc, mine = opened.client("marc"), post_of(opened, "marc")
    opened.hire("adjoint", "directeur", "")
    decide(marc, mine, "KEPT")
    assert not PostDecision.objects.filter(post=mine).exists()
    PractitionerRole.objects.filter(practitioner=opened.practitioner("adjoint")).update(
        ends_at=timezone.now() - timedelta(hours=1)
    )
    decide(marc, mine, "KEPT")
    assert PostDecision.objects.filter(post=mine, kind="KEPT").exists()
    decide(marc, mine, "ENDED")
    assert PractitionerRole.objects.get(pk=mine.pk).ends_at is None


@pytest.mark.parametrize("slug", ["sophie", "amine", "karim", "admin", "farid"])
def test_only_the_management_of_the_whole_opens_a_review(house: House, slug: str) -> None:
    client = house.client(slug)
    for gesture in ("ouvrir", "terminer"):
        assert client.post(f"{HERE}{gesture}/", {"id": str(uuid7())}).status_code == 404
    assert not RightsReview.objects.exists()


def test_the_dpo_reads_everything_and_decides_nothing(opened: House) -> None:
    amine = opened.client("amine")
    page = text(amine)  # every post at once: nothing waits for him (UX-44)
    assert "Inès Roche" in page and "Confirmer" not in page
    assert "Inès Roche" in text(amine, HERE + "?vue=a-revoir") and 'href="/droits/revue/?vue=a-revoir"' in page
    assert decide(amine, post_of(opened, "ines"), "KEPT").status_code == 404


def test_one_review_at_a_time_and_sent_twice_it_opens_once(opened: House) -> None:
    opened.client("marc").post(f"{HERE}ouvrir/", {"id": str(uuid7())})
    assert RightsReview.objects.count() == 1
    with pytest.raises(IntegrityError, match="one_rights_review"), transaction.atomic():
        RightsReview.objects.create(organization=opened.deux_rives, started_at=timezone.now(), starter_name="X")


def test_without_a_review_a_post_comes_back_after_a_year_and_a_night_never(house: House) -> None:
    old, new = post_of(house, "ines"), post_of(house, "karim")
    PractitionerRole.objects.filter(pk=old.pk).update(starts_at=timezone.now() - timedelta(days=400))
    PractitionerRole.objects.filter(pk=new.pk).update(starts_at=timezone.now() - timedelta(days=20))
    night = house.hire("lea", "interimaire", "mimosa", starts=-timedelta(days=400), ends=timedelta(hours=5))
    waiting = set(to_review(house.deux_rives.pk, None).values_list("pk", flat=True))
    assert old.pk in waiting and new.pk not in waiting
    assert not waiting & set(night.posts.values_list("pk", flat=True))
    decide(house.client("marc"), old, "KEPT")
    assert old not in to_review(house.deux_rives.pk, None)


def test_a_review_whose_last_posts_ended_by_themselves_is_finished_by_hand(opened: House) -> None:
    marc = opened.client("marc")
    marc.post(f"{HERE}terminer/")
    assert RightsReview.objects.get().closed_at is None and "Il reste des postes" in text(marc)
    mine = post_of(opened, "marc")
    posts = to_review(opened.deux_rives.pk, RightsReview.objects.get()).exclude(pk=mine.pk)
    PractitionerRole.objects.filter(pk__in=[p.pk for p in posts]).update(ends_at=timezone.now() - timedelta(hours=1))
    decide(marc, mine, "KEPT")
    assert RightsReview.objects.get().closed_at is not None


@pytest.mark.parametrize("decision", ["", "TOUT", "GIVEN", "x" * 5000])
def test_a_wrong_decision_is_said_and_changes_nothing(opened: House, decision: str) -> None:
    marc = opened.client("marc")
    decide(marc, post_of(opened, "ines"), decision)
    assert "Choisissez : confirmer, signaler, ou terminer." in text(marc) and not PostDecision.objects.exists()


def test_on_paper_the_same_with_the_date_of_the_last_review(house: House) -> None:
    page = text(house.client("amine"), HERE + "imprimer/")
    assert "Aucune revue terminée." in page and "Inès Roche, AES de nuit" in page and "Imprimé par Amine Haddad" in page
    assert "Fatou" not in text(house.client("sophie"), HERE + "imprimer/")


def test_the_sheet_of_one_colleague_on_paper(house: House) -> None:
    sophie = house.client("sophie")
    page = text(sophie, f"/droits/equipe/{house.practitioner('ines').pk}/imprimer/")
    assert "Inès ne peut pas lire" in page and "parce que le rôle" in page
    for slug in ("fatou", "farid"):
        assert sophie.get(f"/droits/equipe/{house.practitioner(slug).pk}/imprimer/").status_code == 404


def test_the_page_asks_the_same_whatever_the_number_of_posts(house: House) -> None:
    marc = house.client("marc")
    few = len(asked(marc, HERE))
    for number in range(15):
        house.hire(f"nouveau{number}", "aes", "mimosa", starts=-timedelta(days=500))
    assert len(asked(marc, HERE)) == few <= 15


def test_the_conformity_page_dates_the_last_review_and_counts_the_emergencies(opened: House) -> None:
    page = text(opened.client("marc"), "/conformite/")
    assert "Revue des droits" in page and "Revue ouverte le" in page and "Accès d’urgence" in page
