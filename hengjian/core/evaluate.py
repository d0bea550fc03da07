"""The law on one matter: `evaluate` says every duty and judgement at `now`, `would_breach` what a step not yet taken would do."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hengjian.core.case import WHOLE, Case, Moment, acts_on
from hengjian.core.checks import (
    age_gate,
    at_most,
    authority,
    custody_limit,
    deadline,
    field,
    not_after,
    presence,
    required_document,
    required_step,
    separation,
)  # fmt: skip
from hengjian.core.evaluation import Breach, Duty, Evaluation, Verdict
from hengjian.core.facts import Fact
from hengjian.core.lawbook.lawbook import Lawbook, Panel
from hengjian.core.lawbook.rule import CLOCK_CHECKS, Rule

Judges = Callable[[Rule, Sequence[Moment], str, Case, list[Breach]], None]
ACTS: dict[str, Judges] = {
    "required_step": required_step.judge, "required_document": required_document.judge, "presence": presence.judge,
    "authority": authority.judge, "separation": separation.judge, "at_most": at_most.judge, "not_after": not_after.judge,
    "age_gate": age_gate.judge, "field": field.judge,
}  # fmt: skip
CLOCKS = {"deadline": deadline.judge, "custody_limit": custody_limit.judge}
INSTANT = timedelta(microseconds=1)
STEP = "step"  # the id of a step that is only asked about


def evaluate(facts: Iterable[Fact], law: Lawbook, now: datetime, *, attributes: Mapping[str, Any]) -> Evaluation:
    """Every duty and every judgement of one matter at `now`.

    `facts` in any order (they carry `at` and `seq`); those later than `now` do not count. `attributes` choose the rules
    (`matter`, `category`, …) and may be read by conditions (`matter.level`). The result depends on nothing else.
    """
    case = Case(facts, law, now, attributes)
    duties, judgements = answers(case, rules_in_play(case))
    return Evaluation(tuple(duties), tuple(judgements), next_look(duties, case), law.digest, now)


def answers(case: Case, in_play: Iterable[tuple[Rule, list[Moment]]]) -> tuple[list[Duty], list[Breach]]:
    """What these rules say of the case, each for every key it is judged for."""
    duties: list[Duty] = []
    judgements: list[Breach] = []
    keys: dict[str, tuple[str, ...]] = {"matter": WHOLE}
    for rule, moments in in_play:
        act, per = ACTS.get(rule.check), rule.per
        if per not in keys:
            keys[per] = case.keys(per)
        for key in keys[per]:
            seen = acting_on(key, moments) if key else moments
            if act is None:
                CLOCKS[rule.check](rule, seen, key, case, duties, judgements)
            else:
                act(rule, seen, key, case, judgements)
    return duties, judgements


def acting_on(key: str, moments: Iterable[Moment]) -> list[Moment]:
    return [moment for moment in moments if acts_on(moment.fact, key)]


def rules_in_play(case: Case) -> list[tuple[Rule, list[Moment]]]:
    """Each rule that a fact of the matter can make answer, with the facts it reads, seen in the zone of its calendar."""
    panel, facts = case.law.panel(case.attributes), case.facts
    triggered = rules_triggered(panel, facts)
    seen: dict[int, list[Moment]] = {number: [] for number in sorted(triggered)}
    for zone, read_by in panel.read_by:
        for place, fact in enumerate(facts):
            readers = read_by.get(fact.kind)
            if readers is not None and not readers.isdisjoint(triggered):
                moment = Moment(fact, place, zone)
                for number in readers & triggered:
                    seen[number].append(moment)
    return list(zip(map(panel.rules.__getitem__, seen), seen.values(), strict=True))


def rules_triggered(panel: Panel, facts: Iterable[Fact]) -> set[int]:
    """Places of the rules that a fact can make answer. Most are left out here, by the one test that their fact fails."""
    found: set[int] = set()
    triggered_by = panel.triggered_by
    for fact in facts:
        groups = triggered_by.get(fact.kind)
        if groups is not None:
            body = fact.body
            for tests, places in groups:
                for field, says in tests:
                    if says(body.get(field)) is False:
                        break
                else:
                    found |= places
    return found


def next_look(duties: Sequence[Duty], case: Case) -> datetime | None:
    """The earliest moment after `now` at which time alone can change an answer; None if none can."""
    found = [case.next_fact_at] if case.next_fact_at else []
    for duty in duties:
        if duty.state == "pending":
            if duty.warn_at is not None and duty.warn_at > case.now:
                found.append(duty.warn_at)
            if duty.due_at is not None:
                found.append(duty.due_at + INSTANT)
    return min(found) if found else None


def would_breach(facts: Sequence[Fact], step: Fact, law: Lawbook, now: datetime, *, attributes: Mapping[str, Any]) -> Verdict:
    """What the law says of a step before it is taken: `blocked`, `warned` or `clear`.

    Blocked: a rule whose gate blocks would be breached. Warned: another would be, an answer could not be given, or a duty would
    be met late. Only what the step itself brings about counts, not what is wrong already.
    """
    moment = max(now, step.at)
    last = max((fact.seq for fact in facts), default=0)
    asked = replace(step, id=step.id or STEP, seq=max(step.seq, last + 1))
    after = evaluate([*facts, asked], law, moment, attributes=attributes)
    wrong = [one for one in after.judgements if one.verdict != "passed"]
    known = stood_already(Case(facts, law, moment, attributes), {one.rule for one in wrong}) if wrong else frozenset()
    fresh = tuple(one for one in wrong if (one.identity, one.verdict) not in known)
    late = tuple(duty for duty in after.duties if duty.met is not None and duty.met.id == asked.id and duty.state == "met_late")
    starts = tuple(duty for duty in after.duties if duty.started.id == asked.id)
    blocked = any(one.verdict == "breached" and gate(one, law) == "block" for one in fresh)
    return Verdict("blocked" if blocked else "warned" if fresh or late else "clear", fresh, late, starts, after)


def stood_already(case: Case, rules: Collection[str]) -> frozenset[tuple[str, str]]:
    """What these rules said before the step."""
    _duties, judgements = answers(case, [(rule, moments) for rule, moments in rules_in_play(case) if rule.id in rules])
    return frozenset((one.identity, one.verdict) for one in judgements)


def gate(breach: Breach, law: Lawbook) -> str:
    """Extensions that do not count only warn, whatever the rule's gate: they may be recorded."""
    rule = law.rules[breach.rule]
    return "warn" if rule.check in CLOCK_CHECKS else rule.gate
