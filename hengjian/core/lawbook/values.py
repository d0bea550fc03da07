"""The small parts that every rule is made of: dated values, conditions, patterns, lengths of time, figures with their source.

All are frozen and fully resolved; whoever compiles rules (the columnar kernel) reads these and nothing else.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as computed
from datetime import date
from typing import Any, Generic, TypeVar

from hengjian.core.lawbook.saying import Says, says_of

Value = TypeVar("Value")
ALWAYS = date.min


@dataclass(frozen=True, slots=True)
class Dated(Generic[Value]):
    """Values by the day they begin, ascending; None repeals. `ALWAYS` (date.min) is the day of a value without a date."""

    days: tuple[date, ...]
    values: tuple[Value | None, ...]

    def on(self, day: date) -> Value | None:
        """The value in force on `day`, or None."""
        place = bisect_right(self.days, day)
        return self.values[place - 1] if place else None

    def items(self) -> Iterator[tuple[date, Value | None]]:
        return zip(self.days, self.values, strict=True)

    def while_in_force(self, other: Dated[Any]) -> Dated[Value]:
        """The same values, on days on which the other has one; None on all others."""
        days = tuple(sorted({*self.days, *other.days}))
        return Dated(days, tuple(None if other.on(day) is None else self.on(day) for day in days))

    def in_force(self) -> Iterator[Value]:
        """Every value that is or was in force, without the repeals."""
        return (value for value in self.values if value is not None)


def path(scope: str, kind: str, name: str) -> str:
    """Where a value stands, as it is written in a rule."""
    return {"event": name, "matter": f"matter.{name}"}.get(scope, f"{kind}.{name}")


@dataclass(frozen=True, slots=True)
class Test:
    """One test of a condition.

    `scope` says where the value stands: `event` (body of the event in question; `by` is its actor), `matter` (attribute of the
    matter) or `fact` (body of the last fact of `kind` about the key, at or before the event; if none, the first after it).
    `operation` is one of equal, in, at_least, less_than, present; `value` a text, whole number (money in fen), boolean or, for
    `in`, a tuple. `absent` is the answer where the field is missing; None makes the whole answer undetermined.
    """

    __test__ = False  # not a test of the test suite
    scope: str
    kind: str
    field: str
    operation: str
    value: Any
    absent: bool | None = None
    path: str = computed(init=False, compare=False)
    """As it is written in the rule."""
    plain: bool = computed(init=False, compare=False)
    """Whether the value stands in the body of the event in question."""
    says: Says = computed(init=False, compare=False, repr=False)
    """What the test says of a value."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "says", says_of(self.operation, self.value, self.absent))
        object.__setattr__(self, "path", path(self.scope, self.kind, self.field))
        object.__setattr__(self, "plain", self.scope == "event" and self.field != "by")


Condition = tuple[Test, ...]  # all must hold; empty always holds


@dataclass(frozen=True, slots=True)
class Path:
    """Where a value stands; `scope`, `kind` and `field` as in `Test`."""

    scope: str
    kind: str
    field: str

    def __str__(self) -> str:
        return path(self.scope, self.kind, self.field)


@dataclass(frozen=True, slots=True)
class Pattern:
    """Events of one kind, of those that `when` holds for."""

    kind: str
    when: Condition = ()


@dataclass(frozen=True, slots=True)
class Patterns:
    """Any of these events (or, where a rule says so, each of them), with the article that names them.

    `kinds`: all of their kinds; `plain`: those that fit without a condition; `asked`: by kind what must hold of a fact: one of several
    conditions, or a single test of its body; nothing for a plain kind.
    """

    any_of: tuple[Pattern, ...]
    source: str = ""
    kinds: frozenset[str] = computed(init=False, compare=False)
    plain: frozenset[str] = computed(init=False, compare=False)
    asked: Mapping[str, tuple[Condition, ...] | Test] = computed(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "kinds", frozenset(pattern.kind for pattern in self.any_of))
        object.__setattr__(self, "plain", frozenset(pattern.kind for pattern in self.any_of if not pattern.when))
        asked = {kind: alternatives(self.any_of, kind) for kind in self.kinds}
        object.__setattr__(self, "asked", asked)


def alternatives(patterns: tuple[Pattern, ...], kind: str) -> tuple[Condition, ...] | Test:
    conditions = tuple(pattern.when for pattern in patterns if pattern.kind == kind)
    if not all(conditions):
        return ()
    alone = len(conditions) == 1 and len(conditions[0]) == 1 and conditions[0][0].plain
    return conditions[0][0] if alone else conditions


NOTHING = Patterns(())


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time. `hours` stands alone, and so does `working_days`; `months` (years × 12) and `days` may be added up."""

    hours: int = 0
    days: int = 0
    working_days: int = 0
    months: int = 0

    @property
    def unit(self) -> str:
        """What it is counted in: hours, working_days, months or days."""
        return next((unit for unit in ("hours", "working_days", "months") if getattr(self, unit)), "days")

    def plus(self, other: Length) -> Length:
        return Length(self.hours + other.hours, self.days + other.days, self.working_days + other.working_days, self.months + other.months)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that the law names, for comparing it with the article: e.g. within.days 30 from 2026-01-01."""

    name: str
    number: int
    since: date
    source: str
    implied: bool
