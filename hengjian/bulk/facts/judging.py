"""Files of facts judged: by the kernel where there are many events, live where there are few. Answers as of any patrol."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from importlib import import_module

import numpy as np

from hengjian.bulk.facts.frame import Laid, facts_frame, panels_of
from hengjian.bulk.facts.log import FactsLog
from hengjian.bulk.facts.reading import Part, fields_of, read_part
from hengjian.bulk.patrol import COLUMNS, Patrol, Told, joined, judge_live
from hengjian.core.lawbook.lawbook import Lawbook


def judge_part(part: Part, laid: Laid, now: datetime, *, told: Told, identity: str = "id") -> Patrol | None:
    """Every matter of a part as it stood at `now`, decided by the kernel; None where there is none."""
    found: Patrol | None = None
    for log in logs_in(part, fields_of(laid.rules), now, identity):
        found = found or Patrol(log, laid.rules.law, now)
        take_up(found, log)
        import_module(COLUMNS).judge_by_frame(found, facts_frame(log, laid), laid.rules, told, log.left_out)
    return found


def judge_part_live(part: Part, law: Lawbook, now: datetime, *, told: Told, identity: str = "id") -> Patrol | None:
    """The same, each matter judged live: quicker where there are few."""
    found: Patrol | None = None
    for log in logs_in(part, (), now, identity):
        found = found or Patrol(log, law, now)
        take_up(found, log)
        judge_live(found, np.flatnonzero(~log.left_out).tolist(), law, told)
    return found


def logs_in(part: Part, fields: Sequence[str], now: datetime, identity: str) -> Iterator[FactsLog]:
    return (log for log in read_part(part, fields, now, identity) if len(log))


def take_up(found: Patrol, log: FactsLog) -> None:
    """Counts matters that are about to be judged."""
    here = ~log.left_out
    found.log = log
    found.matters += int(here.sum())
    found.events += int(np.diff(log.starts)[here].sum())
    panels, panel = panels_of(log)
    found.applied += int(np.array([bool(found.law.panel(one).rules) for one in panels])[panel[here]].sum())
    found.notes = joined(found.notes, log.notes)


def added(found: Patrol, more: Patrol) -> None:
    """The answers of another part, added."""
    found.counts.update(more.counts)
    found.findings += more.findings
    found.undetermined += more.undetermined
    found.units.update(more.units)
    found.matters, found.events = found.matters + more.matters, found.events + more.events
    found.applied += more.applied
    found.notes = joined(found.notes, more.notes)
    found.columnar, found.live_rules = max(found.columnar, more.columnar), more.live_rules or found.live_rules


def in_order(found: Patrol) -> Patrol:
    """Findings by the name of the matter, whoever judged which part."""
    for findings in (found.findings, found.undetermined):
        findings.sort(key=lambda one: one.matter)
    return found
