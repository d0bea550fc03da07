"""One rule file read against a lawbook that is there: the same rule, the same faults as the reading of the whole folder."""

import shutil

import pytest

from hengjian.core.lawbook.faults import LawErrors
from hengjian.core.lawbook.one_rule import read_one
from hengjian.core.lawbook.reader import read_lawbook
from tests.core.rules import HOUSE_LAW, clock

FILE = "statutes/public-security/closing-period.yaml"


@pytest.fixture(scope="module")
def law():
    return read_lawbook(HOUSE_LAW)


def test_every_rule_of_the_house_reads_alone_as_it_does_among_the_others(law):
    for rule in law.rules.values():
        found = read_one((HOUSE_LAW / rule.file).read_text(encoding="utf-8"), rule.file, law)
        assert (found.rule, found.faults) == (rule, ()), rule.id


def test_faults_are_those_of_the_whole_reading_by_their_lines(law, tmp_path):
    folder = tmp_path / "law"
    shutil.copytree(HOUSE_LAW, folder)
    text = (
        (folder / FILE)
        .read_text(encoding="utf-8")
        .replace("check: deadline", "check: deadline\nnonsense: 1")
        .replace("days: 30", "days: x")
    )
    (folder / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(LawErrors) as whole:
        read_lawbook(folder)
    found = read_one(text, FILE, law)
    assert found.rule is None and found.faults == whole.value.faults
    assert [one.line for one in found.faults] == sorted(one.line for one in found.faults)


def test_text_that_is_no_yaml_and_no_text_at_all_say_so(law):
    assert [one.code for one in read_one("id: [", FILE, law).faults] == ["syntax"]
    assert [one.code for one in read_one("", FILE, law).faults] == ["empty"]


def test_a_policy_that_the_lawbook_lacks_is_named(law):
    text = clock("{hours: 24, source: 一, working_if: no_such_policy}", name="r").replace("id: s.r", "id: public-security.r")
    faults = read_one(text, "statutes/public-security/r.yaml", law).faults
    assert ("no_policy", "no_such_policy") in [(one.code, dict(one.values).get("value")) for one in faults]


def test_a_statute_that_is_not_there_is_no_place_for_a_rule(law):
    with pytest.raises(KeyError):
        read_one("id: x.y", "statutes/x/y.yaml", law)
