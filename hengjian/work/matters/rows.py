"""Writing many new rows of one table in one go: COPY on PostgreSQL, one prepared INSERT on SQLite. Which rows: the projections."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from django.db import connection
from django.db.models import Model

from hengjian.ledger.ready import Table

table_of = lru_cache(Table)


def write_new(rows: Sequence[Model]) -> None:
    """Inserts rows of one model, none of which stands yet. They are not given the numbers that the database makes for them."""
    if not rows:
        return
    if connection.vendor != "postgresql":
        table = table_of(type(rows[0]))
        with connection.cursor() as cursor:
            cursor.executemany(table.insertion(1, ""), [table.values(row, table.own) for row in rows])
        return
    meta = rows[0]._meta
    fields = [field for field in meta.concrete_fields if not (field.primary_key and field.get_internal_type() == "BigAutoField")]
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(f"COPY {connection.ops.quote_name(meta.db_table)} ({names}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row([field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields])
