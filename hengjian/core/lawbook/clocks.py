"""The shape of a clock (`deadline`, `custody_limit`): what the reader makes of the rule file and the engine and the kernel run.

A clock's dated parts are resolved into versions: `Clock.versions.on(day)` is everything that holds for a duty judged by that day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as computed
from datetime import date
from typing import Any

from hengjian.core.lawbook.values import NOTHING, Condition, Dated, Length, Path, Patterns


@dataclass(frozen=True, slots=True)
class Limit:
    """One variant of `within`; the first whose `when` holds for the start event is the limit.

    Exactly one of these is set: `length`; `field` (the due date or time is a fact of the matter); `threshold` (name of a policy
    threshold that warns, no figure in the law); `none` (no duty in this case). `policy` names the policy that made days working days.
    """

    when: Condition
    source: str
    length: Length | None = None
    field: Path | None = None
    threshold: str = ""
    none: bool = False
    policy: str = ""


@dataclass(frozen=True, slots=True)
class Approver:
    """Who may extend. `relations` by level of the handling unit, `default` for the others; empty texts and tuples ask nothing."""

    relations: tuple[tuple[str, str], ...] = ()
    organ: str = ""
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AddFromEvent:
    """The length stands in the extension event: `field` counts `unit`, between `at_least` and `at_most`."""

    field: str
    unit: str
    at_least: int
    at_most: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step of `extended_by`. Exactly one of `add`, `to` (a new total from the start) and `read` is set."""

    kind: str
    when: Condition
    source: str
    add: Length | None = None
    to: Length | None = None
    read: AddFromEvent | None = None
    times: int = 1
    approver: Approver = Approver()
    after_previous: bool = False


@dataclass(frozen=True, slots=True)
class Interval:
    """Days or minutes that do not count: from one event to another, paired by what they are about."""

    start: Patterns
    end: Patterns
    source: str


@dataclass(frozen=True, slots=True)
class Counting:
    """How the period is counted. `exact`: to the minute from the start (a person is held), whatever policy says of other hours."""

    calendar: str = "china"
    rolls: bool = False
    rolls_policy: str = ""
    months: str = "same_day"
    exact: bool = False
    source: str = ""


MEETS, RELEASES, RESTARTS, EXTENDS, PAUSES, EXPLAINS = 1, 2, 4, 8, 16, 32
TOUCHES = -1


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for a duty that is judged by a day of this version. A version without limits (repealed) opens no duty.

    `roles`: what facts of each kind may do to a running clock, as a sum of MEETS, RELEASES, …; what lengthens a clock under another
    version is heard by this one, too: policy says whose law an extension follows. `alone`: what they do to a clock that nothing has
    touched yet: the role that ends it and its patterns, TOUCHES where it may do anything else; a bare end of a standstill does nothing.
    `opens`: kinds that a standstill may begin with, or that must be weighed; `sole`: the first limit serves whatever the facts are;
    `ready`: by the place of a limit, what the engine has worked out of those that depend on no fact (`checks/limits.py`).
    """

    limits: tuple[Limit, ...]
    met_by: Patterns = NOTHING
    steps: tuple[Step, ...] = ()
    intervals: tuple[Interval, ...] = ()
    restarted_by: Patterns = NOTHING
    released_by: Patterns = NOTHING
    explained_by: Patterns = NOTHING
    counting: Counting = Counting()
    roles: Mapping[str, int] = computed(init=False, compare=False)
    alone: Mapping[str, tuple[int, Patterns | None]] = computed(init=False, compare=False, repr=False)
    opens: frozenset[str] = computed(init=False, compare=False, repr=False)
    sole: bool = computed(init=False, compare=False)
    ready: dict[int, Any] = computed(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        pausing = frozenset().union(*(one.start.kinds | one.end.kinds for one in self.intervals))
        parts = (
            (MEETS, self.met_by.kinds),
            (RELEASES, self.released_by.kinds),
            (RESTARTS, self.restarted_by.kinds),
            (EXTENDS, frozenset(step.kind for step in self.steps)),
            (PAUSES, pausing),
            (EXPLAINS, self.explained_by.kinds),
        )
        roles: dict[str, int] = {}
        for role, kinds in parts:
            for kind in kinds:
                roles[kind] = roles.get(kind, 0) + role
        object.__setattr__(self, "opens", frozenset().union(*(one.start.kinds | one.end.kinds - one.end.plain for one in self.intervals)))
        self.hear(roles)
        object.__setattr__(self, "ready", {})
        first = self.limits[0]
        object.__setattr__(self, "sole", not first.when and (first.length is not None or bool(first.threshold)))

    def also_extends(self, kinds: frozenset[str]) -> None:
        """Lets a clock of this version hear events of these kinds as extensions."""
        self.hear({**self.roles, **{kind: self.roles.get(kind, 0) | EXTENDS for kind in kinds}})

    def hear(self, roles: Mapping[str, int]) -> None:
        """Sets what facts of each kind may do."""
        ends = {MEETS: (MEETS, self.met_by), RELEASES: (RELEASES, self.released_by), RESTARTS: (RESTARTS, self.restarted_by),
                EXPLAINS: (TOUCHES, self.explained_by)}  # fmt: skip
        object.__setattr__(self, "roles", roles)
        alone = {kind: ends.get(role, (TOUCHES, None)) for kind, role in roles.items() if role != PAUSES or kind in self.opens}
        object.__setattr__(self, "alone", alone)

    @property
    def runs_straight(self) -> bool:
        """Whether no fact may lengthen or stop the clock."""
        return not any(role & (EXTENDS | PAUSES) for role in self.roles.values())


@dataclass(frozen=True, slots=True)
class Clock:
    """`starts` goes by the day of the event itself; `versions` by the day that the rule's `judged_by` names (the start day)."""

    starts: Dated[Patterns]
    versions: Dated[Terms]
    openings: Dated[tuple[Patterns | None, Terms | None]] = computed(init=False, compare=False, repr=False)
    """Both by one day, for a clock that its start day judges."""

    def __post_init__(self) -> None:
        days = tuple(sorted({*self.starts.days, *self.versions.days}))
        both = Dated(days, tuple((self.starts.on(day), self.versions.on(day)) for day in days))
        object.__setattr__(self, "openings", both)
        extending = frozenset(step.kind for terms in self.versions.in_force() for step in terms.steps)
        for terms in self.versions.in_force():
            terms.also_extends(extending)

    @property
    def triggers(self) -> frozenset[str]:
        return frozenset(kind for patterns in self.starts.in_force() for kind in patterns.kinds)

    @property
    def kinds(self) -> frozenset[str]:
        return self.triggers.union(*(terms.roles for terms in self.versions.in_force()))

    def terms_on(self, day: date) -> Terms | None:
        return self.versions.on(day)
