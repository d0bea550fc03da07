"""The record's own statements, sent to PostgreSQL as they are: their text is ready, `$1` and all, and nothing is left to be built.

Through Django's cursor psycopg would make placeholders of its own anew each time in a statement of more than fifty values.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import RawCursor


def rows(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows that the statement gives; errors are Django's, as from its own cursor."""
    database = connections[DEFAULT_DB_ALIAS]
    database.validate_no_broken_transaction()
    database.close_if_health_check_failed()
    database.ensure_connection()
    with database.wrap_database_errors, RawCursor(database.connection) as cursor:
        return cursor.execute(sql, values).fetchall()


def numbered(sql: str) -> str:
    """A statement whose `%s` are numbered in order, as `rows` takes it."""
    first, *others = sql.split("%s")
    return first + "".join(f"${number}{text}" for number, text in enumerate(others, 1))
