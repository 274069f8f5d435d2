"""UX-36: Nicole, at her desk, keyboard only: an admission file from a notification, without typing anything again (ux.md §3)."""

from uuid import uuid4

from hands import Hands, reach
from playwright.sync_api import expect
from screens import Screens


def notice(name: str) -> str:
    """A notification as it is copied from another screen."""
    return f"""Maison départementale des personnes handicapées des Bouches-du-Rhône
Numéro de dossier MDPH : 13-{name}
Décision du 14/09/2026
Identité de la personne
Nom de naissance : {name.upper()}
Prénom : Lina
Sexe : Féminin
Née le 12/03/2005 à Aubagne
Téléphone : 06 12 34 56 78
Représentant légal
Nom : {name.upper()} Claire
Décision
Orientation : Foyer d’accueil médicalisé
Période : du 01/10/2026 au 30/09/2031
Cotation : 12 bis"""


def test_ux_36_an_admission_file_from_a_notification_without_typing_again(page_of: Screens) -> None:
    """From her day: the menu, «Lire la notification», «Enregistrer la demande»."""
    page = page_of("nicole", 1440)
    name = "Zed" + "".join(c for c in uuid4().hex if c.isalpha())[:8]
    hands = Hands(page, "UX-36", 3)
    reach(page, page.get_by_role("link", name="Demandes", exact=True))
    box = page.get_by_label("Collez le texte")
    hands.press("Enter", sees=box)
    reach(page, box)
    hands.type(notice(name))
    reach(page, page.get_by_role("button", name="Lire la notification"))
    save = page.get_by_role("button", name="Enregistrer la demande")
    hands.press("Enter", sees=save)
    expect(page.get_by_label("Nom de naissance")).to_have_value(name.upper())
    expect(page.get_by_text("Pas trouvé dans le texte")).to_have_count(0)
    reach(page, save)
    title = page.get_by_role("heading", name=f"Lina {name.upper()}")
    hands.press("Enter", sees=title)
    hands.rest()
    facts = page.locator("dl.faits").last
    for told in (f"13-{name}", "Aubagne", "06 12 34 56 78", f"{name.upper()} Claire", "du 01/10/2026 au 30/09/2031"):
        expect(facts).to_contain_text(told)
    assert hands.waited < 20


def test_from_the_request_to_her_record_by_the_pages(page_of: Screens) -> None:
    """Nicole decides, looks at a task on a telephone, admits: the notification is a paper of the new record."""
    page = page_of("nicole", 390)
    name = "Yod" + "".join(c for c in uuid4().hex if c.isalpha())[:8]
    page.goto("/demandes/")
    page.get_by_label("Collez le texte").fill(notice(name))
    page.get_by_role("button", name="Lire la notification").click()
    page.get_by_role("button", name="Enregistrer la demande").click()
    page.get_by_role("link", name="Décider de la suite").click()
    page.get_by_label("Préparer l’admission").check()
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("link", name="Les étapes de l’admission").click()
    page.get_by_role("link", name="Continuer").click()
    page.get_by_label("Fait", exact=True).check()
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_text("étape 2 sur")).to_be_visible()
    page.get_by_role("link", name="Toutes les étapes").click()
    page.get_by_role("link", name="Prononcer l’entrée").click()
    page.get_by_label("Unité qui l’accueille").select_option(index=1)
    page.get_by_role("button", name="Prononcer l’entrée").click()
    expect(page.get_by_role("heading", name=f"Lina {name.upper()}").first).to_be_visible()
    expect(page.get_by_text("Notification reçue le").first).to_be_visible()
