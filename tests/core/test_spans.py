"""Stretches of time against a slow model that looks at every second."""

from hypothesis import given
from hypothesis import strategies as st

from hengjian.core.device_clocks import Clock
from hengjian.core.recordings import Tape, cover
from hengjian.core.spans import bridged, gaps, longer, united, widened, without

END = 60
SPAN = st.tuples(st.integers(0, END), st.integers(0, END))
SPANS = st.lists(SPAN, max_size=6)
WHOLE = st.tuples(st.integers(0, 40), st.integers(1, 20)).map(lambda pair: (pair[0], pair[0] + pair[1]))


def seconds(spans):
    """Every second that lies in one of the stretches."""
    return {second for start, end in spans for second in range(start, end)}


def runs(found):
    """Seconds in unbroken runs, as stretches."""
    spans = []
    for second in sorted(found):
        if spans and spans[-1][1] == second:
            spans[-1] = (spans[-1][0], second + 1)
        else:
            spans.append((second, second + 1))
    return tuple(spans)


@given(SPANS)
def test_united_stretches_hold_the_same_seconds_once(spans):
    assert united(spans) == runs(seconds(spans))


@given(SPANS, WHOLE)
def test_gaps_are_the_seconds_that_nothing_covers(spans, whole):
    assert gaps(spans, whole) == runs(seconds([whole]) - seconds(spans))


@given(SPANS, SPANS)
def test_what_is_taken_away_is_gone(spans, taken):
    assert without(spans, taken) == tuple(part for span in united(spans) for part in runs(seconds([span]) - seconds(taken)))


@given(SPANS, st.integers(0, 9))
def test_a_bridge_closes_no_more_than_short_joints(spans, joint):
    covered = seconds(spans)
    if not covered:
        assert bridged(spans, joint) == ()
        return
    ends = (min(covered), max(covered) + 1)
    short = [gap for gap in runs(seconds([ends]) - covered) if gap[1] - gap[0] <= joint]
    assert bridged(spans, joint) == runs(covered | seconds(short))


@given(SPANS, st.integers(-9, 9))
def test_wider_stretches_reach_so_many_seconds_further(spans, by):
    apart = runs(seconds(spans))
    assert widened(apart, by) == runs(seconds((start - by, end + by) for start, end in apart))


DEVICES = st.lists(st.tuples(SPANS, st.integers(-3, 3), st.booleans()), max_size=4)


@given(DEVICES, WHOLE, st.integers(0, 6), st.integers(0, 3))
def test_what_is_said_of_an_act_holds_whatever_unmeasured_clocks_said(devices, whole, gap, drift):
    """Each device recorded in truth at some seconds; its clock was off, which somebody measured, or at most by the drift allowed."""
    tapes, truth = [], set()
    for number, (spans, off, measured) in enumerate(devices):
        off = off if measured else max(-drift, min(drift, off))
        truth |= seconds(spans)
        read = tuple((start + off, end + off) for start, end in united(spans))
        tapes.append(Tape(str(number), Clock(((0, off),) if measured else ()), read))
    open_runs = longer(runs(seconds([whole]) - truth), gap)
    found = cover(tapes, whole, gap, drift)
    if found.sure:
        assert open_runs
    if open_runs:
        assert found.possible
    if all(measured for _, _, measured in devices):
        assert found.sure == found.possible == found.seen == open_runs
