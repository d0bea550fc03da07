"""One round of the watch: place what is new, look at what changed, look where time has passed, demand, climb, open days, beat.

Every part may be repeated and may run in several workers at once: what it records has an identity of its own.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from hengjian.ledger import files
from hengjian.ledger.errors import StaleStream
from hengjian.ledger.follow import Follower
from hengjian.ledger.integrate import integrate_all
from hengjian.ledger.models import Event
from hengjian.watch.supervision import heartbeat, outside, settling, telling
from hengjian.watch.supervision.look import look_at
from hengjian.watch.supervision.machine import acting_over
from hengjian.watch.supervision.messages import leave
from hengjian.work.findings import days, queue
from hengjian.work.findings.actions_closing import escalate
from hengjian.work.findings.actions_day import open_day
from hengjian.work.findings.actions_directions import climb_direction, unacknowledged
from hengjian.work.findings.limits import due_after, late_entry
from hengjian.work.findings.models import DayStatement, FindingRow, QueueRow
from hengjian.work.findings.policeday import ZONE
from hengjian.work.findings.queries import unanswered
from hengjian.work.findings.rights import MACHINE
from hengjian.work.matters.actions import take_step
from hengjian.work.matters.lawbook import law_in_force
from hengjian.work.matters.models import Matter
from hengjian.work.matters.vouching import vouching_in
from hengjian.work.people.models import Unit
from hengjian.work.people.refusal import Refused

FOLLOWER = "supervision"
BATCH = 40
"""So many events are looked at in one transaction; of history that was brought in, which is only noted, so many more are followed."""
FOLLOWED = 2_000
SWEEP = 100
LOOKS = 24
"""So many matters are looked at in a round because time has passed: a new event waits no longer than these take."""
AGAIN_AFTER = timedelta(minutes=1)
ASKING = frozenset({"withdrawn", "disposed"})
OF_NO_MATTER = frozenset({"record.looked_at", "reporter.looked_at", "record.exported", "search.across_matters"})
log = logging.getLogger("hengjian.watch")


@dataclass
class Round:
    """What one round did."""

    placed: int = 0
    followed: int = 0
    swept: int = 0
    demanded: int = 0
    climbed: int = 0
    opened: int = 0

    @property
    def busy(self) -> bool:
        """Whether there may be more to do at once."""
        return bool(self.followed or self.swept)


def run_round(now: datetime) -> Round:
    """Does what is to be done now, at most a batch of each, and beats."""
    done = Round()
    checkpoint = integrate_all(now)
    done.placed = checkpoint.size if checkpoint else 0
    follower = Follower(FOLLOWER)
    done.followed = follower.follow(handle, now, limit=FOLLOWED, cut=enough)
    done.swept = look_at_all(due_for_a_look(now, LOOKS), now)
    done.demanded = demand_reasons(now, SWEEP)
    done.climbed = climb(now, SWEEP) + climb_directions(now, SWEEP)
    behind = follower.behind()
    if not behind:
        done.opened = open_days(now)
        if done.opened:
            files.sweep(now)
    integrate_all(now)
    heartbeat.beat(now, behind=behind)
    return done


def handle(events: list[Event], now: datetime) -> None:
    """What the watch does with newly placed events: cases of the day, calls of the queue, and a look at each matter touched.

    History that was brought in is looked at when nothing newer waits: tens of thousands of old cases must not hold up a new one.
    """
    days.note_acceptances(events, late_entry())
    for matter in dict.fromkeys(event.matter for event in events if event.kind in queue.READ):
        queue.derive(matter)
    outside.follow(events, now)
    settling.settle_days(events, now)
    touched = [event for event in events if event.matter and event.kind not in OF_NO_MATTER and not of_history(event)]
    Matter.objects.filter(id__in={event.matter for event in events if of_history(event)}).update(next_look_at=now)
    versions = dict(Matter.objects.filter(id__in={event.matter for event in touched}).values_list("id", "version"))
    for matter in dict.fromkeys(event.matter for event in touched if worth_a_look(event, versions)):
        look_safely(matter, now)


def of_history(event: Event) -> bool:
    """Whether this is a step of the past that was brought in from elsewhere."""
    return event.stream == event.matter and bool(event.body.get("origin"))


def enough(events: list[Event]) -> list[Event]:
    """As many of these events, from the first on, as are followed in one transaction."""
    costly = [number for number, event in enumerate(events, 1) if not of_history(event)]
    return events[: costly[BATCH - 1]] if len(costly) >= BATCH else events


def worth_a_look(event: Event, versions: Mapping[str, int]) -> bool:
    """The newest event of a matter (earlier ones wait for it), or what a person said of a finding; not the watch's own notes."""
    if event.stream == event.matter:
        return event.version >= versions.get(event.matter, 0)
    return event.by != MACHINE


def look_safely(matter: str, now: datetime) -> None:
    """Looks at one matter; a fault in one stops no other. It is told to the administrators and tried again in a minute."""
    try:
        with transaction.atomic():
            looked = look_at(matter, now)
            if looked:
                telling.tell_looked(looked, now)
                settling.settle_after(looked, now)
    except StaleStream:
        Matter.objects.filter(id=matter).update(next_look_at=now)
    except Exception as problem:
        log.exception("The look at matter %s failed", matter)
        values = {"matter": matter, "problem": type(problem).__name__}
        leave("look.failed", values, identity=f"failed:{matter}:{type(problem).__name__}", roles=["system_admin"], now=now, matter=matter)
        Matter.objects.filter(id=matter).update(next_look_at=now + AGAIN_AFTER)


def due_for_a_look(now: datetime, limit: int) -> Iterable[str]:
    """Matters whose time has come: those whose time came last, so that none of today waits behind a heap, and those that wait longest."""
    due = Matter.objects.filter(next_look_at__lte=now).values_list("id", flat=True)
    newest = list(due.order_by("-next_look_at", "-id")[: limit // 2])
    return [*newest, *due.exclude(id__in=newest).order_by("next_look_at", "id")[: limit - len(newest)]]


def under_another_law(limit: int, after: str = "") -> Iterable[str]:
    """Matters last judged under another lawbook than the one in force, by id, beyond the id `after`: ask when the law may have changed."""
    return Matter.objects.filter(~Q(law=law_in_force().digest), id__gt=after).order_by("id").values_list("id", flat=True)[:limit]


def look_at_all(matters: Iterable[str], now: datetime) -> int:
    listed = list(matters)
    for matter in listed:
        look_safely(matter, now)
    return len(listed)


def demand_reasons(now: datetime, limit: int) -> int:
    """Demands reasons for every call in the review queue of which none were demanded yet (S4, S16)."""
    asking = Matter.objects.filter(kind="incident", stage__in=ASKING).values("id")
    waiting = QueueRow.objects.filter(left_at=None, demanded_at=None, matter__in=asking).order_by("entered_at", "event")[:limit]
    return sum(demand(row, now) for row in list(waiting))


def demand(row: QueueRow, now: datetime) -> bool:
    """Demands reasons for one call; false where somebody else moved it on meanwhile."""
    matter = Matter.objects.select_related("unit__parent__parent").get(id=row.matter)
    due = due_after("reasons_days", now).astimezone(ZONE).date()
    try:
        with transaction.atomic():
            by = vouching_in(matter, acting_over(matter.unit))
            step = take_step(matter.id, "demand_reasons", {"due": due.isoformat(), "question": question(row.why)}, by=by, at=now, now=now)
            queue.derive(matter.id)
            telling.tell_demanded(matter, step.events[-1], due, now)
    except (Refused, StaleStream) as problem:
        log.info("No reasons were demanded for %s: %s", matter.number, problem)
        return False
    return True


def question(why: str) -> str:
    """What is asked of a call that stands in the queue for this reason."""
    if why == queue.WITHDRAWN:
        return _("报警人撤回报警。请核实撤回的真实原因、是否受到威胁或交换条件、是否涉及应当追究的行为，并说明理由。")
    return _("本警情有违法犯罪特征，但未作为案件受理。请说明依据和理由，并告知报警人救济途径。")


def climb(now: datetime, limit: int) -> int:
    """Hands findings that nobody answered to the next level."""
    climbed = 0
    for finding in unanswered(now, limit):
        try:
            with transaction.atomic():
                event = escalate(finding, now=now)
                telling.tell_climbed(event, FindingRow.objects.values_list("rule", flat=True).get(id=finding), now)
            climbed += 1
        except (Refused, StaleStream) as problem:
            log.info("Finding %s did not climb: %s", finding, problem)
    return climbed


def climb_directions(now: datetime, limit: int) -> int:
    """Hands directions of work that nobody acknowledged to the head of the unit, then upwards."""
    climbed = 0
    for direction in unacknowledged(now, limit):
        try:
            with transaction.atomic():
                telling.tell_unacknowledged(climb_direction(direction, now=now), now)
            climbed += 1
        except (Refused, StaleStream) as problem:
            log.info("Direction %s did not climb: %s", direction, problem)
    return climbed


def open_days(now: datetime) -> int:
    """Opens every police day that has ended and has no statement yet; one that another worker opens in this instant is left to it."""
    ended = days.days_to_open(now) if Unit.objects.filter(level="city").exists() else []
    return sum(opened(day, now) for day in ended)


def opened(day: date, now: datetime) -> bool:
    try:
        with transaction.atomic():
            open_day(day, now=now)
            for statement in DayStatement.objects.filter(day=day):
                telling.tell_day(statement, now)
    except (StaleStream, IntegrityError) as problem:
        log.info("The day %s was opened by another worker: %s", day, problem)
        return False
    return True
