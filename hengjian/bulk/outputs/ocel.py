"""Facts as an object-centric log (OCEL 2.0): what both of its forms hold. The forms stand in `ocel_json.py` and `ocel_sqlite.py`.

Every matter is an object of type `matter` with what the rules choose by as its attributes; its unit, and each party, item, recording or
document that its events are about, are objects too. No person who acted is one, nor does any name one: nothing can be grouped by them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from hengjian.bulk.patrol import Log
from hengjian.core.facts import Fact

MATTER, UNIT = "matter", "unit"
Logs = Callable[[], Iterable[Log]]
Value = str | int | bool
KINDS: dict[type, str] = {str: "string", int: "integer", bool: "boolean"}


@dataclass(frozen=True, slots=True)
class OutObject:
    """`values`: what it is from its beginning on. `of`: the matter that it belongs to."""

    id: str
    type: str
    since: str
    values: Mapping[str, Value] = field(default_factory=dict)
    of: str = ""


@dataclass(frozen=True, slots=True)
class OutEvent:
    """`refers`: (object, qualifier)."""

    id: str
    type: str
    time: str
    values: Mapping[str, Value]
    refers: tuple[tuple[str, str], ...]


@dataclass
class Shape:
    """The types of a log, each with the names and kinds of its attributes."""

    objects: dict[str, dict[str, str]] = field(default_factory=dict)
    events: dict[str, dict[str, str]] = field(default_factory=dict)
    matters: int = 0
    count: int = 0


def matters_in(log: Log) -> Iterator[tuple[str, str, Mapping[str, Any], list[Fact]]]:
    """Each matter of a log: its name, unit, attributes, and facts in the order in which the law reads them."""
    for number, name in enumerate(log.matters):
        if not log.is_left_out(number):
            facts = sorted(log.facts(number), key=lambda fact: (fact.at, fact.seq))
            yield name, log.units[number], log.attributes[number], facts


def things(logs: Logs, hidden: frozenset[str]) -> Iterator[OutObject | OutEvent]:
    """Everything of the log, objects before the events that refer to them; `hidden` fields are left out."""
    units: set[str] = set()
    number = 0
    for log in logs():
        for name, unit, attributes, facts in matters_in(log):
            if not facts:
                continue
            since = iso(facts[0].at)
            if unit and unit not in units:
                units.add(unit)
                yield OutObject(f"{UNIT}:{unit}", UNIT, since, {"code": unit})
            yield OutObject(name, MATTER, since, values_of(attributes, frozenset()))
            yield from beside(name, facts)
            for fact in facts:
                number += 1
                yield event_of(f"e{number}", name, unit, fact, hidden)


def beside(matter: str, facts: Iterable[Fact]) -> Iterator[OutObject]:
    """What the events of a matter are about, each from its first mention on."""
    seen: set[str] = set()
    for fact in facts:
        for key in fact.about:
            if key not in seen:
                seen.add(key)
                yield OutObject(f"{matter}/{key}", key.partition(":")[0], iso(fact.at), of=matter)


def event_of(name: str, matter: str, unit: str, fact: Fact, hidden: frozenset[str]) -> OutEvent:
    values = values_of(fact.body, hidden) | ({"date_only": True} if fact.date_only else {})
    keys = tuple((f"{matter}/{key}", "about") for key in fact.about)
    units = ((f"{UNIT}:{unit}", UNIT),) if unit else ()
    return OutEvent(name, fact.kind, iso(fact.at), values, ((matter, MATTER), *units, *keys))


def values_of(said: Mapping[str, Any], hidden: frozenset[str]) -> dict[str, Value]:
    """The single values; a list is one text, its parts joined by `;`."""
    found: dict[str, Value] = {}
    for name, value in said.items():
        if isinstance(value, (list, tuple)):
            value = ";".join(map(str, value))
        if name not in hidden and type(value) in KINDS:
            found[name] = value
    return found


def shape_of(found: Iterable[OutObject | OutEvent]) -> Shape:
    """The types of all these. An attribute of several kinds is a text."""
    shape = Shape()
    for one in found:
        types = shape.events if isinstance(one, OutEvent) else shape.objects
        names = types.setdefault(one.type, {})
        for name, value in one.values.items():
            kind = KINDS[type(value)]
            names[name] = kind if names.get(name, kind) == kind else "string"
        shape.count += isinstance(one, OutEvent)
        shape.matters += one.type == MATTER and isinstance(one, OutObject)
    return shape


def as_kind(value: Value, kind: str) -> Value:
    """A value as the type of its attribute says."""
    if kind != "string" or isinstance(value, str):
        return value
    return str(value).lower() if isinstance(value, bool) else str(value)


def iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds" if at.microsecond % 1000 == 0 else "microseconds").replace("+00:00", "Z")
