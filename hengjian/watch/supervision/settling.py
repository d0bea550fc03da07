"""Which messages ask for nothing any more: the watch settles them after its look, and they stay readable. Leaving them is `telling`."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from hengjian.ledger.models import Event
from hengjian.watch.supervision.look import Looked
from hengjian.watch.supervision.messages import settle
from hengjian.watch.supervision.models import Message
from hengjian.watch.supervision.telling import about_duty
from hengjian.work.findings.models import DirectionRow, FindingRow, QueueRow


def settle_after(looked: Looked, now: datetime) -> None:
    """Settles what this look shows to be done; a duty that is near its end again is asked of again."""
    standing = Message.objects.filter(matter=looked.matter.id, done_at=None)
    over = [message.pk for message in standing if message.code in OVER and OVER[message.code](message, looked)]
    if over:
        settle(standing.filter(pk__in=over), now)
    if looked.near:
        again = [about_duty(looked.matter, duty) for duty in looked.near]
        Message.objects.filter(identity__in=again).exclude(done_at=None).update(done_at=None)


def settle_days(events: Iterable[Event], now: datetime) -> None:
    """Settles what asked for the review of a police day that is closed."""
    closed = [event.stream for event in events if event.kind == "day.closed"]
    if closed:
        settle(Message.objects.filter(identity__in=closed), now)


def near_no_more(message: Message, looked: Looked) -> bool:
    """The duty was met, ended, moved to another due time, or ran out: then its finding asks."""
    return message.identity not in {about_duty(looked.matter, duty) for duty in looked.near}


def finding_closed(message: Message, _looked: Looked) -> bool:
    return FindingRow.objects.filter(id=subject(message), state="closed").exists()


def acknowledged(message: Message, _looked: Looked) -> bool:
    return DirectionRow.objects.filter(event=subject(message), acknowledged_at__isnull=False).exists()


def reasons_given(_message: Message, looked: Looked) -> bool:
    return not QueueRow.objects.filter(matter=looked.matter.id, left_at=None, given_at=None).exists()


def looked_at(_message: Message, _looked: Looked) -> bool:
    """The look that failed has been made."""
    return True


def subject(message: Message) -> str:
    """The finding or direction that the identity of a message names."""
    return message.identity.split(":")[1]


OVER: Mapping[str, Callable[[Message, Looked], bool]] = {
    "duty.near": near_no_more,
    "duty.waits": near_no_more,
    "finding.raised": finding_closed,
    "finding.external": finding_closed,
    "finding.escalated": finding_closed,
    "direction.waiting": acknowledged,
    "reasons.demanded": reasons_given,
    "look.failed": looked_at,
}
