"""Who somebody is (ux.md §3): met without papers (UX-25, whose ten seconds are judged), verified with a paper, written twice
(UX-37)."""

import re
import time
from uuid import uuid4

from hands import Hands, reach
from places import get, post
from playwright.sync_api import Page, expect
from screens import Screens, record_of


def test_ux_25_somebody_met_without_papers_has_a_record_in_less_than_ten_seconds(page_of: Screens) -> None:
    """Hélène, phone, in the street: from her day, «Personnes», «Sans papiers», one name. Typed as fast as a thumb goes."""
    page = page_of("helene", 390)
    page.goto("/")
    name = f"Momo {''.join(c for c in uuid4().hex if c.isalpha())[:6]}"
    hands = Hands(page, "UX-25", 3)
    begun = time.perf_counter()
    without = page.get_by_role("link", name="Sans papiers", exact=True)
    hands.tap(page.get_by_role("link", name="Personnes", exact=True), sees=without)
    hands.tap(without, sees=page.get_by_label("Nom ou surnom").and_(page.locator(":focus")))
    for letter in name:
        hands.type(letter)
        page.wait_for_timeout(150)
    title = page.get_by_role("heading", name=name, level=1)
    hands.tap(page.get_by_role("button", name="Ouvrir le dossier"), sees=title)
    taken = time.perf_counter() - begun
    hands.rest()
    assert taken < 10, f"{taken:.1f} s"
    expect(
        page.get_by_text("Le dossier est ouvert. Son identité pourra être ajoutée plus tard, ou jamais.")
    ).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_somebody_who_says_nothing_has_a_record_in_one_gesture(page_of: Screens) -> None:
    """Hélène, phone, in the street: «Sans nom», and the record is open under a name to wait with."""
    page = page_of("helene", 390)
    page.goto("/personnes/")
    hands = Hands(page, "UX-25, sans nom", 1)
    begun = time.perf_counter()
    title = page.get_by_role("heading", name=re.compile(r"^Personne du .+ \([0-9]+\)$"), level=1)
    hands.tap(page.get_by_role("button", name="Sans nom"), sees=title)
    assert time.perf_counter() - begun < 10
    hands.rest()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_town_is_proposed_with_its_code_as_one_types(page_of: Screens) -> None:
    """Sophie, desktop: a few letters of a town, those that are no more included."""
    page = page_of("sophie", 1440)
    page.goto(f"{record_of(page, 'Belkacem')}identite/")
    page.locator("#id_birth_place").fill("")
    page.locator("#id_birth_place").press_sequentially("aubagn")
    expect(page.locator("#lieux option[value='Aubagne (13005)']")).to_have_count(1)
    page.locator("#id_birth_place").fill("Saint-Denis")
    former = page.locator("#lieux option[value='Saint-Denis (75066)']")
    expect(former).to_have_attribute("label", "Saint-Denis (75066), Paris, jusqu’au 31/12/1967")


def doubted(page: Page) -> str:
    """Somebody whose identity a colleague doubts, all her traits being known: the address of her record."""
    name = f"Zim{''.join(c for c in uuid4().hex if c.isalpha())[:9]}"
    without = "/personnes/nouvelle/sans-papiers/"
    unit = re.search(r'<option value="([0-9a-f-]{36})"|name="unit" value="([^"]*)"', get(page, without))
    assert unit
    post(page, without, preferred_name=name, unit=unit[1] or unit[2])
    record = record_of(page, name)
    born = {"birth_date": "05/03/1980", "birth_place": "Marseille", "sex": "F"}
    post(page, f"{record}identite/", birth_name=name, first_names="Lina", **born)
    post(page, f"{record}identite/signaler/", event="DOUBT_RAISED", reason="Deux dates de naissance ont été dites")
    return record


def test_ux_37_verify_an_identity_and_lift_the_doubt_with_the_keyboard_alone(page_of: Screens) -> None:
    """Nicole, desktop: she is at the desk with her card. Her tag «douteuse», the paper chosen, «J’ai vu cette pièce».

    The national service (INSi) is not called yet: the paper alone verifies, and the identity is validated.
    """
    page = page_of("nicole", 1440)
    page.goto(doubted(page))
    hands = Hands(page, "UX-37", 3)
    reach(page, page.locator("main a", has_text="Identité douteuse").first)
    paper = page.get_by_label("Pièce vue")
    hands.press("Enter", sees=paper)
    reach(page, paper)
    hands.press("ArrowDown")
    expect(paper.locator("option:checked")).to_have_text("Carte nationale d’identité")
    reach(page, page.get_by_role("button", name="J’ai vu cette pièce"))
    hands.press("Enter", sees=page.get_by_text("La pièce est notée."))
    hands.rest()
    main = page.locator("main")
    expect(main.get_by_text("Identité validée").first).to_be_visible()
    expect(main.get_by_text("Identité douteuse")).to_have_count(0)
    expect(main.get_by_text("Doute levé")).to_be_visible()


def test_ux_37_join_two_records_of_one_person(page_of: Screens) -> None:
    """Nicole, desktop, keyboard: the list, the two side by side, the side kept, Entrée each time. Then it is undone: the
    house is as it was."""
    page = page_of("nicole", 1440)
    page.goto("/")
    hands = Hands(page, "UX-37", 3)
    compare = page.get_by_role("link", name="Comparer").first
    reach(page, page.get_by_role("link", name="Doublons", exact=True))
    hands.press("Enter", sees=compare)
    reach(page, compare)
    hands.press("Enter", sees=page.get_by_role("heading", name="Une personne, ou deux ?"))
    joined = page.get_by_role("heading", name="Dossiers réunis", exact=True)
    reach(page, page.locator("[data-cote].btn-1"))
    hands.press("Enter", sees=joined)
    hands.rest()
    page.get_by_label("Pourquoi annuler").fill("Essai")
    page.get_by_role("button", name="Annuler cette réunion").click()
    expect(page.get_by_text("Annulé par Nicole Ferrand")).to_be_visible()


def test_a_side_is_chosen_by_its_arrow(page_of: Screens) -> None:
    """Screen 19: ← and → go to the gesture of each side; while one types, they move in the text."""
    page = page_of("sophie", 1440)
    page.goto("/identites/doublons/")
    page.get_by_role("link", name="Comparer").last.click()
    expect(page.get_by_role("heading", name="Une personne, ou deux ?")).to_be_visible()
    page.wait_for_load_state()  # the keys are those of the new page
    for key, side in (("ArrowRight", "droite"), ("ArrowLeft", "gauche")):
        page.keyboard.press(key)
        expect(page.locator(f"[data-cote={side}]")).to_be_focused()
    page.locator("#id_reason").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#id_reason")).to_be_focused()
