"""Clocks: what starts, meets, lengthens, pauses, restarts and ends them, as `law.md` counts."""

from datetime import date

import pytest

from hengjian.core.evaluate import evaluate
from hengjian.core.evaluation import breach_from_data, duty_from_data
from tests.core.rules import CASE, at, clock

DAYS = "{days: 30, source: 一}"
HOURS = "{hours: 24, source: 一}"
EXAMINED = "excluded: {intervals: [{from: examination.submitted, to: examination.received}], source: 一}\n"
TWICE = "extended_by: {event: extension.approved, days: 30, times: 2, source: 一}\n"


def judge(law, facts, now, **attributes):
    return evaluate(facts, law, now, attributes=CASE | attributes)


def one(law, facts, now, **attributes):
    (duty,) = judge(law, facts, now, **attributes).duties
    return duty


def codes(answer):
    return [reason.code for reason in answer.reasons]


class TestInTime:
    def test_the_last_day_rolls_over_a_sunday_to_monday(self, law_of, fact, now):
        duty = one(law_of(r=clock(DAYS)), [fact("2024-03-01", "case.opened"), fact("2024-04-01", "case.decided")], now("2024-04-02"))
        assert (duty.state, duty.nominal, duty.due) == ("met", date(2024, 3, 31), date(2024, 4, 1))
        assert duty.rolls[0].why == ("星期日",)

    def test_midnight_of_the_next_day_is_late(self, law_of, fact, now):
        law = law_of(r=clock(DAYS))
        start = fact("2024-03-04T09:00", "case.opened")
        assert one(law, [start, fact("2024-04-03T23:59", "case.decided")], now("2024-05-01")).state == "met"
        assert one(law, [start, fact("2024-04-04T00:00", "case.decided")], now("2024-05-01")).state == "met_late"

    def test_without_rolling_the_nominal_day_stands(self, law_of, fact, now):
        duty = one(law_of(r=clock(DAYS, rolls="false")), [fact("2024-03-01", "case.opened")], now("2024-04-01"))
        assert (duty.state, duty.due) == ("overdue", date(2024, 3, 31))

    def test_a_meeting_at_the_instant_of_the_start_counts_in_either_order(self, law_of, fact, now):
        law = law_of(r=clock(DAYS))
        decided, opened = fact("2024-03-01T10:00", "case.decided"), fact("2024-03-01T10:00", "case.opened")
        assert one(law, [decided, opened], now("2024-03-02")).state == "met"
        assert one(law, [opened, decided], now("2024-03-02")).state == "met"

    def test_a_meeting_before_the_start_does_not_count(self, law_of, fact, now):
        law = law_of(r=clock(DAYS))
        facts = [fact("2024-03-01T09:59", "case.decided"), fact("2024-03-01T10:00", "case.opened")]
        assert one(law, facts, now("2024-03-02")).state == "pending"

    def test_one_meeting_does_not_meet_two_duties(self, law_of, fact, now):
        law = law_of(r=clock(DAYS))
        facts = [fact("2024-03-01", "case.opened"), fact("2024-03-05", "case.decided"), fact("2024-03-05", "case.opened")]
        assert [duty.state for duty in judge(law, facts, now("2024-03-06")).duties] == ["met", "pending"]

    def test_a_start_while_a_duty_is_open_is_ignored(self, law_of, fact, now):
        facts = [fact("2024-03-01", "case.opened"), fact("2024-03-20", "case.opened")]
        assert one(law_of(r=clock(DAYS)), facts, now("2024-03-21")).started.id == "e1"

    def test_a_start_whose_kind_is_not_in_force_on_its_day_starts_nothing(self, law_of, fact, now):
        text = clock(DAYS).replace(
            "starts: {event: case.opened, source: 一}", "starts: {2020-01-01: {event: case.opened, source: 一}, 2024-01-01: null}"
        )
        law = law_of(r=text)
        assert judge(law, [fact("2019-12-31", "case.opened")], now("2024-02-01")).duties == ()
        assert judge(law, [fact("2024-01-01", "case.opened")], now("2024-02-01")).duties == ()
        assert one(law, [fact("2023-12-31", "case.opened")], now("2024-01-02")).state == "pending"

    def test_values_are_those_of_the_start_day(self, law_of, fact, now):
        law = law_of(r=clock("{2020-01-01: {days: 30, source: 一}, 2024-04-01: {days: 10, source: 二}}"))
        assert one(law, [fact("2024-03-31", "case.opened")], now("2024-04-15")).nominal == date(2024, 4, 30)
        assert one(law, [fact("2024-04-01", "case.opened")], now("2024-04-05")).nominal == date(2024, 4, 11)

    def test_a_repealed_limit_opens_no_duty(self, law_of, fact, now):
        law = law_of(r=clock("{2020-01-01: {days: 30, source: 一}, 2024-01-01: null}"))
        assert judge(law, [fact("2024-02-01", "case.opened")], now("2024-02-02")).duties == ()


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
        assert one(law_of({"bail_rolls": "true"}, r=text), facts, now("2024-03-02")).due == date(2024, 4, 1)

    def test_a_threshold_warns_but_is_never_late(self, law_of, fact, now):
        law = law_of(r=clock("{threshold: promptly, source: 一}"))
        start = fact("2024-03-01T10:00", "case.opened")
        duty = one(law, [start], now("2024-06-01"))
        assert (duty.state, duty.due, duty.warn_at) == ("pending", None, at("2024-03-01T22:00")[0])
        assert duty.warns(now("2024-06-01"))
        assert one(law, [start, fact("2024-05-01", "case.decided")], now("2024-06-01")).state == "met"

    def test_the_due_time_may_stand_in_the_record(self, law_of, fact, now):
        law = law_of(r=clock("{field: due_on, source: 一}", rolls="false"))
        assert one(law, [fact("2024-03-01", "case.opened", due_on="2024-03-09")], now("2024-03-10")).state == "overdue"
        timed = one(law, [fact("2024-03-01", "case.opened", due_on="2024-03-09T12:00")], now("2024-03-09T12:00"))
        assert (timed.state, timed.due) == ("pending", at("2024-03-09T12:00")[0])
        wrong = one(law, [fact("2024-03-01", "case.opened", due_on="soon")], now("2024-03-10"))
        assert (wrong.state, wrong.missing) == ("undetermined", "due_on")

    def test_a_given_due_day_may_be_extended_and_a_new_total_counts_from_the_start(self, law_of, fact, now):
        step = "{{event: extension.approved, {0}, source: 一}}"
        add = clock("{field: due_on, source: 一}", "extended_by: " + step.format("days: 5") + "\n", rolls="false")
        total = clock("{field: due_on, source: 一}", "extended_by: " + step.format("to: {days: 40}") + "\n", rolls="false", name="t")
        facts = [fact("2024-03-01", "case.opened", due_on="2024-03-09"), fact("2024-03-05", "extension.approved")]
        assert [duty.due for duty in judge(law_of(r=add, t=total), facts, now("2024-03-06")).duties] == [
            date(2024, 3, 14), date(2024, 4, 10),
        ]  # fmt: skip


class TestVariants:
    WITHIN = "{source: 一, variants: [{when: {complex: {equal: true}}, days: 60}, {when: {urgent: {equal: true, absent: false}}, none: true}, {days: 30}]}"

    def test_the_first_variant_that_holds_is_the_limit(self, law_of, fact, now):
        law = law_of(r=clock(self.WITHIN, rolls="false"))
        assert one(law, [fact("2024-03-01", "case.opened", complex=True)], now("2024-03-02")).due == date(2024, 4, 30)
        assert one(law, [fact("2024-03-01", "case.opened", complex=False)], now("2024-03-02")).due == date(2024, 3, 31)

    def test_a_variant_may_say_that_there_is_no_duty(self, law_of, fact, now):
        law = law_of(r=clock(self.WITHIN))
        assert judge(law, [fact("2024-03-01", "case.opened", complex=False, urgent=True)], now("2024-03-02")).duties == ()

    def test_a_field_that_is_missing_leaves_it_undetermined_and_is_named(self, law_of, fact, now):
        duty = one(law_of(r=clock(self.WITHIN)), [fact("2024-03-01", "case.opened")], now("2024-03-02"))
        assert (duty.state, duty.missing, duty.due) == ("undetermined", "complex", None)

    def test_no_variant_that_holds_means_no_duty(self, law_of, fact, now):
        law = law_of(r=clock("{source: 一, variants: [{when: {complex: {equal: true}}, days: 60}]}"))
        assert judge(law, [fact("2024-03-01", "case.opened", complex=False)], now("2024-03-02")).duties == ()


class TestExtensions:
    def test_an_extension_lengthens_the_nominal_day_not_the_rolled_one(self, law_of, fact, now):
        facts = [fact("2024-03-01", "case.opened"), fact("2024-04-01", "extension.approved")]
        duty = one(law_of(r=clock(DAYS, TWICE)), facts, now("2024-04-02"))
        assert duty.nominal == date(2024, 4, 30)
        assert [(step.before, step.after) for step in duty.extensions] == [(date(2024, 3, 31), date(2024, 4, 30))]

    def test_one_that_comes_late_does_not_count_and_is_a_breach_of_its_own(self, law_of, fact, now):
        facts = [fact("2024-03-01", "case.opened"), fact("2024-04-02", "extension.approved")]
        found = judge(law_of(r=clock(DAYS, TWICE)), facts, now("2024-04-03"))
        assert found.duties[0].state == "overdue"
        assert [(breach.what, breach.act.id) for breach in found.breaches] == [("extension_late", "e2")]

    def test_one_too_many_does_not_count(self, law_of, fact, now):
        facts = [fact("2024-03-01", "case.opened"), *(fact(f"2024-03-0{day}", "extension.approved") for day in (2, 3, 4))]
        found = judge(law_of(r=clock(DAYS, TWICE)), facts, now("2024-03-10"))
        assert found.duties[0].nominal == date(2024, 5, 30)
        assert [breach.what for breach in found.breaches] == ["extension_too_many"]

    def test_one_while_the_clock_stands_still_counts(self, law_of, fact, now):
        facts = [
            fact("2024-03-01", "case.opened"), fact("2024-03-10", "examination.submitted"), fact("2024-04-20", "extension.approved"),
            fact("2024-04-25", "examination.received"),
        ]  # fmt: skip
        duty = one(law_of(r=clock(DAYS, TWICE + EXAMINED)), facts, now("2024-04-26"))
        assert duty.nominal == date(2024, 6, 15)  # 30 + 30 + 46 days after 1 March

    @pytest.mark.parametrize(
        ("level", "by_level", "counts"),
        [("station", "district", True), ("station", "city", False), ("district", "city", True), ("district", "district", False)],
    )
    def test_the_approver_must_stand_in_the_right_relation(self, law_of, fact, now, level, by_level, counts):
        step = "extended_by: {event: extension.approved, days: 30, approver: {default: next_level, station: own_bureau}, source: 一}\n"
        facts = [fact("2024-03-01", "case.opened"), fact("2024-03-02", "extension.approved", by_level=by_level)]
        found = judge(law_of(r=clock(DAYS, step)), facts, now("2024-03-03"), level=level)
        assert (found.duties[0].nominal == date(2024, 4, 30)) is counts
        assert [breach.what for breach in found.breaches] == ([] if counts else ["extension_wrong_approver"])

    def test_organ_and_role_of_the_approver_count_too(self, law_of, fact, now):
        step = "extended_by: {event: extension.approved, days: 30, approver: {organ: procuratorate, role: [chief]}, source: 一}\n"
        law = law_of(r=clock(DAYS, step))
        start = fact("2024-03-01", "case.opened")
        right = fact("2024-03-02", "extension.approved", by_organ="procuratorate", by_role="chief")
        wrong = fact("2024-03-02", "extension.approved", by_organ="police", by_role="chief")
        assert one(law, [start, right], now("2024-03-03")).nominal == date(2024, 4, 30)
        assert one(law, [start, wrong], now("2024-03-03")).nominal == date(2024, 3, 31)

    def test_an_approver_nobody_recorded_is_a_matter_of_policy(self, law_of, fact, now):
        step = "extended_by: {event: extension.approved, days: 30, approver: next_level, source: 一}\n"
        facts = [fact("2024-03-01", "case.opened"), fact("2024-03-02", "extension.approved")]
        counting = one(law_of(r=clock(DAYS, step)), facts, now("2024-04-10"))
        assert counting.state == "pending" and "approver_not_recorded" in codes(counting)
        doubting = one(law_of({"unrecorded_approver": "undetermined"}, r=clock(DAYS, step)), facts, now("2024-04-10"))
        assert (doubting.state, doubting.missing) == ("undetermined", "by_level")

    def test_a_new_total_is_counted_from_the_start(self, law_of, fact, now):
        steps = (
            "extended_by: {source: 一, steps: [{event: opening_review.extended, to: {days: 7}}, "
            "{event: opening_review.extended, to: {days: 30}, after_previous: true}]}\n"
        )
        law = law_of(r=clock("{days: 3, source: 一}", steps, rolls="false"))
        start, first, second = fact("2024-03-04", "case.opened"), fact("2024-03-06", "opening_review.extended"), None
        assert one(law, [start, first], now("2024-03-06")).due == date(2024, 3, 11)
        second = fact("2024-03-08", "opening_review.extended")
        assert one(law, [start, first, second], now("2024-03-08")).due == date(2024, 4, 3)

    def test_no_step_may_be_jumped_over_where_the_law_forbids_it(self, law_of, fact, now):
        steps = (
            "extended_by: {source: 一, steps: [{event: check_detention.extended, when: {to: {equal: 24}}, to: {hours: 24}}, "
            "{event: check_detention.extended, when: {to: {equal: 48}}, to: {hours: 48}, after_previous: true}]}\n"
        )
        law = law_of(r=clock("{hours: 12, source: 一}", steps, check="custody_limit"))
        start = fact("2024-03-04T08:00", "case.opened", "party:1")
        jump = fact("2024-03-04T10:00", "check_detention.extended", "party:1", to=48)
        found = judge(law, [start, jump], now("2024-03-04T11:00"))
        assert [breach.what for breach in found.breaches] == ["extension_out_of_order"]
        step = fact("2024-03-04T09:00", "check_detention.extended", "party:1", to=24)
        assert one(law, [start, step, jump], now("2024-03-04T11:00")).due == at("2024-03-06T08:00")[0]
        back = fact("2024-03-04T10:30", "check_detention.extended", "party:1", to=24)
        again = judge(law, [start, step, jump, back], now("2024-03-04T11:00"))
        assert [breach.what for breach in again.breaches] == ["extension_out_of_order"]

    def test_a_length_read_from_the_event_stays_within_bounds(self, law_of, fact, now):
        step = "extended_by: {event: extension.approved, add: {field: days, unit: days, at_most: 4}, source: 一}\n"
        law = law_of(r=clock("{days: 3, source: 一}", step, rolls="false"))
        start = fact("2024-03-04", "case.opened")
        assert one(law, [start, fact("2024-03-05", "extension.approved", days=4)], now("2024-03-06")).due == date(2024, 3, 11)
        found = judge(law, [start, fact("2024-03-05", "extension.approved", days=5)], now("2024-03-06"))
        assert [breach.what for breach in found.breaches] == ["extension_out_of_bounds"]
        silent = one(law, [start, fact("2024-03-05", "extension.approved")], now("2024-03-09"))
        assert (silent.state, silent.missing) == ("undetermined", "days")

    @pytest.mark.parametrize(("follows", "breaches"), [("start", 1), ("act", 0)])
    def test_policy_says_whose_law_an_extension_after_an_amendment_follows(self, law_of, fact, now, follows, breaches):
        steps = (
            "extended_by:\n"
            "  2013-01-01: {event: extension.approved, days: 30, times: 1, source: 一}\n"
            "  2026-01-01: {event: extension.approved, days: 30, times: 2, source: 二}\n"
        )
        facts = [fact("2025-12-01", "case.opened"), *(fact(day, "extension.approved") for day in ("2025-12-20", "2026-01-20"))]
        found = judge(law_of({"procedure_follows": follows}, r=clock(DAYS, steps)), facts, now("2026-01-21"))
        assert len(found.breaches) == breaches
        assert ("policy", ("procedure_follows", follows)) in [tuple(reason) for reason in found.duties[0].reasons]

    def test_a_day_alone_leaves_an_extension_of_hours_in_doubt(self, law_of, fact, now):
        step = "extended_by: {event: extension.approved, hours: 24, source: 一}\n"
        facts = [fact("2024-03-01T08:00", "case.opened"), fact("2024-03-02", "extension.approved")]
        duty = one(law_of(r=clock(HOURS, step)), facts, now("2024-03-10"))
        assert (duty.state, duty.missing) == ("undetermined", "time")

    def test_an_extension_of_something_without_a_due_time_is_ignored(self, law_of, fact, now):
        law = law_of(r=clock("{threshold: promptly, source: 一}", TWICE))
        found = judge(law, [fact("2024-03-01", "case.opened"), fact("2024-03-02", "extension.approved")], now("2024-03-03"))
        assert (found.breaches, found.duties[0].extensions) == ((), ())

    def test_an_event_that_fits_no_step_is_nothing_to_the_rule(self, law_of, fact, now):
        step = "extended_by: {event: extension.approved, when: {ground: {equal: complex}}, days: 30, source: 一}\n"
        law = law_of(r=clock(DAYS, step))
        start = fact("2024-03-01", "case.opened")
        other = judge(law, [start, fact("2024-03-02", "extension.approved", ground="other")], now("2024-03-03"))
        assert (other.breaches, other.duties[0].extensions) == ((), ())
        silent = one(law, [start, fact("2024-03-02", "extension.approved")], now("2024-04-03"))
        assert (silent.state, silent.missing) == ("undetermined", "ground")


class TestStandingStill:
    def test_days_in_an_examination_do_not_count(self, law_of, fact, now):
        facts = [fact("2024-03-01", "case.opened"), fact("2024-03-10", "examination.submitted"), fact("2024-03-15", "examination.received")]
        duty = one(law_of(r=clock(DAYS, EXAMINED)), facts, now("2024-03-20"))
        assert (duty.nominal, len(duty.pauses), duty.pauses[0].to.id) == (date(2024, 4, 5), 1, "e3")

    def test_policy_may_count_out_both_days(self, law_of, fact, now):
        facts = [fact("2024-03-01", "case.opened"), fact("2024-03-10", "examination.submitted"), fact("2024-03-15", "examination.received")]
        duty = one(law_of({"exclusion_days": "both_days"}, r=clock(DAYS, EXAMINED)), facts, now("2024-03-20"))
        assert duty.nominal == date(2024, 4, 6)

    def test_an_open_one_pauses_with_the_least_possible_due_time(self, law_of, fact, now):
        facts = [fact("2024-03-01", "case.opened"), fact("2024-03-10", "examination.submitted")]
        found = judge(law_of(r=clock(DAYS, EXAMINED, rolls="false")), facts, now("2024-05-10"))
        assert (found.duties[0].state, found.duties[0].due, found.next_look_at) == ("paused", date(2024, 5, 31), None)

    def test_overlapping_ones_are_united(self, law_of, fact, now):
        facts = [
            fact("2024-03-01", "case.opened"),
            fact("2024-03-05", "examination.submitted", "item:1"),
            fact("2024-03-07", "examination.submitted", "item:2"),
            fact("2024-03-10", "examination.received", "item:1"),
            fact("2024-03-12", "examination.received", "item:2"),
        ]
        assert one(law_of(r=clock(DAYS, EXAMINED)), facts, now("2024-03-20")).nominal == date(2024, 4, 7)

    def test_a_second_opening_and_a_closing_without_one_do_nothing(self, law_of, fact, now):
        facts = [
            fact("2024-03-01", "case.opened"),
            fact("2024-03-03", "examination.received", "item:1"),
            fact("2024-03-05", "examination.submitted", "item:1"),
            fact("2024-03-06", "examination.submitted", "item:1"),
            fact("2024-03-08", "examination.received", "item:2"),
            fact("2024-03-10", "examination.received", "item:1"),
        ]
        assert one(law_of(r=clock(DAYS, EXAMINED)), facts, now("2024-03-20")).nominal == date(2024, 4, 5)

    def test_a_closing_that_names_nothing_closes_all_and_an_opening_that_names_nothing_is_closed_by_any(self, law_of, fact, now):
        law = law_of(r=clock(DAYS, EXAMINED))
        start = fact("2024-03-01", "case.opened")
        named = [fact("2024-03-05", "examination.submitted", "item:1", "item:2"), fact("2024-03-10", "examination.received")]
        assert one(law, [start, *named], now("2024-03-20")).nominal == date(2024, 4, 5)
        unnamed = [
            fact("2024-03-05", "examination.submitted"), fact("2024-03-06", "examination.submitted"),
            fact("2024-03-10", "examination.received", "item:1"),
        ]  # fmt: skip
        assert one(law, [start, *unnamed], now("2024-03-20")).nominal == date(2024, 4, 5)

    def test_one_that_begins_on_the_nominal_day_changes_nothing(self, law_of, fact, now):
        facts = [fact("2024-03-01", "case.opened"), fact("2024-03-31", "examination.submitted"), fact("2024-04-20", "examination.received")]
        duty = one(law_of(r=clock(DAYS, EXAMINED)), facts, now("2024-04-20"))
        assert (duty.state, duty.nominal, duty.pauses) == ("overdue", date(2024, 3, 31), ())

    def test_one_open_at_the_start_counts_from_the_start_day(self, law_of, fact, now):
        law = law_of(r=clock(DAYS, EXAMINED))
        before = [fact("2024-02-20", "examination.submitted"), fact("2024-03-01", "case.opened"), fact("2024-03-06", "examination.received")]
        duty = one(law, before, now("2024-03-10"))
        assert duty.nominal == date(2024, 4, 5) and "already_standing_still" in codes(duty)
        closed = [fact("2024-02-20", "examination.submitted"), fact("2024-02-25", "examination.received"), fact("2024-03-01", "case.opened")]
        assert one(law, closed, now("2024-03-10")).nominal == date(2024, 3, 31)

    def test_a_meeting_while_it_stands_still_is_in_time(self, law_of, fact, now):
        facts = [fact("2024-03-01", "case.opened"), fact("2024-03-10", "examination.submitted"), fact("2024-08-01", "case.decided")]
        duty = one(law_of(r=clock(DAYS, EXAMINED)), facts, now("2024-08-02"))
        assert (duty.state, duty.nominal) == ("met", date(2024, 8, 22))

    def test_working_days_standing_still_are_counted_in_working_days(self, law_of, fact, now):
        law = law_of(r=clock("{working_days: 5, source: 一}", EXAMINED))
        facts = [fact("2024-03-04", "case.opened"), fact("2024-03-05", "examination.submitted"), fact("2024-03-12", "examination.received")]
        assert one(law, facts, now("2024-03-13")).due == date(2024, 3, 18)

    def test_hours_are_taken_out_to_the_minute(self, law_of, fact, now):
        law = law_of({"starting_hour_counts": "true"}, r=clock(HOURS, EXAMINED))
        facts = [
            fact("2024-03-04T08:00", "case.opened"), fact("2024-03-04T10:10", "examination.submitted"),
            fact("2024-03-04T12:25", "examination.received"),
        ]  # fmt: skip
        assert one(law, facts, now("2024-03-05")).due == at("2024-03-05T10:15")[0]

    def test_a_day_alone_is_too_coarse_to_take_hours_out(self, law_of, fact, now):
        facts = [fact("2024-03-04T08:00", "case.opened"), fact("2024-03-05", "examination.submitted")]
        duty = one(law_of(r=clock(HOURS, EXAMINED)), facts, now("2024-03-06"))
        assert (duty.state, duty.missing) == ("undetermined", "time")

    def test_an_interval_that_cannot_be_told_leaves_a_doubt(self, law_of, fact, now):
        text = EXAMINED.replace("from: examination.submitted", "from: {event: examination.submitted, when: {needed: {equal: true}}}")
        facts = [fact("2024-03-01", "case.opened"), fact("2024-03-10", "examination.submitted")]
        law = law_of(r=clock(DAYS, text))
        assert one(law, facts, now("2024-03-20")).state == "pending"
        overdue = one(law, facts, now("2024-05-20"))
        assert (overdue.state, overdue.missing) == ("undetermined", "needed")


class TestEnding:
    ENDS = "restarted_by: {events: [mediation.failed], source: 一}\nreleased_by: [case.transferred]\nexplained_by: [deadline.explained]\n"

    def test_a_restart_in_time_ends_the_duty_and_opens_a_new_one_that_day(self, law_of, fact, now):
        facts = [fact("2024-03-01", "case.opened"), fact("2024-03-20", "mediation.failed")]
        first, second = judge(law_of(r=clock(DAYS, self.ENDS)), facts, now("2024-03-21")).duties
        assert (first.state, second.state, second.nominal) == ("released", "pending", date(2024, 4, 19))
        assert codes(second)[0] == "restarted"

    def test_late_it_cures_nothing(self, law_of, fact, now):
        law = law_of(r=clock(DAYS, self.ENDS))
        start = fact("2024-03-01", "case.opened")
        for kind, code in (("mediation.failed", "restarted_too_late"), ("case.transferred", "released_too_late")):
            duty = one(law, [start, fact("2024-04-10", kind)], now("2024-04-11"))
            assert duty.state == "overdue" and code in codes(duty)

    def test_a_release_in_time_ends_it(self, law_of, fact, now):
        facts = [fact("2024-03-01", "case.opened"), fact("2024-03-10", "case.transferred")]
        found = judge(law_of(r=clock(DAYS, self.ENDS)), facts, now("2024-06-01"))
        assert (found.duties[0].state, found.next_look_at) == ("released", None)

    def test_a_release_while_it_stands_still_shows_the_least_due_time(self, law_of, fact, now):
        facts = [fact("2024-03-01", "case.opened"), fact("2024-03-10", "examination.submitted"), fact("2024-05-10", "case.transferred")]
        duty = one(law_of(r=clock(DAYS, self.ENDS + EXAMINED)), facts, now("2024-06-01"))
        assert (duty.state, duty.nominal) == ("released", date(2024, 5, 31))

    def test_a_day_alone_leaves_a_release_from_hours_in_doubt(self, law_of, fact, now):
        facts = [fact("2024-03-01T08:00", "case.opened"), fact("2024-03-04", "case.transferred")]
        duty = one(law_of(r=clock(HOURS, self.ENDS)), facts, now("2024-06-01"))
        assert (duty.state, duty.missing) == ("undetermined", "time")

    def test_an_overdue_one_may_stand_explained(self, law_of, fact, now):
        facts = [fact("2024-03-01", "case.opened"), fact("2024-04-10", "deadline.explained")]
        duty = one(law_of(r=clock(DAYS, self.ENDS)), facts, now("2024-04-11"))
        assert (duty.state, duty.explained.id) == ("overdue", "e2")
        assert codes(duty)[-1] == "explained"

    def test_a_meeting_that_cannot_be_told_leaves_a_doubt(self, law_of, fact, now):
        text = clock(DAYS).replace("met_by: [case.decided]", "met_by: [{event: case.decided, when: {final: {equal: true}}}]")
        law = law_of(r=text)
        facts = [fact("2024-03-01", "case.opened"), fact("2024-03-10", "case.decided")]
        assert one(law, facts, now("2024-03-11")).state == "pending"
        late = one(law, [*facts, fact("2024-04-10", "case.decided", final=True)], now("2024-05-11"))
        assert (late.state, late.missing) == ("undetermined", "final")

    def test_a_start_that_cannot_be_told_is_undetermined(self, law_of, fact, now):
        text = clock(DAYS).replace("starts: {event: case.opened,", "starts: {event: case.opened, when: {sort: {equal: a}},")
        law = law_of(r=text)
        duty = one(law, [fact("2024-03-01", "case.opened")], now("2024-03-02"))
        assert (duty.state, duty.missing) == ("undetermined", "sort")
        assert judge(law, [fact("2024-03-01", "case.opened", sort="b")], now("2024-03-02")).duties == ()


class TestKeysAndDays:
    def test_each_party_has_its_own_clock_and_a_fact_without_parties_acts_on_all(self, law_of, fact, now):
        law = law_of(r=clock(DAYS) + "per: party\n")
        facts = [
            fact("2024-03-01", "case.opened", "party:1", "party:2"), fact("2024-03-05", "case.opened", "party:10"),
            fact("2024-03-06", "case.decided", "party:2"), fact("2024-03-07", "case.decided", "document:1"),
        ]  # fmt: skip
        duties = judge(law, facts, now("2024-03-08")).duties
        assert [(duty.key, duty.state, duty.met.id) for duty in duties] == [
            ("party:1", "met", "e4"), ("party:2", "met", "e3"), ("party:10", "met", "e4"),
        ]  # fmt: skip

    def test_without_any_party_the_matter_is_judged_once(self, law_of, fact, now):
        duty = one(law_of(r=clock(DAYS) + "per: party\n"), [fact("2024-03-01", "case.opened")], now("2024-03-02"))
        assert (duty.key, duty.state) == ("", "pending")

    def test_custody_is_counted_to_the_minute_by_person_and_never_rolls(self, law_of, fact, now):
        law = law_of(r=clock("{hours: 8, source: 一}", check="custody_limit"))
        facts = [fact("2024-03-02T10:20", "case.opened", "party:1")]
        assert one(law, facts, now("2024-03-02T18:20")).due == at("2024-03-02T18:20")[0]
        days = law_of(r=clock("{days: 30, source: 一}", check="custody_limit"))
        assert one(days, [fact("2024-03-01", "case.opened", "party:1")], now("2024-03-02")).due == date(2024, 3, 31)

    def test_judged_by_may_name_another_day(self, law_of, fact, now):
        within = "{2020-01-01: {days: 30, source: 一}, 2024-01-01: {days: 10, source: 二}}"
        by_field = law_of(r=clock(within, "judged_by: {field: conduct_on}\n", rolls="false"))
        old = one(by_field, [fact("2024-02-01", "case.opened", conduct_on="2023-12-30")], now("2024-02-02"))
        assert old.due == date(2024, 3, 2)
        silent = one(by_field, [fact("2024-02-01", "case.opened")], now("2024-02-02"))
        assert (silent.state, silent.missing) == ("undetermined", "conduct_on")
        by_event = law_of(r=clock(within, "judged_by: {event: case.reported}\n", rolls="false"))
        facts = [fact("2023-12-30", "case.reported"), fact("2024-02-01", "case.opened")]
        assert one(by_event, facts, now("2024-02-02")).due == date(2024, 3, 2)
        assert one(by_event, facts[1:], now("2024-02-02")).missing == "case.reported"

    def test_a_duty_survives_being_written_as_json(self, law_of, fact, now):
        facts = [
            fact("2024-03-01", "case.opened"), fact("2024-03-10", "examination.submitted"), fact("2024-03-15", "examination.received"),
            fact("2024-03-16", "extension.approved"), fact("2024-03-17", "extension.approved"), fact("2024-03-18", "extension.approved"),
        ]  # fmt: skip
        found = judge(law_of(r=clock(DAYS, TWICE + EXAMINED)), facts, now("2024-03-20"))
        assert duty_from_data(found.duties[0].as_data()) == found.duties[0]
        assert breach_from_data(found.breaches[0].as_data()) == found.breaches[0]
        assert found.duties[0].identity == "s.r||e1" and found.breaches[0].identity == "s.r||e6|extension_too_many"

    def test_warnings_come_by_policy_and_say_when_to_look_again(self, law_of, fact, now):
        law = law_of(r=clock(DAYS), h=clock(HOURS, name="h"))
        found = judge(law, [fact("2024-03-01T10:20", "case.opened")], now("2024-03-01T12:00"))
        days, hours = sorted(found.duties, key=lambda duty: duty.rule, reverse=True)
        assert (days.warn_at, hours.warn_at) == (at("2024-03-27T00:00")[0], at("2024-03-02T07:00")[0])
        assert found.next_look_at == hours.warn_at
        later = judge(law, [fact("2024-03-01T10:20", "case.opened")], now("2024-03-02T08:00"))
        assert later.next_look_at == at("2024-03-02T11:01")[0]
        assert hours.is_open and hours.warns(now("2024-03-02T08:00"))

    def test_without_a_warning_policy_nothing_warns(self, law_of, fact, now, folder):
        (folder / "policy" / "warnings.yaml").unlink()
        assert one(law_of(r=clock(DAYS)), [fact("2024-03-01", "case.opened")], now("2024-03-02")).warn_at is None

    def test_rules_of_other_matters_say_nothing(self, law_of, fact, now):
        law = law_of(r=clock(DAYS))
        assert evaluate([fact("2024-03-01", "case.opened")], law, now("2024-03-02"), attributes={"matter": "incident"}).duties == ()
