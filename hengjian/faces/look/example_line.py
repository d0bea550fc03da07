"""One example of a rule as it ran: its facts on a line up to the moment of judging, the answer, and how the answer came about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from hengjian.core.evaluation import Breach, Duty
from hengjian.core.explain import explain
from hengjian.core.facts import Fact
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.sourcing import example_in
from hengjian.core.naming import field_name, value_name
from hengjian.core.terms import tongue
from hengjian.core.trial import Outcome
from hengjian.faces.look.moments import day_long
from hengjian.faces.look.ribbon import Ribbon, Shape, draw, percent
from hengjian.faces.look.templatetags.law_words import key_name


@dataclass(frozen=True)
class Answer:
    """What the rule said of one key: its state or verdict, the reasons line by line, and the ribbon where it is a clock."""

    state: str
    reasons: tuple[str, ...]
    ribbon: Ribbon | None


@dataclass(frozen=True)
class Told:
    """One fact: when, what, and what stands in it."""

    when: str
    what: str
    body: str


@dataclass(frozen=True)
class Example:
    """`wrong`: what was expected and what came out, where they differ. `dots`: the facts on a line; `asked` is the step in question."""

    name: str
    as_of: datetime
    wrong: tuple[tuple[str, str, str], ...]
    answers: tuple[Answer, ...]
    facts: tuple[Told, ...]
    asked: Told | None
    dots: tuple[Shape, ...]


def drawn_example(outcome: Outcome, law: Lawbook, language: str) -> Example:
    """The example in the reader's words."""
    example, spoken = outcome.example, tongue(language)
    found: list[Duty | Breach] = [*outcome.evaluation.duties, *outcome.evaluation.judgements]
    told = tuple(fact_words(fact, law, spoken) for fact in example.facts)
    wrong = tuple((name, str(expected), str(came)) for name, expected, came in outcome.wrong)
    asked = fact_words(example.step, law, spoken) if example.step else None
    answers = tuple(answer_words(one, law, example.as_of, spoken) for one in found)
    named = example_in(example.name, law, language)
    return Example(named, example.as_of, wrong, answers, told, asked, tuple(dots(example.facts, example.as_of)))


def answer_words(found: Duty | Breach, law: Lawbook, as_of: datetime, spoken: str) -> Answer:
    ribbon = draw(found, law, as_of, detail=key_name(found.key)) if isinstance(found, Duty) else None
    state = ribbon.state if ribbon else found.verdict if isinstance(found, Breach) else ""
    return Answer(state, tuple(explain(found, law, spoken)), ribbon)


def fact_words(fact: Fact, law: Lawbook, spoken: str) -> Told:
    """A fact with its values, each with the name of its field."""
    colon = ": " if spoken == "en" else "："
    body = [f"{field_name(name, law, spoken)}{colon}{value_name(name, value, law, spoken)}" for name, value in fact.body.items()]
    about = " ".join(key_name(one) for one in fact.about)
    when = day_long(fact.at.date()) + ("" if fact.date_only else f" {fact.at:%H:%M}")
    said = ("; " if spoken == "en" else "；").join([*body, *([about] if about else [])])
    return Told(when, law.terms.label(fact.kind, spoken), said)


def dots(facts: tuple[Fact, ...], as_of: datetime) -> Iterator[Shape]:
    """The facts at their places between the first and the moment of judging."""
    if not facts:
        return
    start = min(fact.at for fact in facts)
    whole = max((as_of - start).total_seconds(), 1.0)
    for fact in facts:
        yield Shape("dot", percent(min(100.0, max(0.0, (fact.at - start).total_seconds() / whole * 100))))
