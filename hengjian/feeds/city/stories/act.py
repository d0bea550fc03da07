"""The act of a story, and the luck that decides how long people take and what they forget."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any


@dataclass(frozen=True, slots=True)
class Act:
    """One move of a flow, `after` the one before it. `about` names the party or item; `by` a role where the flow allows several."""

    move: str
    after: timedelta
    body: dict[str, Any] = field(default_factory=dict)
    about: str | None = None
    by: str | None = None


@dataclass(slots=True)
class Luck:
    """Chance with a seed: the same seed tells the same city."""

    random: Random

    def minutes(self, usual: float, spread: float = 0.5) -> timedelta:
        """A delay around `usual` minutes, never negative, with the long tail that work has."""
        return timedelta(minutes=max(0.5, self.random.lognormvariate(0.0, spread) * usual))

    def hours(self, usual: float, spread: float = 0.5) -> timedelta:
        return self.minutes(usual * 60, spread)

    def days(self, usual: float, spread: float = 0.35) -> timedelta:
        return self.minutes(usual * 24 * 60, spread)

    def happens(self, share: float) -> bool:
        return self.random.random() < share

    def pick(self, weighted: dict[str, float]) -> str:
        return self.random.choices(list(weighted), list(weighted.values()))[0]

    def one_of(self, choices: list[str] | tuple[str, ...]) -> str:
        return self.random.choice(choices)
