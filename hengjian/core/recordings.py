"""Recordings as the law reads them: which device recorded from when to when by its own clock, how far that clock was off, what was lost.

`recording.made` and `recording.lost` hold `device`, `started_at` and `ended_at` (by the clock of the device) and, where it was compared
with a reference, `clock_offset`: whole seconds that the device was ahead. What a gap means in law stands in `checks/recording_cover.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from hengjian.core.facts import Fact
from hengjian.core.spans import Span, Spans, bridged, gaps, longer, shifted, united, widened, without

MADE, LOST = "recording.made", "recording.lost"
RECORDINGS = frozenset({MADE, LOST})
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
SECOND = 1_000_000


@dataclass(frozen=True, slots=True)
class Tape:
    """What stands of the recordings of one device, by the reference clock. `offset`: seconds ahead; None where nobody measured it."""

    device: str
    offset: int | None
    spans: Spans


@dataclass(frozen=True, slots=True)
class Shelf:
    """All that was recorded: `tapes`; `known`, the stretches that were ever recorded, lost ones too; `lost`, the devices that lost some.

    `unread` and `unread_loss` name the field for want of which a recording or a loss could not be laid on the clock.
    """

    tapes: tuple[Tape, ...]
    known: Spans
    lost: tuple[str, ...] = ()
    unread: str = ""
    unread_loss: str = ""


@dataclass(frozen=True, slots=True)
class Cover:
    """How recordings cover an act, gaps longer than tolerated alone: `sure` stand whatever the clocks that nobody measured said
    (each off by no more than the drift allowed), `possible` may; `seen` are those by the clocks as they were read."""

    sure: Spans
    possible: Spans
    seen: Spans


def ticks(at: datetime) -> int:
    """Microseconds since 1970."""
    return (at - EPOCH) // MICROSECOND


def moment(tick: int, zone: tzinfo | None) -> datetime:
    return (EPOCH + tick * MICROSECOND).astimezone(zone)


def time_of(value: Any, zone: tzinfo | None) -> int | None:
    """A time written in ISO form; one without a zone is local. None for anything else, a day among it."""
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) and len(value) > len("2026-01-01") else None
    except ValueError:
        return None
    return None if found is None else ticks(found if found.tzinfo else found.replace(tzinfo=zone))


def span_of(begun: int | str, body: Mapping[str, Any], zone: tzinfo | None) -> Span | str:
    """From there to `ended_at`, or the name of the field that is missing or cannot be so."""
    if isinstance(begun, str):
        return begun
    ended = time_of(body.get("ended_at"), zone)
    return (begun, ended) if ended is not None and ended > begun else "ended_at"


def started(body: Mapping[str, Any], zone: tzinfo | None) -> int | str:
    begun = time_of(body.get("started_at"), zone)
    return "started_at" if begun is None else begun


def act_start(act: Fact, zone: tzinfo | None) -> int | str:
    """When an act began: at `started_at`, else at its own time; or what is missing to say so."""
    if act.body.get("started_at") is not None:
        return started(act.body, zone)
    return "time" if act.date_only else ticks(act.at)


def shelf_of(facts: Iterable[Fact], zone: tzinfo | None) -> Shelf:
    """The recordings and losses among the facts, laid on the reference clock by device."""
    made: dict[tuple[str, int | None], list[Span]] = {}
    lost: dict[str, list[Span]] = {}
    unread = {MADE: "", LOST: ""}
    for fact in facts:
        span = span_of(started(fact.body, zone), fact.body, zone)
        device, offset = str(fact.body.get("device", "")), fact.body.get("clock_offset")
        if isinstance(span, str):
            unread[fact.kind] = unread[fact.kind] or f"{fact.kind}.{span}"
        elif fact.kind == MADE:
            made.setdefault((device, offset if isinstance(offset, int) else None), []).append(span)
        else:
            lost.setdefault(device, []).append(span)
    tapes = tuple(
        Tape(device, offset, by_reference(without(spans, united(lost.get(device, ()))), offset)) for (device, offset), spans in made.items()
    )
    kept = (by_reference(spans, offset) for (_, offset), spans in made.items())
    return Shelf(tapes, united(span for spans in (*kept, *lost.values()) for span in spans), tuple(lost), unread[MADE], unread[LOST])


def by_reference(spans: Iterable[Span], offset: int | None) -> Spans:
    ahead = (offset or 0) * SECOND
    return shifted(spans, -ahead, -ahead)


def cover(tapes: Iterable[Tape], whole: Span, gap: int, drift: int) -> Cover:
    """The gaps of more than `gap` that the recordings leave in `whole`; a clock nobody measured may be off by `drift` either way.

    Joints within one device are exact whatever its clock said. All lengths in microseconds.
    """
    wide: list[Span] = []
    narrow: list[Span] = []
    seen: list[Span] = []
    for tape in tapes:
        slack = drift if tape.offset is None else 0
        wide += widened(tape.spans, slack)
        narrow += widened(bridged(tape.spans, gap), -slack)
        seen += tape.spans
    return Cover(*(longer(gaps(spans, whole), gap) for spans in (wide, narrow, seen)))


def before(shelf: Shelf, begun: int | str, drift: int) -> bool:
    """Whether all that was ever recorded had ended when an act began."""
    unread = bool(shelf.unread or shelf.unread_loss)
    return not unread and isinstance(begun, int) and all(end + drift <= begun for _, end in shelf.known)


def touching(shelf: Shelf, whole: Span, drift: int) -> bool:
    """Whether anything was ever recorded while the act went on, or a recording that cannot be laid on the clock may have been."""
    return bool(shelf.unread or shelf.unread_loss) or gaps(widened(shelf.known, drift), whole) != (whole,)
