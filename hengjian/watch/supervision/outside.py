"""What the watch does with findings for the sake of a step: what somebody outside said becomes one, those of a merged case go along.

Answers: `look.verify`.
"""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from hengjian.ledger.errors import StaleStream
from hengjian.ledger.models import Event
from hengjian.watch.supervision import telling
from hengjian.work.findings.actions_external import raise_from_step
from hengjian.work.findings.actions_merging import move_along
from hengjian.work.findings.sources import OUTSIDE
from hengjian.work.matters.merging import MERGED
from hengjian.work.matters.models import Matter

log = logging.getLogger("hengjian.watch")


def follow(events: Sequence[Event], now: datetime) -> None:
    """Raises what was received and tells who has it in hand and moves findings of merged cases. History that is brought in does neither."""
    for event in events:
        if event.stream == event.matter and event.kind in OUTSIDE and not event.body.get("origin"):
            raise_and_tell(event, now)
        elif event.stream == event.matter and event.kind == MERGED and "handler" in event.body:
            move_along(event, now=now)


def raise_and_tell(event: Event, now: datetime) -> None:
    try:
        with transaction.atomic():
            raised = raise_from_step(event, now=now)
            if raised:
                telling.tell_outside(raised, Matter.objects.get(id=event.matter), now)
    except StaleStream:
        log.info("Another worker raised what step %s asks for", event.id)
