"""Fixtures of every room: the house with its cast (see liane/testing.py)."""

from collections.abc import Callable
from typing import Any

import pytest

from liane.access.actor import Actor
from liane.testing import House, HouseClient, build_house


@pytest.fixture
def house(db: Any) -> House:
    """Les Deux Rives and Bel Air, the cast, Sam in Mimosa. The wall of Les Deux Rives is up."""
    return build_house()


@pytest.fixture
def actor(house: House) -> Callable[..., Actor]:
    """`actor("karim")`: who acts."""
    return house.actor


@pytest.fixture
def client_of(house: House) -> Callable[[str], HouseClient]:
    """`client_of("maud")`: a browser in which she is signed in."""
    return house.client
