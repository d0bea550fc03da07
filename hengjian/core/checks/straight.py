"""A clock that runs straight: from its start to the fact that meets it, or on, and nothing else touches it. Most do.

It answers as `clock.py` would, without the registers that pauses, extensions and restarts need; where something else touches the clock,
or might, `run_straight` gives None and the general way is gone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial

from hengjian.core.case import Case, Moment
from hengjian.core.checks.ending import ALMOST_A_MINUTE, Ending, day_ending, due_minute, hour_reasons, limit_reasons
from hengjian.core.checks.limits import Chosen
from hengjian.core.checks.standstill import open_before
from hengjian.core.conditions import matches
from hengjian.core.evaluation import Duty, Reason, Story, made
from hengjian.core.lawbook.clocks import MEETS, RELEASES, RESTARTS, TOUCHES, Terms
from hengjian.core.lawbook.rule import Rule
from hengjian.core.lawbook.values import Patterns
from hengjian.core.period import HOUR, at_minute

SAID = {
    (0, False): ("pending", ""), (0, True): ("overdue", "overdue"), (MEETS, False): ("met", "met"), (MEETS, True): ("met_late", "met_late"),
    (RELEASES, False): ("released", "ended_released"), (RESTARTS, False): ("released", "ended_restarted"),
}  # fmt: skip
"""By the role of what ended the clock (0: nothing did) and whether that, or now, is late: its state, and the reason for it."""


Course = tuple[Rule, Terms, Chosen, str, Case, Moment, bool, str, str]
"""A clock that begins: its rule, terms, limit, key, case and start; whether it is a restart; the article of the start; why nothing can
be said of it, if so."""


def tell_straight(
    course: Course, by: Moment | None, how: str, due: date | datetime | None, minute: int | None, ending: Ending | None
) -> Story:
    """The story of a clock that ran straight. `by`: what ended it; `minute`: nominal end of a limit in hours; `ending`: of one in days."""
    _rule, terms, chosen, _key, case, start, again, source, missing = course
    law, counting = case.law, terms.counting
    begun = made(Reason, ("restarted" if again else "started", (start.kind, start.shown, source)))
    limit = chosen.told or limit_reasons(chosen, counting, chosen.in_hours or chosen.length.hours > 0, law)
    last: tuple[Reason, ...] = (made(Reason, (how, (by.kind, by.shown) if by else (due,))),) if how else ()
    if missing:
        last += (Reason("missing", (missing,)),)
    if ending is not None:
        return made(Story, (ending.nominal, (), (), ending.rolls, (begun, *limit, *ending.reasons, *last)))
    if minute is None:
        return made(Story, (None, (), (), (), (begun, *limit, *last)))
    nominal = at_minute(minute, law.calendars[counting.calendar])
    return made(Story, (nominal, (), (), (), (begun, *limit, *hour_reasons(nominal, due, chosen, counting, law), *last)))


def run_straight(course: Course, moments: Sequence[Moment], place: int) -> tuple[Duty, int, bool] | None:
    """The duty of a clock that begins at `place`, the place where it ended (beyond the last if it runs on), and whether it is restarted."""
    rule, terms, chosen, key, case, start, again, _source, missing = course
    counted = chosen.counted if not missing else "not"
    if not counted or (place and touched_before(terms, again, moments, place, key, case)):
        return None
    ended, role = len(moments), 0
    if place + 1 < ended:
        ended, role = first_end(terms.alone, key, case, moments, place)
        if role < 0:
            return None
    by = moments[ended] if role else None
    due: date | datetime | None = None
    due_at = warn_at = minute = ending = None
    late = False
    if counted == "days":
        ending = chosen.endings.get(start.day)
        if ending is None:
            ending = day_ending(chosen, terms.counting, start.day, case.law)
        _nominal, due, due_at, warn_at, _rolls, _reasons = ending
        late = (by or case.now_on(terms.counting.calendar)).day > due
    elif counted == "hours":
        if by and by.fact.date_only:
            return None
        minute = start.minute + chosen.length.hours * HOUR
        last = due_minute(minute, chosen, start.at, terms.counting, case.law)
        due = at_minute(last, case.law.calendars[terms.counting.calendar])
        due_at, warn_at = due + ALMOST_A_MINUTE, due - chosen.warns if chosen.warns is not None else None
        late = (by or case.now_on(terms.counting.calendar)).minute > last
    elif chosen.warns is not None:  # without a figure policy warns so long after the start
        warn_at = start.at + chosen.warns
    if late and role > MEETS:
        return None  # late it cures nothing
    state, how = SAID[role, late] if not missing else ("undetermined", "met" if role == MEETS else "")
    if state != "pending":
        warn_at = None
    story = partial(tell_straight, course, by, how, due, minute, ending)
    met = by.mark if role == MEETS and by else None
    return Duty(rule.id, key, state, start.mark, due, due_at, warn_at, met, None, missing, story), ended, role == RESTARTS


def touched_before(terms: Terms, again: bool, moments: Sequence[Moment], place: int, key: str, case: Case) -> bool:
    """Whether a fact before the start bears on the clock: one of the same instant, or one that opened a standstill still open."""
    if not again and moments[place - 1].at == moments[place].at:
        return True
    if not terms.opens:
        return False
    before = open_before(terms, moments[:place], key, case)
    return bool(before.open or before.doubt)


def first_end(
    alone: Mapping[str, tuple[int, Patterns | None]], key: str, case: Case, moments: Sequence[Moment], place: int
) -> tuple[int, int]:
    """Where the clock ends and by what role; beyond the last moment and 0 if it runs on, TOUCHES if another fact touches it before."""
    for later in range(place + 1, len(moments)):
        moment = moments[later]
        found = alone.get(moment.kind)
        if found is not None:
            role, patterns = found
            answer = matches(patterns, moment, key, case) if patterns is not None else ""
            if answer is not False:
                return later, role if answer is True else TOUCHES
    return len(moments), 0
