"""Which forms keep drafts: each room says its own, with the words of the list and who may still read them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import Resolver404, resolve

from liane.kit.models import SavedDraft

Kwargs = Mapping[str, Any]
# (actor, what each address points at) -> for each, about whom («Samia Belkacem», «» for nobody), or None: not for this actor now
About = Callable[[Any, list[Kwargs]], list[str | None]]


@dataclass(frozen=True, slots=True)
class DraftForm:
    """A form in which one writes."""

    label: str
    about: About | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A draft as its author may see it: `about` is None when its record is closed to her now."""

    draft: SavedDraft
    label: str
    about: str | None


_FORMS: dict[str, DraftForm] = {}


def keeps_drafts(name: str, label: str, about: About | None = None) -> None:
    """Called from the `wiring.py` of a room: the form sent to this address keeps drafts, called `label` in the list."""
    _FORMS[name] = DraftForm(label, about)


def form_of(address: str) -> str:
    """The name of the form behind an address (`/personnes/…/ecrire/`, with what follows «#»); «» when it keeps no draft."""
    try:
        name = resolve(address.partition("#")[0]).view_name
    except Resolver404:
        return ""
    return name if name in _FORMS else ""


def shown_to(actor: Any, drafts: list[SavedDraft]) -> list[Shown]:
    """Her drafts, in the same order, each with what it is about if she may still open it."""
    about: dict[Any, str | None] = {}
    for name, form in _FORMS.items():
        mine = [draft for draft in drafts if draft.form == name]
        if not mine:
            continue
        kwargs: list[Kwargs] = [resolve(draft.address.partition("#")[0]).kwargs for draft in mine]
        answers = form.about(actor, kwargs) if form.about else [""] * len(mine)
        about |= dict(zip((draft.pk for draft in mine), answers, strict=True))
    return [Shown(d, _FORMS[d.form].label, about[d.pk]) for d in drafts if d.pk in about]
