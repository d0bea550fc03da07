"""Every projection of matters made again from the ledger: what `hengjian rebuild` runs, and what tests hold the live rows against."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from hengjian.core.evaluate import evaluate
from hengjian.core.facts import Fact
from hengjian.ledger.corrections import CORRECTED
from hengjian.ledger.corrections import facts as facts_of_events
from hengjian.ledger.models import Event
from hengjian.ledger.read import events_in
from hengjian.ledger.sealed import unseal_many
from hengjian.ledger.together import write
from hengjian.work.matters import project, search
from hengjian.work.matters.lawbook import flows, law_in_force
from hengjian.work.matters.models import BreachRow, DutyRow, ItemRow, LinkRow, Matter, PartyRow, StayRow
from hengjian.work.matters.registers import rows as registers

NEW = "new."
"""Before the name of a sealed field in a correction: the value that takes the old one's place."""


def replay(events: Sequence[Event]) -> project.Standing:
    """The standing of one matter from all of its events, read as they stand after corrections."""
    units = project.units_by_code()
    stated = {fact.id: fact for fact in facts_of_events(events)}
    opened = corrected_values(events)
    standing = project.begin(restated(events[0], stated), units[restated(events[0], stated).body["unit"]])
    for event in events:
        if event.id in stated:
            project.apply(standing, restated(event, stated), opened.get(event.id, {}), units)
        else:
            standing.matter.version, standing.matter.changed_at = event.version, event.recorded_at
            standing.keys += [key for key in event.about if key not in standing.keys]
    return standing


def restated(event: Event, stated: Mapping[str, Fact]) -> Event:
    """The event as its corrections leave it."""
    fact = stated.get(event.id)
    if fact is None:
        return event
    found = copy.copy(event)
    found.kind, found.at, found.body, found.about = fact.kind, fact.at, dict(fact.body), list(fact.about)
    found.date_only = fact.date_only
    return found


def corrected_values(events: Sequence[Event]) -> dict[str, dict[str, Any]]:
    """The sealed values of each event in clear, with what later corrections put in their place; what was forgotten is left out."""
    opened = {event: {k: v for k, v in values.items() if isinstance(v, str)} for event, values in unseal_many(events).items()}
    for event in events:
        if event.kind == CORRECTED:
            new = {name.removeprefix(NEW): value for name, value in opened.get(event.id, {}).items() if name.startswith(NEW)}
            opened.setdefault(event.body["corrects"], {}).update(new)
    return opened


def clear_rows(matter: str) -> None:
    """Takes away every row of a matter but its own."""
    search.drop(matter)
    for model in (DutyRow, BreachRow, PartyRow, LinkRow, ItemRow, StayRow):
        model.objects.filter(matter_id=matter).delete()


@transaction.atomic
def rebuild(matter: str, now: datetime) -> Matter:
    """Makes the rows of one matter again."""
    return rewrite(events_in(matter), now)


def rewrite(events: Sequence[Event], now: datetime) -> Matter:
    """The rows of the matter of these events, all written anew; a look that was due stays due. Call it inside a transaction."""
    standing = replay(events)
    row = standing.matter
    stood = Matter.objects.select_for_update().filter(id=row.id).values_list("next_look_at")
    row._state.adding = not stood
    clear_rows(row.id)
    facts = facts_of_events(events)
    found = evaluate(facts, law_in_force(), now, attributes=project.attributes(row))
    project.store(standing, found)
    write(registers.parts(row.id, facts))
    if stood and stood[0][0] is not None and stood[0][0] <= now:
        row.next_look_at = stood[0][0]
        Matter.objects.filter(id=row.id).update(next_look_at=row.next_look_at)
    return row


def rebuild_all(now: datetime, progress: Callable[[int], None] = lambda _done: None) -> int:
    """Makes the rows of every matter again; gives back how many."""
    done = 0
    for matter in matters_recorded():
        rebuild(matter, now)
        done += 1
        progress(done)
    return done


def ended_otherwise(limit: int, after: str = "") -> list[str]:
    """Matters whose row and flow differ on whether they have ended, by id beyond `after`: ask when a flow may have changed."""
    differs = Q(pk__in=[])
    for kind, flow in flows().items():
        differs |= Q(kind=kind, stage__in=flow.ending, closed_at=None)
        differs |= Q(kind=kind, stage__in=set(flow.stages) - flow.ending, closed_at__isnull=False)
    return list(Matter.objects.filter(differs, id__gt=after).order_by("id").values_list("id", flat=True)[:limit])


def matters_recorded() -> Iterable[str]:
    return Event.objects.filter(version=1, stream=F("matter")).order_by("id").values_list("matter", flat=True).iterator()
