"""The watch and the lawbook: adopts what was approved when its day comes, takes up what was adopted, brings every matter under it."""

import logging
from datetime import datetime, timedelta

from hengjian.core.flow import FlowError
from hengjian.core.lawbook.faults import LawErrors
from hengjian.ledger.errors import StaleStream
from hengjian.watch.supervision.messages import leave
from hengjian.watch.supervision.models import Message
from hengjian.watch.supervision.rounds import SWEEP, look_at_all, under_another_law
from hengjian.work.matters.actions_law import adopt_due_law
from hengjian.work.matters.law_notice import Notice, law_notice
from hengjian.work.matters.lawbook import follow_law
from hengjian.work.matters.lawpacks import LostLawbook
from hengjian.work.matters.rebuild import ended_otherwise, rebuild

CHECKED_EVERY = timedelta(minutes=1)
log = logging.getLogger("hengjian.watch")


class LawKeeping:
    """What one worker knows of the lawbook: when it last asked, and how far it has come with the matters judged under another."""

    def __init__(self) -> None:
        self.checked_at: datetime | None = None
        self.applied = False
        self.reached = ""
        self.derived = ""

    def follow(self, now: datetime) -> None:
        """Takes up the lawbook adopted last; now and then adopts what is due and tells the administrators what does not agree."""
        try:
            due = self.checked_at is None or now - self.checked_at >= CHECKED_EVERY
            if due:
                self.checked_at = now
                adopt_due(now)
            if follow_law():
                self.applied, self.reached, self.derived = False, "", ""
            if due:
                tell_notice(now)
        except (LawErrors, FlowError, LostLawbook) as problem:
            log.exception("The adopted lawbook cannot be read; the one before goes on serving")
            told(Notice("law.unreadable", {"problem": str(problem)[:200]}), now)

    def apply(self, now: datetime) -> bool:
        """Matters whose flow names other ending stages, then those last judged under another lawbook, a batch a round; true while there
        may be more."""
        ended = [] if self.applied else ended_otherwise(SWEEP, self.derived)
        if ended:
            self.derived = ended[-1]
            rebuild_each(ended, now)
        elif not self.applied:
            batch = list(under_another_law(SWEEP, self.reached))
            look_at_all(batch, now)
            self.applied, self.reached = not batch, batch[-1] if batch else ""
        return not self.applied


def rebuild_each(matters: list[str], now: datetime) -> None:
    """Makes the rows of each matter again; a fault in one stops no other."""
    for matter in matters:
        try:
            rebuild(matter, now)
        except Exception:
            log.exception("The rows of matter %s could not be made again", matter)


def adopt_due(now: datetime) -> None:
    try:
        adopt_due_law(now)
    except StaleStream:
        log.info("Another worker adopted the lawbook")


def tell_notice(now: datetime) -> None:
    """One message per state of things, not one per look; what was told of another state is settled."""
    notice = law_notice()
    before = Message.objects.filter(code__startswith="law.", done_at=None)
    if notice:
        told(notice, now)
        before = before.exclude(identity=identity_of(notice))
    before.update(done_at=now)


def told(notice: Notice, now: datetime) -> None:
    """Leaves the message, or puts it back where this state of things has come again."""
    identity, roles = identity_of(notice), ["system_admin", "city_legal", "city_chief"]
    if not leave(notice.code, notice.values, identity=identity, roles=roles, now=now):
        Message.objects.filter(identity=identity).exclude(done_at=None).update(done_at=None, left_at=now)


def identity_of(notice: Notice) -> str:
    return f"{notice.code}:{':'.join(notice.values.values())}"[:240]
