"""What waits for somebody else's answer: which requests there are, which events answer them, and who may. No right is decided here."""

from __future__ import annotations

from hengjian.core.flow import Flow, Move

ANSWERS: dict[str, frozenset[str]] = {
    "approval.requested": frozenset({"case.decided", "case.returned", "case.terminated"}),
    "extension.requested": frozenset({"extension.approved"}),
    "opening_review.started": frozenset({"case.opened", "case.refused", "case.transferred"}),
    "incident.withdrawn": frozenset({"withdrawal.reviewed", "incident.case_opened", "incident.reopened"}),
}


def after(awaiting: str, event: str) -> str:
    """What an open matter waits for after this event, given what it waited for before."""
    if event in ANSWERS:
        return event
    return "" if event in ANSWERS.get(awaiting, ()) else awaiting


def answering(flow: Flow, awaiting: str) -> list[Move]:
    """The moves of a flow that answer a request."""
    return [move for move in flow.moves.values() if move.event in ANSWERS.get(awaiting, ())]
