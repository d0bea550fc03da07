"""Two wordings side by side, and which article follows which over an amendment."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from hengjian.core.lawbook.editions import library_of
from hengjian.core.lawbook.wording import changes, difference, history, likeness
from tests.core.rules import DAYS, clock
from tests.core.shelf import AFTER, BEFORE, article, library


def rule_on(text, name):
    return clock(DAYS, name=name).replace("text: not_held", f"text: {text}")


def side(paragraphs):
    return ["".join(f"[{text}]" if marked else text for text, marked in paragraph) for paragraph in paragraphs]


def test_what_came_and_what_went_is_marked_by_character_and_figure():
    found = difference("自受理之日起30日。\n检验不计入。", "自登记之日起45日。\n检验不计入。\n听证也不计入。")
    assert side(found.before) == ["自[受理]之日起[30]日。", "检验不计入。"]
    assert side(found.after) == ["自[登记]之日起[45]日。", "检验不计入。", "[听证也不计入。]"]
    assert side(difference("一样。", "一样。").after) == ["一样。"]


def test_a_single_sign_in_common_does_not_break_a_phrase():
    assert side(difference("责令改正后的处罚决定", "给予新的警告通知").before) == ["[责令改正后的处罚决定]"]


@given(st.text("三十日内办结\n受理A1", max_size=40), st.text("三十日内办结\n立案A2", max_size=40))
def test_nothing_is_lost_on_either_side_and_what_is_unmarked_is_common(one, other):
    found = difference(one, other)
    for side_, text in ((found.before, one), (found.after, other)):
        assert "\n".join("".join(piece for piece, _marked in paragraph) for paragraph in side_) == text
    common = ["".join(piece for paragraph in side_ for piece, marked in paragraph if not marked) for side_ in (found.before, found.after)]
    assert common[0] == common[1]


def test_over_an_amendment_each_article_meets_its_counterpart(law_of):
    law = law_of(r0=rule_on("{2013-01-01: YS12-008, 2026-01-01: [YS26-010, YS26-011]}", "r0"), r1=rule_on("YS26-011", "r1"))
    found = changes(library(), law.rules.values(), BEFORE, AFTER)
    assert [(one.before and one.before.number, one.after and one.after.number, one.why) for one in found] == [
        ("7", "9", "alike"), ("8", "10", "s.r0"), (None, "11", ""), ("30", None, ""),
    ]  # fmt: skip
    assert changes(library(), (), AFTER, date(2027, 1, 1)) == []


def test_before_a_law_began_there_is_nothing_and_of_unknown_days_nothing_is_said():
    found = changes(library(), (), date(2010, 1, 1), BEFORE)
    assert {(one.instrument, one.before) for one in found} == {("饮水管理法", None), ("水井登记规定", None)}


def test_an_article_is_followed_through_its_editions_both_ways():
    third = article("YS30-012", ("饮水管理法（2029修正）", "2030-01-01施行"), "12", "浪费用水的，处五百元以下罚款。")
    shelf = library(*(one[2] for key, one in library().places.items() if "," not in one[2].key), third)
    law, _edition, middle = shelf.places["YS26-010"]
    assert [(one.key, why) for _edition, one, why in history(law, middle, ())] == [
        ("YS12-008", ""), ("YS26-010", "alike"), ("YS30-012", "alike"),
    ]  # fmt: skip
    law, _edition, alone = shelf.places["YS26-011"]
    assert [one.key for _edition, one, _why in history(law, alone, ())] == ["YS26-011"]
    assert [one.key for _edition, one, _why in history(law, shelf.places["YS12-030"][2], ())] == ["YS12-030"]


def test_texts_too_short_to_compare_are_not_alike():
    assert likeness("一", "一") == 0.0 and likeness("一二三", "一二三") == 1.0
    assert library_of({}).instruments == {}
