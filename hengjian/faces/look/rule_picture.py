"""A rule as a picture: its stops from left to right (start, clock, end; what must stand, the act), each with what it says on a day.

What a rule says in words comes from `core.describe`; here it is arranged, and what has a size is drawn to scale. How it looks stands in
`web/src/css/rule.css`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from hengjian.core.describe import LABELS, parts
from hengjian.core.describe_acts import OLDEST
from hengjian.core.lawbook.acts import AgeGate, AtMost, Authority
from hengjian.core.lawbook.clocks import Clock, Terms
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.rule import Rule
from hengjian.core.lawbook.values import Length
from hengjian.core.terms import tongue
from hengjian.faces.look.ribbon import Shape, percent

MINUTES = {"hours": 60, "days": 1440, "working_days": 2016, "months": 43_800}  # a working day with its share of the rest days
MOST_EXTENSIONS = 4

CLOCK = (
    ("starts", "start", ()),
    ("within", "clock", ("excluded", "extended_by", "restarted_by", "rolls")),
    ("met_by", "end", ("released_by", "explained_by")),
)
STOPS: dict[str, Sequence[tuple[str, str, tuple[str, ...]]]] = {
    "deadline": CLOCK,
    "custody_limit": CLOCK,
    "required_step": (("needs", "need", ("distance",)), ("act", "act", ("unless", "gate"))),
    "required_document": (("needs", "paper", ()), ("act", "act", ("unless", "gate"))),
    "presence": (("act", "act", ("unless", "gate")), ("needs", "people", ())),
    "authority": (("act", "act", ("gate",)), ("allowed", "level", ())),
    "separation": (("apart", "people", ()), ("act", "act", ("gate",))),
    "at_most": (("times", "count", ("distance",)), ("act", "act", ("unless", "gate"))),
    "not_after": (("after", "start", ("distance",)), ("act", "barred", ("unless", "gate")), ("until", "end", ())),
    "age_gate": (("act", "act", ("gate",)), ("ages", "ages", ("unless",)), ("needs", "need", ())),
    "field": (("act", "act", ("gate",)), ("field", "paper", ("needs",))),
    "recording_cover": (("act", "act", ("unless", "gate")), ("needs", "paper", ())),
}  # fmt: skip


@dataclass(frozen=True)
class Note:
    """What belongs to a stop: `kind` is its class."""

    kind: str
    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Stop:
    """One stop: `role` is its class and chooses its sign; `shapes` are drawn to scale; `ladder` names levels and which are competent."""

    role: str
    label: str
    lines: tuple[str, ...]
    shapes: tuple[Shape, ...] = ()
    ladder: tuple[tuple[str, bool], ...] = ()
    notes: tuple[Note, ...] = ()


def picture(rule: Rule, law: Lawbook, day: date, language: str) -> tuple[Stop, ...]:
    """The stops of a rule on a day; none where no provision is in force then."""
    said = dict(parts(rule, law, day, language))
    if "none" in said:
        return ()
    english = int(tongue(language) == "en")
    found = []
    for name, role, below in STOPS[rule.check]:
        if name in said:
            notes = tuple(Note(one, LABELS[one][english], tuple(said[one].split("\n"))) for one in below if one in said)
            shapes, ladder = tuple(drawn(role, rule, day)), tuple(levels(role, rule, law, day, language))
            found.append(Stop(role, LABELS[name][english], tuple(said[name].split("\n")), shapes, ladder, notes))
    return tuple(found)


def drawn(role: str, rule: Rule, day: date) -> Iterator[Shape]:
    """What has a size: the clock, a count, ages."""
    if role == "clock" and isinstance(rule.shape, Clock):
        terms = rule.shape.terms_on(day)
        if terms is not None:
            yield from clock_shapes(terms)
    if role == "count" and isinstance(rule.shape, AtMost):
        limit = rule.shape.limit.on(day)
        yield from count_shapes(limit.times if limit else 0)
    if role == "ages" and isinstance(rule.shape, AgeGate):
        ages = rule.shape.ages.on(day)
        yield from age_shapes([(one.low, one.high) for one in ages.any_of] if ages else [])


def age_shapes(ranges: Sequence[tuple[int, int]]) -> Iterator[Shape]:
    """The ages that matter, evenly set on a line that is open above, and the ranges between them."""
    known = sorted({0, *(age for pair in ranges for age in pair if age < OLDEST)})
    place = {age: number / len(known) * 100 for number, age in enumerate(known)}
    for low, high in ranges:
        yield Shape("range", percent(place[low]), percent(place.get(high, 100.0) - place[low]))
    for age in known[1:]:
        yield Shape("tick", percent(place[age]), title=str(age))


def clock_shapes(terms: Terms) -> Iterator[Shape]:
    """The limit, its pauses and its extensions, in the proportion of their lengths; a limit without a figure stands for one unit."""
    base = next((minutes(limit.length) for limit in terms.limits if limit.length), 1.0)
    added = list(extensions(terms, base))
    whole = base + sum(added)
    at = base / whole * 100
    yield Shape("track", "0", percent(at))
    yield Shape("run", "0", percent(at))
    for _one in terms.intervals:
        yield Shape("pause", percent(at * 0.35), percent(at * 0.2))
        break
    yield Shape("due", percent(at))
    for one in added:
        width = one / whole * 100
        yield Shape("extension", percent(at), percent(width))
        at += width
        yield Shape("due", percent(at))


def extensions(terms: Terms, base: float) -> Iterator[float]:
    """The length that each extension adds, in minutes; a few of those that may come often."""
    total = base
    steps = [step for step in terms.steps for _time in range(min(step.times, MOST_EXTENSIONS))]
    for step in steps[:MOST_EXTENSIONS]:
        if step.to is not None:
            added = max(0.0, minutes(step.to) - total)
        elif step.read is not None:
            added = minutes(Length(**{step.read.unit: step.read.at_most}))
        else:
            added = minutes(step.add) if step.add else 0.0
        if added:
            total += added
            yield added


def minutes(length: Length) -> float:
    """About how long that is; for a drawing only."""
    return float(sum(getattr(length, unit) * worth for unit, worth in MINUTES.items()))


def count_shapes(times: int) -> Iterator[Shape]:
    """So many times, and the one too many."""
    shown = min(times, 6)
    for place in range(shown):
        yield Shape("dot", percent((place + 0.5) / (shown + 1) * 100))
    yield Shape("cross", percent((shown + 0.5) / (shown + 1) * 100))


def levels(role: str, rule: Rule, law: Lawbook, day: date, language: str) -> Iterator[tuple[str, bool]]:
    """Every level of the organisation and whether it is competent, where the rule asks for a level at all."""
    if role != "level" or not isinstance(rule.shape, Authority):
        return
    allowed = rule.shape.allowed.on(day)
    named = {level for one in allowed.any_of for level in one.levels} if allowed else set()
    if named:
        for code in law.terms.codes.get("levels", {}):
            yield law.terms.code("levels", code, tongue(language)), code in named
