"""Clocks: what starts and meets them, which limit and whose day counts."""

from datetime import date

from tests.core.rules import DAYS, clock, judge, one


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


class TestVariants:
    WITHIN = (
        "{source: 一, variants: [{when: {complex: {equal: true}}, days: 60}, "
        "{when: {urgent: {equal: true, absent: false}}, none: true}, {days: 30}]}"
    )

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
