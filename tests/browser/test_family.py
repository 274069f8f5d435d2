"""The drawn family of many: read on a telephone of 360, by keyboard, by ear and on paper."""

from playwright.sync_api import expect
from screens import Screens, hidden, record_of

SISTERS = [f"Sœur {name}" for name in ("Aline", "Berthe", "Clara", "Dina", "Elsa", "Flore", "Gina")]


def test_a_family_of_many_is_read_everywhere(page_of: Screens) -> None:
    sophie = page_of("sophie")
    record = record_of(sophie, "Petit")
    add = f"{record}entourage/ajouter/"
    for name in SISTERS:
        page = sophie.context.request.get(add).text().partition('id="fiche"')[2]
        form = {key: hidden(page, key) for key in ("csrfmiddlewaretoken", "id")} | {
            "name": name,
            "relation": "SIS",
            "distinct": "on",
        }
        assert sophie.context.request.post(add, form=form, headers={"Referer": sophie.url}).ok
    page = page_of("sophie", 390)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{record}entourage/famille/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    drawn = page.get_by_role("group", name="L’arbre dessiné")
    assert drawn.evaluate("frame => frame.scrollWidth > frame.clientWidth")
    name = drawn.locator("svg text", has_text="Sœur Gina")
    assert name.evaluate("text => text.getBoundingClientRect().height") >= 9
    drawn.focus()
    page.keyboard.press("ArrowRight")
    assert drawn.evaluate("frame => new Promise(done => setTimeout(() => done(frame.scrollLeft), 300))") > 0
    expect(page.get_by_role("img", name="Arbre de la famille")).to_be_visible()
    for sister in SISTERS:
        expect(page.get_by_role("listitem").filter(has_text=sister)).to_be_visible()
    page.emulate_media(media="print")
    assert drawn.evaluate("frame => frame.firstElementChild.getBoundingClientRect().width <= frame.clientWidth")
    expect(page.get_by_text("Compléter l’arbre")).to_be_hidden()
