"""`deadline`: after A, B within a limit. Runs the facts of one key through its clocks and says each as a Duty (law.md, Time)."""

from __future__ import annotations

from collections.abc import Sequence

from hengjian.core.case import Case, Moment
from hengjian.core.checks.answering import duty_of
from hengjian.core.checks.clock import Running
from hengjian.core.checks.judging import judging_day
from hengjian.core.checks.limits import Chosen, choose_limit
from hengjian.core.checks.straight import Course, run_straight
from hengjian.core.conditions import matches
from hengjian.core.evaluation import Breach, Duty
from hengjian.core.lawbook.clocks import EXPLAINS, EXTENDS, MEETS, PAUSES, RELEASES, RESTARTS, Clock, Terms
from hengjian.core.lawbook.rule import Rule
from hengjian.core.lawbook.values import Patterns

NEVER = (None, None)


def judge(rule: Rule, moments: Sequence[Moment], key: str, case: Case, duties: list[Duty], breaches: list[Breach]) -> None:
    """Adds every duty of the rule for one key, in order of start, and the extensions that do not count."""
    triggers, place, free, again = rule.triggers, 0, 0, False
    while place < len(moments):
        moment = moments[place]
        course = open_course(rule, moment, key, case, again) if again or moment.kind in triggers else None
        if course is None:
            place, again = place + 1, False
            continue
        straight = run_straight(course, moments, place)
        if straight is not None:
            duty, place, again = straight
            free = place + 1
        else:
            duty, place, free, again = run_on(course, moments, place, free, breaches)
        duties.append(duty)


def run_on(course: Course, moments: Sequence[Moment], place: int, free: int, breaches: list[Breach]) -> tuple[Duty, int, int, bool]:
    """The duty of a clock that begins at `place`, where it ended, the first moment that no duty has used, and whether it is restarted.

    The moment that ended it may begin another; one that met it at the same instant may not.
    """
    running = Running(course)
    running.begin(moments[:place])
    if not running.again and meet_at_once(running, moments[free:place]):
        return close(running, breaches), place + 1, place + 1, False
    roles = running.terms.roles
    for ended in range(place + 1, len(moments)):
        role = roles.get(moments[ended].kind)
        if role is not None:
            take(running, moments[ended], role)
            if running.ended:
                return close(running, breaches), ended, ended + 1, running.ended == "restarted"
    return close(running, breaches), len(moments), len(moments), False


def take(running: Running, moment: Moment, role: int) -> None:
    """What a fact does: it meets, releases, restarts, lengthens, pauses or explains, in this order; the first three end the clock."""
    terms = running.terms
    if role & MEETS and says(terms.met_by, running, moment):
        running.meet(moment)
    elif role & RELEASES and says(terms.released_by, running, moment):
        running.release(moment, "released")
    elif role & RESTARTS and says(terms.restarted_by, running, moment):
        running.release(moment, "restarted")
    else:
        if role & EXTENDS:
            running.extend(moment)
        if role & PAUSES:
            running.pause(moment)
        if role & EXPLAINS and says(terms.explained_by, running, moment):
            running.explain(moment)


def says(patterns: Patterns, running: Running, moment: Moment) -> bool:
    """Whether the pattern fits; a missing field leaves a doubt."""
    answer = matches(patterns, moment, running.key, running.case)
    if isinstance(answer, str):
        running.doubt = running.doubt or answer
    return answer is True


def open_course(rule: Rule, moment: Moment, key: str, case: Case, again: bool) -> Course | None:
    """The clock that this fact starts (or restarts), or None."""
    clock = rule.shape
    assert isinstance(clock, Clock)
    starts, terms = clock.openings.on(moment.day) or NEVER
    answer = True if again else starts is not None and matches(starts, moment, key, case)
    if answer is False:
        return None
    missing = answer if isinstance(answer, str) else ""
    if rule.judged_by.what != "start":
        terms, unsaid = terms_for(rule, clock, moment, key, case)
        missing = unsaid or missing
    if terms is None:
        return None
    ready = terms.ready.get(0) if terms.sole and not moment.fact.date_only else None
    chosen: Chosen = ready or choose_limit(terms, moment, key, case)
    if chosen.none:
        return None
    return rule, terms, chosen, key, case, moment, again, "" if again or starts is None else starts.source, chosen.missing or missing


def terms_for(rule: Rule, clock: Clock, moment: Moment, key: str, case: Case) -> tuple[Terms | None, str]:
    """The terms in force on the day that `judged_by` names; where that day is missing, the start day's, and what is missing."""
    named = judging_day(rule, moment, key, case)
    if isinstance(named, str):
        return clock.terms_on(moment.day), named
    return clock.terms_on(named), ""


def meet_at_once(running: Running, earlier: Sequence[Moment]) -> bool:
    """A meeting event at the same instant counts in either order, unless it already met another duty."""
    for moment in reversed(earlier):
        if moment.at != running.start.at:
            return False
        if running.terms.roles.get(moment.kind, 0) & MEETS and says(running.terms.met_by, running, moment):
            running.meet(moment)
            return True
    return False


def close(running: Running, breaches: list[Breach]) -> Duty:
    breaches += running.breaches
    return duty_of(running)
