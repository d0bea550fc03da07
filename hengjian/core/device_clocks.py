"""The clock of a recording device against a reference: what comparisons say of the moments between them.

Between two comparisons a clock is taken to have gained or lost evenly. Where it moved further than any clock drifts it was set, nobody
knows when: a moment in between may be off by the one or by the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

SECOND = 1_000_000
ROUNDED = 2 * SECOND
"""So much two comparisons in whole seconds may differ of a clock that keeps time."""
PACE = 4_320
"""A clock that gains or loses more than one second in so many (20 s a day) was set."""
Comparison = tuple[int, int]  # microseconds since 1970 by the device, microseconds ahead of the reference


@dataclass(frozen=True, slots=True)
class Clock:
    """`compared`: the comparisons in the order of the reference; none where nobody compared it."""

    compared: tuple[Comparison, ...] = ()

    @property
    def steady(self) -> int:
        """How far ahead it was throughout, where it was compared once at most."""
        return self.compared[0][1] if self.compared else 0

    def ahead(self, tick: int) -> tuple[int, int]:
        """The least and the most (microseconds) that the clock may have been ahead when it showed `tick`; 0 where nobody compared it.

        Before the first comparison and after the last it is taken to have been off as then; set back, it may have shown the same twice.
        """
        if len(self.compared) < 2:
            return self.steady, self.steady
        first, last = self.compared[0], self.compared[-1]
        found = [one for pair in zip(self.compared, self.compared[1:], strict=False) for one in between(*pair, tick)]
        found += [first[1]] * (tick <= first[0]) + [last[1]] * (tick >= last[0])
        return min(found), max(found)

    def jumps(self) -> list[tuple[Comparison, Comparison]]:
        """Each two comparisons between which the clock was set."""
        return [(first, last) for first, last in zip(self.compared, self.compared[1:], strict=False) if jumped(first, last)]


def clock_of(comparisons: Iterable[Comparison]) -> Clock:
    return Clock(tuple(sorted(set(comparisons), key=lambda one: (one[0] - one[1], one[0]))))


def jumped(first: Comparison, last: Comparison) -> bool:
    """Whether the clock moved further between two comparisons than it can have drifted."""
    return abs(last[1] - first[1]) > ROUNDED + elapsed(first, last) // PACE


def elapsed(first: Comparison, last: Comparison) -> int:
    """Microseconds by the reference."""
    return (last[0] - last[1]) - (first[0] - first[1])


def between(first: Comparison, last: Comparison, tick: int) -> tuple[int, ...]:
    """How far ahead it may have been at `tick` between two comparisons; nothing where it cannot have shown that in between."""
    within = min(first[0], last[0]) <= tick <= max(first[0], last[0])
    if last[0] > first[0] and not jumped(first, last):
        return (first[1] + (last[1] - first[1]) * (tick - first[0]) // (last[0] - first[0]),) if within else ()
    length = elapsed(first, last)
    before, after = first[0] <= tick <= first[0] + length, last[0] - length <= tick <= last[0]
    either = within and not (before or after)
    return (first[1],) * (before or either) + (last[1],) * (after or either)
