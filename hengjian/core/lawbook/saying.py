"""What one test of a condition says of a value, made once when the rule is read. Where the value stands is `conditions.py`'s business."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

Says = Callable[[Any], bool | None]
"""Of a value (None where it is missing): yes, no, or None where it cannot be said."""


def says_of(operation: str, wanted: Any, absent: bool | None) -> Says:
    """The test as a function. `absent` is its answer where the value is missing."""
    if operation == "present":
        return lambda value: (value is not None) is wanted
    if operation == "equal":
        return equal_to(wanted, absent)
    if operation == "in":
        return one_of(wanted, absent)
    return at_least(wanted, absent) if operation == "at_least" else less_than(wanted, absent)


def equal_to(wanted: Any, absent: bool | None) -> Says:
    sort = type(wanted)

    def says(value: Any) -> bool | None:
        if value is None:
            return absent
        if type(value) is sort:
            return bool(value == wanted)
        return any(same(one, wanted) for one in value) if isinstance(value, (list, tuple)) else False

    return says


def one_of(wanted: tuple[Any, ...], absent: bool | None) -> Says:
    def says(value: Any) -> bool | None:
        if value is None:
            return absent
        return any(same(one, member) for one in each(value) for member in wanted)

    return says


def at_least(wanted: int, absent: bool | None) -> Says:
    return lambda value: absent if value is None else value >= wanted if is_number(value) else None


def less_than(wanted: int, absent: bool | None) -> Says:
    return lambda value: absent if value is None else value < wanted if is_number(value) else None


def is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def each(value: Any) -> Iterable[Any]:
    """The members of a list of codes, or the value itself."""
    return value if isinstance(value, (list, tuple)) else (value,)


def same(one: Any, other: Any) -> bool:
    """Equal and of one sort: 1 is not true, and \"1\" is not 1."""
    return type(one) is type(other) and bool(one == other)
