"""Two lawbooks over columns that are coded once: each side answers as it would alone, and only rules that differ are asked."""

import random
import re
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from hengjian.bulk import two_laws as room
from hengjian.bulk.frame import frame_of
from hengjian.bulk.spread import answers_of
from hengjian.bulk.table.assemble import Names
from hengjian.bulk.table.columns import rule_table
from hengjian.bulk.times import EPOCH
from hengjian.bulk.two_laws import both, two_laws
from hengjian.core.lawbook.differing import differing
from hengjian.core.lawbook.reader import read_lawbook
from tests.bulk.adversarial import ZONE, adversarial_law, log_of, matter

NOW = datetime(2026, 2, 10, 15, 30, tzinfo=ZONE)
NOW_US = (NOW - EPOCH) // timedelta(microseconds=1)


@pytest.fixture(scope="module")
def old(tmp_path_factory):
    return adversarial_law(tmp_path_factory.mktemp("odd"))


def changed(old, folder, change):
    """The same law with one change to its files."""
    shutil.copytree(old.folder, folder / "law")
    change(folder / "law")
    return read_lawbook(folder / "law")


def longer(folder):
    """Every limit in days a day longer, with words that the law before does not have."""
    for path in sorted((folder / "statutes" / "odd").glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"\bdays: (\d+)", lambda found: f"days: {int(found[1]) + 1}", text), encoding="utf-8")


def endless(folder):
    """Beside that, one longer than any calendar, which columns cannot hold: its matters are judged live, and by both sides."""
    longer(folder)
    path = folder / "statutes" / "odd" / "threshold.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("threshold: immediately", "days: 36000"), encoding="utf-8")


def both_days(folder):
    path = folder / "policy" / "exclusion_days.yaml"
    path.write_text(re.sub(r"(?m)^value: .*$", "value: both_days", path.read_text(encoding="utf-8")), encoding="utf-8")


def shown(rows):
    return sorted(map(tuple, rows.tolist()))


def generated(seed, count):
    draw = random.Random(seed)
    return log_of([matter(draw) for _ in range(count)])


def alone(log, laws, side, live):
    """What one side answers by itself, its rules numbered as both number them."""
    table = rule_table(side.law, side.rules)
    rows = answers_of(frame_of(log, table), table, NOW_US).rows
    kept = rows[~live[rows[:, 0]]][:, :6]
    kept[:, 1] = laws.places(table)[kept[:, 1]]
    return set(map(tuple, kept.tolist()))


def tallied(rows, rules, places):
    """How many of these answers there are of each rule and state."""
    return [[int(((rows[:, 1] == place) & (rows[:, 4] == 1 << bit)).sum()) for bit in range(8)] for place in places[: len(rules)]]


@pytest.mark.parametrize(("change", "fit"), [(longer, 0.9), (both_days, 0.9), (endless, 0.4)])
def test_each_side_answers_as_it_would_alone(old, tmp_path, change, fit):
    new = changed(old, tmp_path, change)
    rules = differing(old, new)
    assert rules[0] and rules[1]
    laws = two_laws(old, new, rules)
    assert (laws.old.kinds, laws.old.fields, laws.old.texts) == (laws.new.kinds, laws.new.fields, laws.new.texts)
    log = generated(11, 1_500)
    found = both(log, laws, NOW_US)
    before, after = alone(log, laws, laws.old, found.live), alone(log, laws, laws.new, found.live)
    assert shown(found.gone) == sorted(before - after) and shown(found.come) == sorted(after - before)
    assert found.gone.size and found.come.size, "the change shows nowhere: nothing is proven"
    for side, table, rows in ((found.old, laws.old, before), (found.new, laws.new, after)):
        assert side.tally.tolist() == tallied(np.array(sorted(rows)), table.rules, laws.places(table))
    assert fit < (~found.live).mean() < 1, "no matter was left to the live check, or too many"


def test_only_rules_that_differ_are_asked(old, tmp_path):
    name = next(iter(old.rules))
    file = Path("statutes") / "odd" / f"{name.partition('.')[2]}.yaml"
    new = changed(old, tmp_path, lambda folder: (folder / file).unlink())
    assert ([rule.id for rule in differing(old, new)[0]], differing(old, new)[1], differing(old, old)) == ([name], [], ([], []))
    laws = two_laws(old, new, differing(old, new))
    found = both(generated(12, 50), laws, NOW_US)
    assert (found.gone.size > 0, found.come.size, found.new.tally.size) == (True, 0, 0)


def test_words_and_sources_that_change_no_answer_make_no_rule_differ(old, tmp_path):
    def reworded(folder):
        for path in sorted((folder / "statutes" / "odd").glob("*.yaml")):
            path.write_text(path.read_text(encoding="utf-8").replace("restates: ", "restates: 另说 "), encoding="utf-8")

    assert differing(old, changed(old, tmp_path, reworded)) == ([], [])


def test_more_answers_than_expected_are_all_there(old, tmp_path, monkeypatch):
    new = changed(old, tmp_path, longer)
    laws, log = two_laws(old, new, differing(old, new)), generated(13, 200)
    whole = both(log, laws, NOW_US)
    monkeypatch.setattr(room, "ROOM", 0)
    monkeypatch.setattr(room, "SAID", 1)
    found = both(log, laws, NOW_US)
    assert np.array_equal(whole.gone, found.gone) and np.array_equal(whole.come, found.come) and found.gone.size


def test_words_stand_at_one_place_for_both_sides(old, tmp_path):
    new = changed(old, tmp_path, longer)
    laws = two_laws(old, new, differing(old, new))
    assert len(set(laws.new.texts)) == len(laws.new.texts)
    assert Names.of(laws.old.fields).places == Names.of(laws.new.fields).places
    assert list(laws.old.who) == list(laws.new.who)
