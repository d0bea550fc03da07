"""Reading the rules that judge an act, one function per check."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from hengjian.core.lawbook import acts
from hengjian.core.lawbook.nodes import Entry
from hengjian.core.lawbook.parts import (
    UNITS,
    cite,
    codes_of,
    condition,
    dated,
    figure,
    length,
    length_of,
    listed,
    money,
    optional,
    path,
    path_of,
    patterns,
)  # fmt: skip
from hengjian.core.lawbook.read_clock import check_in_force
from hengjian.core.lawbook.read_cover import WORD, coverage
from hengjian.core.lawbook.values import NOTHING, Condition, Path, Patterns

Fields = Mapping[str, Entry]
KEYS: dict[str, tuple[str, ...]] = {
    "required_step": ("act", "needs", "unless", "calendar"),
    "required_document": ("act", "needs", "unless"),
    "presence": ("act", "needs", "unless"),
    "authority": ("act", "allowed"),
    "separation": ("first", "second", "who", "source"),
    "at_most": ("act", "limit", "since"),
    "not_after": ("act", "after", "until", "beyond", "soon_after", "unless", "calendar"),
    "age_gate": ("act", "age", "ages", "requires", "unless"),
    "field": ("act", "field", "must", "when"),
    "recording_cover": ("act", "needs", "unless"),
}
NEEDED = {
    "required_step": ("act", "needs"), "required_document": ("act", "needs"), "presence": ("act", "needs"), "authority": ("act", "allowed"),
    "separation": ("first", "second", "source"), "at_most": ("act", "limit"), "not_after": ("act", "after"), "age_gate": ("act", "ages"),
    "field": ("act", "field", "must"), "recording_cover": ("act", "needs"),
}  # fmt: skip
ANYBODY = 1000  # older than anyone


def read_act(check: str, fields: Fields, whole: Entry, counted: Mapping[str, Any]) -> acts.Act | None:
    """The shape of the rule, or None with its faults noted."""
    missing = [name for name in NEEDED[check] if name not in fields]
    for name in missing:
        whole.reading.note(whole.fault("missing", key=name))
    if missing:
        return None
    shape: acts.Act = READERS[check](fields, counted)
    if not isinstance(shape, acts.Separation) and len(NEEDED[check]) == 2:
        other = NEEDED[check][1]
        check_in_force(shape.act, getattr(shape, other), fields, "act", other)
    return where_asked(shape, NEEDED[check][-1])


def where_asked(shape: acts.Act, asks: str) -> acts.Act:
    """The shape without the acts of days on which nothing is asked of them. What is counted counts from before its limit, too."""
    if isinstance(shape, acts.AtMost):
        return shape
    if isinstance(shape, acts.Separation):
        return replace(shape, second=shape.second.while_in_force(shape.first))
    return replace(shape, act=shape.act.while_in_force(getattr(shape, asks)))


def excuse(entry: Entry) -> acts.Excuse:
    """`unless`: events, or a condition on the act."""
    if not entry.is_mapping or not any(str(key.value) == "when" for key, _ in entry.node.value):
        found = patterns(entry)
        return acts.Excuse(found, (), found.source)
    fields = entry.keys(("when", "source", "event", "events"))
    source = cite(fields, entry.reading)
    if "event" in fields or "events" in fields:
        found = patterns(entry) if "event" in fields else Patterns(listed(fields["events"]), source)
        return acts.Excuse(found, () if "event" in fields else condition(fields["when"]), source)
    return acts.Excuse(NOTHING, condition(fields["when"]), source)


def calendar(fields: Fields, counted: Mapping[str, Any], anchor: Entry) -> str:
    name = fields["calendar"].text() if "calendar" in fields else counted.get("calendar", "china")
    anchor.reading.calendars.append((name, anchor.line))
    return str(name)


def plain_patterns(fields: Fields, key: str) -> Patterns:
    """Patterns that are not dated."""
    return patterns(fields[key]) if key in fields else NOTHING


def required_step(fields: Fields, counted: Mapping[str, Any]) -> acts.RequiredStep:
    return acts.RequiredStep(
        optional(fields, "act", patterns), optional(fields, "needs", needs), optional(fields, "unless", excuse),
        calendar(fields, counted, fields["act"]),
    )  # fmt: skip


def needs(entry: Entry) -> acts.Needs:
    fields = entry.keys(("event", "events", "all_of", "source", "at_least_before", "at_most_before", "after"))
    source = cite(fields, entry.reading)
    given = [name for name in ("event", "events", "all_of") if name in fields]
    if len(given) != 1:
        raise entry.fault("one_of", choices="event, events, all_of")
    return acts.Needs(
        events=Patterns(listed(fields[given[0]]), source),
        each=given == ["all_of"],
        source=source,
        at_least_before=length_of(fields["at_least_before"]) if "at_least_before" in fields else None,
        at_most_before=length_of(fields["at_most_before"]) if "at_most_before" in fields else None,
        after=plain_patterns(fields, "after"),
    )


def required_document(fields: Fields, _: Mapping[str, Any]) -> acts.RequiredDocument:
    return acts.RequiredDocument(optional(fields, "act", patterns), optional(fields, "needs", paper), optional(fields, "unless", excuse))


def paper(entry: Entry) -> acts.Paper:
    fields = entry.keys(("form", "forms", "events", "signed", "source"))
    source = cite(fields, entry.reading)
    given = [name for name in ("form", "forms", "events") if name in fields]
    if len(given) != 1:
        raise entry.fault("one_of", choices="form, forms, events")
    events = Patterns(listed(fields["events"]), source) if given == ["events"] else NOTHING
    forms = () if given == ["events"] else tuple(item.text() for item in fields[given[0]].many())
    return acts.Paper(forms, fields["signed"].boolean() if "signed" in fields else False, events, source)


def presence(fields: Fields, _: Mapping[str, Any]) -> acts.Presence:
    return acts.Presence(optional(fields, "act", patterns), optional(fields, "needs", attendances), optional(fields, "unless", excuse))


def attendances(entry: Entry) -> acts.Attendances:
    fields = entry.keys(("source", "each"), ("source", "each"))
    source = cite(fields, entry.reading)
    found = [entry.reading.attempt(attendance, item) for item in fields["each"].items()] if "each" in fields else []
    return acts.Attendances(tuple(one for one in found if one is not None), source)


def attendance(entry: Entry) -> acts.Attendance:
    fields = entry.keys(("when", "must", "any_of", "unclear", "unclear_missing"))
    if ("must" in fields) == ("any_of" in fields):
        raise entry.fault("one_of", choices="must, any_of")
    alternatives = [fields["must"]] if "must" in fields else fields["any_of"].items()
    if ("unclear" in fields) != ("unclear_missing" in fields):
        raise entry.fault("missing", key="unclear_missing" if "unclear" in fields else "unclear")
    return acts.Attendance(
        optional_condition(fields, "when"),
        tuple(condition(item) for item in alternatives),
        optional_condition(fields, "unclear"),
        fields["unclear_missing"].text() if "unclear_missing" in fields else "",
    )


def optional_condition(fields: Fields, key: str) -> Condition:
    return condition(fields[key]) if key in fields else ()


def authority(fields: Fields, _: Mapping[str, Any]) -> acts.Authority:
    return acts.Authority(optional(fields, "act", patterns), optional(fields, "allowed", competences))


def competences(entry: Entry) -> acts.Competences:
    fields = entry.keys(("source", "any_of"), ("source", "any_of"))
    source = cite(fields, entry.reading)
    found = [entry.reading.attempt(competence, item) for item in fields["any_of"].items()] if "any_of" in fields else []
    return acts.Competences(tuple(one for one in found if one is not None), source)


def competence(entry: Entry) -> acts.Competence:
    fields = entry.keys(("level", "role", "organ", "when", "up_to"))
    levels, roles, organs = codes_of(fields, "level", "levels"), codes_of(fields, "role", "roles"), texts(fields, "organ")
    pairs = fields["up_to"].pairs() if "up_to" in fields else ()
    up_to = tuple((path_of(name, key), money(value, f"up_to.{name}")) for name, key, value in pairs)
    return acts.Competence(levels, roles, organs, optional_condition(fields, "when"), up_to)


def texts(fields: Fields, key: str) -> tuple[str, ...]:
    return tuple(item.text() for item in fields[key].many()) if key in fields else ()


def separation(fields: Fields, _: Mapping[str, Any]) -> acts.Separation:
    reading = fields["source"].reading
    who = path(fields["who"]) if "who" in fields else Path("event", "", "by")
    first, second = optional(fields, "first", patterns), optional(fields, "second", patterns)
    return acts.Separation(first, second, who, cite(fields, reading))


def at_most(fields: Fields, _: Mapping[str, Any]) -> acts.AtMost:
    return acts.AtMost(optional(fields, "act", patterns), optional(fields, "limit", times), plain_patterns(fields, "since"))


def times(entry: Entry) -> acts.Times:
    fields = entry.keys(("times", "source", "implied"), ("times",))
    source = cite(fields, entry.reading)
    names = frozenset(item.text() for item in fields["implied"].items()) if "implied" in fields else frozenset()
    return acts.Times(figure(fields["times"], "times", names) if "times" in fields else 0, source)


def not_after(fields: Fields, counted: Mapping[str, Any]) -> acts.NotAfter:
    return acts.NotAfter(
        act=optional(fields, "act", patterns),
        after=optional(fields, "after", patterns),
        until=plain_patterns(fields, "until"),
        beyond=optional(fields, "beyond", beyond),
        soon_after=soon_after(fields["soon_after"]) if "soon_after" in fields else None,
        unless=optional(fields, "unless", excuse),
        calendar=calendar(fields, counted, fields["act"]),
    )


def beyond(entry: Entry) -> acts.Beyond:
    fields = entry.keys((*UNITS, "source", "implied"))
    source = cite(fields, entry.reading)
    return acts.Beyond(length(fields, entry), source)


def soon_after(entry: Entry) -> acts.SoonAfter:
    fields = entry.keys(("event", "events", *UNITS, "source"), ())
    source = cite(fields, entry.reading)
    given = fields.get("events") or fields.get("event")
    if given is None:
        raise entry.fault("missing", key="events")
    return acts.SoonAfter(Patterns(listed(given), source), length(fields, entry))


def recording_cover(fields: Fields, _: Mapping[str, Any]) -> acts.RecordingCover:
    fields["needs"].reading.policies.append((WORD, fields["needs"].line))
    return acts.RecordingCover(optional(fields, "act", patterns), optional(fields, "needs", coverage), optional(fields, "unless", excuse))


def age_gate(fields: Fields, _: Mapping[str, Any]) -> acts.AgeGate:
    age = path(fields["age"]) if "age" in fields else Path("fact", "party.added", "age_band")
    return acts.AgeGate(
        optional(fields, "act", patterns), age, optional(fields, "ages", ages), optional_condition(fields, "requires"),
        optional(fields, "unless", excuse),
    )  # fmt: skip


def ages(entry: Entry) -> acts.AgeRanges:
    fields = entry.keys(("source", "any_of"), ("source", "any_of"))
    source = cite(fields, entry.reading)
    found = [entry.reading.attempt(age_range, item) for item in fields["any_of"].items()] if "any_of" in fields else []
    return acts.AgeRanges(tuple(one for one in found if one is not None), source)


def age_range(entry: Entry) -> acts.AgeRange:
    fields = entry.keys(("from", "under", "when"))
    low = figure(fields["from"], "from") if "from" in fields else 0
    high = figure(fields["under"], "under") if "under" in fields else ANYBODY
    if not {"from", "under"} & fields.keys() or low >= high:
        raise entry.fault("bad_age")
    return acts.AgeRange(low, high, optional_condition(fields, "when"))


def field(fields: Fields, _: Mapping[str, Any]) -> acts.Field:
    where = path(fields["field"])
    fields["field"].reading.source, fields["field"].reading.key = "", "must"
    return acts.Field(optional(fields, "act", patterns), where, dated(fields["must"], demand), optional_condition(fields, "when"))


def demand(entry: Entry) -> acts.Demand:
    names = ("required", "codes", "at_least", "at_most", "pattern", "not_before", "not_after", "equal_to", "unique", "days_ahead")
    fields = entry.keys((*names, "source"), ("source",))
    source = cite(fields, entry.reading)
    if not set(names) & fields.keys():
        raise entry.fault("one_of", choices=", ".join(names))
    given: dict[str, Any] = {name: fields[name].boolean() for name in ("required", "unique") if name in fields}
    given |= {name: money(fields[name], name) for name in ("at_least", "at_most") if name in fields}
    given |= {name: figure(fields[name], name) for name in ("days_ahead",) if name in fields}
    given |= {name: path(fields[name]) for name in ("not_before", "not_after", "equal_to") if name in fields}
    codes = tuple(item.scalar() for item in fields["codes"].items()) if "codes" in fields else ()
    return acts.Demand(source, codes=codes, pattern=regular(fields["pattern"]) if "pattern" in fields else "", **given)


def regular(entry: Entry) -> str:
    text = entry.text()
    try:
        re.compile(text)
    except re.error:
        raise entry.fault("bad_pattern", value=text) from None
    return text


READERS: dict[str, Callable[[Fields, Mapping[str, Any]], Any]] = {
    "required_step": required_step, "required_document": required_document, "presence": presence, "authority": authority,
    "separation": separation, "at_most": at_most, "not_after": not_after, "age_gate": age_gate, "field": field,
    "recording_cover": recording_cover,
}  # fmt: skip
