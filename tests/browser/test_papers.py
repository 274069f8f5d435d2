"""Papers as they are filed: with a telephone, with a mouse, without script, and when the session ends in the middle."""

import io
import re
from uuid import uuid4

from hands import Hands
from PIL import Image
from playwright.sync_api import FilePayload, Page, Route, expect
from screens import Screens, hidden, record_of
from test_injection import PAYLOADS, TRAP

PDF = (
    b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def photo(name: str) -> FilePayload:
    out = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(out, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": out.getvalue()}


def paper(name: str, data: bytes = PDF) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def in_sam(page_of: Screens, slug: str, width: int = 1440, **options: object) -> Page:
    page = page_of(slug, width, **options)
    page.goto(record_of(page, "Belkacem"))
    return page


def choose(page: Page, *files: FilePayload) -> None:
    page.locator("input[name=fichiers]").set_input_files(list(files))


def test_ux_19_photo_of_a_paper_filed_with_the_right_person(page_of: Screens) -> None:
    """Fatou, on her phone: the papers of the person, the camera, save."""
    page = page_of("fatou", 390)
    first = re.search(r'href="(/personnes/[0-9a-f-]{36}/)"', page.context.request.get("/personnes/").text())
    assert first
    page.goto(first[1])
    mark = f"facture {uuid4().hex[:8]}"
    hands = Hands(page, "UX-19", 3)
    camera = page.locator("label", has_text="Prendre une photo")
    hands.tap(page.get_by_role("link", name="Droits et papiers", exact=True), sees=camera)
    with page.expect_file_chooser() as opened:
        hands.tap(camera)
    opened.value.set_files(photo(f"{mark}.jpg"))
    expect(page.get_by_role("checkbox", name=mark)).to_be_checked()
    hands.tap(page.get_by_role("button", name="Enregistrer"), sees=page.get_by_role("link", name=mark))
    hands.rest()
    picture = page.locator(".papiers li", has_text=mark).locator("img")
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => image.naturalWidth") > 0


def test_files_dropped_on_a_writing_are_joined_to_it_and_what_is_refused_is_said(page_of: Screens) -> None:
    page, mark = in_sam(page_of, "karim"), uuid4().hex[:8]
    page.locator("[data-texte]").fill(f"Un courrier {mark}")
    drop = page.evaluate_handle(
        """([mark, bytes]) => { const all = new DataTransfer();
        all.items.add(new File([new Uint8Array(bytes)], `Bail ${mark}.pdf`)); all.items.add(new File(["MZ\\0"], "virus.exe"));
        return all; }""",
        [mark, list(PDF)],
    )
    page.locator(".ecrire").dispatch_event("drop", {"dataTransfer": drop})
    expect(page.locator("[data-refus]")).to_contain_text("Ce type de fichier (.exe) n’est pas accepté")
    expect(page.get_by_role("checkbox", name=f"Bail {mark}")).to_be_checked()
    page.get_by_role("button", name="Enregistrer").click()
    note = page.locator("article", has_text=f"Un courrier {mark}")
    expect(note.get_by_role("link", name=f"Bail {mark}")).to_be_visible()
    page.get_by_role("link", name="Droits et papiers", exact=True).click()
    with page.expect_download() as saved:
        page.get_by_role("link", name=f"Enregistrer sur cet appareil : Bail {mark}").click()
    assert saved.value.suggested_filename == f"Bail {mark}.pdf"


def test_saving_waits_for_the_files_that_are_still_leaving(page_of: Screens) -> None:
    page, mark, held = in_sam(page_of, "karim"), uuid4().hex[:8], list[Route]()
    page.route("**/papiers/envoyer/", lambda route: held.append(route))
    page.locator("[data-texte]").fill(f"Un courrier {mark}")
    with page.expect_request("**/papiers/envoyer/"):
        choose(page, paper(f"Bail {mark}.pdf"))
    expect(page.locator("[data-pieces-etat]")).to_contain_text("Envoi de Bail")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("[data-texte]")).to_have_value(f"Un courrier {mark}")
    held[0].continue_()
    note = page.locator("article", has_text=f"Un courrier {mark}")
    expect(note.get_by_role("link", name=f"Bail {mark}")).to_be_visible()


def test_a_weak_network_is_said_and_the_file_is_chosen_again(page_of: Screens) -> None:
    page, mark = in_sam(page_of, "karim"), uuid4().hex[:8]
    page.route("**/papiers/envoyer/", lambda route: route.abort(), times=1)
    page.locator("[data-texte]").focus()
    choose(page, paper(f"Bail {mark}.pdf"))
    expect(page.locator("[data-refus]")).to_contain_text("Pas de réseau : ce fichier n’est pas parti")
    choose(page, paper(f"Bail {mark}.pdf"))
    expect(page.get_by_role("checkbox", name=f"Bail {mark}")).to_be_checked()
    expect(page.locator("[data-refus]")).to_have_count(0)


def test_a_file_sent_before_the_session_ended_is_still_there(page_of: Screens) -> None:
    page, mark = in_sam(page_of, "karim"), uuid4().hex[:8]
    page.locator("[data-texte]").focus()
    choose(page, photo(f"photo du bail {mark}.jpg"))
    expect(page.get_by_role("checkbox", name=mark)).to_be_checked()
    page.context.clear_cookies(name="liane")
    choose(page, photo("autre.jpg"))
    expect(page.locator("[data-refus]")).to_contain_text("Vous avez été déconnecté")
    again = in_sam(page_of, "karim")
    again.locator("[data-texte]").focus()
    waiting = again.get_by_role("checkbox", name=mark)
    expect(waiting).not_to_be_checked()
    waiting.check()
    again.locator("[data-texte]").fill(f"Le bail est arrivé {mark}")
    again.get_by_role("button", name="Enregistrer").click()
    expect(again.locator("article", has_text=f"Le bail est arrivé {mark}").locator("img")).to_be_visible()


def test_without_script_several_files_travel_with_the_form(page_of: Screens) -> None:
    page, mark = in_sam(page_of, "karim", java_script_enabled=False), uuid4().hex[:8]
    page.goto(f"{page.url}ecrire/")
    choose(page, paper(f"Bail {mark}.pdf"), paper("virus.exe", b"MZ\x90\0"))
    page.locator("[name=text]").fill(f"Deux courriers {mark}")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("alert")).to_contain_text("Ce type de fichier (.exe) n’est pas accepté")
    expect(page.locator("[name=text]")).to_have_value(f"Deux courriers {mark}")
    expect(page.get_by_role("checkbox", name=f"Bail {mark}")).to_be_checked()
    choose(page, photo(f"photo {mark}.jpg"))
    page.get_by_role("button", name="Enregistrer").click()
    note = page.locator("article", has_text=f"Deux courriers {mark}")
    expect(note.locator(".papiers a", has_text=mark)).to_have_count(2)


def test_nothing_typed_on_a_paper_ever_runs(page_of: Screens) -> None:
    writer = page_of("karim")
    record = record_of(writer, "Belkacem")
    html = writer.context.request.get(f"{record}papiers/").text()
    token, unit = hidden(html, "csrfmiddlewaretoken"), hidden(html, "unit")
    for payload in PAYLOADS[::5]:
        form = {"csrfmiddlewaretoken": token, "unit": unit, "id": str(uuid4()), "title": payload[:110]}
        file = paper(f"{payload[:80]}.pdf")
        sent = writer.context.request.post(
            f"{record}papiers/", multipart={**form, "fichiers": file}, headers={"Referer": writer.url}
        )
        assert sent.ok, sent.status
    key = re.findall(r"/papiers/([0-9a-f-]{36})/retirer/", writer.context.request.get(f"{record}papiers/").text())[0]
    writer.context.request.post(
        f"/papiers/{key}/retirer/",
        form={"csrfmiddlewaretoken": token, "reason": PAYLOADS[7]},
        headers={"Referer": writer.url},
    )
    reader = page_of("karim")
    reader.context.add_init_script(TRAP)
    for address in (f"{record}papiers/", record, f"{record}papiers/?mots=script", f"/papiers/{key}/retirer/"):
        reader.goto(address)
        assert reader.evaluate("window.__xss") == [], address
        assert reader.locator("script:not([src]), [onerror], [onload], main iframe, main object").count() == 0, address
    expect(reader.get_by_text("Retiré par Karim Duval")).to_be_visible()
