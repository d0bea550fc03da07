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


def both_days(folder):
    path = folder / "policy" / "exclusion_days.yaml"
    path.write_text(re.sub(r"(?m)^value: .*$", "value: both_days", path.read_text(encoding="utf-8")), encoding="utf-8")


def shown(rows):
    return rows[np.lexsort(rows.T[::-1])]


def generated(seed, count):
    draw = random.Random(seed)
    return log_of([matter(draw) for _ in range(count)])


def alone(log, law, rules, live):
    table = rule_table(law, rules)
    found = answers_of(frame_of(log, table), table, NOW_US)
    return found.rows[~live[found.rows[:, 0]]]


@pytest.mark.parametrize("change", [longer, both_days])
def test_each_side_answers_as_it_would_alone(old, tmp_path, change):
    new = changed(old, tmp_path, change)
    rules = differing(old, new)
    assert rules[0] and rules[1]
    laws = two_laws(old, new, rules)
    assert (laws.old.kinds, laws.old.fields, laws.old.texts) == (laws.new.kinds, laws.new.fields, laws.new.texts)
    log = generated(11, 1_500)
    before, after = both(log, laws, NOW_US)
    assert np.array_equal(shown(before.rows), shown(alone(log, old, laws.old.rules, before.live)))
    assert np.array_equal(shown(after.rows), shown(alone(log, new, laws.new.rules, after.live)))
    assert not np.array_equal(before.rows, after.rows), "the change shows nowhere: nothing is proven"


def test_only_rules_that_differ_are_asked(old, tmp_path):
    name = next(iter(old.rules))
    file = Path("statutes") / "odd" / f"{name.partition('.')[2]}.yaml"
    new = changed(old, tmp_path, lambda folder: (folder / file).unlink())
    assert ([rule.id for rule in differing(old, new)[0]], differing(old, new)[1], differing(old, old)) == ([name], [], ([], []))
    laws = two_laws(old, new, differing(old, new))
    before, after = both(generated(12, 50), laws, NOW_US)
    assert (before.rows.size > 0, after.rows.size) == (True, 0)


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
    assert all(np.array_equal(one.rows, other.rows) for one, other in zip(whole, both(log, laws, NOW_US), strict=True))


def test_words_stand_at_one_place_for_both_sides(old, tmp_path):
    new = changed(old, tmp_path, longer)
    laws = two_laws(old, new, differing(old, new))
    assert len(set(laws.new.texts)) == len(laws.new.texts)
    assert Names.of(laws.old.fields).places == Names.of(laws.new.fields).places
    assert list(laws.old.who) == list(laws.new.who)
