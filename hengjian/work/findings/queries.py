"""What a viewer may see of findings, queues and police days. Nothing is written here, and nothing is counted but units and rules."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from hengjian.ledger.models import Event
from hengjian.ledger.read import events_in
from hengjian.work.findings.models import DayStatement, DirectionRow, FindingRow, QueueRow
from hengjian.work.findings.sources import EXTERNAL, INTERNAL
from hengjian.work.findings.states import Close, State
from hengjian.work.matters.models import Matter
from hengjian.work.people import roles
from hengjian.work.people.access import Viewer
from hengjian.work.people.models import Unit
from hengjian.work.people.refusal import Refused

YEAR = timedelta(days=365)


def units_of(viewer: Viewer) -> list[str]:
    """Codes of the units whose supervision this person may see: their own and all below."""
    return list(Unit.objects.filter(id__in=viewer.unit_ids).values_list("code", flat=True))


def visible(viewer: Viewer) -> QuerySet[FindingRow]:
    """Findings in hand at, or answered by, the viewer's units. Whom a complaint is about sees it only once an opinion was sent."""
    if viewer.sees_every_unit:
        return FindingRow.objects.all()
    codes = units_of(viewer)
    return FindingRow.objects.filter(Q(handled_by__in=codes) | Q(unit__in=codes, withheld=False))


def board(viewer: Viewer, loop: str, conditions: Mapping[str, Any] | None = None) -> QuerySet[FindingRow]:
    """The findings board of one loop (`internal`, `external`), newest first.

    `conditions` may name `state`, `unit`, `rule`, `source`, `level`, `matter` (exact), `open` (True: not closed), `how` (it closed),
    `overdue_at` (a moment: those whose answer was due by then) and `year_to` (a moment: those that `recurring` counts then).
    """
    rows = visible(viewer).filter(loop=loop)
    for name, value in (conditions or {}).items():
        rows = CONDITIONS[name](rows, value)
    return rows


def exactly(column: str):
    return lambda rows, value: rows.filter(**{column: value})


CONDITIONS = {name: exactly(name) for name in ("state", "unit", "rule", "source", "level", "matter")} | {
    "how": lambda rows, value: rows.filter(state=State.CLOSED, closed_how=value),
    "open": lambda rows, value: rows.exclude(state=State.CLOSED) if value else rows.filter(state=State.CLOSED),
    "overdue_at": lambda rows, value: rows.exclude(state=State.CLOSED).filter(due__lt=value),
    "year_to": lambda rows, value: rows.filter(raised_at__gt=value - YEAR).exclude(closed_how=Close.LAPSED),
}


def to_answer(viewer: Viewer) -> QuerySet[FindingRow]:
    """Findings that wait for the viewer's own unit to answer, the most urgent first."""
    own = [seat.unit.code for seat in viewer.case_seats]
    waiting = visible(viewer).filter(unit__in=own, state__in=[State.RAISED, State.ASKED])
    return waiting.order_by(F("due").asc(nulls_last=True), "id")


def to_judge(viewer: Viewer) -> QuerySet[FindingRow]:
    """Findings that wait for the viewer's own unit to judge: replies to accept, contests to decide, lapses to confirm."""
    own = [seat.unit.code for seat in viewer.case_seats]
    judged = Q(state__in=[State.REPLIED, State.CONTESTED]) | Q(verdict="no_breach", state__in=[State.RAISED, State.ASKED])
    return visible(viewer).filter(judged, handled_by__in=own).order_by("raised_at", "id")


def finding_page(viewer: Viewer, finding: str) -> tuple[FindingRow, list[Event]]:
    """One finding with its events, oldest first (sealed parts unopened). Raises `Refused` where the viewer may not see it."""
    row = visible(viewer).filter(id=finding).first()
    if row is None:
        raise Refused(_("没有这个问题，或您的岗位无权查看。"))
    return row, events_in(finding)


@dataclass(frozen=True)
class Rates:
    """How findings of a period ended. Each way stands apart; what lapsed is shown, and leaves the denominator."""

    raised: int
    open: int
    rectified: int
    remedied: int
    lapsed: int

    @property
    def closed(self) -> int:
        return self.raised - self.open

    @property
    def denominator(self) -> int:
        return self.raised - self.lapsed

    def per_mille(self, way: Close) -> int | None:
        """Of a thousand that were faults, how many ended so; None where there were none. Lapsed ones are given of all raised."""
        whole = self.raised if way is Close.LAPSED else self.denominator
        return round(1000 * getattr(self, way.value) / whole) if whole else None


def rates(rows: QuerySet[FindingRow]) -> Rates:
    """Counts the ways in which these findings closed."""
    return rates_of(Counter(dict(rows.order_by().values_list("closed_how").annotate(Count("id")))))


def rates_by_loop(viewer: Viewer) -> dict[str, Rates]:
    """How the findings of each loop ended that this viewer may see, counted in one go."""
    ways: dict[str, Counter[str]] = {loop: Counter() for loop in (INTERNAL, EXTERNAL)}
    for loop, how, number in visible(viewer).order_by().values_list("loop", "closed_how").annotate(Count("id")):
        ways[loop][how] += number
    return {loop: rates_of(found) for loop, found in ways.items()}


def rates_of(ways: Counter[str]) -> Rates:
    """From how many closed in each way; those that are open closed in none."""
    return Rates(raised=ways.total(), open=ways[""], **{way.value: ways[way.value] for way in Close})


def recurrence(unit: str, rule: str, now: datetime) -> int:
    """How often this unit broke this rule within the last year, lapsed findings left out."""
    rows = FindingRow.objects.filter(unit=unit, rule=rule, raised_at__gt=now - YEAR, raised_at__lte=now)
    return rows.exclude(closed_how=Close.LAPSED).count()


def unanswered(now: datetime, limit: int) -> list[str]:
    """Ids of findings that should have been answered by now, by their unit or by who judges them, the longest waiting first."""
    return list(FindingRow.objects.filter(due__lt=now).order_by("due", "id").values_list("id", flat=True)[:limit])


def recurring(viewer: Viewer, now: datetime, at_least: int = 3, loop: str = "internal") -> list[dict[str, Any]]:
    """Rules that a unit keeps breaking, as one loop tells them: unit, rule and how often within the last year, most often first."""
    rows = board(viewer, loop, {"year_to": now}).exclude(rule="")
    return list(
        rows.order_by().values("unit", "rule").annotate(times=Count("id")).filter(times__gte=at_least).order_by("-times", "unit", "rule")
    )


def review_queue(viewer: Viewer, *, waiting: bool = True) -> QuerySet[QueueRow]:
    """Withdrawn and marked calls of the viewer's units, the longest waiting first; `waiting=False` gives those that have left."""
    return QueueRow.objects.filter(unit__in=units_of(viewer), left_at__isnull=waiting)


def day_statements(viewer: Viewer, day: date | None = None) -> QuerySet[DayStatement]:
    """The police days of the viewer's units and, for a district, of its city's; newest first."""
    rows = DayStatement.objects.filter(unit__in=units_of(viewer))
    return rows.filter(day=day) if day else rows


def zero_clearing(viewer: Viewer, loop: str = "internal") -> Sequence[dict[str, Any]]:
    """Open findings of one loop by unit: how many, how many past their time at escalation, the earliest due (T5)."""
    rows = visible(viewer).filter(loop=loop).exclude(state=State.CLOSED).order_by()
    return list(rows.values("unit").annotate(open=Count("id"), climbed=Count("id", filter=Q(escalations__gt=0))).order_by("unit"))


def directions_waiting(viewer: Viewer) -> QuerySet[DirectionRow]:
    """Directions of work that wait for this viewer: of the matters they handle, and those that climbed to a unit they lead."""
    led = [seat.unit.code for seat in viewer.case_seats if seat.role in roles.CHIEF_ROLES]
    about = Matter.objects.filter(id=OuterRef("matter"))
    mine, nobodys = about.filter(Q(handler=viewer.person) | Q(co_handler=viewer.person)), about.filter(handler=None, co_handler="")
    to_me = Exists(mine) | Q(handled_by__in=led) | Q(Exists(nobodys), unit__in=led)
    return DirectionRow.objects.filter(to_me, acknowledged_at=None).order_by(F("due").asc(nulls_last=True), "event")


def directions_of(matters: Collection[str]) -> list[DirectionRow]:
    """The directions that were sent in these matters, the oldest first."""
    return list(DirectionRow.objects.filter(matter__in=matters))
