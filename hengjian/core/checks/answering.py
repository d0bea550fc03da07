"""What a clock says at last: its state, its due time and every reason in order, as a Duty."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

from hengjian.core.case import Instant
from hengjian.core.checks.clock import Running, amounts
from hengjian.core.checks.limits import threshold_of, warning
from hengjian.core.evaluation import Duty, Pause, Reason, Roll, Story
from hengjian.core.period import at_minute, roll

ALMOST_A_MINUTE = timedelta(minutes=1) - timedelta(microseconds=1)


def duty_of(running: Running) -> Duty:
    """The clock's answer at `now`; its story is told when somebody asks."""
    now = running.case.now_in(running.calendar.zone)
    paused = not running.ended and running.standing is not None
    if paused:
        running.count(now)
    state = state_of(running, now, paused)
    duty = Duty(running.rule.id, running.key, state, running.start.mark)
    if state == "undetermined":
        duty.missing = running.missing or running.doubtful
    if running.due is not None and running.in_hours:
        due = at_minute(running.due, running.calendar)
        duty.due, duty.due_at = due, due + ALMOST_A_MINUTE
    elif running.due is not None:
        duty.due = running.due
        duty.due_at = running.calendar.end_of(running.due)
    if state == "pending":
        duty.warn_at = warn_at(running)
    if running.ended == "met":
        duty.met = running.by.mark
    if running.explained:
        duty.explained = running.explained.mark
    duty.telling = partial(tell, running, duty)
    return duty


def tell(running: Running, duty: Duty) -> Story:
    """The story of a clock that has given its answer."""
    pauses = tuple(Pause(one.start.mark, one.to.mark if one.to else None) for one in running.segments if one.counts)
    rolled = rolls(running)
    head = (running.first,) if running.first else ()
    reasons = (*head, *limit_reasons(running), *running.reasons, *end_reasons(running, duty, rolled))
    return Story(running.shown(running.nominal), pauses, tuple(running.extensions), rolled, reasons)


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


def warn_at(running: Running) -> datetime | None:
    """From when policy warns; where the law names no figure, after the threshold."""
    limit = running.chosen.limit
    if limit is not None and limit.threshold:
        return running.start.at + threshold_of(limit.threshold, running.case)
    before = warning(running.total, running.case)
    if before is None or running.due is None:
        return None
    if running.in_hours:
        return at_minute(running.due, running.calendar) - before
    return running.calendar.start_of(running.due - before)


def rolls(running: Running) -> tuple[Roll, ...]:
    if running.in_hours or running.due is None or running.nominal == running.due:
        return ()
    rolled = roll(running.nominal, running.calendar)
    return (Roll(running.nominal, rolled.day, tuple(name for _, name in rolled.skipped)),)


def limit_reasons(running: Running) -> Iterator[Reason]:
    """The limit and its source, and the policies that bore on it."""
    chosen, law = running.chosen, running.case.law
    limit = chosen.limit
    assert limit is not None, "a clock without a limit opens no duty"
    if limit.threshold:
        hours = int(threshold_of(limit.threshold, running.case).total_seconds() // 60)
        yield Reason("threshold", (limit.threshold, limit.source, hours))
    elif limit.field is not None:
        yield Reason("limit_given", (str(limit.field), limit.source))
    elif limit.length is not None:
        length = chosen.length if chosen.length.working_days else limit.length
        exact = running.in_hours and running.terms.counting.exact
        yield Reason("limit_exact" if exact else "limit", (amounts(length), limit.source))
    if limit.policy:
        yield Reason("policy", (limit.policy, law.policy(limit.policy)))


def end_reasons(running: Running, duty: Duty, rolled: tuple[Roll, ...]) -> Iterator[Reason]:
    """From the nominal end to the answer."""
    if running.due is not None:
        yield from due_reasons(running, duty, rolled)
    if duty.met is not None:
        late = "met_late" if duty.state == "met_late" else "met"
        yield Reason(late, (duty.met.kind, running.by.shown))
    elif duty.state == "released":
        yield Reason(f"ended_{running.ended}", (running.by.kind, running.by.shown))
    elif duty.state in ("paused", "overdue"):
        yield Reason(duty.state, (duty.due,))
    if duty.explained is not None and duty.state == "overdue" and running.explained is not None:
        yield Reason("explained", (duty.explained.kind, running.explained.shown))
    if duty.missing:
        yield Reason("missing", (duty.missing,))


def due_reasons(running: Running, duty: Duty, rolled: tuple[Roll, ...]) -> Iterator[Reason]:
    counting, law = running.terms.counting, running.case.law
    yield Reason("nominal", (running.shown(running.nominal),))
    if any(one.counts for one in running.segments) and not running.in_hours:
        yield Reason("policy", ("exclusion_days", law.policy("exclusion_days")))
    if running.in_hours:
        if not counting.exact and not running.chosen.in_hours:
            yield Reason("policy", ("starting_hour_counts", law.policy("starting_hour_counts")))
    elif counting.rolls_policy:
        yield Reason("policy", (counting.rolls_policy, law.policy(counting.rolls_policy)))
    for one in rolled:
        yield Reason("rolled", (one.start, one.to, one.why, counting.source))
    for year in unpublished(running):
        yield Reason("calendar_unpublished", (year, running.calendar.id))
    yield Reason("due", (duty.due,))


def unpublished(running: Running) -> list[int]:
    """Years whose holidays are not known, of those that the counting looked at."""
    if running.in_hours:
        return []
    first: date = running.start.day if running.total.working_days else running.nominal
    looks = running.total.working_days or running.terms.counting.rolls or running.terms.counting.rolls_policy
    years = range(first.year, running.due.year + 1) if looks else range(0)
    return [year for year in years if not running.calendar.is_published(year)]
