"""Previewing an import and running it: in portions, each whole or not at all, safe to run again after a stop."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.utils.translation import gettext as _

from hengjian.ledger.models import Event
from hengjian.ledger.read import events_in
from hengjian.ledger.record import record_many
from hengjian.work.matters.history import PastAct, Recorder, begun
from hengjian.work.matters.intake.mapping import Intake
from hengjian.work.matters.intake.rows import Fault, Register, acts_of
from hengjian.work.matters.intake.table import Source, rows_of
from hengjian.work.matters.lawbook import flows, terms
from hengjian.work.matters.models import Matter
from hengjian.work.matters.project import units_by_code
from hengjian.work.matters.rebuild import rewrite
from hengjian.work.people.models import Account, Unit

PORTION = 200
MOST_FAULTS = 1_000
Clock = Callable[[], datetime]


@dataclass
class Outcome:
    """What an import found or did: matters new, continued and known already, events recorded, rows left out, and the faults by row."""

    rows: int = 0
    new: int = 0
    continued: int = 0
    known: int = 0
    events: int = 0
    left_out: int = 0
    faults: list[Fault] = field(default_factory=list)


Noted = Callable[[Outcome], object]


def nobody(_outcome: Outcome) -> None:
    """Nobody wants to know how far it is."""


@dataclass(frozen=True)
class Group:
    """The acts of one matter that are not in the record yet; `matter` is its id where it stands already."""

    acts: Sequence[PastAct]
    matter: str


@dataclass(frozen=True)
class Load:
    """What is to be brought in: the table, how it is read, the unit that it must lie below, the job that it is part of.

    `language` is that of whoever reads the faults.
    """

    source: Source
    intake: Intake
    over: Unit | None = None
    job: str = ""
    language: str = "zh-hans"


def preview(source: Source, intake: Intake, now: datetime) -> Outcome:
    """Reads and checks every row and says what a run would do. Writes nothing."""
    return last(check(Load(source, intake), lambda: now))


def run(source: Source, intake: Intake, now: datetime, progress: Callable[[int], None] = lambda _rows: None) -> Outcome:
    """Records every row without faults; rows with faults are left out and named. Safe to run again: what stands is not written twice.

    A file that cannot be read to its end raises `BadTable` before anything is written.
    """
    load = Load(source, intake)
    deque(rows_of(load.source, load.intake.columns()), maxlen=0)
    return last(bring_in(load, lambda: now, lambda outcome: progress(outcome.rows)))


def last(outcomes: Iterable[Outcome]) -> Outcome:
    """The outcome as it stands in the end."""
    found = deque(outcomes, maxlen=1)
    return found[0] if found else Outcome()


def check(load: Load, clock: Clock, noted: Noted = nobody) -> Iterator[Outcome]:
    """Checks portion after portion and gives back what was found so far."""
    outcome = Outcome()
    for _groups in portions(load, clock, outcome):
        noted(outcome)
        yield outcome


def bring_in(load: Load, clock: Clock, noted: Noted = nobody) -> Iterator[Outcome]:
    """Records portion after portion, each whole or not at all, and gives back what was done so far. Stop asking, and it stops.

    The file was read to its end before. `noted` is told in the transaction of each portion how far the import is with it.
    """
    outcome = Outcome()
    for groups in portions(load, clock, outcome):
        now = clock()
        new = begun([act for group in groups if not group.matter for act in group.acts], now)
        outcome.events += sum(len(group.acts) for group in groups)
        with transaction.atomic():
            new.write()
            for group in groups:
                if group.matter:
                    carry_on(group, now)
            noted(outcome)
        yield outcome


def portions(load: Load, clock: Clock, outcome: Outcome) -> Iterator[list[Group]]:
    intake, persons = load.intake, dict(Account.objects.values_list("username", "person"))
    register = Register(intake, flows()[intake.kind], terms(), units_by_code(), persons, load.over, load.job, load.language)
    rows = rows_of(load.source, intake.columns())
    while portion := list(islice(rows, PORTION)):
        told, now = [], clock()
        for number, row in portion:
            acts, faults = acts_of(number, row, register, now)
            outcome.faults += faults[: max(0, MOST_FAULTS - len(outcome.faults))]
            outcome.left_out += bool(faults)
            told += [acts] if not faults else []
        outcome.rows += len(portion)
        yield sorted_out(told, register, outcome)


def sorted_out(told: Iterable[list[PastAct]], register: Register, outcome: Outcome) -> list[Group]:
    """What of these acts is new, by matter; counts are kept in `outcome`, and a number that another matter bears is a fault.

    What an earlier part of the same job brought counts as brought by it.
    """
    listed = list(told)
    borne = set(Matter.objects.filter(number__in=[acts[0].matter for acts in listed]).values_list("number", flat=True))
    standing = standing_of([act.source or "" for acts in listed for act in acts])
    groups = []
    for acts in listed:
        fresh = [act for act in acts if act.source not in standing]
        (matter, first), name = standing.get(acts[0].source or "", ("", "")), acts[0].matter
        if not matter and name in borne:
            outcome.left_out += 1
            outcome.faults.append(Fault(register.seen[name], register.intake.number, _("编号已由另一事项使用")))
            continue
        own = sum(by_job(standing, act) == register.job for act in acts) if register.job else 0
        outcome.events += own
        if not matter or (own and first == register.job):
            outcome.new += 1
        elif fresh or own:
            outcome.continued += 1
        else:
            outcome.known += 1
        groups += [Group(fresh, matter)] if fresh else []
    return groups


def by_job(standing: Mapping[str, tuple[str, str]], act: PastAct) -> str:
    return standing.get(act.source or "", ("", ""))[1]


def standing_of(sources: Sequence[str]) -> dict[str, tuple[str, str]]:
    """The matter and the import job of each of these sources that the record knows."""
    found = Event.objects.filter(source__in=sources).values_list("source", "matter", "body__import_job")
    return {source: (matter, job or "") for source, matter, job in found if source}


def carry_on(group: Group, now: datetime) -> None:
    """Adds later steps to a matter that an earlier run began, and makes its rows again."""
    recorder = Recorder(now)
    recorder.resume(group.acts[0].matter, Matter.objects.get(id=group.matter), events_in(group.matter))
    record_many([recorder.drafted(act) for act in group.acts], now=now)
    rewrite(events_in(group.matter), now)
