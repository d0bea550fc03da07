"""What an evaluation says: duties, breaches and their reasons, as plain data that a projection may store as JSON.

How they are found stands in `checks/`, how they read as sentences in `explain.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

DUTY_STATES = ("pending", "paused", "met", "met_late", "overdue", "released", "undetermined")
OPEN_STATES = frozenset({"pending", "paused", "overdue"})
VERDICTS = ("passed", "breached", "undetermined")


made = tuple.__new__  # makes a named tuple without a function in between: made(Mark, (…)); for what is made in every evaluation


class Reason(NamedTuple):
    """One step of an argument: `code` names a sentence in `explain.py`, `values` fill it (texts, whole numbers, dates, times)."""

    code: str
    values: tuple[Any, ...] = ()


class Mark(NamedTuple):
    """A fact that an answer rests on: its id, its kind and its moment; `date_only` as in the fact."""

    id: str
    kind: str
    at: datetime
    date_only: bool = False


class Pause(NamedTuple):
    """The clock stood still from one fact to another; `to` is None while it still does."""

    start: Mark
    to: Mark | None


class Extension(NamedTuple):
    """A fact that lengthened the period, and the nominal end before and after (both a date, or both a time)."""

    mark: Mark
    before: date | datetime | None
    after: date | datetime | None


class Roll(NamedTuple):
    """The last day fell on a rest day: from which day to which, and the code or name of each day skipped."""

    start: date
    to: date
    why: tuple[str, ...]


class Story(NamedTuple):
    """How a duty came to its answer: its nominal end, what stood still, what lengthened it, how its end rolled, every reason in order."""

    nominal: date | datetime | None = None
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()
    rolls: tuple[Roll, ...] = ()
    reasons: tuple[Reason, ...] = ()


NO_STORY = Story()


@dataclass(slots=True, eq=False)
class Duty:
    """One clock of one rule for one key.

    `due` is a date (limits in days and longer), an aware datetime (hours, to the minute) or None (no figure in the law, or it
    cannot be said). While `paused` it is the least possible one. `due_at` is the last instant in time, `warn_at` the moment
    from which policy warns. `overdue` with `explained` set stands explained. `missing` names what an `undetermined` one lacks.
    `telling` is its story, or what tells it when it is first asked for.
    """

    rule: str
    key: str
    state: str
    started: Mark
    due: date | datetime | None = None
    due_at: datetime | None = None
    warn_at: datetime | None = None
    met: Mark | None = None
    explained: Mark | None = None
    missing: str = ""
    telling: Story | Callable[[], Story] = NO_STORY

    @property
    def story(self) -> Story:
        if not isinstance(self.telling, Story):
            self.telling = self.telling()
        return self.telling

    @property
    def nominal(self) -> date | datetime | None:
        """The end before it rolled (or before the policy on starting hours)."""
        return self.story.nominal

    @property
    def pauses(self) -> tuple[Pause, ...]:
        return self.story.pauses

    @property
    def extensions(self) -> tuple[Extension, ...]:
        return self.story.extensions

    @property
    def rolls(self) -> tuple[Roll, ...]:
        return self.story.rolls

    @property
    def reasons(self) -> tuple[Reason, ...]:
        told = self.telling
        if not isinstance(told, Story):
            told = self.telling = told()
        return told.reasons

    @property
    def identity(self) -> str:
        """The same duty keeps it from one evaluation to the next."""
        return f"{self.rule}|{self.key}|{self.started.id}"

    @property
    def is_open(self) -> bool:
        return self.met is None and self.state in OPEN_STATES

    def warns(self, now: datetime) -> bool:
        """Whether policy asks for a warning now: still open and past `warn_at`, but not yet overdue."""
        return self.state == "pending" and self.warn_at is not None and now >= self.warn_at

    def as_data(self) -> dict[str, Any]:
        """JSON-ready; `duty_from_data` reads it back to an equal Duty."""
        return {name: _plain(getattr(self, name)) for name in _DUTY_FIELDS}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Duty) and all(getattr(self, name) == getattr(other, name) for name in _DUTY_FIELDS)


@dataclass(slots=True)
class Breach:
    """What a check says of one act (or of one extension that does not count): `verdict` is passed, breached or undetermined.

    `what` is the code of the leading reason: several breaches may rest on one act.
    """

    rule: str
    key: str
    verdict: str
    act: Mark
    what: str = ""
    missing: str = ""
    reasons: tuple[Reason, ...] = ()

    @property
    def identity(self) -> str:
        return f"{self.rule}|{self.key}|{self.act.id}|{self.what}"

    def as_data(self) -> dict[str, Any]:
        return {name: _plain(getattr(self, name)) for name in _BREACH_FIELDS}


@dataclass(slots=True)
class Evaluation:
    """Every duty and every judgement of one matter at one moment, by one lawbook (its digest)."""

    duties: tuple[Duty, ...]
    judgements: tuple[Breach, ...]
    next_look_at: datetime | None
    law: str
    now: datetime

    @property
    def breaches(self) -> tuple[Breach, ...]:
        """Judgements that say `breached`; late duties are not among them."""
        return tuple(one for one in self.judgements if one.verdict == "breached")

    @property
    def undetermined(self) -> tuple[Duty | Breach, ...]:
        """What could not be decided, duties first; each names what is missing."""
        duties = tuple(one for one in self.duties if one.state == "undetermined")
        return duties + tuple(one for one in self.judgements if one.verdict == "undetermined")


@dataclass(slots=True)
class Verdict:
    """What `would_breach` answers: `blocked`, `warned` or `clear`, with the new breaches and the duties the step starts or meets late.

    `after` is the whole evaluation as it stands once the step is taken.
    """

    answer: str
    breaches: tuple[Breach, ...] = ()
    late: tuple[Duty, ...] = ()
    starts: tuple[Duty, ...] = ()
    after: Evaluation | None = None

    @property
    def reasons(self) -> tuple[Reason, ...]:
        answers: tuple[Breach | Duty, ...] = (*self.breaches, *self.late)
        return tuple(reason for one in answers for reason in one.reasons)


def duty_from_data(data: dict[str, Any]) -> Duty:
    """The Duty that `Duty.as_data` wrote."""
    values = {name: _read(value) for name, value in data.items()}
    story = Story(
        nominal=values.pop("nominal"),
        pauses=tuple(Pause(Mark(*start), _mark(to)) for start, to in values.pop("pauses")),
        extensions=tuple(Extension(Mark(*mark), before, after) for mark, before, after in values.pop("extensions")),
        rolls=tuple(Roll(*roll) for roll in values.pop("rolls")),
        reasons=tuple(Reason(*reason) for reason in values.pop("reasons")),
    )
    values["started"] = Mark(*values["started"])
    values["met"] = _mark(values["met"])
    values["explained"] = _mark(values["explained"])
    return Duty(**values, telling=story)


def breach_from_data(data: dict[str, Any]) -> Breach:
    """The Breach that `Breach.as_data` wrote."""
    values = {name: _read(value) for name, value in data.items()}
    values["act"] = Mark(*values["act"])
    values["reasons"] = tuple(Reason(*reason) for reason in values["reasons"])
    return Breach(**values)


def _mark(value: tuple[Any, ...] | None) -> Mark | None:
    return None if value is None else Mark(*value)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    if isinstance(value, date):
        return {"on": value.isoformat()}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


def _read(value: Any) -> Any:
    if isinstance(value, dict):
        return datetime.fromisoformat(value["at"]) if "at" in value else date.fromisoformat(value["on"])
    if isinstance(value, list):
        return tuple(_read(one) for one in value)
    return value


_DUTY_FIELDS = (*(name for name in Duty.__dataclass_fields__ if name != "telling"), *Story._fields)
_BREACH_FIELDS = tuple(Breach.__dataclass_fields__)
