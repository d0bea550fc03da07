"""When a clock stands still: intervals from one event to another, paired by what they are about, united, counted in days or minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from hengjian.core.calendar import Calendar
from hengjian.core.case import Case, Moment
from hengjian.core.conditions import matches
from hengjian.core.lawbook.clocks import Interval, Terms

DAY = timedelta(days=1)


@dataclass(slots=True)
class Segment:
    """A united stretch; `to` is None while open. `counts` is False where it began on or after the nominal end."""

    start: Moment
    to: Moment | None
    counts: bool


@dataclass(slots=True)
class Standstill:
    """Which intervals are open now, and the stretches so far.

    An opening adds what it is about and is not open yet; a closing ends what it shares a key with; one of the two without
    `about` goes with everything. `doubt` names the field without which a pattern could not be decided.
    """

    intervals: tuple[Interval, ...]
    open: list[tuple[int, frozenset[str]]] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    doubt: str = ""

    @property
    def current(self) -> Segment | None:
        """The open stretch, if it counts: the clock stands still."""
        if self.segments and self.segments[-1].to is None and self.segments[-1].counts:
            return self.segments[-1]
        return None

    def take(self, moment: Moment, key: str, case: Case, counts: bool) -> bool:
        """Opens or closes intervals; True if a stretch began or ended. `counts`: whether one that begins now would count."""
        was_open = bool(self.open)
        for place, interval in enumerate(self.intervals):
            if moment.kind in interval.end.kinds and self._says(interval.end, moment, key, case):
                self._close(place, frozenset(moment.fact.about))
            if moment.kind in interval.start.kinds and self._says(interval.start, moment, key, case):
                self._open(place, frozenset(moment.fact.about))
        if self.open and not was_open:
            self.segments.append(Segment(moment, None, counts))
        elif was_open and not self.open:
            self.segments[-1].to = moment
        return was_open is not bool(self.open)

    def _says(self, patterns: object, moment: Moment, key: str, case: Case) -> bool:
        answer = matches(patterns, moment, key, case)  # type: ignore[arg-type]
        if isinstance(answer, str):
            self.doubt = self.doubt or answer
        return answer is True

    def _open(self, place: int, about: frozenset[str]) -> None:
        taken = [one for where, one in self.open if where == place]
        fresh = about - frozenset().union(*taken)
        if fresh or not (about or frozenset() in taken):
            self.open.append((place, fresh))

    def _close(self, place: int, about: frozenset[str]) -> None:
        left: list[tuple[int, frozenset[str]]] = []
        for where, one in self.open:
            rest = one - about
            if where != place or (rest and about):
                left.append((where, rest if where == place else one))
        self.open = left


def open_before(terms: Terms, earlier: Sequence[Moment], key: str, case: Case) -> Standstill:
    """The state in which a clock that starts now finds its intervals: what is open counts from the start day on."""
    state, opens = Standstill(terms.intervals), terms.opens
    if any(moment.kind in opens for moment in earlier):
        for moment in earlier:
            state.take(moment, key, case, True)
        state.segments = state.segments[-1:] if state.open else []
    return state


def excluded_days(segments: Sequence[Segment], start: date, until: date, both: bool, working: Calendar | None) -> int:
    """Days that do not count: after the day of the opening up to the day of the closing; `both` counts the opening day as well.

    `until` closes an open stretch. In working days where a calendar is given. No day counts twice, none before the start.
    """
    total, counted = 0, start
    for segment in segments:
        if segment.counts:
            first = max(segment.start.day - DAY if both else segment.start.day, counted)
            last = segment.to.day if segment.to else until
            if last > first:
                total += working.working_between(first, last) if working else (last - first).days
                counted = last
    return total


def excluded_minutes(segments: Sequence[Segment], start: int, until: int) -> int:
    """Minutes that do not count, exactly from opening to closing."""
    counting = [segment for segment in segments if segment.counts]
    return sum(max(0, (one.to.minute if one.to else until) - max(one.start.minute, start)) for one in counting)
