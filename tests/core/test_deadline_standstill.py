"""Stretches that do not count."""

from datetime import date

from tests.core.rules import DAYS, EXAMINED, HOURS, at, clock, codes, judge, one


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
            fact("2024-03-05", "examination.submitted"),
            fact("2024-03-06", "examination.submitted"),
            fact("2024-03-10", "examination.received", "item:1"),
        ]
        assert one(law, [start, *unnamed], now("2024-03-20")).nominal == date(2024, 4, 5)

    def test_one_that_begins_on_the_nominal_day_changes_nothing(self, law_of, fact, now):
        facts = [fact("2024-03-01", "case.opened"), fact("2024-03-31", "examination.submitted"), fact("2024-04-20", "examination.received")]
        duty = one(law_of(r=clock(DAYS, EXAMINED)), facts, now("2024-04-20"))
        assert (duty.state, duty.nominal, duty.pauses) == ("overdue", date(2024, 3, 31), ())

    def test_one_open_at_the_start_counts_from_the_start_day(self, law_of, fact, now):
        law = law_of(r=clock(DAYS, EXAMINED))
        before = [
            fact("2024-02-20", "examination.submitted"),
            fact("2024-03-01", "case.opened"),
            fact("2024-03-06", "examination.received"),
        ]
        duty = one(law, before, now("2024-03-10"))
        assert duty.nominal == date(2024, 4, 5) and "already_standing_still" in codes(duty)
        closed = [
            fact("2024-02-20", "examination.submitted"),
            fact("2024-02-25", "examination.received"),
            fact("2024-03-01", "case.opened"),
        ]
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
            fact("2024-03-04T08:00", "case.opened"),
            fact("2024-03-04T10:10", "examination.submitted"),
            fact("2024-03-04T12:25", "examination.received"),
        ]
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
