"""The second wall: what PostgreSQL itself refuses to the application, whatever the code above does (law 6)."""

import pytest
from django.db import DatabaseError, connection, connections, models, transaction
from django.db.utils import ProgrammingError
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from rows import links, row, sensitive_models

from liane.access.middleware import ActorMiddleware
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.readonly import WritesRefused, writes_refused
from liane.professionals.models import Account
from liane.testing import House

# Tables that know an organisation and stand outside the wall, each with its reason.
OUTSIDE = {"professionals_session": "read before an organisation is known; holds the chosen one"}
MODELS = sensitive_models()
LINKS = [(model, field) for model in MODELS for field in links(model)]


def ask(sql: str, *parameters: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def tables_of_organizations() -> set[str]:
    rows = ask(
        "SELECT c.relname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid "
        "WHERE a.attname = 'organization_id' AND NOT a.attisdropped AND c.relkind IN ('r', 'p') "
        "AND c.relnamespace = 'public'::regnamespace"
    )
    return {name for (name,) in rows} | {"organizations_organization"}


@pytest.mark.django_db
def test_every_table_with_an_organisation_has_its_wall() -> None:
    walled = {
        name
        for name, using in ask(
            "SELECT c.relname, string_agg(pg_get_expr(p.polqual, p.polrelid), ' ') FROM pg_policy p "
            "JOIN pg_class c ON c.oid = p.polrelid WHERE c.relrowsecurity GROUP BY c.relname"
        )
        if "liane.organization" in (using or "")
    }
    assert tables_of_organizations() - walled == set(OUTSIDE)


@pytest.mark.django_db
def test_every_sensitive_model_is_a_table_with_an_organisation() -> None:
    assert {model._meta.db_table for model in MODELS} <= tables_of_organizations()


@pytest.mark.django_db
def test_the_application_role_can_neither_bypass_nor_own_nor_build() -> None:
    assert ask("SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user") == [
        (False, False, False)
    ]
    owned = ask("SELECT relname FROM pg_class WHERE relowner = (SELECT oid FROM pg_roles WHERE rolname = current_user)")
    assert owned == []
    memberships = ask(
        "SELECT rolname FROM pg_roles WHERE rolname <> current_user AND pg_has_role(current_user, oid, 'MEMBER')"
    )
    assert memberships == []
    assert ask(
        "SELECT has_schema_privilege('public', 'CREATE'), has_database_privilege(current_database(), 'CREATE')"
    ) == [(False, False)]


@pytest.mark.django_db
def test_a_function_that_crosses_the_wall_fixes_its_search_path() -> None:
    loose = ask(
        "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace "
        "AND NOT coalesce(array_to_string(proconfig, ','), '') LIKE '%%search_path=pg_catalog, public%%'"
    )
    assert loose == []


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m._meta.label)
def test_without_an_organisation_a_table_is_empty(house: House, model: type[models.Model]) -> None:
    row(model, house.deux_rives, {})
    table = model._meta.db_table
    assert ask(f"SELECT count(*) FROM {table}")[0][0] >= 1
    with house.outside():
        assert ask(f"SELECT count(*) FROM {table}") == [(0,)]


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m._meta.label)
def test_the_other_organisation_sees_changes_and_deletes_nothing(house: House, model: type[models.Model]) -> None:
    mine = row(model, house.deux_rives, {})
    table = model._meta.db_table
    with house.inside(house.bel_air):
        assert ask(f"SELECT count(*) FROM {table} WHERE id = %s", mine.pk) == [(0,)]
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET id = id WHERE id = %s", [mine.pk])
            assert cursor.rowcount == 0
            cursor.execute(f"DELETE FROM {table} WHERE id = %s", [mine.pk])
            assert cursor.rowcount == 0
    assert model.objects.filter(pk=mine.pk).exists()


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m._meta.label)
def test_writing_into_another_organisation_is_refused_by_the_database(house: House, model: type[models.Model]) -> None:
    with house.inside(house.bel_air):
        theirs = row(model, house.bel_air, {})
    copied = model.objects.model(
        **{f.attname: getattr(theirs, f.attname) for f in model._meta.fields if f.name != "id"}
    )
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        copied.save(force_insert=True)  # we stand in Les Deux Rives
    mine = row(model, house.deux_rives, {})
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {model._meta.db_table} SET organization_id = %s WHERE id = %s", [house.bel_air.pk, mine.pk]
        )


@pytest.mark.parametrize(("model", "field"), LINKS, ids=lambda x: x.name if hasattr(x, "name") else x._meta.label)
def test_a_row_cannot_point_at_another_organisation(
    house: House, model: type[models.Model], field: models.ForeignKey
) -> None:
    with house.inside(house.bel_air):
        theirs = row(field.related_model, house.bel_air, {})
    with pytest.raises(DatabaseError, match="foreign key"), transaction.atomic():
        row(model, house.deux_rives, {}, **{field.name: theirs})
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_an_update_cannot_move_a_record_to_another_organisation(house: House) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE people_record SET organization_id = %s WHERE id = %s", [house.bel_air.pk, house.sam.pk])


def test_the_organisation_of_a_page_ends_with_its_transaction(house: House) -> None:
    with house.inside(house.bel_air):
        assert ask("SELECT current_setting('liane.organization')") == [(str(house.bel_air.pk),)]
    assert ask("SELECT current_setting('liane.organization')") == [(str(house.deux_rives.pk),)]


# The journal


@pytest.mark.parametrize("order", ["UPDATE journal_journalentry SET reason = 'x'", "DELETE FROM journal_journalentry"])
def test_the_application_cannot_change_the_journal(house: House, order: str) -> None:
    trace(house.actor("karim"), Kind.RECORD_OPENED, record_id=house.sam.pk)
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(order)
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("TRUNCATE journal_journalentry")
    assert JournalEntry.objects.count() >= 1


@pytest.mark.django_db
def test_the_application_holds_insert_and_select_only_on_the_journal() -> None:
    held = ask(
        "SELECT p FROM unnest(ARRAY['SELECT','INSERT','UPDATE','DELETE','TRUNCATE','REFERENCES','TRIGGER']) p "
        "WHERE has_table_privilege('journal_journalentry', p)"
    )
    assert [p for (p,) in held] == ["SELECT", "INSERT"]


@pytest.mark.django_db(databases=["default", "owner"])
@pytest.mark.parametrize(
    "order",
    [
        "UPDATE journal_journalentry SET reason = 'x'",
        "DELETE FROM journal_journalentry",
        "TRUNCATE journal_journalentry",
    ],
)
def test_even_the_owner_cannot_rewrite_the_journal(order: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_journalentry (id, at, kind, actor_name, actor_role, reason, origin, detail) "
            "VALUES (gen_random_uuid(), now(), 'essai', '', '', '', '', '{}')"
        )
        with pytest.raises(DatabaseError, match="append_only"), transaction.atomic(using="owner"):
            cursor.execute(order)


def test_a_trace_cannot_be_written_into_the_journal_of_another_organisation(house: House) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        trace(house.actor("farid"), Kind.RECORD_OPENED)


# A GET writes nothing


@pytest.mark.django_db
@pytest.mark.parametrize(
    "order",
    [
        "UPDATE professionals_account SET slug = slug",
        "DELETE FROM professionals_session",
        "INSERT INTO professionals_session DEFAULT VALUES",
        "TRUNCATE professionals_session",
        "WITH gone AS (DELETE FROM professionals_session RETURNING 1) SELECT * FROM gone",
        "SELECT 1; DELETE FROM professionals_session",
        "(DELETE FROM professionals_session RETURNING 1)",
        "(SELECT 1) UNION ALL (SELECT 2); DELETE FROM professionals_session",
        "/* quiet */ DELETE FROM professionals_session",
        "INSERT INTO journal_journalentry DEFAULT VALUES; DELETE FROM professionals_session",
        "CREATE TABLE x (y int)",
        "DO $$ BEGIN END $$",
    ],
)
def test_a_get_that_writes_is_refused_by_the_connection(order: str) -> None:
    with pytest.raises(WritesRefused), writes_refused(), connection.cursor() as cursor:
        cursor.execute(order)


@pytest.mark.django_db
def test_a_get_may_ask_two_questions_at_once() -> None:
    with writes_refused(), connection.cursor() as cursor:
        cursor.execute("(SELECT 1) UNION ALL (SELECT 2)")


def test_a_get_may_leave_a_trace(house: House) -> None:
    with writes_refused():
        trace(house.actor("karim"), Kind.RECORD_OPENED, record_id=house.sam.pk)
    assert JournalEntry.objects.filter(record_id=house.sam.pk).count() == 1


@pytest.mark.django_db
def test_a_page_that_only_shows_cannot_write_even_by_mistake() -> None:
    def careless(request: HttpRequest) -> HttpResponse:
        Account.objects.create(login="intrus")
        return HttpResponse()

    with pytest.raises(WritesRefused):
        ActorMiddleware(careless)(RequestFactory().get("/"))
    ActorMiddleware(careless)(RequestFactory().post("/"))
    assert Account.objects.filter(login="intrus").exists()
