"""Where the law says at once or promptly and gives no figure: policy warns and says that it is policy; nothing is ever late by law."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from hengjian.core.evaluate import evaluate
from hengjian.core.explain import explain
from hengjian.core.lawbook.clocks import Clock, Limit
from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.reader import read_lawbook
from hengjian.core.lawbook.rule import Rule
from hengjian.core.trial import alone, run_examples
from tests.core.rules import HOUSE_LAW

LATER = timedelta(days=4000)


@pytest.fixture(scope="module")
def law() -> Lawbook:
    return read_lawbook(HOUSE_LAW)


def limits(rule: Rule) -> list[Limit]:
    """Every limit that ever was in force."""
    shape = rule.shape
    return [limit for terms in shape.versions.in_force() for limit in terms.limits] if isinstance(shape, Clock) else []


def without_figure(law: Lawbook) -> list[Rule]:
    """The rules that know no figure at all."""
    return [rule for rule in law.rules.values() if limits(rule) and all(limit.threshold for limit in limits(rule))]


def test_there_are_such_limits_and_policy_knows_each(law: Lawbook) -> None:
    used = {limit.threshold for rule in law.rules.values() for limit in limits(rule) if limit.threshold}
    assert len(without_figure(law)) >= 15 and used <= law.policy("thresholds").keys()


def test_they_stay_open_for_years_and_are_never_late(law: Lawbook) -> None:
    """Every example of every such rule, looked at more than ten years later: open, or met, or ended; never overdue, never met late."""
    seen = set()
    for rule in without_figure(law):
        for example in rule.examples:
            found = evaluate(example.facts, alone(law, rule), example.as_of + LATER, attributes=example.attributes)
            seen |= {duty.state for duty in found.duties}
            assert [duty for duty in found.duties if duty.due is not None or duty.due_at is not None] == []
            assert found.breaches == ()
    assert {"pending", "met"} <= seen <= {"pending", "met", "released"}


def test_they_warn_after_the_time_of_the_policy_and_name_it(law: Lawbook) -> None:
    (rule,) = (rule for rule in law.rules.values() if rule.id == "public-security.unrelated-property")
    (duty,) = next(one for one in run_examples(law) if one.rule is rule and one.evaluation.duties).evaluation.duties
    hours = law.policy("thresholds")["immediately"]["hours"]
    assert duty.warn_at is None or duty.warn_at == duty.started.at + timedelta(hours=hours)
    said = " ".join(explain(duty, law, "zh"))
    assert "没有给出数字" in said and "按政策" in said and "不构成违法认定" in said


def test_a_pending_one_is_warned_about_from_the_policys_hour_on(law: Lawbook) -> None:
    warned = 0
    for rule in without_figure(law):
        for example in rule.examples:
            found = evaluate(example.facts, alone(law, rule), example.as_of + LATER, attributes=example.attributes)
            for duty in found.duties:
                if duty.state == "pending":
                    warned += 1
                    assert (
                        duty.warn_at is not None
                        and duty.warns(example.as_of + LATER)
                        and not duty.warns(duty.warn_at - timedelta(seconds=1))
                    )
    assert warned >= 15


def test_every_rule_file_that_names_no_figure_says_so_in_its_examples(law: Lawbook) -> None:
    """Some example of each shows that nothing is due."""
    silent = []
    for rule in without_figure(law):
        expected = [one.expect if isinstance(one.expect, list) else [one.expect] for one in rule.examples]
        if not any(isinstance(duty, dict) and duty.get("state") == "pending" for found in expected for duty in found):
            silent.append(Path(rule.file).stem)
    assert silent == []
