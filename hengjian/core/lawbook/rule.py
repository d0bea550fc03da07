"""A rule, an example, a policy and a statute as the reader leaves them: plain frozen data, every date and source resolved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from hengjian.core.facts import Fact
from hengjian.core.lawbook.acts import Act
from hengjian.core.lawbook.clocks import Clock
from hengjian.core.lawbook.values import Dated, Figure, Path, Patterns

CLOCK_CHECKS = ("deadline", "custody_limit")
ACT_CHECKS = (
    "required_step", "required_document", "presence", "authority", "separation", "at_most", "not_after", "age_gate", "field",
    "recording_cover",
)  # fmt: skip
CHECKS = CLOCK_CHECKS + ACT_CHECKS
BEARERS = ("handler", "police", "procuratorate", "court", "department", "citizen")
SORTS = ("matter", "party", "item", "document", "recording", "request", "measure")
BLOCKING = frozenset({"required_step", "authority", "separation", "at_most", "not_after", "age_gate"})
Text = tuple[str, str]  # Chinese and English; English is empty where the file gives none


@dataclass(frozen=True, slots=True)
class Checked:
    """Who last compared the rule with its text, and when."""

    by: str
    on: date


@dataclass(frozen=True, slots=True)
class JudgedBy:
    """Which day picks the dated values: `start`, `act`, `field` (the date at `path`) or `event` (the first fact of `kind`)."""

    what: str
    path: Path | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """Facts, and what the rule says of them at `as_of`; `step` is a fact to ask `would_breach` about. `line` is its place in the file."""

    name: str
    facts: tuple[Fact, ...]
    attributes: Mapping[str, Any]
    as_of: datetime
    expect: Any
    step: Fact | None
    line: int


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `shape` is a `Clock` for deadline and custody_limit, else the class of `acts.py` named like the check.

    `applies_to`: attribute and the values it may have. `bearer`: whom the rule binds (`handler`: the unit that handles the matter,
    of whatever institution); `citizen`: a time within which a citizen may or must act, which nobody breaches. `per`: matter, or the
    sort of key it is judged for. `text`: keys of the text pack by date, empty where not held. `figures`: every number the rule takes
    from the law. `sources`: since, article and the key of the file it stands under. `triggers`: kinds that can make it answer;
    `kinds`: all kinds it reads (facts looked up by a path such as `party.added.age_band` not counted). `calendar`: the one that says
    which day a fact belongs to.
    """

    id: str
    statute: str
    check: str
    title: Text
    restates: Text
    applies_to: tuple[tuple[str, tuple[Any, ...]], ...]
    per: str
    bearer: str
    shape: Clock | Act
    judged_by: JudgedBy
    gate: str
    remedy: Patterns
    text: Dated[tuple[str, ...]]
    checked: Checked
    stage: str
    dimension: str
    severity: str
    note: Text
    figures: tuple[Figure, ...]
    sources: tuple[tuple[date, str, str], ...]
    triggers: frozenset[str]
    kinds: frozenset[str]
    calendar: str
    examples: tuple[Example, ...]
    file: str

    def binds(self, institution: str) -> bool:
        """Whether an institution's own unit answers for this rule."""
        return self.bearer in ("handler", institution)

    def applies(self, attributes: Mapping[str, Any]) -> bool:
        return all(attributes.get(name) in values for name, values in self.applies_to)


@dataclass(frozen=True, slots=True)
class Policy:
    """A choice the law leaves open: its value as written, and why (or the source)."""

    id: str
    label: Text
    value: Any
    why: Text


@dataclass(frozen=True, slots=True)
class Statute:
    """A folder of rules and how its periods are counted unless a rule says otherwise."""

    id: str
    title: Text
    in_force_since: date
    counted: Mapping[str, Any]
    checked: Checked | None
    bearer: str = "handler"
