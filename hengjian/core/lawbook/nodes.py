"""YAML as nodes with their lines: a file becomes an `Entry` that answers what stands there or raises a `Fault` with its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import yaml

from hengjian.core.depth import too_deep
from hengjian.core.lawbook.faults import Fault, LawError, near

Read = TypeVar("Read")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
WHOLE = re.compile(r"-?(0|[1-9]\d*)")
TAG = "tag:yaml.org,2002:"


@dataclass(slots=True)
class Reading:
    """One file while it is read: its faults, and the source that stands above the value being read.

    `kinds`: the event kinds there are; `codes`: the code lists of `terms/`. Where `fields` is among them, it holds every field there is.
    """

    file: str
    kinds: frozenset[str] = frozenset()
    codes: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    errors: list[LawError] = field(default_factory=list)
    key: str = ""
    source: str = ""
    above: str = ""
    since: date = date.min
    figures: list[Any] = field(default_factory=list)
    sources: list[Any] = field(default_factory=list)
    policies: list[tuple[str, int]] = field(default_factory=list)
    calendars: list[tuple[str, int]] = field(default_factory=list)
    thresholds: list[tuple[str, int]] = field(default_factory=list)

    def note(self, fault: Fault) -> None:
        error = LawError(self.file, fault.line, fault.code, tuple(fault.values.items()), fault.column)
        if error not in self.errors:
            self.errors.append(error)

    def attempt(self, read: Callable[..., Read], *given: Any) -> Read | None:
        """`read(*given)`, or None and the fault noted."""
        try:
            return read(*given)
        except Fault as fault:
            self.note(fault)
            return None


@dataclass(frozen=True, slots=True)
class Entry:
    """A node and the file it stands in."""

    node: yaml.Node
    reading: Reading

    @property
    def line(self) -> int:
        return int(self.node.start_mark.line) + 1

    @property
    def shown(self) -> str:
        return str(self.node.value)[:40] if isinstance(self.node, yaml.ScalarNode) else "…"

    @property
    def is_null(self) -> bool:
        return bool(self.node.tag == TAG + "null")

    @property
    def is_mapping(self) -> bool:
        return isinstance(self.node, yaml.MappingNode)

    @property
    def is_list(self) -> bool:
        return isinstance(self.node, yaml.SequenceNode)

    def fault(self, code: str, **values: Any) -> Fault:
        return Fault(self.line, code, **values).at(int(self.node.start_mark.column) + 1)

    def pairs(self) -> Iterator[tuple[str, Entry, Entry]]:
        """Key text, key and value; boolean keys and keys given twice are noted and left out."""
        if not isinstance(self.node, yaml.MappingNode):
            raise self.fault("not_mapping")
        seen: set[str] = set()
        for key_node, value_node in self.node.value:
            key = Entry(key_node, self.reading)
            name = str(key_node.value)
            if key_node.tag == TAG + "bool":
                self.reading.note(key.fault("boolean_key", key=name))
            elif name in seen:
                self.reading.note(key.fault("duplicate_key", key=name))
            else:
                seen.add(name)
                yield name, key, Entry(value_node, self.reading)

    def keys(self, known: Iterable[str], required: Iterable[str] = ()) -> dict[str, Entry]:
        """The values under known keys; unknown and missing ones are noted."""
        known = tuple(known)
        found: dict[str, Entry] = {}
        for name, key, value in self.pairs():
            if name in known:
                found[name] = value
            else:
                self.reading.note(key.fault("unknown_key", key=name, choices=", ".join(known), near=near(name, known)))
        for name in required:
            if name not in found:
                self.reading.note(self.fault("missing", key=name))
        return found

    def items(self) -> list[Entry]:
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.fault("not_list")
        return [Entry(node, self.reading) for node in self.node.value]

    def many(self) -> list[Entry]:
        """The items of a list, or the one thing that stands in its place."""
        return self.items() if self.is_list else [self]

    def text(self) -> str:
        if not isinstance(self.node, yaml.ScalarNode) or self.node.tag != TAG + "str":
            raise self.fault("not_text", value=self.shown)
        if not self.node.value.strip():
            raise self.fault("empty")
        return str(self.node.value).strip()

    def whole(self) -> int:
        if not isinstance(self.node, yaml.ScalarNode) or self.node.tag != TAG + "int" or not WHOLE.fullmatch(self.node.value):
            raise self.fault("bad_number", value=self.shown)
        return int(self.node.value)

    def boolean(self) -> bool:
        if self.node.value not in ("true", "false") or self.node.tag != TAG + "bool":
            raise self.fault("bad_boolean", value=self.shown)
        return bool(self.node.value == "true")

    def day(self) -> date:
        try:
            if not isinstance(self.node, yaml.ScalarNode) or not DAY.fullmatch(self.node.value):
                raise ValueError
            return date.fromisoformat(self.node.value)
        except ValueError:
            raise self.fault("bad_date", value=self.shown) from None

    def choice(self, choices: Iterable[str]) -> str:
        value = self.text()
        choices = tuple(choices)
        if value not in choices:
            raise self.fault("bad_choice", value=value, choices=", ".join(choices), near=near(value, choices))
        return value

    def scalar(self) -> Any:
        """A text, whole number or boolean as it stands. What YAML alone takes for a number (14_15, 007, 1:30) or a time is text."""
        if self.node.tag == TAG + "bool":
            return self.boolean()
        if self.node.tag == TAG + "int":
            return int(self.node.value) if WHOLE.fullmatch(self.node.value) else str(self.node.value)
        if self.node.tag == TAG + "timestamp":
            return str(self.node.value)
        return self.text()

    def plain(self) -> Any:
        """Everything below as plain data, mappings with text keys."""
        if self.is_mapping:
            return {name: value.plain() for name, _, value in self.pairs()}
        if self.is_list:
            return [item.plain() for item in self.items()]
        return None if self.is_null else self.scalar()


def compose(path: Path, reading: Reading) -> Entry | None:
    """The file's content, or None with its faults noted."""
    return compose_bytes(path.read_bytes(), reading)


def compose_bytes(raw: bytes, reading: Reading) -> Entry | None:
    """The same of what a file would hold."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reading.note(Fault(raw[: error.start].count(b"\n") + 1, "not_utf8"))
        return None
    if too_deep(text):
        reading.note(Fault(0, "too_deep"))
        return None
    tabs = [number for number, line in enumerate(text.splitlines(), 1) if "\t" in line[: len(line) - len(line.lstrip())]]
    for number in tabs:
        reading.note(Fault(number, "tab"))
    try:
        node = None if tabs else yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reading.note(Fault(mark.line + 1 if mark else 0, "syntax", problem=getattr(error, "problem", None) or str(error)))
        return None
    if node is None:
        if not tabs:
            reading.note(Fault(0, "empty"))
        return None
    entry = Entry(node, reading)
    return reading.attempt(refuse_aliases, entry) if "*" in text else entry


def refuse_aliases(entry: Entry) -> Entry:
    """The same entry; a node that stands in two places is a fault (it might even hold itself)."""
    seen: set[int] = set()
    waiting = [entry.node]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            raise Entry(node, entry.reading).fault("alias")
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            waiting += [one for pair in node.value for one in pair]
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value
    return entry


def canonical(node: yaml.Node) -> Any:
    """The content without comments, blanks, quotes and the order of keys; for the digest."""
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): canonical(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [canonical(one) for one in node.value]
    return [node.tag.removeprefix(TAG), node.value]
