"""Every projection of matters made again from the ledger: what `hengjian rebuild` runs, and what tests hold the live rows against."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from django.db import transaction

from hengjian.core.evaluate import evaluate
from hengjian.ledger.corrections import facts as facts_of_events
from hengjian.ledger.models import Event
from hengjian.ledger.read import events_in
from hengjian.ledger.sealed import unseal_many
from hengjian.work.matters import project
from hengjian.work.matters.lawbook import law_in_force
from hengjian.work.matters.models import BreachRow, DutyRow, LinkRow, Matter, PartyRow

STARTS = ("incident.reported", "case.reported")


def replay(events: Sequence[Event]) -> project.Standing:
    """The standing of one matter from all of its events."""
    units = project.units_by_code()
    opened = unseal_many(events)
    standing = project.begin(events[0], units[events[0].body["unit"]])
    for event in events:
        project.apply(standing, event, {k: v for k, v in opened.get(event.id, {}).items() if isinstance(v, str)}, units)
    return standing


@transaction.atomic
def rebuild(matter: str, now: datetime) -> Matter:
    """Makes the rows of one matter again."""
    events = events_in(matter)
    standing = replay(events)
    for model in (DutyRow, BreachRow, PartyRow, LinkRow):
        model.objects.filter(matter_id=matter).delete()
    found = evaluate(facts_of_events(events), law_in_force(), now, attributes=project.attributes(standing.matter))
    project.store(standing, found)
    return standing.matter


def rebuild_all(now: datetime, progress: Callable[[int], None] = lambda _done: None) -> int:
    """Makes the rows of every matter again; gives back how many."""
    done = 0
    for matter in matters_recorded():
        rebuild(matter, now)
        done += 1
        progress(done)
    return done


def matters_recorded() -> Iterable[str]:
    return Event.objects.filter(kind__in=STARTS, version=1).order_by("id").values_list("matter", flat=True).iterator()
