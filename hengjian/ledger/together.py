"""Statements that are written together or not at all: one exchange with PostgreSQL, one after the other on SQLite.

What they say is for whoever makes them to know. None of them may need to see what another one writes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import DataError, connection, transaction

from hengjian.ledger import direct
from hengjian.ledger.engine import POSTGRESQL

STALE = "stale:"
"""What PostgreSQL is made to complain of where a part did not touch the rows it must: an error is what undoes the whole statement."""

COUNTED = "(SELECT count(*) FROM p{n}) = {rows}"
MARK = "pg_current_xact_id()::xid::text"
HELD = f"CASE WHEN {{held}} THEN {MARK} ELSE ('{STALE}' || clock_timestamp())::int::text END"
"""The cast fails when it is reached; the moment only keeps the planner from trying it beforehand."""


@dataclass(frozen=True, slots=True)
class Part:
    """One INSERT, UPDATE or DELETE without RETURNING. `rows` is how many it must touch, where anything hangs on it."""

    sql: str
    values: Sequence[Any] = ()
    rows: int | None = None


class Overtaken(RuntimeError):
    """A part did not touch the rows it must: somebody else wrote since they were read. Nothing was written; roll back, read again."""


def write(parts: Sequence[Part]) -> str:
    """Writes every part, those that must touch rows first of all and in their order. Raises `Overtaken`.

    Gives back PostgreSQL's mark of this writing, which every row bears as its `xmin`; empty inside a transaction, and on SQLite.
    """
    if not parts:
        return ""
    if POSTGRESQL:
        return _at_once(parts)
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        for part in parts:
            cursor.execute(part.sql, part.values)
            if part.rows is not None and cursor.rowcount != part.rows:
                raise Overtaken
    return ""


def _at_once(parts: Sequence[Part]) -> str:
    sql = _one_statement(tuple((part.sql, part.rows) for part in parts))
    values = [value for part in parts for value in part.values]
    try:
        mark = direct.rows(sql, values)[0][0] or ""
    except DataError as problem:
        if f'"{STALE}' in str(problem):
            raise Overtaken from problem
        raise
    return "" if connection.in_atomic_block else mark


@lru_cache(maxsize=512)
def _one_statement(parts: tuple[tuple[str, int | None], ...]) -> str:
    """The parts as one statement: what must touch rows is counted first, the rest is written behind it."""
    named = ", ".join(f"p{n} AS ({sql}{'' if rows is None else ' RETURNING 1'})" for n, (sql, rows) in enumerate(parts))
    held = " AND ".join(COUNTED.format(n=n, rows=rows) for n, (_sql, rows) in enumerate(parts) if rows is not None)
    return direct.numbered(f"WITH {named} SELECT {HELD.format(held=held) if held else MARK}")  # noqa: S608 (texts of the house)
