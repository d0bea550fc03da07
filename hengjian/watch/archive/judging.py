"""An archive judged by the law: base and additions together, on the threads of this machine or on a Spark.

What one worker does stands in `bulk/facts/judging.py`; how a Spark is reached in `bulk/spark/`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime

from hengjian.bulk.event_log import EventLog
from hengjian.bulk.facts.frame import Laid
from hengjian.bulk.facts.judging import added, in_order, judge_part, judge_part_live
from hengjian.bulk.facts.log import HOUSE
from hengjian.bulk.facts.reading import Part
from hengjian.bulk.patrol import LARGE, Patrol, Spill, Told, keep_all
from hengjian.bulk.table.columns import rule_table
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.watch.archive.parts import parts_of
from hengjian.watch.archive.segment import Archive

THREADS = 2
PLACE = "place"
"""What findings name an event by: its place in the log."""


def patrol_here(archive: Archive, law: Lawbook, now: datetime, *, told: Told, large: int = LARGE, spill: Spill = keep_all) -> Patrol:
    """Every matter of the archive as it stood at `now`, on this machine; a small archive is judged live.

    `spill` is called after each part with what it found, in the order of matters, and may take it away.
    """
    whole = nothing_yet(archive, law, now)
    for one in patrol_parts(parts_of(archive), law, now, told, columnar=archive.last >= large):
        added(whole, in_order(one))
        spill(whole)
    return whole


def nothing_yet(archive: Archive, law: Lawbook, now: datetime) -> Patrol:
    """A patrol of the archive to which the answers of its parts are added."""
    return Patrol(EventLog.none(archive.folder, HOUSE), law, now)


def patrol_parts(parts: list[Part], law: Lawbook, now: datetime, told: Told, *, columnar: bool) -> Iterator[Patrol]:
    laid = Laid(rule_table(law))

    def judged(part: Part) -> Patrol | None:
        if columnar:
            return judge_part(part, laid, now, told=told, identity=PLACE)
        return judge_part_live(part, law, now, told=told, identity=PLACE)

    with ThreadPoolExecutor(THREADS) as pool:
        ahead: deque[Future[Patrol | None]] = deque()
        for part in parts:
            ahead.append(pool.submit(judged, part))
            if len(ahead) > THREADS:
                yield from found_in(ahead.popleft())
        while ahead:
            yield from found_in(ahead.popleft())


def found_in(part: Future[Patrol | None]) -> Iterator[Patrol]:
    found = part.result()
    if found is not None:
        yield found
