"""Two colleagues changed the same sheet: both versions side by side, field by field, and one is chosen, or both kept.

One mechanism for every form. The form carries the version that was read, and what its boxes held then (`ui.base(form)`);
the action raises `kit.door.Stale` with what is there now; the page comes back with `two_versions(form, theirs)`, shown by
`kit/_conflict.html`: what only one of the two touched is proposed as she left it, what both touched is asked. The choices
are applied by `HouseForm` when it is sent again (ux §12, «Conflict»; security.md H7).
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict

CHOICE, THEIRS = "choix-", "deja-"  # what was chosen for a field, and what it held when it was shown
MINE, NOW = "mien", "deja"
LINES, LINE = "deux", "deux-sur-une-ligne"
_BETWEEN = {LINES: "\n", LINE: " ; "}


def two_versions(
    form: forms.Form, theirs: Mapping[str, Any], *, but: Iterable[str] = (), labels: Mapping[str, str] | None = None
) -> list[dict[str, Any]]:
    """What differs between what is recorded now (`theirs`, like the `initial` of the form) and what was just written.

    What the colleague did not touch is not asked; what only she touched is proposed as she wrote it. What is recorded now
    becomes the base of the next sending. `labels`: for the forms whose page, and not the form, gives the words above each field.
    """
    hidden = {"id", "version", "seen", "base", *but}
    base = _base_of(form.data)
    found = []
    for name, field in form.fields.items():
        if name in hidden or name not in theirs:
            continue
        raw = field.prepare_value(theirs[name])
        mine, now = _plain(form.cleaned_data.get(name)), _plain(_cleaned(field, raw))
        before = _plain(_cleaned(field, base[name])) if name in base else None
        if mine == now or now == before:
            continue
        found.append(
            {
                "name": name,
                "label": str((labels or {}).get(name) or field.label or name),
                "now": said(field, raw),
                "mine": said(field, form[name].value()),
                "values": held(raw) if isinstance(held(raw), list) else [held(raw)],
                "touched": mine != before,
                "join": _joined_by(field) if mine != before and raw and form[name].value() else "",
            }
        )
    data: Any = form.data
    form.data = data = data.copy()
    data["base"] = json.dumps(
        {
            name: held(form.fields[name].prepare_value(theirs[name]))
            for name in theirs
            if name in form.fields and name not in hidden
        }
    )
    return found


def base_json(form: Any) -> str:
    """What the boxes of a form hold when it is shown: it is carried by the page, to know later which ones were touched."""
    if form.is_bound:
        return str(form.data.get("base", ""))
    shown = {
        name: held(field.prepare_value(form.get_initial_for_field(field, name))) for name, field in form.fields.items()
    }
    return json.dumps({name: value for name, value in shown.items() if name not in ("id", "version", "seen", "base")})


def held(raw: Any) -> Any:
    """The value of a field as its box holds it; a list for several boxes ticked under one name."""
    if isinstance(raw, list | tuple | set | frozenset):
        return sorted(str(part) for part in raw)
    return "" if raw in (None, False) else "on" if raw is True else str(raw)


def untouched(form: Any, name: str) -> bool:
    """Does this box hold what it held when the page was shown? What its author has not touched gives way to what she has."""
    base = _base_of(form.data)
    return name in base and held(base[name]) == held(form.data.get(name))


def _base_of(data: Any) -> dict[str, Any]:
    try:
        base = json.loads(data.get("base") or "{}")
    except (ValueError, RecursionError):
        return {}
    return base if isinstance(base, dict) and len(base) < 100 else {}


def _plain(value: Any) -> str:
    if isinstance(value, list | set | frozenset):
        return str(sorted(str(part) for part in value))
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
    if isinstance(raw, list | tuple | set | frozenset):
        return ", ".join(sorted(choices.get(str(part), "un autre choix") for part in raw)) or "rien"
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
            result.setlist(name, [value for value in data.getlist(THEIRS + name) if value])
        elif choice == NOW:
            result.pop(name, None)
        elif choice in _BETWEEN and theirs.strip() != mine.strip():
            result[name] = f"{theirs.rstrip()}{_BETWEEN[choice]}{mine.lstrip()}"
        result.pop(key, None)
    return result
