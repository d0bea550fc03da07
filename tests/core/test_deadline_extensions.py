"""Extensions: in time, in order, by the right approver."""

from datetime import date

import pytest

from tests.core.rules import DAYS, EXAMINED, HOURS, TWICE, at, clock, codes, judge, one


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
            fact("2024-03-01", "case.opened"),
            fact("2024-03-10", "examination.submitted"),
            fact("2024-04-20", "extension.approved"),
            fact("2024-04-25", "examination.received"),
        ]
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

    def test_a_relation_that_names_no_level_of_the_unit_asks_nothing(self, law_of, fact, now):
        step = "extended_by: {event: extension.approved, days: 30, approver: {station: own_bureau}, source: 一}\n"
        facts = [fact("2024-03-01", "case.opened"), fact("2024-03-02", "extension.approved", by_level="district")]
        assert one(law_of(r=clock(DAYS, step)), facts, now("2024-03-03"), level="city").nominal == date(2024, 4, 30)

    def test_organ_and_role_of_the_approver_count_too(self, law_of, fact, now):
        step = "extended_by: {event: extension.approved, days: 30, approver: {organ: procuratorate, role: [city_chief]}, source: 一}\n"
        law = law_of(r=clock(DAYS, step))
        start = fact("2024-03-01", "case.opened")
        right = fact("2024-03-02", "extension.approved", by_organ="procuratorate", by_role="city_chief")
        wrong = fact("2024-03-02", "extension.approved", by_organ="police", by_role="city_chief")
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

    @pytest.mark.parametrize(("follows", "due"), [("start", date(2025, 12, 31)), ("act", date(2026, 1, 30))])
    def test_a_clock_takes_the_first_extension_that_an_amendment_brings_if_policy_lets_it(self, law_of, fact, now, follows, due):
        steps = "extended_by: {2025-12-20: {event: extension.approved, days: 30, times: 1, source: 一}}\n"
        law = law_of({"procedure_follows": follows}, r=clock(DAYS, steps))
        facts = [fact("2025-12-01", "case.opened"), fact("2025-12-22", "extension.approved"), fact("2025-12-23", "extension.approved")]
        found = judge(law, facts, now("2025-12-24"))
        assert found.duties[0].due == due
        assert ("policy", ("procedure_follows", follows)) in [tuple(reason) for reason in found.duties[0].reasons]
        assert [one.what for one in found.breaches] == (["extension_too_many"] if follows == "act" else [])

    def test_an_extension_that_no_version_but_a_repealed_one_knew_is_nothing_after_it(self, law_of, fact, now):
        steps = "extended_by: {2013-01-01: {event: extension.approved, days: 30, source: 一}, 2025-12-20: null}\n"
        facts = [fact("2025-12-21", "case.opened"), fact("2025-12-22", "extension.approved")]
        for follows in ("start", "act"):
            duty = one(law_of({"procedure_follows": follows}, r=clock(DAYS, steps)), facts, now("2025-12-24"))
            assert (duty.due, duty.extensions) == (date(2026, 1, 20), ())

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
