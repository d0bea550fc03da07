"""The patrol: a whole log judged by a lawbook, every fault with its reasons. Small logs live, large ones by the compiled kernel
(`in_columns.py`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from itertools import chain

from hengjian.bulk.event_log import FIRST_ROWS, EventLog, Note
from hengjian.bulk.facts.log import FactsLog
from hengjian.core.evaluate import evaluate
from hengjian.core.evaluation import Breach, Duty, Evaluation
from hengjian.core.lawbook.lawbook import Lawbook

LARGE = 300_000  # events from which the kernel pays
FAULTS = frozenset({"overdue", "met_late", "breached"})
COLUMNS = "hengjian.bulk.in_columns"  # looked up only where it pays: loading numba alone takes a second
Told = Callable[[int], None]
Log = EventLog | FactsLog
STRETCH = 2_000
"""So many matters are judged between two calls of `spill`."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer that a unit must look at: a fault, or (`undetermined`) one that could not be decided."""

    matter: str
    unit: str
    answer: Duty | Breach

    @property
    def state(self) -> str:
        return self.answer.state if isinstance(self.answer, Duty) else self.answer.verdict


@dataclass(slots=True)
class Patrol:
    """`counts[rule, state]`: all answers. `findings` in order of the log; `undetermined` apart: never counted as met, never as a fault.
    `units`: how many findings each unit has; the empty name stands for matters without one.

    A rule that binds another institution than the log is about (`Mapping.institution`), or is a citizen's own time, is counted
    and never a finding.
    A log that was read in parts: `log` is the last of them, everything else speaks of all.
    """

    log: Log
    law: Lawbook
    now: datetime
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    undetermined: list[Finding] = field(default_factory=list)
    units: Counter[str] = field(default_factory=Counter)
    columnar: int = 0
    live_rules: tuple[str, ...] = ()
    matters: int = 0
    events: int = 0
    applied: int = 0
    notes: list[Note] = field(default_factory=list)

    def take_up(self, log: EventLog) -> None:
        """Counts a part of the log that is about to be judged. `applied`: how many matters some rule of the lawbook applies to."""
        self.log = log
        self.matters += len(log.matters)
        self.events += len(log)
        self.applied += sum(bool(self.law.panel(attributes).rules) for attributes in log.attributes)
        self.notes = joined(self.notes, log.notes)


Spill = Callable[[Patrol], None]


def keep_all(_found: Patrol) -> None:
    """Every finding stays where it is."""


def patrol(log: EventLog, law: Lawbook, now: datetime, *, told: Told, large: int = LARGE, spill: Spill = keep_all) -> Patrol:
    """Judges every matter of the log at `now`. `told` hears how many matters are done."""
    return patrol_parts(iter((log,)), law, now, told=told, large=large, spill=spill)


def patrol_parts(
    logs: Iterator[EventLog], law: Lawbook, now: datetime, *, told: Told, large: int = LARGE, spill: Spill = keep_all
) -> Patrol:
    """The same of a log in parts that share no matter, of which one at a time is held. There is at least one.

    `spill` is called again and again with the findings so far, and may take them away: they come in the order of the log.
    """
    first = next(logs)
    found = Patrol(first, law, now)
    for log in chain((first,), logs):
        found.take_up(log)
        if len(log) < large:
            for low in range(0, len(log.matters), STRETCH):
                judge_live(found, range(low, min(low + STRETCH, len(log.matters))), law, told)
                spill(found)
        else:
            import_module(COLUMNS).judge_in_columns(found, told, spill)
    return found


def joined(notes: list[Note], more: list[Note]) -> list[Note]:
    """Notes of two parts, those of one sort as one."""
    by_code = {note.code: note for note in notes}
    for note in more:
        known = by_code.get(note.code, Note(note.code, 0))
        by_code[note.code] = Note(note.code, known.count + note.count, (known.rows + note.rows)[:FIRST_ROWS])
    return list(by_code.values())


def judge_live(found: Patrol, matters: Iterable[int], law: Lawbook, told: Told) -> None:
    """Every rule of `law` on these matters, counted and explained."""
    for matter in matters:
        take(found, matter, evaluate(found.log.facts(matter), law, found.now, attributes=found.log.attributes[matter]))
        told(1)


def take(found: Patrol, matter: int, evaluation: Evaluation) -> None:
    """Counts an evaluation and keeps what must be looked at."""
    for duty in evaluation.duties:
        found.counts[duty.rule, duty.state] += 1
    for one in evaluation.judgements:
        found.counts[one.rule, one.verdict] += 1
    keep(found, matter, evaluation)


def keep(found: Patrol, matter: int, evaluation: Evaluation) -> None:
    name, unit = found.log.matters[matter], found.log.units[matter]
    others = found.law.of_others(found.log.mapping.institution)
    answers: tuple[Duty | Breach, ...] = (*evaluation.duties, *evaluation.judgements)
    for answer in (one for one in answers if one.rule not in others):
        finding = Finding(name, unit, answer)
        if finding.state in FAULTS:
            found.findings.append(finding)
            found.units[unit] += 1
        elif finding.state == "undetermined":
            found.undetermined.append(finding)
