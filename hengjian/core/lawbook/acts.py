"""The shapes of the checks that judge an act: what the reader makes of the rule file and what the checks run on.

In each, dated values go by the day that the rule's `judged_by` names: the day of the act, unless the rule says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as computed
from typing import Any

from hengjian.core.lawbook.values import Condition, Dated, Length, Path, Patterns


@dataclass(frozen=True, slots=True)
class Excuse:
    """`unless`: such a fact at or before the act, or a condition on the act, excuses."""

    events: Patterns
    when: Condition
    source: str


@dataclass(frozen=True, slots=True)
class Needs:
    """What must stand before the act. `each`: all of the kinds; else any. `after`: only what came after the last of these counts.

    `is_plain`: any one of the events, at any time before, is enough.
    """

    events: Patterns
    each: bool
    source: str
    at_least_before: Length | None = None
    at_most_before: Length | None = None
    after: Patterns = Patterns(())
    is_plain: bool = computed(init=False, compare=False)

    def __post_init__(self) -> None:
        asked = self.each or self.at_least_before or self.at_most_before or self.after.kinds or self.events.kinds - self.events.plain
        object.__setattr__(self, "is_plain", not asked)


@dataclass(frozen=True, slots=True)
class RequiredStep:
    act: Dated[Patterns]
    needs: Dated[Needs]
    unless: Dated[Excuse]
    calendar: str


@dataclass(frozen=True, slots=True)
class Paper:
    """`forms`: each must have been issued (and `signed`); or any of `events` must stand."""

    forms: tuple[str, ...]
    signed: bool
    events: Patterns
    source: str


@dataclass(frozen=True, slots=True)
class RequiredDocument:
    act: Dated[Patterns]
    needs: Dated[Paper]
    unless: Dated[Excuse]


@dataclass(frozen=True, slots=True)
class Attendance:
    """Where `when` holds, one of `any_of` must. `unclear`: a condition that makes it undetermined for want of `unclear_missing`.

    `asked`: the fields that `any_of` asks about, for the reason.
    """

    when: Condition
    any_of: tuple[Condition, ...]
    unclear: Condition
    unclear_missing: str
    asked: tuple[str, ...] = computed(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "asked", tuple(dict.fromkeys(test.path for one in self.any_of for test in one)))


@dataclass(frozen=True, slots=True)
class Attendances:
    each: tuple[Attendance, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Presence:
    act: Dated[Patterns]
    needs: Dated[Attendances]
    unless: Dated[Excuse]


@dataclass(frozen=True, slots=True)
class Competence:
    """Who is competent: empty tuples ask nothing; `up_to` pairs a field with the most it may be (money in fen)."""

    levels: tuple[str, ...]
    roles: tuple[str, ...]
    organs: tuple[str, ...]
    when: Condition
    up_to: tuple[tuple[Path, int], ...]


@dataclass(frozen=True, slots=True)
class Competences:
    any_of: tuple[Competence, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Authority:
    act: Dated[Patterns]
    allowed: Dated[Competences]


@dataclass(frozen=True, slots=True)
class Separation:
    first: Dated[Patterns]
    second: Dated[Patterns]
    who: Path
    source: str


@dataclass(frozen=True, slots=True)
class Times:
    times: int
    source: str


@dataclass(frozen=True, slots=True)
class AtMost:
    act: Dated[Patterns]
    limit: Dated[Times]
    since: Patterns


@dataclass(frozen=True, slots=True)
class Beyond:
    length: Length
    source: str


@dataclass(frozen=True, slots=True)
class SoonAfter:
    """A counts only within `length` after any of `events`."""

    events: Patterns
    length: Length


@dataclass(frozen=True, slots=True)
class NotAfter:
    act: Dated[Patterns]
    after: Dated[Patterns]
    until: Patterns
    beyond: Dated[Beyond]
    soon_after: SoonAfter | None
    unless: Dated[Excuse]
    calendar: str


@dataclass(frozen=True, slots=True)
class AgeRange:
    """Whole years: `low` ≤ age < `high`, where `when` holds."""

    low: int
    high: int
    when: Condition


@dataclass(frozen=True, slots=True)
class AgeRanges:
    any_of: tuple[AgeRange, ...]
    source: str


@dataclass(frozen=True, slots=True)
class AgeGate:
    act: Dated[Patterns]
    age: Path
    ages: Dated[AgeRanges]
    requires: Condition
    unless: Dated[Excuse]


@dataclass(frozen=True, slots=True)
class Demand:
    """What a field must be. None and empty ask nothing; paths name the value it is compared with; `days_ahead`: so many days from the
    day of the act to the date in the field, at least."""

    source: str
    required: bool = False
    codes: tuple[Any, ...] = ()
    at_least: int | None = None
    at_most: int | None = None
    pattern: str = ""
    not_before: Path | None = None
    not_after: Path | None = None
    equal_to: Path | None = None
    unique: bool = False
    days_ahead: int | None = None


@dataclass(frozen=True, slots=True)
class Field:
    act: Dated[Patterns]
    field: Path
    must: Dated[Demand]
    when: Condition


@dataclass(frozen=True, slots=True)
class Coverage:
    """How an act must be recorded. `otherwise`: `invalid` (the evidence is lost) or `curable`. `gap`, `drift`: the longest gap and the
    most that a clock may be off, in seconds; None where policy decides."""

    otherwise: str
    gap: int | None
    drift: int | None
    source: str


@dataclass(frozen=True, slots=True)
class RecordingCover:
    act: Dated[Patterns]
    needs: Dated[Coverage]
    unless: Dated[Excuse]


Act = RequiredStep | RequiredDocument | Presence | Authority | Separation | AtMost | NotAfter | AgeGate | Field | RecordingCover
