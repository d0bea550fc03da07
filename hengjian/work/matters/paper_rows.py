"""Papers on record as rows: made from their events, and made again from the ledger. Issuing them stands in `actions_papers.py`."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, Max

from hengjian.ledger.models import Event
from hengjian.work.matters.models import PaperRow, Series
from hengjian.work.matters.paper_numbers import series_of

ISSUED, PRINTED, VOIDED = "paper.issued", "paper.printed", "paper.voided"
KINDS = (ISSUED, PRINTED, VOIDED)


def apply_all(events: Iterable[Event]) -> None:
    for event in events:
        apply(event)


def apply(event: Event) -> None:
    """Brings the row of one paper up to its next event."""
    paper = PaperRow.objects.filter(id=event.stream)
    if event.kind == ISSUED:
        body = event.body
        PaperRow.objects.create(
            id=event.stream, matter=event.matter, kind=body["kind"], key=body["key"], unit=body["unit"], series=body["series"],
            year=body["year"], number=body["number"], text=body["text"], issued_at=event.at, issued_by=event.by, event=event.id,
            content=body["content"], prints=int(body["handed_over"]), version=event.version,
        )  # fmt: skip
    elif event.kind == PRINTED:
        paper.update(prints=F("prints") + 1, version=event.version)
    else:
        paper.update(voided_at=event.at, version=event.version)


def rebuild_all() -> None:
    """Makes every row again, and sets each series to its last number."""
    PaperRow.objects.all().delete()
    apply_all(Event.objects.filter(kind__in=KINDS).order_by("stream", "version").iterator())
    for unit, word, year, last in PaperRow.objects.values_list("unit", "series", "year").annotate(last=Max("number")).order_by():
        Series.objects.update_or_create(name=series_of(unit, word, year), defaults={"last": last})
