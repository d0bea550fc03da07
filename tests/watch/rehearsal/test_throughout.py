"""A draft as if it had always been in force: what it brings takes the place of what was before, and nothing else moves."""

import pytest
import yaml

from hengjian.core.lawbook.differing import differing
from hengjian.core.lawbook.reader import read_lawbook
from hengjian.watch.rehearsal.draft import put
from hengjian.watch.rehearsal.throughout import moved_back, throughout
from hengjian.work.matters import lawpacks
from tests.core.rules import HOUSE_LAW


def moved(before, after):
    read = yaml.load(moved_back(before.encode(), after.encode()).decode(), Loader=yaml.BaseLoader)
    return read.get("within")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("within: {2013-01-01: 30}", "within: {2013-01-01: 30, 2026-12-01: 20}", {"2013-01-01": "20"}),
        ("within: {2013-01-01: 30, 2024-01-01: 25}", "within: {2013-01-01: 30, 2024-01-01: 20}", {"2013-01-01": "20"}),
        ("within: {2013-01-01: 30, 2024-01-01: 25}", "within: {2013-01-01: 29, 2024-01-01: 25}", {"2013-01-01": "29", "2024-01-01": "25"}),
        ("within: {2013-01-01: 30}", "within: {2013-01-01: 30, 2026-01-01: 25, 2027-01-01: 20}", {"2013-01-01": "20"}),
        ("within: {2013-01-01: 30}", "within: {2013-01-01: 30, 2027-01-01: null}", {"2013-01-01": "null"}),
        ("{}", "within: {2026-12-01: 20}", {"1950-01-01": "20"}),
        ("within: {2013-01-01: 30}", "within: {2013-01-01: 30}", {"2013-01-01": "30"}),
    ],
)
def test_the_newest_value_that_is_new_counts_from_the_first_day(before, after, expected):
    assert moved(before, after) == expected


def test_the_whole_pack_reads_the_same_when_nothing_changes_and_is_written_anew(tmp_path):
    files = lawpacks.files_of(HOUSE_LAW)
    written = {name: moved_back(content, content) if name.startswith("statutes/") else content for name, content in files.items()}
    one, other = read_lawbook(HOUSE_LAW), read_lawbook(put(written, tmp_path / "law"))
    assert (list(one.rules), differing(one, other)) == (list(other.rules), ([], []))


def test_files_that_are_no_rules_and_files_that_went_are_left_alone():
    before = {"policy/a.yaml": b"value: 1", "statutes/a/_statute.yaml": b"id: a", "statutes/a/gone.yaml": b"id: a.gone"}
    after = {"policy/a.yaml": b"value: 2", "statutes/a/_statute.yaml": b"id: b"}
    assert throughout(before, after) == after
