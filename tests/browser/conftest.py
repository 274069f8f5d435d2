"""A real browser before a real house. Skipped, with the reason, where there is no Chromium."""

from collections.abc import Iterator

import pytest
from looking import Windows
from places import Places
from playwright.sync_api import Browser, expect, sync_playwright
from screens import PATIENCE, Screens
from serving import ARGUMENTS, CHROMIUM, served

from liane.kit.postgres.server import Server

expect.set_options(timeout=PATIENCE)
THIS = __file__.rsplit("/", 1)[0]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives a browser."""
    for item in items:
        if str(item.path).startswith(THIS):
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine (Debian: apt install chromium)"))


@pytest.fixture(scope="session")
def address(postgres: Server, django_db_setup: None) -> Iterator[str]:
    """Where the house answers. Each process of pytest has a house of its own."""
    with served(postgres) as found:
        yield found


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for a file of tests: closed afterwards, so that no event loop stays under Django’s own tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page_of(chromium: Browser, address: str) -> Iterator[Screens]:
    """`page_of("karim", 390, "dark")`. No script of ours failed and nothing was refused by the content policy."""
    screens = Screens(chromium, address)
    yield screens
    screens.close()
    assert screens.complaints == []


@pytest.fixture(scope="session")
def placed() -> list[Places]:
    """What was put behind the addresses: once for a house, even when its pages are looked at in several goes."""
    return []


@pytest.fixture(scope="module")
def places(chromium: Browser, address: str, placed: list[Places]) -> Places:
    """Something behind each address."""
    if not placed:
        screens = Screens(chromium, address)
        placed.append(Places(screens))
        screens.close()
    return placed[0]


@pytest.fixture(scope="module")
def windows(chromium: Browser, address: str) -> Iterator[Windows]:
    """One window for each person of the cast, in which her pages are looked at one after the other."""
    screens = Screens(chromium, address)
    yield Windows(screens)
    screens.close()
