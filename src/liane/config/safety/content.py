"""What a database holds, in figures that can be compared before and after: rows, rights, papers, heads of the journal."""

from typing import Any, LiteralString, cast

import psycopg
from psycopg import sql

Connection = psycopg.Connection[Any]
# Every object that a right can be given on.
_OBJECTS = """
SELECT CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS kind, format('%I', c.relname) AS name,
    coalesce(c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's'::"char" ELSE 'r' END, c.relowner)) AS acl
FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
    AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
UNION ALL
SELECT 'FUNCTION', format('%I(%s)', p.proname, pg_get_function_identity_arguments(p.oid)),
    coalesce(p.proacl, acldefault('f', p.proowner))
FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
    AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""
# Who may do what on each; roles are named by their part, since their names differ from one server to another.
_GRANTS = f"""
SELECT kind, name, CASE (a).grantee WHEN 0 THEN 'public' ELSE 'app' END, (a).privilege_type
FROM ({_OBJECTS.replace("%", "%%")}) held, aclexplode(held.acl) a
WHERE (a).grantee = 0 OR (a).grantee = (SELECT oid FROM pg_roles WHERE rolname = %s) ORDER BY 1, 2, 3, 4
"""  # noqa: S608
_PRIVILEGES = {
    "SELECT",
    "INSERT",
    "UPDATE",
    "DELETE",
    "TRUNCATE",
    "REFERENCES",
    "TRIGGER",
    "USAGE",
    "EXECUTE",
    "MAINTAIN",
}
_COLUMNS = """
SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE a.attacl IS NOT NULL AND c.relnamespace = 'public'::regnamespace
"""


def tables(base: Connection) -> list[str]:
    """The tables of the house."""
    rows = base.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
    return [str(name) for (name,) in rows]


def counts(base: Connection) -> dict[str, int]:
    """How many rows in each table."""
    found = {}
    for name in tables(base):
        row = base.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier("public", name))).fetchone()
        found[name] = int(row[0]) if row else 0
    return found


def migrations(base: Connection) -> dict[str, str]:
    """The newest migration of each room: what version wrote this database."""
    rows = base.execute("SELECT app, max(name) FROM django_migrations GROUP BY app ORDER BY app").fetchall()
    return {str(app): str(name) for app, name in rows}


def grants(base: Connection, app: str) -> list[list[str]]:
    """What the application and everybody may do, object by object."""
    if base.execute(_COLUMNS).fetchone():
        raise ValueError("a right on a column is not carried by backups yet")
    return [[str(cell) for cell in row] for row in base.execute(_GRANTS, [app]).fetchall()]


def give_back(base: Connection, app: str, wanted: list[list[str]]) -> None:
    """Make the rights of the application exactly those that were saved, on the objects that are really there."""
    here = {(str(kind), str(name)) for kind, name, _ in base.execute(_OBJECTS).fetchall()}
    held = grants(base, app)
    for right in held:
        if right not in wanted:
            _order(base, "REVOKE {} ON {} {} FROM {}", right, app)
    for right in wanted:
        if right not in held and (right[0], right[1]) in here and right[3] in _PRIVILEGES:
            _order(base, "GRANT {} ON {} {} TO {}", right, app)


def _order(base: Connection, order: LiteralString, right: list[str], app: str) -> None:
    """The name is one of the catalogue of this database, quoted by it."""
    kind, name, who, privilege = (cast(LiteralString, part) for part in right)
    role = sql.SQL("PUBLIC") if who == "public" else sql.Identifier(app)
    base.execute(sql.SQL(order).format(sql.SQL(privilege), sql.SQL(kind), sql.SQL(name), role))


def documents(base: Connection) -> list[tuple[str, str]]:
    """The papers that this snapshot knows: (organisation, digest)."""
    if "documents_storedfile" not in tables(base):
        return []
    rows = base.execute("SELECT organization_id::text, digest FROM documents_storedfile ORDER BY 1, 2").fetchall()
    return [(str(organization), str(digest)) for organization, digest in rows]


def heads(base: Connection) -> dict[str, str]:
    """The head of each chain of the journal, as sealed at this moment."""
    if "journal_seal" not in tables(base):
        return {}
    rows = base.execute(
        "SELECT DISTINCT ON (organization_id) coalesce(organization_id::text, ''), encode(head, 'hex')"
        " FROM journal_seal ORDER BY organization_id, number DESC"
    ).fetchall()
    return {str(organization): str(head) for organization, head in rows}
