"""Queries and writes of the hot path whose SQL is built once; after that only values go to the driver.

For texts as values (ids, streams). What is asked once a page stays with the ORM, whose building of SQL costs more than the database takes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime
from functools import lru_cache, partial
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models.base import ModelState
from django.db.models.query import get_related_populators

from hengjian.ledger.engine import POSTGRESQL
from hengjian.ledger.together import Part

Row = TypeVar("Row", bound=models.Model)
Convert = Callable[[Any], Any]
JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
AS_THEY_ARE = (models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.BinaryField, models.ForeignKey)


class Ready(Generic[Row]):
    """A queryset of `count` text values, asked with them: rows as objects, with what `select_related` names."""

    def __init__(self, build: Callable[..., models.QuerySet[Row]], count: int = 1):
        self.build, self.count = build, count
        self.plan: Plan | None = None

    def __call__(self, *values: str) -> list[Row]:
        if self.plan is None:
            self.plan = Plan(self.build, self.count)
        return self.plan.rows(values)


class Plan:
    """The SQL of one query, and how its rows become objects."""

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


class JsonRows(Generic[Row]):
    """Rows of one table that PostgreSQL gives inside a JSON text, so that one exchange brings rows of several tables."""

    def __init__(self, model: type[Row], without: Collection[str] = ()):
        fields = [field for field in model._meta.concrete_fields if field.attname not in without]
        self.model, self.names = model, [field.attname for field in fields]
        self.columns = [field.column for field in fields]
        self.times = [place for place, field in enumerate(fields) if isinstance(field, models.DateTimeField)]
        self.moments = [self.names[place] for place in self.times]

    def asked(self, alias: str) -> str:
        """The SQL of one row as a JSON array."""
        return "json_build_array(" + ", ".join(f'{alias}."{column}"' for column in self.columns) + ")"

    def row(self, values: list[Any]) -> Row:
        """The row in such an array."""
        return made(self.model, self.told(values))

    def told(self, values: list[Any]) -> dict[str, Any]:
        """What such an array says, by attribute."""
        for place in self.times:
            if values[place] is not None:
                values[place] = datetime.fromisoformat(values[place])
        return dict(zip(self.names, values, strict=True))

    def values(self, row: models.Model) -> dict[str, Any]:
        """What such an array would say of a row in hand, by attribute; moments in UTC, as PostgreSQL gives them to the house."""
        found = {name: row.__dict__[name] for name in self.names}
        for name in self.moments:
            if found[name] is not None:
                found[name] = found[name].astimezone(UTC)
        return found


def made(model: type[Row], values: dict[str, Any]) -> Row:
    """The object of a row that stands, from the values of its columns by attribute, without asking each column anew what it is."""
    found = model.__new__(model)
    found.__dict__.update(values, _state=ModelState())
    found._state.adding, found._state.db = False, DEFAULT_DB_ALIAS
    return found


class Table:
    """Writes of one table as parts, for `together.write`; their SQL is built once, and values are given as the engine takes them."""

    def __init__(self, model: type[models.Model]):
        self.model, self.name = model, f'"{model._meta.db_table}"'
        self.columns = {field.attname: f'"{field.column}"' for field in model._meta.concrete_fields}
        self.key = model._meta.pk.attname
        self.own = tuple(f.attname for f in model._meta.concrete_fields if not isinstance(f, models.AutoField))
        self.named = f"{self.name} ({', '.join(self.columns[name] for name in self.own)})"
        self.slots = f"({', '.join(['%s'] * len(self.own))})"
        self.converts: dict[str, Convert | None] = {field.attname: converter(field) for field in model._meta.concrete_fields}
        self.insertion, self.setting = lru_cache(maxsize=64)(self._insertion), lru_cache(maxsize=256)(self._setting)

    def insert(self, rows: Sequence[models.Model], ending: str = "") -> Part:
        """New rows, numbered by the database where it numbers them."""
        return Part(self.insertion(len(rows), ending), [value for row in rows for value in self.values(row, self.own)])

    def upsert(self, rows: Sequence[models.Model], unique: Sequence[str], updated: Sequence[str]) -> Part:
        """Rows that are new, or take the place of the one with the same `unique` attributes."""
        sets = ", ".join(f"{self.columns[name]} = excluded.{self.columns[name]}" for name in updated)
        return self.insert(rows, f" ON CONFLICT ({', '.join(self.columns[name] for name in unique)}) DO UPDATE SET {sets}")

    def update(self, row: models.Model, names: Sequence[str], mark: str = "") -> Part:
        """These attributes of a row that stands; with a `mark`, only if PostgreSQL has not written the row since it was read with it."""
        values = self.values(row, (*names, self.key))
        return Part(self.setting(tuple(names), bool(mark)), [*values, mark] if mark else values, 1)

    def delete(self, name: str, values: Sequence[Any]) -> Part:
        """Every row with one of these values."""
        slots = ", ".join(["%s"] * len(values))
        return Part(f"DELETE FROM {self.name} WHERE {self.columns[name]} IN ({slots})", values)  # noqa: S608 (own names)

    def values(self, row: models.Model, names: Sequence[str]) -> list[Any]:
        """The values of these attributes as the engine takes them."""
        found, convert = row.__dict__, self.converts
        return [found[name] if (made := convert[name]) is None else made(found[name]) for name in names]

    def _insertion(self, count: int, ending: str) -> str:
        return f"INSERT INTO {self.named} VALUES {', '.join([self.slots] * count)}{ending}"  # noqa: S608 (own names)

    def _setting(self, names: tuple[str, ...], marked: bool) -> str:
        sets = ", ".join(f"{self.columns[name]} = %s" for name in names)
        return f"UPDATE {self.name} SET {sets} WHERE {self.columns[self.key]} = %s{' AND xmin = %s::xid' if marked else ''}"  # noqa: S608


def converter(field: models.Field) -> Convert | None:
    """How a value of this field is made what the engine in use takes; None where it is so already."""
    if isinstance(field, AS_THEY_ARE):
        return None
    if isinstance(field, models.JSONField):
        return written_json
    if POSTGRESQL and isinstance(field, models.DateTimeField):
        return written_moment
    return partial(field.get_db_prep_save, connection=connection)


def written_moment(value: datetime | None) -> str | None:
    """PostgreSQL reads a moment's text faster than the driver makes its binary form."""
    return None if value is None else value.isoformat()


def written_json(value: Any) -> str:
    return JSON.encode(value)
