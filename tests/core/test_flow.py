"""Flows are data: read whole, each fault with a sentence; values are checked field by field, sealed apart from clear."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hengjian.core.ages import age_band, age_on, is_minor
from hengjian.core.flow import FlowError, read_flows
from hengjian.core.form import fill
from hengjian.core.terms import read_terms
from hengjian.core.values import CHECK_DIGITS, WEIGHTS, Wrong, read_value

LAW = Path(__file__).parents[2] / "hengjian" / "law"
FLOW = """
matter: case/small
label: {zh: 小案, en: Small case}
stages: {begun: open, done: ending}
moves:
  begin:
    event: case.reported
    label: {zh: 登记, en: Register}
    start: true
    to: begun
    by: {role: officer}
    fields:
      channel: {type: code, codes: channels, required: true, label: {zh: 方式, en: Channel}}
      fine: {type: money, label: {zh: 罚款, en: Fine}}
      story: {type: text, required: true, label: {zh: 经过, en: Story}}
      number: {type: text, clear: true, why_clear: 编号, label: {zh: 编号, en: Number}}
  end:
    event: case.closed
    label: {zh: 结案, en: Close}
    from: any
    to: done
    by: {role: [officer, station_chief], level: [station]}
    not_after_own: [case.reported]
"""
TERMS = "channels:\n  walk_in: {zh: 上门, en: In person}\n  yes: {zh: 是, en: 'Yes'}\n  14_15: {zh: 十四十五, en: Fourteen}\n"


@pytest.fixture
def small(tmp_path):
    (tmp_path / "flows").mkdir()
    (tmp_path / "terms").mkdir()
    (tmp_path / "flows" / "small.yaml").write_text(FLOW, encoding="utf-8")
    (tmp_path / "terms" / "words.yaml").write_text(TERMS, encoding="utf-8")
    return tmp_path


def filled(folder, body, language="zh"):
    return fill(read_flows(folder / "flows")["case/small"].moves["begin"], body, read_terms(folder / "terms"), language)


def test_a_flow_is_read_with_its_moves_and_who_may(small):
    flow = read_flows(small / "flows")["case/small"]
    assert (flow.stages, flow.ending) == (("begun", "done"), {"done"})
    assert [move.name for move in flow.starting()] == ["begin"]
    end = flow.moves["end"]
    assert (end.sources, end.to, end.roles, end.levels, end.not_after_own) == (
        ("begun", "done"), "done", ("officer", "station_chief"), ("station",), ("case.reported",),
    )  # fmt: skip
    assert not end.adds_party
    assert flow.open_from("begun") == [end] and flow.by_event("case.closed") == [end]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("to: done", "to: gone", "unknown stage 'gone'"),
        ("stages: {begun: open, done: ending}", "stages: []", "names no stages"),
        ("stages: {begun: open, done: ending}", "stages: [begun, done]", "names no stage that ends a matter"),
        ("done: ending", "done: open", "names no stage that ends a matter"),
        ("begun: open", "begun: perhaps", "is open, ending or lasting, not 'perhaps'"),
        ("from: any", "from: any\n    about: everybody", "`about` is party, item, any or none"),
        ("from: any", "from: [nowhere]", "unknown stage 'nowhere'"),
        ("    from: any\n", "", "neither `from` nor `start`"),
        ("type: money", "type: gold", "unknown type 'gold'"),
        ("codes: channels, ", "", "a code needs `codes`"),
        (", why_clear: 编号", "", "needs `why_clear`"),
        ("label: {zh: 结案, en: Close}", "label: {zh: 结案}", "needs a label in zh and en"),
        ("event: case.closed", "evnt: case.closed", "unknown key 'evnt'"),
        ("    start: true\n", "    from: any\n", "no move with `start: true`"),
        ("by: {role: officer}", "by: {}", "by whom"),
        ("matter: case/small\n", "", "names no matter"),
    ],
)
def test_each_fault_of_a_flow_is_named(small, old, new, said):
    assert old in FLOW
    (small / "flows" / "small.yaml").write_text(FLOW.replace(old, new), encoding="utf-8")
    with pytest.raises(FlowError) as problem:
        read_flows(small / "flows")
    assert any(said in fault and "small.yaml" in fault for fault in problem.value.faults), problem.value.faults


def test_in_a_lasting_end_the_steps_that_lead_nowhere_else_may_still_be_taken(small):
    more = "  note:\n    event: note.added\n    label: {zh: 记, en: Note}\n    from: [begun]\n    by: {role: officer}\n"
    late = more.replace("note:\n", "late:\n").replace("[begun]", "[done]")
    text = FLOW.replace("done: ending}", "done: ending, joined: lasting}").replace("from: any", "from: [begun]") + more + late
    (small / "flows" / "small.yaml").write_text(text, encoding="utf-8")
    flow = read_flows(small / "flows")["case/small"]
    assert flow.ending == {"done", "joined"}
    assert [move.name for move in flow.open_from("joined")] == ["note"]


def test_a_plain_list_of_stages_ends_in_closed_alone(small):
    flow = FLOW.replace("{begun: open, done: ending}", "[begun, closed]").replace("to: done", "to: closed")
    (small / "flows" / "small.yaml").write_text(flow, encoding="utf-8")
    assert read_flows(small / "flows")["case/small"].ending == {"closed"}


def test_two_flows_for_one_kind_are_refused(small):
    (small / "flows" / "other.yaml").write_text(FLOW, encoding="utf-8")
    with pytest.raises(FlowError, match="a second flow"):
        read_flows(small / "flows")


def test_values_are_parted_into_clear_and_sealed(small):
    found = filled(small, {"channel": "walk_in", "fine": "12.50", "story": "经过", "number": "A1"})
    assert (found.clear, found.sealed, found.faults) == ({"channel": "walk_in", "fine": 1250, "number": "A1"}, {"story": "经过"}, {})


@pytest.mark.parametrize(
    ("body", "field", "said"),
    [
        ({}, "channel", "请填写“方式”"),
        ({"channel": "smoke"}, "channel", "可选：上门、是、十四十五"),
        ({"channel": ["walk_in"]}, "channel", "应为代码"),
        ({"colour": "red"}, "colour", "没有名为“colour”的字段"),
        ({"fine": "a lot"}, "fine", "应为金额"),
        ({"fine": "1.005"}, "fine", "应为金额"),
        ({"story": 7}, "story", "应为文字"),
        ({"story": "长" * 20_001}, "story", "超过20000字"),
    ],
)
def test_each_wrong_value_has_a_sentence(small, body, field, said):
    assert said in filled(small, body).faults[field]


def test_of_a_long_list_of_choices_the_first_are_named(small):
    words = "".join(f"  c{number}: {{zh: 第{number}, en: No {number}}}\n" for number in range(20))
    (small / "terms" / "words.yaml").write_text(TERMS + words, encoding="utf-8")
    said = filled(small, {"channel": "smoke"}, "en").faults["channel"]
    assert said.startswith("Channel: there is no 'smoke'; choose from: In person, Yes, Fourteen, No 0") and said.endswith("No 8……")


def test_sentences_are_english_where_the_caller_reads_english(small):
    assert filled(small, {}, "en").faults["story"] == "Story is required"


def test_codes_are_kept_as_written_and_labelled_in_both_languages(small):
    terms = read_terms(small / "terms")
    assert list(terms.codes["channels"]) == ["walk_in", "yes", "14_15"]
    assert (terms.code("channels", "14_15", "zh-hans"), terms.code("channels", "14_15", "en")) == ("十四十五", "Fourteen")
    assert terms.label("unheard.of", "zh") == "unheard.of"


def test_every_list_of_codes_that_a_flow_names_is_declared():
    terms = read_terms(LAW / "terms")
    asked = {f.codes for flow in read_flows(LAW / "flows").values() for m in flow.moves.values() for f in m.fields.values() if f.codes}
    assert sorted(name for name in asked if isinstance(name, str) and not terms.has_list(name)) == []


@pytest.mark.parametrize(
    ("kind", "given_value", "kept"),
    [
        ("number", " 12 ", 12), ("money", 1250, 1250), ("money", "1,000", 100_000), ("money", Decimal("0.01"), 1), ("boolean", "是", True),
        ("boolean", "off", False), ("date", "2026/11/02", "2026-11-02"), ("date", date(2026, 11, 2), "2026-11-02"),
        ("date", datetime(2026, 11, 1, 17, tzinfo=UTC), "2026-11-02"), ("time", "2026-11-02 08:00", "2026-11-02T00:00:00+00:00"),
        ("codes", ("a", "b"), ["a", "b"]), ("parties", "party:1", ["party:1"]),
        ("document_number", "11010519491231002x", "11010519491231002X"),
        ("document_number", " e123 ", "E123"),
    ],
)  # fmt: skip
def test_values_are_kept_in_one_form(kind, given_value, kept):
    assert read_value(kind, given_value) == kept


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("number", True), ("number", "1.5"), ("money", "nan"), ("money", True), ("boolean", "maybe"), ("date", "2026-13-01"),
        ("time", "soon"),
        ("codes", "a"), ("party", "wang"), ("code", 1.5), ("document_number", "110105194912310021"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(kind, value):
    with pytest.raises(Wrong):
        read_value(kind, value)


@given(st.text("0123456789", min_size=17, max_size=17))
def test_of_all_last_digits_of_an_identity_number_exactly_one_is_right(body):
    def stands(last):
        try:
            return bool(read_value("document_number", body + last))
        except Wrong:
            return False

    right = CHECK_DIGITS[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11]
    assert [last for last in "0123456789X" if stands(last)] == [right]


@pytest.mark.parametrize(
    ("day", "age", "band", "minor"),
    [
        ("2025-05-02", 13, "under_14", True), ("2025-05-03", 14, "14_15", True), ("2027-05-03", 16, "16_17", True),
        ("2029-05-02", 17, "16_17", True), ("2029-05-03", 18, "18_69", False), ("2081-05-03", 70, "70_plus", False),
    ],
)  # fmt: skip
def test_a_year_of_age_is_reached_on_the_day_after_the_birthday(day, age, band, minor):
    born, on = date(2011, 5, 2), date.fromisoformat(day)
    assert (age_on(born, on), age_band(born, on), is_minor(born, on)) == (age, band, minor)


def test_who_is_born_on_a_leap_day_comes_of_age_on_the_first_of_march():
    assert age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert age_on(date(2008, 2, 29), date(2026, 3, 1)) == 18


def test_codes_may_be_named_in_the_flow_itself(small):
    flow = FLOW.replace("codes: channels", "codes: [walk_in, by_phone]")
    (small / "flows" / "small.yaml").write_text(flow, encoding="utf-8")
    assert filled(small, {"channel": "by_phone", "story": "经过"}).clear == {"channel": "by_phone"}
    assert set(filled(small, {"channel": "smoke", "story": "经过"}).faults) == {"channel"}


def test_a_step_may_give_some_of_a_list_alone_and_gives_the_only_one_itself(small):
    flow = FLOW.replace("codes: channels", "codes: channels, only: [walk_in]")
    (small / "flows" / "small.yaml").write_text(flow, encoding="utf-8")
    assert filled(small, {"story": "经过"}).clear == {"channel": "walk_in"}
    assert "上门" in filled(small, {"channel": "yes", "story": "经过"}).faults["channel"]
    (small / "flows" / "small.yaml").write_text(FLOW.replace("codes: channels", "codes: channels, only: [walk_in, yes]"), encoding="utf-8")
    assert set(filled(small, {"story": "经过"}).faults) == {"channel"}
    assert set(filled(small, {"channel": "14_15", "story": "经过"}).faults) == {"channel"}


def test_some_of_a_list_are_chosen_from_a_list_that_has_a_name(small):
    (small / "flows" / "small.yaml").write_text(FLOW.replace("codes: channels", "codes: [walk_in], only: [walk_in]"), encoding="utf-8")
    with pytest.raises(FlowError, match="`only` chooses from a list"):
        read_flows(small / "flows")


def test_what_the_house_fills_in_is_asked_of_nobody(small):
    (small / "flows" / "small.yaml").write_text(FLOW.replace("type: money,", "type: money, by_house: true,"), encoding="utf-8")
    fine = read_flows(small / "flows")["case/small"].moves["begin"].fields["fine"]
    assert fine.by_house and not fine.given


def test_words_may_stand_in_groups(small):
    (small / "terms" / "groups.yaml").write_text(
        "people:\n  note: x\n  roles_here:\n    officer: {zh: 民警, en: Officer}\n", encoding="utf-8"
    )
    assert read_terms(small / "terms").code("roles_here", "officer", "zh") == "民警"


def test_a_whole_number_is_a_code_and_a_list_is_not():
    assert read_value("code", 14) == "14"
    with pytest.raises(Wrong):
        read_value("code", ["a"])


def test_the_clock_of_a_field_goes_with_a_date_alone(tmp_path):
    (tmp_path / "small.yaml").write_text(FLOW.replace("type: money,", "type: money, by_clock: s.r,"), encoding="utf-8")
    with pytest.raises(FlowError, match="begin.fine: `by_clock` goes with a date alone"):
        read_flows(tmp_path)


def test_a_field_that_names_an_earlier_step_says_of_which_kinds(tmp_path):
    for wrong in ("type: event,", "type: money, events: [case.reported],"):
        (tmp_path / "small.yaml").write_text(FLOW.replace("type: money,", wrong), encoding="utf-8")
        with pytest.raises(FlowError, match="begin.fine: the type `event` needs `events`"):
            read_flows(tmp_path)


def test_the_clock_of_a_field_is_a_rule_of_the_house():
    named = [
        asked.by_clock for flow in read_flows(LAW / "flows").values() for move in flow.moves.values() for asked in move.fields.values()
    ]
    assert [name for name in named if name and not (LAW / "statutes" / f"{name.replace('.', '/', 1)}.yaml").is_file()] == []
    assert any(named)
