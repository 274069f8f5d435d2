"""Fixtures of every room: the house with its cast (see liane/testing.py)."""

from collections.abc import Callable
from typing import Any

import pytest

from liane.access.actor import Actor
from liane.kit.tenancy import set_organization
from liane.testing import House, HouseClient


@pytest.fixture
def house(standing_house: Any, db: Any) -> House:
    """Les Deux Rives and Bel Air, the cast, Sam in Mimosa. The wall of Les Deux Rives is up."""
    found: House = standing_house.the_house()
    set_organization(found.deux_rives.pk)
    return found


@pytest.fixture
def actor(house: House) -> Callable[..., Actor]:
    """`actor("karim")`: who acts."""
    return house.actor


@pytest.fixture
def client_of(house: House) -> Callable[[str], HouseClient]:
    """`client_of("maud")`: a browser in which she is signed in."""
    return house.client
