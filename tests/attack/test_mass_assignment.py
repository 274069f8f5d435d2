"""Every form of the house, sent with every column of every model besides its own boxes: only its boxes count (security D7).

The honest sending is the measure: whatever more is sent, the same rows are written.
"""

from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from crawl import Found
from django.apps import apps
from django.db import models, transaction
from django.http import HttpResponse
from state import comparable, everything, known_ids
from test_writes import HANDS, forms  # noqa: F401 - the fixture

from liane.testing import House, HouseClient

CANARY = "CANARI-7f3a"
# Boxes that a form has and shows only where there is a choice; each is checked by the tests of its room.
ITS_OWN = {
    "notes:tasks": {"unit"},  # of several units
    "people:essential_answer": {"is_shared"},  # where several teams follow her
    "people:flag_add": {"is_shared"},
    "people:relative_add": {"is_shared"},
    "people:relative_edit": {"is_shared"},
    "people:home_add": {"is_shared"},
    "people:home_edit": {"is_shared"},
    "notes:correct": {"volet", "happened_at", "owner"},  # the form of the writing, read again
}
EVERYWHERE = {"id"}  # chosen by the form, so that a second sending finds the first
ALONE = {"professionals:sign_out"}  # nothing comes after
ASIDE = ("django_", "procrastinate_", "professionals_session", "professionals_tries", "journal_")


def columns() -> dict[str, models.Field]:
    """Each name that a column of ours, or its key, bears."""
    found: dict[str, models.Field] = {}
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            found.setdefault(field.name, field)
            found.setdefault(field.attname, field)
    return found


def odd_values() -> dict[str, Any]:
    """Values that exist nowhere else, of the kind that each column takes; every box ticked."""
    kinds: tuple[tuple[type[models.Field], Any], ...] = (
        (models.ForeignKey, str(uuid4())), (models.UUIDField, str(uuid4())), (models.BooleanField, "on"),
        (models.DateTimeField, "1977-07-07T07:07"), (models.DateField, "07/07/1977"), (models.TimeField, "07:07"),
        (models.IntegerField, "7077"),
    )  # fmt: skip
    return {
        name: next((value for kind, value in kinds if isinstance(field, kind)), f"{CANARY} {name}")
        for name, field in columns().items()
    }


def real_values(house: House) -> dict[str, Any]:
    """Rows that exist, of others or above oneself: another organisme, the director, the role that may everything."""
    other = house.person("Ana Ailleurs", "acacia")
    farid, marc = house.practitioner("farid"), house.practitioner("marc")
    real: dict[str, Any] = {
        "Organization": house.bel_air.pk, "Facility": house.facilities["MECS Le Belvédère"].pk, "Unit": house.units["mecs"].pk,
        "Account": house.accounts["marc"].pk, "Practitioner": marc.pk, "Record": other.pk, "Person": other.person_id,
    }  # fmt: skip
    values = dict.fromkeys(columns(), "on")
    for name, field in columns().items():
        if isinstance(field, models.ForeignKey):
            values[name] = str(real.get(field.related_model.__name__, farid.pk))
        elif isinstance(field, models.UUIDField):
            values[name] = str(marc.pk)
    return values | {
        "role_code": "directeur", "role": "directeur", "code": "directeur", "volet": "CARE", "is_active": "on", "author_name": "Marc Estève",
        "rights": "record.read", "slug": "marc", "is_instance_admin": "on", "version": "1", "author_id": str(marc.pk),
    }  # fmt: skip


def send(house: House, form: Found, more: dict[str, Any], known: set[str]) -> tuple[int, dict[str, list[str]], str]:
    """Its answer, what the database then holds, and the same as it is; undone at once."""
    own = {**form.sent, **HANDS.get(form.name, {})}
    boxes = form.boxes | ITS_OWN.get(form.name, set()) | EVERYWHERE
    with transaction.atomic():
        client = house.client(form.slug)
        answer = _post(client, form.action, {**{k: v for k, v in more.items() if k not in boxes}, **own})
        rows = everything(house)
        transaction.set_rollback(True)
    kept = {table: found for table, found in rows.items() if not table.startswith(ASIDE)}
    return answer.status_code, comparable(kept, known | {str(v) for v in own.values()}), str(rows)


def _post(client: HouseClient, address: str, data: dict[str, Any]) -> HttpResponse:
    """As a browser does: with boundaries where a file is sent, else on one line (ten times quicker to read)."""
    if any(hasattr(value, "read") for value in data.values()):
        return client.post(address, data)
    return client.post(address, urlencode(data, doseq=True), content_type="application/x-www-form-urlencoded")


@pytest.mark.slow
@pytest.mark.long(only=True)
def test_no_form_takes_more_than_its_boxes(house: House, forms: dict[str, Found]) -> None:  # noqa: F811
    odd, real = odd_values(), real_values(house)
    strange = {str(value) for value in odd.values() if not str(value).startswith(CANARY)} - {"on", "07:07", "7077"} | {
        CANARY
    }
    faults, known = [], known_ids(everything(house))
    for form in forms.values():
        if form.name in ALONE:
            continue
        honest = send(house, form, {}, known)
        for more in (odd, real):
            code, rows, seen = send(house, form, more, known)
            moved = {t: sorted(set(rows[t]) ^ set(honest[1].get(t, []))) for t in rows if rows[t] != honest[1].get(t)}
            if code != honest[0] or moved:
                faults.append(f"{form}: {honest[0]} → {code}, {moved}")
            faults += [f"{form}: {word} is in the database" for word in strange if word in seen]
    assert not faults, "\n".join(faults)
    assert len(forms) > 60


def test_the_measure_sees_a_column_that_moved(house: House) -> None:
    before = comparable(everything(house), known_ids(everything(house)))
    account = house.accounts["karim"]
    account.is_instance_admin = True
    account.save()
    assert before != comparable(everything(house), known_ids(everything(house)))
