"""How clocks end; keys, other days, warnings, JSON."""

from datetime import date

from hengjian.core.evaluate import evaluate
from hengjian.core.evaluation import breach_from_data, duty_from_data
from tests.core.rules import DAYS, EXAMINED, HOURS, TWICE, at, clock, codes, judge, one


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
        assert (late.state, late.missing, codes(late)[-1]) == ("undetermined", "final", "missing")

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
            fact("2024-03-01", "case.opened", "party:1", "party:2"),
            fact("2024-03-05", "case.opened", "party:10"),
            fact("2024-03-06", "case.decided", "party:2"),
            fact("2024-03-07", "case.decided", "document:1"),
        ]
        duties = judge(law, facts, now("2024-03-08")).duties
        assert [(duty.key, duty.state, duty.met.id) for duty in duties] == [
            ("party:1", "met", "e4"),
            ("party:2", "met", "e3"),
            ("party:10", "met", "e4"),
        ]

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
            fact("2024-03-01", "case.opened"),
            fact("2024-03-10", "examination.submitted"),
            fact("2024-03-15", "examination.received"),
            fact("2024-03-16", "extension.approved"),
            fact("2024-03-17", "extension.approved"),
            fact("2024-03-18", "extension.approved"),
        ]
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
