"""Values of policies: what the engine would take for something else than was meant is refused where it stands."""

from dataclasses import replace

import pytest

from hengjian.core.lawbook.one_rule import read_one, read_one_calendar, read_one_policy
from hengjian.core.lawbook.reader import read_lawbook
from tests.core.rules import HOUSE_LAW

HEAD = "id: {id}\nlabel: {{zh: 甲, en: A}}\nwhy: {{zh: 乙, en: B}}\nvalue: "
HOUSE = sorted((HOUSE_LAW / "policy").glob("*.yaml"))


def codes(policy, value):
    return [one.code for one in read_one_policy(HEAD.format(id=policy) + value + "\n", f"policy/{policy}.yaml").faults]


@pytest.mark.parametrize("path", HOUSE, ids=lambda path: path.stem)
def test_each_policy_of_the_house_is_read(path):
    read = read_one_policy(path.read_text(encoding="utf-8"), f"policy/{path.name}")
    assert read.faults == () and read.found.id == path.stem


@pytest.mark.parametrize(
    ("policy", "value", "fault"),
    [
        ("procedure_follows", "acts", "bad_choice"),
        ("exclusion_days", "true", "not_text"),
        ("unrecorded_approver", "count", "bad_choice"),
        ("recording_gap", "-1", "bad_number"),
        ("recording_drift", "two", "bad_number"),
        ("starting_hour_counts", "yes", "bad_boolean"),
        ("thresholds", "{promptly: {hours: 0}}", "bad_number"),
        ("thresholds", "{promptly: {}}", "one_of"),
        ("thresholds", "{promptly: {weeks: 1}}", "unknown_key"),
        ("supervision", "{answer_days: 0}", "bad_number"),
        ("warnings", "{hours: [[4, 1]]}", "missing"),
        ("warnings", "{hours: [[4, 1]], days: []}", "empty"),
        ("warnings", "{hours: [[4, 1, 2]], days: [[3, 1]]}", "bad_warning"),
        ("warnings", "{hours: [[4, 5]], days: [[3, 1]]}", "bad_warning"),
        ("warnings", "{hours: [[4, 1], [3, 1]], days: [[3, 1]]}", "bad_warning"),
    ],
)
def test_a_value_that_would_be_misread_is_refused(policy, value, fault):
    assert fault in codes(policy, value)


def test_what_a_rule_names_itself_is_yes_or_no():
    law = read_lawbook(HOUSE_LAW)
    rule = next(one for one in law.rules.values() if "policy: bail_rolls" in (HOUSE_LAW / one.file).read_text(encoding="utf-8"))
    law.policies["bail_rolls"] = replace(law.policies["bail_rolls"], value="sometimes")
    faults = read_one((HOUSE_LAW / rule.file).read_text(encoding="utf-8"), rule.file, law).faults
    assert [one.code for one in faults] == ["policy_not_yes_no"]
    assert codes("local_habit", "{any: [1]}") == []


def test_a_policy_or_calendar_that_is_no_yaml_or_lacks_a_part_is_refused():
    assert [one.code for one in read_one_policy("id: [", "policy/x.yaml").faults] == ["syntax"]
    assert [one.code for one in read_one_policy("id: x\nlabel: 甲\nvalue: true\n", "policy/x.yaml").faults] == ["missing"]
    assert [one.code for one in read_one_policy("id: x\nwhy: 甲\n", "policy/x.yaml").faults] == ["missing", "missing"]
    text = (HOUSE_LAW / "calendars/china.yaml").read_text(encoding="utf-8")
    library = b"2030:\n  source: x\n  holidays:\n    2030-01-01: y\n"
    calendar = read_one_calendar(text, "calendars/china.yaml", library).found
    assert calendar.is_published(2030) and not calendar.is_published(2026)
    wrong = read_one_calendar(text.replace("sun]", "sunday]"), "calendars/china.yaml", library)
    assert (wrong.found, [(one.code, one.column) for one in wrong.faults]) == (None, [("bad_choice", 18)])
