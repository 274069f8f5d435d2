"""Find without leaving the keyboard: the list under the field, its choices told to screen readers; the keys of a screen."""

from datetime import date, timedelta
from uuid import uuid4

from playwright.sync_api import Page, expect
from screens import Screens, record_of, write


def opened(page: Page, typed: str = "") -> None:
    """Ctrl K, and a few words."""
    page.keyboard.press("Control+k")
    expect(page.locator("[data-palette] input")).to_be_focused()
    page.keyboard.type(typed, delay=15)


def test_the_list_of_choices_is_used_with_arrows_and_told_to_screen_readers(page_of: Screens) -> None:
    karim = page_of("karim")
    record = record_of(karim, "Belkacem")
    karim.goto(record)
    mark = f"xylo{uuid4().hex[:6]}"
    write(karim, record, text=f"Elle a joué du {mark} devant tous.")
    karim.goto("/")
    opened(karim)
    choices = karim.locator("[role=option]")
    expect(choices.first).to_contain_text("Samia Belkacem")  # the last record opened
    karim.keyboard.type(mark, delay=15)
    field = karim.locator("[data-palette] [role=combobox]")
    expect(choices.first).to_contain_text("Samia Belkacem · aujourd’hui")  # which writing, nothing of what it says
    expect(choices.first).not_to_contain_text(mark)
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(karim.locator("[data-palette] [role=status]")).to_contain_text("proposition")
    karim.keyboard.press("ArrowDown")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-activedescendant", choices.first.get_attribute("id") or "-")
    expect(choices.first).to_have_attribute("aria-selected", "true")
    karim.keyboard.press("ArrowUp")
    expect(karim.locator("[aria-selected=true]")).to_have_count(0)
    karim.keyboard.press("ArrowUp")
    expect(choices.last).to_have_attribute("aria-selected", "true")
    karim.keyboard.press("ArrowDown")
    karim.keyboard.press("ArrowDown")
    karim.keyboard.press("Enter")
    expect(karim.locator("article", has_text=mark)).to_be_in_viewport()


def test_enter_alone_searches_everywhere_and_escape_closes(page_of: Screens) -> None:
    karim = page_of("karim")
    opened(karim, "Belkacem")
    karim.keyboard.press("Enter")
    karim.wait_for_url("**/recherche/?q=Belkacem")
    expect(karim.get_by_role("link", name="Samia Belkacem", exact=True)).to_be_visible()
    opened(karim, "rel")
    karim.keyboard.press("Escape")
    expect(karim.locator("[data-palette]")).not_to_be_visible()


def test_a_verb_and_a_name_lead_to_writing(page_of: Screens) -> None:
    karim = page_of("karim")
    opened(karim, "écrire Belkacem")
    choice = karim.get_by_role("option", name="Écrire pour Samia Belkacem")
    expect(choice).to_be_visible()
    karim.keyboard.press("ArrowDown")
    karim.keyboard.press("Enter")
    expect(karim.locator("[data-texte]")).to_be_focused()


def test_the_page_does_the_same_without_script(page_of: Screens) -> None:
    karim = page_of("karim", java_script_enabled=False)
    karim.locator("#chercher").fill("Belkacem")
    karim.keyboard.press("Enter")
    expect(karim.get_by_role("heading", name="Personnes")).to_be_visible()
    karim.get_by_role("link", name="Actions", exact=True).click()
    expect(karim.get_by_role("link", name="Écrire pour Samia Belkacem")).to_be_visible()


def test_an_old_writing_is_found_by_filters_and_opened_where_it_stands(page_of: Screens) -> None:
    karim = page_of("karim")
    record, mark = record_of(karim, "Belkacem"), f"fanfare{uuid4().hex[:6]}"
    long_ago = (date.today() - timedelta(days=500)).strftime("%d/%m/%Y")
    write(karim, record, text=f"La {mark} est passée sous sa fenêtre.", happened_on=long_ago)
    karim.goto("/recherche/")
    karim.locator("main [type=search]").fill(f"auteur:moi {mark[:9]}")
    karim.keyboard.press("Enter")
    expect(karim.locator("mark").first).to_have_text(mark)
    karim.locator(".trouves a").first.click()
    expect(karim.locator("article", has_text=mark)).to_be_in_viewport()


def test_the_keys_of_a_screen_are_listed_and_can_be_turned_off_on_a_device(page_of: Screens) -> None:
    karim = page_of("karim")
    karim.keyboard.press("?")
    keys = karim.locator("[data-touches]")
    expect(keys).to_be_visible()
    expect(keys.get_by_text("aller à un bloc de la page")).to_be_visible()
    expect(keys.get_by_text("répondre à l’écrit choisi")).not_to_be_visible()
    keys.get_by_role("button", name="Désactiver les touches d’une lettre").click()
    expect(keys.get_by_role("status")).to_contain_text("désactivées")
    keys.get_by_role("button", name="Fermer").click()
    karim.reload()
    karim.keyboard.press("/")
    expect(karim.locator("#chercher")).not_to_be_focused()
    karim.keyboard.press("?")
    expect(keys).not_to_be_visible()
    opened(karim)  # with Ctrl, it still works, and leads to turning them on again
    karim.get_by_role("button", name="Touches du clavier").click()
    keys.get_by_role("button", name="Désactiver les touches d’une lettre").click()
    keys.get_by_role("button", name="Fermer").click()
    karim.keyboard.press("/")
    expect(karim.locator("#chercher")).to_be_focused()


def test_digits_lead_to_the_blocks_of_the_day_and_never_write_over_words(page_of: Screens) -> None:
    sophie = page_of("sophie")
    sophie.keyboard.press("2")
    expect(sophie.locator("[data-blocs] > section").nth(1)).to_be_focused()
    sophie.keyboard.press("/")
    sophie.keyboard.type("12 ré?")
    expect(sophie.locator("#chercher")).to_have_value("12 ré?")


def test_r_answers_a_writing_and_e_corrects_the_essential(page_of: Screens) -> None:
    karim = page_of("karim")
    record, mark = record_of(karim, "Belkacem"), f"réponse {uuid4().hex[:6]}"
    write(karim, record, text=f"Elle s’est réveillée tôt, {mark}.", focus="Sommeil", level="1")
    karim.goto(record)
    karim.locator("article", has_text=mark).focus()
    karim.keyboard.press("r")
    expect(karim.locator("[data-texte]")).to_be_focused()
    expect(karim.locator("[name=focus]")).to_have_value("Sommeil")
    maud = page_of("maud")
    maud.goto("/releve/")
    maud.locator("article", has_text=mark).focus()
    maud.keyboard.press("r")
    expect(maud.locator("[data-texte]")).to_be_focused()
    expect(maud.locator("[name=focus]")).to_have_value("Sommeil")
    maud.goto(f"{record}essentiel/")
    maud.keyboard.press("e")
    expect(maud.locator("main textarea").first).to_be_visible()
