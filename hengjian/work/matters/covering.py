"""What the registered recordings of a matter show of its acts, as the law judges them. How it is drawn stands in the faces."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from hengjian.core.evaluate import judgements_of
from hengjian.core.evaluation import Breach
from hengjian.core.recordings import RECORDINGS
from hengjian.ledger.models import Event
from hengjian.ledger.read import facts
from hengjian.work.matters.lawbook import law_in_force, law_of
from hengjian.work.matters.models import Matter
from hengjian.work.matters.project import attributes


def covers(row: Matter, events: Sequence[Event], now: datetime) -> list[Breach]:
    """Each judgement of an act by recordings made meanwhile; none where none is registered. `events`: the matter's own."""
    if not any(event.kind in RECORDINGS for event in events):
        return []
    law = law_of(row.law) or law_in_force()
    found = judgements_of("recording_cover", facts(events), law, now, attributes=attributes(row))
    return [one for one in found if any(reason.code == "cover_span" for reason in one.reasons)]
