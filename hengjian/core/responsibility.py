"""The responsibility matrix: for each step of a flow who does it, what must stand before it and by whose hand, who alone is competent,
which hand must be another's, what is owed after it. Worked out from flows and rules; nobody keeps it by hand (TJ-66).

Gaps and overlaps are told beside it: where nobody answers, or where more than one level does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from hengjian.core.flow import Flow, Move
from hengjian.core.lawbook.acts import Authority, Competences, RequiredDocument, RequiredStep, Separation
from hengjian.core.lawbook.clocks import Clock
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.panel import looked_up
from hengjian.core.lawbook.rule import Rule
from hengjian.core.lawbook.values import Patterns

NOBODY_RECORDS, NOBODY_COMPETENT, UNWATCHED = "nobody_records", "nobody_competent", "unwatched"
BEYOND_LAW, OWN_CHECK, TWO_LEVELS = "beyond_law", "own_check", "two_levels"
GAPS = (NOBODY_RECORDS, NOBODY_COMPETENT, UNWATCHED)
OVERLAPS = (BEYOND_LAW, OWN_CHECK, TWO_LEVELS)


@dataclass(frozen=True, slots=True)
class Linked:
    """A rule that ties the step to others: `moves` of the same flow record what it asks for, `kinds` are those events."""

    rule: Rule
    kinds: tuple[str, ...]
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """A gap or an overlap: its code, the rule that shows it (None where none does), and what is meant: levels, roles or kinds."""

    code: str
    rule: Rule | None
    what: tuple[str, ...]

    @property
    def gap(self) -> bool:
        return self.code in GAPS


@dataclass(frozen=True, slots=True)
class Responsibility:
    """One step on a day. `before` and `after`: by rule; `competent`: rules that say whose act alone it may be; `apart`: steps that
    another hand must have taken, with the rule (None: the flow itself asks it); `watched`: every rule that reads the step."""

    move: Move
    before: tuple[Linked, ...]
    competent: tuple[tuple[Rule, Competences], ...]
    apart: tuple[tuple[Rule | None, tuple[str, ...]], ...]
    after: tuple[Linked, ...]
    watched: tuple[Rule, ...]
    problems: tuple[Problem, ...]


def responsibilities(flow: Flow, law: Lawbook, day: date) -> list[Responsibility]:
    """Every step of the flow under the law of that day, in the flow's own order."""
    rules = [rule for rule in law.rules.values() if may_apply(rule, flow.kind)]
    recorded = recorders(flow)
    return [of_move(move, rules, recorded, day) for move in flow.moves.values()]


def may_apply(rule: Rule, kind: str) -> bool:
    return all(kind in values for name, values in rule.applies_to if name == "matter")


def recorders(flow: Flow) -> Mapping[str, tuple[Move, ...]]:
    """The moves that record each kind of event."""
    return {kind: tuple(flow.by_event(kind)) for kind in {move.event for move in flow.moves.values()}}


def of_move(move: Move, rules: Iterable[Rule], recorded: Mapping[str, tuple[Move, ...]], day: date) -> Responsibility:
    watching = tuple(rule for rule in rules if move.event in rule.kinds | looked_up((rule.shape, rule.judged_by)))
    acting = [rule for rule in watching if move.event in rule.triggers]
    before = tuple(linked(rule, needed(rule, move.event, day), recorded) for rule in acting if needed(rule, move.event, day))
    competent = tuple((rule, allowed) for rule in acting for allowed in competences(rule, move.event, day))
    apart = tuple(hands_apart(move, acting, day))
    after = tuple(linked(rule, owed(rule, move.event, day), recorded) for rule in acting if owed(rule, move.event, day))
    problems = (*gaps(move, watching, before, competent), *overlaps(move, before, competent, apart, day))
    return Responsibility(move, before, competent, apart, after, watching, problems)


def linked(rule: Rule, kinds: Iterable[str], recorded: Mapping[str, tuple[Move, ...]]) -> Linked:
    asked = tuple(sorted(kinds))
    return Linked(rule, asked, tuple(move for kind in asked for move in recorded.get(kind, ())))


def asks(patterns: Patterns | None, event: str) -> bool:
    return patterns is not None and event in patterns.kinds


def needed(rule: Rule, event: str, day: date) -> frozenset[str]:
    """Kinds of which something must stand before the act."""
    shape = rule.shape
    if isinstance(shape, (RequiredStep, RequiredDocument)) and asks(shape.act.on(day), event):
        needs = shape.needs.on(day)
        return needs.events.kinds if needs else frozenset()
    return frozenset()


def owed(rule: Rule, event: str, day: date) -> frozenset[str]:
    """Kinds that meet the duty which the step opens."""
    shape = rule.shape
    if isinstance(shape, Clock) and rule.bearer != "citizen" and asks(shape.starts.on(day), event):
        terms = shape.versions.on(day)
        return terms.met_by.kinds if terms else frozenset()
    return frozenset()


def competences(rule: Rule, event: str, day: date) -> Iterator[Competences]:
    shape = rule.shape
    if isinstance(shape, Authority) and asks(shape.act.on(day), event):
        allowed = shape.allowed.on(day)
        if allowed:
            yield allowed


def hands_apart(move: Move, rules: Iterable[Rule], day: date) -> Iterator[tuple[Rule | None, tuple[str, ...]]]:
    """Steps whose hand may not take this one: by the flow, then by law."""
    if move.not_after_own:
        yield None, move.not_after_own
    for rule in rules:
        first = rule.shape.first.on(day) if isinstance(rule.shape, Separation) and asks(rule.shape.second.on(day), move.event) else None
        if first:
            yield rule, tuple(sorted(first.kinds))


def gaps(
    move: Move, watching: tuple[Rule, ...], before: tuple[Linked, ...], competent: tuple[tuple[Rule, Competences], ...]
) -> Iterator[Problem]:
    """Where nobody answers: what law asks cannot be recorded, nobody competent may take the step, no rule watches a deciding step."""
    for link in before:
        if link.kinds and not link.moves:
            yield Problem(NOBODY_RECORDS, link.rule, link.kinds)
    for rule, allowed in competent:
        if not any(meet(one.levels, move.levels) and meet(one.roles, move.roles) for one in allowed.any_of):
            yield Problem(NOBODY_COMPETENT, rule, move.levels)
    if move.to and not watching:
        yield Problem(UNWATCHED, None, (move.event,))


def meet(asked: tuple[str, ...], given: tuple[str, ...]) -> bool:
    """Whether some of those given are asked for; nothing asked is met by all."""
    return not asked or bool(set(asked) & set(given))


def overlaps(
    move: Move,
    before: tuple[Linked, ...],
    competent: tuple[tuple[Rule, Competences], ...],
    apart: tuple[tuple[Rule | None, tuple[str, ...]], ...],
    day: date,
) -> Iterator[Problem]:
    """A level beyond what law allows; the guarded and the guard one post; a step that heads of several levels may decide."""
    for rule, allowed in competent:
        beyond = beyond_law(rule, move, allowed, day)
        if beyond:
            yield Problem(BEYOND_LAW, rule, beyond)
    others = {kind for _rule, kinds in apart for kind in kinds}
    for link in before:
        own = tuple(one.event for one in link.moves if checks(one) and one.event not in others and same_hand(one, move))
        if own:
            yield Problem(OWN_CHECK, link.rule, tuple(dict.fromkeys(own)))
    if move.to and len(move.levels) > 1 and all(role.endswith("_chief") for role in move.roles) and not competent:
        yield Problem(TWO_LEVELS, None, move.levels)


def beyond_law(rule: Rule, move: Move, allowed: Competences, day: date) -> tuple[str, ...]:
    """Levels that the flow lets take the step and law never does; only where law speaks of the step without a condition."""
    shape = rule.shape
    assert isinstance(shape, Authority)
    act = shape.act.on(day)
    if act is None or move.event not in act.plain or any(not one.levels for one in allowed.any_of):
        return ()
    lawful = {level for one in allowed.any_of for level in one.levels}
    return tuple(level for level in move.levels if level not in lawful)


def checks(move: Move) -> bool:
    """Whether the step itself is a check upon others: taken by the heads or the legal officers alone."""
    return bool(move.roles) and all(role.endswith(("_chief", "_legal")) for role in move.roles)


def same_hand(one: Move, other: Move) -> bool:
    """Whether one and the same post may take both."""
    return bool(set(one.roles) & set(other.roles)) and bool(set(one.levels or other.levels) & set(other.levels or one.levels))
