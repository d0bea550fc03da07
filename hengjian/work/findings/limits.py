"""The time that supervision gives: read from the policy `supervision` of the lawbook, never from code."""

from datetime import datetime, timedelta

from hengjian.core.lawbook.lawbook import Lawbook

POLICY = "supervision"


def due_after(law: Lawbook, limit: str, now: datetime) -> datetime:
    """`now` plus the days that the policy gives under this name (`answer_days`, `opinion_days`, …)."""
    return now + timedelta(days=int(law.policy(POLICY)[limit]))


def late_entry(law: Lawbook) -> timedelta:
    """How long after an act its record counts as entered late."""
    return timedelta(hours=int(law.policy(POLICY)["late_entry_hours"]))
