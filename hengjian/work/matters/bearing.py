"""Which rules and articles bear on a step of a matter or on a duty it owes, as they read on the day that governs. Nothing is judged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hengjian.core.lawbook.clocks import MEETS, Clock
from hengjian.core.lawbook.panel import opened_by
from hengjian.core.lawbook.rule import Rule
from hengjian.core.lawbook.texts import Article
from hengjian.work.matters.law_library import library, resting_now
from hengjian.work.matters.lawbook import law_in_force
from hengjian.work.matters.models import DutyRow, Matter
from hengjian.work.matters.project import attributes

OPEN = frozenset({"pending", "paused", "overdue", "undetermined"})
HOW = ("judges", "meets", "moves", "starts", "owed")
"""The rule judges the step; the step meets a duty; it pauses, lengthens or ends one; it starts one; the duty is owed whatever is done."""


@dataclass(frozen=True)
class Bearing:
    """One rule, how it bears on what is asked, and its articles as they read on `day`: the start day of a duty, the day of an act.

    `settled`: whether that day governs; else the rule goes by another day, which is not known before the step is taken.
    """

    rule: Rule
    how: str
    day: date
    articles: Sequence[Article]
    settled: bool = True
    duty: DutyRow | None = None


def on_step(matter: Matter, kind: str, duties: Sequence[DutyRow], now: datetime) -> list[Bearing]:
    """What bears on a step that records an event of this kind now."""
    law = law_in_force()
    found = [
        bearing(rule, "starts" if isinstance(rule.shape, Clock) else "judges", law.calendars[rule.calendar].day_of(now))
        for rule in law.panel(attributes(matter)).rules
        if kind in rule.triggers and opens(rule, kind, law.calendars[rule.calendar].day_of(now))
    ]
    for duty in waiting(duties):
        rule = law.rules.get(duty.rule)
        role = role_of(rule, kind, start_day(rule, duty)) if rule else 0
        if rule and role:
            found.append(bearing(rule, "meets" if role & MEETS else "moves", start_day(rule, duty), duty))
    return sorted(found, key=lambda one: HOW.index(one.how))


def on_duties(duties: Iterable[DutyRow]) -> list[Bearing]:
    """What each open duty rests on, the most urgent first."""
    rules = law_in_force().rules
    open_now = sorted(waiting(duties), key=lambda duty: (duty.due_at is None, duty.due_at or duty.started))
    return [bearing(rules[duty.rule], "owed", start_day(rules[duty.rule], duty), duty) for duty in open_now if duty.rule in rules]


def waiting(duties: Iterable[DutyRow]) -> list[DutyRow]:
    return [duty for duty in duties if duty.state in OPEN]


def bearing(rule: Rule, how: str, day: date, duty: DutyRow | None = None) -> Bearing:
    articles = resting_now().articles_on(rule.id, day, library())
    return Bearing(rule, how, day, articles, rule.judged_by.what in ("start", "act"), duty)


def opens(rule: Rule, kind: str, day: date) -> bool:
    """Whether an event of this kind starts the clock or is judged, by the version of that day."""
    patterns = opened_by(rule).on(day)
    return patterns is not None and kind in patterns.kinds


def role_of(rule: Rule, kind: str, day: date) -> int:
    """What an event of this kind does to a running clock of the rule: the sum of its roles, 0 for nothing."""
    terms = rule.shape.terms_on(day) if isinstance(rule.shape, Clock) else None
    return terms.roles.get(kind, 0) if terms else 0


def start_day(rule: Rule, duty: DutyRow) -> date:
    return law_in_force().calendars[rule.calendar].day_of(duty.started)
