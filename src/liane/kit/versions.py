"""Two colleagues changed the same sheet: both versions side by side, field by field, and one is chosen, or both kept.

One mechanism for every form. The form carries the version that was read; the action raises `kit.door.Stale` with what is
there now; the page comes back with `two_versions(form, theirs)`, shown by `kit/_conflict.html`; the choices are applied by
`HouseForm` when it is sent again (ux §12, «Conflict»; security.md H7).
"""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from django import forms
from django.http import QueryDict

CHOICE, THEIRS = "choix-", "deja-"  # what was chosen for a field, and what it held when it was shown
MINE, NOW = "mien", "deja"
LINES, LINE = "deux", "deux-sur-une-ligne"
_BETWEEN = {LINES: "\n", LINE: " ; "}


class _Settles(Protocol):
    fields: Mapping[str, forms.Field]
    cleaned_data: dict[str, Any]

    def __getitem__(self, name: str) -> forms.BoundField: ...


def two_versions(
    form: _Settles, theirs: Mapping[str, Any], *, but: Iterable[str] = (), labels: Mapping[str, str] | None = None
) -> list[dict[str, Any]]:
    """What differs between what is recorded now (`theirs`, like the `initial` of the form) and what was just written.

    `labels`: for the forms whose page, and not the form, gives the words above each field.
    """
    hidden = {"id", "version", "seen", *but}
    found = []
    for name, field in form.fields.items():
        if name in hidden or name not in theirs:
            continue
        raw = field.prepare_value(theirs[name])
        if _plain(form.cleaned_data.get(name)) == _plain(_cleaned(field, raw)):
            continue
        found.append(
            {
                "name": name,
                "label": str((labels or {}).get(name) or field.label or name),
                "now": said(field, raw),
                "mine": said(field, form[name].value()),
                "value": "" if raw in (None, False) else "on" if raw is True else raw,
                "join": _joined_by(field) if raw and form[name].value() else "",
            }
        )
    return found


def _plain(value: Any) -> str:
    return "" if value is None or value is False else str(value)


def _cleaned(field: forms.Field, raw: Any) -> Any:
    try:
        return field.clean(raw)
    except forms.ValidationError:
        return raw


def said(field: forms.Field, raw: Any) -> str:
    """The value of a field as it is read on the page: the word of a choice, «oui», «rien»."""
    if isinstance(field, forms.BooleanField):
        return "oui" if raw in (True, "on", "True", "1") else "non"
    if raw in (None, ""):
        return "rien"
    choices = {str(value): str(label) for value, label in getattr(field, "choices", ())}
    return (choices.get(str(raw), "un autre choix") if choices else str(raw)).strip() or "rien"


def _joined_by(field: forms.Field) -> str:
    """Words may follow each other: on a line of their own in a text, after « ; » in a line; a date or a name may not."""
    if not getattr(field, "may_join", False):
        return ""
    return LINES if isinstance(field.widget, forms.Textarea) else LINE


def settled(data: Any) -> Any:
    """What was sent, once the choices of the conflict page are applied; anything else comes back as it is."""
    chosen = {name: str(data[name]) for name in data if str(name).startswith(CHOICE)} if data else {}
    if not chosen:
        return data
    result: QueryDict = data.copy()
    for key, choice in chosen.items():
        name = key.removeprefix(CHOICE)
        theirs, mine = str(data.get(THEIRS + name) or ""), str(data.get(name) or "")
        if choice == NOW and theirs:
            result[name] = theirs
        elif choice == NOW:
            result.pop(name, None)
        elif choice in _BETWEEN and theirs.strip() != mine.strip():
            result[name] = f"{theirs.rstrip()}{_BETWEEN[choice]}{mine.lstrip()}"
        result.pop(key, None)
    return result
