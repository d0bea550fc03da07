"""Matters with recordings: a patrol says of them what the live check says, beside matters without and in files of facts alike."""

from dataclasses import replace
from random import Random

import pytest

from hengjian.bulk.facts.reading import Part
from hengjian.bulk.frame import frame_of
from hengjian.bulk.patrol import patrol
from hengjian.bulk.table.columns import rule_table
from hengjian.core.lawbook.reader import read_lawbook
from tests.bulk.adversarial import LAW, log_of
from tests.bulk.facts_files import files_of, named
from tests.bulk.test_facts_in_columns import expected, judged
from tests.bulk.test_facts_in_columns import said as said_of_files
from tests.bulk.test_law_in_columns import numbered
from tests.bulk.test_patrol_in_columns import COLUMNS, LIVE, said
from tests.core.test_recorded_days import MATTER, NIGHT, Drifting, Steady, held


@pytest.fixture(scope="module")
def law():
    return read_lawbook(LAW)


@pytest.fixture(scope="module")
def matters():
    """Days of a case area, some of drifting clocks; of every third act nothing is registered, and its own word is yes, no or missing."""
    luck = Random(5)
    found = []
    for number in range(90):
        facts = held(luck, Drifting if number % 3 == 1 else Steady).facts
        if number % 3 == 0:
            word = {"recorded": (True, False, None)[number // 3 % 3]}
            facts = [replace(fact, body={**fact.body, **word}) for fact in facts if fact.kind == "questioning.held"]
        found.append((numbered(facts), dict(MATTER)))
    return found


def test_a_patrol_in_columns_finds_what_the_live_check_finds(law, matters):
    live, columns = (patrol(log_of(matters), law, NIGHT, told=lambda _done: None, large=large) for large in (LIVE, COLUMNS))
    assert columns.counts == live.counts
    assert said(columns, columns.findings) == said(live, live.findings)
    assert said(columns, columns.undetermined) == said(live, live.undetermined)
    counted = {state for rule, state in live.counts if rule == "public-security.one-officer-recorded"}
    assert counted == {"passed", "breached", "undetermined"}


def test_the_kernel_leaves_the_matters_with_recordings_and_those_alone(law, matters):
    frame = frame_of(log_of(matters), rule_table(law))
    assert frame.unfit.tolist() == [number % 3 != 0 for number in range(len(matters))]


def test_files_of_facts_have_the_findings_of_the_events(tmp_path, law, matters):
    told = named(matters)
    found = judged([Part(path) for path in files_of(tmp_path, told)], law, NIGHT)
    assert said_of_files(found) == expected(told, law, NIGHT)
