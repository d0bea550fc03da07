"""The clear facts of the ledger as columns, part by part: whole matters, in the order of their ids, up to one place of the log.

Bounded memory however many matters there are. What is judged over them stands in `judging.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from django.db.models import QuerySet

from hengjian.bulk.event_log import EventLog
from hengjian.bulk.mapping import Mapping
from hengjian.bulk.times import EPOCH
from hengjian.core.facts import Fact
from hengjian.core.lawbook.rule import Rule
from hengjian.core.values import SHANGHAI
from hengjian.ledger.read import facts_up_to
from hengjian.work.matters.models import Matter
from hengjian.work.matters.project import attributes
from hengjian.work.people.roles import INSTITUTION

AT_ONCE = 5_000  # matters; for each part the law is laid out once more
MAPPING = Mapping("matter", "event", None, zone=SHANGHAI, institution=INSTITUTION)
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Scope:
    """Which matters: opened from `since` to `until` (local days, both included, either may be open), as the log of `place` events tells
    them, judged at `now`."""

    place: int
    now: datetime
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Part:
    """Some matters with all of their facts up to the scope's place and moment, in the order in which the law reads them.

    `seen`: how many matters were looked through for them.
    """

    matters: Sequence[Matter]
    facts: Sequence[Sequence[Fact]]
    seen: int

    @cached_property
    def attributes(self) -> list[dict[str, Any]]:
        return [attributes(matter) for matter in self.matters]

    @cached_property
    def flat(self) -> list[Fact]:
        """The facts of all matters laid end to end: place of an event in the columns -> fact."""
        return [fact for facts in self.facts for fact in facts]


def matters_in(scope: Scope, rules: Collection[Rule]) -> QuerySet[Matter]:
    """The matters that one of these rules may apply to by their kind; further attributes are looked at when it is judged."""
    kinds = kinds_of(rules)
    found = Matter.objects.all() if kinds is None else Matter.objects.filter(kind__in=kinds)
    if scope.since:
        found = found.filter(opened_at__gte=datetime.combine(scope.since, time(), SHANGHAI))
    if scope.until:
        found = found.filter(opened_at__lt=datetime.combine(scope.until + timedelta(days=1), time(), SHANGHAI))
    return found.order_by("id")


def kinds_of(rules: Collection[Rule]) -> set[Any] | None:
    """The kinds of matter that these rules name; None where one of them applies to every kind."""
    found: set[Any] = set()
    for rule in rules:
        named = dict(rule.applies_to).get("matter")
        if named is None:
            return None
        found.update(named)
    return found


def parts(scope: Scope, rules: Collection[Rule]) -> Iterator[Part]:
    """The matters in scope, part by part; none is read that no rule applies to."""
    after, asked_of = "", Asked(rules)
    while True:
        matters = list(matters_in(scope, rules).select_related("unit").filter(id__gt=after)[:AT_ONCE])
        if not matters:
            return
        after = matters[-1].id
        asked = [matter for matter in matters if asked_of(matter)]
        told = facts_up_to(scope.place, [matter.id for matter in asked])
        yield Part(asked, [in_order(told[matter.id], scope.now) for matter in asked], len(matters))


class Asked:
    """Whether some rule applies to a matter; asked once for each sort of matter."""

    def __init__(self, rules: Collection[Rule]) -> None:
        self.rules = rules
        self.known: dict[tuple[Any, ...], bool] = {}

    def __call__(self, matter: Matter) -> bool:
        said = attributes(matter)
        key = tuple(said.values())
        if key not in self.known:
            self.known[key] = any(rule.applies(said) for rule in self.rules)
        return self.known[key]


def in_order(facts: Sequence[Fact], now: datetime) -> list[Fact]:
    return sorted((fact for fact in facts if fact.at <= now), key=lambda fact: (fact.at, fact.seq))


def log_of(part: Part, fields: Collection[str]) -> EventLog:
    """A part as columns, of the bodies those fields that some rule reads."""
    facts = part.flat
    lengths = [len(one) for one in part.facts]
    kinds = sorted({fact.kind for fact in facts})
    places = {kind: place for place, kind in enumerate(kinds)}
    there = {name for fact in facts for name in fact.body}
    return EventLog(
        path=Path("ledger"),
        mapping=MAPPING,
        matters=[matter.id for matter in part.matters],
        units=[matter.unit.code for matter in part.matters],
        attributes=part.attributes,
        starts=np.cumsum([0, *lengths]),
        matter=np.repeat(np.arange(len(lengths)), lengths),
        kinds=kinds,
        kind=np.array([places[fact.kind] for fact in facts], np.int64),
        at=np.array([(fact.at - EPOCH) // MICROSECOND for fact in facts], np.int64),
        date_only=np.array([fact.date_only for fact in facts], bool),
        row=np.arange(len(facts)),
        about=[fact.about for fact in facts],
        by=[fact.by for fact in facts],
        fields={name: [fact.body.get(name) for fact in facts] for name in sorted(there & set(fields))},
    )
