"""Which rules the facts of a matter bring into play, and what these say of it. `evaluate.py` puts the questions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
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
    recording_cover,
    required_document,
    required_step,
    separation,
)  # fmt: skip
from hengjian.core.evaluation import Breach, Duty
from hengjian.core.facts import Fact
from hengjian.core.lawbook.panel import Opening, Watch
from hengjian.core.lawbook.rule import Rule

Judges = Callable[[Rule, Sequence[Moment], str, Case, list[Breach]], None]
ACTS: dict[str, Judges] = {
    "required_step": required_step.judge, "required_document": required_document.judge, "presence": presence.judge,
    "authority": authority.judge, "separation": separation.judge, "at_most": at_most.judge, "not_after": not_after.judge,
    "age_gate": age_gate.judge, "field": field.judge, "recording_cover": recording_cover.judge,
}  # fmt: skip
CLOCKS = {"deadline": deadline.judge, "custody_limit": custody_limit.judge}
INSTANT = timedelta(microseconds=1)


def answers(case: Case, in_play: Iterable[tuple[Rule, list[Moment]]]) -> tuple[list[Duty], list[Breach]]:
    """What these rules say of the case, each for every key it is judged for."""
    duties: list[Duty] = []
    judgements: list[Breach] = []
    named = case.named
    for rule, moments in in_play:
        act = ACTS.get(rule.check)
        for key in case.keys(rule.per) if named else WHOLE:
            seen = acting_on(key, moments) if key else moments
            if act is None:
                CLOCKS[rule.check](rule, seen, key, case, duties, judgements)
            else:
                act(rule, seen, key, case, judgements)
    return duties, judgements


def acting_on(key: str, moments: Iterable[Moment]) -> list[Moment]:
    return [moment for moment in moments if acts_on(moment.fact, key)]


def rules_asked(case: Case, asked: Collection[int]) -> list[tuple[Rule, list[Moment]]]:
    """These rules, by their places in the panel, with the facts they read, seen in the zone of their calendar."""
    panel = case.law.panel(case.attributes)
    kinds = frozenset().union(*[panel.rules[number].kinds for number in asked])
    read = [(place, fact) for place, fact in enumerate(case.facts) if fact.kind in kinds]
    seen: dict[int, list[Moment]] = {}
    for watch in panel.watches:
        for place, fact in read:
            moment = Moment(fact, place, watch.zone)
            for number in watch.read_by.get(fact.kind, ()):
                if number in asked:
                    seen.setdefault(number, []).append(moment)
    return [(panel.rules[number], seen[number]) for number in sorted(seen)]


def rules_in_play(case: Case) -> list[tuple[Rule, list[Moment]]]:
    """Each rule that a fact of the matter can make answer, with the facts it reads, seen in the zone of its calendar."""
    panel = case.law.panel(case.attributes)
    seen: dict[int, list[Moment]] = {}
    for watch in panel.watches:
        moments, opened = rules_opened(watch, case.facts)
        for number in opened:
            seen[number] = []
        for place, fact in enumerate(case.facts):
            for number in watch.read_by.get(fact.kind, ()):
                if number in seen:
                    moment = moments[place]
                    if moment is None:
                        moment = moments[place] = Moment(fact, place, watch.zone)
                    seen[number].append(moment)
    rules = panel.rules
    return [(rules[number], seen[number]) for number in sorted(seen)]


def rules_opened(watch: Watch, facts: Sequence[Fact]) -> tuple[list[Moment | None], set[int]]:
    """The facts that may open a rule, each in its place, and the places of the rules they do.

    Most rules are left out here: no version of that day names the fact, or it fails one of their tests.
    """
    moments: list[Moment | None] = [None] * len(facts)
    found: set[int] = set()
    for place, fact in enumerate(facts):
        by_day = watch.opened_by.get(fact.kind)
        if by_day is not None:
            moment = moments[place] = Moment(fact, place, watch.zone)
            opening = by_day.on(moment.day)
            if opening is not None:
                found |= opening.places
                if opening.below:
                    reach(opening, fact.body, found)
    return moments, found


def reach(opening: Opening, body: Mapping[str, Any], found: set[int]) -> None:
    """Adds the rules that a fact of this body opens by passing tests."""
    for name, says, below in opening.below:
        if says(body.get(name)) is not False:
            found |= below.places
            if below.below:
                reach(below, body, found)


def next_look(duties: Sequence[Duty], now: datetime, next_fact_at: datetime | None = None) -> datetime | None:
    """The earliest moment after `now` at which time alone, or a fact to come, can change an answer; None if none can."""
    found = [next_fact_at] if next_fact_at else []
    for duty in duties:
        if duty.state == "pending":
            if duty.warn_at is not None and duty.warn_at > now:
                found.append(duty.warn_at)
            if duty.due_at is not None:
                found.append(duty.due_at + INSTANT)
    return min(found) if found else None
