"""The record's own statements, sent to PostgreSQL as they are: their text is ready, `$1` and all, and nothing is left to be built.

Alone, a statement is prepared once on its connection and from then on named with its values, past the driver's cursors. Inside a
transaction it goes through a cursor, which begins the transaction where it has not begun.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import Connection, DataError, RawCursor
from psycopg.errors import InvalidSqlStatementName, error_from_result
from psycopg.generators import execute
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGresult

PREPARED = 100
"""Statements kept ready on one connection; what comes after them goes through a cursor."""
DONE = (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK)
Row = tuple[str | None, ...]

_names: WeakKeyDictionary[Connection, dict[str, bytes]] = WeakKeyDictionary()
_numbers = count(1)


def rows(sql: str, values: Sequence[Any]) -> list[Row]:
    """The rows of a statement whose columns are texts, all of them; errors are Django's, as from its own cursor."""
    database = connections[DEFAULT_DB_ALIAS]
    database.validate_no_broken_transaction()
    database.close_if_health_check_failed()
    database.ensure_connection()
    with database.wrap_database_errors:
        link = database.connection
        ready = _names.setdefault(link, {})
        if link.autocommit and (sql in ready or len(ready) < PREPARED):
            return _alone(link, ready, sql, [_text(value) for value in values])
        with RawCursor(link) as cursor:
            return cursor.execute(sql, values).fetchall()


def _alone(link: Connection, ready: dict[str, bytes], sql: str, values: Sequence[bytes | None]) -> list[Row]:
    """Prepared where it is not; anew where a driver's rollback has let go of every statement that was."""
    if sql in ready:
        try:
            return _named(link, ready[sql], values)
        except InvalidSqlStatementName:
            ready.clear()
    name = f"house_{next(_numbers)}".encode()
    link.pgconn.send_prepare(name, sql.encode())
    _answer(link)
    ready[sql] = name
    return _named(link, name, values)


def _named(link: Connection, name: bytes, values: Sequence[bytes | None]) -> list[Row]:
    link.pgconn.send_query_prepared(name, values)
    found = _answer(link)
    columns = range(found.nfields)
    return [tuple([_read(found.get_value(row, column)) for column in columns]) for row in range(found.ntuples)]


def _answer(link: Connection) -> PGresult:
    found: PGresult = link.wait(execute(link.pgconn))[-1]
    if found.status not in DONE:
        raise error_from_result(found, link.info.encoding)
    return found


def _read(value: bytes | None) -> str | None:
    return None if value is None else value.decode()


def _text(value: Any) -> bytes | None:
    """A value as PostgreSQL reads it from text, whatever column it goes to."""
    if value is None:
        return None
    if isinstance(value, str):
        text = value.encode()
        if b"\x00" in text:
            raise DataError("a text for PostgreSQL cannot hold NUL (0x00) bytes")
        return text
    if isinstance(value, int):
        return b"%d" % value if not isinstance(value, bool) else b"t" if value else b"f"
    if isinstance(value, bytes):
        return b"\\x" + value.hex().encode()
    raise TypeError(f"no statement of the record takes a {type(value).__name__}")


def numbered(sql: str) -> str:
    """A statement whose `%s` are numbered in order, as `rows` takes it."""
    first, *others = sql.split("%s")
    return first + "".join(f"${number}{text}" for number, text in enumerate(others, 1))
