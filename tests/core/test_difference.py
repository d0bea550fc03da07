"""What differs between two law folders, as a reader of the proposal sees it."""

from datetime import date

from hengjian.core.lawbook.difference import Change, Part, differences

RULE = "statutes/s/closing.yaml"
OLD = """\
id: s.closing
within:
  2013-01-01: {days: 30, source: 一}
  2026-01-01: {days: 30, source: 二}
met_by: [case.decided, {kind: case.ended, when: {outcome: none}}]
text:
examples:
  - {name: 一, expect: none}
  - {name: 二, expect: none}
"""


def of_one(old: str, new: str, file: str = RULE) -> Part:
    (part,) = differences({file: old.encode()}, {file: new.encode()})
    return part


def test_equal_folders_do_not_differ():
    assert differences({RULE: OLD.encode()}, {RULE: OLD.encode()}) == []


def test_a_changed_value_is_named_with_the_day_from_which_it_counts():
    part = of_one(OLD, OLD.replace("2026-01-01: {days: 30,", "2026-01-01: {days: 45,"))
    assert (part.state, part.rule, part.folder) == ("changed", "s.closing", "statutes")
    assert part.changes == (Change("within.days", date(2026, 1, 1), "30", "45"),)


def test_a_new_dated_value_and_one_that_goes_are_both_named():
    part = of_one(OLD, OLD.replace("  2013-01-01: {days: 30, source: 一}\n", "  2027-01-01: {days: 20, source: 三}\n"))
    assert {(one.name, one.since, one.before, one.after) for one in part.changes} == {
        ("within.days", date(2027, 1, 1), "", "20"),
        ("within.source", date(2027, 1, 1), "", "三"),
        ("within.days", date(2013, 1, 1), "30", ""),
        ("within.source", date(2013, 1, 1), "一", ""),
    }


def test_lists_are_one_value_and_each_example_is_one():
    changed = OLD.replace("case.decided", "case.closed").replace("{name: 二, expect: none}", "{name: 三, expect: {due: 2026-04-01}}")
    assert [(one.name, one.before, one.after) for one in of_one(OLD, changed).changes] == [
        ("met_by", "case.decided, {kind: case.ended, when: {outcome: none}}", "case.closed, {kind: case.ended, when: {outcome: none}}"),
        ("examples.三", "", "{name: 三, expect: {due: 2026-04-01}}"),
        ("examples.二", "{name: 二, expect: none}", ""),
    ]


def test_files_come_and_go_and_what_is_no_rule_says_so():
    parts = differences({"policy/a.yaml": b"id: a", "forms/p.typ": b"1"}, {"statutes/s/_statute.yaml": b"id: s", "forms/p.typ": b"2"})
    assert [(one.file, one.state, one.rule) for one in parts] == [
        ("forms/p.typ", "changed", ""),
        ("policy/a.yaml", "removed", ""),
        ("statutes/s/_statute.yaml", "added", ""),
    ]
    assert [one.changes for one in parts] == [(), (), ()]


def test_only_a_comment_moved():
    assert of_one(OLD, OLD + "# note\n").changes == ()


def test_every_file_is_also_shown_line_by_line():
    assert of_one("a: 1\nb: 2\nc: 3\n", "a: 1\nb: 9\nc: 3\n").lines == ("@@ -1,3 +1,3 @@", " a: 1", "-b: 2", "+b: 9", " c: 3")
    (added,) = differences({}, {"policy/a.yaml": b"id: a\n"})
    assert (added.state, added.lines) == ("added", ("@@ -0,0 +1 @@", "+id: a"))


def test_a_file_that_cannot_be_read_as_values_is_shown_by_its_lines_alone():
    for old in (b"id: [\n", b"id: \xff\n"):
        (part,) = differences({RULE: old}, {RULE: b"id: s.closing\n"})
        assert (part.changes, part.lines[-1]) == ((), "+id: s.closing")
