"""Dark is the same page in other colours: axe asks only its rules about colours again there (tests/browser/looking.py)."""

import re

from liane.kit.tests.test_templates import KIT, SHEETS, TOKENS

COLOUR = re.compile(r"#[0-9a-f]{3,8}|rgb\([\d ./]+\)|transparent")
SHADOW = re.compile(rf"(-?\d+(px)? ){{3,4}}({COLOUR.pattern})")
DARK = re.compile(r'(?:\(prefers-color-scheme: dark\) \{ :root\S*|data-theme="sombre"\]) \{([^}]*)\}')


def set_in(block: str) -> dict[str, str]:
    """What a block of the tokens sets."""
    return dict(re.findall(r"([\w-]+): ([^;]+);", re.sub(r"/\*.*?\*/", "", block)))


def test_dark_sets_colours_and_the_colour_of_shadows_and_nothing_else() -> None:
    blocks = [set_in(block) for block in DARK.findall(TOKENS)]
    assert len(blocks) == 2 and blocks[0] == blocks[1]
    by_day = set_in(TOKENS.split(":root {", 1)[1].split("}", 1)[0])
    assert blocks[0].pop("color-scheme") == "dark"
    assert len(blocks[0]) > 20
    for name, value in blocks[0].items():
        kind = SHADOW if name.startswith("--ombre") else COLOUR
        assert kind.fullmatch(value) and kind.match(by_day[name]), name


def test_no_other_sheet_nor_script_knows_that_it_is_dark() -> None:
    others = [path for path in SHEETS if path.name != "tokens.css"]
    others += sorted(KIT.parent.glob("*/static/**/*.js"))
    assert len(others) > 10
    asking = [p.name for p in others if re.search(r"color-scheme|data-theme|dataset\.theme", p.read_text("utf-8"))]
    assert asking == []
    assert TOKENS.count("prefers-color-scheme") == 1 and TOKENS.count('="sombre"') == 1
