"""What a law folder becomes when it is read: plain data, figures with sources, one digest, calendars."""

from datetime import date
from importlib.metadata import version

import chinese_calendar
import pytest

from hengjian.core import calendar_library
from hengjian.core.calendar import DAY
from hengjian.core.lawbook.clocks import Clock
from hengjian.core.lawbook.faults import LawErrors
from hengjian.core.lawbook.reader import read_lawbook
from tests.core.rules import CHINA, HOUSE_LAW, clock

GOOD = clock("{days: 30, source: 测试法 第二条}")


def test_what_yaml_alone_takes_for_a_number_or_a_time_is_text(law_of):
    text = GOOD.replace(
        "二, events: []", "二, events: [[2024-01-01, case.closed, {band: 14_15, code: 007, on_day: 2024-01-02, count: 7, ok: true}]]"
    )
    assert law_of(r=text).rules["s.r"].examples[1].facts[0].body == {
        "band": "14_15", "code": "007", "on_day": "2024-01-02", "count": 7, "ok": True,
    }  # fmt: skip


def test_conditions_may_read_attributes_and_choices_may_be_lists(law_of):
    text = clock("{source: 一, variants: [{when: {matter.level: {equal: station}}, days: 3}, {days: 5}]}")
    assert str(law_of(r=text).rules["s.r"].shape.versions.values[0].limits[0].when[0].path) == "matter.level"


def test_comments_blanks_quotes_and_the_order_of_keys_do_not_change_the_digest(law_of):
    digest = law_of(r=GOOD).digest
    shuffled = GOOD.replace("check: deadline\n", "").replace("restates: 测试", "check: 'deadline' # a word\n\n\nrestates:   测试")
    assert law_of(r=shuffled).digest == digest
    assert law_of(r=GOOD.replace("days: 30", "days: 31")).digest != digest
    assert law_of({"bail_rolls": "true"}, r=GOOD).digest != digest


def test_rules_are_plain_data_with_figures_and_sources(law_of):
    text = clock(
        "{2013-01-01: {days: 30, source: 甲}, 2026-01-01: {years: 1, source: 乙}, 2030-01-01: null}",
        "extended_by: {event: extension.approved, days: 30, times: 2, implied: [times], approver: next_level, source: 丙}\n"
        "text: {2013-01-01: A-1, 2026-01-01: [B-1, B-2]}\nremedy: case.closed\nnote: 说明\nstage: filing\n",
    ).replace("text: not_held\n", "")
    found = law_of(r=text).rules["s.r"]
    assert isinstance(found.shape, Clock) and hash(found.text) and found.triggers == {"case.opened"}
    assert [(one.name, one.number, one.since, one.source, one.implied) for one in found.figures] == [
        ("days", 30, date(2013, 1, 1), "甲", False),
        ("years", 1, date(2026, 1, 1), "乙", False),
        ("days", 30, date.min, "丙", False),
        ("times", 2, date.min, "丙", True),
    ]
    assert [found.text.on(day) for day in (date(2012, 1, 1), date(2014, 1, 1), date(2027, 1, 1))] == [None, ("A-1",), ("B-1", "B-2")]
    assert found.shape.terms_on(date(2027, 1, 1)).limits[0].length.months == 12
    assert found.shape.terms_on(date(2031, 1, 1)) is None
    assert found.remedy.kinds == {"case.closed"} and found.stage == "filing"


def test_the_house_law_reads_without_fault():
    assert "public-security.closing-period" in read_lawbook(HOUSE_LAW).rules


def test_the_years_of_the_library_are_those_that_the_library_counts_by():
    first, last = min(chinese_calendar.holidays), date(max(chinese_calendar.holidays).year, 12, 31)
    days = [first + DAY * step for step in range((last - first).days + 1)]
    assert [CHINA.is_working(day) for day in days] == [chinese_calendar.is_workday(day) for day in days]
    assert calendar_library.release() == f"chinesecalendar {version('chinesecalendar')}"


def test_days_that_the_folder_holds_go_before_those_of_the_installed_library(law_of, folder):
    installed = law_of(r=GOOD)
    held = folder / calendar_library.FILE
    held.parent.mkdir()
    held.write_bytes(calendar_library.announced())
    assert law_of(r=GOOD).digest == installed.digest
    held.write_text("2026: {source: chinesecalendar, holidays: {2026-03-09: 测试日}}\n", encoding="utf-8")
    doctored = law_of(r=GOOD)
    assert (doctored.calendar("china").why(date(2026, 3, 9)), doctored.calendar("china").is_published(2025)) == ("测试日", False)
    assert doctored.digest != installed.digest
    held.write_text("2026: {holidays: {2026-03-09: 测试日}}\n", encoding="utf-8")
    with pytest.raises(LawErrors, match="calendars/library/chinesecalendar.yaml.*source"):
        law_of(r=GOOD)


def test_a_calendar_of_its_own_and_years_the_library_lacks(law_of, folder):
    (folder / "calendars" / "china.yaml").write_text(
        "id: china\nlabel: x\nzone: Asia/Shanghai\nlibrary: chinesecalendar\nrest_days: [sat, sun]\n"
        "years:\n  2027: {source: 通知, holidays: {2027-01-01: 元旦}, workdays: [2027-01-03]}\n",
        encoding="utf-8",
    )
    calendar = law_of(r=GOOD).calendar("china")
    assert [calendar.is_working(date(2027, 1, day)) for day in (1, 2, 3, 4)] == [False, False, True, True]
    assert (calendar.why(date(2027, 1, 1)), calendar.why(date(2027, 1, 2)), calendar.why(date(2027, 1, 3))) == ("元旦", "星期六", "")
    (folder / "calendars" / "china.yaml").write_text(
        "id: china\nlabel: x\nzone: UTC\nrest_days: []\nyears: {soon: {source: x}}\n", encoding="utf-8"
    )
    with pytest.raises(LawErrors, match="不是整数"):
        law_of(r=GOOD)
