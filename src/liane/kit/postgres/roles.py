"""Two roles and a database: the owner builds, the application works and can bypass nothing."""

from dataclasses import dataclass

import psycopg
from psycopg import sql

from liane.kit.postgres.errors import PostgresRefused

OWNER = "liane_owner"
APP = "liane_app"
DATABASE = "liane"
OWNER_LIMITS = "LOGIN NOSUPERUSER NOBYPASSRLS CREATEDB NOCREATEROLE NOREPLICATION"
# Neither superuser nor bypass: that is the default, and only a superuser may even say it.
APP_LIMITS = "LOGIN NOCREATEDB NOCREATEROLE"


@dataclass(frozen=True)
class Role:
    """A role of the database and its password."""

    name: str
    password: str


def prepare_role(admin: "psycopg.Connection[tuple[object, ...]]", role: Role, limits: str) -> None:
    """Create a role with its limits, or renew its password; safe to repeat at each start."""
    exists = admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role.name]).fetchone()
    admin.execute(
        sql.SQL("{verb} ROLE {name} WITH {limits} PASSWORD {password}").format(
            verb=sql.SQL("ALTER" if exists else "CREATE"),
            name=sql.Identifier(role.name),
            limits=sql.SQL("LOGIN" if exists else limits),
            password=sql.Literal(role.password),
        )
    )


def prepare_database(admin: "psycopg.Connection[tuple[object, ...]]", name: str, owner: str) -> None:
    """Create the database of the house, closed to whoever is not one of its two roles."""
    exists = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
    if not exists:
        order = "CREATE DATABASE {name} OWNER {owner}"
        admin.execute(sql.SQL(order).format(name=sql.Identifier(name), owner=sql.Identifier(owner)))


def grant_to_application(owner: "psycopg.Connection[tuple[object, ...]]", app: str) -> None:
    """What the application may do: read and write rows, today's and tomorrow's tables; never build or drop."""
    database = sql.Identifier(owner.info.dbname)
    orders = (
        "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
        "GRANT CONNECT ON DATABASE {database} TO {app}",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE ON SCHEMA public TO {app}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {app}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO {app}",
    )
    for order in orders:
        owner.execute(sql.SQL(order).format(database=database, app=sql.Identifier(app)))


def check_application(app: "psycopg.Connection[tuple[object, ...]]") -> None:
    """The second wall stands only if the application role can neither bypass nor own anything."""
    row = app.execute(
        "SELECT rolsuper OR rolbypassrls OR rolreplication OR pg_has_role(current_user, datdba, 'MEMBER')"
        " OR EXISTS (SELECT 1 FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace"
        " AND pg_has_role(current_user, c.relowner, 'MEMBER'))"
        " FROM pg_roles, pg_database WHERE rolname = current_user AND datname = current_database()"
    ).fetchone()
    if row is None or row[0]:
        raise PostgresRefused(
            "Le compte applicatif de la base peut contourner le cloisonnement (superutilisateur, BYPASSRLS ou "
            "propriétaire) : donnez dans DATABASE_APP_URL un compte qui ne le peut pas."
        )


DURABILITY = ("fsync", "synchronous_commit", "full_page_writes")
SAFE = ("on", "remote_apply", "remote_write", "local")


def check_durability(app: "psycopg.Connection[tuple[object, ...]]") -> None:
    """An acknowledged writing is on the disk, or the house does not open (security.md §4.11)."""
    for name in DURABILITY:
        row = app.execute("SELECT current_setting(%s)", [name]).fetchone()
        if row is None or row[0] not in SAFE:
            raise PostgresRefused(
                f"Le réglage « {name} » de PostgreSQL est coupé : ce qui est enregistré pourrait être perdu. "
                f"Mettez-le sur « on » (postgresql.conf, base et compte applicatif), puis recommencez."
            )
