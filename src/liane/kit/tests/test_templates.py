"""The look of every page: it stays within the tokens, escapes what people typed, and reads without script."""

import gzip
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from jinja2 import Environment, FileSystemLoader, UndefinedError
from markupsafe import Markup

from liane.kit.jinja import environment

KIT = Path(__file__).resolve().parents[1]
STATIC = KIT / "static" / "kit"
SHEETS = sorted((STATIC / "css").glob("*.css"))
TOKENS = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
TEMPLATES = sorted(KIT.parent.glob("*/templates/**/*.html"))
ATTACK = '<script>alert("x")</script>'


TOKEN = Markup('<input type="hidden" name="csrfmiddlewaretoken" value="t">')


@pytest.fixture(scope="module")
def house() -> Environment:
    """The environment of the pages, with addresses that need no other room."""
    env = environment(loader=FileSystemLoader(KIT / "templates"))
    env.globals.update(
        url=lambda name, **kw: f"/{name}/",
        static=lambda path: f"/static/{path}",
        csrf_field=lambda: TOKEN,
    )
    return env


def render(env: Environment, source: str, **context: object) -> str:
    """A scrap of page using the kit as `ui`."""
    token = {"csrf_field": lambda: Markup('<input type="hidden" name="csrfmiddlewaretoken" value="t">')}
    return env.from_string('{% import "kit/components.html" as ui with context %}' + source).render(
        {**token, **context}
    )


def guide(env: Environment) -> str:
    """The style guide, as somebody signed in sees it."""
    nav = [
        SimpleNamespace(
            label="Personnes",
            icon="gens",
            url="/personnes/",
            count=2,
            key="people",
            short="",
        )
    ]
    actor = SimpleNamespace(
        name="Maud Lefort",
        role_label="IDE",
        initials="ML",
        place_label="Mimosa",
        place_facility="FAM",
    )
    token = Markup('<input type="hidden" name="csrfmiddlewaretoken" value="t">')
    page = env.get_template("kit/styleguide.html")
    return page.render(actor=actor, nav=nav, messages=[], csrf_field=lambda: token)


def test_the_style_guide_shows_every_component(house: Environment) -> None:
    html = guide(house)
    assert html.count('class="carte mot') == 4
    assert 'aria-current="page"' in html
    assert '<html lang="fr"' in html


def test_every_form_that_writes_carries_its_token(house: Environment) -> None:
    forms = re.findall(r'<form[^>]*method="post".*?</form>', guide(house), re.DOTALL)
    assert forms
    assert all("csrfmiddlewaretoken" in form for form in forms)


def test_every_identifier_of_the_style_guide_is_unique(house: Environment) -> None:
    ids = re.findall(r'\sid="([^"]+)"', guide(house))
    assert sorted(set(ids)) == sorted(ids)


@pytest.mark.parametrize(
    "source",
    [
        '{{ ui.speech([{"text": attack, "said_by": attack, "shown": true}]) }}',
        '{{ ui.note_card({"id": "1", "title": attack, "author": attack, "moment": attack, "spans": [{"text": attack}]}) }}',
        "{{ ui.tag(attack) }}{{ ui.button(attack, href=attack) }}{{ ui.notice(attack) }}{{ ui.empty(attack) }}",
        '{{ ui.textarea("a", attack, attack, attack, attack) }}'
        '{{ ui.text_input("b", attack, attack, extra={"data-x": attack}) }}',
        '{{ ui.table(attack, [attack], [[attack], [{"text": attack, "url": attack}]]) }}',
        '{{ ui.tiles([{"name": attack, "detail": attack}]) }}{{ ui.timed_lines([{"hour": attack, "text": attack}]) }}',
    ],
)
def test_what_people_type_is_never_read_as_html(house: Environment, source: str) -> None:
    html = render(house, source, attack=ATTACK)
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_an_error_is_tied_to_its_field(house: Environment) -> None:
    html = render(
        house,
        '{{ ui.date_input("birth_date", "Date de naissance", error="Le 31/02 n’existe pas.") }}',
    )
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_birth_date-indice id_birth_date-faute"' in html
    assert 'id="id_birth_date-faute"' in html


def test_a_long_text_keeps_its_first_line_break(house: Environment) -> None:
    html = render(house, '{{ ui.textarea("body", "Texte", "\nBonjour") }}')
    assert ">\n\nBonjour</textarea>" in html


def test_who_has_not_read_may_say_so_without_script(house: Environment) -> None:
    note = {
        "id": "1",
        "title": "Chute",
        "author": "Inès",
        "moment": "7 h",
        "read_url": "/lu/",
    }
    html = render(house, "{{ ui.note_foot(note) }}", note=note)
    assert '<form method="post" action="/lu/"' in html
    assert 'hx-target="#pied-1"' in html


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_page_holds_a_style_or_a_script_of_its_own(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r'\sstyle="', text)
    assert not re.search(r'\son[a-z]+="', text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert "|safe" not in text.replace(" ", "")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_icon_asked_for_is_drawn(path: Path) -> None:
    drawn = set(re.findall(r'id="i-([a-z]+)"', (STATIC / "icons.svg").read_text(encoding="utf-8")))
    asked = re.findall(r'(?:icon\(|icon_name=|"icon": )"([a-z]+)"', path.read_text(encoding="utf-8"))
    assert set(asked) <= drawn


@pytest.mark.parametrize("path", [p for p in SHEETS if p.name != "tokens.css"], ids=lambda path: path.name)
def test_a_sheet_takes_its_colours_and_sizes_from_the_tokens(path: Path) -> None:
    css = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    rules = re.sub(r"@media[^{]*", "", css)
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|(?<![\w-])[\d.]+(?:px|rem|ch|pt|mm)\b", rules) == []
    assert set(re.findall(r"var\((--[\w-]+)", rules)) <= set(re.findall(r"(--[\w-]+):", TOKENS))


def luminance(colour: str) -> float:
    """WCAG 2 relative luminance of «#rrggbb»."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast of two colours, from 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(theme: str) -> None:
    block = TOKENS.split(":root[data-theme=" if theme == "dark" else ":root {", 1)[1].split("}", 1)[0]
    colours = {n: v * 2 if len(v) == 4 else v for n, v in re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block)}
    pairs = [(ink, ground) for ink in ("encre", "encre-2", "encre-3") for ground in ("fond", "surface", "surface-2")]
    pairs += [(sense, f"{sense}-doux") for sense in ("rouge", "ambre", "bleu", "prune", "ocre", "vert", "liane")]
    pairs += [
        ("sur-liane", "liane"),
        ("liane", "surface"),
        ("encre", "liane-doux"),
        ("rouge", "surface"),
    ]
    weak = {pair: round(contrast(*(colours[n] for n in pair)), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


def test_the_script_of_a_page_stays_small() -> None:
    """ux §2: 60 kB compressed for a page, of which htmx takes the third."""
    assert sum(len(gzip.compress(path.read_bytes())) for path in (STATIC / "js").glob("*.js")) <= 24_000


@pytest.mark.parametrize("said", ["{{ nobody.name }}", "{{ known.name }}", "{% if known.name %}{% endif %}"])
def test_a_name_that_is_not_there_is_an_error(house: Environment, said: str) -> None:
    with pytest.raises(UndefinedError):
        render(house, said, known={"title": "Sam"})


@pytest.mark.parametrize("key", ["title", "items", "pop"])
def test_a_dict_is_read_by_its_keys_first(house: Environment, key: str) -> None:
    assert render(house, f"{{{{ known.{key} }}}}", known={key: "<b>"}).strip() == "&lt;b&gt;"
