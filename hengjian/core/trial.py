"""The examples of a rule run as tests of the law: what was expected, what came out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from hengjian.core.evaluate import evaluate, would_breach
from hengjian.core.evaluation import Breach, Duty, Evaluation
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.rule import CLOCK_CHECKS, Example, Rule


@dataclass(frozen=True, slots=True)
class Outcome:
    """One example as it ran; `wrong` is empty where it came out as expected, else pairs of name, expected and found."""

    rule: Rule
    example: Example
    wrong: tuple[tuple[str, Any, Any], ...]
    evaluation: Evaluation


def run_examples(law: Lawbook) -> list[Outcome]:
    """Every example of every rule, each judged by its own rule alone."""
    return [run_example(alone(law, rule), rule, example) for rule in law.rules.values() for example in rule.examples]


def alone(law: Lawbook, rule: Rule) -> Lawbook:
    """The lawbook with this rule only."""
    return Lawbook({rule.id: rule}, law.policies, law.calendars, law.statutes, law.terms, law.digest, law.folder)


def run_example(law: Lawbook, rule: Rule, example: Example) -> Outcome:
    evaluation = evaluate(example.facts, law, example.as_of, attributes=example.attributes)
    if example.step is not None:
        said = would_breach(example.facts, example.step, law, example.as_of, attributes=example.attributes)
        wrong = [] if said.answer == example.expect else [("step", example.expect, said.answer)]
    elif rule.check in CLOCK_CHECKS:
        wrong = compare_all(example.expect, evaluation.duties, evaluation)
    else:
        wrong = compare_all(example.expect, evaluation.judgements, evaluation)
    return Outcome(rule, example, tuple(wrong), evaluation)


def compare_all(expect: Any, found: Sequence[Duty | Breach], evaluation: Evaluation) -> list[tuple[str, Any, Any]]:
    """What differs between the expectation and what was found."""
    if expect == "none":
        return [("answers", 0, len(found))] if found else []
    if isinstance(expect, str):
        expect = {"verdict": expect}
    if isinstance(expect, list):
        wrong = [("answers", len(expect), len(found))] if len(expect) != len(found) else []
        return wrong + [fault for one, answer in zip(expect, found, strict=False) for fault in compare(one, answer)]
    wrong = []
    if "breaches" in expect:
        count = len(evaluation.breaches)
        wrong = [("breaches", expect["breaches"], count)] if count != expect["breaches"] else []
    wanted = {name: value for name, value in expect.items() if name != "breaches"}
    if not wanted:
        return wrong
    fitting = [answer for answer in found if answer.key == wanted.get("key", answer.key)]
    return wrong + (compare(wanted, fitting[-1]) if fitting else [("answers", 1, 0)])


def compare(expect: dict[str, Any], answer: Duty | Breach) -> list[tuple[str, Any, Any]]:
    """Names whose value differs; times are compared in UTC."""
    wrong = []
    for name, wanted in expect.items():
        value = getattr(answer, name, None)
        if name == "explained":
            value = value is not None
        if isinstance(value, datetime):
            value = value.astimezone(UTC)
        if value != wanted:
            wrong.append((name, wanted, value))
    return wrong
