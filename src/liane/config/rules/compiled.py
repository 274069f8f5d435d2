"""Every page compiles: a mistake in a template is found before somebody opens it."""

from django.template import engines
from jinja2 import TemplateSyntaxError

from liane.config.rules.faults import Fault, shown
from liane.config.rules.screens import templates


def faults() -> list[Fault]:
    """Pages that Jinja2 cannot compile."""
    environment = engines["jinja2"].env  # type: ignore[attr-defined]
    found = []
    for path in templates():
        try:
            environment.compile(path.read_text(encoding="utf-8"), filename=str(path))
        except TemplateSyntaxError as error:
            found.append(Fault(shown(path), error.lineno, f"le gabarit ne se lit pas : {error.message}"))
    return found
