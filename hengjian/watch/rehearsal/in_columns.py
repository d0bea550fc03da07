"""A large part of the facts judged by both lawbooks with the compiled kernel, in one pass; only answers that differ become words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

import numpy as np

from hengjian.bulk.layout import LAST_DAY, MISSING, NONE, STATE_BITS
from hengjian.bulk.table.assemble import Names
from hengjian.bulk.times import EPOCH
from hengjian.bulk.two_laws import Rows, TwoLaws, among, both, two_laws
from hengjian.core.facts import Fact
from hengjian.watch.rehearsal.facts import Part, log_of
from hengjian.watch.rehearsal.judging import Answer, Said, Trial, judge_live

FIRST = date(1970, 1, 1).toordinal()
WORDS = {bit: word for word, bit in STATE_BITS.items() if word != "passed"}
MATTER, RULE, KEY, EVENT, STATE, DUE = range(6)


def tables_of(trial: Trial) -> TwoLaws:
    return two_laws(trial.old, trial.new, trial.rules)


def judge_in_columns(said: Said, part: Part, trial: Trial, now: datetime) -> None:
    """The kernel decides; matters and rules that columns cannot hold are judged live."""
    laws: TwoLaws = trial.columns
    log = log_of(part, laws.old.fields)
    old, new = both(log, laws, (now - EPOCH) // timedelta(microseconds=1))
    live = old.live | new.live
    compare_rows(said, part, trial, (old, new), live)
    judge_live(said, part, np.flatnonzero(live).tolist(), trial.column_laws, now)
    judge_live(said, part, range(len(part.matters)), trial.live_laws, now)


def compare_rows(said: Said, part: Part, trial: Trial, sides: tuple[Rows, Rows], live: np.ndarray) -> None:
    """The kernel's answers of both sides, their rules numbered through in common; only those that differ become words."""
    places = {name: place for place, name in enumerate(trial.changed)}
    rows = []
    for side, table in zip(sides, (trial.columns.old, trial.columns.new), strict=True):
        own = side.rows[~live[side.rows[:, MATTER]]][:, : DUE + 1].copy()
        own[:, RULE] = np.array([places[rule.id] for rule in table.rules] or [0], np.int64)[own[:, RULE]]
        rows.append(own)
    old, new = rows
    said.old.update(tallied(old, trial))
    said.new.update(tallied(new, trial))
    keys = Names.of(key for fact in part.flat for key in fact.about).words
    said.gone += worded(old[~among(old, new)], part, trial, keys)
    said.come += worded(new[~among(new, old)], part, trial, keys)
    unclear = new[new[:, STATE] == STATE_BITS["undetermined"]]
    said.unclear |= {(int(row[MATTER]), trial.changed[row[RULE]]) for row in unclear}


def tallied(rows: np.ndarray, trial: Trial) -> Mapping[tuple[str, str], int]:
    pairs, counts = np.unique(rows[:, [RULE, STATE]], axis=0, return_counts=True)
    return {(trial.changed[rule], word(trial, rule, bit)): int(count) for (rule, bit), count in zip(pairs, counts, strict=True)}


def word(trial: Trial, rule: int, bit: int) -> str:
    """The state as the live check says it: an act that is in order has passed."""
    act = bit == STATE_BITS["met"] and trial.changed[rule] in trial.acts
    return "passed" if act else WORDS[int(bit)]


def worded(rows: np.ndarray, part: Part, trial: Trial, keys: Sequence[str]) -> Iterator[Answer]:
    facts: Sequence[Fact] = part.flat
    for row in rows.tolist():
        fact = facts[row[EVENT]]
        key = keys[row[KEY]] if row[KEY] != NONE else ""
        state, at = word(trial, row[RULE], row[STATE]), fact.at.astimezone(UTC)
        yield Answer(row[MATTER], trial.changed[row[RULE]], key, fact.id, state, due_of(row[DUE]), at)


def due_of(said: int) -> date | datetime | None:
    """A day, or a minute, as numbers since 1970 of a size that no day has."""
    if said == MISSING:
        return None
    return date.fromordinal(said + FIRST) if said <= LAST_DAY else EPOCH + timedelta(minutes=said)
