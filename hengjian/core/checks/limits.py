"""Which limit a clock has: the first variant that holds at the start, and from where and in what it is counted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from hengjian.core.calendar import Calendar
from hengjian.core.case import Case, Moment
from hengjian.core.conditions import holds, value_at
from hengjian.core.lawbook.clocks import Counting, Limit, Terms
from hengjian.core.lawbook.values import Length
from hengjian.core.period import HOUR, at_minute, minute_of


@dataclass(slots=True)
class Chosen:
    """The limit in hand. `given`: the due day or minute that stands in a fact; `missing`: why no limit can be said; `none`: no duty.

    `in_hours` for a given time; a length says itself what it is counted in.
    """

    limit: Limit | None
    length: Length = Length()
    given_day: date | None = None
    given_minute: int | None = None
    missing: str = ""
    none: bool = False

    @property
    def has_figure(self) -> bool:
        return self.limit is not None and not self.limit.threshold

    @property
    def in_hours(self) -> bool:
        return self.given_minute is not None

    def base_day(self, start: Moment) -> date:
        return self.given_day or start.day

    def base_minute(self, start: Moment) -> int:
        return start.minute if self.given_minute is None else self.given_minute

    def from_start(self) -> Chosen:
        """A new total counts from the start, whatever was given."""
        return replace(self, given_day=None, given_minute=None)

    def local(self, place: Any, calendar: Calendar) -> date | datetime | None:
        return at_minute(place, calendar) if isinstance(place, int) else place


NO_LENGTH = Length()
NO_DUTY = Chosen(None, none=True)


def choose_limit(terms: Terms, start: Moment, key: str, case: Case, calendar: Calendar) -> Chosen:
    """The first variant whose condition holds; undecided if a condition before it cannot be decided."""
    only = terms.only
    if only is not None:
        length = only.length or NO_LENGTH
        return Chosen(only, length, missing="time" if start.fact.date_only and length.hours else "")
    for limit in terms.limits:
        answer = holds(limit.when, start, key, case) if limit.when else True
        if isinstance(answer, str):
            return Chosen(limit, missing=answer)
        if answer:
            return take(limit, start, key, case, calendar)
    return NO_DUTY


def take(limit: Limit, start: Moment, key: str, case: Case, calendar: Calendar) -> Chosen:
    if limit.none:
        return NO_DUTY
    if limit.field is not None:
        return given(limit, value_at(limit.field, start, key, case), calendar)
    length = limit.length or Length()
    if limit.policy and case.law.policy(limit.policy):
        length = Length(working_days=length.days)
    coarse = length.hours and start.fact.date_only
    return Chosen(limit, length, missing="time" if coarse else "")


def given(limit: Limit, value: Any, calendar: Calendar) -> Chosen:
    """A due date or time that stands in a fact, as an ISO text."""
    try:
        text = str(value)
        if len(text) == len("2026-01-01"):
            return Chosen(limit, given_day=date.fromisoformat(text))
        at = datetime.fromisoformat(text)
        return Chosen(limit, given_minute=minute_of(at if at.tzinfo else at.replace(tzinfo=calendar.zone)))
    except ValueError:
        return Chosen(limit, missing=str(limit.field))


def due_from(nominal: int, chosen: Chosen, start: Moment, counting: Counting, case: Case) -> int:
    """The due minute: exact where a person is held or the time is given; else by policy from the next full hour."""
    if counting.exact or chosen.in_hours or case.law.policy("starting_hour_counts"):
        return nominal
    return nominal + HOUR - start.at.minute


def threshold_of(name: str, case: Case) -> timedelta:
    """After how long policy warns where the law names no figure."""
    return timedelta(**case.law.policy("thresholds")[name])


def warning(length: Length, case: Case) -> timedelta | None:
    """How long before the end policy warns, or None where it does not."""
    policy = case.law.policies.get("warnings")
    if policy is None:
        return None
    if length.hours:
        return timedelta(hours=pick(policy.value.get("hours", []), length.hours))
    days = length.working_days or length.months * 30 + length.days
    return timedelta(days=pick(policy.value.get("days", []), days))


def pick(pairs: list[list[int]], size: int) -> int:
    """From `[[up to, warn before], …]` the one for `size`; the last holds beyond."""
    found = 0
    for most, before in pairs:
        found = before
        if size <= most:
            break
    return found
