"""Many acts of the past recorded in one go: the same drafts, events and projections as `take_step`, batched by the hour.

The law gates no past act: what happened happened, and is judged. Values and flow are checked as for every step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from typing import Any

import uuid6
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from hengjian.core.evaluate import evaluate
from hengjian.core.evaluation import Evaluation
from hengjian.core.facts import Fact
from hengjian.ledger.begin import Beginning, beginning, write_beginning
from hengjian.ledger.corrections import facts as facts_of_events
from hengjian.ledger.models import Event
from hengjian.ledger.record import Draft, record_many
from hengjian.ledger.together import write
from hengjian.work.matters import numbers, project, search, secrecy
from hengjian.work.matters.draft import Asked, draft
from hengjian.work.matters.duties import NOTHING, breach_rows, duty_rows, stands_after, weigh
from hengjian.work.matters.lawbook import flows, law_in_force, terms
from hengjian.work.matters.models import BreachRow, DutyRow, ItemRow, Matter, Series, StayRow
from hengjian.work.matters.registers import rows as registers
from hengjian.work.matters.rows import write_new
from hengjian.work.people.access import Seat
from hengjian.work.people.models import Unit
from hengjian.work.people.refusal import Refused

BEGETS = frozenset({"take_up", "punish_on_spot"})
"""Steps of a call that name the case which arises from it."""


@dataclass(frozen=True)
class PastAct:
    """One act of the past. `matter` names the matter among those of this history; the first act of each begins it at `unit`."""

    matter: str
    kind: str
    move: str
    body: Mapping[str, Any]
    person: str
    seat: Seat
    at: datetime
    unit: Unit
    about: str | None = None
    arises_from: str = ""
    source: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    date_only: bool = False


@dataclass
class Told:
    """What drafting the next act of a matter must know of the acts before it."""

    number: str
    stage: str = ""
    secret: bool = False
    keys: list[str] = field(default_factory=list)


@dataclass
class Recorder:
    """The matters of a history while it is recorded."""

    now: datetime
    standing: dict[str, project.Standing] = field(default_factory=dict)
    told: dict[str, Told] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    events: dict[str, list[Event]] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=project.units_by_code)
    last: dict[str, int] = field(default_factory=lambda: dict(Series.objects.values_list("name", "last")))
    used: set[str] = field(default_factory=set)

    def identity(self, name: str) -> str:
        return self.ids.setdefault(name, uuid6.uuid7().hex)

    def drafted(self, act: PastAct) -> Draft:
        """The event of this act; from here on the matter is told as far as this act."""
        flow = flows()[act.kind]
        move = flow.moves[act.move]
        told = self.told.get(act.matter)
        if told is None:
            told = self.told[act.matter] = Told(act.extra.get("number") or self.number(act))
        elif told.stage not in move.sources:
            raise Refused(_("目前阶段不能办理“%(step)s”") % {"step": move.label["zh"]})
        asked = Asked(flow, move, self.named(act.body), act.person, act.seat, act.at, act.about)
        step = draft(asked, self.identity(act.matter), told.keys, terms())
        told.keys += [key for key in step.about if key not in told.keys]
        told.stage = move.to or told.stage
        body = {**step.body, **self.given(act, step, move.start), **act.extra}
        told.secret = told.secret or secrecy.asked_by(step.kind, body) == "reporter"
        return replace(step, body=body, source=act.source, date_only=act.date_only)

    def resume(self, name: str, matter: Matter, events: Sequence[Event]) -> None:
        """Takes a matter that stands already into this history under `name`."""
        self.ids[name] = matter.id
        self.told[name] = Told(
            matter.number, matter.stage, matter.secrecy == "reporter", list(dict.fromkeys(key for event in events for key in event.about))
        )

    def given(self, act: PastAct, step: Draft, start: bool) -> dict[str, Any]:
        """What the house itself adds to an act: the number and unit of a new matter, the id of another that it names."""
        if start:
            linked = {"linked_to": self.identity(act.arises_from), "relation": "arises_from"} if act.arises_from else {}
            linked |= {"reporter_confidential": True} if act.arises_from and self.told[act.arises_from].secret else {}
            return {"kind_of_matter": act.kind, "number": self.told[act.matter].number, "unit": act.unit.code, **linked}
        return {"linked_to": self.identity(act.body["number"]), "relation": step.kind} if act.move in BEGETS else {}

    def named(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """A body whose `number` names a matter of this history bears that matter's number instead."""
        told = self.told.get(body.get("number", ""))
        return {**body, "number": told.number} if told else dict(body)

    def number(self, act: PastAct) -> str:
        series = numbers.series_of(act.kind, act.unit, act.at)
        self.last[series] = self.last.get(series, 0) + 1
        self.used.add(series)
        return f"{series}{self.last[series]:04}"

    def record(self, batch: Sequence[PastAct], now: datetime) -> list[Event]:
        """Records acts in their order, all learned at `now`; their matters stand as far as these acts."""
        steps = [self.drafted(act) for act in batch]
        events = record_many(steps, now=now)
        for act, step, event in zip(batch, steps, events, strict=True):
            self.take(act, step, event)
        return events

    def take(self, act: PastAct, step: Draft, event: Event) -> None:
        standing = self.standing.get(act.matter)
        if standing is None:
            standing = self.standing[act.matter] = project.begin(event, act.unit)
        project.apply(standing, event, step.sealed, self.units)
        self.events.setdefault(act.matter, []).append(event)


def hour_of(act: PastAct) -> datetime:
    return act.at.replace(minute=0, second=0, microsecond=0)


def record_history(acts: Iterable[PastAct], *, now: datetime, progress: Callable[[int], None] = lambda _done: None) -> int:
    """Records acts in order of time; gives back how many events stand. Raises `Refused` for an act that the flow does not know.

    Each event is recorded at the latest moment of its batch, within the hour of its act, so that nothing is entered before it happened.
    """
    recorder, done = Recorder(now), 0
    with transaction.atomic():
        for _hour, group in groupby(acts, key=hour_of):
            batch = list(group)
            recorder.record(batch, latest(batch))
            done += len(batch)
            progress(done)
        finish(recorder)
    return done


def latest(batch: Sequence[PastAct]) -> datetime:
    return max(act.at for act in batch)


@dataclass
class Rows:
    """The rows of matters that begin with this history: how they stand, their duties and breaches."""

    standings: list[project.Standing] = field(default_factory=list)
    duties: list[DutyRow] = field(default_factory=list)
    breaches: list[BreachRow] = field(default_factory=list)
    registers: list[Model] = field(default_factory=list)

    def take(self, standing: project.Standing, found: Evaluation, facts: Sequence[Fact]) -> None:
        weigh(standing.matter, found)
        self.standings.append(standing)
        self.duties += duty_rows(standing.matter, found, NOTHING, stands_after(standing.matter, found))
        self.breaches += breach_rows(standing.matter, found)
        self.registers += [row for rows in registers.registers(standing.matter.id, facts) for row in rows]

    def write(self) -> None:
        write_new([one.matter for one in self.standings])
        write_new(self.duties)
        write_new(self.breaches)
        write_new([row for one in self.standings for row in one.parties])
        write_new([row for one in self.standings for row in one.links])
        search.put_many([text for one in self.standings for text in one.texts])
        write_new([row for row in self.registers if isinstance(row, ItemRow)])
        write_new([row for row in self.registers if isinstance(row, StayRow)])


@dataclass(frozen=True)
class Begun:
    """Matters of the past that nobody has recorded yet, with all that follows from them, thought out and not yet written."""

    events: Beginning
    rows: Rows

    def write(self) -> None:
        """Records them and writes their rows. Call it inside a transaction. `StaleStream` where one stands by now."""
        write_beginning(self.events)
        self.rows.write()


def begun(acts: Sequence[PastAct], now: datetime) -> Begun:
    """New matters by their acts, each with a number of its own. Nothing is written."""
    recorder, rows = Recorder(now), Rows()
    steps = [recorder.drafted(act) for act in acts]
    events = beginning(steps, now=now)
    for act, step, event in zip(acts, steps, events.events, strict=True):
        recorder.take(act, step, event)
    for name, standing in recorder.standing.items():
        facts = facts_of_events(recorder.events[name])
        rows.take(standing, judged(recorder, name, facts), facts)
    return Begun(events, rows)


def finish(recorder: Recorder) -> None:
    """Judges every matter as of now and writes all rows; a row that stands already is brought up to date."""
    new = Rows()
    for name, standing in recorder.standing.items():
        facts = facts_of_events(recorder.events[name])
        found = judged(recorder, name, facts)
        if standing.matter._state.adding:
            new.take(standing, found, facts)
        else:
            project.store(standing, found)
            write(registers.parts(standing.matter.id, facts))
    new.write()
    for name in sorted(recorder.used):
        Series.objects.update_or_create(name=name, defaults={"last": recorder.last[name]})


def judged(recorder: Recorder, name: str, facts: Sequence[Fact]) -> Evaluation:
    """What the law says now of a matter of this history."""
    return evaluate(facts, law_in_force(), recorder.now, attributes=project.attributes(recorder.standing[name].matter))
