"""Reading the rule of a clock: starts, limits, extensions, exclusions, and their resolution into versions by day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from hengjian.core.lawbook.clocks import AddFromEvent, Approver, Clock, Counting, Interval, Limit, Step, Terms
from hengjian.core.lawbook.nodes import Entry
from hengjian.core.lawbook.parts import (
    UNITS,
    cite,
    codes_of,
    condition,
    figure,
    implied,
    kind,
    known_field,
    length,
    length_of,
    optional,
    path,
    patterns,
)  # fmt: skip
from hengjian.core.lawbook.values import ALWAYS, NOTHING, Dated

KEYS = ("starts", "met_by", "within", "extended_by", "excluded", "restarted_by", "released_by", "explained_by", "counted")
LIMIT = (*UNITS, "field", "threshold", "none", "when", "source", "implied", "working_if")
STEP = ("event", "when", *UNITS, "to", "add", "times", "approver", "after_previous", "source", "implied")
RELATIONS = ("same_level", "next_level", "two_levels_up", "own_bureau")
LEVELS = ("station", "district", "city", "province", "national")
MONTHS = ("same_day", "sticky_end", "day_before")


def read_clock(fields: Mapping[str, Entry], whole: Entry, check: str, counted: Mapping[str, Any]) -> Clock:
    """The clock of a rule file; `counted` is how the statute counts unless the rule says otherwise."""
    before = len(whole.reading.errors)
    starts = optional(fields, "starts", patterns)
    parts: dict[str, Dated[Any]] = {
        "limits": optional(fields, "within", limits),
        "met_by": optional(fields, "met_by", patterns),
        "steps": optional(fields, "extended_by", steps),
        "intervals": optional(fields, "excluded", intervals),
        "restarted_by": optional(fields, "restarted_by", patterns),
        "released_by": optional(fields, "released_by", patterns),
        "explained_by": optional(fields, "explained_by", patterns),
    }
    counting = read_counting(fields.get("counted"), whole, check, counted)
    for key in ("starts", "within", "met_by"):
        if key not in fields:
            whole.reading.note(whole.fault("missing", key=key))
    if len(whole.reading.errors) == before:
        check_in_force(starts, parts["limits"], fields, "starts", "within")
    if "extended_by" in fields:
        units_fit(parts, fields["extended_by"])
    clock = Clock(starts, versions(parts, counting))
    policies_used(parts, clock, whole)
    return clock


def units_fit(parts: Mapping[str, Dated[Any]], entry: Entry) -> None:
    """What is added must be counted in what the limit is counted in (days and months go together); a new total need not."""
    limits = [one.length.unit for found in parts["limits"].in_force() for one in found if one.length]
    steps = [step for found in parts["steps"].in_force() for step in found]
    added = [step.add.unit if step.add else step.read.unit for step in steps if step.add or step.read]
    for unit in added:
        if limits and family(unit) not in {family(one) for one in limits}:
            entry.reading.note(entry.fault("unit_differs", value=unit, wanted=", ".join(dict.fromkeys(limits))))


def family(unit: str) -> str:
    return "days" if unit == "months" else unit


def policies_used(parts: Mapping[str, Dated[Any]], clock: Clock, whole: Entry) -> None:
    """Names the policies without which this clock cannot be answered."""
    reading = whole.reading
    if any(parts["intervals"].in_force()):
        reading.policies.append(("exclusion_days", whole.line))
    steps = [terms.steps for terms in clock.versions.in_force()]
    if any(one != steps[0] for one in steps):
        reading.policies.append(("procedure_follows", whole.line))
    if any(one.length and one.length.hours for found in parts["limits"].in_force() for one in found):
        reading.policies.append(("starting_hour_counts", whole.line))
    if any(step.approver != Approver() for found in parts["steps"].in_force() for step in found):
        reading.policies.append(("unrecorded_approver", whole.line))


def check_in_force(first: Dated[Any], second: Dated[Any], fields: Mapping[str, Entry], key: str, other: str) -> None:
    """A day from which `key` has a value and `other` has none is a fault."""
    for day, value in first.items():
        if value is not None and day != ALWAYS and other in fields and second.on(day) is None:
            entry = fields[key]
            entry.reading.note(entry.fault("no_value", day=day.isoformat(), key=key, other=other))


def versions(parts: Mapping[str, Dated[Any]], counting: Counting) -> Dated[Terms]:
    """One set of terms for each day on which any part changes."""
    days = sorted({day for part in parts.values() for day in part.days})
    return Dated(tuple(days), tuple(terms_of(parts, day, counting) for day in days))


def terms_of(parts: Mapping[str, Dated[Any]], day: date, counting: Counting) -> Terms | None:
    found: dict[str, Any] = {name: part.on(day) for name, part in parts.items()}
    if not found["limits"]:
        return None
    empty: dict[str, Any] = {"steps": (), "intervals": ()}
    return Terms(counting=counting, **{name: empty.get(name, NOTHING) if value is None else value for name, value in found.items()})


def limits(entry: Entry) -> tuple[Limit, ...]:
    """The variants of `within`, or the one limit that stands there."""
    if not entry.is_mapping or not any(str(key.value) == "variants" for key, _ in entry.node.value):
        return (limit(entry),)
    fields = entry.keys(("variants", "source"), ("variants",))
    cite(fields, entry.reading)
    found = []
    for item in fields["variants"].items():
        above = entry.reading.source
        found.append(entry.reading.attempt(limit, item))
        entry.reading.source = above
    return tuple(one for one in found if one is not None)


def limit(entry: Entry) -> Limit:
    fields = entry.keys(LIMIT)
    reading = entry.reading
    source = cite(fields, reading)
    when = condition(fields["when"]) if "when" in fields else ()
    kinds = [name for name in ("field", "threshold", "none") if name in fields] + ["length"] * any(unit in fields for unit in UNITS)
    if len(kinds) != 1:
        raise entry.fault("one_of", choices="hours/days/…，field, threshold, none")
    if "field" in fields:
        return Limit(when, source, field=path(fields["field"]))
    if "none" in fields:
        return Limit(when, source, none=fields["none"].boolean())
    if "threshold" in fields:
        name = fields["threshold"].text()
        reading.policies.append(("thresholds", entry.line))
        reading.thresholds.append((name, fields["threshold"].line))
        return Limit(when, source, threshold=name)
    return measured(fields, entry, when, source)


def measured(fields: Mapping[str, Entry], entry: Entry, when: Any, source: str) -> Limit:
    """A limit with a length; `working_if` names the policy that decides what its days are."""
    policy = fields["working_if"].text() if "working_if" in fields else ""
    if policy:
        entry.reading.policies.append((policy, fields["working_if"].line))
    return Limit(when, source, length=length(fields, entry), policy=policy)


def steps(entry: Entry) -> tuple[Step, ...]:
    """One step, or a list of them under `steps`."""
    if not entry.is_mapping or not any(str(key.value) == "steps" for key, _ in entry.node.value):
        return (step(entry),)
    fields = entry.keys(("steps", "source"), ("steps",))
    cite(fields, entry.reading)
    found = [entry.reading.attempt(step, item) for item in fields["steps"].items()]
    return tuple(one for one in found if one is not None)


def step(entry: Entry) -> Step:
    fields = entry.keys(STEP, ("event",))
    source = cite(fields, entry.reading)
    given = [name for name in ("to", "add") if name in fields] + ["length"] * any(unit in fields for unit in UNITS)
    if len(given) != 1:
        raise entry.fault("one_of", choices="days/…，to, add")
    names = implied(fields)
    return Step(
        kind=kind(fields["event"]) if "event" in fields else "",
        when=condition(fields["when"]) if "when" in fields else (),
        source=source,
        add=length(fields, entry) if given == ["length"] else None,
        to=length_of(fields["to"]) if "to" in fields else None,
        read=add_from_event(fields["add"]) if "add" in fields else None,
        times=figure(fields["times"], "times", names) if "times" in fields else 1,
        approver=approver(fields["approver"]) if "approver" in fields else Approver(),
        after_previous=fields["after_previous"].boolean() if "after_previous" in fields else False,
    )


def add_from_event(entry: Entry) -> AddFromEvent:
    fields = entry.keys(("field", "unit", "at_least", "at_most"), ("field", "unit", "at_most"))
    if not {"field", "unit", "at_most"} <= fields.keys():
        raise entry.fault("one_of", choices="field + unit + at_most")
    least = figure(fields["at_least"], "at_least") if "at_least" in fields else 1
    return AddFromEvent(
        known_field(fields["field"].text(), fields["field"]), fields["unit"].choice(UNITS[:-1]), least, figure(fields["at_most"], "at_most")
    )


def approver(entry: Entry) -> Approver:
    """A relation for all, or by level of the handling unit; and organ and roles."""
    if not entry.is_mapping:
        return Approver((("default", entry.choice(RELATIONS)),))
    fields = entry.keys(("default", *LEVELS, "organ", "role"))
    relations = tuple((name, fields[name].choice(RELATIONS)) for name in ("default", *LEVELS) if name in fields)
    return Approver(relations, fields["organ"].text() if "organ" in fields else "", codes_of(fields, "role", "roles"))


def intervals(entry: Entry) -> tuple[Interval, ...]:
    fields = entry.keys(("intervals", "source"), ("intervals",))
    source = cite(fields, entry.reading)
    if "intervals" not in fields:
        return ()
    return tuple(interval(item, source) for item in fields["intervals"].items())


def interval(entry: Entry, source: str) -> Interval:
    fields = entry.keys(("from", "to"), ("from", "to"))
    if len(fields) < 2:
        raise entry.fault("empty")
    return Interval(patterns(fields["from"]), patterns(fields["to"]), source)


def read_counting(entry: Entry | None, whole: Entry, check: str, counted: Mapping[str, Any]) -> Counting:
    """How the rule counts: its own `counted`, then the statute's."""
    fields = entry.keys(("rolls", "calendar", "months", "liberty", "source")) if entry else {}
    reading = whole.reading
    reading.key, reading.since = "counted", ALWAYS
    source = cite(fields, reading) or counted.get("source", "")
    held = check == "custody_limit" or ("liberty" in fields and fields["liberty"].boolean())
    rolls, policy = bool(counted.get("rolls", False)), ""
    if "rolls" in fields and fields["rolls"].is_mapping:
        named = fields["rolls"].keys(("policy",), ("policy",))
        policy = named["policy"].text() if "policy" in named else ""
        reading.policies.append((policy, fields["rolls"].line))
    elif "rolls" in fields:
        rolls = fields["rolls"].boolean()
    calendar = fields["calendar"].text() if "calendar" in fields else counted.get("calendar", "china")
    reading.calendars.append((calendar, whole.line if entry is None else entry.line))
    months = fields["months"].choice(MONTHS) if "months" in fields else counted.get("months", "same_day")
    return Counting(calendar, rolls and not held, "" if held else policy, months, held, source)
