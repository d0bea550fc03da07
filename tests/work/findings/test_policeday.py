"""The police day runs from 08:00 to 08:00 in Shanghai."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hengjian.work.findings.policeday import ZONE, begins, ends, police_day

MOMENTS = st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def test_a_minute_before_eight_still_belongs_to_the_day_before():
    assert police_day(datetime(2026, 11, 23, 7, 59, 59, tzinfo=ZONE)) == date(2026, 11, 22)
    assert police_day(datetime(2026, 11, 23, 8, 0, tzinfo=ZONE)) == date(2026, 11, 23)


@given(MOMENTS)
def test_every_moment_lies_in_its_own_day_and_in_no_other(moment):
    day = police_day(moment)
    assert begins(day) <= moment < ends(day)
    assert not begins(day + timedelta(days=1)) <= moment
    assert ends(day - timedelta(days=1)) == begins(day)
