"""From one to the other: what Karim writes, Maud reads, Karim knows it, and nobody else learns that it exists."""

from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect
from screens import Screens, record_of, write

from liane.config.demo.cast import PASSWORD


def come_in(page: Page, login: str) -> None:
    """By the ordinary page, with a name and a password."""
    page.goto("/connexion/")
    page.locator("[name=login]").fill(login)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()


def until(page: Page, key: str, target: Locator) -> None:
    """Press a key until the focus stands there (it may stand there already), at most sixty times."""
    for _ in range(60):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press(key)
    pytest.fail(f"{key} never reaches {target}")


def test_karim_writes_maud_reads_karim_knows_farid_finds_nothing(page_of: Screens) -> None:
    karim = page_of("karim")
    karim.get_by_role("searchbox", name="Chercher une personne, un écrit, une action").first.fill("Belkacem")
    karim.keyboard.press("Enter")
    karim.get_by_role("link", name="Samia Belkacem", exact=True).click()
    expect(karim.get_by_role("heading", name="Samia Belkacem", level=1)).to_be_visible()
    record, mark = karim.url, f"carte de bus {uuid4().hex[:8]}"
    karim.locator("[data-texte]").fill(f"Elle a perdu sa {mark}. « Je la retrouverai. »")
    karim.locator("label", has_text="À lire").click()
    karim.get_by_role("button", name="Enregistrer").click()
    mine = karim.locator("article", has_text=mark)
    expect(mine.locator(".qui-lit .non[title='Maud Lefort']")).to_be_visible()
    expect(mine.locator("[data-lire]")).to_have_count(0)

    maud = page_of("maud")
    maud.get_by_role("link", name="Relève").first.click()
    hers = maud.locator("article", has_text=mark)
    hers.get_by_role("button", name="J’ai lu").click()
    expect(hers.get_by_role("button", name="Annuler")).to_be_visible()
    expect(hers).to_contain_text("Lu à")
    hers.get_by_role("button", name="Annuler").click()
    hers.get_by_role("button", name="J’ai lu").click()
    expect(hers.get_by_role("button", name="Annuler")).to_be_visible()

    karim.reload()
    expect(mine.locator(".qui-lit [title='Maud Lefort']:not(.non)")).to_be_visible()
    karim.get_by_role("link", name="Qui a vu").first.click()
    expect(karim.locator("main")).to_contain_text("Karim Duval")

    for slug in ("farid", "admin"):
        stranger = page_of(slug)
        for end in ("", "ecrire/", "essentiel/", "essentiel.pdf", "entourage/", "qui-a-vu/", "identite/", "photo/"):
            answer = stranger.goto(record + end)
            assert answer is not None and answer.status == 404, f"{slug} {end}"
            expect(stranger.locator("body")).not_to_contain_text("Belkacem")
        stranger.goto("/")
        expect(stranger.locator("body")).not_to_contain_text("Belkacem")


def test_everything_that_matters_works_without_script(page_of: Screens) -> None:
    """Come in, read, write, say that one has read: forms and links only."""
    karim = page_of("", java_script_enabled=False)
    come_in(karim, "karim")
    expect(karim.get_by_role("heading", level=1)).to_contain_text("Bonjour Karim")
    karim.goto(record_of(karim, "Belkacem"))
    mark = f"sans script {uuid4().hex[:8]}"
    karim.locator("[data-texte]").fill(f"Elle a dormi, {mark}.")
    karim.locator("label", has_text="À lire").click()
    karim.get_by_role("button", name="Enregistrer").click()
    expect(karim.locator("article", has_text=mark)).to_be_visible()

    maud = page_of("maud", java_script_enabled=False)
    maud.goto("/releve/")
    maud.locator("article", has_text=mark).get_by_role("button", name="J’ai lu").click()
    maud.goto(karim.url)
    expect(maud.locator("article", has_text=mark)).to_contain_text("Lu à")

    phone = page_of("karim", 390, java_script_enabled=False)
    phone.goto(karim.url)
    phone.get_by_role("link", name="Écrire", exact=True).click()
    phone.locator("[data-texte]").fill(f"Depuis le téléphone, {mark}.")
    phone.get_by_role("button", name="Enregistrer").click()
    expect(phone.locator("article", has_text="Depuis le téléphone")).to_be_visible()


def test_everything_that_matters_works_by_keyboard(page_of: Screens) -> None:
    """The mouse stays in its drawer: come in, Ctrl K, N, Ctrl Entrée, then J, K, L."""
    karim = page_of("")
    karim.goto("/connexion/")
    until(karim, "Tab", karim.locator("[name=login]"))
    karim.keyboard.insert_text("karim")
    karim.keyboard.press("Tab")
    karim.keyboard.insert_text(PASSWORD)
    karim.keyboard.press("Enter")
    expect(karim.get_by_role("heading", level=1)).to_contain_text("Bonjour Karim")
    karim.wait_for_load_state()  # nobody is quicker than the scripts of the page; a machine is

    karim.keyboard.press("Control+k")
    expect(karim.locator("[data-palette]")).to_be_visible()
    karim.keyboard.type("Belkac", delay=15)
    expect(karim.locator("#palette-liste [role=option]").first).to_contain_text("Samia Belkacem")
    karim.keyboard.press("ArrowDown")
    karim.keyboard.press("Enter")
    expect(karim.get_by_role("heading", name="Samia Belkacem", level=1)).to_be_visible()
    karim.wait_for_load_state()

    mark = f"clavier {uuid4().hex[:8]}"
    karim.keyboard.press("n")
    karim.keyboard.insert_text(f"Elle a écrit son nom, {mark}.")
    karim.keyboard.press("Control+Enter")
    expect(karim.locator("article", has_text=mark)).to_be_visible()

    write(karim, karim.url, text=f"À lire au {mark}.", level="2")
    maud = page_of("maud")
    maud.goto("/releve/")
    ours = maud.locator("article", has_text=f"À lire au {mark}")
    until(maud, "j", ours)
    maud.keyboard.press("j")
    until(maud, "k", ours)
    maud.keyboard.press("l")
    undo = ours.get_by_role("button", name="Annuler")
    expect(undo).to_be_visible()
    expect(ours).to_be_focused()
    until(maud, "Tab", undo)
    maud.keyboard.press("Enter")
    expect(ours.get_by_role("button", name="J’ai lu")).to_be_visible()


@pytest.mark.parametrize("options", [{}, {"java_script_enabled": False}], ids=["with script", "without script"])
def test_the_end_of_a_session_eats_no_text(page_of: Screens, options: dict[str, Any]) -> None:
    """The session ends while somebody writes: her text waits behind the sign-in, and nothing is sent without her."""
    page = page_of("karim", **options)
    page.goto(record_of(page, "Belkacem"))
    mark = f"longue soirée {uuid4().hex[:8]}"
    page.locator("[data-texte]").fill(f"Après une {mark}, elle a demandé sa sœur.")
    page.context.clear_cookies(name="liane")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vous avez été déconnecté")
    page.get_by_role("button", name="Se reconnecter").click()
    page.locator("[name=login]").fill("karim")
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    expect(page.locator("blockquote")).to_contain_text(mark)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("article", has_text=mark)).to_be_visible()
