"""The link that the command gives says how long it lives and what it takes away; a colleague can be brought back by it."""

import argparse
import re

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from liane.config.cli import admin_account
from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.professionals import invitations
from liane.professionals.models import Account
from liane.testing import House


def run(capsys: pytest.CaptureFixture[str], login: str, *, reopen: bool = False) -> tuple[int, str]:
    code = admin_account.run(argparse.Namespace(login=login, email="", reopen=reopen))
    told = capsys.readouterr()
    return code, told.out + told.err


def opened(text: str) -> invitations.Opened | None:
    return invitations.opened(re.search(r"/mot-de-passe/choisir/([^/\s]+)", text)[1])


def test_a_new_administrator_has_72_hours(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    code, text = run(capsys, "jeanne")
    assert code == 0 and "72 heures" in text and "seconds facteurs" not in text
    assert opened(text).kind == invitations.INVITATION


def test_one_who_already_came_in_is_told_a_day_and_what_is_removed(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    Account.objects.filter(slug="admin").update(last_login=timezone.now())
    code, text = run(capsys, "admin")
    assert (
        code == 0
        and "24 heures" in text
        and "72 heures" not in text
        and "seconds facteurs du compte seront retirés" in text
    )
    assert opened(text).kind == invitations.RESCUE


def test_the_administrator_of_the_instance_brings_back_whom_nobody_of_her_house_may(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    house.hire("lea", "psychologue", "mimosa")
    Authenticator.objects.create(user=house.accounts["lea"], type="totp", data={"secret": "x"})
    code, text = run(capsys, "lea@essai.fr", reopen=True)
    assert code == 0 and "24 heures" in text and opened(text).account.pk == house.accounts["lea"].pk
    [trace] = JournalEntry.objects.filter(kind=Kind.WAY_BACK_GIVEN)
    assert trace.actor_id == house.practitioner("lea").pk
    assert Authenticator.objects.filter(user=house.accounts["lea"]).exists()  # nothing changes before it has served


@pytest.mark.parametrize(("login", "reopen"), [("personne", True), ("admin", True), ("karim", False)])
def test_no_link_is_given_for_another_account_than_the_one_asked(
    house: House, capsys: pytest.CaptureFixture[str], login: str, reopen: bool
) -> None:
    code, text = run(capsys, login, reopen=reopen)
    assert code == 1 and "choisir/" not in text
