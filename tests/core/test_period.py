"""Arithmetic of periods against slow walkers that count one day, one minute at a time."""

from datetime import UTC, date, datetime, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from hengjian.core.arithmetic import work_out
from hengjian.core.calendar import Calendar
from hengjian.core.lawbook.values import Length
from hengjian.core.period import add_months, at_minute, days_before, last_day, minute_of, next_full_hour, roll
from tests.core.rules import CHINA, CHINA_TIME

DAY = timedelta(days=1)
DAYS = st.dates(date(2003, 6, 1), date(2028, 6, 1))


def walk(start, count, counts):
    """The day on which the `count`-th day that counts is reached."""
    while count:
        start += DAY
        count -= counts(start)
    return start


@given(DAYS, st.integers(0, 120))
def test_days_are_counted_from_the_day_after(start, count):
    assert last_day(start, Length(days=count), 0, CHINA, "same_day") == walk(start, count, lambda _: True)


@given(DAYS, st.integers(1, 30), st.integers(0, 5))
def test_working_days_are_those_on_which_people_work(start, count, excluded):
    assert last_day(start, Length(working_days=count), excluded, CHINA, "same_day") == walk(start, count + excluded, CHINA.is_working)


@given(DAYS)
def test_a_roll_ends_on_the_first_working_day_and_names_every_rest_day_it_skips(day):
    rolled = roll(day, CHINA)
    skipped = [one for one, _ in rolled.skipped]
    assert CHINA.is_working(rolled.day) and rolled.day >= day
    assert skipped == [day + DAY * step for step in range((rolled.day - day).days)]
    assert all(name and not CHINA.is_working(one) for one, name in rolled.skipped)


@given(DAYS, st.integers(0, 40))
def test_months_by_the_same_day_are_those_of_the_common_library(start, count):
    assert add_months(start, count, "same_day") == start + relativedelta(months=count)


@given(DAYS, st.integers(1, 40))
def test_a_month_end_sticks_to_the_month_end(start, count):
    last = (start + DAY).month != start.month
    end = add_months(start, count, "sticky_end")
    assert end == (start + relativedelta(months=count, day=31) if last else start + relativedelta(months=count))


@given(DAYS, st.integers(1, 40))
def test_the_day_before_is_the_eve_unless_the_month_has_no_such_day(start, count):
    same = start + relativedelta(months=count)
    assert add_months(start, count, "day_before") == (same - DAY if same.day == start.day else same)


@given(st.integers(0, 24 * 365 * 3600))
def test_the_next_full_hour_is_the_first_minute_of_an_hour_after(seconds):
    local = datetime(2004, 1, 1, tzinfo=CHINA_TIME) + timedelta(seconds=seconds)
    found = at_minute(next_full_hour(minute_of(local), CHINA), CHINA)
    assert found.minute == 0 and timedelta(0) < found - local.replace(second=0, microsecond=0) <= timedelta(hours=1)


@given(DAYS, DAYS)
def test_days_before_an_act_are_a_difference_of_dates(first, second):
    assert days_before(first, second, None) == (second - first).days
    low, high = sorted((first, second))
    working = sum(CHINA.is_working(low + DAY * step) for step in range(1, min((high - low).days, 60) + 1))
    if (high - low).days <= 60:
        assert days_before(low, high, CHINA) == working == -days_before(high, low, CHINA)


def test_minutes_forget_seconds():
    assert minute_of(datetime(1970, 1, 1, 0, 1, 59, tzinfo=UTC)) == 1


class TestCalendar:
    def test_the_library_knows_holidays_and_make_up_days(self):
        assert not CHINA.is_working(date(2026, 4, 6)) and CHINA.why(date(2026, 4, 6)) == "清明"
        assert CHINA.is_working(date(2024, 4, 7)) and CHINA.why(date(2024, 4, 7)) == ""
        assert CHINA.why(date(2026, 4, 11)) == "星期六"

    @pytest.mark.parametrize("year", [2003, 2027, 2031])
    def test_a_year_it_does_not_know_has_weekends_only_and_is_not_published(self, year):
        assert not CHINA.is_published(year)
        assert [CHINA.is_working(date(year, 1, 1) + DAY * step) for step in range(7)] == [
            (date(year, 1, 1) + DAY * step).weekday() < 5 for step in range(7)
        ]

    def test_an_empty_calendar_works_every_day_and_has_nothing_to_publish(self):
        empty = Calendar("empty", rest_days=frozenset())
        assert empty.is_working(date(2026, 1, 1)) and empty.is_published(1999) and empty.why(date(2026, 1, 1)) == ""

    def test_a_calendar_of_weekends_names_the_weekday(self):
        plain = Calendar("plain")
        assert plain.why(date(2026, 1, 3)) == "星期六" and plain.next_working(date(2026, 1, 3)) == date(2026, 1, 5)


class TestPlainPeriods:
    START = datetime(2024, 3, 1, 10, 20, tzinfo=CHINA_TIME)

    def test_the_worked_sample(self):
        due, reasons = work_out(self.START, Length(days=30), CHINA, rolls=True, months="same_day")
        assert due == date(2024, 4, 1)
        assert [reason.code for reason in reasons] == ["counted_from", "plain_length", "nominal", "rolled", "due"]
        assert work_out(self.START, Length(days=30), CHINA, rolls=False, months="same_day")[0] == date(2024, 3, 31)

    def test_hours_give_both_times(self):
        due, reasons = work_out(self.START, Length(hours=24), CHINA, rolls=False, months="same_day")
        assert due == datetime(2024, 3, 2, 11, 0, tzinfo=CHINA_TIME)
        assert reasons[2].values == (datetime(2024, 3, 2, 10, 20, tzinfo=CHINA_TIME),)

    def test_days_off_and_days_made_up_for_are_named(self):
        start = datetime(2026, 9, 28, tzinfo=CHINA_TIME)
        due, reasons = work_out(start, Length(working_days=5), CHINA, rolls=False, months="same_day")
        assert due == date(2026, 10, 10)
        said = {reason.code: reason.values for reason in reasons}
        assert said["skipped"][0] == 7 and set(said["skipped"][1]) == {"国庆节"} and said["made_up"] == ((date(2026, 10, 10),),)
        _, plain = work_out(datetime(2026, 3, 2, tzinfo=CHINA_TIME), Length(working_days=2), CHINA, rolls=False, months="same_day")
        assert not {"skipped", "made_up"} & {reason.code for reason in plain}

    def test_a_year_without_a_calendar_is_named(self):
        start = datetime(2026, 12, 28, tzinfo=CHINA_TIME)
        _, reasons = work_out(start, Length(working_days=7), CHINA, rolls=False, months="same_day")
        assert ("calendar_unpublished", (2027, "china")) in [tuple(reason) for reason in reasons]
