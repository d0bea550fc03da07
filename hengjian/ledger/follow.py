"""Following the log: a follower's place moves in the transaction that holds what it derived, so nothing is seen twice or missed.

A follower that *derives* may be set back to 0 and run again; one that *acts* must know its acts by an identity of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from hengjian.ledger.models import Event, FollowerPlace
from hengjian.ledger.read import events_after, head

Handle = Callable[[list[Event], datetime], None]
Cut = Callable[[list[Event]], list[Event]]


def whole(events: list[Event]) -> list[Event]:
    return events


class Follower:
    """A reader of the log that remembers how far it came, under its name."""

    def __init__(self, name: str) -> None:
        self.name = name

    def follow(self, handle: Handle, now: datetime, *, limit: int = 500, cut: Cut = whole) -> int:
        """Hand the next events (at most `limit`, each with its `place`) to `handle` in one transaction; gives back how many there were.

        `cut` says which of them, from the first on, are enough for one transaction where some cost more than others.

        If `handle` raises, nothing it wrote stands and the place does not move. Two processes with one name take turns.
        """
        with transaction.atomic():
            row, _made = FollowerPlace.objects.select_for_update().get_or_create(name=self.name)
            events = cut(events_after(row.place, limit))
            if events:
                handle(events, now)
                FollowerPlace.objects.filter(name=self.name).update(place=events[-1].place, moved_at=now)
            return len(events)

    def place(self) -> int:
        """The last place it has seen."""
        row = FollowerPlace.objects.filter(name=self.name).first()
        return row.place if row else 0

    def behind(self) -> int:
        """How many events it has still to see."""
        return head() - self.place()

    def start_here(self, now: datetime) -> None:
        """Begin at the end of the log: what stands before was dealt with otherwise."""
        FollowerPlace.objects.update_or_create(name=self.name, defaults={"place": head(), "moved_at": now})

    def start_again(self) -> None:
        """Forget the place; for a follower that derives, after its projection was emptied."""
        FollowerPlace.objects.filter(name=self.name).delete()
