"""Recordings as the law reads them: which device recorded from when to when by its own clock, how far that clock was off, what was lost.

`recording.made` and `recording.lost` hold `device`, `started_at` and `ended_at` (by the clock of the device) and, where it was compared
with a reference, `clock_offset`: whole seconds that the device was ahead. `clock.compared` is such a comparison by itself: `device`,
`compared_at` (by the clock of the device), `clock_offset`. What a gap means in law stands in `checks/recording_cover.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, TypeGuard

from hengjian.core.device_clocks import SECOND, Clock, Comparison, clock_of
from hengjian.core.facts import Fact
from hengjian.core.spans import Span, Spans, bridged, gaps, longer, shifted, united, widened, without

MADE, LOST, COMPARED = "recording.made", "recording.lost", "clock.compared"
RECORDINGS = frozenset({MADE, LOST})
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
Chosen = Callable[[int, int], int]


@dataclass(frozen=True, slots=True)
class Tape:
    """What stands of the recordings of one device: `read` by its own clock, in order and apart."""

    device: str
    clock: Clock
    read: Spans

    @property
    def measured(self) -> bool:
        return bool(self.clock.compared)

    @property
    def spans(self) -> Spans:
        """By the reference, as the comparisons set them right; where they leave two answers, half way."""
        return self.laid(self.read, lambda least, most: (least + most) // 2, lambda least, most: (least + most) // 2)

    def widest(self) -> Spans:
        """All that may be recorded by what the comparisons say."""
        return self.laid(self.read, max, min)

    def narrowest(self, joint: int) -> Spans:
        """All that is recorded for certain. Joints of one device that are no longer than `joint` close, unless its clock was set."""
        return self.laid(self.read if self.clock.jumps() else bridged(self.read, joint), min, max)

    def laid(self, spans: Spans, start: Chosen, end: Chosen) -> Spans:
        """Spans of the device's clock by the reference; `start` and `end` choose between the least and the most that it was ahead."""
        if len(self.clock.compared) < 2:
            return shifted(spans, -self.clock.steady, -self.clock.steady)
        return united((one[0] - start(*self.clock.ahead(one[0])), one[1] - end(*self.clock.ahead(one[1]))) for one in spans)

    def offsets(self) -> tuple[int, ...]:
        """How many seconds ahead it may have been at the ends of what it recorded, from the first on."""
        if len(self.clock.compared) < 2:
            return (round(self.clock.steady / SECOND),)
        found = [one for span in self.read for edge in span for one in self.clock.ahead(edge)]
        return tuple(round(one / SECOND) for one in found)

    def off_by(self) -> int:
        """The most that it was off, in seconds; 0 where nobody compared it."""
        return max((abs(one) for one in self.offsets()), default=0)


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


def shelf_of(facts: Iterable[Fact], zone: tzinfo | None, comparisons: Mapping[str, Sequence[Comparison]]) -> Shelf:
    """The recordings and losses among the facts, laid on the reference clock by device."""
    made: dict[tuple[str, Clock], list[Span]] = {}
    lost: dict[str, list[Span]] = {}
    unread = {MADE: "", LOST: ""}
    for fact in facts:
        span = span_of(started(fact.body, zone), fact.body, zone)
        device = str(fact.body.get("device", ""))
        if isinstance(span, str):
            unread[fact.kind] = unread[fact.kind] or f"{fact.kind}.{span}"
        elif fact.kind == MADE:
            made.setdefault((device, clock_for(fact, span, comparisons.get(device, ()))), []).append(span)
        else:
            lost.setdefault(device, []).append(span)
    tapes = tuple(Tape(device, clock, without(spans, united(lost.get(device, ())))) for (device, clock), spans in made.items())
    kept = (span for (device, clock), spans in made.items() for span in Tape(device, clock, united(spans)).widest())
    known = united((*kept, *(span for spans in lost.values() for span in spans)))
    return Shelf(tapes, known, tuple(lost), unread[MADE], unread[LOST])


def clock_for(recording: Fact, span: Span, comparisons: Sequence[Comparison]) -> Clock:
    """The clock of a recording: its own comparison, which holds from beginning to end where there is no other, and those of its device."""
    offset = recording.body.get("clock_offset")
    own = [(span[1], offset * SECOND)] if is_number(offset) else []
    return clock_of([*comparisons, *own]) if comparisons else Clock(tuple((0, ahead) for _end, ahead in own))


def comparisons_in(facts: Iterable[Fact], zone: tzinfo | None) -> dict[str, list[Comparison]]:
    """Comparisons by device. One that does not say when, or how far the clock was off, says nothing."""
    found: dict[str, list[Comparison]] = {}
    for fact in facts:
        at, offset = time_of(fact.body.get("compared_at"), zone), fact.body.get("clock_offset")
        if at is not None and is_number(offset):
            found.setdefault(str(fact.body.get("device", "")), []).append((at, offset * SECOND))
    return found


def is_number(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def cover(tapes: Iterable[Tape], whole: Span, gap: int, drift: int) -> Cover:
    """The gaps of more than `gap` that the recordings leave in `whole`; a clock nobody compared may be off by `drift` either way.

    Joints within one device are exact whatever its clock said. All lengths in microseconds.
    """
    wide: list[Span] = []
    narrow: list[Span] = []
    seen: list[Span] = []
    for tape in tapes:
        slack = 0 if tape.measured else drift
        wide += widened(tape.widest(), slack)
        narrow += widened(tape.narrowest(gap), -slack)
        seen += tape.spans
    return Cover(*(longer(gaps(spans, whole), gap) for spans in (wide, narrow, seen)))


def before(shelf: Shelf, begun: int | str, drift: int) -> bool:
    """Whether all that was ever recorded had ended when an act began."""
    unread = bool(shelf.unread or shelf.unread_loss)
    return not unread and isinstance(begun, int) and all(end + drift <= begun for _, end in shelf.known)


def touching(shelf: Shelf, whole: Span, drift: int) -> bool:
    """Whether anything was ever recorded while the act went on, or a recording that cannot be laid on the clock may have been."""
    return bool(shelf.unread or shelf.unread_loss) or gaps(widened(shelf.known, drift), whole) != (whole,)
