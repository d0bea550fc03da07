"""Days, working days, months, hours, thresholds, due times that stand in the record."""

from datetime import date

import pytest

from tests.core.rules import DAYS, HOURS, at, clock, codes, judge, one


class TestUnits:
    def test_working_days_skip_holidays_and_count_make_up_days(self, law_of, fact, now):
        law = law_of(r=clock("{working_days: 5, source: 一}"))
        duty = one(law, [fact("2024-09-27", "case.opened")], now("2024-09-28"))
        assert duty.due == date(2024, 10, 10)  # 29 and 30 September, 8, 9 and 10 October; 1–7 October is National Day

    def test_a_year_without_a_calendar_counts_weekends_only_and_says_so(self, law_of, fact, now):
        law = law_of(r=clock("{working_days: 5, source: 一}"))
        duty = one(law, [fact("2031-09-26", "case.opened")], now("2031-09-27"))
        assert duty.due == date(2031, 10, 3)
        assert ("calendar_unpublished", (2031, "china")) in [tuple(reason) for reason in duty.reasons]

    @pytest.mark.parametrize(
        ("months", "due"), [("same_day", date(2023, 3, 28)), ("sticky_end", date(2023, 3, 31)), ("day_before", date(2023, 3, 27))]
    )
    def test_months_end_as_the_statute_says(self, law_of, fact, now, months, due):
        law = law_of(r=clock("{months: 1, source: 一}").replace("rolls: true", f"rolls: false, months: {months}"))
        assert one(law, [fact("2023-02-28", "case.opened")], now("2023-03-01")).due == due

    def test_months_are_added_before_days_and_years_are_twelve(self, law_of, fact, now):
        law = law_of(r=clock("{months: 1, days: 2, source: 一}", rolls="false"), y=clock("{years: 1, source: 一}", rolls="false", name="y"))
        duties = judge(law, [fact("2024-01-31", "case.opened")], now("2024-02-01")).duties
        assert [duty.due for duty in duties] == [date(2024, 3, 2), date(2025, 1, 31)]

    def test_hours_count_from_the_next_full_hour_unless_policy_counts_the_first(self, law_of, fact, now):
        facts = [fact("2024-03-01T10:20", "case.opened")]
        duty = one(law_of(r=clock(HOURS)), facts, now("2024-03-01T11:00"))
        assert (duty.nominal, duty.due) == (at("2024-03-02T10:20")[0], at("2024-03-02T11:00")[0])
        strict = one(law_of({"starting_hour_counts": "true"}, r=clock(HOURS)), facts, now("2024-03-01T11:00"))
        assert strict.due == at("2024-03-02T10:20")[0]
        assert [reason.values for reason in duty.reasons if reason.code == "policy"] == [("starting_hour_counts", False)]

    def test_the_minute_of_the_due_time_is_still_in_time(self, law_of, fact, now):
        law = law_of({"starting_hour_counts": "true"}, r=clock(HOURS))
        start = fact("2024-03-01T10:20:40", "case.opened")
        assert one(law, [start, fact("2024-03-02T10:20:59", "case.decided")], now("2024-03-03")).state == "met"
        assert one(law, [start, fact("2024-03-02T10:21:00", "case.decided")], now("2024-03-03")).state == "met_late"
        assert one(law, [start], now("2024-03-02T10:20:59")).state == "pending"
        assert one(law, [start], now("2024-03-02T10:21:00")).state == "overdue"

    def test_a_day_alone_cannot_be_judged_by_hours(self, law_of, fact, now):
        law = law_of(r=clock(HOURS))
        started = one(law, [fact("2024-03-01", "case.opened")], now("2024-03-10"))
        assert (started.state, started.missing) == ("undetermined", "time")
        met = one(law, [fact("2024-03-01T08:00", "case.opened"), fact("2024-03-02", "case.decided")], now("2024-03-10"))
        assert (met.state, met.missing) == ("undetermined", "time")

    def test_days_may_be_working_days_by_policy(self, law_of, fact, now):
        text = clock("{days: 2, working_if: public_security_two_days_working, source: 一}", rolls="false")
        facts = [fact("2024-03-01", "case.opened")]
        plain = one(law_of(r=text), facts, now("2024-03-02"))
        working = one(law_of({"public_security_two_days_working": "true"}, r=text), facts, now("2024-03-02"))
        assert (plain.due, working.due) == (date(2024, 3, 3), date(2024, 3, 5))
        assert ("policy", ("public_security_two_days_working", True)) in [tuple(reason) for reason in working.reasons]

    def test_rolling_may_be_a_policy(self, law_of, fact, now):
        text = clock(DAYS, rolls="{policy: bail_rolls}")
        facts = [fact("2024-03-01", "case.opened")]
        assert one(law_of(r=text), facts, now("2024-03-02")).due == date(2024, 3, 31)
        rolled = one(law_of({"bail_rolls": "true"}, r=text), facts, now("2024-03-02"))
        assert rolled.due == date(2024, 4, 1) and "policy" in codes(rolled)

    def test_a_threshold_warns_but_is_never_late(self, law_of, fact, now):
        law = law_of(r=clock("{threshold: promptly, source: 一}"))
        start = fact("2024-03-01T10:00", "case.opened")
        duty = one(law, [start], now("2024-06-01"))
        assert (duty.state, duty.due, duty.warn_at) == ("pending", None, at("2024-03-01T22:00")[0])
        assert duty.warns(now("2024-06-01")) and codes(duty) == ["started", "threshold"]
        assert one(law, [start, fact("2024-05-01", "case.decided")], now("2024-06-01")).state == "met"

    def test_the_due_time_may_stand_in_the_record(self, law_of, fact, now):
        law = law_of(r=clock("{field: due_on, source: 一}", rolls="false"))
        assert one(law, [fact("2024-03-01", "case.opened", due_on="2024-03-09")], now("2024-03-10")).state == "overdue"
        timed = one(law, [fact("2024-03-01", "case.opened", due_on="2024-03-09T12:00")], now("2024-03-09T12:00"))
        assert (timed.state, timed.due) == ("pending", at("2024-03-09T12:00")[0])
        assert codes(timed) == ["started", "limit_given", "nominal", "due"]
        wrong = one(law, [fact("2024-03-01", "case.opened", due_on="soon")], now("2024-03-10"))
        assert (wrong.state, wrong.missing) == ("undetermined", "due_on")

    def test_a_given_due_day_may_be_extended_and_a_new_total_counts_from_the_start(self, law_of, fact, now):
        step = "{{event: extension.approved, {0}, source: 一}}"
        add = clock("{field: due_on, source: 一}", "extended_by: " + step.format("days: 5") + "\n", rolls="false")
        total = clock("{field: due_on, source: 一}", "extended_by: " + step.format("to: {days: 40}") + "\n", rolls="false", name="t")
        facts = [fact("2024-03-01", "case.opened", due_on="2024-03-09"), fact("2024-03-05", "extension.approved")]
        assert [duty.due for duty in judge(law_of(r=add, t=total), facts, now("2024-03-06")).duties] == [
            date(2024, 3, 14),
            date(2024, 4, 10),
        ]
