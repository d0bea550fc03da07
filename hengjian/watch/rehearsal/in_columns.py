"""A large part of the facts judged by both lawbooks with the compiled kernel, in one pass; only answers that differ become words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

import numpy as np

from hengjian.bulk.layout import LAST_DAY, MISSING, NONE, PASSED, STATE_BITS, UNDETERMINED, Out
from hengjian.bulk.table.assemble import Names
from hengjian.bulk.table.columns import RuleTable
from hengjian.bulk.times import EPOCH
from hengjian.bulk.two_laws import TwoLaws, both, two_laws
from hengjian.core.facts import Fact
from hengjian.watch.rehearsal.facts import Part, log_of
from hengjian.watch.rehearsal.judging import Answer, Said, Trial, judge_live

FIRST = date(1970, 1, 1).toordinal()
WORDS = {bit: word for word, bit in STATE_BITS.items() if word != "passed"}


def tables_of(trial: Trial) -> TwoLaws:
    return two_laws(trial.old, trial.new, trial.rules)


def judge_in_columns(said: Said, part: Part, trial: Trial, now: datetime) -> None:
    """The kernel decides; matters and rules that columns cannot hold are judged live."""
    laws: TwoLaws = trial.columns
    found = both(log_of(part, laws.old.fields), laws, (now - EPOCH) // timedelta(microseconds=1))
    keys = Names.of(key for fact in part.flat for key in fact.about).words
    said.old.update(tallied(found.old, laws.old, trial))
    said.new.update(tallied(found.new, laws.new, trial))
    said.gone += worded(found.gone, part, trial, keys)
    said.come += worded(found.come, part, trial, keys)
    unclear = ((found.new.cells & UNDETERMINED) != 0) & ~found.live[:, None]
    said.unclear |= {(int(matter), laws.new.rules[rule].id) for matter, rule in np.argwhere(unclear)}
    judge_live(said, part, np.flatnonzero(found.live).tolist(), trial.column_laws, now)
    judge_live(said, part, range(len(part.matters)), trial.live_laws, now)


def tallied(out: Out, table: RuleTable, trial: Trial) -> dict[tuple[str, str], int]:
    """How many answers of each state one side gave, by rule."""
    return {
        (rule.id, word(trial, rule.id, 1 << bit)): int(number)
        for rule, counts in zip(table.rules, out.tally, strict=True)
        for bit, number in enumerate(counts)
        if number
    }


def word(trial: Trial, rule: str, bit: int) -> str:
    """The state as the live check says it: an act that is in order has passed."""
    return "passed" if bit == PASSED and rule in trial.acts else WORDS[bit]


def worded(rows: np.ndarray, part: Part, trial: Trial, keys: Sequence[str]) -> Iterator[Answer]:
    facts: Sequence[Fact] = part.flat
    for matter, rule, key, event, bit, due in rows.tolist():
        fact, name = facts[event], trial.columns.ids[rule]
        about = keys[key] if key != NONE else ""
        yield Answer(matter, name, about, fact.id, word(trial, name, bit), due_of(due), fact.at.astimezone(UTC))


def due_of(said: int) -> date | datetime | None:
    """A day, or a minute, as numbers since 1970 of a size that no day has."""
    if said == MISSING:
        return None
    return date.fromordinal(said + FIRST) if said <= LAST_DAY else EPOCH + timedelta(minutes=said)
