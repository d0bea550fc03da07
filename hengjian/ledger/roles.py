"""Who may do what with the ledger's tables on PostgreSQL: an owner that migrates, an application role that can only append.

The application connects as a role that owns no ledger table, so it can neither change a record nor take a guard away.
"""

from __future__ import annotations

from django.db import connection
from django.utils.translation import gettext as _
from psycopg import sql

APPEND = ("ledger_event", "ledger_place", "ledger_checkpoint", "ledger_cosignature")
READ = ("ledger_charter",)
MUTABLE = ("ledger_head", "ledger_arrival", "ledger_tile", "ledger_followerplace", "ledger_matterkey", "ledger_publication")


class NotPostgreSQL(RuntimeError):
    """Roles exist on PostgreSQL alone; on SQLite whoever can write the file can write everything, and `verify` is what remains."""


def grant(application: str) -> None:
    """Give the existing role `application` what it needs and no more. Run by the owner of the tables; safe to run again.

    It may append to the record, keep the working tables, and do as it needs with the tables outside the ledger.
    """
    if connection.vendor != "postgresql":
        raise NotPostgreSQL(_("角色授权只用于 PostgreSQL"))
    role = sql.Identifier(application)
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        others = [name for (name,) in cursor.fetchall() if not name.startswith("ledger_")]
        for statement in _statements(others):
            cursor.execute(sql.SQL(statement[0]).format(*map(sql.Identifier, statement[1]), role=role).as_string(cursor.connection))


def _statements(others: list[str]) -> list[tuple[str, list[str]]]:
    ledger = [*APPEND, *READ, *MUTABLE]
    taken = [("REVOKE ALL ON {} FROM {role}", [table]) for table in ledger]
    given = [
        ("REVOKE CREATE ON SCHEMA public FROM PUBLIC", []),
        ("GRANT USAGE ON SCHEMA public TO {role}", []),
        *(("GRANT SELECT, INSERT ON {} TO {role}", [table]) for table in APPEND),
        *(("GRANT SELECT ON {} TO {role}", [table]) for table in READ),
        *(("GRANT SELECT, INSERT, UPDATE, DELETE ON {} TO {role}", [table]) for table in [*MUTABLE, *others]),
        ("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}", []),
    ]
    return taken + given


def owned_by(role: str) -> list[str]:
    """The ledger tables that a role owns; for the application role the list must be empty."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE tableowner = %s AND tablename LIKE 'ledger_%%' ORDER BY 1", [role])
        return [name for (name,) in cursor.fetchall()]
