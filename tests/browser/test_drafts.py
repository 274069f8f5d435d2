"""Nothing typed is lost (ux §2.5): a killed page, the end of a session, a cut network, another device, a shared screen."""

import os
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from playwright.sync_api import BrowserContext, Page, Route, expect
from screens import PATIENCE, Screens, record_of

from liane.kit.postgres.server import Server

KEPT = "Brouillon enregistré"
HERE, THERE = 1_000, 3_000  # ms after a letter: kept in the browser, then on the server


def composing(page: Page, record: str, text: str) -> None:
    """Words are being typed in the composer, and are not saved."""
    page.goto(record)
    page.locator("[data-texte]").fill(text)


def reopened(context: BrowserContext, address: str) -> Page:
    """The same browser, after its page was killed."""
    page = context.new_page()
    page.goto(address)
    return page


def received_unheard(route: Route) -> None:
    """The server receives, and the network falls before its answer."""
    route.fetch()
    route.abort()


def at_night(page_of: Screens, slug: str = "ines") -> tuple[Page, str, str]:
    """Somebody, the record of Sam, and words that nobody else writes."""
    page = page_of(slug, 834, "dark")
    return page, record_of(page, "Belkacem"), f"Réveillée à 2 h, {uuid4().hex}. « J’ai eu peur. »"


def test_a_page_killed_while_one_writes_gives_its_text_back(page_of: Screens) -> None:
    page, record, text = at_night(page_of)
    composing(page, record, text)
    expect(page.locator("[data-etat-brouillon]")).to_contain_text(KEPT)
    page.close(run_before_unload=False)
    again = reopened(page.context, record)
    expect(again.locator("[data-texte]")).to_have_value(text)
    expect(again.get_by_text("Votre texte écrit aujourd’hui")).to_be_visible()
    again.get_by_role("button", name="Enregistrer").click()
    expect(again.locator("article", has_text=text[:40])).to_have_count(1)
    third = reopened(page.context, record)
    expect(third.locator("[data-texte]")).to_have_value("")


def test_a_text_begun_on_another_device_is_offered_and_nothing_of_here_is_eaten(page_of: Screens) -> None:
    page, record, text = at_night(page_of)
    composing(page, record, text)
    expect(page.locator("[data-etat-brouillon]")).to_contain_text(KEPT)
    phone = page_of("ines", 390)
    phone.goto(record)
    expect(phone.get_by_text("sur un autre appareil").first).to_be_visible()
    expect(phone.locator("[data-texte]")).to_have_value("")
    phone.get_by_role("button", name="Reprendre").first.click()
    expect(phone.locator("[data-texte]")).to_have_value(text)


def test_two_tabs_of_the_same_form_keep_two_texts(page_of: Screens) -> None:
    page, record, text = at_night(page_of, "maud")
    composing(page, record, text)
    expect(page.locator("[data-etat-brouillon]")).to_contain_text(KEPT)
    other = reopened(page.context, record)
    expect(other.get_by_text("dans un autre onglet")).to_be_visible()
    expect(other.locator("[data-texte]")).to_have_value("")
    second = f"Autre chose, {uuid4().hex}"
    other.locator("[data-texte]").fill(second)
    expect(other.locator("[data-etat-brouillon]")).to_contain_text(KEPT)
    expect(page.locator("[data-texte]")).to_have_value(text)
    drafts = reopened(page.context, "/brouillons/")
    expect(drafts.get_by_text(text)).to_be_visible()
    expect(drafts.get_by_text(second)).to_be_visible()


def test_without_network_the_text_stays_here_and_leaves_by_itself(page_of: Screens) -> None:
    page, record, text = at_night(page_of)
    page.goto(record)
    page.context.set_offline(True)
    page.locator("[data-texte]").fill(text)
    expect(page.get_by_text("est gardé sur cet appareil").first).to_be_visible()
    expect(page.locator("[data-etat-page]")).to_contain_text("À envoyer (1)")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("il sera enregistré tout seul")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("article", has_text=text[:40])).to_have_count(1)


def test_without_network_a_form_that_keeps_no_draft_stays_with_its_words(page_of: Screens) -> None:
    """The browser would have left for a page that cannot come, with the reason of an exit that somebody had typed."""
    page = page_of("sophie", 390)
    essential = page.context.request.get(f"{record_of(page, 'Belkacem')}essentiel/").text()
    stay = re.search(r"/personnes/[0-9a-f-]{36}/accompagnements/[0-9a-f-]{36}/", essential)
    assert stay
    page.goto(f"{stay[0]}terminer/")
    where = page.get_by_label("Pour où")
    where.fill("Foyer Le Mas")
    page.context.set_offline(True)
    page.get_by_role("button", name="Terminer l’accompagnement").click()
    said = page.get_by_text("ce que vous avez écrit reste sur cette page")
    expect(said).to_be_visible()
    expect(where).to_have_value("Foyer Le Mas")
    page.context.set_offline(False)
    expect(said).to_have_count(0)
    page.get_by_role("button", name="Terminer l’accompagnement").click()
    expect(page.get_by_role("alert")).to_contain_text("Il reste quelque chose à corriger")


def test_a_page_killed_without_network_gives_its_text_back_when_it_opens_again(page_of: Screens) -> None:
    page, record, text = at_night(page_of)
    page.goto(record)
    page.context.set_offline(True)
    page.locator("[data-texte]").fill(text)
    expect(page.get_by_text("est gardé sur cet appareil").first).to_be_visible()
    page.close(run_before_unload=False)
    page.context.set_offline(False)
    again = reopened(page.context, record)
    expect(again.locator("[data-texte]")).to_have_value(text)
    expect(again.locator("[data-etat-brouillon]")).to_contain_text(KEPT)


def test_a_text_that_the_server_has_though_its_page_never_heard_so_is_said_to_be_kept(page_of: Screens) -> None:
    page, record, text = at_night(page_of)
    page.route("**/brouillons/garder/", received_unheard)
    composing(page, record, text)
    expect(page.get_by_text("est gardé sur cet appareil").first).to_be_visible()
    page.close(run_before_unload=False)
    again = reopened(page.context, record)
    expect(again.locator("[data-texte]")).to_have_value(text)
    expect(again.locator("[data-etat-brouillon]")).to_contain_text(KEPT)


def test_the_end_of_the_session_does_not_eat_a_text_and_the_next_person_on_that_screen_never_sees_it(
    page_of: Screens,
) -> None:
    page, record, text = at_night(page_of)
    page.goto(record)
    page.context.clear_cookies(name="liane")  # the session is over; the page is still open
    page.locator("[data-texte]").fill(text)
    expect(page.get_by_text("Reconnectez-vous : votre texte vous attend").first).to_be_visible()
    page.close(run_before_unload=False)
    headers = {"Referer": page_of.address}
    page.context.request.post("/demo/entrer/karim/", headers=headers)
    colleague = reopened(page.context, record)
    expect(colleague.locator("[data-texte]")).to_have_value("")
    assert text not in colleague.content()
    assert text not in colleague.evaluate(EVERYTHING_HERE)
    colleague.close()
    page.context.request.post("/demo/entrer/ines/", headers=headers)
    again = reopened(page.context, record)
    expect(again.locator("[data-texte]")).to_have_value(text)


def test_after_signing_out_nothing_of_a_text_is_readable_on_the_device(page_of: Screens) -> None:
    page, record, text = at_night(page_of)
    composing(page, record, text)
    expect(page.locator("[data-etat-brouillon]")).to_contain_text(KEPT)
    page.get_by_role("button", name="Quitter").first.click()
    page.wait_for_url("**/connexion/**")
    assert page.evaluate(EVERYTHING_HERE) == "[]"


EVERYTHING_HERE = """async () => {
  const base = await new Promise((resolve) => { const asked = indexedDB.open("liane"); asked.onsuccess = () => resolve(asked.result); });
  if (!base.objectStoreNames.length) return "[]";
  const rows = await new Promise((resolve) => { const asked = base.transaction("brouillons").objectStore("brouillons").getAll(); asked.onsuccess = () => resolve(asked.result); });
  return JSON.stringify(rows.map((row) => [row.cle, row.qui, new TextDecoder().decode(row.sealed)]));
}"""


def test_a_correction_taken_up_again_never_overwrites_what_a_colleague_wrote_meanwhile(page_of: Screens) -> None:
    page = page_of("sophie", 834)
    record = record_of(page, "Hugo Faure")
    address, place = (
        f"{record}identite/",
        f"Lyon {uuid4().hex[:6]}".translate(str.maketrans("0123456789", "abcdefghij")),
    )
    page.goto(address)
    page.get_by_label("Lieu de naissance").fill(place)
    expect(page.locator("[data-etat-brouillon]")).to_contain_text(KEPT)
    page.close(run_before_unload=False)
    colleague = page_of("nicole", 834)
    colleague.goto(address)
    colleague.get_by_label("Lieu de naissance").fill("Marseille la Belle")
    colleague.get_by_role("button", name="Enregistrer").click()
    expect(colleague.get_by_text("L’identité est enregistrée")).to_be_visible()
    again = reopened(page.context, address)
    expect(again.get_by_label("Lieu de naissance")).to_have_value(place)
    again.route(
        "**/brouillons/ici/**", lambda route: None
    )  # the network is slow: the hand is faster than what the page asks
    again.get_by_role("button", name="Enregistrer").click()
    expect(again.get_by_role("heading", name="Deux versions")).to_be_visible()
    expect(again.get_by_text("Marseille la Belle")).to_be_visible()
    again.get_by_role("button", name="Enregistrer ces choix").click()
    expect(again.get_by_text("L’identité est enregistrée")).to_be_visible()
    third = reopened(page.context, address)
    expect(third.get_by_label("Lieu de naissance")).to_have_value(place)
    third.wait_for_load_state("networkidle")  # what waits for this form is there
    expect(third.get_by_text("Votre texte écrit")).to_have_count(0)


def test_begun_again_a_form_is_empty_and_the_former_text_waits_in_the_list(page_of: Screens) -> None:
    page, record, text = at_night(page_of, "maud")
    composing(page, record, text)
    expect(page.locator("[data-etat-brouillon]")).to_contain_text(KEPT)
    page.close(run_before_unload=False)
    again = reopened(page.context, record)
    again.get_by_role("button", name="Recommencer").first.click()
    expect(again.locator("[data-texte]")).to_have_value("")
    again.goto("/brouillons/")
    again.locator("section", has_text=text).get_by_role("link", name="Reprendre").click()
    expect(again.locator("[data-texte]")).to_have_value(text)
    again.goto("/brouillons/")
    again.locator("section", has_text=text).get_by_role("button", name="Jeter").click()
    expect(again.get_by_text(text)).to_have_count(0)
    again.get_by_role("button", name="Annuler").click()
    expect(again.get_by_text(text)).to_be_visible()


def eventually(page: Page, is_so: Callable[[], bool]) -> bool:
    """What a timer has set going is done as fast as the machine can: that is waited for, on the clock of the machine."""
    for _ in range(PATIENCE // 50):
        if is_so():
            return True
        page.wait_for_timeout(50)
    return False


def test_words_are_kept_in_the_browser_within_a_second_and_on_the_server_within_three(
    page_of: Screens, postgres: Server
) -> None:
    """The clock of the page is in the hands of the test: nothing is kept later than it says, however slow the machine."""
    page, record, text = at_night(page_of)
    page.clock.install()
    page.goto(record)
    page.clock.pause_at(datetime.now(UTC) + timedelta(hours=1))
    page.locator("[data-texte]").fill(text)
    key = page.locator("form[data-brouillon] [name=id]").first.input_value()
    page.clock.run_for(HERE)
    assert eventually(page, lambda: key in page.evaluate(EVERYTHING_HERE))
    page.clock.run_for(THERE - HERE)
    with postgres.connect(database=f"essai_{os.getpid()}_navigateur") as owner:
        asked = "SELECT 1 FROM kit_saveddraft WHERE key = %s AND strpos(fields, %s) > 0"
        assert eventually(page, lambda: owner.execute(asked, (key, text)).fetchone() is not None)
