"""What a rule's page shows of one rule on a day: picture, dated values, examples run. The same for one that is being written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from hengjian.core.describe import LABELS, parts, sources_on
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.rule import Rule
from hengjian.core.lawbook.sourcing import source_in
from hengjian.core.terms import tongue
from hengjian.core.trial import Outcome, alone, run_example
from hengjian.faces.look.example_line import Example, drawn_example
from hengjian.faces.look.rule_picture import Stop, picture

VALUES = (
    "starts", "act", "within", "needs", "allowed", "apart", "times", "after", "until", "ages", "field", "distance", "met_by", "excluded",
    "extended_by", "restarted_by", "released_by", "explained_by", "rolls", "unless", "none",
)  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """One value and over how many columns it holds."""

    text: str
    columns: int


@dataclass(frozen=True)
class Dated:
    """The values of a rule: a column for each day on which one changes, a row for each value."""

    days: tuple[date, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    sources: tuple[Cell, ...]


@dataclass(frozen=True)
class Shown:
    """A rule as a lawyer reads it."""

    stops: tuple[Stop, ...]
    dated: Dated
    examples: tuple[Example, ...]


def shown(rule: Rule, law: Lawbook, outcomes: tuple[Outcome, ...], day: date, language: str) -> Shown:
    examples = tuple(drawn_example(one, law, language) for one in outcomes)
    return Shown(picture(rule, law, day, language), dated_values(rule, law, language), examples)


def tried(law: Lawbook, rule: Rule) -> tuple[Outcome, ...]:
    """The examples of a rule, run by it alone."""
    book = alone(law, rule)
    return tuple(run_example(book, rule, example) for example in rule.examples)


def dated_values(rule: Rule, law: Lawbook, language: str) -> Dated:
    """What changed on which day, side by side; a value that stays the same reaches over its columns."""
    begins = sorted({since for since, _source, _key in rule.sources if since > date.min})
    days = tuple(begins) or (law.statutes[rule.statute].in_force_since,)
    columns = [dict(parts(rule, law, day, language)) for day in days]
    english = int(tongue(language) == "en")
    rows = [
        (LABELS[name][english], joined([one.get(name, "") for one in columns])) for name in VALUES if any(name in one for one in columns)
    ]
    return Dated(days, tuple(rows), joined(["\n".join(source_in(one, law, language) for one in sources_on(rule, day)) for day in days]))


def joined(texts: list[str]) -> tuple[Cell, ...]:
    """Equal neighbours as one cell."""
    return tuple(Cell(text, len(list(same))) for text, same in groupby(texts))
