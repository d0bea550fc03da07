"""How a matter was last disposed of or decided, as its events say: what lists count by. Education alone counts like every other outcome."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

OUTCOMES = {
    "incident.handed_over": "handed_over", "incident.case_opened": "taken_up", "incident.withdrawn": "withdrawn",
    "penalty.decided_on_spot": "penalty", "settlement.recognised": "mediated", "mediation.performed": "mediated",
    "incident.reopened": "", "case.reopened": "",
}  # fmt: skip
SAID = frozenset({"incident.disposed", "case.decided"})
"""Events whose own field says the outcome."""


def after(outcome: str, kind: str, body: Mapping[str, Any]) -> str:
    """The outcome once this event has happened; a settlement performed later leaves the outcome of the call as it was."""
    if kind in SAID:
        return body.get("outcome", outcome)
    if kind == "mediation.performed" and outcome:
        return outcome
    return OUTCOMES.get(kind, outcome)
