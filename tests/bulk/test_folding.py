"""A law folded for a log that lacks fields, kinds, keys or hours says what the live law says."""

import random
from dataclasses import replace
from datetime import datetime

import pytest

from hengjian.bulk.layout import NO, UNKNOWN, YES
from hengjian.bulk.table.columns import rule_table
from hengjian.bulk.table.folding import Known, folded
from hengjian.core.lawbook.reader import read_lawbook
from hengjian.core.lawbook.values import Test
from tests.bulk.adversarial import KINDS, LAW, ZONE, adversarial_law, matter
from tests.bulk.test_law_in_columns import differing, made_up

NOW = datetime(2026, 2, 10, 15, 30, tzinfo=ZONE)
FIELDS = ("ok", "amount", "complex", "by_level", "by_role", "by_organ", "level", "due", "conduct", "age_band", "form", "signed", "by")
LAWS = ("odd", "own")


@pytest.fixture(scope="module")
def laws(tmp_path_factory):
    found = {"odd": adversarial_law(tmp_path_factory.mktemp("odd")), "own": read_lawbook(LAW)}
    return {name: (law, rule_table(law)) for name, law in found.items()}


def poorer(draw, matters, kinds):
    """The same matters from a log without some fields and kinds, mostly without keys, and with every hour known."""
    fields = set(draw.sample(FIELDS, draw.randrange(3, len(FIELDS))))
    gone = set(draw.sample(sorted(kinds), len(kinds) // draw.choice([2, 4, 8])))
    keyless, exact = draw.random() < 0.7, draw.random() < 0.8
    found = []
    for facts, attributes in matters:
        kept = [
            replace(
                fact,
                body={name: value for name, value in fact.body.items() if name not in fields},
                about=() if keyless else fact.about,
                by="" if "by" in fields else fact.by,
                date_only=fact.date_only and not exact,
            )
            for fact in facts
            if fact.kind not in gone
        ]
        numbered = [replace(fact, seq=place, id=str(place)) for place, fact in enumerate(kept)]
        if numbered:
            found.append((numbered, attributes))
    return found


@pytest.mark.parametrize("name", LAWS)
@pytest.mark.parametrize("seed", range(20, 32))
def test_logs_that_lack_columns_say_the_same_live_and_in_columns(laws, name, seed):
    law, table = laws[name]
    draw = random.Random(seed)
    matters = [matter(draw) if name == "odd" else made_up(draw, law) for _ in range(600)]
    kinds = set(KINDS) if name == "odd" else {kind for rule in law.rules.values() for kind in rule.kinds}
    rows, live, wrong = differing(law, table, poorer(draw, matters, kinds), NOW)
    assert not wrong
    assert rows > 100
    assert live < 300


def known(*fields):
    return Known(frozenset({"start.a", "met.a"}), frozenset(fields), frozenset())


def test_a_test_on_a_field_that_no_event_has_is_settled_once():
    asks, lacks = Test("event", "", "ok", "equal", True), Test("event", "", "ok", "present", True)
    assert known("ok").test(asks) is None
    assert known().test(asks) == UNKNOWN
    assert known().test(replace(asks, absent=True)) == YES
    assert known().test(lacks) == NO
    assert known().answer((asks, lacks)) == NO
    assert known("ok").answer((asks, replace(asks, field="complex"))) is None


def test_a_folded_clock_keeps_no_kind_that_the_log_lacks(laws):
    law, _ = laws["odd"]
    rule = folded(law.rules["odd.days-versions"], known())
    assert rule.kinds == {"start.a", "met.a"}
    assert rule.triggers == {"start.a"}
    assert all(not terms.steps and not terms.restarted_by.any_of for terms in rule.shape.versions.in_force())
