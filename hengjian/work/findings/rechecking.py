"""What the machine says of a finding when it checks again: the rule on the facts as they now stand. Nothing is recorded here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hengjian.core.case import Case, acts_on
from hengjian.core.conditions import matches
from hengjian.core.evaluate import evaluate
from hengjian.core.evaluation import Breach, Duty, Evaluation
from hengjian.core.facts import Fact
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.ledger.read import facts_of
from hengjian.work.findings.faults import LATE, OBSERVED, OVERDUE
from hengjian.work.findings.models import FindingRow
from hengjian.work.findings.sources import ANSWER_WANTED, OUTSIDE, SETTLES_ALL
from hengjian.work.findings.states import Verdict
from hengjian.work.matters.lawbook import law_in_force
from hengjian.work.matters.models import Matter
from hengjian.work.matters.project import attributes

IN_THE_RECORD = frozenset({"field"})
"""Checks whose fault lies in the record itself: correcting it rectifies, and does not say that there was no fault."""


@dataclass(frozen=True)
class Examination:
    """The verdict, and the id of the fact that it rests on where one alone bears it."""

    verdict: Verdict
    rests_on: str = ""


def examine_now(row: FindingRow, now: datetime, current: Evaluation | None = None) -> Examination:
    """`examine` on the record as it stands, under the law in force."""
    matter = Matter.objects.select_related("unit").get(id=row.matter)
    return examine(row, facts_of(row.matter), law_in_force(), now, attributes(matter), current)


def examine(
    row: FindingRow, facts: Sequence[Fact], law: Lawbook, now: datetime, attributes: Mapping[str, Any], current: Evaluation | None = None
) -> Examination:
    """Check a finding again. `current` saves the evaluation of these facts at `now` where the caller has it.

    `passes`: the rule passes on the facts as they stand, which changed after it was raised. `no_breach`: it passes by facts that had
    already happened when it was raised. `remedy_done`: it cannot pass any more, but its remedy is recorded. A question that cannot be
    decided never passes.
    """
    if row.breach == ANSWER_WANTED:
        return answered(row, facts)
    if row.breach == OBSERVED or row.rule not in law.rules:
        return Examination(Verdict.NOT_BY_MACHINE)
    found = answer_of(row, current or evaluate(facts, law, now, attributes=attributes))
    if found is None or passes(found):
        lapsed = law.rules[row.rule].check not in IN_THE_RECORD and passed_then(row, facts, law, attributes)
        return Examination(Verdict.NO_BREACH if lapsed else Verdict.PASSES, bearer(found))
    step = remedy_step(row, found, facts, law, now, attributes)
    return Examination(Verdict.REMEDY_DONE, step) if step else Examination(Verdict.STANDS)


def answered(row: FindingRow, facts: Sequence[Fact]) -> Examination:
    """Whether a step answers what came from outside. One that was not upheld says that there was no fault; a person confirms either."""
    asked = next((fact for fact in facts if fact.id == row.start_event), None)
    if asked is None:
        return Examination(Verdict.NO_BREACH)
    wanted = OUTSIDE[asked.kind].answers
    given = [fact for fact in facts if fact.kind in wanted and fact.at >= asked.at and acts_on(fact, row.key)]
    answers = [fact for fact in given if answers_it(fact, asked, facts)]
    if not answers:
        return Examination(Verdict.STANDS)
    unfounded = answers[-1].body.get("upheld") is False
    return Examination(Verdict.NO_BREACH if unfounded else Verdict.REMEDY_DONE, answers[-1].id)


def answers_it(answer: Fact, asked: Fact, facts: Sequence[Fact]) -> bool:
    """Whether the answer names this question. One that names none answers it where no other of its kind stood: never all at once.

    Opening the case is no answer to one of them, it settles what was asked before.
    """
    if "answers" in answer.body:
        return bool(answer.body["answers"] == asked.id)
    alike = [fact for fact in facts if (fact.kind, fact.about) == (asked.kind, asked.about) and fact.at <= answer.at]
    return answer.kind in SETTLES_ALL or len(alike) == 1


def passed_then(row: FindingRow, facts: Sequence[Fact], law: Lawbook, attributes: Mapping[str, Any]) -> bool:
    """Whether the rule passes on what had already happened when the finding was raised, as the record tells it now."""
    earlier = [fact for fact in facts if fact.at <= row.raised_at]
    then = answer_of(row, evaluate(earlier, law, row.raised_at, attributes=attributes))
    return then is None or passes(then)


def answer_of(row: FindingRow, evaluation: Evaluation) -> Duty | Breach | None:
    """What the law now says of the very duty or act that the finding is about; None if that is no longer there."""
    if row.breach == OVERDUE:
        duties = [one for one in evaluation.duties if (one.rule, one.key, one.started.id) == (row.rule, row.key, row.start_event)]
        return duties[-1] if duties else None
    judged = [one for one in evaluation.judgements if (one.rule, one.key, one.act.id) == (row.rule, row.key, row.start_event)]
    worse = [one for one in judged if one.verdict != "passed"]
    return (worse or judged or [None])[-1]


def passes(found: Duty | Breach) -> bool:
    """Whether the answer is positively good: neither late, nor breached, nor undetermined."""
    if isinstance(found, Duty):
        return found.state not in LATE and found.state != "undetermined"
    return found.verdict == "passed"


def bearer(found: Duty | Breach | None) -> str:
    return found.met.id if isinstance(found, Duty) and found.met else ""


def remedy_step(
    row: FindingRow, found: Duty | Breach, facts: Sequence[Fact], law: Lawbook, now: datetime, attributes: Mapping[str, Any]
) -> str:
    """The fact that makes good what cannot be undone: the rule's `remedy`; for a duty of a rule without one, the step done late."""
    rule = law.rules[row.rule]
    if not rule.remedy.any_of:
        return found.met.id if isinstance(found, Duty) and found.met else ""
    case = Case(facts, law, now, attributes)
    zone = law.calendars[rule.calendar].zone
    since = found.due_at or found.started.at if isinstance(found, Duty) else found.act.at
    for moment in case.moments(zone):
        late_enough = moment.fact.at >= since and moment.fact.id != row.start_event
        if late_enough and acts_on(moment.fact, row.key) and matches(rule.remedy, moment, row.key, case) is True:
            return moment.fact.id
    return ""
