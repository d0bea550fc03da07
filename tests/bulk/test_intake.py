"""What a log means: times and zones, days alone, order, repeats, the future, typed cells, milestones."""

from datetime import date, datetime

import pytest

from tests.bulk.logs import NOW, PLAIN, log_in, refusal

HEAD = "case,what,when\n"
ROW = "甲,case.opened,{}\n"


def only_fact(folder, when, mapping=PLAIN):
    (fact,) = log_in(folder, HEAD + ROW.format(when), mapping=mapping).facts(0)
    return fact


@pytest.mark.parametrize(
    "written",
    [
        "2012-03-01 08:05",
        "2012/3/1 8:05",
        "2012年3月1日 8:05",
        "2012-03-01T08:05:00+08:00",
        "2012-03-01T00:05:00Z",
        "2012.03.01 08:05:00.000000",
    ],
)
def test_one_moment_may_be_written_in_many_ways(tmp_path, written):
    fact = only_fact(tmp_path, written)
    assert fact.at == datetime.fromisoformat("2012-03-01T08:05:00+08:00")
    assert not fact.date_only


@pytest.mark.parametrize("written", ["2012-03-01", "2012/3/1", "20120301", "2012年3月1日"])
def test_a_day_alone_is_kept_as_a_day(tmp_path, written):
    fact = only_fact(tmp_path, written)
    assert fact.date_only
    assert fact.at.date() == date(2012, 3, 1)


def test_a_format_of_the_mapping_is_followed(tmp_path):
    fact = only_fact(tmp_path, "03/01/2012", PLAIN.replace("time: when", 'time: {column: when, format: "%m/%d/%Y"}'))
    assert (fact.at.date(), fact.date_only) == (date(2012, 3, 1), True)


def test_what_is_no_time_is_refused_with_row_and_column(tmp_path):
    error = refusal(tmp_path, HEAD + ROW.format("2012-03-01") + ROW.format("2012-02-30") + ROW.format("soon"))
    assert (error.row, error.column) == (3, "when")
    assert "“2012-02-30”不是时间" in str(error)
    assert "另有 1 行" in str(error)


def test_a_time_without_zone_is_refused_where_the_mapping_names_none(tmp_path):
    bare = PLAIN.replace("zone: Asia/Shanghai\n", "")
    assert "没有写明时区" in str(refusal(tmp_path, HEAD + ROW.format("2012-03-01 08:00"), mapping=bare))
    assert "没有写明时区" in str(refusal(tmp_path, HEAD + ROW.format("2012-03-01"), mapping=bare))
    assert only_fact(tmp_path, "2012-03-01T08:00:00+08:00", bare).at == datetime.fromisoformat("2012-03-01T08:00:00+08:00")


@pytest.mark.parametrize(
    ("row", "column"), [(",case.opened,2012-03-01\n", "case"), ("甲,,2012-03-01\n", "what"), ("甲,case.opened,\n", "when")]
)
def test_an_empty_cell_where_one_is_needed_is_refused(tmp_path, row, column):
    error = refusal(tmp_path, HEAD + ROW.format("2012-03-01") + row)
    assert (error.row, error.column) == (3, column)


def test_events_out_of_order_are_sorted_and_counted(tmp_path):
    log = log_in(tmp_path, HEAD + "甲,case.decided,2012-03-02\n甲,case.opened,2012-03-01\n")
    assert [fact.kind for fact in log.facts(0)] == ["case.opened", "case.decided"]
    assert [(note.code, note.count, note.rows) for note in log.notes] == [("out_of_order", 1, (3,))]


def test_events_of_one_instant_keep_the_order_of_the_file(tmp_path):
    log = log_in(tmp_path, HEAD + "甲,b.b,2012-03-01\n甲,a.a,2012-03-01\n")
    assert [fact.kind for fact in log.facts(0)] == ["b.b", "a.a"]


def test_the_mapping_may_order_what_happened_on_one_day(tmp_path):
    log = log_in(tmp_path, HEAD + "甲,b.b,2012-03-01\n甲,a.a,2012-03-01\n", mapping=PLAIN + "day_order: [a.a, b.b]\n")
    assert [fact.kind for fact in log.facts(0)] == ["a.a", "b.b"]


def test_events_after_the_day_of_judgement_are_reported_and_left_out(tmp_path):
    log = log_in(tmp_path, HEAD + "甲,case.opened,2012-03-01\n甲,case.decided,2031-01-01\n", now=NOW)
    assert len(log) == 1
    assert [(note.code, note.rows) for note in log.notes] == [("future", (3,))]


def test_a_repeated_row_is_noted_and_kept(tmp_path):
    log = log_in(tmp_path, HEAD + ROW.format("2012-03-01") * 2)
    assert (len(log), log.notes[0].code, log.notes[0].rows) == (2, "repeated", (3,))


def test_with_an_event_id_a_repeated_row_counts_once(tmp_path):
    text = "case,what,when,id\n甲,case.opened,2012-03-01,7\n甲,case.opened,2012-03-01,7\n"
    log = log_in(tmp_path, text, mapping=PLAIN + "event_id: id\n")
    assert (len(log), log.notes[0].code) == (1, "same_id")


def test_one_id_for_two_different_events_is_refused(tmp_path):
    text = "case,what,when,id\n甲,case.opened,2012-03-01,7\n甲,case.decided,2012-03-01,7\n"
    error = refusal(tmp_path, text, mapping=PLAIN + "event_id: id\n")
    assert (error.row, "与第 2 行相同，内容却不同" in str(error)) == (3, True)


TYPED = "case,what,when,v\n甲,case.opened,2012-03-01,{}\n"


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        ("number", "35.0", 35),
        ("money", '"1,234.50"', 123450),
        ("money", "¥200", 20000),
        ("boolean", "是", True),
        ("boolean", "0", False),
        ("text", " 甲 ", "甲"),
    ],
)
def test_cells_become_values_of_their_type(tmp_path, kind, cell, value):
    (fact,) = log_in(tmp_path, TYPED.format(cell), mapping=PLAIN + f"fields: {{v: {{column: v, type: {kind}}}}}\n").facts(0)
    assert fact.body == {"v": value}


@pytest.mark.parametrize(
    ("kind", "cell"), [("number", "35.5"), ("money", "1.234"), ("money", "many"), ("boolean", "maybe"), ("date", "soon")]
)
def test_a_cell_of_another_type_is_refused_with_its_row(tmp_path, kind, cell):
    error = refusal(tmp_path, TYPED.format(cell), mapping=PLAIN + f"fields: {{v: {{column: v, type: {kind}}}}}\n")
    assert (error.row, error.column) == (2, "v")


def test_an_attribute_that_contradicts_itself_is_refused(tmp_path):
    text = "case,what,when,level\n甲,case.opened,2012-03-01,station\n甲,case.decided,2012-03-02,city\n"
    error = refusal(tmp_path, text, mapping=PLAIN + "attributes: {level: {column: level}}\n")
    assert (error.row, error.column) == (3, "level")


def test_parties_of_one_cell_are_keys_of_their_own(tmp_path):
    text = "case,what,when,who\n甲,case.opened,2012-03-01,1; 2\n甲,case.decided,2012-03-02,\n"
    log = log_in(tmp_path, text, mapping=PLAIN + "about: {party: who}\n")
    assert [fact.about for fact in log.facts(0)] == [("party:1", "party:2"), ()]


def test_one_row_per_case_with_a_column_per_step_is_a_log_too(tmp_path):
    text = "case,立案,决定\n甲,2012-03-01,2012-03-05\n乙,2012-03-02,\n"
    log = log_in(tmp_path, text, mapping="matter: case\nzone: Asia/Shanghai\nmilestones: {case.opened: 立案, case.decided: 决定}\n")
    assert [[fact.kind for fact in facts] for _, facts in log.every_matter()] == [["case.opened", "case.decided"], ["case.opened"]]


def test_only_some_rows_may_be_read(tmp_path):
    text = "case,what,when,state\n甲,case.opened,2012-03-01,start\n甲,case.opened,2012-03-02,complete\n"
    log = log_in(tmp_path, text, mapping=PLAIN + "only: {state: complete}\n")
    assert [fact.id for fact in log.facts(0)] == ["3"]
