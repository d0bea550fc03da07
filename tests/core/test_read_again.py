"""A law folder of which one file has changed: the others are taken as they were read, and nothing of the old file stays."""

import shutil

import pytest

from hengjian.core.lawbook import read_again
from hengjian.core.lawbook.faults import LawErrors
from hengjian.core.lawbook.reader import read_lawbook
from tests.core.rules import HOUSE_LAW

RULE = "statutes/public-security/closing-period.yaml"


@pytest.fixture
def folder(tmp_path):
    read_again.read_file.cache_clear()
    place = tmp_path / "law"
    shutil.copytree(HOUSE_LAW, place, ignore=lambda at, names: set(names) - {"public-security"} if at.endswith("statutes") else set())
    return place


def amend(folder, before, after, file=RULE):
    path = folder / file
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after))


def misses(folder):
    before = read_again.read_file.cache_info().misses
    law = read_lawbook(folder)
    return law, read_again.read_file.cache_info().misses - before


def test_only_the_file_that_changed_is_read_again(folder):
    law, _some = misses(folder)
    amend(folder, "    times: 2\n", "    times: 3\n")
    changed, again = misses(folder)
    assert again == 1 and changed.digest != law.digest
    same = [rule for rule in law.rules if changed.rules[rule] is law.rules[rule]]
    assert set(law.rules) - set(same) == {"public-security.closing-period"}
    amend(folder, "    times: 3\n", "    times: 2\n")
    assert read_lawbook(folder).digest == law.digest


def test_a_rule_is_read_anew_where_its_statute_or_the_words_changed(folder):
    law = read_lawbook(folder)
    amend(folder, "rolls: true", "rolls: false", "statutes/public-security/_statute.yaml")
    _changed, again = misses(folder)
    assert again == len(law.rules)
    amend(folder, "case.accepted:", "case.taken_in:", "terms/events.yaml")
    with pytest.raises(LawErrors) as refused:
        read_lawbook(folder)
    assert any(one.code == "unknown_kind" and one.file == RULE for one in refused.value.faults)


def test_a_fault_is_told_at_each_reading_and_a_policy_that_went_is_missed(folder):
    read_lawbook(folder)
    (folder / "policy/exclusion_days.yaml").rename(folder / "kept")
    for _again in range(2):
        with pytest.raises(LawErrors) as refused:
            read_lawbook(folder)
        assert [one.code for one in refused.value.faults if one.file == RULE] == ["no_policy"]
    (folder / "kept").rename(folder / "policy/exclusion_days.yaml")
    read_lawbook(folder)
    (folder / RULE).write_text("id: [")
    (folder / "policy/broken.yaml").write_text("id: [")
    with pytest.raises(LawErrors) as refused:
        read_lawbook(folder)
    assert sorted((one.file, one.code) for one in refused.value.faults) == [("policy/broken.yaml", "syntax"), (RULE, "syntax")]
