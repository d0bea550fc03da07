"""The clock ribbon: one stored duty as a small drawing, in per mille of its width, and in words. Pure: `now` is an argument.

Which duties there are and what they mean stands in `core`; how the drawing looks stands in `web/src/css/ribbon.css`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hengjian.core.describe import in_language
from hengjian.core.evaluation import Duty, Mark
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.naming import field_name
from hengjian.core.terms import tongue
from hengjian.core.wording import BEARERS
from hengjian.faces.look import states
from hengjian.faces.look.moments import ZONE, due_words, short_happened, span_words

OTHERS = frozenset({"procuratorate", "court", "department"})
FARTHEST = 1.6  # the drawing ends at this many times the length of the limit, however late it is


@dataclass(frozen=True)
class Shape:
    """One piece of the drawing: `kind` is its class, `x` and `width` are percentages of the whole, `title` says what it is."""

    kind: str
    x: str
    width: str = "0"
    title: str = ""

    @property
    def to(self) -> str:
        return percent(float(self.x) + float(self.width))


@dataclass(frozen=True)
class Ribbon:
    """What the component shows: state and its colour, name, the words on the right, shapes from back to front, all as one sentence."""

    state: str
    name: str
    left: str
    shapes: tuple[Shape, ...]
    text: str

    def of(self, *kinds: str) -> list[Shape]:
        return [shape for shape in self.shapes if shape.kind in kinds]

    @property
    def colour(self) -> str:
        return states.COLOURS.get(self.state, self.state)

    @property
    def bars(self) -> list[Shape]:
        return self.of("track", "run", "over", "pause", "extension")

    @property
    def rolled(self) -> list[Shape]:
        return self.of("rolled")

    @property
    def points(self) -> list[Shape]:
        return self.of("seal", "due", "met", "now")


def draw(duty: Duty, law: Lawbook, now: datetime, *, detail: str = "", name: str = "") -> Ribbon:
    """The ribbon of a duty as it stands at `now`; `detail` is added to its name, the rule's title unless given.

    What binds another institution names it; a citizen's own time is shown as running or lapsed, never as somebody's fault.
    """
    rule = law.rules.get(duty.rule)
    bearer = rule.bearer if rule else ""
    name = name or (in_language(rule.title, get_language() or "zh") if rule else duty.rule)
    name = f"{name} · {detail}" if detail else name
    state = state_now(duty, now)
    if bearer in OTHERS:
        said = _("%(name)s · 等待%(whom)s") if duty.is_open else _("%(name)s · %(whom)s")
        name = said % {"name": name, "whom": BEARERS[bearer][(get_language() or "").startswith("en")]}
    if bearer == "citizen":
        state = states.CITIZENS.get(state, state)
    left = words(duty, state, now, law)
    shapes = tuple(Scale(duty, state, now).shapes())
    began = _("自 %(start)s 起") % {"start": mark_words(duty.started, now)}
    said = {"name": name, "state": states.WORDS[state], "began": began, "left": left}
    return Ribbon(state, name, left, shapes, _("%(name)s：%(state)s，%(began)s，%(left)s") % said)


def state_now(duty: Duty, now: datetime) -> str:
    """The state to show: time may have passed since the duty was last evaluated."""
    if duty.state == "pending" and duty.due_at is not None and now > duty.due_at:
        return "overdue"
    if duty.warns(now):
        return "near" if duty.due_at is not None else "reminded"
    return duty.state


def words(duty: Duty, state: str, now: datetime, law: Lawbook) -> str:
    """The remaining time, or what became of it."""
    due = duty.due_at
    if state == "undetermined":
        lacks = field_name(duty.missing, law, tongue(get_language() or "zh")) if duty.missing else ""
        return _("缺少：%(what)s") % {"what": lacks} if lacks else _("缺少判断所需的事实")
    if state in {"met", "used", "released"} or (duty.met is not None and due is None):
        return mark_words(duty.met, now) if duty.met else str(states.WORDS[state])
    if state == "reminded":
        return _("法律未定具体时限，按政策提醒，自 %(start)s 起") % {"start": mark_words(duty.started, now)}
    if due is None:
        return _("法律未定具体时限，自 %(start)s 起") % {"start": mark_words(duty.started, now)}
    end = _("%(due)s 止") % {"due": due_words(due, now)}
    if state == "met_late":
        return _("晚 %(span)s · %(end)s") % {"span": span_words(duty.met.at - due), "end": end}
    if state == "overdue":
        return _("超 %(span)s · %(end)s") % {"span": span_words(now - due), "end": end}
    if state == "lapsed":
        return _("已于 %(due)s 届满") % {"due": due_words(due, now)}
    if state == "window":
        return _("可办至 %(due)s") % {"due": due_words(due, now)}
    if state == "late_use":
        return mark_words(duty.met, now)
    if state == "paused":
        return _("最早 %(end)s") % {"end": end}
    return _("还剩 %(span)s · %(end)s") % {"span": span_words(due - now), "end": end}


def mark_words(mark: Mark, now: datetime) -> str:
    return short_happened(mark.at, mark.date_only, now)


class Scale:
    """Turns moments into places on the drawing."""

    def __init__(self, duty: Duty, state: str, now: datetime):
        self.duty, self.state, self.now = duty, state, now
        self.start = duty.started.at
        self.stop = duty.met.at if duty.met else now
        self.due = duty.due_at or max(self.stop, self.start + timedelta(hours=1))
        length = max(self.due - self.start, timedelta(minutes=1))
        self.end = min(max(self.due, self.stop), self.start + length * FARTHEST)
        self.whole = (self.end - self.start) / timedelta(seconds=1)

    def at(self, moment: datetime) -> float:
        """Percent from the left, kept inside the drawing."""
        return min(100.0, max(0.0, (moment - self.start) / timedelta(seconds=1) / self.whole * 100))

    def bar(self, kind: str, start: datetime, end: datetime, title: str = "") -> Shape:
        return Shape(kind, percent(self.at(start)), percent(max(0.0, self.at(end) - self.at(start))), title)

    def point(self, kind: str, moment: datetime, title: str = "") -> Shape:
        return Shape(kind, percent(self.at(moment)), title=title)

    def shapes(self) -> Iterator[Shape]:
        duty = self.duty
        yield self.bar("track", self.start, self.due)
        if self.state not in {"released", "undetermined"} or duty.met:
            yield self.bar("run", self.start, min(self.stop, self.due))
        if duty.due_at and self.stop > duty.due_at and self.state in {"overdue", "met_late"}:
            yield self.bar("over", duty.due_at, self.stop)
        yield from self.story()
        if duty.due_at:
            yield self.point("due", duty.due_at)
        if duty.met:
            yield self.point("met", duty.met.at)
        elif self.state != "released":
            yield self.point("now", self.now, _("现在"))

    def story(self) -> Iterator[Shape]:
        """Pauses hatched, extensions as added lengths with the approver's mark, rolled days dotted."""
        for pause in self.duty.pauses:
            yield self.bar("pause", pause.start.at, pause.to.at if pause.to else self.stop, _("不计入期限"))
        for extension in self.duty.extensions:
            if extension.before and extension.after:
                before, after = instant(extension.before), instant(extension.after)
                title = _("%(at)s 批准延长") % {"at": mark_words(extension.mark, self.now)}
                yield self.bar("extension", before, after, title)
                yield self.point("seal", before, title)
        for roll in self.duty.rolls:
            yield self.bar("rolled", instant(roll.start), instant(roll.to), _("遇休息日顺延"))


def instant(value: date | datetime) -> datetime:
    """The end of a day, or the moment itself."""
    return value if isinstance(value, datetime) else datetime.combine(value, time.max, ZONE)


def percent(value: float) -> str:
    return f"{value:.2f}"
