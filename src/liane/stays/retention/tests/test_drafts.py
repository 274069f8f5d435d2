"""What was being written about somebody goes with her record: what each form that keeps drafts names is known by a room."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from liane.kit.drafts.known import _FORMS

# By the address of the record itself (`stays_destroy_record`), or by what a room tells in `Slot.ERASE`.
ERASED = {"record_id", "thread_id", "referral_id", "alert_id"}
# A list, a role; a notification from which no request was written yet is the line of nobody.
OF_NOBODY = {"access:role_edit", "access:role_copy", "stays:waiting_rules", "stays:notice"}


def _named(resolver: URLResolver | None = None, space: str = "") -> Iterator[tuple[str, set[str]]]:
    """Each address of the house, with what it names."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from _named(one, f"{one.namespace}:" if one.namespace else space)
        elif isinstance(one, URLPattern):
            yield f"{space}{one.name}", set(one.pattern.converters)


def test_each_form_that_keeps_drafts_names_somebody_by_what_a_destruction_erases() -> None:
    forms = {name: names for name, names in _named() if name in _FORMS}
    assert len(forms) > 40
    assert {name for name, names in forms.items() if names and not names & ERASED} == OF_NOBODY
