"""The rights desk in a real browser: somebody for one night (UX-29), the rights looked at (UX-44) and reviewed, the broken glass."""

from uuid import uuid4

from hands import Hands
from playwright.sync_api import expect
from screens import Screens, record_of

CHOSEN = "trois-loutres-dorment-au-bord-du-petit-moulin"


def test_ux_29_an_account_for_one_night_from_a_telephone_and_what_she_sees(page_of: Screens) -> None:
    """Sophie, at home, 20 h 30: somebody replaces Inès. Four gestures; then Léa comes in and lands on «Ce soir»."""
    page = page_of("sophie", 390)
    page.goto("/")
    name = f"Martin{uuid4().hex[:6].translate(str.maketrans('0123456789', 'abcdefghij'))}"
    hands = Hands(page, "UX-29", 4)
    first = page.get_by_label("Prénom")
    hands.tap(page.get_by_role("link", name="Un accès pour cette nuit"), sees=first)
    hands.tap(first)
    hands.type("Léa", then="Tab")
    hands.type(name)
    hands.tap(page.get_by_role("button", name="Ouvrir l’accès"), sees=page.get_by_text("Premier mot de passe"))
    hands.rest()
    login, given = (
        page.locator(f"dt:text-is('{label}') + dd").inner_text()
        for label in ("Nom de connexion", "Premier mot de passe")
    )
    lea = page_of("", 390)
    lea.goto("/connexion/")
    lea.get_by_label("Nom de connexion").fill(login)
    lea.get_by_label("Mot de passe", exact=True).fill(given)
    lea.get_by_role("button", name="Se connecter", exact=True).click()
    lea.locator("[name=password_current]").fill(given)
    for field in ("password_new", "password_again"):
        lea.locator(f"[name={field}]").fill(CHOSEN)
    lea.locator("main form").get_by_role("button").last.click()
    lea.goto("/")
    expect(lea.get_by_role("heading", name="Ce soir", level=1)).to_be_visible()
    expect(lea.get_by_text("Votre accès s’arrête")).to_be_visible()
    expect(lea.get_by_role("link", name="15")).to_have_attribute("href", "tel:15")
    assert lea.evaluate("document.documentElement.scrollWidth") <= 390


def test_ux_44_the_dpo_reads_who_has_what_why_and_until_when(page_of: Screens) -> None:
    """Amine, laptop, from home: every post of the organisme, who gave it, until when, whether it still serves."""
    page = page_of("amine", 1440)
    page.goto("/")
    hands = Hands(page, "UX-44", 2)
    review = page.get_by_role("link", name="Revue des droits")
    hands.tap(page.get_by_role("link", name="Équipe et droits", exact=True), sees=review)
    hands.tap(review, sees=page.get_by_role("heading", name="Revue des droits", level=1))
    hands.rest()
    theirs = page.locator("main section", has_text="Accompagnant éducatif et social (AES), Acacia").first
    for told in ("Depuis le", "sans date de fin", "donné", "dernier geste"):
        expect(theirs).to_contain_text(told)
    expect(page.get_by_role("link", name="Tous les postes")).to_have_attribute("aria-current", "true")
    assert page.get_by_role("button", name="Confirmer").count() == 0


def test_a_right_is_reviewed_in_two_gestures(page_of: Screens) -> None:
    """Marc, the yearly review: what waits is there, one button a line."""
    page = page_of("marc", 1440)
    page.goto("/droits/revue/")
    if page.get_by_role("button", name="Ouvrir une revue").count():
        page.get_by_role("button", name="Ouvrir une revue").click()
    page.goto("/droits/")
    hands = Hands(page, "revue d’un poste", 2)
    confirm = page.get_by_role("button", name="Confirmer : ").first
    hands.tap(page.get_by_role("link", name="Revue des droits"), sees=confirm)
    hands.tap(confirm, sees=page.get_by_text("Le poste est confirmé."))
    hands.rest()


def test_the_glass_is_broken_from_the_refusal_and_closed_in_one_gesture(page_of: Screens) -> None:
    """Hélène, at the SAVS, sees Sam fall in the street: from the refusal to the dangers, then it is closed."""
    record = record_of(page_of("karim", 1440), "Belkacem")
    page = page_of("helene", 390)
    page.goto(record)
    page.get_by_role("link", name="Accès d’urgence").click()
    page.get_by_label("Que se passe-t-il ?").fill("Malaise dans la rue, le SAMU demande ses allergies.")
    page.get_by_role("button", name="Ouvrir le dossier").click()
    expect(page.get_by_text("Accès d’urgence jusqu’à")).to_be_visible()
    sophie = page_of("sophie", 1440)
    sophie.goto("/")
    expect(
        sophie.get_by_text("personne ne l’a encore revu").or_(sophie.get_by_text("ne les a encore revus"))
    ).to_be_visible()
    page.get_by_role("button", name="Terminer maintenant").first.click()
    page.goto(record)
    expect(page.get_by_role("heading", name="Ce dossier n’est pas ouvert à votre équipe")).to_be_visible()


def test_ux_43_check_what_will_be_archived_or_erased_next_month(page_of: Screens) -> None:
    """Amine, laptop: «Conformité» says how many, one more tap opens the lines; he is told no name."""
    page = page_of("amine", 1440)
    page.goto("/")
    hands = Hands(page, "UX-43", 2)
    card = page.locator("section", has_text="Conservation des dossiers")
    hands.tap(page.get_by_role("link", name="Conformité", exact=True), sees=card.first)
    hands.tap(
        card.get_by_role("link", name="Voir").first,
        sees=page.get_by_role("heading", name="Conservation des dossiers", level=1),
    )
    hands.rest()
    assert page.locator("main li", has_text="Dossier").count() >= 2
    assert "Castel" not in page.locator("main").inner_text()
