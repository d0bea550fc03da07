"""The year of the city as it was lived: acts recorded hour by hour, and what the watch found and people did about it at the time.

All through the record path and the actions that everybody uses, with the moment that is told as `now`; no row is written here.
How findings are answered stands in `answering`, how days are signed in `reviewing`.
"""

from __future__ import annotations

import heapq
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count, groupby
from random import Random

from hengjian.core.evaluate import evaluate
from hengjian.core.facts import Fact
from hengjian.feeds.city.cast import Cast
from hengjian.feeds.city.stories.act import Luck
from hengjian.ledger.corrections import facts as facts_of_events
from hengjian.ledger.errors import StaleStream
from hengjian.ledger.models import Event
from hengjian.watch.supervision.look import INSTITUTION, supervise
from hengjian.work.findings.faults import faults_of
from hengjian.work.matters import project
from hengjian.work.matters.draft import as_fact
from hengjian.work.matters.history import PastAct, Recorder, hour_of, latest
from hengjian.work.matters.lawbook import law_in_force
from hengjian.work.matters.models import Matter
from hengjian.work.people.access import Viewer, viewer_for
from hengjian.work.people.models import Unit
from hengjian.work.people.refusal import Refused

log = logging.getLogger("hengjian.city")
SOON = timedelta(seconds=40)
"""How long after a clock has run out the watch looks."""
Deed = Callable[[], object]
Heard = Callable[[PastAct, Event], object]
Found = Callable[[str, Event], object]


@dataclass
class Year:
    """The city while its year is told: `clock` is the moment told so far and never goes back.

    `foreseen` says when something of a matter goes wrong, `ends` when its story has been told to its end, both by the matter's name.
    """

    cast: Cast
    recorder: Recorder
    clock: datetime
    foreseen: Mapping[str, Sequence[datetime]]
    ends: Mapping[str, datetime]
    luck: Luck = field(default_factory=lambda: Luck(Random(23)))
    heard: list[Heard] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)
    watched: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)
    viewers: dict[str, Viewer] = field(default_factory=dict)
    agenda: list[tuple[datetime, int, Deed]] = field(default_factory=list)
    numbers: count = field(default_factory=count)

    def at(self, moment: datetime, deed: Deed) -> None:
        """Puts a deed on the agenda."""
        heapq.heappush(self.agenda, (moment, next(self.numbers), deed))

    def after(self, delay: timedelta, deed: Deed) -> None:
        self.at(self.clock + delay, deed)

    def until(self, moment: datetime) -> None:
        """Does what is due before `moment`. What cannot be done any more is left, as people leave it."""
        while self.agenda and self.agenda[0][0] < moment:
            due, _number, deed = heapq.heappop(self.agenda)
            self.clock = max(self.clock, due)
            try:
                deed()
            except (Refused, StaleStream) as refusal:
                log.info("left undone at %s: %s", self.clock, refusal)

    def record(self, batch: Sequence[PastAct]) -> list[Event]:
        """Records acts and tells everybody who listens."""
        self.clock = max(self.clock, latest(batch))
        events = self.recorder.record(batch, self.clock)
        for act, event in zip(batch, events, strict=True):
            if event.version == 1:
                self.begin(act, event)
            for listener in self.heard:
                listener(act, event)
        for name in dict.fromkeys(act.matter for act in batch if act.matter in self.watched):
            self.after(SOON, lambda name=name: self.look(name))
        return events

    def begin(self, act: PastAct, event: Event) -> None:
        """A matter begins: the watch will look when something of it goes wrong."""
        self.names[event.matter] = act.matter
        for moment in self.foreseen.get(act.matter, ()):
            self.at(moment + SOON, lambda: self.look(act.matter))

    def stand(self, name: str) -> Matter:
        """Writes the matter's row as it stands now, so that watch and people can see it; its duties follow when the year is told."""
        matter = self.recorder.standing[name].matter
        project.put_row(matter)
        return matter

    def look(self, name: str) -> None:
        """The watch looks at a matter; whoever waits for findings hears of new ones."""
        row, facts = self.stand(name), facts_of_events(self.recorder.events[name])
        found = evaluate(facts, law_in_force(), self.clock, attributes=project.attributes(row))
        for event in supervise(row, facts, found).raised:
            self.watched.add(name)
            for listener in self.found:
                listener(name, event)

    def viewer(self, unit: Unit, role: str) -> Viewer:
        """Somebody who holds the role at the unit or above it."""
        account = self.cast.who(unit, role, self.luck.random)
        if account.person not in self.viewers:
            self.viewers[account.person] = viewer_for(account, self.clock)
        return self.viewers[account.person]


def foreseen(acts: Sequence[PastAct], now: datetime) -> dict[str, list[datetime]]:
    """When something of each matter goes wrong, by its name: worked out from the acts before any of them is recorded."""
    recorder, facts, first = Recorder(now), dict[str, list[Fact]](), dict[str, PastAct]()
    for number, act in enumerate(acts):
        fact = replace(as_fact(recorder.drafted(act), number), id=str(number))
        facts.setdefault(act.matter, []).append(fact)
        first.setdefault(act.matter, act)
    law, moments = law_in_force(), {}
    for name, told in facts.items():
        attributes = {
            "matter": first[name].kind,
            "category": told[0].body.get("category", ""),
            "level": first[name].unit.level,
            "stage": recorder.told[name].stage,
        }
        wrong = {fault.since for fault in faults_of(evaluate(told, law, now, attributes=attributes), law.of_others(INSTITUTION))}
        if wrong:
            moments[name] = sorted(wrong)
    return moments


def ends_of(acts: Sequence[PastAct]) -> dict[str, datetime]:
    """When the last act of each matter happens."""
    return {act.matter: act.at for act in acts}


def hours(acts: Sequence[PastAct]) -> list[list[PastAct]]:
    return [list(group) for _hour, group in groupby(acts, key=hour_of)]
