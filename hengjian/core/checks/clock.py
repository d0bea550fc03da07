"""One running clock: what each fact does to it, when it ends, and what it says at last. The order of facts is `deadline.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from hengjian.core.calendar import Calendar
from hengjian.core.case import Instant, Moment
from hengjian.core.checks.ending import Ending, amounts, day_ending, due_minute, rolled
from hengjian.core.checks.extending import added, approver_fits, choose
from hengjian.core.checks.limits import warning
from hengjian.core.checks.standstill import Segment, Standstill, excluded_days, excluded_minutes, open_before
from hengjian.core.checks.straight import Course
from hengjian.core.evaluation import Breach, Extension, Reason
from hengjian.core.lawbook.clocks import Step
from hengjian.core.lawbook.values import Length
from hengjian.core.period import last_day


class Running:
    """A clock from its start on. What a fact may change has its value at the start as a class attribute.

    `ended` names how it ended (met, released, restarted) and `by` the moment; `missing` makes the whole answer undetermined, `doubt`
    only one that would be to somebody's disadvantage. `warns`: how long before its end (without a figure, after its start) policy
    warns. `ending`: what is known of an end counted in days. `state` is its answer.
    """

    nominal: Any = None
    due: Any = None
    ended = doubt = state = ""
    late = False
    explained: Moment | None = None
    still: Standstill | None = None
    ending: Ending | None = None
    used: Mapping[int, int] = {}
    reasons: tuple[Reason, ...] = ()
    extensions: tuple[Extension, ...] = ()
    breaches: tuple[Breach, ...] = ()

    def __init__(self, course: Course):
        self.rule, self.terms, self.chosen, self.key, self.case, self.start, self.again, self.source, self.missing = course
        self.calendar: Calendar = self.case.law.calendars[self.terms.counting.calendar]
        self.total: Length = self.chosen.length
        self.in_hours: bool = self.chosen.in_hours or self.total.hours > 0
        self.by, self.warns = self.start, self.chosen.warns

    def begin(self, earlier: Sequence[Moment]) -> None:
        """Sets it going; what stands still already counts from the start day on."""
        if self.terms.intervals:
            self.still = open_before(self.terms, earlier, self.key, self.case)
            if self.still.current is not None:
                begun = self.still.current.start
                self.reasons = (Reason("already_standing_still", (begun.kind, begun.shown)),)
        if self.segments or self.in_hours or self.missing or not self.chosen.has_figure:
            self.count(self.start)
        else:
            self.ending = day_ending(self.chosen, self.terms.counting, self.start.day, self.case.law)
            self.nominal, self.due = self.ending.nominal, self.ending.due

    @property
    def standing(self) -> Segment | None:
        """The open stretch during which the clock stands still."""
        return self.still.current if self.still is not None else None

    @property
    def segments(self) -> Sequence[Segment]:
        return self.still.segments if self.still is not None else ()

    def count(self, until: Moment | Instant) -> None:
        """Works out nominal and due anew; an open standstill is taken as closed then (the least possible due time)."""
        self.ending = None
        if self.missing or not self.chosen.has_figure:
            return
        if self.in_hours:
            out = excluded_minutes(self.segments, self.start.minute, until.minute) if self.segments else 0
            self.nominal = self.chosen.base_minute(self.start) + self.total.hours * 60 + out
            self.due = due_minute(self.nominal, self.chosen, self.start.at, self.terms.counting, self.case.law)
        else:
            self.nominal = self.nominal_day(until.day)
            self.due = rolled(self.nominal, self.total, self.terms.counting, self.calendar, self.case.law)

    def nominal_day(self, until: date) -> date:
        """The last day, not rolled."""
        out = 0
        if self.segments:
            both = self.case.law.policy("exclusion_days") == "both_days"
            working = self.calendar if self.total.working_days else None
            out = excluded_days(self.segments, self.start.day, until, both, working)
        return last_day(self.chosen.base_day(self.start), self.total, out, self.calendar, self.terms.counting.months)

    def place(self, moment: Moment) -> Any:
        """The moment on the scale of this clock: a minute or a day."""
        return moment.minute if self.in_hours else moment.day

    def in_time(self, moment: Moment) -> bool:
        """Whether something done now is in time: on or before the due day or minute, or while the clock stands still."""
        return self.due is None or self.standing is not None or self.place(moment) <= self.due

    def too_coarse(self, moment: Moment) -> bool:
        """A day alone cannot be judged by hours; one that leaves no doubt either way still counts as too coarse."""
        return self.due is not None and self.in_hours and moment.fact.date_only

    def meet(self, moment: Moment) -> None:
        if self.too_coarse(moment):
            self.missing = self.missing or "time"
        if self.standing:
            self.count(moment)
        self.late = not self.in_time(moment)
        self.ended, self.by = "met", moment

    def release(self, moment: Moment, how: str) -> None:
        """In time it ends the duty; late it cures nothing."""
        if self.too_coarse(moment):
            self.doubt = self.doubt or "time"
        if self.missing or self.in_time(moment):
            if self.standing:
                self.count(moment)
            self.ended, self.by = how, moment
        else:
            self.reasons += (Reason(f"{how}_too_late", (moment.kind, moment.shown)),)

    def pause(self, moment: Moment) -> None:
        """Opens or closes an interval that does not count."""
        before_end = self.due is not None and self.place(moment) < (self.due if self.in_hours else self.nominal)
        if self.still is None or not self.still.take(moment, self.key, self.case, before_end):
            return
        segment = self.still.segments[-1]
        if self.due is not None and self.in_hours and moment.fact.date_only:
            self.missing = self.missing or "time"
        if not segment.counts:
            self.reasons += (Reason("standstill_after_end", (moment.kind, moment.shown)),)
        elif segment.to is None:
            self.reasons += (Reason("standstill_begins", (moment.kind, moment.shown)),)
        else:
            self.count(moment)
            self.reasons += (Reason("standstill_ends", (moment.kind, moment.shown, self.shown(self.nominal))),)

    def extend(self, moment: Moment) -> None:
        """A longer period, if the event counts; otherwise a breach of its own."""
        if self.due is None:
            return
        found = choose(self.steps_for(moment), self.used, moment, self.key, self.case)
        if found.missing:
            self.doubt = self.doubt or found.missing
        elif found.fault:
            self.refuse(moment, found.fault)
        elif found.step is not None:
            self.try_step(moment, found.place, found.step)

    def steps_for(self, moment: Moment) -> tuple[Step, ...]:
        """The steps of the start day's law, or of the act's, as the policy `procedure_follows` says where they differ."""
        versions = self.rule.shape.versions  # type: ignore[union-attr]
        if len(versions.days) == 1:
            return self.terms.steps
        current = versions.on(moment.day)
        if current is None or current.steps == self.terms.steps:
            return self.terms.steps
        follows = self.case.law.policy("procedure_follows")
        self.reasons += (Reason("policy", ("procedure_follows", follows)),)
        return current.steps if follows == "act" else self.terms.steps

    def try_step(self, moment: Moment, place: int, step: Step) -> None:
        if self.too_coarse(moment):
            self.doubt = self.doubt or "time"
        if not self.in_time(moment):
            self.refuse(moment, "extension_late")
            return
        fits = approver_fits(step.approver, moment, self.case)
        if fits is False:
            self.refuse(moment, "extension_wrong_approver")
            return
        if fits is None and self.unrecorded(moment):
            return
        length = added(step, moment)
        if length == "missing":
            self.doubt = self.doubt or (step.read.field if step.read else "")
        elif isinstance(length, str):
            self.refuse(moment, length)
        else:
            self.lengthen(moment, place, step, length)

    def unrecorded(self, moment: Moment) -> bool:
        """Whether an extension whose approver is not recorded stays out, by policy."""
        policy = self.case.law.policy("unrecorded_approver")
        self.reasons += (Reason("approver_not_recorded", (moment.kind, moment.shown)),)
        self.reasons += (Reason("policy", ("unrecorded_approver", policy)),)
        if policy == "counts":
            return False
        self.doubt = self.doubt or "by_level"
        return True

    def lengthen(self, moment: Moment, place: int, step: Step, length: Length) -> None:
        before = self.shown(self.nominal)
        self.used = {**self.used, place: self.used.get(place, 0) + 1}
        if step.to is not None:
            self.total, self.chosen = step.to, self.chosen.from_start()
            self.in_hours = self.total.hours > 0
        else:
            self.total = self.total.plus(length)
        self.warns = warning(self.total, self.case.law)
        self.count(moment)
        self.extensions += (Extension(moment.mark, before, self.shown(self.nominal)),)
        figure = step.to or length
        code = "extended_to" if step.to else "extended_by"
        self.reasons += (Reason(code, (moment.kind, moment.shown, amounts(figure), step.source, self.shown(self.nominal))),)

    def refuse(self, moment: Moment, fault: str) -> None:
        """An extension that does not count is a finding of its own."""
        reason = Reason(fault, (moment.kind, moment.shown, self.shown(self.due)))
        self.reasons += (reason,)
        self.breaches += (Breach(self.rule.id, self.key, "breached", moment.mark, fault, "", (reason,)),)

    def explain(self, moment: Moment) -> None:
        self.explained = moment

    @property
    def doubtful(self) -> str:
        """The field without which something in the handler's favour could not be decided."""
        return self.doubt or (self.still.doubt if self.still is not None else "")

    def shown(self, place: Any) -> date | datetime | None:
        """A day as it is, a minute as a local time."""
        return self.chosen.local(place, self.calendar)
