"""The archive made each night as work beside the watch. What making does: `watch/archive/making.py`."""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings

from hengjian.bulk.refusal import BadLog
from hengjian.ledger.charter import NotFounded
from hengjian.ledger.read import ZONE
from hengjian.watch.archive.making import Busy, NothingToArchive, make
from hengjian.watch.beside import Clock, Work
from hengjian.watch.supervision.messages import leave, settle
from hengjian.watch.supervision.models import Message

AGAIN = timedelta(hours=1)
CODE = "archive.failed"
log = logging.getLogger("hengjian.archive")


class Nightly:
    """Which day this process has archived last, and when it tries again after trouble."""

    def __init__(self) -> None:
        self.done: date | None = None
        self.again: datetime | None = None

    def take(self, clock: Clock) -> None:
        """Archives yesterday (Asia/Shanghai) and all before it, once; trouble is told to the system administrators and waited out."""
        now = clock()
        day = now.astimezone(ZONE).date() - timedelta(days=1)
        if self.done == day or (self.again is not None and now < self.again):
            return
        try:
            make(Path(settings.ARCHIVE_TO), day, now=now, told=lambda _done: None)
        except NothingToArchive:
            log.info("Nothing new to archive up to %s", day)
        except Busy:
            self.again = now + AGAIN
            return
        except (BadLog, NotFounded, OSError) as problem:
            log.exception("The archive of %s was not made", day)
            values = {"day": day.isoformat(), "problem": str(problem)}
            leave(CODE, values, identity=f"{CODE}:{day.isoformat()}", roles=["system_admin"], now=now)
            self.again = now + AGAIN
            return
        self.done, self.again = day, None
        settle(Message.objects.filter(code=CODE), now)


ARCHIVING = Work("archive", Nightly().take, pause=60.0)
