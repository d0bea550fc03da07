"""Small parts of a lawbook as words of one int64 table: texts, kinds, columns, conditions, patterns, dated values. Rules: `columns.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from hengjian.bulk.layout import AT_LEAST, BOOLEAN, EQUAL, EVENT, FACT, IN, LESS_THAN, MATTER, MISSING, NEVER, NONE, NUMBER, PRESENT, TEXT
from hengjian.core.checks.extending import LEVELS
from hengjian.core.lawbook.values import ALWAYS, Condition, Dated, Length, Path, Patterns, Test

Value = TypeVar("Value")
SCOPES = {"event": EVENT, "matter": MATTER, "fact": FACT}
OPERATIONS = {"equal": EQUAL, "in": IN, "at_least": AT_LEAST, "less_than": LESS_THAN, "present": PRESENT}
ACTOR = " by"  # the column of `Fact.by`; no field of a body can have this name
FIRST = date(1970, 1, 1).toordinal()


class NotColumnar(Exception):  # noqa: N818
    """A part of a rule that columns cannot hold; the rule is judged live. The text says which part."""


@dataclass
class Names:
    """Words in the order in which they were first named; the place is the code."""

    words: list[str] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)

    def code(self, word: str) -> int:
        found = self.places.get(word)
        if found is None:
            found = self.places[word] = len(self.words)
            self.words.append(word)
        return found

    @classmethod
    def of(cls, words: Iterable[str]) -> Names:
        names = cls()
        for word in words:
            names.code(word)
        return names


@dataclass
class Sheet:
    """The table while it is written. `put` lays words down and says where; equal parts are laid down once. `by_kind`: words
    that wait for all kinds to be known, as (where the pointer to them stands, word of each kind)."""

    words: list[int] = field(default_factory=list)
    kinds: Names = field(default_factory=Names)
    fields: Names = field(default_factory=Names)
    attributes: Names = field(default_factory=Names)
    texts: Names = field(default_factory=lambda: Names.of(LEVELS))
    known: dict[tuple[int, ...], int] = field(default_factory=dict)
    by_kind: list[tuple[int, Mapping[str, int]]] = field(default_factory=list)

    def put(self, *words: int) -> int:
        found = self.known.get(words)
        if found is None:
            found = self.known[words] = self.append(words)
        return found

    def append(self, words: Iterable[int]) -> int:
        place = len(self.words)
        self.words.extend(words)
        return place

    def value(self, value: Any) -> tuple[int, int]:
        """(sort, word) of a constant."""
        if isinstance(value, bool):
            return BOOLEAN, int(value)
        if isinstance(value, int) and value != MISSING:
            return NUMBER, value
        if isinstance(value, str):
            return TEXT, self.texts.code(value)
        raise NotColumnar(f"value {value!r}")

    def place_in(self, scope: str, name: str) -> int:
        if scope == "matter":
            return self.attributes.code(name)
        return self.fields.code(ACTOR if scope == "event" and name == "by" else name)

    def path(self, path: Path) -> tuple[int, int, int]:
        kind = self.kinds.code(path.kind) if path.scope == "fact" else NONE
        return SCOPES[path.scope], kind, self.place_in(path.scope, path.field)

    def test(self, test: Test) -> tuple[int, ...]:
        path = self.path(Path(test.scope, test.kind, test.field))
        sort, word, listed = NONE, 0, NONE
        if test.operation == "in":
            pairs = [self.value(one) for one in test.value]
            listed = self.put(len(pairs), *(part for pair in pairs for part in pair))
        elif test.operation == "present":
            word = int(test.value)
        else:
            sort, word = self.value(test.value)
        absent = NONE if test.absent is None else int(test.absent)
        return (*path, OPERATIONS[test.operation], absent, sort, word, listed)

    def condition(self, condition: Condition) -> int:
        if not condition:
            return NONE
        return self.put(len(condition), *(word for test in condition for word in self.test(test)))

    def patterns(self, patterns: Patterns) -> int:
        pairs = [(self.kinds.code(one.kind), self.condition(one.when)) for one in patterns.any_of]
        return self.put(len(pairs), *(part for pair in pairs for part in pair))

    def dated(self, dated: Dated[Value], put: Callable[[Value], int]) -> int:
        """[how many, (day, where)…]"""
        pairs = [
            (NEVER if day == ALWAYS else day.toordinal() - FIRST, NONE if value is None else put(value)) for day, value in dated.items()
        ]
        return self.append([len(pairs), *(part for pair in pairs for part in pair)])

    def length(self, length: Length) -> int:
        return self.put(length.hours, length.days, length.working_days, length.months)

    def codes(self, texts: Iterable[str]) -> int:
        """[how many, code…]"""
        codes = [self.texts.code(text) for text in texts]
        return self.put(len(codes), *codes)
