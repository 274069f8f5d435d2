"""Each house rule is broken here on purpose, and must be caught."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from liane.config.rules import access, addresses, domain, screens, sizes, words
from liane.config.rules.faults import PACKAGE
from liane.kit.pages import page

KNOWN = access.Sensitive({"Person": "people", "Note": "notes"}, {"people_person": "people", "notes_note": "notes"})
VIEW = "src/liane/stays/views.py"


def raw(source: str, room: str = "stays") -> list[str]:
    """Sentences about a source planted in a room."""
    return [fault.sentence for fault in access.raw_access(VIEW, room, source, KNOWN)]


@pytest.mark.parametrize(
    "source",
    [
        "from liane.people.models import Person\nPerson.objects.filter(last_name='x')",
        "from liane.people import models\nmodels.Person.objects.all()",
        "from liane.people.models import Person\nPerson._base_manager.get(pk=1)",
        "from liane.people.models import Person\npeople = Person.objects",
        "cursor.execute('SELECT * FROM people_person WHERE id = %s', [1])",
        "SQL = f'UPDATE people_person SET x = 1 WHERE {clause}'",
        'SQL = """select n.id from notes_note n\n join "people_person" p on true"""',
    ],
)
def test_a_person_is_not_read_around_the_door(source: str) -> None:
    assert raw(source)


def test_a_room_reads_its_own_rows_and_what_others_lend() -> None:
    assert raw("from liane.people.models import Person\nPerson.objects.filter(x=1)", room="people") == []
    assert raw("from liane.people.models import Person\nPerson.objects.visible_to(actor).filter(x=1)") == []
    assert raw("'Nothing is read from the people here'") == []


def test_the_hot_pages_that_cross_rooms_exist() -> None:
    assert [name for name in access.HOT_PAGES if not (PACKAGE.parents[1] / name).is_file()] == []


def test_the_domain_knows_no_http() -> None:
    source = "from django.http import Http404\nimport django.urls\nfrom django.db import models"
    assert len(domain.http_in_domain("src/liane/notes/actions/writing.py", source)) == 2
    assert domain.http_in_domain("src/liane/notes/views/writing.py", source) == []


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color: red">',
        "<style>p {}</style>",
        "<script>alert(1)</script>",
        '<a onclick="x()">',
        '<a href="javascript:x()">',
        '<a hx-on:click="x()">',
        "{{ note.text | safe }}",
    ],
)
def test_a_page_holds_nothing_inline(text: str) -> None:
    assert screens.inline_in_page("x.html", f"<div>\n{text}\n</div>")[0].line == 2


def test_a_page_may_name_a_script_and_a_comment() -> None:
    text = '<script src="/static/a.js" defer></script>{# <style> is refused #}'
    assert screens.inline_in_page("x.html", text) == []


@pytest.mark.parametrize(
    "text", ["p { color: #fff }", "p { margin: 3px }", "p { color: rgb(0 0 0) }", "p { width: 2rem }"]
)
def test_a_sheet_takes_everything_from_the_tokens(text: str) -> None:
    assert screens.outside_tokens("x.css", text)
    assert screens.outside_tokens("tokens.css", text) == []


def test_a_sheet_may_use_tokens_shares_and_widths_of_screens() -> None:
    text = "@media (width > 40rem) { p { margin: var(--pas-2); width: 50%; flex: 1 } } /* 3px #fff */"
    assert screens.outside_tokens("x.css", text) == []


def test_every_model_has_its_word() -> None:
    assert [fault.sentence for fault in words.missing_words(["Person", "Stay"], "| Person | personne |")] == [
        "il manque le mot Stay"
    ]


def open_to_all(request: HttpRequest) -> HttpResponse:
    """A page that says nothing of who may come in."""
    return HttpResponse("")


def test_an_address_without_a_declared_right_stops_the_start() -> None:
    declared = path("dite/", page("right")(open_to_all))
    hidden = path("cachee/", open_to_all)
    addresses.refuse_undeclared([declared])
    with pytest.raises(ImproperlyConfigured, match="/maison/cachee/"):
        addresses.refuse_undeclared([declared, path("maison/", include([hidden]))])


def test_an_import_inside_a_function_is_refused() -> None:
    source = "def late() -> None:\n    import json\n\n    json.dumps(1)\n"
    ruff = Path(sys.executable).parent / "ruff"
    command = (ruff, "check", "--no-cache", "--output-format=concise", "--stdin-filename", VIEW, "-")
    answer = subprocess.run(command, input=source, capture_output=True, text=True, check=False, cwd=PACKAGE.parents[1])
    assert "PLC0415" in answer.stdout


def test_the_longest_are_shown() -> None:
    assert len(sizes.report()) == 2 * (sizes.SHOWN + 1)
