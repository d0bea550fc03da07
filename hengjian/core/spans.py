"""Stretches of time as pairs of whole numbers, end not included: uniting, taking away, gaps, tolerance. No law and no unit stands here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Span = tuple[int, int]
Spans = tuple[Span, ...]  # in order, apart from one another, none empty


def united(spans: Iterable[Span]) -> Spans:
    """The same stretches without overlap; those that touch become one, empty ones are left out."""
    found: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def gaps(spans: Iterable[Span], whole: Span) -> Spans:
    """What of `whole` none of the stretches covers."""
    found: list[Span] = []
    at, last = whole
    for start, end in united(spans):
        if start > at:
            found.append((at, min(start, last)))
        at = max(at, end)
        if at >= last:
            break
    if at < last:
        found.append((at, last))
    return tuple(span for span in found if span[0] < span[1])


def without(spans: Iterable[Span], taken: Sequence[Span]) -> Spans:
    """The stretches less those taken away."""
    return tuple(part for span in united(spans) for part in gaps(taken, span))


def bridged(spans: Iterable[Span], joint: int) -> Spans:
    """The stretches, those one that are no further apart than `joint`."""
    return shifted(united((start, end + joint) for start, end in united(spans)), 0, -joint)


def widened(spans: Iterable[Span], by: int) -> Spans:
    """Each stretch longer by so much at both ends; shorter where it is negative."""
    return united(shifted(spans, -by, by))


def shifted(spans: Iterable[Span], start_by: int, end_by: int) -> Spans:
    return tuple((start + start_by, end + end_by) for start, end in spans)


def longer(spans: Iterable[Span], than: int) -> Spans:
    return tuple(span for span in spans if span[1] - span[0] > than)
