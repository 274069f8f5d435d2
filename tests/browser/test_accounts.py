"""Coming in with a key, as a browser really does it: Chromium’s own virtual authenticator stands for the finger or the object."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from looking import AXE, RUN, TAGS
from playwright.sync_api import Browser, CDPSession, Page, expect
from screens import Screens

from liane.config.demo.cast import PASSWORD

HOME = re.compile(r"://[^/]+/$")
FINGER = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def by_name(chromium: Browser, address: str) -> Iterator[Screens]:
    """The same house asked by its name: a key belongs to a name, never to a number (WebAuthn)."""
    screens = Screens(chromium, address.replace("127.0.0.1", "localhost"))
    yield screens
    screens.close()
    assert screens.complaints == []


def with_finger(page: Page) -> tuple[CDPSession, str]:
    """A browser whose computer reads fingers."""
    browser = page.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    return browser, browser.send("WebAuthn.addVirtualAuthenticator", {"options": FINGER})["authenticatorId"]


def is_readable(page: Page) -> None:
    """axe finds nothing on this page."""
    page.add_script_tag(path=AXE)
    assert page.evaluate(RUN, TAGS) == []


def leave(page: Page) -> None:
    page.context.request.post("/deconnexion/", form={"csrfmiddlewaretoken": token(page)}, headers={"Referer": page.url})
    page.goto("/connexion/")


def token(page: Page) -> str:
    return page.locator("[name=csrfmiddlewaretoken]").first.input_value()


def test_fatou_adds_a_key_then_comes_in_with_it_with_and_without_password(by_name: Screens) -> None:
    page = by_name("fatou", bypass_csp=True)
    browser, finger = with_finger(page)
    page.goto("/compte/securite/")
    page.get_by_role("link", name="Ajouter une clé").click()
    page.get_by_label("Son nom, pour la reconnaître").fill("Mon ordinateur")
    page.get_by_role("button", name="Ajouter la clé").click()
    expect(page.get_by_role("heading", name="Vos codes de secours")).to_be_visible()
    expect(page.locator("ul.codes li")).to_have_count(10)
    is_readable(page)
    with page.expect_download() as kept:
        page.get_by_role("link", name="Garder le fichier").click()
    first = page.locator("ul.codes code").first.inner_text()
    assert first in Path(kept.value.path()).read_text(encoding="utf-8")
    page.get_by_role("link", name="C’est noté").click()
    expect(page.locator("#second")).to_contain_text("Mon ordinateur (ouvre aussi sans mot de passe)")
    assert len(browser.send("WebAuthn.getCredentials", {"authenticatorId": finger})["credentials"]) == 1

    leave(page)
    page.get_by_role("button", name="Se connecter avec une clé").click()
    expect(page).to_have_url(HOME)
    expect(page.locator(".moi")).to_contain_text("Fatou Diop")

    leave(page)
    page.locator("[name=login]").fill("fatou")
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    expect(page.get_by_role("heading", name="Encore une étape")).to_be_visible()
    is_readable(page)
    page.get_by_role("button", name="Utiliser ma clé").click()
    expect(page).to_have_url(HOME)
    expect(page.locator(".moi")).to_contain_text("Fatou Diop")

    leave(page)
    browser.send("WebAuthn.setUserVerified", {"authenticatorId": finger, "isUserVerified": False})
    page.get_by_role("button", name="Se connecter avec une clé").click()
    expect(page.locator("[data-cle-dit]")).to_contain_text("La clé n’a pas répondu")  # another finger opens nothing
    browser.send("WebAuthn.setUserVerified", {"authenticatorId": finger, "isUserVerified": True})
    page.get_by_role("button", name="Se connecter avec une clé").click()
    expect(page).to_have_url(HOME)
    page.goto("/compte/securite/")
    page.get_by_role("button", name="Retirer la clé Mon ordinateur").click()
    expect(page.locator("#second")).to_contain_text("Pas encore de second facteur")


def test_at_an_address_in_figures_the_page_says_where_a_key_works(page_of: Screens) -> None:
    page = page_of()
    page.goto("/connexion/")
    page.get_by_role("button", name="Se connecter avec une clé").click()
    expect(page.locator("[data-cle-dit]")).to_contain_text("ici http://localhost:")


def test_coming_in_takes_three_stops_of_the_tab_key(page_of: Screens) -> None:
    page = page_of()
    page.goto("/connexion/")
    page.locator("[name=login]").focus()
    page.keyboard.insert_text("maud")
    page.keyboard.press("Tab")
    page.keyboard.insert_text(PASSWORD)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Se connecter"
    page.keyboard.press("Enter")
    expect(page).to_have_url(HOME)
    expect(page.locator(".moi")).to_contain_text("Maud Lefort")


def types(page: Page, pin: str) -> None:
    """On the pad of big keys, as a finger does."""
    for figure in pin:
        page.locator(f"[data-chiffre='{figure}']").click()


def test_a_shared_tablet_shows_faces_locks_by_itself_and_never_shows_one_to_another(page_of: Screens) -> None:
    for slug, pin in (("karim", "480273"), ("ines", "730284")):
        own = page_of(slug)
        own.goto("/compte/code/")
        own.get_by_label("Votre code").fill(pin)
        own.get_by_label("Encore une fois").fill(pin)
        own.get_by_role("button", name="Enregistrer").click()
        expect(own.get_by_text("Votre code est enregistré")).to_be_visible()
    tablet = page_of("sophie", 834, bypass_csp=True)
    tablet.goto("/compte/securite/")
    tablet.get_by_role("link", name="Connexions et postes partagés").click()
    tablet.get_by_label("Son nom").fill("Tablette de Mimosa")
    tablet.get_by_label("Où il se trouve").select_option(label="FAM Les Tilleuls — Mimosa")
    tablet.get_by_role("button", name="Déclarer cet appareil").click()
    expect(tablet.get_by_role("heading", name="Tablette de Mimosa")).to_be_visible()
    is_readable(tablet)
    for slug in ("ines", "karim"):
        tablet.locator("[name=login]").fill(slug)
        tablet.locator("[name=password]").fill(PASSWORD)
        tablet.get_by_role("button", name="Se connecter", exact=True).click()
        expect(tablet).to_have_url(HOME)
        leave(tablet)

    tablet.get_by_role("link", name="Karim Duval").click()
    is_readable(tablet)
    types(tablet, "480273")
    expect(tablet).to_have_url(HOME)
    tablet.clock.install()
    tablet.goto("/personnes/?q=belkacem")
    tablet.get_by_role("link", name="Samia Belkacem").first.click()
    record = tablet.url
    tablet.clock.fast_forward("01:30")
    tablet.keyboard.press("Shift")  # a gesture: she is still there
    tablet.clock.fast_forward("01:30")
    expect(tablet.get_by_role("heading", name="Samia Belkacem", level=1)).to_be_visible()
    tablet.locator("[data-texte]").fill("Elle a bien dormi. « Comme un loir. »")
    expect(tablet.locator("[data-etat-page]")).to_contain_text("Brouillon enregistré")
    tablet.clock.fast_forward("02:10")
    expect(tablet.get_by_role("heading", name="Écran verrouillé")).to_be_visible()
    expect(tablet.locator("body")).not_to_contain_text("Belkacem")
    is_readable(tablet)
    types(tablet, "480273")
    expect(tablet).to_have_url(record)
    expect(tablet.locator("[data-texte]")).to_have_value("Elle a bien dormi. « Comme un loir. »")

    tablet.clock.fast_forward("02:10")
    expect(tablet.get_by_role("heading", name="Écran verrouillé")).to_be_visible()
    tablet.get_by_role("button", name="Ce n’est pas moi").click()
    tablet.get_by_role("link", name="Inès Roche").click()
    types(tablet, "730284")
    expect(tablet).to_have_url(HOME)
    expect(tablet.locator(".moi .nom")).to_contain_text("Inès Roche")
    tablet.go_back()
    expect(tablet.locator("body")).not_to_contain_text("Samia Belkacem")
    tablet.goto(record)
    expect(tablet.get_by_role("heading", name="Samia Belkacem", level=1)).to_be_visible()
    expect(tablet.locator("[data-texte]")).to_have_value("")  # what Karim was writing waits for Karim
    expect(tablet.locator("body")).not_to_contain_text("Comme un loir")
