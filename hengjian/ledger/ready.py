"""Queries and writes of the hot path whose SQL is built once; after that only values go to the driver.

For texts as values (ids, streams). What is asked once a page stays with the ORM, whose building of SQL costs more than the database takes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import connection, models
from django.db.models.query import get_related_populators

Row = TypeVar("Row", bound=models.Model)
AS_THEY_ARE = (models.CharField, models.TextField, models.IntegerField, models.BooleanField)


class Ready(Generic[Row]):
    """A queryset of `count` text values, asked with them: rows as objects, with what `select_related` names."""

    def __init__(self, build: Callable[..., models.QuerySet[Row]], count: int = 1):
        self.build, self.count = build, count
        self.plans: dict[str, Plan] = {}

    def __call__(self, *values: str) -> list[Row]:
        plan = self.plans.get(connection.vendor)
        if plan is None:
            plan = self.plans[connection.vendor] = Plan(self.build, self.count)
        return plan.rows(values)


class Plan:
    """The SQL of one query for one engine, and how its rows become objects."""

    def __init__(self, build: Callable[..., models.QuerySet], count: int):
        slots = [f"<slot {number}>" for number in range(count)]
        compiler = build(*slots).query.get_compiler(connection=connection)
        self.sql, self.values = compiler.as_sql()
        self.places = [(place, slots.index(value)) for place, value in enumerate(self.values) if value in slots]
        self.converters = sorted(compiler.get_converters([column for column, _sql, _alias in compiler.select]).items())
        fields = compiler.klass_info["select_fields"]
        self.model, self.end = compiler.klass_info["model"], fields[-1] + 1
        self.names = [column.target.attname for column, _sql, _alias in compiler.select[: self.end]]
        self.related = get_related_populators(compiler.klass_info, compiler.select, connection.alias)

    def rows(self, values: Sequence[str]) -> list[Any]:
        given = list(self.values)
        for place, number in self.places:
            given[place] = values[number]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, given)
            found = cursor.fetchall()
        return [self.row(list(row)) for row in found]

    def row(self, row: list[Any]) -> Any:
        for place, (convert, column) in self.converters:
            for one in convert:
                row[place] = one(row[place], column, connection)
        found = self.model.from_db(connection.alias, self.names, row[: self.end])
        for populator in self.related:
            populator.populate(row, found)
        return found


class ReadyUpdate:
    """Writes every column of a row that stands, by its primary key."""

    def __init__(self, model: type[models.Model]):
        self.model = model

    @cached_property
    def parts(self) -> tuple[str, list[Any]]:
        key = self.model._meta.pk
        fields = [field for field in self.model._meta.concrete_fields if field is not key]
        slots = ", ".join(f'"{field.column}" = %s' for field in fields)
        return f'UPDATE "{self.model._meta.db_table}" SET {slots} WHERE "{key.column}" = %s', [*fields, key]  # noqa: S608 (own names)

    def __call__(self, row: models.Model) -> None:
        sql, fields = self.parts
        with connection.cursor() as cursor:
            cursor.execute(sql, prepared(row, fields))


class ReadyUpsert:
    """Writes rows without an id of their own: each is new, or takes the place of the one with the same `unique` attributes."""

    def __init__(self, model: type[models.Model], unique: Sequence[str], updated: Sequence[str]):
        self.model, self.unique, self.updated = model, unique, updated

    @cached_property
    def parts(self) -> tuple[str, str, str, list[Any]]:
        fields = [field for field in self.model._meta.concrete_fields if not field.primary_key]
        columns = {field.attname: f'"{field.column}"' for field in fields}
        slots = "(" + ", ".join(["%s"] * len(fields)) + ")"
        sets = ", ".join(f"{columns[name]} = excluded.{columns[name]}" for name in self.updated)
        opening = f'INSERT INTO "{self.model._meta.db_table}" ({", ".join(columns.values())}) VALUES '  # noqa: S608 (own names)
        return opening, slots, f" ON CONFLICT ({', '.join(columns[name] for name in self.unique)}) DO UPDATE SET {sets}", fields

    def __call__(self, rows: Sequence[models.Model]) -> None:
        opening, slots, ending, fields = self.parts
        with connection.cursor() as cursor:
            values = [value for row in rows for value in prepared(row, fields)]
            cursor.execute(opening + ", ".join([slots] * len(rows)) + ending, values)


def prepared(row: models.Model, fields: Sequence[models.Field]) -> list[Any]:
    """The values of these fields as the engine takes them."""
    return [
        getattr(row, field.attname) if isinstance(field, AS_THEY_ARE) else field.get_db_prep_save(getattr(row, field.attname), connection)
        for field in fields
    ]
