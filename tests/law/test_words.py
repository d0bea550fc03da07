"""The pack in words: every field that a rule reads has a label, and no sentence or page about a rule shows a name of the machine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

import pytest

from hengjian.core.describe import describe
from hengjian.core.explain import explain
from hengjian.core.lawbook.clocks import AddFromEvent
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.reader import read_lawbook
from hengjian.core.lawbook.values import Path, Test
from hengjian.core.naming import FIELDS
from hengjian.core.trial import run_examples
from tests.core.rules import HOUSE_LAW

DAYS = (date(2010, 1, 1), date(2022, 1, 1), date(2026, 11, 23))
RAW = re.compile(r"[a-z]+_[a-z_]+|[a-z]+\.[a-z]+_?[a-z]*|\bTrue\b|\bFalse\b|\bNone\b|\(\)|（）|“”")
STATUTES = "|".join(path.name for path in (HOUSE_LAW / "statutes").iterdir())
IDS = re.compile(rf"({STATUTES})\.[a-z-]+|_statute\.yaml")


@pytest.fixture(scope="module")
def law() -> Lawbook:
    return read_lawbook(HOUSE_LAW)


def read_by(part: Any) -> Iterator[Test | Path | AddFromEvent]:
    """Every place in a rule where a field is read."""
    if isinstance(part, (Test, Path, AddFromEvent)):
        yield part
    elif is_dataclass(part):
        for one in fields(part):
            yield from read_by(getattr(part, one.name))
    elif isinstance(part, (tuple, list)):
        for item in part:
            yield from read_by(item)


def names(text: str) -> list[str]:
    """What of a text is a name of the machine; ids of rules may be named."""
    return RAW.findall(IDS.sub("", text))


def test_every_field_that_a_rule_reads_has_a_label_in_both_languages(law: Lawbook) -> None:
    labels = law.terms.codes[FIELDS]
    read = {(rule.id, one.field) for rule in law.rules.values() for one in read_by((rule.shape, rule.judged_by))}
    read |= {(rule.id, name) for rule in law.rules.values() for name, _ in rule.applies_to}
    assert sorted(f"{rule}: {field}" for rule, field in read if field not in labels) == []
    assert len({field for _, field in read}) > 80


def test_every_code_that_a_rule_compares_with_has_a_label(law: Lawbook) -> None:
    labels, bare = law.terms.codes[FIELDS], []
    for rule in law.rules.values():
        for one in read_by(rule.shape):
            given = getattr(one, "value", ())
            for value in given if isinstance(given, tuple) else (given,):
                lists = str(labels[one.field].get("codes", "")).split(", ")
                if isinstance(value, str) and value not in law.rules and not any(value in law.terms.codes.get(name, {}) for name in lists):
                    bare.append(f"{rule.id}: {one.field} {value}")
    assert bare == []


def test_lists_that_a_field_names_are_there(law: Lawbook) -> None:
    named = {name for entry in law.terms.codes[FIELDS].values() for name in entry.get("codes", "").split(", ") if name}
    assert sorted(name for name in named if not law.terms.has_list(name)) == []


def test_every_setting_of_a_policy_is_labelled(law: Lawbook) -> None:
    settings = {policy.value for policy in law.policies.values() if isinstance(policy.value, str)}
    assert settings <= law.terms.codes["policy_values"].keys()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_reason_of_any_example_shows_a_name_of_the_machine(law: Lawbook, language: str) -> None:
    shown = set()
    for outcome in run_examples(law):
        for answer in (*outcome.evaluation.duties, *outcome.evaluation.judgements):
            for line in explain(answer, law, language):
                shown |= {(outcome.rule.id, line) for _name in names(line)}
    assert sorted(shown) == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("day", DAYS)
def test_no_description_of_a_rule_shows_a_name_of_the_machine(law: Lawbook, day: date, language: str) -> None:
    shown = [f"{rule.id}: {text}" for rule in law.rules.values() for _, text in describe(rule, law, day, language) if names(text)]
    assert shown == []
