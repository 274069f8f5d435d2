"""Migration operations that put up the second wall (row-level security) and keep written things written."""

from django.db.migrations import RunSQL

_ORGANIZATION = "NULLIF(current_setting('liane.organization', true), '')::uuid"


def protect(table: str, column: str = "organization_id") -> RunSQL:
    """Only the rows of the organisation of the transaction can be seen or written. No organisation, no row."""
    return RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        CREATE POLICY wall ON {table} USING ({column} = {_ORGANIZATION}) WITH CHECK ({column} = {_ORGANIZATION});
        """,
        f"DROP POLICY wall ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
    )


PASSES = """IF TG_OP = 'UPDATE' AND coalesce(current_setting('liane.regrouping', true), '') <> ''
                AND current_user = (SELECT pg_get_userbyid(c.relowner) FROM pg_class c WHERE c.oid = TG_RELID)
                AND (to_jsonb(NEW) - 'record_id' - 'stay_id') = (to_jsonb(OLD) - 'record_id' - 'stay_id') THEN RETURN NEW;
            END IF;
            IF TG_OP = 'DELETE' AND coalesce(current_setting('liane.destruction', true), '') <> ''
                AND current_user = (SELECT pg_get_userbyid(c.relowner) FROM pg_class c WHERE c.oid = TG_RELID) THEN RETURN OLD;
            END IF;"""


def append_only(table: str, *, but: tuple[str, ...] = ()) -> RunSQL:
    """A trigger refuses DELETE, and any UPDATE of another column than `but`: what is written stays written.

    A line may pass to another record, and nothing of it change, only inside the functions by which two records of one
    person are joined or parted (people.doubles): they belong to the owner, and keep each move in a ledger. A line is
    erased only with the whole record, inside the function that its term allows (stays.retention), which leaves a certificate.
    """
    name = f"{table}_stays_written"
    others = "".join(f" - '{column}'" for column in but)
    exception = f"IF TG_OP = 'UPDATE' AND (to_jsonb(NEW){others}) = (to_jsonb(OLD){others}) THEN RETURN NEW; END IF;"
    return RunSQL(
        f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            {exception if but else ""}
            {PASSES}
            RAISE EXCEPTION 'append_only: % on {table} is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
        END $$;
        CREATE TRIGGER stays_written BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}();
        CREATE TRIGGER stays_whole BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {name}();
        """,
        f"DROP TRIGGER stays_written ON {table}; DROP TRIGGER stays_whole ON {table}; DROP FUNCTION {name}();",
    )


def one_house(*tables: str) -> RunSQL:
    """Rows that may be pointed at from inside one organisation only: see `same_organization`."""
    return RunSQL(
        "".join(f"ALTER TABLE {t} ADD CONSTRAINT {t}_one_house UNIQUE (organization_id, id);" for t in tables),
        "".join(f"ALTER TABLE {t} DROP CONSTRAINT {t}_one_house;" for t in tables),
    )


def same_organization(table: str, column: str, target: str) -> RunSQL:
    """The database itself refuses a row of one organisation that points at a row of another (security.md §4.2)."""
    name = f"{table}_{column}_same_house"
    return RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (organization_id, {column}) "
        f"REFERENCES {target} (organization_id, id) DEFERRABLE INITIALLY DEFERRED",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


def for_the_application(*functions: str) -> RunSQL:
    """A function that works with the rights of its owner is lent to our two roles only, never to every account of a server."""
    return RunSQL(
        "".join(f"REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC;" for name in functions),
        "".join(f"GRANT EXECUTE ON FUNCTION {name} TO PUBLIC;" for name in functions),
    )
