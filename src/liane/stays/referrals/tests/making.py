"""Requests for the tests, written by the actions themselves."""

from datetime import date, timedelta
from typing import Any

from liane.kit.dates import today
from liane.kit.ids import uuid7
from liane.stays.referrals.data import ReferralData, Step, WishData
from liane.stays.referrals.deciding import decide
from liane.stays.referrals.models import Referral, Wish
from liane.stays.referrals.writing import create_referral
from liane.testing import House


def ask(house: House, name: str = "Lina Roussel", *facilities: str, by: str = "marc", **fields: Any) -> Referral:
    """Somebody asks these facilities («FAM Les Tilleuls» when nothing is said)."""
    first, last = name.split(" ", 1)
    facts = {"origin": "MDPH", "received_on": today() - timedelta(days=60), "birth_date": date(2001, 3, 12), **fields}
    data = ReferralData(birth_name=last, first_names=first, **facts)
    wished = [WishData(house.facilities[facility].pk) for facility in facilities or ("FAM Les Tilleuls",)]
    return create_referral(house.actor(by), uuid7(), data, wished)


def wish_of(referral: Referral) -> Wish:
    """Her only wish, as it stands now."""
    return Wish.objects.get(referral=referral)


def go(
    house: House, wish: Wish, state: str, *, by: str = "marc", reason: str = "Décidé en réunion", code: str = ""
) -> Wish:
    """Take a wish to a state."""
    version = Wish.objects.get(pk=wish.pk).version
    return decide(house.actor(by), wish.referral_id, wish.pk, Step(state, today(), reason, code, version))


def waiting(house: House, name: str, *, since: int = 60, **fields: Any) -> Wish:
    """Somebody in the list of Les Tilleuls since some days."""
    asked = ask(house, name, received_on=today() - timedelta(days=since), **fields)
    return go(house, wish_of(asked), "WAITING")
