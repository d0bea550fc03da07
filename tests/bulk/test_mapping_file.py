"""Mapping files: each fault with its line and what may stand there."""

import pytest

from hengjian.bulk.mapping_file import read_mapping
from hengjian.bulk.refusal import BadLog
from tests.bulk.logs import PLAIN, mapping_in

FAULTS = {
    "mater: case\nevent: a\ntime: b\n": (1, "是否应为 matter"),
    PLAIN + "matter: other\n": (5, "写了两次"),
    PLAIN.replace("Asia/Shanghai", "Mars/Olympus"): (4, "不认识的时区"),
    "matter: case\nevent: what\ntime: {column: when, unit: years}\n": (3, "s、ms、us"),
    "matter: case\nevent: what\ntime: {column: when, date_only: maybe}\n": (3, "true 或 false"),
    PLAIN + "fields:\n  amount: {column: amount, type: monney}\n": (6, "类型只能是"),
    PLAIN + "fields: [a]\n": (5, "应当由“键: 值”组成"),
    PLAIN + "by: who\nunit: who\n": (6, "不按个人汇总"),
    PLAIN + "by: 7\n": (5, "应当写一段文字"),
    PLAIN + "only\n": (6, "不是合法的 YAML"),
}


@pytest.mark.parametrize("text", FAULTS)
def test_a_fault_is_named_with_its_line(tmp_path, text):
    with pytest.raises(BadLog) as caught:
        read_mapping(mapping_in(tmp_path, text))
    line, words = FAULTS[text]
    assert words in str(caught.value)
    assert caught.value.row in (line, line - 1)


@pytest.mark.parametrize("missing", ["matter", "event", "time"])
def test_matter_event_and_time_must_be_named(tmp_path, missing):
    text = "".join(line + "\n" for line in PLAIN.splitlines() if not line.startswith(missing))
    with pytest.raises(BadLog, match=f"缺少 {missing}"):
        read_mapping(mapping_in(tmp_path, text))


def test_a_mapping_that_is_no_mapping_is_refused(tmp_path):
    with pytest.raises(BadLog, match="键: 值"):
        read_mapping(mapping_in(tmp_path, "- a\n- b\n"))


def test_a_mapping_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(BadLog, match="无法打开映射文件"):
        read_mapping(tmp_path / "none.yaml")


def test_milestones_stand_in_place_of_event_and_time(tmp_path):
    mapping = read_mapping(mapping_in(tmp_path, "matter: case\nmilestones: {case.opened: 立案时间, case.decided: 决定时间}\n"))
    assert mapping.event is None
    assert mapping.columns() == {"case": "matter", "立案时间": "milestones.case.opened", "决定时间": "milestones.case.decided"}
