"""The life of a finding: which event may follow which state, and the state it leads to. Pure; who may act stands in `rights`."""

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    """Where a finding stands. The words are stored, so they never change their meaning."""

    RAISED = "raised"
    ASKED = "asked"
    REPLIED = "replied"
    CONTESTED = "contested"
    UPHELD = "upheld"
    ACCEPTED = "accepted"
    CLOSED = "closed"


class Close(StrEnum):
    """The three ways in which a finding closes (law.md)."""

    RECTIFIED = "rectified"
    REMEDIED = "remedied"
    LAPSED = "lapsed"


class Verdict(StrEnum):
    """What the machine says when it checks again."""

    STANDS = "stands"
    PASSES = "passes"
    NO_BREACH = "no_breach"
    REMEDY_DONE = "remedy_done"
    NOT_BY_MACHINE = "not_by_machine"


OPEN = frozenset(State) - {State.CLOSED}
WAITING_FOR_UNIT = frozenset({State.RAISED, State.ASKED})

FOLLOWS: Mapping[str, frozenset[State]] = {
    "opinion.issued": frozenset({State.RAISED, State.ASKED, State.REPLIED}),
    "finding.replied": frozenset({State.RAISED, State.ASKED, State.REPLIED}),
    "finding.contested": frozenset({State.RAISED, State.ASKED, State.REPLIED}),
    "contest.decided": frozenset({State.CONTESTED}),
    "finding.rechecked": OPEN,
    "remedy.accepted": frozenset({State.REPLIED}),
    "finding.moved": OPEN,
    "finding.escalated": OPEN - {State.UPHELD, State.ACCEPTED},
    "finding.closed": OPEN - {State.CONTESTED},
}


def may_follow(kind: str, state: State) -> bool:
    """Whether an event of this kind may be recorded while the finding stands in `state`."""
    return state in FOLLOWS[kind]


def after(kind: str, state: State, body: Mapping[str, object]) -> State:
    """The state once the event is recorded; a refused contest leads back to where the finding stood before it."""
    if kind == "contest.decided":
        return State.UPHELD if body["upheld"] else State(str(body["back_to"]))
    return {
        "finding.raised": State.RAISED,
        "opinion.issued": State.ASKED,
        "finding.replied": State.REPLIED,
        "finding.contested": State.CONTESTED,
        "remedy.accepted": State.ACCEPTED,
        "finding.closed": State.CLOSED,
    }.get(kind, state)


def ways_to_close(state: State, verdict: Verdict) -> frozenset[Close]:
    """The ways in which a finding may be closed now: never without the rule, its accepted remedy, the facts or an upheld contest."""
    if state is State.CLOSED or state is State.CONTESTED:
        return frozenset()
    if state is State.UPHELD:
        return frozenset({Close.LAPSED})
    if state is State.ACCEPTED and verdict in {Verdict.REMEDY_DONE, Verdict.NOT_BY_MACHINE}:
        return frozenset({Close.REMEDIED})
    return {Verdict.PASSES: frozenset({Close.RECTIFIED}), Verdict.NO_BREACH: frozenset({Close.LAPSED})}.get(verdict, frozenset())
