"""Reading the examples of a rule: facts, the moment they are judged at, and what is expected."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from hengjian.core.evaluation import DUTY_STATES, VERDICTS
from hengjian.core.facts import Fact
from hengjian.core.lawbook.nodes import DAY, Entry
from hengjian.core.lawbook.parts import kind
from hengjian.core.lawbook.rule import CLOCK_CHECKS, SORTS, Example

KEYS = ("name", "events", "attributes", "as_of", "expect", "step")
ABOUT = re.compile(rf"({'|'.join(SORTS[1:])}):[\w-]+")
DUTY_KEYS = ("state", "due", "nominal", "key", "missing", "explained")
ANSWERS = ("blocked", "warned", "clear")
EXPECTED_KEYS = frozenset({*DUTY_KEYS, "verdict", "breaches", "what"})


def read_example(entry: Entry, check: str, default: Mapping[str, Any], zone: ZoneInfo) -> Example:
    """One example; `default` are the attributes that `applies_to` names."""
    fields = entry.keys(KEYS, ("name", "events", "as_of", "expect"))
    if not {"name", "events", "as_of", "expect"} <= fields.keys():
        raise entry.fault("missing", key=next(key for key in ("name", "events", "as_of", "expect") if key not in fields))
    given = fields["attributes"].plain() if "attributes" in fields else {}
    found = [entry.reading.attempt(read_fact, item, zone, place) for place, item in enumerate(fields["events"].items())]
    as_of, date_only = moment(fields["as_of"], zone)
    step = read_fact(fields["step"], zone, len(found)) if "step" in fields else None
    return Example(
        name=fields["name"].text(),
        facts=tuple(fact for fact in found if fact is not None),
        attributes={**default, **given},
        as_of=datetime.combine(as_of.astimezone(zone).date(), time.max, zone) if date_only else as_of,
        expect=expectation(fields["expect"], check, zone, step is not None),
        step=replace(step, id="step") if step else None,
        line=entry.line,
    )


def read_fact(entry: Entry, zone: ZoneInfo, place: int) -> Fact:
    """`[time, kind, {body…, about, by}]`."""
    parts = entry.items()
    if len(parts) not in (2, 3):
        raise entry.fault("bad_expectation", value="[time, kind, {…}]")
    at, date_only = moment(parts[0], zone)
    body = {name: value for name, _, value in parts[2].pairs()} if len(parts) == 3 else {}
    about = tuple(key_of(item) for item in body.pop("about").many()) if "about" in body else ()
    by = str(body.pop("by").plain()) if "by" in body else ""
    plain = {name: value.plain() for name, value in body.items()}
    return Fact(kind(parts[1]), at, plain, about, by, place, f"e{place + 1}", date_only)


def key_of(entry: Entry) -> str:
    text = entry.text()
    if not ABOUT.fullmatch(text):
        raise entry.fault("bad_key", value=text)
    return text


def moment(entry: Entry, zone: ZoneInfo) -> tuple[datetime, bool]:
    """A moment (local where no zone is written), and whether only the day is given."""
    try:
        found = datetime.fromisoformat(str(entry.node.value).strip())
    except (ValueError, TypeError):
        raise entry.fault("bad_time", value=entry.shown) from None
    return (found if found.tzinfo else found.replace(tzinfo=zone)), bool(DAY.fullmatch(str(entry.node.value)))


def expectation(entry: Entry, check: str, zone: ZoneInfo, asks_step: bool) -> Any:
    """`none`, a verdict, an answer of `would_breach`, one mapping or a list of them; due and nominal become dates or UTC times."""
    if entry.is_list:
        return [expectation(item, check, zone, asks_step) for item in entry.items()]
    if not entry.is_mapping:
        known = ANSWERS if asks_step else ("none",) if check in CLOCK_CHECKS else ("none", *VERDICTS)
        text = entry.text()
        if text not in known:
            raise entry.fault("bad_expectation", value=text)
        return text
    found: dict[str, Any] = {}
    for name, key, value in entry.pairs():
        if name not in EXPECTED_KEYS:
            raise key.fault("unknown_key", key=name, choices=", ".join(sorted(EXPECTED_KEYS)))
        found[name] = expected_value(name, value, zone)
    return found


def expected_value(name: str, entry: Entry, zone: ZoneInfo) -> Any:
    if name in ("due", "nominal"):
        if entry.is_null:
            return None
        at, date_only = moment(entry, zone)
        return at.date() if date_only else at.astimezone(UTC)
    if name == "state":
        return entry.choice(DUTY_STATES)
    if name == "verdict":
        return entry.choice(VERDICTS)
    return entry.plain()
