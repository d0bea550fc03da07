"""Queries and writes of the hot path whose SQL is built once; after that only values go to the driver.

For texts as values (ids, streams). What is asked once a page stays with the ORM, whose building of SQL costs more than the database takes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Generic, TypeVar

from django.db import connection, models
from django.db.models.query import get_related_populators

from hengjian.ledger.together import Part

Row = TypeVar("Row", bound=models.Model)
Convert = Callable[[Any], Any]
AS_THEY_ARE = (models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.ForeignKey)


class Ready(Generic[Row]):
    """A queryset of `count` text values, asked with them: rows as objects, with what `select_related` and `annotate` name."""

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
        self.annotated = list(compiler.annotation_col_map.items())

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
        for name, place in self.annotated:
            setattr(found, name, row[place])
        return found


class Table:
    """Writes of one table as parts, for `together.write`; their SQL is built once, and values are given as the engine takes them."""

    def __init__(self, model: type[models.Model]):
        self.model, self.name = model, f'"{model._meta.db_table}"'
        self.columns = {field.attname: f'"{field.column}"' for field in model._meta.concrete_fields}
        self.key = model._meta.pk.attname
        self.own = tuple(f.attname for f in model._meta.concrete_fields if not isinstance(f, models.AutoField))
        self.named = f"{self.name} ({', '.join(self.columns[name] for name in self.own)})"
        self.opening, self.slots = f"INSERT INTO {self.named} VALUES ", f"({', '.join(['%s'] * len(self.own))})"
        self.converts: dict[str, dict[str, Convert | None]] = {}

    def insert(self, rows: Sequence[models.Model], ending: str = "") -> Part:
        """New rows, numbered by the database where it numbers them."""
        values = [value for row in rows for value in self.values(row, self.own)]
        return Part(self.opening + ", ".join([self.slots] * len(rows)) + ending, values)

    def upsert(self, rows: Sequence[models.Model], unique: Sequence[str], updated: Sequence[str]) -> Part:
        """Rows that are new, or take the place of the one with the same `unique` attributes."""
        sets = ", ".join(f"{self.columns[name]} = excluded.{self.columns[name]}" for name in updated)
        return self.insert(rows, f" ON CONFLICT ({', '.join(self.columns[name] for name in unique)}) DO UPDATE SET {sets}")

    def update(self, row: models.Model, names: Sequence[str], mark: str = "") -> Part:
        """These attributes of a row that stands; with a `mark`, only if PostgreSQL has not written the row since it was read with it."""
        sets = ", ".join(f"{self.columns[name]} = %s" for name in names)
        where = f"{self.columns[self.key]} = %s" + (" AND xmin = %s::xid" if mark else "")
        values = [*self.values(row, (*names, self.key)), *([mark] if mark else [])]
        return Part(f"UPDATE {self.name} SET {sets} WHERE {where}", values, 1)  # noqa: S608 (own names)

    def delete(self, name: str, values: Sequence[Any]) -> Part:
        """Every row with one of these values."""
        slots = ", ".join(["%s"] * len(values))
        return Part(f"DELETE FROM {self.name} WHERE {self.columns[name]} IN ({slots})", values)  # noqa: S608 (own names)

    def values(self, row: models.Model, names: Sequence[str]) -> list[Any]:
        """The values of these attributes as the engine takes them."""
        convert = self.converts.get(connection.vendor)
        if convert is None:
            convert = self.converts[connection.vendor] = {f.attname: converter(f) for f in self.model._meta.concrete_fields}
        found = row.__dict__
        return [found[name] if convert[name] is None else convert[name](found[name]) for name in names]


def converter(field: models.Field) -> Convert | None:
    """How a value of this field is made what the engine in use takes; None where it is so already."""
    if isinstance(field, AS_THEY_ARE):
        return None
    if isinstance(field, models.JSONField):
        return written_json
    if connection.vendor == "postgresql" and isinstance(field, (models.DateTimeField, models.BinaryField)):
        return None
    return partial(field.get_db_prep_save, connection=connection)


def written_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
