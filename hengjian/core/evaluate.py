"""The law on one matter: `evaluate` says every duty and judgement at `now`, `would_breach` what a step not yet taken would do."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any, TypeVar

from hengjian.core.applying import answers, next_look, rules_asked, rules_in_play, rules_opened
from hengjian.core.case import AT, Case
from hengjian.core.evaluation import Breach, Duty, Evaluation, Verdict
from hengjian.core.facts import Fact
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.panel import Panel
from hengjian.core.lawbook.rule import CLOCK_CHECKS

Answer = TypeVar("Answer", Duty, Breach)
ID = attrgetter("id")
LONG_AGO = datetime.min.replace(tzinfo=UTC)
STEP = "step"  # the id of a step that is only asked about


def evaluate(facts: Iterable[Fact], law: Lawbook, now: datetime, *, attributes: Mapping[str, Any]) -> Evaluation:
    """Every duty and every judgement of one matter at `now`.

    `facts` in any order (they carry `at` and `seq`); those later than `now` do not count. `attributes` choose the rules
    (`matter`, `category`, …) and may be read by conditions (`matter.level`). The result depends on nothing else.
    """
    case = Case(facts, law, now, attributes)
    duties, judgements = answers(case, rules_in_play(case))
    return Evaluation(tuple(duties), tuple(judgements), next_look(duties, now, case.next_fact_at), law.digest, now)


def evaluate_after(
    before: Evaluation, facts: Sequence[Fact], step: Fact, law: Lawbook, now: datetime, *, attributes: Mapping[str, Any]
) -> Evaluation:
    """What `evaluate([*facts, step], …)` says, judging anew only the rules that the step or the time since `before` can touch.

    `before` is what the same law said of `facts`, for the same attributes, at that time or earlier; its other answers are taken over.
    """
    if not can_follow(before, facts, step, law, now):
        return evaluate([*facts, step], law, now, attributes=attributes)
    panel = law.panel(attributes)
    touched = touched_by(panel, before, facts, step, now)
    if not touched:
        return Evaluation(before.duties, before.judgements, next_look(before.duties, now), law.digest, now)
    case = Case([*facts, step], law, now, attributes)
    fresh, said = answers(case, rules_asked(case, touched))
    duties = taken_over(before.duties, fresh, panel, touched)
    judgements = taken_over(before.judgements, said, panel, touched)
    return Evaluation(duties, judgements, next_look(duties, now), law.digest, now)


def taken_over(stood: Sequence[Answer], fresh: Sequence[Answer], panel: Panel, touched: Collection[int]) -> tuple[Answer, ...]:
    """The answers of the touched rules as they are now and the others as they stood, in the order of the rules."""
    places = panel.places
    found: list[Answer] = [one for one in stood if places[one.rule] not in touched]
    if fresh:
        found += fresh
        found.sort(key=lambda one: places[one.rule])
    return tuple(found)


def judgements_of(check: str, facts: Iterable[Fact], law: Lawbook, now: datetime, *, attributes: Mapping[str, Any]) -> tuple[Breach, ...]:
    """What the rules of one check alone say of a matter."""
    case = Case(facts, law, now, attributes)
    _duties, found = answers(case, [(rule, moments) for rule, moments in rules_in_play(case) if rule.check == check])
    return tuple(found)


def can_follow(before: Evaluation, facts: Sequence[Fact], step: Fact, law: Lawbook, now: datetime) -> bool:
    """Whether answers may be taken over: the same law, no fact that has come to count since, and every mark named by its fact."""
    if before.law != law.digest or before.now > now or step.at > now:
        return False
    return all(map(ID, facts)) and latest(facts) <= before.now


def latest(facts: Sequence[Fact]) -> datetime:
    """When the last of them happened; long ago where there is none."""
    return max(map(AT, facts), default=LONG_AGO)


def touched_by(panel: Panel, before: Evaluation, facts: Sequence[Fact], step: Fact, now: datetime) -> set[int]:
    """Places of the rules whose answer may be another: they look at such a fact, judge a new key, or their clock has moved."""
    found = stirred(panel, before, step) if latest(facts) < step.at else set(panel.touched_by.get(step.kind, ()))
    named = set(step.about).difference(*(fact.about for fact in facts)) if step.about else ()
    if named:
        sorts = {key.partition(":")[0] for key in named}
        found.update(place for place, rule in enumerate(panel.rules) if rule.per in sorts)
    for duty in before.duties:
        if duty.state == "paused" or (duty.state == "pending" and duty.due_at is not None and duty.due_at < now):
            found.add(panel.places[duty.rule])
    return found


def stirred(panel: Panel, before: Evaluation, step: Fact) -> set[int]:
    """The rules that a fact later than all others makes answer anew: those it opens, those whose clock it finds running, and those that
    hold earlier acts against it."""
    found = set(panel.upset_by.get(step.kind, ()))
    touched = panel.touched_by.get(step.kind, ())
    if touched:
        for watch in panel.watches:
            found |= rules_opened(watch, (step,))[1]
        running = (panel.places[duty.rule] for duty in before.duties if duty.met is None and duty.state != "released")
        found.update(place for place in running if place in touched)
    return found


def would_breach(
    facts: Sequence[Fact], step: Fact, law: Lawbook, now: datetime, *, attributes: Mapping[str, Any], before: Evaluation | None = None
) -> Verdict:
    """What the law says of a step before it is taken: `blocked`, `warned` or `clear`.

    Blocked: a rule whose gate blocks would be breached. Warned: another would be, an answer could not be given, or a duty would
    be met late. Only what the step itself brings about counts, not what is wrong already. `before`: what the same law said of the facts
    for the same attributes, if the caller knows it; then only what has changed is judged.
    """
    moment = max(now, step.at)
    last = max((fact.seq for fact in facts), default=0)
    asked = replace(step, id=step.id or STEP, seq=max(step.seq, last + 1))
    if before is not None and can_follow(before, facts, asked, law, moment):
        after = evaluate_after(before, facts, asked, law, moment, attributes=attributes)
        wrong = [one for one in after.judgements if one.verdict != "passed"]
        known = answered(before.judgements)
    else:
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
    places = case.law.panel(case.attributes).places
    _duties, judgements = answers(case, rules_asked(case, {places[rule] for rule in rules}))
    return answered(judgements)


def answered(judgements: Iterable[Breach]) -> frozenset[tuple[str, str]]:
    return frozenset((one.identity, one.verdict) for one in judgements)


def gate(breach: Breach, law: Lawbook) -> str:
    """Extensions that do not count only warn, whatever the rule's gate: they may be recorded."""
    rule = law.rules[breach.rule]
    return "warn" if rule.check in CLOCK_CHECKS else rule.gate
