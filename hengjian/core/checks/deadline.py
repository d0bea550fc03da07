"""`deadline`: after A, B within a limit. Runs the facts of one key through its clocks and says each as a Duty (law.md, Time)."""

from __future__ import annotations

from collections.abc import Sequence

from hengjian.core.case import Case, Moment
from hengjian.core.checks.answering import duty_of
from hengjian.core.checks.clock import Running
from hengjian.core.checks.judging import judging_day
from hengjian.core.conditions import matches
from hengjian.core.evaluation import Breach, Duty, Reason
from hengjian.core.lawbook.clocks import EXPLAINS, EXTENDS, MEETS, PAUSES, RELEASES, RESTARTS, Clock, Terms
from hengjian.core.lawbook.rule import Rule
from hengjian.core.lawbook.values import Patterns

Answers = tuple[list[Duty], list[Breach]]


def judge(rule: Rule, moments: Sequence[Moment], key: str, case: Case) -> Answers:
    """Every duty of the rule for one key, in order of start, and the extensions that do not count."""
    duties: list[Duty] = []
    breaches: list[Breach] = []
    triggers = rule.triggers
    running: Running | None = None
    spent = -1
    for place, moment in enumerate(moments):
        again = False
        if running is not None:
            role = running.terms.roles.get(moment.kind)
            if role is None:
                continue
            take(running, moment, role)
            if not running.ended:
                continue
            close(running, duties, breaches)
            again, running, spent = running.ended == "restarted", None, place
        if again or moment.kind in triggers:
            running = start(rule, moment, key, case, moments[:place], again)
            if running is not None and not again and meet_at_once(running, moments[spent + 1 : place]):
                close(running, duties, breaches)
                running, spent = None, place
    if running is not None:
        close(running, duties, breaches)
    return duties, breaches


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


def start(rule: Rule, moment: Moment, key: str, case: Case, earlier: Sequence[Moment], again: bool) -> Running | None:
    """A new clock if this fact starts one (or restarts it), else None."""
    clock = rule.shape
    assert isinstance(clock, Clock)
    starts = clock.starts.on(moment.day)
    answer = True if again else starts is not None and matches(starts, moment, key, case)
    if answer is False:
        return None
    terms, missing = terms_for(rule, clock, moment, key, case)
    if terms is None:
        return None
    running = Running(rule, terms, key, case, moment, earlier)
    if running.chosen.none:
        return None
    if missing or isinstance(answer, str):
        running.missing = running.missing or missing or str(answer)
        running.nominal = running.due = None
    source = "" if again or starts is None else starts.source
    running.first = Reason("restarted" if again else "started", (moment.kind, moment.shown, source))
    return running


def terms_for(rule: Rule, clock: Clock, moment: Moment, key: str, case: Case) -> tuple[Terms | None, str]:
    """The terms in force on the day that `judged_by` names; where that day is missing, the start day's, and what is missing."""
    if rule.judged_by.what == "start":
        return clock.terms_on(moment.day), ""
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


def close(running: Running, duties: list[Duty], breaches: list[Breach]) -> None:
    duties.append(duty_of(running))
    breaches += running.breaches
