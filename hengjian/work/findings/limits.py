"""The time that supervision gives: read from the policy `supervision` of the lawbook, never from code."""

from datetime import datetime, timedelta

from hengjian.work.matters.lawbook import law_in_force

POLICY = "supervision"


def due_after(limit: str, now: datetime) -> datetime:
    """`now` plus the days that the policy gives under this name (`answer_days`, `opinion_days`, …)."""
    return now + timedelta(days=int(law_in_force().policy(POLICY)[limit]))


def late_entry() -> timedelta:
    """How long after an act its record counts as entered late."""
    return timedelta(hours=int(law_in_force().policy(POLICY)["late_entry_hours"]))
