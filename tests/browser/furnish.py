"""What a house holds after some years and no page of the demonstration shows yet: a destruction, an access in an emergency, a former INS…"""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from psycopg import sql
from psycopg.types.json import Jsonb
from traps import Owner

PAST = timezone.now() - timedelta(hours=1)
# (what is copied, under which identifier, what is different): a version of before, a thing that no longer counts.
COPIES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("stays_absence", "absence_id", {"cancelled_at": PAST.isoformat()}),
    ("people_identityevidence", "evidence_id", {"cancelled_at": PAST.isoformat()}),
    ("plans_goal", "goal_id", {"version": 0, "is_current": False}),
    ("people_parentalauthority", "authority_id", {"version": 0, "is_current": False}),
)


def one_more(owner: Owner, label: str, **given: Any) -> None:
    """One more row, every column filled with something."""
    columns = apps.get_model(label)._meta.concrete_fields
    values = {c.column: given.get(c.column, _something(c)) for c in columns}
    order = sql.SQL("INSERT INTO {} ({}) VALUES ({}) ON CONFLICT DO NOTHING").format(
        sql.Identifier(apps.get_model(label)._meta.db_table),
        sql.SQL(", ").join(map(sql.Identifier, values)),
        sql.SQL(", ").join(sql.Placeholder() * len(values)),
    )
    owner.execute(order, list(values.values()))


def _something(column: Any) -> Any:
    if column.null:
        return None
    if column.choices:
        return column.choices[0][0]
    known: dict[type, Any] = {
        models.UUIDField: uuid4(), models.ForeignKey: uuid4(), models.DateTimeField: PAST, models.DateField: date.today(),
        models.BooleanField: False, models.JSONField: Jsonb({}), ArrayField: [], models.IntegerField: 1,
    }  # fmt: skip
    found = next((value for kind, value in known.items() if isinstance(column, kind)), "Essai")
    return found[: column.max_length] if isinstance(found, str) else found


def furnish(owner: Owner, ids: dict[str, str]) -> None:
    """Under the forms, as what is planted afterwards."""
    owner.execute("SET session_replication_role = replica")
    record = owner.execute(
        "SELECT r.organization_id, r.person_id, h.unit_id, (SELECT id FROM professionals_practitioner WHERE last_name = 'Duval' LIMIT 1)"
        " FROM people_record r JOIN people_recordunit h ON h.record_id = r.id WHERE r.id = %s LIMIT 1",
        [ids["record_id"]],
    ).fetchone()
    assert record
    house, person, unit, worker = record
    here: dict[str, Any] = {
        "organization_id": house,
        "record_id": ids["record_id"],
        "person_id": person,
        "author_id": worker,
    }
    for verdict in ("", "JUSTIFIED"):
        one_more(
            owner, "access.Emergency", **here, practitioner_id=worker, unit_ids=[unit], ends_at=PAST, verdict=verdict,
            reviewed_at=PAST if verdict else None,
        )  # fmt: skip
    for ended in (PAST, None):
        one_more(owner, "access.RightsReview", **here, closed_at=ended)
    one_more(owner, "access.RoleChange", **here, role_id=UUID(ids["role_id"]))
    one_more(owner, "professionals.SharedDevice", **here, unit_id=unit, enrolled_by_id=worker)
    one_more(owner, "stays.Destruction", **here, id=ids["destruction_id"], facility_id=ids["facility_id"])
    one_more(owner, "stays.RequestErasure", **here, id=ids["erasure_id"], facilities=Jsonb([ids["facility_id"]]))
    one_more(owner, "people.FormerIns", **here)
    one_more(owner, "people.IdentityStep", **here)
    asked: dict[str, Any] = {"organization_id": house, "wish_id": ids["wish_id"], "unit_id": unit, "author_id": worker}
    one_more(owner, "stays.AdmissionTask", **asked, code=ids["step"])
    one_more(owner, "stays.Opinion", **asked, volet="ADMIN")
    rules = [{"code": "NEAR", "label": "Proche", "weight": 3}]
    one_more(owner, "stays.WaitingRules", **asked, facility_id=ids["facility_id"], criteria=Jsonb(rules))
    one_more(owner, "steering.Alert", **here, rule="rescued", actor_id=worker, unit_ids=[unit], is_open=True)
    owner.execute("UPDATE journal_verification SET faults = 1, sentences = '[\"Essai\"]'")
    for table, name, changes in COPIES:
        order = "INSERT INTO {t} SELECT (jsonb_populate_record(x, %s)).* FROM {t} x WHERE id = %s OR to_jsonb(x) ->> 'thread_id' = %s ON CONFLICT DO NOTHING"
        owner.execute(
            sql.SQL(order).format(t=sql.Identifier(table)),
            [Jsonb({"id": str(uuid4()), **changes}), ids[name], ids[name]],
        )
