"""The shapes that parts of a law file may have, as far as a form needs to know them. What is right the reader says, never these.

`new` is what is written for an entry when it is added, as YAML on one line; the law's own words for it are filled in by who adds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from django.utils.functional import Promise

Label: TypeAlias = str | Promise
ANY_FIELD, ANY_EVENT = "字段", "事件"
CONDITION = f"{{{ANY_FIELD}: {{equal: true}}}}"
SOURCE = "依据"


@dataclass(frozen=True)
class One:
    """A single value. `sort`: words, long, number, day, moment, choice, code, event, field, value or fixed (not to be changed here).

    `choices`: what a choice is picked from; `codes`: the lists of the law's words that a code is from, or what else is offered.
    """

    sort: str
    choices: tuple[tuple[str, Label], ...] = ()
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Key:
    """An entry of a mapping, or by place of a list. `new` empty: it is not offered; `must`: it cannot be taken out."""

    name: str
    label: Label
    shape: Shape
    new: str = ""
    must: bool = False


@dataclass(frozen=True)
class Keys:
    """A mapping with known keys."""

    keys: tuple[Key, ...]


@dataclass(frozen=True)
class Row:
    """A list whose places have a meaning, such as when, what and further particulars."""

    keys: tuple[Key, ...]


@dataclass(frozen=True)
class Pairs:
    """A mapping whose keys are data: fields, attributes, years."""

    key: One
    value: Shape
    label: Label
    name: str
    new: str


@dataclass(frozen=True)
class Many:
    """A list, or in its place the only entry. `again`: a new entry is written like the last."""

    item: Shape
    label: Label
    new: str
    again: bool = False


@dataclass(frozen=True)
class ByDay:
    """One value, or values by the day from which they count."""

    value: Shape


@dataclass(frozen=True)
class Turn:
    """Writing a part in another way; `{old}` stands for what is there."""

    label: Label
    written: str


@dataclass(frozen=True)
class Case:
    """One way in which a part may be written: `scalar`, `list`, `map`, or `map` with a key of these names."""

    kind: str
    shape: Shape
    having: tuple[str, ...] = ()
    turns: tuple[Turn, ...] = ()


@dataclass(frozen=True)
class Either:
    """A part that may be written in several ways; the first that fits counts."""

    cases: tuple[Case, ...]


@dataclass(frozen=True)
class Anything:
    """A value of no known shape, shown as it is built: lists as rows, mappings by their keys. `labels`: what keys are called."""

    labels: Mapping[str, Label] | None = None

    def __hash__(self) -> int:
        return id(self.labels)


Shape: TypeAlias = One | Keys | Row | Pairs | Many | ByDay | Either | Anything
