"""What a clock says at last: its state and every reason in order, as a Duty. When it ends stands in `ending.py`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from hengjian.core.case import Instant
from hengjian.core.checks.clock import Running
from hengjian.core.checks.ending import ALMOST_A_MINUTE, Ending, hour_reasons, limit_reasons, moved_ending
from hengjian.core.evaluation import Duty, Pause, Reason, Story
from hengjian.core.period import at_minute


def duty_of(running: Running) -> Duty:
    """The clock's answer at `now`; its story is told when somebody asks."""
    now = running.case.now_on(running.terms.counting.calendar)
    paused = not running.ended and running.standing is not None
    if paused:
        running.count(now)
    state = running.state = state_of(running, now, paused)
    due, due_at, warn_at = end_of(running)
    return Duty(
        running.rule.id,
        running.key,
        state,
        running.start.mark,
        due,
        due_at,
        warn_at if state == "pending" else None,
        running.by.mark if running.ended == "met" else None,
        running.explained.mark if running.explained else None,
        lacking(running),
        partial(tell, running),
    )


def end_of(running: Running) -> tuple[date | datetime | None, datetime | None, datetime | None]:
    """The due time as it is shown, the last instant in time, and from when policy warns; without a figure, after the threshold."""
    warns = running.warns
    if running.due is None:
        return None, None, None if warns is None else running.start.at + warns
    if running.in_hours:
        due = at_minute(running.due, running.calendar)
        return due, due + ALMOST_A_MINUTE, None if warns is None else due - warns
    kept = running.ending = running.ending or ending_of(running)
    return kept.due, kept.due_at, kept.warn_at


def ending_of(running: Running) -> Ending:
    """The end of a clock in days that something has touched."""
    by = (running.terms.counting, running.calendar, running.case.law)
    excluded = any(one.counts for one in running.segments)
    return moved_ending(running.chosen, running.start.day, (running.nominal, running.due, running.total, running.warns, excluded), by)


def state_of(running: Running, now: Instant, paused: bool) -> str:
    if running.missing:
        return "undetermined"
    if running.ended:
        if running.ended != "met":
            return "released"
        if running.late:
            return "undetermined" if running.doubtful else "met_late"
        return "met"
    if paused:
        return "paused"
    if running.due is None or (now.minute if running.in_hours else now.day) <= running.due:
        return "pending"
    return "undetermined" if running.doubtful else "overdue"


def lacking(running: Running) -> str:
    """What is missing to say more than `undetermined`."""
    return (running.missing or running.doubtful) if running.state == "undetermined" else ""


def tell(running: Running) -> Story:
    """The story of a clock that has given its answer."""
    chosen, counting, law = running.chosen, running.terms.counting, running.case.law
    begun = Reason("restarted" if running.again else "started", (running.start.kind, running.start.shown, running.source))
    pauses = tuple(Pause(one.start.mark, one.to.mark if one.to else None) for one in running.segments if one.counts)
    nominal, due = running.shown(running.nominal), running.shown(running.due)
    if running.ending is not None:
        rolls, why = running.ending.rolls, running.ending.reasons
    else:
        rolls, why = (), () if due is None else hour_reasons(nominal, due, chosen, counting, law)
    limit = limit_reasons(chosen, counting, running.in_hours, law)
    reasons = (begun, *limit, *running.reasons, *why, *last_reasons(running, due))
    return Story(nominal, pauses, running.extensions, rolls, reasons)


def last_reasons(running: Running, due: date | datetime | None) -> Iterator[Reason]:
    """What came of it."""
    state = running.state
    if running.ended == "met":
        yield Reason("met_late" if state == "met_late" else "met", (running.by.kind, running.by.shown))
    elif state == "released":
        yield Reason(f"ended_{running.ended}", (running.by.kind, running.by.shown))
    elif state in ("paused", "overdue"):
        yield Reason(state, (due,))
    if running.explained is not None and state == "overdue":
        yield Reason("explained", (running.explained.kind, running.explained.shown))
    missing = lacking(running)
    if missing:
        yield Reason("missing", (missing,))
