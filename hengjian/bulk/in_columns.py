"""A large log judged by the compiled kernel: it decides, and what it finds at fault is judged live once more for its reasons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import lru_cache

import numpy as np

from hengjian.bulk.frame import Frame, frame_of
from hengjian.bulk.layout import FAULTY, UNDETERMINED
from hengjian.bulk.patrol import STRETCH, Log, Patrol, Spill, Told, judge_live, keep, keep_all
from hengjian.bulk.spread import Verdicts, judge_frame
from hengjian.bulk.table.columns import RuleTable, rule_table
from hengjian.bulk.times import EPOCH
from hengjian.core.evaluate import evaluate
from hengjian.core.lawbook.differing import narrowed
from hengjian.core.lawbook.lawbook import Lawbook

ORDER = ("pending", "paused", "met", "met_late", "overdue", "released", "undetermined", "breached")  # places of the kernel's bits
ACTS = {"met": "passed"}  # the same bit for checks of acts
LAWS_KEPT = 4_096


def judge_in_columns(found: Patrol, told: Told, spill: Spill = keep_all) -> None:
    """The log that was taken up last, judged by the kernel."""
    rules = rule_table(found.law)
    judge_by_frame(found, frame_of(found.log, rules), rules, told, spill=spill)  # type: ignore[arg-type]


def judge_by_frame(
    found: Patrol, frame: Frame, rules: RuleTable, told: Told, left_out: np.ndarray | None = None, *, spill: Spill = keep_all
) -> None:
    """The kernel decides; whatever it finds at fault is judged live once more for its reasons, and so is what columns cannot hold.

    `left_out[matter]`: judged elsewhere; the frame has marked it as unfit.
    """
    verdicts = judge_frame(frame, rules, (found.now - EPOCH) // timedelta(microseconds=1), told=told)
    elsewhere = np.zeros(len(verdicts.live), bool) if left_out is None else left_out
    count_tally(found, rules, verdicts)
    found.columnar, found.live_rules = len(rules.rules), tuple(rules.live)
    faulty = ((verdicts.cells & (FAULTY | UNDETERMINED)) != 0) & ~verdicts.live[:, None]
    law_of = laws_of_few(found.law, [rule.id for rule in rules.rules])
    columnar = narrowed(found.law, {rule.id for rule in rules.rules})
    rest = narrowed(found.law, set(rules.live))
    asked = np.zeros(len(elsewhere), bool)
    asked[matters_asked(found.log, rest)] = True
    for low in range(0, len(elsewhere), STRETCH):
        part, marks = slice(low, low + STRETCH), (len(found.findings), len(found.undetermined))
        for matter in flagged(faulty[part].any(axis=1), low):
            explain_again(found, matter, law_of(faulty[matter].tobytes()))
        judge_live(found, flagged((verdicts.live & ~elsewhere)[part], low), columnar, lambda _done: None)
        judge_live(found, flagged((asked & ~elsewhere)[part], low), rest, lambda _done: None)
        in_log_order(found, low, marks)
        spill(found)


def flagged(flags: np.ndarray, low: int) -> list[int]:
    """Which of the matters from `low` on are flagged."""
    found: list[int] = (np.flatnonzero(flags) + low).tolist()
    return found


def in_log_order(found: Patrol, low: int, marks: tuple[int, int]) -> None:
    """Findings behind the marks, of the stretch of matters from `low` on, by the place of the matter in the log."""
    order = {name: place for place, name in enumerate(found.log.matters[low : low + STRETCH])}
    for findings, mark in zip((found.findings, found.undetermined), marks, strict=True):
        findings[mark:] = sorted(findings[mark:], key=lambda one: order[one.matter])


def matters_asked(log: Log, law: Lawbook) -> list[int]:
    """The matters that have an event of a kind that can make a rule of this lawbook answer."""
    kinds = {kind for rule in law.rules.values() for kind in rule.triggers}
    codes = [code for code, kind in enumerate(log.kinds) if kind in kinds]
    asked: list[int] = np.unique(log.matter[np.isin(log.kind, codes)]).tolist()
    return asked


def laws_of_few(law: Lawbook, ids: Sequence[str]) -> Callable[[bytes], Lawbook]:
    """The lawbook with the rules of a row of flags, one for each of `ids`; those asked for again and again are made once."""

    @lru_cache(maxsize=LAWS_KEPT)
    def chosen(row: bytes) -> Lawbook:
        return narrowed(law, {name for name, flag in zip(ids, row, strict=True) if flag})

    return chosen


def count_tally(found: Patrol, rules: RuleTable, verdicts: Verdicts) -> None:
    for place, rule in enumerate(rules.rules):
        for bit, state in enumerate(ORDER):
            number = int(verdicts.tally[place, bit])
            if number:
                is_act = rule.check not in ("deadline", "custody_limit")
                found.counts[rule.id, ACTS.get(state, state) if is_act else state] += number


def explain_again(found: Patrol, matter: int, law: Lawbook) -> None:
    """The reasons of a matter that the kernel has counted."""
    keep(found, matter, evaluate(found.log.facts(matter), law, found.now, attributes=found.log.attributes[matter]))
