"""Reading the small parts of a rule: dated values, sources, patterns, conditions, lengths. Each raises or notes its faults."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from hengjian.core.lawbook.faults import near
from hengjian.core.lawbook.nodes import DAY, Entry, Reading
from hengjian.core.lawbook.values import ALWAYS, Condition, Dated, Figure, Length, Path, Pattern, Patterns, Test

Read = TypeVar("Read")
KIND = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
NAME = re.compile(r"[a-z][a-z0-9_]*")
UNITS = ("hours", "days", "working_days", "months", "years")
TESTS = ("equal", "in", "at_least", "less_than", "present", "absent")
SAME = ("同上", "ditto")
NEVER: Dated[Any] = Dated((), ())


def same_id(entry: Entry, wanted: str) -> None:
    """The id must be the name of the file or folder."""
    if entry.text() != wanted:
        raise entry.fault("id_mismatch", value=entry.text(), wanted=wanted)


def dated(entry: Entry, read: Callable[[Entry], Read]) -> Dated[Read]:
    """`{day: value}` or one value in force always; null repeals."""
    reading = entry.reading
    if not is_dated(entry):
        reading.since = ALWAYS
        return Dated((ALWAYS,), (None if entry.is_null else reading.attempt(read, entry),))
    found: list[tuple[date, Read | None]] = []
    for _, key, held in entry.pairs():
        day = reading.attempt(key.day)
        reading.since = day or ALWAYS
        found.append((reading.since, None if held.is_null else reading.attempt(read, held)))
    found.sort(key=lambda pair: pair[0])
    return Dated(tuple(day for day, _ in found), tuple(value for _, value in found))


def is_dated(entry: Entry) -> bool:
    """Whether the keys are days (one of them is enough: the others are then faults)."""
    return entry.is_mapping and any(DAY.fullmatch(str(key.value)) for key, _ in entry.node.value)


def optional(fields: Mapping[str, Entry], key: str, read: Callable[[Entry], Read]) -> Dated[Read]:
    """A dated value, or none at all."""
    if key not in fields:
        return NEVER
    fields[key].reading.source, fields[key].reading.key = "", key
    return dated(fields[key], read)


def cite(fields: Mapping[str, Entry], reading: Reading) -> str:
    """The value's `source`; from here on numbers rest on it. 同上 is the source before it in the file."""
    if "source" in fields:
        text = reading.attempt(fields["source"].text) or ""
        if text in SAME and not reading.above:
            reading.note(fields["source"].fault("no_above"))
        reading.source = reading.above if text in SAME else text
        reading.above = reading.source
        reading.sources.append((reading.since, reading.source, reading.key))
    return reading.source


def implied(fields: Mapping[str, Entry]) -> frozenset[str]:
    """Names of the numbers that the article only implies."""
    return frozenset(item.text() for item in fields["implied"].items()) if "implied" in fields else frozenset()


def figure(entry: Entry, name: str, names_implied: frozenset[str] = frozenset()) -> int:
    """A number that must rest on a source."""
    number, reading = entry.whole(), entry.reading
    if not reading.source:
        reading.note(entry.fault("no_source", number=number))
    reading.figures.append(Figure(name, number, reading.since, reading.source, name in names_implied))
    return number


def money(entry: Entry, name: str) -> int:
    """A figure; `{yuan: 4000}` is 400000 fen."""
    if not entry.is_mapping:
        return figure(entry, name)
    fields = entry.keys(("yuan",), ("yuan",))
    return figure(fields["yuan"], name) * 100 if "yuan" in fields else 0


def length(fields: Mapping[str, Entry], within: Entry) -> Length:
    """The length given by the unit keys among `fields`."""
    names = implied(fields)
    counts = {unit: figure(fields[unit], unit, names) for unit in UNITS if unit in fields}
    if not counts:
        raise within.fault("no_length")
    if len(counts) > 1 and ("hours" in counts or "working_days" in counts):
        raise within.fault("mixed_units")
    months = counts.get("months", 0) + 12 * counts.get("years", 0)
    return Length(counts.get("hours", 0), counts.get("days", 0), counts.get("working_days", 0), months)


def length_of(entry: Entry) -> Length:
    """A mapping of units alone."""
    return length(entry.keys(UNITS), entry)


def kind(entry: Entry) -> str:
    name = entry.text()
    if not KIND.fullmatch(name):
        raise entry.fault("bad_kind", value=name)
    return known_kind(name, entry)


def known_kind(name: str, entry: Entry) -> str:
    """The kind, if `terms/` holds it."""
    known = entry.reading.kinds
    if name not in known:
        raise entry.fault("unknown_kind", value=name, near=near(name, known))
    return name


def known_field(name: str, entry: Entry) -> str:
    """The field, if `terms/fields.yaml` holds it; a pack without that file may name any."""
    known = entry.reading.codes.get("fields")
    if known is not None and name not in known:
        raise entry.fault("unknown_field", value=name, near=near(name, known))
    return name


def known_code(name: str, value: Any, entry: Entry) -> Any:
    """A value a field is compared with: a text must stand in one of the lists that the field names, where it names any."""
    codes = entry.reading.codes
    lists = [one for one in codes.get("fields", {}).get(name, {}).get("codes", "").split(", ") if one]
    allowed = [code for one in lists for code in codes.get(one, {})]
    if allowed and isinstance(value, str) and value not in allowed:
        raise entry.fault("unknown_code", field=name, value=value, choices=", ".join(dict.fromkeys(allowed)), near=near(value, allowed))
    return value


def codes_of(fields: Mapping[str, Entry], key: str, codes: str) -> tuple[str, ...]:
    """One or more codes of a list in `terms/`, where that list is there."""
    found = fields[key].many() if key in fields else []
    known = found[0].reading.codes.get(codes) if found else None
    return tuple(item.text() if known is None else item.choice(known) for item in found)


def pattern(entry: Entry) -> Pattern:
    """A kind, or `{event, when?, source?}`."""
    if not entry.is_mapping:
        return Pattern(kind(entry))
    fields = entry.keys(("event", "when", "source"), ("event",))
    cite(fields, entry.reading)
    when = condition(fields["when"]) if "when" in fields else ()
    return Pattern(kind(fields["event"]), when) if "event" in fields else Pattern("")


def patterns(entry: Entry) -> Patterns:
    """One pattern, a list of them, or a list under `events` or `first_of` with its source."""
    if entry.is_list or not entry.is_mapping:
        return Patterns(listed(entry))
    names = {name for name, _ in ((str(key.value), value) for key, value in entry.node.value)}
    if "event" in names:
        one = pattern(entry)
        return Patterns((one,), entry.reading.source)
    fields = entry.keys(("events", "first_of", "source"))
    source = cite(fields, entry.reading)
    if ("events" in fields) == ("first_of" in fields):
        raise entry.fault("one_of", choices="event, events, first_of")
    return Patterns(listed(fields.get("events") or fields["first_of"]), source)


def listed(entry: Entry) -> tuple[Pattern, ...]:
    if not entry.many():
        raise entry.fault("empty")
    found = [entry.reading.attempt(pattern, item) for item in entry.many()]
    return tuple(one for one in found if one is not None)


def path(entry: Entry) -> Path:
    return path_of(entry.text(), entry)


def path_of(text: str, entry: Entry) -> Path:
    """`field`, `matter.attribute` or `kind.field`."""
    parts = text.split(".")
    if not all(NAME.fullmatch(part) for part in parts) or len(parts) > 3 or (len(parts) == 2 and parts[0] != "matter"):
        raise entry.fault("bad_path", value=text)
    last = known_field(parts[-1], entry)
    if len(parts) == 1:
        return Path("event", "", last)
    if len(parts) == 2:
        return Path("matter", "", last)
    return Path("fact", known_kind(".".join(parts[:2]), entry), last)


def condition(entry: Entry) -> Condition:
    """`{PATH: TEST, …}`; all must hold."""
    tests: list[Test] = []
    for name, key, value in entry.pairs():
        found = entry.reading.attempt(tests_of, name, key, value)
        tests += found or ()
    if not tests and not entry.reading.errors:
        raise entry.fault("empty")
    return tuple(tests)


def tests_of(name: str, key: Entry, entry: Entry) -> list[Test]:
    where = path_of(name, key)
    fields = entry.keys(TESTS)
    absent = fields["absent"].boolean() if "absent" in fields else None
    operations = [operation for operation in TESTS if operation in fields and operation != "absent"]
    if not operations:
        raise entry.fault("one_of", choices=", ".join(TESTS[:-1]))
    return [
        Test(where.scope, where.kind, where.field, operation, operand(operation, fields[operation], name, where.field), absent)
        for operation in operations
    ]


def operand(operation: str, entry: Entry, name: str, field: str) -> Any:
    if operation == "present":
        return entry.boolean()
    if operation == "in":
        if not entry.items():
            raise entry.fault("empty")
        return tuple(known_code(field, item.scalar(), item) for item in entry.items())
    if operation == "equal":
        return known_code(field, entry.scalar(), entry)
    return money(entry, name)
