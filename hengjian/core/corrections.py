"""From events to facts: what the law reads after corrections. A mistake is corrected by an event that names the old one.

`event.corrected` carries in its body `corrects` (the id of the old event) and what replaces it: `body` (fields put in place of the old
ones, null takes one away), `at` (ISO text with zone), `date_only`, `kind`, `about`; or `void: true`. A correction can itself be corrected.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol

from hengjian.core.facts import Fact

CORRECTED = "event.corrected"
REPLACEABLE = ("at", "kind", "about", "date_only")


class Recorded(Protocol):
    """What is read of a recorded event, wherever it is kept."""

    id: str
    version: int
    kind: str
    at: datetime
    date_only: bool
    about: Sequence[str]
    by: str
    body: dict[str, Any]


def facts(events: Iterable[Recorded]) -> list[Fact]:
    """The facts of one stream's events, given in order of version; what was voided and the corrections themselves are left out."""
    listed = list(events)
    changes = _changes(listed)
    kept = [event for event in listed if event.kind != CORRECTED and not changes.get(event.id, {}).get("void")]
    return [_fact(event, changes.get(event.id, {})) for event in kept]


def _changes(events: list[Recorded]) -> dict[str, dict[str, Any]]:
    """What is changed of each event by its id. From the last to the first, so that a correction is itself corrected before it acts."""
    changes: dict[str, dict[str, Any]] = {}
    for event in reversed(events):
        if event.kind != CORRECTED:
            continue
        own = changes.get(event.id, {})
        if own.get("void"):
            continue
        _add(changes.setdefault(event.body["corrects"], {}), {**event.body, **own.get("body", {})})
    return changes


def _add(change: dict[str, Any], correction: dict[str, Any]) -> None:
    """Add an earlier correction below the later ones: what a later one says stands."""
    change["body"] = {**correction.get("body", {}), **change.get("body", {})}
    for part in REPLACEABLE:
        if part in correction:
            change.setdefault(part, correction[part])
    if correction.get("void"):
        change["void"] = True


def _fact(event: Recorded, change: dict[str, Any]) -> Fact:
    if not change:
        return fact(event)
    return Fact(
        kind=change.get("kind", event.kind),
        at=datetime.fromisoformat(change["at"]) if "at" in change else event.at,
        body=_said({**event.body, **change.get("body", {})}),
        about=tuple(change.get("about", event.about)),
        by=event.by,
        seq=event.version,
        id=event.id,
        date_only=change.get("date_only", event.date_only),
    )


def fact(event: Recorded) -> Fact:
    """One event as the fact it states, uncorrected."""
    return Fact(event.kind, event.at, _said(event.body), tuple(event.about), event.by, event.version, event.id, event.date_only)


def _said(body: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if value is not None}
