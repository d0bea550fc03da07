"""The clock ribbon (法钟): one duty as a strip from start to due. Geometry and words; colours stand in the style sheet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from hengjian.core.evaluation import Duty
from hengjian.faces.look import moments, states

ZONE = ZoneInfo("Asia/Shanghai")
WIDE = 1000
MARGIN = 0.06


@dataclass(frozen=True)
class Strip:
    """A part of the ribbon, in thousandths of its width."""

    x: int
    width: int


@dataclass(frozen=True)
class Ribbon:
    """What the template draws. Positions are thousandths of the width; `left` are the words on the right side."""

    state: str
    run: Strip
    over: Strip | None
    pauses: list[Strip]
    extensions: list[Strip]
    rolled: Strip | None
    due: int | None
    now: int | None
    met: int | None
    left: str
    text: str


def moment_of(value: date | datetime | None) -> datetime | None:
    """A date is its end; a moment is itself."""
    if value is None or isinstance(value, datetime):
        return value
    return datetime.combine(value + timedelta(days=1), time(), ZONE)


def ribbon(duty: Duty, now: datetime, name: str) -> Ribbon:
    """The drawing of one duty at `now`."""
    start, due = duty.started.at, duty.due_at
    end = duty.met.at if duty.met else now
    last = max(moment for moment in (due, end, start + timedelta(hours=1)) if moment is not None)
    scale = Scale(start, last)
    nominal = moment_of(duty.nominal)
    until = min(end, due) if due else end
    words = left_words(duty, now)
    state = "near" if duty.warns(now) else duty.state
    return Ribbon(
        state=state,
        run=scale.strip(start, until),
        over=scale.strip(due, end) if due and end > due else None,
        pauses=[scale.strip(p.start.at, p.to.at if p.to else end) for p in duty.pauses],
        extensions=[scale.strip(moment_of(e.before), moment_of(e.after)) for e in duty.extensions if e.before and e.after],
        rolled=scale.strip(nominal, due) if nominal and due and due > nominal else None,
        due=scale.at(due) if due else None,
        now=scale.at(now) if start <= now <= last else None,
        met=scale.at(duty.met.at) if duty.met else None,
        left=words,
        text=f"{name}: {states.WORDS[state]}, {words}",
    )


@dataclass(frozen=True)
class Scale:
    """Where a moment lies between the first and the last, with a little room at the end."""

    first: datetime
    last: datetime

    def at(self, moment: datetime) -> int:
        whole = (self.last - self.first).total_seconds() * (1 + MARGIN)
        return max(0, min(WIDE, round(WIDE * (moment - self.first).total_seconds() / whole)))

    def strip(self, start: datetime, end: datetime) -> Strip:
        x = self.at(start)
        return Strip(x, max(2, self.at(end) - x))


def left_words(duty: Duty, now: datetime) -> str:
    """What is left, or by how much it is late, in words."""
    if duty.met is not None:
        return _("%(at)s 办结") % {"at": moments.short_moment(duty.met.at, now)}
    if duty.state == "undetermined":
        return _("缺少:%(what)s") % {"what": duty.missing}
    if duty.state == "released" or duty.due_at is None:
        return str(states.WORDS[duty.state])
    due = moments.due_words(duty.due_at, now)
    if now > duty.due_at:
        return _("超 %(span)s · %(due)s 止") % {"span": moments.span_words(now - duty.due_at), "due": due}
    return _("还剩 %(span)s · %(due)s 止") % {"span": moments.span_words(duty.due_at - now), "due": due}
