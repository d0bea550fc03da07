"""Every row of this room made again from the ledger, after those of the matters; tests hold the live rows against them."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from hengjian.ledger.models import Event
from hengjian.ledger.read import events_after
from hengjian.work.findings import days, queue
from hengjian.work.findings.limits import late_entry
from hengjian.work.findings.models import DayCase, DayStatement, DirectionRow, FindingRow, OpinionRow, QueueRow
from hengjian.work.findings.project import PROJECTIONS, apply_all

MODELS = (OpinionRow, FindingRow, QueueRow, DirectionRow, DayStatement, DayCase)
PAGE = 2000


@transaction.atomic
def rebuild_all() -> None:
    """Empties the rows and makes them again. Streams are independent of one another, so their order does not matter."""
    for model in MODELS:
        model.objects.all().delete()
    for events in pages():
        days.note_acceptances(events, late_entry())
    apply_all(Event.objects.filter(kind__in=PROJECTIONS).order_by("stream", "version").iterator())
    calls = Event.objects.filter(kind__in=queue.ENTERING).order_by("matter").values_list("matter", flat=True).distinct()
    for matter in calls.iterator():
        queue.derive(matter)


def pages() -> Iterator[list[Event]]:
    """The whole log in its order, page by page."""
    place = 0
    while events := events_after(place, PAGE):
        yield events
        place = events[-1].place


def snapshot() -> dict[str, list[dict[str, Any]]]:
    """Every row as plain values, for holding rebuilt ones against those that stand."""
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in MODELS}
