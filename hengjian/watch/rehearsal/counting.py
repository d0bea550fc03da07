"""What a rehearsal adds up to: by rule, unit, stage and month, never by person; and each difference as one line to look at.

The figures are plain data that a row can keep. What they mean in words stands in `report.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import zip_longest
from typing import Any

from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.values import SHANGHAI
from hengjian.watch.rehearsal.facts import Part
from hengjian.watch.rehearsal.judging import Answer, Said, Trial
from hengjian.work.people.roles import INSTITUTION

FAULTS = frozenset({"overdue", "met_late", "breached"})
OPEN = frozenset({"pending", "paused", "overdue", "undetermined"})
NEWLY, NO_LONGER, UNCLEAR, CLEARED, MOVED, BEGUN, ENDED, OTHER = (
    "newly_at_fault", "no_longer_at_fault", "newly_unclear", "no_longer_unclear", "moved", "begun", "ended", "other",
)  # fmt: skip
KINDS = (NEWLY, NO_LONGER, UNCLEAR, CLEARED, MOVED, BEGUN, ENDED, OTHER)
WEIGHED = (NEWLY, NO_LONGER)
UNCLEAR_LOOKED_AT = 300


@dataclass(frozen=True)
class Difference:
    """One duty or act of which the two lawbooks say different things. `month`: `2026-11`, in which it began; `stage`: the rule's."""

    kind: str
    matter: str
    unit: str
    rule: str
    key: str
    stage: str
    month: str
    old: Answer | None
    new: Answer | None

    @property
    def open_due_moves(self) -> bool:
        """Whether a due time that still runs is another."""
        both = self.old is not None and self.new is not None and self.old.due != self.new.due
        return both and bool({self.old.state, self.new.state} & OPEN)  # type: ignore[union-attr]


@dataclass
class Tally:
    """What has been counted so far. `cells[unit, stage, month, kind]` and `pairs[rule, unit, kind]` of the differences; `unclear`: matters
    and rules that the draft cannot decide, the first of them."""

    matters: int = 0
    events: int = 0
    judged: int = 0
    old: Counter[tuple[str, str]] = field(default_factory=Counter)
    new: Counter[tuple[str, str]] = field(default_factory=Counter)
    cells: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    pairs: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    differing: set[str] = field(default_factory=set)
    open_moved: int = 0
    unclear: list[tuple[str, str]] = field(default_factory=list)

    def take(self, part: Part, said: Said, trial: Trial) -> list[Difference]:
        """Adds one part; gives its differences back."""
        found = list(differences(part, said, trial))
        self.matters += part.seen
        self.judged += len(part.matters)
        self.events += sum(map(len, part.facts))
        self.old.update(said.old)
        self.new.update(said.new)
        for one in found:
            self.cells[one.unit, one.stage, one.month, one.kind] += 1
            self.pairs[one.rule, one.unit, one.kind] += 1
            self.differing.add(one.matter)
            self.open_moved += one.open_due_moves
        for matter, rule in sorted(said.unclear)[: UNCLEAR_LOOKED_AT - len(self.unclear)]:
            self.unclear.append((part.matters[matter].id, rule))
        return found

    def figures(self, trial: Trial, missing: Mapping[tuple[str, str], int]) -> dict[str, Any]:
        """Everything as plain data, the same for the same facts and lawbooks."""
        return {
            "matters": self.matters,
            "judged": self.judged,
            "events": self.events,
            "differing": len(self.differing),
            "open_moved": self.open_moved,
            "rules": trial.changed,
            "titles": {name: list((trial.new.rules.get(name) or trial.old.rules[name]).title) for name in trial.changed},
            "old": listed(self.old),
            "new": listed(self.new),
            "cells": listed(self.cells),
            "pairs": listed(self.pairs),
            "missing": listed(missing),
            "looked_at": len(self.unclear),
        }


def listed(counts: Mapping[tuple[str, ...], int]) -> list[list[Any]]:
    return [[*key, number] for key, number in sorted(counts.items())]


def differences(part: Part, said: Said, trial: Trial) -> Iterator[Difference]:
    """What only one of the two says, paired: the same duty first, then, of the rest, those of one rule and key in their order."""
    gone, come = ({one.identity: one for one in side} for side in (said.gone, said.come))
    others = trial.old.of_others(INSTITUTION), trial.new.of_others(INSTITUTION)
    paired = [(old, come[identity]) for identity, old in gone.items() if identity in come]
    rest = [one for name, one in gone.items() if name not in come], [one for name, one in come.items() if name not in gone]
    for old, new in [*paired, *left_over(*rest)]:
        yield difference(part, old, new, trial, others)


def left_over(gone: list[Answer], come: list[Answer]) -> Iterator[tuple[Answer | None, Answer | None]]:
    by_key: dict[tuple[int, str, str], tuple[list[Answer], list[Answer]]] = {}
    for place, side in enumerate((gone, come)):
        for one in sorted(side, key=lambda one: one.at):
            by_key.setdefault(one.identity[:3], ([], []))[place].append(one)
    for old, new in by_key.values():
        yield from zip_longest(old, new)


def difference(
    part: Part, old: Answer | None, new: Answer | None, trial: Trial, others: tuple[frozenset[str], frozenset[str]]
) -> Difference:
    one = new or old
    assert one is not None
    matter = part.matters[one.matter]
    law: Lawbook = trial.new if new else trial.old
    before, after = standing(old, others[0]), standing(new, others[1])
    month = f"{one.at.astimezone(SHANGHAI):%Y-%m}"
    stage = law.rules[one.rule].stage
    return Difference(kind_of(old, new, before, after), matter.id, matter.unit.code, one.rule, one.key, stage, month, old, new)


def standing(answer: Answer | None, others: frozenset[str]) -> str:
    """none, fault, unclear or fine. What another institution owes, and a citizen's own time, is never a fault of a unit."""
    if answer is None:
        return "none"
    if answer.state == "undetermined":
        return "unclear"
    return "fault" if answer.state in FAULTS and answer.rule not in others else "fine"


def kind_of(old: Answer | None, new: Answer | None, before: str, after: str) -> str:
    if after == "fault" and before != "fault":
        return NEWLY
    if before == "fault" and after != "fault":
        return NO_LONGER if after != "unclear" else UNCLEAR
    if "unclear" in (before, after) and before != after:
        return UNCLEAR if after == "unclear" else CLEARED
    if old is None or new is None:
        return BEGUN if old is None else ENDED
    return MOVED if old.due != new.due else OTHER


def plain(answer: Answer | None) -> dict[str, Any]:
    """An answer as a row keeps it; nothing where there is none."""
    if answer is None:
        return {}
    due = answer.due
    kept = {"at": due.isoformat()} if isinstance(due, datetime) else {"on": due.isoformat()} if isinstance(due, date) else {}
    return {"state": answer.state, "event": answer.event, "began": answer.at.isoformat(), **({"due": kept} if kept else {})}
