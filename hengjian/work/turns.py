"""Whose turn a job is: rows that wait for a worker, taken up by one, said to be alive, given back. What the work is, its own room says.

A table of jobs has `beat_at`: nothing while nobody has the row, else when its worker last said that it is at it.
"""

from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)
DEAD_AFTER = timedelta(seconds=60)
"""A worker that has said nothing for so long is taken for dead."""


def take_up(waiting: QuerySet[Row], now: datetime) -> Row | None:
    """The first of the rows that wait which no living worker has; it is the caller's from here. Its order is that of `waiting`."""
    for row in waiting.filter(Q(beat_at=None) | Q(beat_at__lt=now - DEAD_AFTER)):
        if held(waiting, row).update(beat_at=now):
            row.refresh_from_db()
            return row
    return None


def say(waiting: QuerySet[Row], row: Row, now: datetime, **values: Any) -> bool:
    """Says that a row is being worked at and how far it is (`values`); false where it no longer waits: stopped, or dropped."""
    return bool(waiting.filter(pk=row.pk).update(beat_at=now, **values))


def give_back(waiting: QuerySet[Row], row: Row) -> None:
    """Lets another worker take a row up at once."""
    waiting.filter(pk=row.pk).update(beat_at=None)


def left_alone(beat_at: datetime | None, now: datetime) -> bool:
    """Whether a worker took a row up and has said nothing since for too long."""
    return beat_at is not None and now - beat_at > DEAD_AFTER


def held(waiting: QuerySet[Row], row: Row) -> QuerySet[Row]:
    """The row as it was when it was read: nobody else has taken it up meanwhile."""
    return waiting.filter(pk=row.pk, beat_at=vars(row)["beat_at"])
