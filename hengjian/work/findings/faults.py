"""What is wrong, as data, and where it comes from: an evaluation's late duties and breached judgements. Nothing is written here."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hengjian.core.evaluation import Breach, Duty, Evaluation

OVERDUE = "overdue"
OBSERVED = "observed"
LATE = frozenset({"overdue", "met_late"})


@dataclass(frozen=True)
class Fault:
    """One fault of one act or step.

    `rule` and `key`; `start`: id of the event that started the clock, or of the act judged; `breach`: `overdue`, or the code of the
    reason that leads; `since`: from when it stood; `answer`: what the law says of it.
    """

    rule: str
    key: str
    start: str
    breach: str
    since: datetime
    answer: Duty | Breach

    @property
    def reasons(self) -> Sequence[Any]:
        """As `as_data()` gives them: told for a fault that is raised, not for each that is seen again."""
        return self.answer.as_data()["reasons"]

    def identity(self, matter: str) -> str:
        """One finding per matter, rule, key, start event and kind of breach, whoever looks and however often."""
        text = "\x1f".join([matter, self.rule, self.key, self.start, self.breach])
        return "finding:" + hashlib.sha256(text.encode()).hexdigest()


def faults_of(evaluation: Evaluation, others: frozenset[str]) -> list[Fault]:
    """Every fault that the law sees in a matter: what is late (done late, too) and what a check says is breached.

    What is undetermined is no fault: it has its own list. A duty that stands explained is shown as overdue but not raised.
    `others`: rules that bind somebody else than the handling unit (`Lawbook.of_others`): shown, never held against it.
    """
    late = [duty for duty in evaluation.duties if duty.state in LATE and duty.explained is None and duty.rule not in others]
    return [of_duty(duty) for duty in late] + [of_breach(one) for one in evaluation.breaches if one.rule not in others]


def of_duty(duty: Duty) -> Fault:
    return Fault(duty.rule, duty.key, duty.started.id, OVERDUE, duty.due_at or duty.started.at, duty)


def of_breach(breach: Breach) -> Fault:
    return Fault(breach.rule, breach.key, breach.act.id, breach.what, breach.act.at, breach)
