"""Links that are good once: an invitation, a forgotten password; the same answer whoever asks (security.md C6, C7)."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import override_settings
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from time_machine import travel

from liane.professionals import invitations, tasks
from liane.professionals.models import Account, Session
from liane.testing import PASSWORD, House, HouseClient

NEW = "la pie bleue chante sous le grand tilleul"
FORGOTTEN = "/mot-de-passe/oublie/"
WITH_MAIL = override_settings(MAIL_IS_SET=True, PUBLIC_ADDRESS="https://dossiers.exemple.fr")


def chooses(link: str, new: str = NEW, again: str = "", client: HouseClient | None = None):
    return (client or HouseClient()).post(link, {"password_new": new, "password_again": again or new})


def test_an_invitation_leads_to_a_password_then_inside_then_to_a_second_factor(house: House) -> None:
    link = invitations.invite(house.accounts["karim"])
    client = HouseClient()
    assert "Votre nom de connexion est" in client.get(link).content.decode()
    answer = chooses(link, client=client)
    assert answer["Location"] == "/compte/securite/#second"
    assert "Ajoutez maintenant un second facteur" in client.get("/compte/securite/").content.decode()
    assert Account.objects.get(slug="karim").check_password(NEW)


def test_an_invitation_is_good_once_and_for_three_days(house: House) -> None:
    link = invitations.invite(house.accounts["karim"])
    with travel(timezone.now() + timedelta(hours=71), tick=False):
        assert HouseClient().get(link).status_code == 200
    with travel(timezone.now() + timedelta(hours=73), tick=False):
        assert HouseClient().get(link).status_code == 404
    assert chooses(link).status_code == 303
    again = chooses(link, "un tout autre mot de passe vraiment très long")
    assert again.status_code == 404 and "ne sert plus" in again.content.decode()
    assert Account.objects.get(slug="karim").check_password(NEW)


def test_a_link_altered_or_of_a_closed_account_answers_like_one_that_never_was(house: House) -> None:
    karim = house.accounts["karim"]
    link = invitations.invite(karim)
    bodies = {
        HouseClient().get(path).content
        for path in (link[:-4] + "x/", "/mot-de-passe/choisir/x/", f"/mot-de-passe/choisir/{'a' * 5000}/")
    }
    Account.objects.filter(pk=karim.pk).update(is_active=False)
    closed = HouseClient().get(link)
    assert closed.status_code == 404 and {*bodies, closed.content} == bodies and len(bodies) == 1


@pytest.mark.parametrize(
    ("new", "again"),
    [("court", ""), (NEW, "autre"), ("", ""), ("Karim-Duval-2026!", ""), ("x\x00" * 40, ""), ("é" * 5000, "")],
)
def test_a_password_is_refused_in_words_and_the_link_still_serves(house: House, new: str, again: str) -> None:
    link = invitations.invite(house.accounts["karim"])
    refused = chooses(link, new, again)
    assert refused.status_code == 422 and (not new or new not in refused.content.decode())
    assert Account.objects.get(slug="karim").check_password(PASSWORD)
    assert chooses(link).status_code == 303


@WITH_MAIL
def test_a_forgotten_password_is_chosen_anew_from_a_mail_and_everything_open_is_closed(house: House) -> None:
    elsewhere = house.client("karim")
    HouseClient().post(FORGOTTEN, {"login": "karim"}, headers={"Host": "testserver", "X-Forwarded-Host": "ailleurs.fr"})
    job = ProcrastinateJob.objects.get(task_name="liane.professionals.tasks.send_reset")
    assert tasks.send_reset(**job.args) == 1
    (sent,) = mail.outbox
    assert sent.to == ["karim@essai.fr"] and "Karim" not in sent.body and "karim" not in sent.subject
    address = re.search(r"https://\S+", sent.body)[0]
    assert address.startswith("https://dossiers.exemple.fr/mot-de-passe/choisir/")
    link = address.removeprefix("https://dossiers.exemple.fr")
    with travel(timezone.now() + timedelta(minutes=31), tick=False):
        assert HouseClient().get(link).status_code == 404
    answer = chooses(link)
    assert answer["Location"] == "/connexion/" and not Session.objects.filter(account__slug="karim").exists()
    assert elsewhere.get("/mot-de-passe/").status_code == 302
    assert HouseClient().post("/connexion/", {"login": "karim", "password": NEW}).status_code == 302


@WITH_MAIL
def test_the_answer_and_the_work_are_the_same_whoever_is_asked_for(house: House) -> None:
    Account.objects.filter(slug="maud").update(email="")
    pages, jobs = set(), []
    for login in ("karim", "maud", "personne", "karim@essai.fr", "\x00", "🦊" * 400):
        answer = HouseClient().post(FORGOTTEN, {"login": login})
        pages.add(re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode()))
        jobs.append(ProcrastinateJob.objects.filter(task_name="liane.professionals.tasks.send_reset").count())
    assert len(pages) == 1 and jobs == [1, 2, 3, 4, 5, 6]
    assert tasks.send_reset("") == 0 and not mail.outbox


@WITH_MAIL
def test_nobody_is_flooded_with_links(house: House) -> None:
    for _ in range(5):
        HouseClient().post(FORGOTTEN, {"login": "karim"})
    jobs = ProcrastinateJob.objects.filter(task_name="liane.professionals.tasks.send_reset")
    assert sum(bool(job.args["account_id"]) for job in jobs) == 3


def test_without_mail_the_page_says_whom_to_ask(house: House) -> None:
    for answer in (HouseClient().get(FORGOTTEN), HouseClient().post(FORGOTTEN, {"login": "karim"})):
        assert "Demandez à votre chef de service" in answer.content.decode()
    assert not ProcrastinateJob.objects.filter(task_name="liane.professionals.tasks.send_reset").exists()


# One’s own address


def ask_address(house: House, address: str = "karim.duval@exemple.fr"):
    client = house.client("karim")
    answer = client.post("/compte/adresse/", {"email": address})
    return client, answer


@WITH_MAIL
def test_an_address_is_hers_once_she_has_answered_from_it_and_the_former_one_is_told(house: House) -> None:
    client, answer = ask_address(house)
    assert answer.status_code == 303 and Account.objects.get(slug="karim").email == "karim@essai.fr"
    link = re.search(r"https://dossiers.exemple.fr(/\S+)", mail.outbox[0].body)[1]
    assert house.client("maud").get(link).status_code == 404  # not her link
    assert client.get(link).status_code == 200 and Account.objects.get(slug="karim").email == "karim@essai.fr"
    client.post(link)
    assert Account.objects.get(slug="karim").email == "karim.duval@exemple.fr"
    assert [m.to for m in mail.outbox] == [["karim.duval@exemple.fr"], ["karim@essai.fr"]]
    assert client.post(link).status_code == 404  # good once


@WITH_MAIL
def test_an_address_with_which_somebody_else_signs_in_is_refused(house: House) -> None:
    house.hire("lea", "aes", "mimosa")  # signs in with «lea@essai.fr»
    client, _ = ask_address(house, "LEA@essai.fr")
    link = re.search(r"https://dossiers.exemple.fr(/\S+)", mail.outbox[0].body)[1]
    assert "déjà à quelqu’un d’autre" in client.post(link, follow=True).content.decode()
    assert Account.objects.get(slug="karim").email == "karim@essai.fr"


@WITH_MAIL
@pytest.mark.parametrize(
    "typed", ["", "pas une adresse", "a@b\nBcc: x@y.fr", "🦊@exemple.fr", "x" * 300 + "@exemple.fr", "\x00@a.fr"]
)
def test_what_is_not_an_address_is_refused_in_words(house: House, typed: str) -> None:
    _, answer = ask_address(house, typed)
    assert answer.status_code == 422 and not mail.outbox


@WITH_MAIL
@override_settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST="127.0.0.1", EMAIL_PORT=9)
def test_a_mail_server_that_does_not_answer_is_said_and_what_was_typed_is_kept(house: House) -> None:
    _, answer = ask_address(house)
    text = answer.content.decode()
    assert answer.status_code == 422 and "pas pu partir" in text and "karim.duval@exemple.fr" in text
    assert tasks.send_reset(str(house.accounts["karim"].pk)) == 0


@WITH_MAIL
def test_she_is_told_by_mail_of_what_changes_on_her_account_and_of_nothing_else(house: House) -> None:
    client = house.client("karim")
    client.post("/mot-de-passe/", {"password_current": PASSWORD, "password_new": NEW, "password_again": NEW})
    client.post("/compte/securite/connexions/fermer/", {"which": "autres"})
    (job,) = ProcrastinateJob.objects.filter(task_name="liane.professionals.tasks.tell_change")
    assert tasks.tell_change(**job.args) == 1
    (sent,) = mail.outbox
    assert sent.to == ["karim@essai.fr"] and "votre mot de passe a changé" in sent.body and "Duval" not in sent.body


def test_without_mail_the_address_is_not_asked(house: House) -> None:
    client, answer = ask_address(house)
    assert "n’envoie pas de courrier" in answer.content.decode() and not mail.outbox
