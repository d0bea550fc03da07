"""What must stand before an act: steps and documents."""

import pytest

from tests.core.rules import rule


class TestRequiredStep:
    PLAIN = rule("required_step", "act: case.decided\nneeds: {events: [notice.given], source: 一}\n")

    def test_the_step_must_stand_before_the_act(self, verdicts, fact):
        decided, notice = fact("2026-03-10T10:00", "case.decided"), fact("2026-03-10T09:59", "notice.given")
        assert verdicts(self.PLAIN, decided, notice) == [("passed", "step_stands")]
        assert verdicts(self.PLAIN, decided, fact("2026-03-10T10:01", "notice.given")) == [("breached", "step_missing")]
        assert verdicts(self.PLAIN, decided, fact("2026-03-10T10:00", "notice.given")) == [("passed", "step_stands")]

    def test_working_days_before_the_act_are_never_rolled(self, verdicts, fact):
        text = rule(
            "required_step", "act: hearing.held\nneeds: {event: hearing.notified, at_least_before: {working_days: 7}, source: 一}\n"
        )
        held = fact("2026-04-10", "hearing.held")
        assert verdicts(text, fact("2026-03-31", "hearing.notified"), held) == [("passed", "step_stands")]
        assert verdicts(text, fact("2026-04-01", "hearing.notified"), held) == [("breached", "step_too_near")]

    @pytest.mark.parametrize(
        ("length", "step", "verdict"),
        [
            ("at_least_before: {days: 60}", "2026-03-01", "passed"),
            ("at_least_before: {days: 61}", "2026-03-01", "breached"),
            ("at_most_before: {days: 60}", "2026-03-01", "passed"),
            ("at_most_before: {days: 59}", "2026-03-01", "breached"),
            ("at_least_before: {months: 2}", "2026-02-28", "passed"),
            ("at_least_before: {months: 2}", "2026-03-01", "breached"),
            ("at_most_before: {months: 2}", "2026-02-28", "breached"),
            ("at_least_before: {hours: 24}", "2026-04-29T09:00", "passed"),
            ("at_least_before: {hours: 24}", "2026-04-29T09:01", "breached"),
            ("at_most_before: {hours: 24}", "2026-04-29T08:59", "breached"),
        ],
    )
    def test_distances_count_from_step_to_act(self, verdicts, fact, length, step, verdict):
        text = rule("required_step", f"act: case.decided\nneeds: {{event: notice.given, {length}, source: 一}}\n")
        found = verdicts(text, fact(step, "notice.given"), fact("2026-04-30T09:00", "case.decided"))
        assert [verdict_found for verdict_found, _ in found] == [verdict]

    def test_hours_need_a_time_of_day(self, verdicts, fact):
        text = rule("required_step", "act: case.decided\nneeds: {event: notice.given, at_least_before: {hours: 24}, source: 一}\n")
        assert verdicts(text, fact("2026-04-01", "notice.given"), fact("2026-04-30T09:00", "case.decided")) == [("undetermined", "time")]

    def test_each_of_several_steps_may_be_needed(self, verdicts, fact):
        text = rule("required_step", "act: case.decided\nneeds: {all_of: [notice.given, legal_review.done], source: 一}\n")
        decided, notice, review = (
            fact("2026-03-10", "case.decided"),
            fact("2026-03-02", "notice.given"),
            fact("2026-03-03", "legal_review.done"),
        )
        assert verdicts(text, decided, notice) == [("breached", "step_missing")]
        assert verdicts(text, decided, notice, review) == [("passed", "step_stands")]

    def test_a_step_may_have_to_come_after_another_fact(self, verdicts, fact):
        text = rule("required_step", "act: case.decided\nneeds: {event: notice.given, after: [case.returned], source: 一}\n")
        decided, notice, returned = (
            fact("2026-03-10", "case.decided"),
            fact("2026-03-02", "notice.given"),
            fact("2026-03-03", "case.returned"),
        )
        assert verdicts(text, decided, notice, returned) == [("breached", "step_missing")]
        assert verdicts(text, decided, notice, returned, fact("2026-03-04", "notice.given")) == [("passed", "step_stands")]

    def test_an_excuse_may_be_a_fact_or_a_condition(self, verdicts, fact):
        text = self.PLAIN + "unless: {events: [quick_handling.chosen], source: 一}\n"
        decided = fact("2026-03-10", "case.decided")
        assert verdicts(text, decided, fact("2026-03-09", "quick_handling.chosen")) == [("passed", "excused")]
        assert verdicts(text, decided, fact("2026-03-11", "quick_handling.chosen")) == [("breached", "step_missing")]
        both = self.PLAIN + "unless: {when: {minor: {equal: true}}, events: [quick_handling.chosen], source: 一}\n"
        assert verdicts(both, fact("2026-03-10", "case.decided", minor=True)) == [("passed", "excused")]
        assert verdicts(both, fact("2026-03-10", "case.decided")) == [("undetermined", "minor")]
        assert verdicts(both, fact("2026-03-10", "case.decided"), fact("2026-03-09", "notice.given")) == [("passed", "step_stands")]

    def test_a_step_that_cannot_be_told_is_undetermined(self, verdicts, fact):
        text = rule("required_step", "act: case.decided\nneeds: {event: {event: notice.given, when: {full: {equal: true}}}, source: 一}\n")
        decided = fact("2026-03-10", "case.decided")
        assert verdicts(text, decided, fact("2026-03-02", "notice.given")) == [("undetermined", "full")]
        assert verdicts(text, decided, fact("2026-03-02", "notice.given", full=False)) == [("breached", "step_missing")]

    def test_an_act_that_cannot_be_told_is_undetermined_and_another_is_no_act(self, verdicts, fact):
        text = rule(
            "required_step",
            "act: {event: case.decided, when: {outcome: {equal: penalty}}}\nneeds: {events: [notice.given], source: 一}\n",
        )
        assert verdicts(text, fact("2026-03-10", "case.decided")) == [("undetermined", "outcome")]
        assert verdicts(text, fact("2026-03-10", "case.decided", outcome="none")) == []

    def test_the_law_of_the_day_of_the_act_counts(self, verdicts, fact):
        text = rule("required_step", "act: case.decided\nneeds: {2026-01-01: {events: [notice.given], source: 一}}\n")
        assert verdicts(text, fact("2025-12-31", "case.decided")) == []
        assert verdicts(text, fact("2026-01-01", "case.decided")) == [("breached", "step_missing")]
        judged = text + "judged_by: {field: conduct_on}\n"
        assert verdicts(judged, fact("2026-01-05", "case.decided", conduct_on="2025-12-01")) == []
        assert verdicts(judged, fact("2026-01-05", "case.decided")) == [("undetermined", "conduct_on")]

    def test_the_law_of_the_day_of_another_event_may_count(self, verdicts, fact):
        text = rule(
            "required_step",
            "act: case.decided\nneeds: {2026-01-01: {events: [notice.given], source: 一}}\njudged_by: {event: case.opened}\n",
        )
        decided = fact("2026-01-05", "case.decided")
        assert verdicts(text, fact("2025-12-01", "case.opened"), decided) == []
        assert verdicts(text, fact("2026-01-02", "case.opened"), decided) == [("breached", "step_missing")]
        assert verdicts(text, decided) == [("undetermined", "case.opened")]

    def test_for_each_party_the_step_must_be_about_that_party(self, verdicts, fact):
        text = self.PLAIN + "per: party\n"
        found = verdicts(text, fact("2026-03-01", "notice.given", "party:1"), fact("2026-03-10", "case.decided", "party:1", "party:2"))
        assert found == [("passed", "step_stands"), ("breached", "step_missing")]


class TestRequiredDocument:
    SIGNED = rule("required_document", "act: case.accepted\nneeds: {form: 受案回执, signed: true, source: 一}\n")
    PLAIN = rule("required_document", "act: case.accepted\nneeds: {forms: [受案回执, 受案登记表], source: 一}\n")

    def test_every_form_must_have_been_issued_or_listed(self, verdicts, fact):
        listed = fact("2026-03-10T10:00", "case.accepted", documents=["受案登记表"])
        issued = fact("2026-03-10T09:00", "document.issued", form="受案回执")
        assert verdicts(self.PLAIN, listed, issued) == [("passed", "document_there")]
        assert verdicts(self.PLAIN, listed) == [("breached", "document_missing")]

    def test_a_signature_must_be_recorded(self, verdicts, fact):
        act = fact("2026-03-10T10:00", "case.accepted", documents=["受案回执"])
        for body, answer in (({"signed": True}, "passed"), ({"signed": False}, "breached"), ({}, "undetermined")):
            found = verdicts(self.SIGNED, act, fact("2026-03-10T09:00", "document.issued", form="受案回执", **body))
            assert found[0][0] == answer
        assert verdicts(self.SIGNED, act) == [("breached", "document_missing")]

    def test_an_event_may_stand_for_the_document(self, verdicts, fact):
        needs = "act: case.accepted\nneeds: {events: [{event: receipt.issued, when: {signed: {equal: true}}}], source: 一}\n"
        text = rule("required_document", needs)
        act = fact("2026-03-10", "case.accepted")
        assert verdicts(text, act) == [("breached", "document_missing")]
        assert verdicts(text, act, fact("2026-03-09", "receipt.issued", signed=True)) == [("passed", "document_there")]
        assert verdicts(text, act, fact("2026-03-09", "receipt.issued")) == [("undetermined", "signed")]

    def test_an_excuse_excuses_and_no_value_says_nothing(self, verdicts, fact):
        text = self.PLAIN + "unless: {when: {reporter_unknown: {equal: true, absent: false}}, source: 一}\n"
        assert verdicts(text, fact("2026-03-10", "case.accepted", reporter_unknown=True)) == [("passed", "document_there")]
        later = rule("required_document", "act: case.accepted\nneeds: {2027-01-01: {form: 受案回执, source: 一}}\n")
        assert verdicts(later, fact("2026-03-10", "case.accepted")) == []
