"""Which limit a clock has: the first variant that holds at the start, and from where and in what it is counted."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hengjian.core.calendar import Calendar
from hengjian.core.case import Case, Moment
from hengjian.core.conditions import holds, value_at
from hengjian.core.evaluation import Reason
from hengjian.core.lawbook.clocks import Limit, Terms
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.values import Length
from hengjian.core.period import at_minute, minute_of


@dataclass(slots=True)
class Chosen:
    """The limit in hand. `given`: the due day or minute that stands in a fact; `missing`: why no limit can be said; `none`: no duty.

    `counted`: in days, hours or nothing, where it depends on no fact; else empty. `warns`: how long before the end (after the start
    where the law has no figure) policy warns. `in_hours` for a given time; a length says itself what it is counted in. A limit that
    depends on no fact serves every clock of its terms, with what is known of its ends by start day (`endings`) and by
    how they were moved (`moved`), and the reasons for it (`told`).
    """

    limit: Limit | None
    length: Length = Length()
    given_day: date | None = None
    given_minute: int | None = None
    missing: str = ""
    none: bool = False
    warns: timedelta | None = None
    counted: str = ""
    endings: dict[date, Any] = field(default_factory=dict, init=False)
    moved: dict[Any, Any] = field(default_factory=dict, init=False)
    told: tuple[Reason, ...] | None = field(default=None, init=False)

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


NO_DUTY = Chosen(None, none=True)


def choose_limit(terms: Terms, start: Moment, key: str, case: Case) -> Chosen:
    """The first variant whose condition holds; undecided if a condition before it cannot be decided."""
    for place, limit in enumerate(terms.limits):
        answer = holds(limit.when, start, key, case) if limit.when else True
        if isinstance(answer, str):
            return Chosen(limit, missing=answer)
        if answer:
            return take(terms, place, start, key, case)
    return NO_DUTY


def take(terms: Terms, place: int, start: Moment, key: str, case: Case) -> Chosen:
    ready: Chosen | None = terms.ready.get(place)
    if ready is None:
        limit = terms.limits[place]
        if limit.none:
            return NO_DUTY
        if limit.field is not None:
            zone = case.law.calendars[terms.counting.calendar].zone
            return given(limit, value_at(limit.field, start, key, case), zone, warning(Length(), case.law))
        ready = terms.ready[place] = by_law(limit, case.law)
    return replace(ready, missing="time") if start.fact.date_only and ready.length.hours else ready


def by_law(limit: Limit, law: Lawbook) -> Chosen:
    """A limit that depends on no fact."""
    if limit.threshold:
        return Chosen(limit, warns=threshold_of(limit.threshold, law), counted="nothing")
    length = limit.length or Length()
    if limit.policy and law.policy(limit.policy):
        length = Length(working_days=length.days)
    return Chosen(limit, length, warns=warning(length, law), counted="hours" if length.hours else "days")


def given(limit: Limit, value: Any, zone: ZoneInfo, warns: timedelta | None) -> Chosen:
    """A due date or time that stands in a fact, as an ISO text."""
    try:
        text = str(value)
        if len(text) == len("2026-01-01"):
            return Chosen(limit, given_day=date.fromisoformat(text), warns=warns)
        at = datetime.fromisoformat(text)
        return Chosen(limit, given_minute=minute_of(at if at.tzinfo else at.replace(tzinfo=zone)), warns=warns)
    except ValueError:
        return Chosen(limit, missing=str(limit.field))


def threshold_of(name: str, law: Lawbook) -> timedelta:
    """After how long policy warns where the law names no figure."""
    return timedelta(**law.policy("thresholds")[name])


def warning(length: Length, law: Lawbook) -> timedelta | None:
    """How long before the end policy warns, or None where it does not."""
    policy = law.policies.get("warnings")
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
