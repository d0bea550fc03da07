"""When a period ends and why then: nominal end, roll, last instant, warning, and the reasons for each. Which facts move it is `clock.py`.

Counted in days it ends alike in every matter where it began on the same day (and was moved as far): that is worked out once.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from hengjian.core.calendar import Calendar
from hengjian.core.checks.limits import Chosen, threshold_of
from hengjian.core.evaluation import Reason, Roll, made
from hengjian.core.lawbook.clocks import Counting
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.values import Length
from hengjian.core.period import HOUR, last_day, roll

ALMOST_A_MINUTE = timedelta(minutes=1) - timedelta(microseconds=1)
DAYS_KEPT = 2_000  # for each limit; then it begins anew


class Ending(NamedTuple):
    """The end of a period in days: the last instant in time, from when policy warns, how it rolled and every reason."""

    nominal: date
    due: date
    due_at: datetime
    warn_at: datetime | None
    rolls: tuple[Roll, ...]
    reasons: tuple[Reason, ...]


def day_ending(chosen: Chosen, counting: Counting, start: date, law: Lawbook) -> Ending:
    """The end of an untouched clock of this limit that began on that day."""
    found: Ending | None = chosen.endings.get(start)
    if found is None:
        calendar = law.calendars[counting.calendar]
        nominal = last_day(chosen.given_day or start, chosen.length, 0, calendar, counting.months)
        due = rolled(nominal, chosen.length, counting, calendar, law)
        found = keep(chosen.endings, start, ending(start, nominal, due, chosen.length, chosen.warns, (counting, calendar, law)))
    return found


def moved_ending(
    chosen: Chosen, start: date, moved: tuple[date, date, Length, timedelta | None, bool], by: tuple[Counting, Calendar, Lawbook]
) -> Ending:
    """The end of a clock of this limit that something has moved: to which nominal and due day, its length and warning, whether days
    were left out."""
    nominal, due, total, warns, excluded = moved
    place = (start, nominal, due, bool(total.working_days), warns, excluded)
    found: Ending | None = chosen.moved.get(place)
    return found or keep(chosen.moved, place, ending(start, nominal, due, total, warns, by, excluded))


def keep(known: dict[Any, Ending], place: Hashable, found: Ending) -> Ending:
    if len(known) >= DAYS_KEPT:
        known.clear()
    known[place] = found
    return found


def ending(
    start: date,
    nominal: date,
    due: date,
    total: Length,
    warns: timedelta | None,
    by: tuple[Counting, Calendar, Lawbook],
    excluded: bool = False,
) -> Ending:
    """All that is said of an end that is known. `excluded`: whether days were left out."""
    counting, calendar, law = by
    warn_at = None if warns is None else calendar.start_of(due - warns)
    rolls = rolls_of(nominal, due, calendar)
    reasons = [made(Reason, ("nominal", (nominal,)))]
    if excluded or counting.rolls_policy:
        reasons += policies_of_days(counting, law, excluded)
    reasons += [made(Reason, ("rolled", (*one, counting.source))) for one in rolls]
    reasons += [Reason("calendar_unpublished", (year, calendar.id)) for year in unpublished(start, nominal, due, total, counting, calendar)]
    reasons.append(made(Reason, ("due", (due,))))
    return made(Ending, (nominal, due, calendar.end_of(due), warn_at, rolls, tuple(reasons)))


def rolled(nominal: date, total: Length, counting: Counting, calendar: Calendar, law: Lawbook) -> date:
    """The due day of a nominal day."""
    rolls = law.policy(counting.rolls_policy) if counting.rolls_policy else counting.rolls
    return calendar.next_working(nominal) if rolls and not total.working_days else nominal


def rolls_of(nominal: date, due: date, calendar: Calendar) -> tuple[Roll, ...]:
    if nominal == due:
        return ()
    day, skipped = roll(nominal, calendar)
    return (Roll(nominal, day, tuple(name for _, name in skipped)),)


def policies_of_days(counting: Counting, law: Lawbook, excluded: bool) -> Iterator[Reason]:
    names = ("exclusion_days" if excluded else "", counting.rolls_policy)
    return (Reason("policy", (name, law.policy(name))) for name in names if name)


def unpublished(start: date, nominal: date, due: date, total: Length, counting: Counting, calendar: Calendar) -> list[int]:
    """Years whose holidays are not known, of those that the counting looked at."""
    first = start if total.working_days else nominal
    looks = total.working_days or counting.rolls or counting.rolls_policy
    years = range(first.year, due.year + 1) if looks else range(0)
    return [year for year in years if not calendar.is_published(year)]


def due_minute(nominal: int, chosen: Chosen, start: datetime, counting: Counting, law: Lawbook) -> int:
    """Exact where a person is held or the time is given; else by policy from the next full hour."""
    if counting.exact or chosen.in_hours or law.policy("starting_hour_counts"):
        return nominal
    return nominal + HOUR - start.minute


def hour_reasons(nominal: Any, due: Any, chosen: Chosen, counting: Counting, law: Lawbook) -> tuple[Reason, ...]:
    """Why a limit in hours ends when it does, both times as they are shown."""
    head, last = made(Reason, ("nominal", (nominal,))), made(Reason, ("due", (due,)))
    if counting.exact or chosen.in_hours:
        return head, last
    return head, made(Reason, ("policy", ("starting_hour_counts", law.policy("starting_hour_counts")))), last


def limit_reasons(chosen: Chosen, counting: Counting, in_hours: bool, law: Lawbook) -> tuple[Reason, ...]:
    """The limit and its source, and the policies that bore on it; the same for every clock of this limit."""
    if chosen.told is None:
        chosen.told = tuple(reasons_of_limit(chosen, in_hours and counting.exact, law))
    return chosen.told


def reasons_of_limit(chosen: Chosen, exact: bool, law: Lawbook) -> Iterator[Reason]:
    limit = chosen.limit
    assert limit is not None, "a clock without a limit opens no duty"
    if limit.threshold:
        hours = int(threshold_of(limit.threshold, law).total_seconds() // 60)
        yield Reason("threshold", (limit.threshold, limit.source, hours))
    elif limit.field is not None:
        yield Reason("limit_given", (str(limit.field), limit.source))
    elif limit.length is not None:
        length = chosen.length if chosen.length.working_days else limit.length
        yield Reason("limit_exact" if exact else "limit", (amounts(length), limit.source))
    if limit.policy:
        yield Reason("policy", (limit.policy, law.policy(limit.policy)))


def amounts(length: Length) -> tuple[int, int, int, int]:
    return (length.hours, length.working_days, length.months, length.days)
