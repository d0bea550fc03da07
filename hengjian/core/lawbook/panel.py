"""Which rules look at which facts, worked out once for all matters with the same attributes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from hengjian.core.calendar import Calendar
from hengjian.core.lawbook.acts import Separation
from hengjian.core.lawbook.clocks import Clock
from hengjian.core.lawbook.rule import CLOCK_CHECKS, JudgedBy, Rule
from hengjian.core.lawbook.saying import Says
from hengjian.core.lawbook.values import ALWAYS, Condition, Dated, Path, Patterns, Test

NEVER_SETTLED = frozenset({"separation", "field", "recording_cover"})
"""Checks that hold an act against later facts as well."""
Conditions = tuple[Condition, ...]  # any of them


class Opening(NamedTuple):
    """Rules (by their places) that a fact can make answer, and those it can as well unless it fails a test: a field, what says no."""

    places: frozenset[int]
    below: tuple[tuple[str, Says, Opening], ...]


@dataclass(frozen=True, slots=True)
class Watch:
    """What the rules whose calendars lie in one zone look at. `opened_by`: kind → by the local day of such a fact, the rules it can
    make answer; `read_by`: kind → all that read it, ascending."""

    zone: ZoneInfo
    opened_by: dict[str, Dated[Opening]] = field(default_factory=dict)
    read_by: dict[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Panel:
    """The rules that apply to matters with the same attributes, indexed by kind of fact; `places`: where each stands in `rules`, by id.

    `touched_by`: kind → all whose answer it can change, what they look up included; `upset_by`: those of them whose answers of earlier
    facts a later one can still change.
    """

    rules: tuple[Rule, ...]
    places: Mapping[str, int]
    watches: tuple[Watch, ...]
    touched_by: Mapping[str, frozenset[int]]
    upset_by: Mapping[str, frozenset[int]]


def panel_of(rules: tuple[Rule, ...], calendars: Mapping[str, Calendar]) -> Panel:
    watches: dict[str, Watch] = {}
    opening: dict[tuple[str, str], list[tuple[int, Dated[Conditions]]]] = {}
    touched: dict[str, frozenset[int]] = {}
    upset: dict[str, frozenset[int]] = {}
    for place, rule in enumerate(rules):
        zone = calendars[rule.calendar].zone
        readers = watches.setdefault(zone.key, Watch(zone)).read_by
        for kind in rule.triggers:
            opening.setdefault((zone.key, kind), []).append((place, asked_by_day(rule, kind)))
        for kind in rule.kinds:
            readers[kind] = (*readers.get(kind, ()), place)
        looked = looked_up((rule.shape, rule.judged_by))
        for kind in rule.kinds | looked:
            touched[kind] = touched.get(kind, frozenset()) | {place}
        for kind in rule.kinds | looked if rule.check in NEVER_SETTLED else looked:
            upset[kind] = upset.get(kind, frozenset()) | {place}
    for (key, kind), asked in opening.items():
        watches[key].opened_by[kind] = openings(asked)
    return Panel(rules, {rule.id: place for place, rule in enumerate(rules)}, tuple(watches.values()), touched, upset)


def openings(asked: Sequence[tuple[int, Dated[Conditions]]]) -> Dated[Opening]:
    """The same by day for all the rules that a kind of fact can open."""
    days = tuple(sorted({day for _place, by_day in asked for day in by_day.days}))
    return Dated(days, tuple(opening_of([(place, by_day.on(day) or ()) for place, by_day in asked]) for day in days))


def opening_of(asked: Iterable[tuple[int, Conditions]]) -> Opening:
    """What the rules ask of a fact, each test once: any one of a rule's conditions opens it."""
    here, below = set(), dict[str, tuple[Test, list[tuple[int, Conditions]]]]()
    for place, conditions in asked:
        for condition in conditions:
            if condition:
                _test, rest = below.setdefault(repr(condition[0]), (condition[0], []))
                rest.append((place, (condition[1:],)))
            else:
                here.add(place)
    return Opening(frozenset(here), tuple((test.field, test.says, opening_of(rest)) for test, rest in below.values()))


def looked_up(part: Any) -> frozenset[str]:
    """Kinds of the facts that a rule reads by a path, such as `party.added.age_band`, or for its day."""
    found: frozenset[str] = frozenset()
    if isinstance(part, (Test, Path)):
        return frozenset({part.kind}) if part.scope == "fact" else found
    if isinstance(part, JudgedBy):
        found = frozenset({part.kind} if part.what == "event" else ())
    parts: Iterable[Any] = part if isinstance(part, tuple) else ()
    if is_dataclass(part):
        parts = [getattr(part, one.name) for one in fields(part)]
    return found.union(*(looked_up(one) for one in parts))


def asked_by_day(rule: Rule, kind: str) -> Dated[Conditions]:
    """What the version of each day asks of the body of a fact of this kind before the rule says anything; no condition where it says
    nothing then."""
    if rule.check not in CLOCK_CHECKS and rule.judged_by.what != "act":
        return Dated((ALWAYS,), (((),),))  # it may say that the day is missing which picks its version
    opened = opened_by(rule)
    return Dated(opened.days, tuple(conditions(patterns, kind) for patterns in opened.values))


def opened_by(rule: Rule) -> Dated[Patterns]:
    """The facts that start a clock, or that a check judges."""
    shape = rule.shape
    if isinstance(shape, Clock):
        return shape.starts
    return shape.second if isinstance(shape, Separation) else shape.act


def conditions(patterns: Patterns | None, kind: str) -> Conditions:
    """The tests of the body that each pattern of the kind asks."""
    found = () if patterns is None else patterns.any_of
    return tuple(tuple(test for test in one.when if test.plain) for one in found if one.kind == kind)
