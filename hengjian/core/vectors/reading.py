"""A counting, a calendar and the facts of a test vector (plain JSON, see `law/vectors/README.md`) as the engine takes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from hengjian.core.calendar import Calendar, Year
from hengjian.core.facts import Fact
from hengjian.core.lawbook.acts import Excuse, Needs, RequiredStep
from hengjian.core.lawbook.clocks import AddFromEvent, Approver, Clock, Counting, Interval, Limit, Step, Terms
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.rule import Checked, JudgedBy, Policy, Rule
from hengjian.core.lawbook.values import ALWAYS, NOTHING, Condition, Dated, Length, Path, Pattern, Patterns, Test
from hengjian.core.terms import Terms as Words

Data = Mapping[str, Any]
UNITS = ("hours", "working_days", "months", "days")
OPERATIONS = ("equal", "in", "at_least", "less_than", "present")
UNCHECKED = Checked("", date.min)


def read_law(name: str, counting: Data, calendar: Data, policies: Data) -> Lawbook:
    """A lawbook of this one counting."""
    rule = read_counting(name, counting)
    stated = {key: Policy(key, ("", ""), value, ("", "")) for key, value in policies.items()}
    return Lawbook({rule.id: rule}, stated, {str(calendar["id"]): read_calendar(calendar)}, {}, Words(), "")


def read_counting(name: str, data: Data) -> Rule:
    """A clock, or (`before`) a step that an act needs so long before it."""
    if "before" in data:
        return read_before(name, data)
    counting = Counting(data["calendar"], data["rolls"], "", data["months"], data["exact"])
    starts = dated(data["starts"], lambda one: patterns(one["events"], one["source"]) if one["events"] else None)
    clock = Clock(starts, dated(data["versions"], lambda one: terms(one, counting) if one["limits"] else None))
    check = "custody_limit" if data["exact"] else "deadline"
    return rule_of(name, check, data, clock, judged_by(data["judged_by"]), clock.triggers, clock.kinds)


def read_before(name: str, data: Data) -> Rule:
    back = data["before"]
    acts, needs = dated(back, lambda one: patterns(one["acts"])), dated(back, needed)
    unless = dated(back, lambda one: Excuse(patterns(one["unless"]), (), "") if "unless" in one else None)
    shape = RequiredStep(acts, needs, unless, data["calendar"])
    triggers = frozenset(kind for one in acts.in_force() for kind in one.kinds)
    read = {event["event"] for one in back for event in (*one["steps"], *one.get("unless", ()))}
    return rule_of(name, "required_step", data, shape, JudgedBy("act"), triggers, triggers.union(read))


def needed(data: Data) -> Needs:
    least, most = (length(data[name]) if name in data else None for name in ("at_least", "at_most"))
    return Needs(patterns(data["steps"]), False, data.get("source", ""), least, most)


def rule_of(
    name: str, check: str, data: Data, shape: Clock | RequiredStep, by: JudgedBy, triggers: frozenset[str], kinds: frozenset[str]
) -> Rule:
    return Rule(
        id=name, statute="", check=check, title=("", ""), restates=("", ""), applies_to=(), per=data.get("per", "matter"),
        bearer="handler", shape=shape, judged_by=by, gate="warn", remedy=NOTHING, text=Dated((), ()), checked=UNCHECKED, stage="",
        dimension="", severity="", note=("", ""), figures=(), sources=(), triggers=triggers, kinds=kinds, calendar=data["calendar"],
        examples=(), file="",
    )  # fmt: skip


def read_calendar(data: Data) -> Calendar:
    years = {int(year): read_year(found) for year, found in data["years"].items()}
    return Calendar(data["id"], ("", ""), ZoneInfo(data["zone"]), frozenset(day - 1 for day in data["rest_weekdays"]), years)


def read_year(data: Data) -> Year:
    holidays = {date.fromisoformat(day): name for day, name in data["holidays"].items()}
    return Year(holidays, frozenset(map(date.fromisoformat, data["workdays"])), "")


def read_facts(events: Sequence[Data], zone: ZoneInfo) -> tuple[Fact, ...]:
    """Each numbered from one in the order in which it is listed; that number is its id."""
    return tuple(
        Fact(
            one["event"],
            datetime.fromisoformat(one["at"]).replace(tzinfo=zone),
            one.get("body", {}),
            tuple(one.get("about", ())),
            one.get("by", ""),
            number,
            str(number),
            is_day(one["at"]),
        )
        for number, one in enumerate(events, 1)
    )


def read_moment(text: str, zone: ZoneInfo) -> datetime:
    """A day alone is judged at its end."""
    at = datetime.fromisoformat(text)
    return datetime.combine(at.date(), time.max, zone) if is_day(text) else at.replace(tzinfo=zone)


def is_day(text: str) -> bool:
    return len(text) == len("2026-01-01")


def dated(found: Sequence[Data], read: Callable[[Data], Any]) -> Dated[Any]:
    days = tuple(ALWAYS if one["from"] is None else date.fromisoformat(one["from"]) for one in found)
    return Dated(days, tuple(map(read, found)))


def judged_by(data: Any) -> JudgedBy:
    if data == "start":
        return JudgedBy("start")
    return JudgedBy("field", path(data["field"])) if "field" in data else JudgedBy("event", kind=data["event"])


def terms(data: Data, counting: Counting) -> Terms:
    roles = ("met_by", "released_by", "restarted_by", "explained_by")
    return Terms(
        limits=tuple(map(limit, data["limits"])),
        steps=tuple(map(step, data.get("extended_by", ()))),
        intervals=tuple(Interval(patterns(one["from"]), patterns(one["to"]), "") for one in data.get("excluded", ())),
        counting=counting,
        **{role: patterns(data.get(role, ())) for role in roles},
    )


def limit(data: Data) -> Limit:
    when, source = condition(data.get("when", ())), data.get("source", "")
    if "field" in data:
        return Limit(when, source, field=path(data["field"]))
    if "threshold" in data:
        return Limit(when, source, threshold=data["threshold"])
    if "none" in data:
        return Limit(when, source, none=True)
    return Limit(when, source, length=length(data))


def length(data: Data) -> Length:
    return Length(**{unit: data.get(unit, 0) for unit in UNITS})


def step(data: Data) -> Step:
    read = data.get("read")
    return Step(
        data["event"],
        condition(data.get("when", ())),
        data.get("source", ""),
        add=length(data["add"]) if "add" in data else None,
        to=length(data["to"]) if "to" in data else None,
        read=AddFromEvent(read["field"], read["unit"], read["at_least"], read["at_most"]) if read else None,
        times=data["times"],
        approver=approver(data.get("approver", {})),
        after_previous=data.get("after_previous", False),
    )


def approver(data: Data) -> Approver:
    return Approver(tuple(data.get("relations", {}).items()), data.get("organ", ""), tuple(data.get("roles", ())))


def patterns(data: Sequence[Data], source: str = "") -> Patterns:
    return Patterns(tuple(Pattern(one["event"], condition(one.get("when", ()))) for one in data), source)


def condition(data: Sequence[Data]) -> Condition:
    return tuple(test(one) for one in data)


def test(data: Data) -> Test:
    operation = next(name for name in OPERATIONS if name in data)
    value, where = data[operation], path(data["field"])
    return Test(where.scope, where.kind, where.field, operation, tuple(value) if isinstance(value, list) else value, data.get("absent"))


def path(text: str) -> Path:
    """`field`, `matter.field` or `some.event.field`."""
    names = text.split(".")
    if len(names) == 1:
        return Path("event", "", text)
    return Path("matter", "", names[1]) if len(names) == 2 else Path("fact", ".".join(names[:2]), names[2])
