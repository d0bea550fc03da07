"""The examples of rules run as tests of the law: those of the fixture pack come out, and a wrong one is caught."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from hengjian.core.lawbook.reader import read_lawbook
from hengjian.core.trial import run_examples
from tests.core.rules import HOUSE_LAW, clock

FIXTURE = Path(__file__).parent / "law" / "statutes" / "fixture"


@pytest.fixture
def fixture_law(folder):
    shutil.rmtree(folder / "statutes" / "s")
    shutil.copytree(FIXTURE, folder / "statutes" / "fixture")
    return read_lawbook(folder)


def test_the_examples_of_the_fixture_pack_come_out(fixture_law):
    outcomes = run_examples(fixture_law)
    assert len(outcomes) == 9
    assert [(one.example.name, one.wrong) for one in outcomes if one.wrong] == []


def test_the_examples_of_the_closing_period_come_out():
    law = read_lawbook(HOUSE_LAW)
    own = [one for one in run_examples(law) if one.rule.id == "public-security.closing-period"]
    assert len(own) >= 10 and all(not one.wrong for one in own)


@pytest.mark.parametrize(
    ("expect", "wrong"),
    [
        ("{state: met}", [("state", "met", "pending")]),
        ("{due: 2024-03-31}", [("due", date(2024, 3, 31), date(2024, 4, 1))]),
        ("none", [("answers", 0, 1)]),
        ("{key: 'party:1', state: pending}", [("answers", 1, 0)]),
        ("[{state: pending}, {state: pending}]", [("answers", 2, 1)]),
        ("{breaches: 1}", [("breaches", 1, 0)]),
        ("{breaches: 0, explained: false, nominal: 2024-03-31}", []),
        ("{due: null}", [("due", None, date(2024, 4, 1))]),
    ],
)
def test_what_differs_is_named(law_of, expect, wrong):
    text = clock("{days: 30, source: 一}").replace(
        "二, events: [], as_of: 2024-01-01, expect: none",
        f"二, events: [[2024-03-01, case.opened]], as_of: 2024-03-02, expect: {expect}",
    )
    outcome = run_examples(law_of(r=text))[1]
    assert list(outcome.wrong) == wrong


def test_an_expected_answer_before_a_step_is_compared(law_of):
    text = clock("{days: 30, source: 一}").replace(
        "二, events: [], as_of: 2024-01-01, expect: none",
        "二, events: [], step: [2024-03-01, case.opened], as_of: 2024-03-02, expect: blocked",
    )
    assert run_examples(law_of(r=text))[1].wrong == (("step", "blocked", "clear"),)
