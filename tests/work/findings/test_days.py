"""Each accepted case belongs to exactly one police day, by the place of its acceptance in the log (T3)."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from hengjian.ledger.integrate import integrate_all
from hengjian.work.findings import days
from hengjian.work.findings.actions_day import close_day, open_day, review_case, review_imported
from hengjian.work.findings.models import DayCase, DayStatement, FindingRow
from hengjian.work.findings.policeday import begins, ends
from hengjian.work.findings.statement import digest_of, holds, listed
from hengjian.work.matters.models import Matter
from hengjian.work.people.refusal import Refused

MONDAY = date(2026, 11, 16)
TUESDAY = MONDAY + timedelta(days=1)


def opened(day, now):
    integrate_all(now)
    return open_day(day, now=now)


class Undone(Exception):
    """Rolls one example back."""


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("take up"), st.integers(0, 40), st.sampled_from(["S1", "S2", "S3", "D2", "C"])),
        st.tuples(st.just("again"), st.integers(0, 40), st.just("")),
        st.tuples(st.just("integrate"), st.just(0), st.just("")),
        st.tuples(st.just("open"), st.just(0), st.just("")),
    ),
    max_size=40,
)


@settings(max_examples=25)
@given(STEPS)
def test_the_days_partition_the_acceptances(cast, steps):
    try:
        with transaction.atomic():
            taken = live_through(cast, steps)
            check_partition(taken)
            raise Undone
    except Undone:
        pass


def live_through(cast, steps):
    """Cases come in, some a little out of order; the integrator and the opening of days come when they come."""
    clock, taken = begins(MONDAY), []
    opened(MONDAY - timedelta(days=1), clock)
    for step, hours, unit in steps:
        clock += timedelta(hours=hours % 12)
        if step == "take up":
            taken.append(cast.case(f"a{len(taken):02d}", unit, now=clock - timedelta(minutes=hours)))
        elif step == "again" and taken:
            cast.happens(taken[hours % len(taken)], "case.opened", now=clock)
        elif step == "integrate":
            integrate_all(clock)
        elif step == "open":
            integrate_all(clock)
            for day in days.days_to_open(clock):
                open_day(day, now=clock)
    end = clock + timedelta(days=3)
    integrate_all(end)
    for day in days.days_to_open(end):
        open_day(day, now=end)
    return taken


def check_partition(taken):
    named = [case["matter"] for row in DayStatement.objects.all() for case in listed(row)]
    assert sorted(named) == sorted(taken)
    spans = {(row.day, row.from_place, row.to_place) for row in DayStatement.objects.all()}
    in_order = sorted(spans)
    assert all(one[2] == other[1] for one, other in zip(in_order, in_order[1:], strict=False))


def test_what_is_recorded_at_eight_belongs_to_the_new_day(cast):
    late = cast.case("a1", "S1", now=ends(MONDAY) - timedelta(seconds=1))
    early = cast.case("a2", "S1", now=ends(MONDAY))
    opened(MONDAY, ends(MONDAY) + timedelta(minutes=1))
    opened(TUESDAY, ends(TUESDAY) + timedelta(minutes=1))
    lists = {row.day: [case["matter"] for case in listed(row)] for row in DayStatement.objects.filter(unit="D1")}
    assert lists == {MONDAY: [late], TUESDAY: [early]}


def test_a_case_is_answered_for_by_the_district_of_its_station_and_entered_late_it_is_named(cast):
    now = begins(MONDAY) + timedelta(hours=2)
    cast.case("a1", "S1", now=now)
    cast.case("a2", "S3", now=now, at=now - timedelta(days=3))
    opened(MONDAY, ends(MONDAY))
    assert [case["late"] for case in listed(DayStatement.objects.get(day=MONDAY, unit="D1"))] == [False]
    assert [case["late"] for case in listed(DayStatement.objects.get(day=MONDAY, unit="D2"))] == [True]
    assert listed(DayStatement.objects.get(day=MONDAY, unit="C")) == []


@pytest.fixture
def brought_in(cast):
    """One case of the day, one entered late by hand, two of last year brought in from another system; the day over."""
    now = begins(MONDAY) + timedelta(hours=2)
    past = now - timedelta(days=300)
    told = [("a1", now, {}), ("a2", now - timedelta(days=3), {}), ("a3", past, {"origin": "旧系统"}), ("a4", past, {"origin": "旧系统"})]
    matters = [cast.case(name, "S1", now=now, at=at, **body) for name, at, body in told]
    opened(MONDAY, ends(MONDAY))
    return matters


def test_history_that_is_brought_in_is_named_as_such_and_never_as_entered_late(cast, brought_in):
    cases = listed(DayStatement.objects.get(day=MONDAY, unit="D1"))
    assert [(case["late"], case["origin"]) for case in cases] == [(False, ""), (True, ""), (False, "旧系统"), (False, "旧系统")]
    officer = cast.viewer("D1", "district_legal")
    for matter in brought_in[:2]:
        review(cast, matter, "D1")
    with pytest.raises(Refused):
        close_day(MONDAY, "D1", by=officer, now=ends(MONDAY))
    review_imported(MONDAY, "D1", by=officer, now=ends(MONDAY))
    close_day(MONDAY, "D1", by=officer, now=ends(MONDAY))
    said = DayStatement.objects.get(day=MONDAY, unit="D1").statement
    assert (said["accepted"], said["reviewed"], said["late"], said["imported"]) == (4, 4, 1, 2)
    assert [case["answer"] for case in said["cases"]] == ["confirmed", "confirmed", "imported", "imported"]


def test_only_what_was_brought_in_is_answered_for_at_once_and_by_the_reviewing_unit(cast, brought_in):
    with pytest.raises(Refused):
        review_imported(MONDAY, "D1", by=cast.viewer("S1", "station_legal"), now=ends(MONDAY))
    with pytest.raises(Refused, match="尚未开启"):
        review_imported(TUESDAY, "D1", by=cast.viewer("D1", "district_legal"), now=ends(MONDAY))
    own = cast.viewer("D1", "district_legal")
    Matter.objects.filter(id=brought_in[2]).update(handler_id=own.person)
    assert [event.matter for event in review_imported(MONDAY, "D1", by=own, now=ends(MONDAY))] == [brought_in[3]]
    with pytest.raises(Refused, match="没有待梳理"):
        review_imported(MONDAY, "D1", by=own, now=ends(MONDAY))
    assert [bool(row.reviewed_at) for row in DayCase.objects.all()] == [False, False, False, True]


def test_a_day_is_opened_once_however_often_it_is_asked_for(cast):
    cast.case("a1", "S1", now=begins(MONDAY))
    assert len(opened(MONDAY, ends(MONDAY))) == 3
    cast.case("a2", "S1", now=ends(MONDAY) + timedelta(seconds=5))
    assert opened(MONDAY, ends(MONDAY) + timedelta(minutes=1)) == []
    assert DayStatement.objects.get(day=MONDAY, unit="D1").accepted == 1


@pytest.fixture
def monday(cast):
    """Two cases of one district, one of another, the day over."""
    matters = [cast.case(name, unit, now=begins(MONDAY) + timedelta(hours=1)) for name, unit in [("a1", "S1"), ("a2", "S2"), ("a3", "S3")]]
    opened(MONDAY, ends(MONDAY))
    return matters


def review(cast, matter, district, **more):
    given = {
        "answer": "confirmed",
        "direction": "",
        "by": cast.viewer(district, "district_legal"),
        "now": ends(MONDAY),
    } | more
    return review_case(matter, given.pop("answer"), given.pop("direction"), **given)


def test_a_fault_found_in_the_review_is_a_finding_that_the_unit_answers(cast, monday):
    before = set(FindingRow.objects.values_list("id", flat=True))
    event = review(cast, monday[0], "D1", answer="finding", direction="受案回执未见签名")
    row = FindingRow.objects.exclude(id__in=before).get()
    assert (row.id, row.matter, row.unit, row.handled_by) == (event.body["finding"], monday[0], "S1", "D1")
    assert (row.source, row.state) == ("level_review", "raised")
    with pytest.raises(Refused):
        review(cast, monday[1], "D1", answer="finding")
    assert FindingRow.objects.count() == len(before) + 1


def test_a_day_closes_only_when_every_case_was_reviewed(cast, monday):
    officer = cast.viewer("D1", "district_legal")
    review(cast, monday[0], "D1")
    with pytest.raises(Refused) as refusal:
        close_day(MONDAY, "D1", by=officer, now=ends(MONDAY))
    assert list(refusal.value.reasons) == [monday[1]]
    review(cast, monday[1], "D1")
    close_day(MONDAY, "D1", by=officer, now=ends(MONDAY))
    row = DayStatement.objects.get(day=MONDAY, unit="D1")
    assert (row.statement["accepted"], row.statement["reviewed"], row.closed_by) == (2, 2, officer.person)
    assert row.statement["checkpoint"]["size"] >= row.to_place
    assert row.digest == digest_of(row.statement) and holds(row)


def test_nobody_can_drop_a_case_by_touching_the_rows(cast, monday):
    DayCase.objects.filter(matter=monday[0]).delete()
    DayStatement.objects.filter(unit="D1").update(accepted=1)
    review(cast, monday[1], "D1")
    with pytest.raises(Refused) as refusal:
        close_day(MONDAY, "D1", by=cast.viewer("D1", "district_legal"), now=ends(MONDAY))
    assert list(refusal.value.reasons) == [monday[0]]


def test_the_city_closes_after_its_districts_and_names_their_statements(cast, monday):
    chief = cast.viewer("C", "city_legal")
    with pytest.raises(Refused):
        close_day(MONDAY, "C", by=chief, now=ends(MONDAY))
    for matter, district in zip(monday, ["D1", "D1", "D2"], strict=True):
        review(cast, matter, district)
    for district in ("D1", "D2"):
        close_day(MONDAY, district, by=cast.viewer(district, "district_legal"), now=ends(MONDAY))
    close_day(MONDAY, "C", by=chief, now=ends(MONDAY))
    said = DayStatement.objects.get(day=MONDAY, unit="C").statement
    assert [(one["unit"], one["accepted"]) for one in said["districts"]] == [("D1", 2), ("D2", 1)]
    assert all(one["digest"] for one in said["districts"])


def test_a_level_cannot_review_for_another_and_nobody_reviews_their_own_case(cast, monday):
    for unit, role in [("S1", "station_legal"), ("D2", "district_legal"), ("C", "city_legal")]:
        with pytest.raises(Refused):
            review(cast, monday[0], "D1", by=cast.viewer(unit, role))
    own = cast.viewer("D1", "district_legal")
    Matter.objects.filter(id=monday[0]).update(handler_id=own.person)
    with pytest.raises(Refused):
        review(cast, monday[0], "D1", by=own)


def test_pointing_a_direction_needs_words_and_they_are_sealed(cast, monday):
    with pytest.raises(Refused):
        review(cast, monday[0], "D1", answer="direction")
    event = review(cast, monday[0], "D1", answer="direction", direction="尽快调取路口监控")
    assert "direction" in event.sealed and "direction" not in event.body
