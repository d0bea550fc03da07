"""Clocks made by chance, of which only some comparisons are known: what is said of any moment holds of the clock as it truly ran."""

from hypothesis import assume, given
from hypothesis import strategies as st

from hengjian.core.device_clocks import SECOND, Clock, clock_of

DAY = 86_400 * SECOND
MOMENTS = st.lists(st.integers(0, 30 * DAY), min_size=2, max_size=6, unique=True)
MOMENT = st.integers(0, 30 * DAY)
SECONDS = st.integers(-600, 600)


def to_seconds(ahead):
    return round(ahead / SECOND) * SECOND


@given(MOMENTS, MOMENT, SECONDS, st.integers(-200, 200))
def test_a_clock_that_drifts_evenly_is_known_to_the_second_between_comparisons(moments, moment, start, millionths):
    def ahead(at):
        return start * SECOND + at * millionths // 1_000_000

    assume(min(moments) <= moment <= max(moments))
    clock = clock_of((at + ahead(at), to_seconds(ahead(at))) for at in moments)
    least, most = clock.ahead(moment + ahead(moment))
    assert clock.jumps() == []
    assert least - SECOND <= ahead(moment) <= most + SECOND and most - least <= SECOND


@given(MOMENTS, MOMENT, MOMENT, SECONDS, st.integers(-40_000, 40_000))
def test_a_clock_that_was_set_may_have_been_off_either_way_until_it_is_compared_again(moments, turned, moment, start, by):
    """Set once, between two comparisons; whether it had been set already at a moment in between nobody can tell."""

    def ahead(at):
        return (start + (by if at >= turned else 0)) * SECOND

    assume(min(moments) < turned <= max(moments))
    clock = clock_of((at + ahead(at), ahead(at)) for at in moments)
    least, most = clock.ahead(moment + ahead(moment))
    if clock.jumps():
        assert least <= ahead(moment) <= most
        assert {least, most} <= {start * SECOND, (start + by) * SECOND}
    else:
        assert abs(by) <= 2 + (max(moments) - min(moments)) // SECOND // 4_320
        assert min(start, start + by) * SECOND <= least <= most <= max(start, start + by) * SECOND


def test_before_the_first_and_after_the_last_comparison_a_clock_is_taken_to_be_off_as_then():
    clock = clock_of([(100 * SECOND, 0), (200 * SECOND, 2 * SECOND)])
    assert (clock.ahead(0), clock.ahead(150 * SECOND), clock.ahead(DAY)) == ((0, 0), (SECOND, SECOND), (2 * SECOND, 2 * SECOND))


def test_what_nobody_compared_says_nothing_and_two_answers_for_one_moment_are_both_kept():
    assert Clock().ahead(DAY) == (0, 0)
    assert clock_of([(DAY, 0), (DAY, SECOND)]).ahead(DAY) == (0, SECOND)
