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
from django.utils.translation import gettext as _

from hengjian.core.evaluate import evaluate
from hengjian.ledger.corrections import facts as facts_of_events
from hengjian.ledger.models import Event
from hengjian.ledger.record import Draft, record_many
from hengjian.work.matters import numbers, project
from hengjian.work.matters.draft import Asked, draft
from hengjian.work.matters.lawbook import flows, law_in_force, terms
from hengjian.work.matters.models import BreachRow, DutyRow, LinkRow, Matter, PartyRow, Series
from hengjian.work.people.access import Seat
from hengjian.work.people.models import Unit
from hengjian.work.people.refusal import Refused

ROWS_AT_ONCE = 1000


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


@dataclass
class Recorder:
    """The matters of a history while it is recorded."""

    now: datetime
    standing: dict[str, project.Standing] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    events: dict[str, list[Event]] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=project.units_by_code)
    last: dict[str, int] = field(default_factory=lambda: dict(Series.objects.values_list("name", "last")))

    def identity(self, name: str) -> str:
        return self.ids.setdefault(name, uuid6.uuid7().hex)

    def drafted(self, act: PastAct) -> Draft:
        flow = flows()[act.kind]
        move = flow.moves[act.move]
        known = self.standing[act.matter].keys if act.matter in self.standing else []
        body = self.named(act.body)
        step = draft(Asked(flow, move, body, act.person, act.seat, act.at, act.about), self.identity(act.matter), known, terms())
        extra: dict[str, Any] = {}
        if move.start:
            extra = {"kind_of_matter": act.kind, "number": self.number(act), "unit": act.unit.code}
            extra |= {"linked_to": self.identity(act.arises_from), "relation": "arises_from"} if act.arises_from else {}
        elif act.move == "take_up":
            extra = {"linked_to": self.identity(act.body["number"]), "relation": step.kind}
        elif act.matter in self.standing and self.standing[act.matter].matter.stage not in move.sources:
            raise Refused(_("目前阶段不能办理“%(step)s”") % {"step": move.label["zh"]})
        return replace(step, body={**step.body, **extra})

    def named(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """A body whose `number` names a matter of this history bears that matter's number instead."""
        name = body.get("number")
        if name in self.standing:
            return {**body, "number": self.standing[name].matter.number}
        return dict(body)

    def number(self, act: PastAct) -> str:
        series = numbers.series_of(act.kind, act.unit, act.at)
        self.last[series] = self.last.get(series, 0) + 1
        return f"{series}{self.last[series]:04}"

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
            for batch in one_per_matter(group):
                steps = [recorder.drafted(act) for act in batch]
                for act, step, event in zip(batch, steps, record_many(steps, now=latest(batch)), strict=True):
                    recorder.take(act, step, event)
                done += len(batch)
                progress(done)
        finish(recorder)
    return done


def latest(batch: Sequence[PastAct]) -> datetime:
    return max(act.at for act in batch)


def one_per_matter(group: Iterable[PastAct]) -> list[list[PastAct]]:
    """An hour's acts in batches in which no matter comes twice: each step is drafted knowing the one before it."""
    batches: list[list[PastAct]] = []
    depth: dict[str, int] = {}
    for act in group:
        level = depth.get(act.matter, 0)
        named = act.arises_from or (str(act.body.get("number", "")) if act.move == "take_up" else "")
        level = max(level, depth.get(named, 0))
        depth[act.matter] = level + 1
        if level == len(batches):
            batches.append([])
        batches[level].append(act)
    return batches


def finish(recorder: Recorder) -> None:
    """Judges every matter as of now and writes all rows."""
    law = law_in_force()
    duties: list[DutyRow] = []
    breaches: list[BreachRow] = []
    for name, standing in recorder.standing.items():
        matter = standing.matter
        found = evaluate(facts_of_events(recorder.events[name]), law, recorder.now, attributes=project.attributes(matter))
        rows = project.weigh(matter, found)
        duties += rows[0]
        breaches += rows[1]
    standings = list(recorder.standing.values())
    Matter.objects.bulk_create([one.matter for one in standings], batch_size=ROWS_AT_ONCE)
    DutyRow.objects.bulk_create(duties, batch_size=ROWS_AT_ONCE)
    BreachRow.objects.bulk_create(breaches, batch_size=ROWS_AT_ONCE)
    PartyRow.objects.bulk_create([row for one in standings for row in one.parties], batch_size=ROWS_AT_ONCE)
    LinkRow.objects.bulk_create([row for one in standings for row in one.links], batch_size=ROWS_AT_ONCE)
    for name, last in recorder.last.items():
        Series.objects.update_or_create(name=name, defaults={"last": last})
