"""The facts of one matter as the checks see them: in order, local, up to now, by key. No rule stands here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from hengjian.core.evaluation import Mark, made
from hengjian.core.facts import Fact
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.period import local, minute_of

AT, SEQ = attrgetter("at"), attrgetter("seq")
WHOLE = ("",)  # the one key where the matter is judged as a whole


class Moment:
    """A fact in its place: local time, local day, place in the order of the matter, its mark.

    `shown`: the day where the source knew no more, else the time.
    """

    __slots__ = ("fact", "kind", "at", "day", "shown", "place", "mark")

    def __init__(self, fact: Fact, place: int, zone: ZoneInfo):
        self.fact = fact
        self.kind = kind = fact.kind
        self.at = at = local(fact.at, zone)
        self.day = day = at.date()
        self.shown: date | datetime = day if fact.date_only else at
        self.place = place
        self.mark = made(Mark, (fact.id or f"#{place}", kind, at, fact.date_only))

    @property
    def minute(self) -> int:
        """Whole minutes since 1970 in UTC."""
        return minute_of(self.fact.at)


class Instant:
    """A moment at which nothing happens: `now`, seen in a zone."""

    __slots__ = ("day", "minute")

    def __init__(self, at: datetime, zone: ZoneInfo):
        self.day = local(at, zone).date()
        self.minute = minute_of(at)


class Case:
    """One matter at one moment under one law. Facts later than `now` do not count yet; `next_fact_at` says when the first will."""

    def __init__(self, facts: Iterable[Fact], law: Lawbook, now: datetime, attributes: Mapping[str, Any]):
        ordered = sorted(sorted(facts, key=SEQ), key=AT)  # in half the time of sorting by both at once
        self.next_fact_at: datetime | None = None
        if ordered and ordered[-1].at > now:
            self.next_fact_at = next(fact.at for fact in ordered if fact.at > now)
            ordered = [fact for fact in ordered if fact.at <= now]
        self.facts: Sequence[Fact] = ordered
        self.law, self.now, self.attributes = law, now, attributes
        self._kinds: dict[str, list[tuple[int, Fact]]] = {}
        self.named: frozenset[str] = frozenset().union(*[fact.about for fact in ordered if fact.about])
        """Every key that a fact names."""
        self._keys: dict[str, tuple[str, ...]] = {"matter": WHOLE}
        self._nows: dict[str, Instant] = {}

    def moments(self, zone: ZoneInfo) -> list[Moment]:
        return [Moment(fact, place, zone) for place, fact in enumerate(self.facts)]

    def now_on(self, calendar: str) -> Instant:
        """`now` in the zone of a calendar."""
        found = self._nows.get(calendar)
        if found is None:
            found = self._nows[calendar] = Instant(self.now, self.law.calendars[calendar].zone)
        return found

    def keys(self, sort: str) -> tuple[str, ...]:
        """The keys a rule of this sort is judged for; the empty key where nothing of the sort is named."""
        found = self._keys.get(sort)
        if found is None:
            found = self._keys[sort] = tuple(sorted((key for key in self.named if key.partition(":")[0] == sort), key=key_order)) or WHOLE
        return found

    def last(self, kind: str, key: str, moment: Moment) -> Fact | None:
        """The last fact of `kind` about the key (or about what the moment is about), at or before it; else the first after it."""
        after = before = None
        for place, fact in self.of_kind(kind):
            if concerns(fact, key, moment):
                if place <= moment.place:
                    before = fact
                elif after is None:
                    after = fact
        return before or after

    def of_kind(self, kind: str) -> Sequence[tuple[int, Fact]]:
        """The facts of a kind, each with its place."""
        found = self._kinds.get(kind)
        if found is None:
            found = self._kinds[kind] = [(place, fact) for place, fact in enumerate(self.facts) if fact.kind == kind]
        return found


def key_order(key: str) -> tuple[str, int, str]:
    """party:2 before party:10."""
    sort, _, name = key.partition(":")
    return (sort, int(name) if name.isdecimal() else 0, name)


def acts_on(fact: Fact, key: str) -> bool:
    """Whether a fact acts on a key: it names it, or it names nothing of that sort."""
    if not key or not fact.about or key in fact.about:
        return True
    sort = key.partition(":")[0] + ":"
    return not any(one.startswith(sort) for one in fact.about)


def concerns(fact: Fact, key: str, moment: Moment) -> bool:
    """Whether a fact says something about the key, or, for a rule per matter, about what the moment is about."""
    if key:
        return acts_on(fact, key)
    return not fact.about or not moment.fact.about or any(one in moment.fact.about for one in fact.about)
