"""The form of a law file: every part of every rule has its field, what was changed is written and nothing else, faults stand in place."""

from datetime import date

import pytest

from hengjian.core.lawbook.one_rule import read_one
from hengjian.core.lawbook.reader import read_lawbook
from hengjian.faces.desk.law_form.drawing import drawn
from hengjian.faces.desk.law_form.fields import Field
from hengjian.faces.desk.law_form.rule_shapes import CHECKS
from hengjian.faces.desk.law_form.sheet import form_of, sheet
from hengjian.faces.desk.law_form.spoken import Words
from hengjian.faces.desk.law_form.taking import taken
from hengjian.work.people.refusal import Refused
from tests.core.rules import HOUSE_LAW

RULE = "public-security.closing-period"
TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def law():
    return read_lawbook(HOUSE_LAW)


@pytest.fixture(scope="module")
def words(law):
    return Words(law, "zh-hans")


def text_of(law, rule=RULE):
    return (HOUSE_LAW / law.rules[rule].file).read_text(encoding="utf-8")


def root_of(law, words, text, rule=RULE) -> Field:
    return form_of(rule, law, words, TODAY)(text)[1]


def field(root, *path, key=False):
    return next(one for one in root.every() if one.path == path and one.is_key is key and (key or one.sort != "group"))


def change(law, words, text, *changes, do="", rule=RULE, was=None):
    """The text after these fields (path, value) were filled in and a button pressed."""
    form = form_of(rule, law, words, TODAY)
    root = form(was or text)[1]
    posted = {one.given: one.value for one in root.every() if one.sort not in ("group", "fixed")}
    for path, value in changes:
        posted[("k/" if path[0] == "key" else "v/") + "/".join(map(str, path[1:] if path[0] == "key" else path))] = value
    return taken(text, was or text, {**posted, "do": do}, form, words)


def added(before, after):
    return [line for line in after.splitlines() if line not in before.splitlines()]


def test_every_part_of_every_rule_has_a_field_of_its_own(law, words):
    for name, rule in law.rules.items():
        text = text_of(law, name)
        root = root_of(law, words, text, name)
        unknown = [
            one.path for one in root.every() if str(one.label).isascii() and one.label and "value" not in one.path and not one.is_key
        ]
        assert unknown == [], name
        form = form_of(name, law, words, TODAY)
        posted = {one.given: one.value for one in root.every() if one.sort not in ("group", "fixed")}
        assert taken(text, text, posted, form, words) == text, name
        assert rule.check in CHECKS


def test_each_button_of_a_rule_of_every_check_leaves_a_text_that_can_be_read(law, words):
    first = {rule.check: name for name, rule in reversed(law.rules.items())} | {"deadline": RULE}
    for name in first.values():
        text, form = text_of(law, name), form_of(name, law, words, TODAY)
        root = form(text)[1]
        for deed in {str(one.label): one for every in root.every() for one in every.deeds}.values():  # one of each kind
            after = deed.act(text)
            assert after != text and form(after)[1].fields, (name, deed.name)
        assert all(drawn(one, "/try/") for one in root.fields)


def test_a_ten_day_limit_becomes_fifteen_from_a_day_on(law, words):
    """What a lawyer does who never saw YAML: a new value, its day, number and source, and an example on each side."""
    text = text_of(law)
    begun = change(law, words, text, do="day|within")
    assert added(text, begun) == ["  2026-11-24: {days: 30, source: 治安管理处罚法（2025）第一百一十八条第一款}"]
    within = ("within", "2026-11-24")
    dated = change(law, words, begun, ((*within, "days"), "15"), ((*within, "source"), "修正案 第一条"), (("key", *within), "2027-01-01"))
    assert added(text, dated) == ["  2027-01-01: {days: 15, source: 修正案 第一条}"]
    place = len(law.rules[RULE].examples)
    again = change(law, words, dated, do="more|examples")
    example = ("examples", place)
    expected, began = (*example, "expect", "state"), (*example, "events", 0)
    changes = [((*example, "name"), "修正之后十五日"), ((*example, "as_of"), "2027-01-20"), (expected, "overdue")]
    changes += [((*began, 0), "2027-01-04"), ((*began, 1), "立案（case.opened）")]
    written = change(law, words, again, *changes)
    read = read_one(written, law.rules[RULE].file, law)
    assert read.faults == () and read.rule is not None
    assert (read.rule.examples[-1].name, read.rule.examples[-1].facts[0].kind) == ("修正之后十五日", "case.opened")
    assert [line for line in text.splitlines() if line not in written.splitlines()] == []


def test_what_was_typed_into_the_text_meanwhile_stays(law, words):
    text = text_of(law)
    edited = text.replace("    times: 2\n", "    times: 4\n")
    after = change(law, words, edited, (("title", "zh"), "新名称"), was=text)
    assert "times: 4" in after and "zh: 新名称" in after
    with pytest.raises(Refused, match="已没有表单中改的这一处"):
        change(law, words, text.replace("title: {zh: ", "title: {zhe: "), (("title", "zh"), "新名称"), was=text)
    with pytest.raises(Refused, match="按钮现在不能用"):
        change(law, words, "id: [", do="more|examples", was=text)
    with pytest.raises(Refused, match="再点一次"):
        change(law, words, text, do="more|nowhere")


def test_codes_are_shown_with_their_words_and_taken_either_way(law, words):
    text = text_of(law)
    assert field(root_of(law, words, text), "released_by", 0).value == "移送管辖（case.transferred）"
    for typed in ("终止调查（case.terminated）", "终止调查", "case.terminated"):
        assert "released_by: [case.terminated" in change(law, words, text, (("released_by", 0), typed))
    english = Words(law, "en")
    assert english.shown("case.transferred", "events").endswith("(case.transferred)")
    assert english.code("nonsense (case.transferred)", "events") == "nonsense (case.transferred)"


def test_an_optional_field_left_blank_goes(law, words):
    text = text_of(law)
    assert "severity" not in change(law, words, text, (("severity",), " "))
    assert "en: Time limit" not in change(law, words, text, (("title", "en"), ""))


def test_faults_stand_at_their_field_and_the_rest_on_top(law, words):
    text = change(law, words, text_of(law), (("within", "2026-01-01", "days"), "三十"), (("released_by", 0), "移送"))
    faults = read_one(text, law.rules[RULE].file, law).faults
    made = sheet(text, form_of(RULE, law, words, TODAY), words, faults, ())
    wrong = {one.path: one.faults for one in made.form.every() if one.faults}
    assert set(wrong) == {("within", "2026-01-01", "days"), ("released_by", 0)} and made.loose == []
    (html,) = (drawn(one, "/try/") for one in made.form.fields if one.path == ("within",))
    assert 'aria-invalid="true"' in html and "不是整数" in html
    missing = text_of(law).replace("check: deadline\n", "")
    made = sheet(missing, form_of(RULE, law, words, TODAY), words, read_one(missing, law.rules[RULE].file, law).faults, ())
    assert made.loose == [] and ["check" in one for one in made.form.faults] == [True]
    assert sheet("id: [", form_of(RULE, law, words, TODAY), words, (), ()).form is None


def test_what_is_typed_is_escaped(law, words):
    text = change(law, words, text_of(law), (("title", "zh"), '"><script>x</script>'))
    html = "".join(drawn(one, "/try/") for one in root_of(law, words, text).fields)
    assert "<script>" not in html and "&lt;script&gt;" in html


def test_a_part_of_no_known_shape_is_shown_as_it_is_built(law, words):
    text = text_of(law).replace("severity: serious\n", "severity: {odd: [1, {deep: yes}]}\n")
    assert field(root_of(law, words, text), "severity", "odd", 0).value == "1"
    assert "deep: no" in change(law, words, text, (("severity", "odd", 1, "deep"), "no"))


def test_policies_and_calendars_have_forms_too(law, words):
    text = (HOUSE_LAW / "policy/thresholds.yaml").read_text(encoding="utf-8")
    assert "immediately: {hours: 2}" in change(law, words, text, (("value", "immediately", "hours"), "2"), rule="policy/thresholds")
    text = (HOUSE_LAW / "policy/exclusion_days.yaml").read_text(encoding="utf-8")
    choice = field(root_of(law, words, text, "policy/exclusion_days"), "value")
    assert [code for code, _words in choice.choices] == ["end_minus_start", "both_days"]
    text = (HOUSE_LAW / "calendars/china.yaml").read_text(encoding="utf-8")
    for deed in ("add||years", "add|years|2027", "add|years/2027/holidays|2027-01-01", "more|years/2027/workdays"):
        text = change(law, words, text, do=deed, rule="calendars/china")
    assert "years: {2027: {source: 国务院办公厅通知文号, holidays: {2027-01-01: 元旦}, workdays: [2027-01-01]}}" in text
    moved = change(law, words, text, (("key", "years", "2027", "holidays", "2027-01-01"), "2027-02-05"), rule="calendars/china")
    assert "{2027-02-05: 元旦}" in moved
