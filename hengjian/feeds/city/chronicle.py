"""Tells the year before today from beginning to end: acts, findings, answers and police days in the order in which they happened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

from hengjian.feeds.city.answering import Answering
from hengjian.feeds.city.cast import Cast
from hengjian.feeds.city.past import Year, ends_of, foreseen, hours
from hengjian.feeds.city.reviewing import Reviewing
from hengjian.ledger.integrate import integrate_all
from hengjian.work.findings import queue
from hengjian.work.matters.history import PastAct, Recorder, finish


@transaction.atomic
def live_through(cast: Cast, acts: Sequence[PastAct], *, now: datetime, progress: Callable[[int], None] = lambda _done: None) -> int:
    """Records the acts, which are in order of time, with everything that was done about them; gives back how many acts there were."""
    if not acts:
        return 0
    year = Year(cast, Recorder(now), acts[0].at, foreseen(acts, now), ends_of(acts))
    Answering(year)
    reviewing = Reviewing(year, acts[0].at, now)
    done = 0
    for batch in hours(acts):
        year.until(batch[0].at)
        year.record(batch)
        done += len(batch)
        progress(done)
    year.until(now)
    finish(year.recorder)
    for matter in reviewing.queued:
        queue.derive(matter)
    integrate_all(now)
    return done
