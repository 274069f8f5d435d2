"""The scenarios UX-nn of the design, with the gestures each is allowed: a tap, a click or a shortcut; typing is not one.

Gestures are judged, seconds are not: those of the system are printed (`./liane test -m browser -rP`), see `hands`.
"""

from datetime import date, timedelta
from uuid import uuid4

from hands import Hands
from places import post
from playwright.sync_api import Page, Route, expect
from screens import Screens, record_of, write


def in_sam(page_of: Screens, slug: str, width: int, scheme: str = "light") -> Page:
    """The record of Sam is open, as it is when one has just been with her."""
    page = page_of(slug, width, scheme)
    page.goto(record_of(page, "Belkacem"))
    return page


def test_ux_01_write_with_the_young_person_s_own_words_linked_to_an_objective(page_of: Screens) -> None:
    """Karim, on his phone: one tap opens, one chooses what Sam aims at, one saves."""
    page = in_sam(page_of, "karim", 390)
    mark = f"marché {uuid4().hex[:8]}"
    hands = Hands(page, "UX-01", 3)
    hands.tap(page.get_by_role("link", name="Écrire", exact=True), sees=page.locator("[data-texte]:focus"))
    hands.type(f"Jusqu’au {mark}, elle a composté seule : « Le bus, c’est moi qui le prends. »")
    hands.tap(page.locator(".ecrire label", has_text="Je veux prendre le bus seule"))
    note = page.locator("article", has_text=mark)
    hands.tap(page.get_by_role("button", name="Enregistrer"), sees=note)
    hands.rest()
    expect(note.locator("q.parole")).to_contain_text("Le bus, c’est moi qui le prends.")
    expect(note.get_by_role("link", name="Objectif")).to_contain_text("Je veux prendre le bus seule")


def test_ux_05_collect_six_months_of_writings_by_objective(page_of: Screens) -> None:
    """Karim, laptop, before the synthesis: the project, then six months of writings under each objective."""
    page = in_sam(page_of, "karim", 1440)
    hands = Hands(page, "UX-05", 3)
    hands.tap(
        page.get_by_role("link", name="Son projet", exact=True), sees=page.get_by_role("heading", name="Ce qu’on vise")
    )
    whole = page.get_by_role("link", name="Six mois d’écrits")
    bus = page.locator("section", has=page.get_by_role("heading", name="Je veux prendre le bus seule"))
    hands.tap(whole, sees=bus.locator("article").first)
    hands.rest()
    for session in range(1, 7):
        expect(bus.locator("article", has_text=f"Séance {session} sur 10")).to_have_count(1)
    expect(bus.locator("q.parole", has_text="Rouge, je la vois.")).to_be_visible()


def test_ux_03_find_what_was_said_about_a_family_visit_last_month(page_of: Screens) -> None:
    """Karim, laptop: a key opens the search of the record, Entrée ends the typed word."""
    page = in_sam(page_of, "karim", 1440)
    mark = f"parc {uuid4().hex[:8]}"
    last_month = (date.today() - timedelta(days=31)).strftime("%d/%m/%Y")
    write(page, page.url, text=f"Visite de Leïla au {mark} : elles ont ri tout l’après-midi.", happened_on=last_month)
    page.goto(page.url)
    hands = Hands(page, "UX-03", 2)
    hands.press("/")
    found = page.locator("article", has_text=mark)
    hands.type("visite Leïla", then="Enter", sees=found)
    hands.gestures += 1  # the key that starts the search is a gesture of its own
    hands.rest()
    assert all("isite" in text for text in page.locator("article.mot").all_inner_texts())


def test_ux_04_note_a_call_and_set_a_reminder(page_of: Screens) -> None:
    """Karim, phone: the referent of the ASE has called, she must be called back tomorrow."""
    page = in_sam(page_of, "karim", 390)
    mark = f"appel {uuid4().hex[:8]}"
    hands = Hands(page, "UX-04", 4)
    hands.tap(page.get_by_role("link", name="Écrire", exact=True), sees=page.locator("[data-texte]:focus"))
    hands.type(f"Rappeler Claire Monti, {mark}")
    hands.tap(page.get_by_text("Rappel, date, partie du dossier"))
    hands.tap(page.locator("label", has_text="Demain"))
    hands.tap(page.get_by_role("button", name="Enregistrer"), sees=page.locator("article", has_text=mark))
    hands.rest()
    task = page.locator("aside li", has_text=mark)
    expect(task).to_contain_text("demain")
    expect(task).to_contain_text("Karim Duval")


def test_ux_07_a_transmission_to_read_for_the_morning(page_of: Screens) -> None:
    """Inès, tablet, at night."""
    page = in_sam(page_of, "ines", 834, "dark")
    mark = f"veille {uuid4().hex[:8]}"
    hands = Hands(page, "UX-07", 3)
    hands.tap(page.locator("[data-texte]"))
    hands.type(f"Réveillée à 2 h, {mark}. Lui redire l’heure de la visite.")
    hands.tap(page.locator("label", has_text="À lire"))
    note = page.locator("article.a-lire", has_text=mark)
    hands.tap(page.get_by_role("button", name="Enregistrer"), sees=note)
    hands.rest()
    morning = page_of("maud", 1440)
    morning.goto("/releve/")
    expect(morning.locator("article.a-lire", has_text=mark)).to_be_visible()


def test_ux_09_see_what_to_watch_tonight(page_of: Screens) -> None:
    """Inès, tablet: one tap from her day; what is urgent stands first, without scrolling."""
    writer = in_sam(page_of, "karim", 1440)
    mark = f"ce soir {uuid4().hex[:8]}"
    write(writer, writer.url, text=f"Très inquiète, {mark}. Ne pas la laisser seule.", level="2")
    page = page_of("ines", 834, "dark")
    hands = Hands(page, "UX-09", 1)
    first = page.locator("article.urgent", has_text=mark)
    hands.tap(page.get_by_role("link", name="Relève").first, sees=first)
    hands.rest()
    assert page.locator("article.mot").first.get_attribute("class").endswith("urgent")  # type: ignore[union-attr]
    expect(page.locator("article.mot").first).to_be_in_viewport()


def test_ux_10_close_the_night(page_of: Screens) -> None:
    """Inès: the hand-over is already written by what was noted; she reads it and passes it on."""
    page = page_of("ines", 834, "dark")
    hands = Hands(page, "UX-10", 2)
    give = page.get_by_role("button", name="Transmettre la relève")
    hands.tap(page.get_by_role("link", name="Relève").first, sees=give)
    hands.tap(give, sees=page.get_by_text("Relève transmise"))
    hands.rest()


def test_ux_11_take_the_hand_over_of_care(page_of: Screens) -> None:
    """Maud, laptop: the filter «Soin», then eight times «J’ai lu»."""
    writer = in_sam(page_of, "ines", 1440)
    for number in range(8):
        write(writer, writer.url, text=f"Soin {number} : pansement refait, peau propre.", volet="CARE", level="1")
    page = page_of("maud", 1440)
    page.goto("/releve/")
    hands = Hands(page, "UX-11", 9)
    hands.tap(
        page.get_by_role("link", name="Soin", exact=True), sees=page.locator(".filtres [aria-current]", has_text="Soin")
    )
    cards = [card.get_attribute("id") for card in page.locator("article:has([data-lire])").all()]
    assert len(cards) >= 8
    for card in cards[:8]:
        hands.tap(page.locator(f"#{card} [data-lire] button"), sees=page.locator(f"#{card} [data-undo-seconds] button"))
    hands.rest()
    expect(page.locator("[data-lire]")).to_have_count(len(cards) - 8)


def test_ux_20_who_to_call_now(page_of: Screens) -> None:
    """Fatou, phone, with somebody: the circle, then the number of the first person to call."""
    page = page_of("fatou", 390)
    page.goto("/personnes/?vue=tous")
    page.goto(str(page.locator(".tuiles a").first.get_attribute("href")))
    hands = Hands(page, "UX-20", 2)
    call = page.locator("main a[href^='tel:']").first
    hands.tap(
        page.get_by_role("link", name="Son entourage").first, sees=page.get_by_role("heading", name="Son entourage")
    )
    expect(call).to_be_visible()
    assert (call.bounding_box() or {"height": 0})["height"] >= 44
    hands.tap(call)
    hands.rest()


def test_ux_26_the_morning_of_a_head_of_service(page_of: Screens) -> None:
    """Sophie, phone: what went wrong, what is unread, who is missing, before anything else."""
    writer = in_sam(page_of, "karim", 1440)
    mark = f"matin {uuid4().hex[:8]}"
    write(writer, writer.url, text=f"Chute sans gravité, {mark}.", level="2")
    page = page_of("sophie", 390)
    page.goto("/personnes/")
    hands = Hands(page, "UX-26", 1)
    hands.tap(page.get_by_role("link", name="Journée"), sees=page.get_by_role("heading", name="Urgent depuis hier"))
    hands.rest()
    for title in ("Urgent depuis hier", "Pas encore lu par tous", "Absents"):
        expect(page.get_by_role("heading", name=title)).to_be_visible()
    expect(page.locator("section", has=page.get_by_role("heading", name="Urgent depuis hier"))).to_contain_text(mark)
    expect(page.get_by_role("heading", name="Urgent depuis hier")).to_be_in_viewport()


def test_ux_14_prepare_a_hospital_departure(page_of: Screens) -> None:
    """Maud, laptop: L’essentiel, prepare, print; what is missing is under her eyes. MSSanté comes with the national services."""
    page = in_sam(page_of, "maud", 1440)
    hands = Hands(page, "UX-14", 4)
    hands.tap(
        page.get_by_role("link", name="L’essentiel", exact=True),
        sees=page.get_by_role("link", name="Préparer un départ"),
    )
    chosen = page.get_by_role("checkbox", name="Fiche de liaison d’urgence")
    hands.tap(page.get_by_role("link", name="Préparer un départ"), sees=chosen)
    expect(chosen).to_be_checked()
    expect(page.get_by_role("heading", name="Ce qui manque")).to_be_visible()
    with page.expect_request("**/depart.pdf?*") as asked:
        hands.tap(page.get_by_role("button", name="Imprimer"))
    hands.rest()
    answer = page.context.request.get(asked.value.url)
    assert answer.headers["content-type"] == "application/pdf" and answer.body().startswith(b"%PDF")


def test_ux_40_address_labels_for_a_group(page_of: Screens) -> None:
    """Nicole, desktop, keyboard only: from the list, labels for everybody; who is left out is said before and after."""
    sophie = page_of("sophie")
    post(
        sophie,
        f"{record_of(sophie, 'Belkacem')}entourage/lieux/ajouter/",
        name="Chez elle",
        kind="OTHER",
        address="1 rue du Port, Marseille",
    )
    page = page_of("nicole", 1440)
    page.goto("/personnes/")
    hands = Hands(page, "UX-40", 3)
    labels = page.get_by_role("button", name="Étiquettes")
    page.get_by_role("link", name="Étiquettes, convocations").focus()
    hands.press("Enter", sees=labels)
    expect(page.get_by_text("de côté").first).to_be_visible()
    labels.focus()
    papers_are_saved(page)
    with page.expect_download() as paper:
        hands.press("Enter")
    hands.rest()
    assert paper.value.path().read_bytes().startswith(b"%PDF")


def papers_are_saved(page: Page) -> None:
    """The reader of papers of the browser takes the page away between a key down and the same key up: this one has none."""

    def saved(route: Route) -> None:
        if route.request.method != "POST":
            return route.fallback()
        answer = route.fetch()
        assert answer.headers["content-type"] == "application/pdf", answer.status
        return route.fulfill(response=answer, headers=answer.headers | {"content-disposition": "attachment"})

    page.route("**/*", saved)


def test_ux_21_see_which_rights_expire_within_sixty_days(page_of: Screens) -> None:
    """Hélène, laptop: one entry of the menu; what ends first is first, each line leads to its record."""
    page = page_of("helene", 1440)
    page.goto("/")
    hands = Hands(page, "UX-21", 1)
    lines = page.locator("main a[href*='/personnes/']")
    hands.tap(page.get_by_role("link", name="Échéances", exact=True), sees=lines.first)
    hands.rest()
    assert lines.count() >= 2
