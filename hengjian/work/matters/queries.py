"""Lists of matters and of duties, cut to what the viewer may see. One matter's page: `page.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from hengjian.core.evaluate import evaluate
from hengjian.core.evaluation import Evaluation
from hengjian.ledger.index import index_token
from hengjian.ledger.read import facts_of
from hengjian.work.matters import approvals, search
from hengjian.work.matters.lawbook import flows, law_in_force
from hengjian.work.matters.models import WAITING, DutyRow, Matter, PartyRow
from hengjian.work.matters.project import attributes
from hengjian.work.matters.rights import fits, matter_in_sight
from hengjian.work.people.access import Viewer, scope, units_below
from hengjian.work.people.roles import INSTITUTION

COUNT_UP_TO = 1_000


@dataclass(frozen=True)
class Page:
    """One page of a list. `total` is exact up to 1,000, and `more` says that there are more; `further`: older ones follow.

    A search in texts counts what was shown so far.
    """

    rows: list[Matter]
    total: int
    more: bool
    page: int
    pages: int
    further: bool

    @property
    def before(self) -> int:
        return self.page - 1

    @property
    def after(self) -> int:
        return self.page + 1


def matter_list(viewer: Viewer, conditions: Mapping[str, Any], *, page: int = 1, size: int = 50, after: str = "", before: str = "") -> Page:
    """Matters that the viewer may see.

    Conditions: `number` (its beginning, or the call's foreign number), `text` (words of the narrative, see `by_text`), `person` (a
    party's exact name, among matters that are one's own), `kind`, `unit` (code, with all below), `stage`, `outcome`, `title`, `state`
    (overdue, near, undetermined, breached, open, closed), `mine`, `since` and `until` (dates).

    A search by number is listed by number, everything else newest first. `after` is the id of the last matter of the page before, `before`
    that of the first one of the page behind: with one of them any page is as quick as the first, and `page` is only said. Without them
    `page` counts from the newest.
    """
    found, uncounted = narrowed(viewer, conditions), bool(conditions.get("text"))
    total = 0 if uncounted else found.order_by()[: COUNT_UP_TO + 1].count()
    pages = max(1, -(-min(total, COUNT_UP_TO) // size))
    page = max(1, page) if after or before or uncounted else max(1, min(page, pages))
    if conditions.get("number"):
        page = min(page, pages)
        rows, further = list(counted(found.order_by("-number"), page, size)[:size]) if total else [], page < pages
    elif before:
        rows, further = list(reversed(newer(found, before)[:size])), True
    else:
        rows = list(older(found, after)[: size + 1] if after else counted(found, page, size)) if total or uncounted else []
        further = len(rows) > size
    if uncounted:
        total, pages = (page - 1) * size + len(rows[:size]), page
    return Page(rows[:size], min(total, COUNT_UP_TO), further if uncounted else total > COUNT_UP_TO, page, pages, further)


def counted(found: QuerySet[Matter], page: int, size: int) -> QuerySet[Matter]:
    """A page by its number, and one more, which tells whether others follow."""
    return found.select_related("unit", "handler")[(page - 1) * size : page * size + 1]


def older(found: QuerySet[Matter], last: str) -> QuerySet[Matter]:
    """Those behind the matter `last` in the list; nothing where there is no such matter."""
    at = Matter.objects.filter(id=last).values_list("opened_at", flat=True).first()
    behind = found.none() if at is None else found.filter(opened_at__lte=at).exclude(opened_at=at, id__gte=last)
    return behind.select_related("unit", "handler")


def newer(found: QuerySet[Matter], first: str) -> QuerySet[Matter]:
    """Those before the matter `first` in the list, nearest first."""
    at = Matter.objects.filter(id=first).values_list("opened_at", flat=True).first()
    before = found.none() if at is None else found.filter(opened_at__gte=at).exclude(opened_at=at, id__lte=first)
    return before.select_related("unit", "handler").order_by("opened_at", "id")


def narrowed(viewer: Viewer, conditions: Mapping[str, Any]) -> QuerySet[Matter]:
    """The viewer's matters that meet every condition given."""
    found = scope(viewer, Matter.objects.all())
    for name, value in conditions.items():
        if value not in (None, "", False):
            found = CONDITIONS[name](found, value, viewer)
    return found


def by_number(found: QuerySet[Matter], value: str, _viewer: Viewer) -> QuerySet[Matter]:
    value = value.strip().upper()
    # Where no other system numbers calls the column is empty throughout: saying so keeps a prepared plan on the index.
    if Matter.objects.filter(foreign_number=value).exclude(foreign_number="").exists():
        return found.filter(Q(number=value) | Q(foreign_number=value))
    return found.filter(number__gte=value, number__lt=value + "\uffff")


def by_person(found: QuerySet[Matter], value: str, viewer: Viewer) -> QuerySet[Matter]:
    """RP-02: a name finds only matters that are already one's own; anything wider needs a basis and an approver."""
    named = PartyRow.objects.filter(matter_id=OuterRef("id"), name_print=index_token("name", value))
    return found.filter(Q(handler_id=viewer.person) | Q(co_handler=viewer.person)).filter(Exists(named))


def own_of(viewer: Viewer) -> QuerySet[Matter]:
    """The ids of the matters that the viewer handles; each half has an index of its own."""
    handled, seconded = (Matter.objects.order_by().filter(**{by: viewer.person}).values("id") for by in ("handler_id", "co_handler"))
    return handled.union(seconded)


def by_text(found: QuerySet[Matter], value: str, viewer: Viewer) -> QuerySet[Matter]:
    """Narrative text. Words in which a registered party's name stands find, like the name itself, only one's own matters (RP-02)."""
    if PartyRow.objects.filter(name_print__in=[index_token("name", name) for name in possible_names(value)]).exists():
        found = found.filter(Q(handler_id=viewer.person) | Q(co_handler=viewer.person))
    return search.find(found, value)


def possible_names(text: str) -> set[str]:
    """Every run of two to four Chinese characters in what was asked for, and each word that may be a foreign name."""
    pieces = {run[i : i + size] for run in search.RUNS.findall(text[:40].lower()) for size in (2, 3, 4) for i in range(len(run) - size + 1)}
    return pieces | {text.strip()}


def by_unit(found: QuerySet[Matter], value: str, _viewer: Viewer) -> QuerySet[Matter]:
    return found.filter(unit__path__contains=f"/{value}/")


STATES = {
    "overdue": Q(overdue__gt=0),
    "near": Q(near__gt=0),
    "undetermined": Q(undetermined__gt=0),
    "breached": Q(breaches__gt=0),
    "open": Q(closed_at=None),
    "closed": Q(closed_at__isnull=False),
}
Narrow = Callable[[QuerySet[Matter], Any, Viewer], QuerySet[Matter]]
CONDITIONS: dict[str, Narrow] = {
    "number": by_number,
    "person": by_person,
    "text": by_text,
    "unit": by_unit,
    "kind": lambda found, value, _viewer: found.filter(kind=value),
    "kinds": lambda found, value, _viewer: found if set(value) >= set(flows()) else found.filter(kind__in=value),
    "stage": lambda found, value, _viewer: found.filter(stage=value),
    "outcome": lambda found, value, _viewer: found.filter(outcome=value),
    "title": lambda found, value, _viewer: found.filter(title_code=value),
    "state": lambda found, value, _viewer: found.filter(STATES[value]),
    "mine": lambda found, _value, viewer: found.filter(id__in=own_of(viewer)),
    "since": lambda found, value, _viewer: found.filter(opened_at__gte=value),
    "until": lambda found, value, _viewer: found.filter(opened_at__lt=value),
}


def duties_of(viewer: Viewer, *, own: bool = False, limit: int = 50) -> list[DutyRow]:
    """Open duties of the viewer's matters in order of due time, then those for which the law names no number (the longest running first);
    `own` keeps to the matters that the viewer handles.

    What another institution owes, and a citizen's own time, is no duty of theirs: it stands on the matter's page.
    """
    found = (
        DutyRow.objects.filter(state__in=WAITING)
        .select_related("matter__unit", "matter__handler")
        .exclude(rule__in=law_in_force().of_others(INSTITUTION))
    )
    seen = scope(viewer, Matter.objects.all())
    if own:
        seen = Matter.objects.filter(id__in=own_of(viewer))
    # The first duties are those of the matters whose earliest is first: of a unit's duties most are windows of citizens that ran out.
    running = seen.filter(earliest_due__isnull=False).order_by("earliest_due", "id").values_list("id", flat=True)
    dated = list(found.filter(matter_id__in=list(running[:limit]), due_at__isnull=False).order_by("due_at", "id")[:limit])
    found = found.filter(matter_id__in=list(running)) if own else found.filter(unit_id__in=viewer.unit_ids, matter__in=seen)
    return dated + list(found.filter(due_at=None).order_by("started", "id")[: limit - len(dated)])


def approvals_of(viewer: Viewer, limit: int = 100) -> list[Matter]:
    """Matters that wait for an answer which one of the viewer's seats may give, the longest waiting first; never one's own request."""
    wanted = Q(pk__in=[])
    for kind, flow in flows().items():
        for awaiting in approvals.ANSWERS:
            moves = approvals.answering(flow, awaiting)
            seats = [seat for seat in viewer.case_seats if any(fits(seat, move) for move in moves)]
            if seats:
                wanted |= Q(kind=kind, awaiting=awaiting, unit_id__in=units_below(tuple(seats)))
    found = scope(viewer, Matter.objects.filter(wanted)).exclude(awaiting_from=viewer.person)
    return list(found.select_related("unit", "handler").order_by("changed_at", "id")[:limit])


def counts(viewer: Viewer) -> dict[str, int | str]:
    """How many matters of the viewer stand in each state, "1000+" where there are more; each figure is a list of that condition."""
    mine = scope(viewer, Matter.objects.all()).order_by()
    found = {name: mine.filter(STATES[name])[: COUNT_UP_TO + 1].count() for name in ("overdue", "near", "undetermined", "breached", "open")}
    return {name: number if number <= COUNT_UP_TO else f"{COUNT_UP_TO}+" for name, number in found.items()}


def check_my_case(viewer: Viewer, matter: str, now: datetime) -> Evaluation:
    """Exactly what the patrol would say of this matter now."""
    row = matter_in_sight(viewer, matter)
    return evaluate(facts_of(row.id), law_in_force(), now, attributes=attributes(row))
